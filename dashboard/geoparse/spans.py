"""The interface that recognisers share: text in, spans of place names out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Span:
    """A recognised name; offsets in characters of the text."""

    start: int
    end: int
    text: str
    dateline: bool = False
    confidence: float = 0.8
    lookup: str = ""  # what to look up where it is not the text itself: the nominative of "Маріуполі", "حلب province"


class Recogniser(Protocol):
    """Anything that finds the place names of a text."""

    def recognise(self, text: str) -> list[Span]:
        """The names in order, without overlaps."""
        ...
