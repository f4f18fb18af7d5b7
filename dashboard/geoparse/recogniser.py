"""One recogniser out of two: English text goes to the one, sentences in other languages to the other."""

from __future__ import annotations

from dashboard.geoparse.languages import Stretch, stretches
from dashboard.geoparse.multilingual import LANGUAGES, MultilingualRecogniser
from dashboard.geoparse.spans import Recogniser, Span


class Recognisers:
    """``english`` reads what no other language claims, and the whole text at once: it learns from all of it."""

    def __init__(self, english: Recogniser, others: MultilingualRecogniser) -> None:
        self._english = english
        self._others = others

    def recognise(self, text: str) -> list[Span]:
        """The names in order, without overlaps."""
        parts = stretches(text)
        foreign = [part for part in parts if part.language in LANGUAGES]
        if not foreign:
            return self._english.recognise(text)
        spans = self._others.recognise_in(text, foreign)
        if len(foreign) < len(parts):
            spans += self._english.recognise(_blanked(text, foreign))
        return sorted(spans, key=lambda span: span.start)


def _blanked(text: str, parts: list[Stretch]) -> str:
    """The text with these stretches as blank lines, so that offsets stay and no rule looks across the gap."""
    pieces, last = [], 0
    for part in parts:
        pieces += [text[last : part.start], "\n" * (part.end - part.start)]
        last = part.end
    return "".join([*pieces, text[last:]])
