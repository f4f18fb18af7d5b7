"""Reports of the same thing become one event with all its sources, and say why."""

from dashboard.merging.merge import merge, near_misses
from dashboard.merging.summary import summarise

__all__ = ["merge", "near_misses", "summarise"]
