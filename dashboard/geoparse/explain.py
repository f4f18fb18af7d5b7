"""Why a name of an article was placed where it was: the candidates, what each scored, and the reasons in words.

The reasons are the resolver's own: what each feature of a candidate adds to its score in the last round (its value
times its weight), against the mean of the name's other candidates, gathered into what a person can check.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.gazetteer import Candidate, Gazetteer, NameKind, rank
from dashboard.gazetteer.names import name_key
from dashboard.geometry import distance_km
from dashboard.geoparse.explain_words import asked_words, given_words, kind_words, name_words, population_words, times
from dashboard.geoparse.geoparser import Geoparser
from dashboard.geoparse.ranking import Ranker
from dashboard.geoparse.scene import AROUND, BESIDE, OWN, WIDE, Floats, Scene
from dashboard.geoparse.spans import Span
from dashboard.records import Place

# What a person is told of together -> the features that say it.
THEMES: dict[str, tuple[str, ...]] = {
    "population": ("population", "tiny"),
    "kind": ("country", "region", "site", "capital", "admin1", "admin2", "bare admin2"),
    "name": ("alternate", "abbreviation", "demonym", "loose", "whole name"),
    "asked": ("asked and is", "asked and is not"),
    "beside": BESIDE,
    "near": ("within 30 km", "within 120 km", "within 400 km", "log within 120 km"),
    "same country": ("same country", "log same country"),
    "same division": ("same admin1", "log admin1"),
    "people": ("demonyms", "log demonyms"),
    "given": ("given",),
}
MIN_SAID = 0.15  # a part of the score that is smaller decides nothing
MAX_REASONS = 5
FAR_KM = 400.0  # beyond it, the nearest other place of the article says nothing
NO_PEOPLE = math.log10(100)  # the population feature of a place of unknown population
PER_TENFOLD = 1.4  # the trained weight of a tenfold population, which counts 1 in ``rank.prior``
GUESS = 0.25  # of the guesses at an unknown name are right (``gazetteer.unknown``)


@dataclass(frozen=True, slots=True)
class ScoredPlace:
    """A place that a name may mean; ``score`` is its share, 0 to 1, among all candidates; the weightiest reason first."""

    place: Place
    score: float
    reasons: tuple[str, ...] = ()


def explain(geoparser: Geoparser, text: str, title: str, start: int, end: int, limit: int = 8) -> list[ScoredPlace]:
    """The places that the name at ``start:end`` of an article may mean, best first; none where the gazetteer has none.

    ``score`` is the softmax of the resolver's scores over all candidates of the name, of which the best ``limit`` are
    given. Raises ValueError where the span is not in the text.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"the span {start}:{end} is not in a text of {len(text)} characters")
    geoparser.gazetteer.refresh()
    spans, at = _with_span(geoparser.recognise(text), text, start, end)
    scene, numbers = geoparser.resolver.scene(text, spans, title)
    values, weights = last_round(geoparser.resolver.ranker, scene)
    scores = values @ weights
    first, last = scene.bounds[numbers[at]], scene.bounds[numbers[at] + 1]
    if first == last:
        return []
    told = _Article(geoparser.gazetteer, spans, at, scene, numbers, scores)
    parts = _parts(values[first:last], weights)
    found: dict[Place, ScoredPlace] = {}
    candidates = scene.mentions[numbers[at]].name.candidates
    shares = scene.shares(scores)[first:last]
    for i in np.argsort(-shares, kind="stable"):
        candidate = candidates[i]
        if (known := found.get(candidate.place)) is not None:
            # One place by two of its names: their shares are its own.
            found[candidate.place] = ScoredPlace(candidate.place, known.score + float(shares[i]), known.reasons)
        else:
            found[candidate.place] = ScoredPlace(candidate.place, float(shares[i]), told.reasons(candidate, parts[i]))
    best = sorted(found.values(), key=lambda s: -s.score)[:limit]
    return [ScoredPlace(s.place, round(s.score, 3), s.reasons) for s in best]


def search(gazetteer: Gazetteer, name: str, country: str = "", limit: int = 8) -> list[ScoredPlace]:
    """The places that ``rank.search`` finds for a name, best first, with their shares as scores.

    Shares of guesses at an unknown name sum to ``GUESS``. ``country`` is an ISO code.
    """
    found = rank.search(gazetteer, name, country=country, limit=limit)
    if not found:
        return []
    raised = [math.exp(PER_TENFOLD * (score - found[0][1])) for _, score in found]
    sure = 1.0 if found[0][1] >= 0 else GUESS
    candidates = {c.place: c for c in gazetteer.lookup(name.partition(",")[0])}
    countries = gazetteer.countries()
    scored = []
    for (place, score), share in zip(found, raised, strict=True):
        said = ["a guess: no place of this name is known"] if score < 0 else []
        said += [population_words(place), kind_words(place), _lies_in(place, countries)]
        if place in candidates:
            said += [name_words(candidates[place], name_key(name.partition(",")[0])), given_words(candidates[place])]
        scored.append(ScoredPlace(place, round(sure * share / sum(raised), 3), tuple(filter(None, said))))
    return scored


def last_round(ranker: Ranker, scene: Scene) -> tuple[Floats, Floats]:
    """The values of all candidates in the ranker's last round, and their weights; their product is its scores.

    Columns are OWN + BESIDE + AROUND and what is given, which weighs 1; without AROUND where there is one round.
    """
    values = [scene.alone]
    if len(ranker.rounds) > 1:
        before = Ranker(ranker.rounds[:-1]).scores(scene)
        values.append(scene.around(scene.shares(before)))
    return np.hstack([*values, scene.given[:, None]]), np.append(ranker.rounds[-1], 1.0)


