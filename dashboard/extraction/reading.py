"""An article read sentence by sentence: the places, dates and triggers of each, and which day each place's event has."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.extraction.clauses import clause_of
from dashboard.extraction.dates import DateMention, find_dates
from dashboard.extraction.location_features import location_features
from dashboard.extraction.locations import wide
from dashboard.extraction.telling import Telling
from dashboard.extraction.type_features import type_features
from dashboard.geoparse import Geoparser, Sentence, sentences
from dashboard.geoparse.dateline import find_dateline
from dashboard.geoparse.languages import stretches
from dashboard.records import Article, Toponym

LEAST = 0.15  # the chance that a word is a place's name from which on it is looked at
SURE = 0.5  # of a place that says which countries an article tells of
LARGE_CITY = 300_000  # inhabitants: known by its name alone
COMPANY = 2  # names that lie elsewhere, from which on one that stands alone is a stranger
AHEAD = 3  # sentences that are looked at for the day of one that tells none
MIN_WORDS = 4  # page furniture ("View CBS News In") is shorter or has no verb
_TERMINAL = re.compile(r"[.!?…؟。:][\"'”’»)\]]*$")
# "Imphal, July 6: ", "QUETTA: ", "Nov 14 (Sample Wire) - ": where and when the story was filed.
_FILED = re.compile(
    r"(?:[A-Z][\w'’.-]*(?:[ ,/]+[A-Z][\w'’.-]*){0,5},? )?(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?"
    r"(?: ?\([^)\n]{2,40}\))?\s?(?::|[-–—]{1,2})\s|[A-Z][A-Z'’ .-]{2,30}(?:\([^)\n]{2,40}\))?:\s"
)
_AFTER = re.compile(r"(?:after|following)\b", re.IGNORECASE)
_ASIDE = re.compile(r"(?:where|who|whose|which)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Days:
    """The days of an event, and the words that tell them: None where they are inferred from the article's own date."""

    day: date
    last: date
    precision: int
    evidence: tuple[int, int] | None  # offsets in the article
    background: bool = False


@dataclass(frozen=True)
class Reading:
    """One sentence of an article with what surrounds it."""

    telling: Telling
    published: date
    told: Days | None  # the day that was told last before
    before: Sentence | None
    following: Sentence | None
    dated_next: tuple[int, list[DateMention]] | None = (
        None  # a next sentence that names no place: its offset, its dates
    )

    @property
    def sentence(self) -> Sentence:
        return self.telling.sentence

    @property
    def candidates(self) -> list[Toponym]:
        """The mentions at which something may have happened: places, known or not, outside the dateline."""
        line = self.telling.dateline
        return [
            t
            for t in self.telling.toponyms
            if t.kind == "place" and not line[0] <= t.start < line[1] and (t.place is None or not wide(t.place))
        ]

    def location_features(self, toponym: Toponym) -> list[str]:
        """See ``location_features``."""
        return location_features(self.telling, toponym)

    def type_features(self, toponym: Toponym) -> list[str]:
        """See ``type_features``."""
        before = self.before.text if self.before else ""
        return type_features(self.telling, toponym, before, self.following.text if self.following else "")

    def days(self, toponym: Toponym) -> Days:
        """When it happened: as its clause says, else its sentence, else the next one, else as was told last."""
        at = self.telling.at(toponym)[0]
        clause = self.telling.clause(toponym)
        dates = self.telling.dates
        # "Two days after rebels took X": the words stand before the clause that they date.
        inside = [d for d in dates if clause[0] <= (d.end if d.subordinate else d.start) < clause[1] and not d.said]
        current = [d for d in inside if not d.background]
        exact = [d for d in current if d.precision < 3] or [
            d for d in current if not any(o.precision < 3 and not (o.background or o.said) for o in dates)
        ]
        if exact:
            return self._given(min(exact, key=lambda d: max(at - d.end, d.start - at)))
        if inside and not current:
            return self._given(min(inside, key=lambda d: abs(at - d.start)))
        if _AFTER.match(self.sentence.text[clause[0] :]) and self.dated_next is not None:
            return self._next()  # "mourning began on Tuesday after rebels massacred ... . They came on Saturday"
        free = [d for d in dates if not (d.background or d.subordinate or d.said)]
        free = [d for d in free if d.precision < 3] or free
        before = [d for d in free if d.start < clause[0]]
        if before or free:
            return self._given(before[-1] if before else free[0])
        if self.dated_next is not None:
            return self._next()
        if self.told is not None:
            return self.told
        said = [d for d in dates if d.said and not d.background]
        return self._given(said[0]) if said else Days(self.published, self.published, 2, None)

    def _next(self) -> Days:
        assert self.dated_next is not None
        offset, (d, *_) = self.dated_next
        return Days(d.day, d.last, d.precision, (offset + d.start, offset + d.end))

    def _given(self, d: DateMention) -> Days:
        offset = self.sentence.start
        return Days(d.day, d.last, d.precision, (offset + d.start, offset + d.end), d.background)


