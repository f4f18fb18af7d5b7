"""One recogniser out of three: each stretch of a text goes to the one that reads its language."""

from __future__ import annotations

from functools import partial

from dashboard.geoparse.languages import Stretch, is_latin, stretches
from dashboard.geoparse.multilingual import LANGUAGES, MultilingualRecogniser
from dashboard.geoparse.spans import Recogniser, Span
from dashboard.geoparse.tagger import Tagger

TELLING = 200  # characters: a shorter stretch in Latin letters that tells no language is taken for English


class Recognisers:
    """``english`` reads what is English or too short to tell, and that at once: it learns from all of it.

    ``others`` reads the languages it knows, ``rest`` whatever else there is: German, Persian, Chinese.
    """

    def __init__(self, english: Recogniser, others: MultilingualRecogniser, rest: Recogniser) -> None:
        self._english = english
        self._others = others
        self._rest = rest

    def recognise(self, text: str, least: float | None = None) -> list[Span]:
        """The names in order, without overlaps; ``least`` is for the English recogniser, if that is the trained one."""
        english = (
            partial(self._english.recognise, least=least)
            if isinstance(self._english, Tagger)
            else self._english.recognise
        )
        parts = stretches(text)
        known = [part for part in parts if part.language in LANGUAGES]
        unknown = [part for part in parts if not part.language and self._is_foreign(text, part)]
        if not known and not unknown:
            return english(text)
        spans = self._others.recognise_in(text, known) if known else []
        if unknown:
            spans += self._rest.recognise(_blanked(text, [part for part in parts if part not in unknown]))
        if len(known) + len(unknown) < len(parts):
            spans += english(_blanked(text, [*known, *unknown]))
        return sorted(spans, key=lambda span: span.start)

    def _is_foreign(self, text: str, part: Stretch) -> bool:
        return part.end - part.start >= TELLING or not is_latin(text[part.start : part.end])


def _blanked(text: str, parts: list[Stretch]) -> str:
    """The text with these stretches as blank lines, so that offsets stay and no rule looks across the gap."""
    pieces, last = [], 0
    for part in sorted(parts, key=lambda part: part.start):
        pieces += [text[last : part.start], "\n" * (part.end - part.start)]
        last = part.end
    return "".join([*pieces, text[last:]])
