"""A sentence as words with their offsets, for the rules that read counts and who did what to whom."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

# Longest first: money and clock times, "12-year-old" and "5th" are one word each and so are no numbers.
_WORD = re.compile(
    r"[$€£₦₹]\s?\d[\d.,]*"
    r"|\d+(?:[:/]\d+)+"
    r"|\d+(?:[-–](?:year|month|week|day|hour|minute|mile|km|kilomet|met|mm|foot|strong|member|nation|point|storey|story|page|bed)\w*)(?:-\w+)*"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\w)"
    r"|\d+(?:\.\d+)?(?![\w.]?\w)"
    r"|(?:[^\W\d_]\.){2,}"
    r"|\w+(?:['’-]\w+)*"
    r"|[^\w\s]"
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words and marks of a sentence: as written, in lower case, and where each starts and ends."""

    written: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.lower)

    def at(self, i: int) -> str:
        """The word at ``i`` in lower case; "" outside the sentence."""
        return self.lower[i] if 0 <= i < len(self.lower) else ""

    def index(self, offset: int) -> int:
        """The first word that starts at ``offset`` or after it."""
        return bisect_left(self.starts, offset)


def words_of(sentence: str) -> Words:
    """The words of ``sentence``. Offsets count its characters."""
    found = list(_WORD.finditer(sentence))
    written = [m.group() for m in found]
    return Words(
        written, [w.lower().replace("’", "'") for w in written], [m.start() for m in found], [m.end() for m in found]
    )
