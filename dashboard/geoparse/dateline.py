"""Where a wire story says it was written: "ERBIL, Iraq (AP) - "."""

from __future__ import annotations

import re

# Possessive repeats (++): a run of capitals is read once, however long it is.
_DATELINE = re.compile(
    r"^[ \t]*+(?:[A-Z][A-Z'’.\-]++[ ,]{1,3}){0,4}[A-Z][A-Z'’.\-]++(?:[,/] ?[A-Z][\w.'’ ]{1,30}){0,2}"
    r"(?:, \w{3,9}\.? \d{1,2})?[ ]*+(?:\([^)\n]{1,40}\)[ ]*+)?[-–—]+[ ]",
    re.MULTILINE,
)


def find_dateline(text: str) -> tuple[int, int]:
    """Offsets of the dateline that opens one of the first paragraphs, (0, 0) where there is none: "ERBIL, Iraq (AP) - "."""
    head = _DATELINE.search(text, 0, 1500)
    return head.span() if head else (0, 0)
