"""Toponym resolution: which of the places that share a name the article means.

A linear score over the candidates of each name, in two passes: the first reads each name alone; the second adds what
the article as a whole says (the countries and divisions it names, how near the other places lie, "City, Country").
Weights are set by hand; ``tests/benchmarks`` prints what they reach.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.gazetteer import Candidate, Gazetteer, NameKind
from dashboard.gazetteer.geometry import distance_km
from dashboard.gazetteer.names import name_key
from dashboard.gazetteer.rank import prior
from dashboard.geoparse.recognise import Span
from dashboard.geoparse.tokens import tokenize
from dashboard.records import Place, Toponym

COUNTRY = 3.0  # times the share of the article's country mentions that fall in the candidate's country
ADMIN1 = 1.5
QUALIFIED = 6.0  # "Paris, Texas": what follows names the division or country it lies in
NEAR = 2.0  # times a factor that falls off with the distance to the article's other places
NEAR_KM = 150.0
TEMPERATURE = 1.0
FOREIGN_SMALL = 0.45  # what is left of the confidence in a small place of a country that the article never speaks of
SMALL = 20_000  # inhabitants


@dataclass(frozen=True, slots=True)
class _Context:
    countries: dict[str, float]
    admin1: set[tuple[str, str]]
    anchors: Sequence[tuple[int, Place]]  # (index of the span, place): settled in the first pass


class Resolver:
    """Chooses among a gazetteer's candidates."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._lookup = gazetteer.lookup

    def resolve(self, text: str, spans: Sequence[Span], title: str = "") -> list[Toponym]:
        """A toponym for each span; its place is None where the gazetteer has no candidate."""
        candidates = [self._candidates(span) for span in spans]
        blank = _Context({}, set(), ())
        first = [_best(found, blank, i, None) for i, found in enumerate(candidates)]
        context = _Context(
            self._countries(f"{title}\n{text}", first),
            {(p.country, p.admin1) for p, _ in first if p and p.feature_code == "ADM1"},
            [(i, p) for i, (p, _) in enumerate(first) if p and p.feature_code not in {"PCLI", "CONT"}],
        )
        toponyms = []
        for i, (span, found) in enumerate(zip(spans, candidates, strict=True)):
            qualifier = _qualifier(text, spans, candidates, i)
            place, share = _best(_plausible(found, context), context, i, qualifier)
            if place and place.population < SMALL and _foreign(place, context) and not qualifier:
                share *= FOREIGN_SMALL
            toponyms.append(Toponym(span.start, span.end, span.text, place, round(span.confidence * share, 3)))
        return toponyms

    def _candidates(self, span: Span) -> tuple[Candidate, ...]:
        found = self._lookup(span.text)
        return found or self._lookup(re.sub(r"['’]s$", "", span.text))

    def _countries(self, text: str, first: Sequence[tuple[Place | None, float]]) -> dict[str, float]:
        """Country -> share of the mentions: demonyms ("Iraqi") and countries in full, cities at half weight."""
        counts: Counter[str] = Counter()
        for token in tokenize(text):
            if token.is_word and token.text[0].isupper():
                for c in self._lookup(token.text):
                    if c.kind is NameKind.DEMONYM:
                        counts[c.place.country] += 1
        for place, share in first:
            if place and place.country:
                counts[place.country] += 1 if place.feature_code == "PCLI" else 0.5 * share
        total = sum(counts.values())
        return {country: n / total for country, n in counts.items()} if total else {}


def _foreign(place: Place, context: _Context) -> bool:
    """Whether the article speaks of countries, and this place lies in none of them."""
    own = 0.5 / max(1, len(context.anchors))  # a first guess does not vouch for itself
    return bool(context.countries) and place.country != "" and context.countries.get(place.country, 0.0) <= own


def _plausible(found: Sequence[Candidate], context: _Context) -> Sequence[Candidate]:
    """Candidates that only the forgiving key gave must lie in a country that the article speaks of."""
    return [c for c in found if c.exact or not _foreign(c.place, context)]


def _score(c: Candidate, context: _Context, index: int, qualifier: tuple[str, str] | None) -> float:
    p = c.place
    score = prior(c)
    score += COUNTRY * context.countries.get(p.country, 0.0)
    if (p.country, p.admin1) in context.admin1 and p.feature_code != "ADM1":
        score += ADMIN1
    if qualifier and p.country == qualifier[0] and qualifier[1] in {"", p.admin1} and p.feature_code != "PCLI":
        score += QUALIFIED
    if p.feature_code not in {"PCLI", "CONT"}:
        km = [
            distance_km(p.latitude, p.longitude, a.latitude, a.longitude)
            for i, a in context.anchors
            if i != index and a.name != p.name
        ]
        if km:
            score += NEAR * math.exp(-min(km) / NEAR_KM)
    return score


def _best(
    found: Sequence[Candidate], context: _Context, index: int, qualifier: tuple[str, str] | None
) -> tuple[Place | None, float]:
    """The best candidate's place and its share of the softmax over distinct places."""
    if not found:
        return None, 0.0
    scored = sorted(((_score(c, context, index, qualifier), i) for i, c in enumerate(found)), reverse=True)
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
        if text[span.end : following.start] in {", ", " (", ", in ", ", the "}:
            for c in candidates[index + 1]:
                if c.place.feature_code == "PCLI":
                    return c.place.country, ""
                if c.place.feature_code == "ADM1":
                    return c.place.country, c.place.admin1
    return None


def same_place(a: Place, b: Place) -> bool:
    """Whether two places are one by id, or by name and country."""
    if a.geonameid is not None and b.geonameid is not None:
        return a.geonameid == b.geonameid
    return (name_key(a.name), a.country, a.feature_code) == (name_key(b.name), b.country, b.feature_code)
