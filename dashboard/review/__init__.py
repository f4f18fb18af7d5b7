"""What a person decided on events, and what that makes of them."""

from dashboard.review.apply import FIELDS
from dashboard.review.review import Reviewed, review

__all__ = ["FIELDS", "Reviewed", "review"]
