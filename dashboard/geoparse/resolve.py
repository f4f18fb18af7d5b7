"""Toponym resolution: which of the places that share a name the article means.

A linear score over the candidates of each name, in two passes: the first reads each name alone; the second adds what
the article as a whole says (the countries and divisions it names, how near the other places lie, "City, Country").
Weights are set by hand; ``tests/benchmarks`` prints what they reach.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.gazetteer import Candidate, Gazetteer, NameKind
from dashboard.gazetteer.geometry import distance_km
from dashboard.gazetteer.names import name_key
from dashboard.gazetteer.rank import prior
from dashboard.geoparse.spans import Span
from dashboard.geoparse.tokens import tokenize
from dashboard.records import Place, Toponym

COUNTRY = 3.0  # times the share of the article's country mentions that fall in the candidate's country
ADMIN1 = 1.5
QUALIFIED = 6.0  # "Paris, Texas": what follows names the division or country it lies in
NEAR = 2.0  # times a factor that falls off with the distance to the article's other places
NEAR_KM = 150.0
REMOTE_KM = 800.0
MAX_ANCHORS = 60
TEMPERATURE = 1.0
ABROAD_SMALL = 0.3  # what is left of the confidence in a small place of a country that the article never speaks of
ABROAD_ALTERNATE = 0.4  # the same for a larger place under another than its own name
# What stands between a place and the division or country it lies in: in English, then in the other languages.
BETWEEN = frozenset({", ", " (", ", in ", ", the ", "، ", " في ", " en ", " au ", ", en ", ", au "})
SEAT = 0.15  # of a division's inhabitants: "Antioquia" is not the town that the division was named after
SMALL = 100_000  # inhabitants: "the Old Bridge" in Mosul is not the town of that name


@dataclass(frozen=True, slots=True)
class _Context:
    """What the rest of the article says, seen from one name: its own mentions do not vouch for it."""

    countries: dict[str, float]  # country -> share of the article's mentions of countries
    settled: bool  # whether places are among them: "Turkish troops" alone do not say where
    admin1: frozenset[tuple[str, str]]
    anchors: Sequence[Place]  # the other places, as the first pass reads them

    def remote(self, place: Place) -> bool:
        """Whether a small place lies far from all others, in a country that the article hardly speaks of."""
        if place.population >= SMALL or self.countries.get(place.country, 0.0) > 0.3:
            return False
        return bool(self.anchors) and _nearest_km(place, self.anchors) > REMOTE_KM

    def foreign(self, place: Place) -> bool:
        """Whether the article speaks of countries, and the place lies in none of them."""
        return self.settled and place.country != "" and place.country not in self.countries


BLANK = _Context({}, False, frozenset(), ())


class _Article:
    """The first reading: what each name would be by itself, and how often each country is spoken of."""

    def __init__(self, keys: Sequence[str], places: Sequence[Place | None], demonyms: dict[str, float]) -> None:
        self._demonyms = demonyms
        self._named: defaultdict[str, float] = defaultdict(float)  # country -> mentions
        self._own: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._places: dict[tuple[str, Place], None] = {}
        for key, p in zip(keys, places, strict=True):
            if p is None:
                continue
            self._places.setdefault((key, p))
            weight = 1.0 if p.feature_code == "PCLI" else 0.5
            if p.country:
                self._named[p.country] += weight
                self._own[key][p.country] += weight

    def around(self, key: str) -> _Context:
        """The context of a name."""
        own = self._own[key]
        named = {c: n - own[c] for c, n in self._named.items() if n > own[c]}
        counts: defaultdict[str, float] = defaultdict(float, self._demonyms)
        for country, n in named.items():
            counts[country] += n
        total = sum(counts.values())
        others = [p for other, p in self._places if other != key]
        return _Context(
            {country: n / total for country, n in counts.items()},
            bool(named),
            frozenset((p.country, p.admin1) for p in others if p.feature_code == "ADM1"),
            [p for p in others if p.feature_code not in {"PCLI", "CONT"}][:MAX_ANCHORS],
        )


class Resolver:
    """Chooses among a gazetteer's candidates."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._lookup = gazetteer.lookup

    def resolve(self, text: str, spans: Sequence[Span], title: str = "") -> list[Toponym]:
        """A toponym for each span; its place is None where the gazetteer has no candidate."""
        candidates = [self._candidates(span) for span in spans]
        names = [span.lookup or span.text for span in spans]
        keys = [name_key(name) for name in names]
        first = {key: _best(found, BLANK, None)[0] for key, found in zip(keys, candidates, strict=True)}
        article = _Article(keys, [first[key] for key in keys], self._demonyms(f"{title}\n{text}"))
        contexts = {key: article.around(key) for key in first}
        # A name means the same wherever the article says the same of it.
        settled: dict[tuple[str, tuple[str, str] | None], tuple[Place | None, float]] = {}
        toponyms = []
        for i, (span, found) in enumerate(zip(spans, candidates, strict=True)):
            qualifier = _qualifier(text, spans, candidates, i)
            said = (names[i], qualifier)
            if said not in settled:
                settled[said] = _settle(span, found, contexts[keys[i]], qualifier)
            place, share = settled[said]
            toponyms.append(Toponym(span.start, span.end, span.text, place, round(span.confidence * share, 3)))
        return toponyms

    def _candidates(self, span: Span) -> tuple[Candidate, ...]:
        if span.lookup:
            # The forgiving key is for what English makes of foreign names, not for those names themselves.
            return _without_divisions_of_seats([c for c in self._lookup(span.lookup) if c.exact])
        found = self._lookup(span.text)
        return found or self._lookup(re.sub(r"['’]s$", "", span.text))

    def _demonyms(self, text: str) -> dict[str, float]:
        """Country -> how often its people are named: "Iraqi", "Turks"."""
        counts: defaultdict[str, float] = defaultdict(float)
        for token in tokenize(text):
            if token.is_word and token.text[0].isupper():
                for c in self._lookup(token.text):
                    if c.kind is NameKind.DEMONYM:
                        counts[c.place.country] += 1
        return dict(counts)


