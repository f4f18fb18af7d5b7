"""Recognition of place names in sentences that are not English: Arabic, Ukrainian, Russian, French and Spanish."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from dashboard.gazetteer import Gazetteer
from dashboard.geoparse.arabic import ArabicRecogniser
from dashboard.geoparse.cased import CasedRecogniser
from dashboard.geoparse.languages import Stretch, stretches
from dashboard.geoparse.spans import Span

LANGUAGES = frozenset({"ar", "uk", "ru", "fr", "es"})


class _OfLanguage(Protocol):
    def recognise(self, text: str, start: int, end: int) -> list[Span]: ...


class MultilingualRecogniser:
    """Sends each stretch of a text to the rules of its language; sentences in other languages have no names here."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._known: dict[str, _OfLanguage] = {}

    def recognise(self, text: str) -> list[Span]:
        """The names in order, without overlaps; each span's ``lookup`` is its form in the gazetteer."""
        return self.recognise_in(text, stretches(text))

    def recognise_in(self, text: str, parts: Iterable[Stretch]) -> list[Span]:
        """The same where the languages of the text are known already."""
        spans: list[Span] = []
        for part in parts:
            if part.language in LANGUAGES:
                spans += self._rules(part.language).recognise(text, part.start, part.end)
        return spans

    def _rules(self, language: str) -> _OfLanguage:
        # Made at a language's first sentence: the keys of a script take memory that most runs never need.
        if language not in self._known:
            made = ArabicRecogniser(self._gazetteer) if language == "ar" else CasedRecogniser(self._gazetteer, language)
            self._known[language] = made
        return self._known[language]
