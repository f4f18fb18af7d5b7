"""What part a name plays: a place, the adjective of one, or a piece of a name that is no place."""

from __future__ import annotations

import re

from dashboard.geoparse.lexicon import word_class

PLACE, DEMONYM, PART = "place", "demonym", "part"
NOT_PLACES = word_class("not_places")
_NEXT = re.compile(r"[ -]([A-Z][\w&'’-]*)")
_BEFORE = re.compile(
    r"\b(?:University|Bank|College|Institute|Archbishop|Bishop|Diocese|Duke|Duchess|Prince|Treaty) of $"
)


def toponym_kind(text: str, start: int, end: int, *, demonym: bool) -> str:
    """ "demonym" for "Turkish", "part" for Boston in "the Boston Globe" and "Bank of England", else "place"."""
    if demonym:
        return DEMONYM
    following = _NEXT.match(text, end)
    if (following and following[1].lower() in NOT_PLACES) or _BEFORE.search(text, max(0, start - 20), start):
        return PART
    return PLACE
