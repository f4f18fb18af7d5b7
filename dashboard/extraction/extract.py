"""Article in, reports out: one for each place at which a sentence says that something happened."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from datetime import date

from dashboard.extraction.actors import Actor, find_actors
from dashboard.extraction.counts import best_count, find_counts
from dashboard.extraction.dates import DateMention, find_dates
from dashboard.extraction.event_types import Trigger, find_triggers
from dashboard.extraction.locations import EventLocation, event_locations
from dashboard.gazetteer.names import name_key
from dashboard.geoparse import Geoparser, Sentence, sentences
from dashboard.geoparse.dateline import find_dateline
from dashboard.geoparse.languages import stretches
from dashboard.records import Article, Count, Extraction, Report, Toponym

VERSION = "2"  # of the rules; stored with each report
MIN_CONFIDENCE = 0.5  # a place less sure than this gets no pin
MIN_WORDS = 4  # page furniture ("View CBS News In") is shorter or has no verb
_TERMINAL = re.compile(r"[.!?…؟。][\"'”’»)\]]*$")
_SINCE = re.compile(r"\b(?:ever )?since\b[^,;.]*", re.IGNORECASE)
_FORCE_GAIN = "Government regains territory"


class Extractor:
    """The rules over a geoparser; safe to share between threads."""

    def __init__(self, geoparser: Geoparser) -> None:
        self.geoparser = geoparser

    def extract(self, article: Article) -> Extraction:
        """Read an article. ``article.published`` must be known: every relative date hangs on it.

        Raises ValueError when it is not; readers of articles report that before it comes so far.
        """
        if article.published is None:
            raise ValueError("extract needs the article's published date")
        toponyms = self.geoparser.parse(article.text, article.title)
        starts = [t.start for t in toponyms]
        line = find_dateline(article.text)
        reports: dict[str, Report] = {}
        context: DateMention | None = None
        told: date | None = None
        paragraph = -1
        foreign = [part for part in stretches(article.text) if part.language not in {"", "en"}]
        for sentence in sentences(article.text):
            # Triggers, dates and tolls are English: "explosion" in a French sentence would be half understood.
            if any(part.start <= sentence.start < part.end for part in foreign):
                continue
            if sentence.paragraph != paragraph:
                context, paragraph = None, sentence.paragraph
            dates = find_dates(sentence.text, article.published, told)
            here = toponyms[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
            for report in self._reports(article, article.published, sentence, here, dates, context, line):
                reports.setdefault(report.report_id, report)
            current = [d for d in dates if not d.background]
            context = current[-1] if current else context
            told = next((d.day for d in reversed(current) if d.precision == 1), told)
        return Extraction(article, toponyms, list(reports.values()))

    def _reports(
        self,
        article: Article,
        published: date,
        sentence: Sentence,
        toponyms: list[Toponym],
        dates: list[DateMention],
        context: DateMention | None,
        line: tuple[int, int],
    ) -> list[Report]:
        text = sentence.text
        if not toponyms or len(text.split()) < MIN_WORDS or not _TERMINAL.search(text):
            return []
        masked = background_stretches(text, dates)
        triggers = find_triggers(text, masked)
        sure = [t for t in toponyms if t.confidence >= MIN_CONFIDENCE]
        inside = [t for t in sure if not any(s <= t.start - sentence.start < e for s, e in masked)]
        places = event_locations(text, sentence.start, inside, line)
        actors = find_actors(text)
        names = tuple(dict.fromkeys(actor.name for actor in actors))
        found = []
        for place in places if triggers else ():
            trigger = _nearest_trigger(triggers, place, sentence.start)
            day, precision = _date_for(trigger, dates, context, published)
            sub = _side_of_gain(trigger, actors)
            found.append(
                Report(
                    article_id=article.article_id,
                    event_date=day,
                    time_precision=precision,
                    event_type=sub.event_type,
                    sub_event_type=sub.sub_event_type,
                    location=location_name(place.toponym),
                    place=place.place,
                    geo_precision=place.geo_precision,
                    notes=text,
                    start=sentence.start,
                    end=sentence.end,
                    location_start=place.toponym.start,
                    location_end=place.toponym.end,
                    confidence=round(place.toponym.confidence * min(1.0, 0.55 + 0.05 * trigger.weight), 3),
                    published=published,
                    actors=names,
                    fatalities=_toll(text, sentence.start),
                )
            )
        return found


def _toll(text: str, offset: int) -> Count | None:
    n = best_count(find_counts(text), "fatalities")
    return None if n is None else Count(n.best, n.low, n.high, offset + n.start, offset + n.end)


def location_name(toponym: Toponym) -> str:
    """The place's name as the article writes it, capitals of a dateline undone: "Bartella", not "Barţalah"."""
    name = re.sub(r"\s+", " ", toponym.text)
    if not name.isupper() or len(name) < 5:
        return name
    known = toponym.place is not None and name_key(name) == name_key(toponym.place.name)
    return toponym.place.name if toponym.place and known else name.title()


def background_stretches(text: str, dates: list[DateMention]) -> list[tuple[int, int]]:
    """The stretches that a background date governs: back to the comma before it, or to the sentence's start.

    >>> # ", held by the group since June 2014," in "Iraqi forces retook Qayyarah, held by the group since June 2014."
    """
    stretches = [m.span() for m in _SINCE.finditer(text)]
    for mention in dates:
        if mention.background:
            cuts = [m.end() for m in re.finditer(r"[,;:–—]\s|\s-\s", text[: mention.start])]
            stretches.append((cuts[-1] if cuts else 0, mention.end))
    return stretches


def _nearest_trigger(triggers: list[Trigger], place: EventLocation, offset: int) -> Trigger:
    """The trigger that tells of this place: near it, and saying much."""
    at = place.toponym.start - offset

    def cost(trigger: Trigger) -> float:
        distance = max(trigger.start - at, at - trigger.end, 0)
        return distance - 25 * trigger.weight

    return min(triggers, key=cost)


def _date_for(
    trigger: Trigger, dates: list[DateMention], context: DateMention | None, published: date
) -> tuple[date, int]:
    """The date nearest to the trigger, else the paragraph's, else the published day (to the week: it is inferred)."""
    current = [d for d in dates if not d.background]
    if current:
        near = min(current, key=lambda d: max(trigger.start - d.end, d.start - trigger.end, 0))
        return near.day, near.precision
    if context is not None:
        return context.day, context.precision
    return published, 2


def _side_of_gain(trigger: Trigger, actors: list[Actor]) -> Trigger:
    """A place "captured" by a non-state actor is one that this actor overtakes."""
    if trigger.sub_event_type != _FORCE_GAIN:
        return trigger
    before = [a for a in actors if a.end <= trigger.start]
    if before and before[-1].side == "non-state" and not any(a.side == "state" for a in before):
        return replace(trigger, sub_event_type="Non-state actor overtakes territory")
    return trigger