def _with_span(spans: Sequence[Span], text: str, start: int, end: int) -> tuple[list[Span], int]:
    """The spans with one at ``start:end`` in the place of what overlaps it, and where that one stands."""
    kept = [s for s in spans if s.end <= start or s.start >= end or (s.start, s.end) == (start, end)]
    if not any((s.start, s.end) == (start, end) for s in kept):
        kept.append(Span(start, end, text[start:end], confidence=1.0))
    kept.sort(key=lambda s: s.start)
    return kept, next(i for i, s in enumerate(kept) if s.start == start)


def _parts(values: Floats, weights: Floats) -> list[dict[str, float]]:
    """Theme -> what it adds to the score of each candidate, against the mean of the others."""
    names = (*OWN, *BESIDE, *(AROUND if values.shape[1] > len(OWN) + len(BESIDE) + 1 else ()), "given")
    if len(values) > 1:
        others = (values.sum(axis=0) - values) / (len(values) - 1)
    else:
        others = np.array([[NO_PEOPLE if name == "population" else 0.0 for name in names]])
    added = (values - others) * weights
    columns = {name: i for i, name in enumerate(names)}
    return [
        {theme: sum(float(row[columns[f]]) for f in features if f in columns) for theme, features in THEMES.items()}
        for row in added
    ]


class _Article:
    """What the rest of the article says of the candidates of one of its names."""

    def __init__(
        self, gazetteer: Gazetteer, spans: Sequence[Span], at: int, scene: Scene, numbers: Sequence[int], scores: Floats
    ) -> None:
        self._countries = gazetteer.countries()
        self._peoples = scene.demonyms
        mention = scene.mentions[numbers[at]]
        self._key = mention.name.key
        self._beside = ""
        self._others: list[
            tuple[str, Place]
        ] = []  # the other names, each time they are named, and their likeliest place
        for i, number in enumerate(numbers):
            name = scene.mentions[number].name
            if abs(i - at) == 1 and name is mention.qualifier:
                self._beside = spans[i].text
            first, last = scene.bounds[number], scene.bounds[number + 1]
            if name.key != self._key and first < last:
                likeliest = name.candidates[int(np.argmax(scores[first:last]))]
                if likeliest.kind is not NameKind.DEMONYM:  # peoples are counted by themselves
                    self._others.append((spans[i].text, likeliest.place))

    def reasons(self, candidate: Candidate, parts: dict[str, float]) -> tuple[str, ...]:
        """The themes that matter, in words, the weightiest first."""
        weighty = sorted((t for t in parts if abs(parts[t]) >= MIN_SAID), key=lambda t: -abs(parts[t]))
        said = [self._words(theme, candidate, parts[theme] > 0) for theme in weighty]
        return tuple(filter(None, said))[:MAX_REASONS]

    def _words(self, theme: str, candidate: Candidate, speaks_for: bool) -> str:
        """What there is to say of a theme; "" where the words would say nothing to a person."""
        place = candidate.place
        match theme:
            case "population":
                return population_words(place)
            case "kind":
                return kind_words(place)
            case "name":
                return name_words(candidate, self._key)
            case "asked":
                return asked_words(candidate)
            case "beside" if self._beside:
                return f"it {'lies' if speaks_for else 'does not lie'} in “{self._beside}”, named beside it"
            case "near":
                return self._near(place, speaks_for)
            case "same country":
                return self._same_country(place, speaks_for)
            case "same division":
                return self._same_division(place) if speaks_for and place.admin1 else ""
            case "people" if speaks_for:
                n = round(self._peoples.get(place.country, 0.0))
                return f"the article names people of {self._country(place)} {times(n)}" if n else ""
            case "given":
                return given_words(candidate)
        return ""

    def _near(self, place: Place, speaks_for: bool) -> str:
        points = [
            (distance_km(place.latitude, place.longitude, p.latitude, p.longitude), name)
            for name, p in self._others
            if p.feature_code not in WIDE
        ]
        if not points:
            return ""
        km, name = min(points)
        if speaks_for:
            return f"{km:.0f} km from {name}, named in the article" if km <= FAR_KM else ""
        return "far from the other places of the article" if km > FAR_KM else ""

    def _same_country(self, place: Place, speaks_for: bool) -> str:
        inside = [p for _, p in self._others if p.country == place.country]
        named = sum(p.feature_code == "PCLI" for p in inside)
        if not place.country or place.feature_code == "PCLI" or speaks_for != bool(inside):
            return ""
        if not inside:
            return f"the article names no other place in {self._country(place)}"
        if named:
            return f"the article names {self._country(place)} {times(named)}"
        different = len(set(inside))
        others = "another place" if different == 1 else f"{different} other places"
        return f"the article names {others} in {self._country(place)}"

    def _same_division(self, place: Place) -> str:
        inside = [(n, p) for n, p in self._others if (p.country, p.admin1) == (place.country, place.admin1)]
        for name, p in inside:
            if p.feature_code == "ADM1":
                return f"it lies in {name}, named in the article"
        return f"{inside[0][0]} lies in {place.admin1} too" if inside else ""

    def _country(self, place: Place) -> str:
        return self._countries.get(place.country, place.country)


def _lies_in(place: Place, countries: dict[str, str]) -> str:
    parts = [p for p in (place.admin2, place.admin1, countries.get(place.country, place.country)) if p]
    return f"in {', '.join(dict.fromkeys(parts))}" if parts and place.feature_code != "PCLI" else ""