def _without_divisions_of_seats(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The candidates less divisions that are called like a town that makes up much of them: "à Gao" is the town.

    A generic word ("محافظة حلب") asks for the division, and then it stays.
    """
    towns = [c.place for c in found if c.place.feature_code.startswith("PP")]
    return tuple(
        c
        for c in found
        if not c.place.feature_code.startswith("ADM")
        or (c.asked and c.fits)
        or not any(
            t.country == c.place.country and t.admin1 == c.place.admin1 and t.population >= SEAT * c.place.population
            for t in towns
        )
    )


def _settle(
    span: Span, found: Sequence[Candidate], context: _Context, qualifier: tuple[str, str] | None
) -> tuple[Place | None, float]:
    """The place, and the confidence that it is the one."""
    # Candidates that only the forgiving key gave must lie in a country that the article speaks of.
    place, share = _best([c for c in found if c.exact or not context.foreign(c.place)], context, qualifier)
    if place and qualifier is None:
        if context.foreign(place):
            share *= _trust_abroad(place, span)
        elif context.remote(place):
            share *= ABROAD_SMALL
    return place, share


def _nearest_km(place: Place, anchors: Sequence[Place]) -> float:
    return min(distance_km(place.latitude, place.longitude, a.latitude, a.longitude) for a in anchors)


def _trust_abroad(place: Place, span: Span) -> float:
    """What is left of the confidence in a place of a country that the article never speaks of."""
    if place.feature_code in {"PCLI", "CONT", "OCN"}:
        return 1.0
    if place.feature_code in {"SEA", "RGN"} and place.source == "reviewed":  # a dump calls any heath a region
        return 1.0
    if place.population < SMALL:
        return ABROAD_SMALL
    key = name_key(span.text)
    own = bool(span.lookup) or key == name_key(place.name) or not key.isascii()
    return 1.0 if own else ABROAD_ALTERNATE


def _score(c: Candidate, context: _Context, qualifier: tuple[str, str] | None) -> float:
    p = c.place
    score = prior(c)
    score += COUNTRY * context.countries.get(p.country, 0.0)
    if p.feature_code != "ADM1" and (p.country, p.admin1) in context.admin1:
        score += ADMIN1
    if qualifier and p.country == qualifier[0] and qualifier[1] in {"", p.admin1} and p.feature_code != "PCLI":
        score += QUALIFIED
    if context.anchors and p.feature_code not in {"PCLI", "CONT"}:
        score += NEAR * math.exp(-_nearest_km(p, context.anchors) / NEAR_KM)
    return score


def _best(
    found: Sequence[Candidate], context: _Context, qualifier: tuple[str, str] | None
) -> tuple[Place | None, float]:
    """The best candidate's place and its share of the softmax over distinct places."""
    if not found:
        return None, 0.0
    scored = sorted(((_score(c, context, qualifier), i) for i, c in enumerate(found)), reverse=True)
    top = scored[0][0]
    best = found[scored[0][1]].place
    # A town and the district named after it are one answer on the map: they do not make each other doubtful.
    rivals = [
        math.exp((s - top) / TEMPERATURE)
        for s, i in scored[1:]
        if distance_km(best.latitude, best.longitude, found[i].place.latitude, found[i].place.longitude) > 50
    ]
    return best, 1.0 / (1.0 + sum(rivals))


def _qualifier(
    text: str, spans: Sequence[Span], candidates: Sequence[Sequence[Candidate]], index: int
) -> tuple[str, str] | None:
    """(country, admin1) that the text names right after the span: "Mosul, Iraq", "Long Beach, CA", "Paris (Texas)"."""
    span = spans[index]
    if index + 1 < len(spans):
        following = spans[index + 1]
        if text[span.end : following.start] in BETWEEN:
            for c in candidates[index + 1]:
                if c.place.feature_code == "PCLI":
                    return c.place.country, ""
                if c.place.feature_code == "ADM1":
                    return c.place.country, c.place.admin1
    return None
