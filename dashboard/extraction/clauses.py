"""A sentence cut into its clauses, roughly: what stands in one clause belongs together."""

from __future__ import annotations

import re

# Where a new clause begins. "as many as", "such as", "as well as" begin none.
_CUT = re.compile(
    r"[;:]\s|\s[–—-]{1,2}\s"
    r"|,?\s+(?=(?:while|whereas|when|where|which|who|whose|although|though|because|but|after|before|until|since)\b)"
    r"|,\s+(?=(?:and|with|as|a day|two days|three days|hours|minutes)\b)"
    r"|(?<!such)(?<!well)(?<!known)(?<!same)\s+(?=as (?:the|a|an|they|he|she|it|its|their|[A-Z]\w+|\w+s)\b(?! as))"
    r"|\s+(?=and (?:in|at|on|near|outside|elsewhere|another|two others?|then)\b)"
)


def clauses(sentence: str) -> list[tuple[int, int]]:
    """The stretches of ``sentence`` that are its clauses, in order, without gaps."""
    cuts = sorted({m.end() for m in _CUT.finditer(sentence) if 0 < m.end() < len(sentence)})
    return list(zip([0, *cuts], [*cuts, len(sentence)], strict=True))


def clause_of(stretches: list[tuple[int, int]], at: int) -> int:
    """The number of the clause that holds the character ``at``."""
    return next((n for n, (start, end) in enumerate(stretches) if start <= at < end), len(stretches) - 1)
