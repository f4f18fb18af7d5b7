"""Reports of the same thing become one event with all its sources, and say why."""

from dashboard.merging.constraints import settle
from dashboard.merging.doubts import DOUBTS, doubt, doubts
from dashboard.merging.merge import merge, near_misses
from dashboard.merging.summary import summarise

__all__ = ["DOUBTS", "doubt", "doubts", "merge", "near_misses", "settle", "summarise"]
