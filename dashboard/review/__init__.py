"""What a person decided on events, and what that makes of them."""

# What a person can set, each apart: "event_date" with its end and precision, "event_type" with its sub-type.
FIELDS = (
    "place", "event_date", "event_type", "actor1", "actor2", "fatalities", "wounded", "displaced", "fighters",
)  # fmt: skip