def aside(telling: Telling, d: DateMention) -> bool:
    """Whether a date stands in a clause that only says more of a name: ", where four died on Tuesday"."""
    start, _ = telling.clauses[clause_of(telling.clauses, d.start)]
    return _ASIDE.match(telling.sentence.text[start:]) is not None


def opening(text: str) -> tuple[int, int]:
    """Offsets of the words that say where and when the story was filed, (0, 0) where there are none."""
    line = find_dateline(text)
    if line != (0, 0):
        return line
    filed = _FILED.match(text)
    return filed.span() if filed else (0, 0)


def possible_toponyms(geoparser: Geoparser, article: Article) -> list[Toponym]:
    """The article's names, the hardly likely ones included: whether something happened there is asked of each."""
    return strangers_unplaced(geoparser.parse(article.text, article.title, least=LEAST))


def strangers_unplaced(toponyms: Sequence[Toponym]) -> list[Toponym]:
    """The toponyms, without the place of those that alone of all names lie in their country, and are no large city:
    such a name is far oftener one that the gazetteer lacks than the only namesake it has, an ocean away."""
    countries: dict[str, set[str]] = {}
    for t in toponyms:
        if t.place is not None and t.confidence >= SURE:
            countries.setdefault(t.place.country, set()).add(t.text)
    return [replace(t, place=None) if _is_stranger(t, countries) else t for t in toponyms]


def _is_stranger(t: Toponym, countries: dict[str, set[str]]) -> bool:
    p = t.place
    if p is None or p.feature_code.startswith(("PCL", "ADM1", "PPLC")) or p.population >= LARGE_CITY:
        return False
    own = countries.get(p.country, set()) - {t.text}
    abroad = sum(len(names - {t.text}) for country, names in countries.items() if country not in {p.country, ""})
    return not own and abroad >= COMPANY


def read_sentences(geoparser: Geoparser, article: Article, toponyms: list[Toponym] | None = None) -> Iterator[Reading]:
    """The English sentences of an article, whose published date must be known."""
    if article.published is None:
        raise ValueError("extract needs the article's published date")
    if toponyms is None:
        toponyms = possible_toponyms(geoparser, article)
    starts = [t.start for t in toponyms]
    line = opening(article.text)
    foreign = [part for part in stretches(article.text) if part.language not in {"", "en"}]
    # Triggers, dates and tolls are English: "explosion" in a French sentence would be half understood.
    told_of = [
        s
        for s in sentences(article.text)
        if not any(part.start <= s.start < part.end for part in foreign) and is_prose(s.text)
    ]
    told: Days | None = None
    for number, sentence in enumerate(told_of):
        dates = _dates(sentence, article.published, told.day if told and told.precision == 1 else None, line)
        here = toponyms[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        after = told_of[number + 1] if number + 1 < len(told_of) else None
        following = next(
            (
                (later.start, found)
                for later in _unplaced(
                    told_of[number + 1 : number + 1 + AHEAD], sentence, toponyms, starts, told is None
                )
                if (found := _told_dates(later, article.published, told, line))
            ),
            None,
        )
        telling = Telling(sentence, here, dates, number, line, article.title)
        before = told_of[number - 1] if number else None
        yield Reading(telling, article.published, told, before, after, following)
        current = [d for d in dates if not (d.background or d.subordinate or d.said or aside(telling, d))]
        if current:
            # "Thursday's bombings ... rose to 77 on Saturday": the bombings are what the article goes on to tell of.
            own = [d for d in current if sentence.text[d.end :].startswith(("'s", "’s"))]
            exact = [d for d in current if d.precision < 3]
            d = (own or exact or current)[-1]
            told = Days(d.day, d.last, d.precision, (sentence.start + d.start, sentence.start + d.end))


def is_prose(text: str) -> bool:
    """Whether a line is a sentence rather than a menu entry or a headline."""
    return len(text.split()) >= MIN_WORDS and _TERMINAL.search(text) is not None


def _unplaced(
    later: Sequence[Sentence], sentence: Sentence, toponyms: Sequence[Toponym], starts: list[int], first: bool
) -> Iterator[Sentence]:
    """The next sentences until one names a place: they go on about the same. Of a later paragraph only where no day was
    told yet: a lead that says only when it was reported is dated by what comes after it."""
    for one in later:
        here = toponyms[bisect_left(starts, one.start) : bisect_left(starts, one.end)]
        if any(t.kind == "place" for t in here) or not (first or one.paragraph == sentence.paragraph):
            return
        yield one


def _told_dates(sentence: Sentence, published: date, told: Days | None, line: tuple[int, int]) -> list[DateMention]:
    found = _dates(sentence, published, told.day if told else None, line)
    return [d for d in found if not (d.background or d.relative or d.said) and d.precision < 3]


def _dates(sentence: Sentence, published: date, told: date | None, line: tuple[int, int]) -> list[DateMention]:
    return [d for d in find_dates(sentence.text, published, told) if not line[0] <= sentence.start + d.start < line[1]]
