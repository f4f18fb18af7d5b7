"""Article in, reports out: one for each mention of a place at which a sentence says that something happened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dashboard.extraction.attach import completed, counts_of, with_counts
from dashboard.extraction.dates import date_prec
from dashboard.extraction.event_model import EventModel, event_model
from dashboard.extraction.locations import EventLocation, lists_of_places, settle
from dashboard.extraction.reading import Days, Reading, possible_toponyms, read_sentences
from dashboard.extraction.who import who
from dashboard.gazetteer.names import name_key
from dashboard.geometry import distance_km
from dashboard.geoparse import Geoparser
from dashboard.records import EVENT_TYPE_OF, Article, Evidence, Extraction, Place, Report, Toponym

VERSION = "3"  # of the rules; stored with each report
DIVISION_KM = 200.0  # a division's point and its chief town lie no farther apart
CHANCE_AGAIN = 0.7  # that a sentence without a place tells of something at the last one
_THERE = re.compile(
    r"\b(?:in|at|near|outside) (?:the same|the|that) (?:city|town|village|camp|district|area|province|county|place|suburb|neighbou?rhood)\b|\bthere\b(?! (?:was|were|is|are|has|have|had|would|will|could|may)\b)",
    re.IGNORECASE,
)
MIN_CHANCE = 0.4  # that something happened at a mention


@dataclass(frozen=True, slots=True)
class Source:
    """What every report of an article carries: reckoned once, as the id is a hash of the whole text."""

    article_id: str
    published: date


class Extractor:
    """The rules and weights over a geoparser; safe to share between threads."""

    def __init__(self, geoparser: Geoparser, model: EventModel | None = None) -> None:
        self.geoparser = geoparser
        self._model = model

    @property
    def model(self) -> EventModel:
        """The weights; those that come with the project unless others were given."""
        return self._model or event_model()

    def extract(self, article: Article) -> Extraction:
        """Read an article. ``article.published`` must be known: every relative date hangs on it.

        Raises ValueError when it is not; readers of articles report that before it comes so far.
        """
        if article.published is None:
            raise ValueError("extract needs the article's published date")
        toponyms = possible_toponyms(self.geoparser, article)
        reports: list[Report] = []
        open_: list[Report] = []  # those that the next sentences may complete
        source = Source(article.article_id, article.published)
        for reading in read_sentences(self.geoparser, article, toponyms):
            found = self._reports(source, reading, _last_town(toponyms, reading.sentence.end))
            if found or any(t.kind == "place" for t in reading.telling.toponyms):
                reports += open_
                open_ = found
            elif again := self._again(source, reading, open_):
                reports += open_
                open_ = again
            else:
                open_ = completed(open_, reading.sentence)
        return Extraction(article, toponyms, [*reports, *open_])

    def _reports(self, source: Source, reading: Reading, last: Place | None) -> list[Report]:
        chances = location_chances(reading, self.model)
        chosen = [t for t in reading.candidates if chances[t.start] >= MIN_CHANCE and not reading.telling.foretold(t)]
        found = []
        places = settle(reading.telling, chosen, self._town_of, last)
        counts = counts_of(reading.telling, [place.toponym for place in places])
        for place in places:
            days = reading.days(place.toponym)
            if days.background:
                continue
            report = self._report(source, reading, place, days, chances[place.toponym.start])
            found.append(with_counts(report, counts[place.toponym.start]))
        return found

    def _again(self, source: Source, reading: Reading, earlier: list[Report]) -> list[Report]:
        """The report of a sentence that names no place but says "there" or "in the same city", on a day of its own."""
        back = _THERE.search(reading.sentence.text)
        days = next((d for d in reading.telling.dates if not (d.background or d.said or d.precision > 1)), None)
        if not earlier or back is None or days is None or not reading.telling.happens:
            return []
        last = earlier[-1]
        if last.event_date <= days.day <= last.last_day:
            return []
        offset = reading.sentence.start
        place = EventLocation(
            Toponym(last.location_start, last.location_end, last.location, last.place, last.place_confidence),
            last.place,
            last.geo_precision,
            last.place_confidence,
        )
        told = Days(days.day, days.last, days.precision, (offset + days.start, offset + days.end))
        words = Toponym(offset + back.start(), offset + back.end(), back.group())
        report = self._report(source, reading, place, told, CHANCE_AGAIN, seen=words)
        return [with_counts(report, counts_of(reading.telling, [words])[words.start])]

    def _town_of(self, name: str, division: Place) -> Place | None:
        """The most populous town of that very name in or beside the division."""
        towns = [
            c.place
            for c in self.geoparser.gazetteer.lookup(name)
            if c.place.feature_code.startswith("PP")
            and c.place.country == division.country
            and distance_km(c.place.latitude, c.place.longitude, division.latitude, division.longitude) <= DIVISION_KM
        ]
        return max(towns, key=lambda p: p.population, default=None)

    def _report(
        self,
        source: Source,
        reading: Reading,
        place: EventLocation,
        days: Days,
        chance: float,
        seen: Toponym | None = None,
    ) -> Report:
        """``seen`` is the mention in the sentence itself, where that of the place stands in an earlier one."""
        sentence, toponym = reading.sentence, place.toponym
        sub, _ = self.model.types(reading.type_features(seen or toponym))[0]
        evidence = [Evidence("location", toponym.start, toponym.end)]
        if days.evidence:
            evidence.append(Evidence("event_date", *days.evidence))
        told = who(reading.telling, seen or toponym, sub, place.place.country)
        return Report(
            article_id=source.article_id,
            event_date=days.day,
            event_date_end=days.last,
            time_precision=days.precision,
            date_prec=date_prec(days.day, days.last),
            event_type=EVENT_TYPE_OF[sub],
            sub_event_type=sub,
            location=location_name(toponym),
            place=place.place,
            geo_precision=place.geo_precision,
            notes=sentence.text,
            start=sentence.start,
            end=sentence.end,
            location_start=toponym.start,
            location_end=toponym.end,
            confidence=round(place.confidence * chance, 3),
            place_confidence=round(place.confidence, 3),
            published=source.published,
            actors=told.actors,
            actor1=told.actor1,
            actor2=told.actor2,
            evidence=(*evidence, *told.evidence),
        )


def location_chances(reading: Reading, model: EventModel) -> dict[int, float]:
    """For each candidate of a sentence, by its offset in the article, the chance that something happened there."""
    chances = {
        t.start: 0.0 if reading.telling.speaks(t) else model.location_chance(reading.location_features(t))
        for t in reading.candidates
    }
    for group in lists_of_places(reading.telling, reading.candidates):
        # "strikes on Kharkiv, Odesa and Sumy": what is true of one is true of all.
        best = max(chances[t.start] for t in group)
        chances |= {t.start: best for t in group}
    return chances


def _last_town(toponyms: list[Toponym], before: int) -> Place | None:
    """The town that the article named last before an offset, the sentence's own names included."""
    for t in reversed(toponyms):
        if t.start < before and t.place and t.confidence >= MIN_CHANCE and t.place.feature_code.startswith("PP"):
            return t.place
    return None


def location_name(toponym: Toponym) -> str:
    """The place's name as the article writes it, capitals of a dateline undone: "Bartella", not "Barţalah"."""
    name = re.sub(r"\s+", " ", toponym.text)
    if not name.isupper() or len(name) < 5:
        return name
    known = toponym.place is not None and name_key(name) == name_key(toponym.place.name)
    return toponym.place.name if toponym.place and known else name.title()
