"""What a person decided on events, and what that makes of them."""
