"""Recognition and resolution behind one door."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.gazetteer import Gazetteer
from dashboard.geoparse.multilingual import MultilingualRecogniser
from dashboard.geoparse.recognise import GazetteerRecogniser
from dashboard.geoparse.recogniser import Recognisers
from dashboard.geoparse.resolve import Resolver
from dashboard.geoparse.spans import Recogniser, Span
from dashboard.geoparse.tagger import Tagger
from dashboard.records import Toponym


class Geoparser:
    """Text in, toponyms with places out. ``recogniser`` may be any object with ``recognise(text)``."""

    def __init__(self, gazetteer: Gazetteer, recogniser: Recogniser | None = None) -> None:
        self.gazetteer = gazetteer
        self._recogniser = recogniser or default_recogniser(gazetteer)
        self.resolver = Resolver(gazetteer)

    def parse(self, text: str, title: str = "") -> list[Toponym]:
        """Recognise the place names of ``text`` and resolve each one."""
        self.gazetteer.refresh()
        return self.resolver.resolve(text, self.recognise(text), title)

    def recognise(self, text: str) -> list[Span]:
        """The place names of ``text``, not yet resolved."""
        return self._recogniser.recognise(text)

    def resolve(self, text: str, spans: Sequence[tuple[int, int]], title: str = "") -> list[Toponym]:
        """Resolve names whose (start, end) offsets are given, in the order given."""
        self.gazetteer.refresh()
        given = [Span(start, end, text[start:end], confidence=1.0) for start, end in spans]
        return self.resolver.resolve(text, given, title)


def default_recogniser(gazetteer: Gazetteer, english: Recogniser | None = None) -> Recognisers:
    """The recognisers of all languages; ``english`` takes the place of the trained one."""
    return Recognisers(english or Tagger(gazetteer), MultilingualRecogniser(gazetteer), GazetteerRecogniser(gazetteer))
