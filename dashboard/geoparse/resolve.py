"""Toponym resolution: which of the places that share a name the article means, and how sure that is.

``scene.py`` describes the candidates, ``ranking.py`` weighs them with trained weights, this module says what is beside
what in the text, chooses, and turns the recogniser's and the ranker's doubts into one confidence.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from dashboard.errors import DashboardError
from dashboard.gazetteer import Candidate, Gazetteer, NameKind
from dashboard.gazetteer.names import GENERIC_WORDS
from dashboard.geometry import distance_km
from dashboard.geoparse.kinds import toponym_kind
from dashboard.geoparse.ranking import Ranker
from dashboard.geoparse.scene import WIDE, Floats, Known, Mention, Scene, known
from dashboard.geoparse.spans import Span
from dashboard.records import Place, Toponym
from dashboard.settings import data_dir

WEIGHTS = "resolver.json"
# What stands between a place and the division or country it lies in: in English, then in the other languages.
BETWEEN = frozenset({", ", " (", ", in ", ", the ", ", in the ", "، ", " في ", " en ", " au ", ", en ", ", au "})
# "Iraq's Mosul", "Texas' Lamar County", "Iraq's northern city of Mosul"
_OWNED = re.compile(r"['’]s? (?:[a-z]+ )?(?:(?:city|town|village|province|district|region) of )?")
SEAT = 0.15  # of a division's inhabitants: "Antioquia" is not the town that the division was named after
SAME_KM = 50.0  # a town and the district named after it are one answer on the map
REMOTE_KM = 800.0
SMALL = 100_000  # inhabitants: "the Old Bridge" in Mosul is not the town of that name
_CAPITALISED = re.compile(r"\b[A-Z][\w'’-]*")
_GENERIC_AFTER = re.compile(r" ([a-z]{4,12})\b")
_GENERIC_BEFORE = re.compile(r"\b([a-z]{4,12}) of $")
# What speaks for and against a resolved name, weighed by ``Doubts``.
REASONS = ("bias", "recogniser", "ranker", "small abroad", "by-name abroad", "remote", "loose")
ODDS = 5.0  # log-odds beyond this say no more


@dataclass(frozen=True, slots=True)
class Doubts:
    """Weights (len(REASONS)) of a logistic regression: the chance that a resolved name is right."""

    weights: Floats

    @classmethod
    def load(cls, path: Path) -> Doubts:
        """Read them from the resolver's file; raises DashboardError when it is none of ours."""
        try:
            given = json.loads(path.read_text(encoding="utf-8"))["doubts"]
            return cls(np.array([given[name] for name in REASONS], dtype=np.float64))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DashboardError(
                f"The resolver's weights {path.name} cannot be read ({error}). Install again."
            ) from error

    def confidence(self, reasons: Sequence[float]) -> float:
        """The chance, 0 to 1."""
        return 1.0 / (1.0 + math.exp(-float(self.weights @ np.array(reasons))))


@lru_cache
def _trained() -> tuple[Ranker, Doubts]:
    path = data_dir() / "model" / WEIGHTS
    return Ranker.load(path), Doubts.load(path)


class Resolver:
    """Chooses among a gazetteer's candidates. Safe to share between threads."""

    def __init__(self, gazetteer: Gazetteer, ranker: Ranker | None = None, doubts: Doubts | None = None) -> None:
        """Take the weights that come with the package, unless others are given."""
        self._gazetteer = gazetteer
        self._known = lru_cache(maxsize=10_000)(self._describe)
        self._people = lru_cache(maxsize=20_000)(self._country_of_people)
        trained = _trained() if ranker is None or doubts is None else (ranker, doubts)
        self.ranker = ranker or trained[0]
        self.doubts = doubts or trained[1]
        self._taught = gazetteer.taught_version()

    def resolve(self, text: str, spans: Sequence[Span], title: str = "") -> list[Toponym]:
        """A toponym for each span, in their order; its place is None where the gazetteer has no candidate."""
        toponyms = []
        for span, (candidate, reasons) in zip(spans, self._decide(text, spans, title), strict=True):
            if candidate is None:
                toponyms.append(Toponym(span.start, span.end, span.text))
                continue
            # Both the name and its place are right no more often than the name is.
            sure = min(self.doubts.confidence(reasons), span.confidence)
            kind = toponym_kind(text, span.start, span.end, demonym=candidate.kind is NameKind.DEMONYM)
            toponyms.append(Toponym(span.start, span.end, span.text, candidate.place, round(sure, 3), kind))
        return toponyms

    def explain(self, text: str, spans: Sequence[Span], title: str = "") -> list[tuple[Place | None, list[float]]]:
        """For each span its place and the values of ``REASONS``, from which the confidence is reckoned."""
        return [(c.place if c else None, reasons) for c, reasons in self._decide(text, spans, title)]

    def _decide(self, text: str, spans: Sequence[Span], title: str) -> list[tuple[Candidate | None, list[float]]]:
        scene, numbers = self.scene(text, spans, title)
        scores = self.ranker.scores(scene)
        choices = [self._choose(scene, scores, i) for i in range(len(scene.mentions))]
        article = _Article(scene, choices)
        decided: list[tuple[Candidate | None, list[float]]] = []
        for span, number in zip(spans, numbers, strict=True):
            candidate, share = choices[number]
            if candidate and not candidate.exact and article.is_abroad(number, candidate.place):
                # What only the forgiving key gave must lie in a country that the article speaks of.
                candidate = None
            decided.append((candidate, article.reasons(span, number, candidate, share) if candidate else []))
        return decided

    def scene(self, text: str, spans: Sequence[Span], title: str = "") -> tuple[Scene, list[int]]:
        """The scene of a text's names, and for each span the number of its mention in it."""
        if (version := self._gazetteer.taught_version()) != self._taught:
            self._taught = version
            self._known.cache_clear()
        names = [self._known(span.text, span.lookup or _with_generic(text, span)) for span in spans]
        mentions: list[Mention] = []
        numbers: dict[tuple[int, int], int] = {}
        chosen = []
        for i, name in enumerate(names):
            # A name means the same wherever the article says the same beside it.
            qualifier = self._qualifier(text, spans, names, i)
            key = (id(name), id(qualifier))
            if key not in numbers:
                numbers[key] = len(mentions)
                mentions.append(Mention(name, qualifier))
            chosen.append(numbers[key])
        return Scene(mentions, self._demonyms(f"{title}\n{text}")), chosen

    def _qualifier(self, text: str, spans: Sequence[Span], names: Sequence[Known], i: int) -> Known | None:
        if i + 1 < len(spans) and text[spans[i].end : spans[i + 1].start] in BETWEEN:
            return names[i + 1]
        if i and _OWNED.fullmatch(text[spans[i - 1].end : spans[i].start]):
            return names[i - 1]
        return None

    def _describe(self, name: str, lookup: str) -> Known:
        if lookup:
            found = self._gazetteer.lookup(lookup)
            if not lookup.isascii():
                # The forgiving key is for what English makes of foreign names, not for those names themselves.
                found = tuple(c for c in found if c.exact)
        else:
            found = self._gazetteer.lookup(name) or self._gazetteer.lookup(re.sub(r"['’]s$", "", name))
        # "Hamdaniya district" and "Hamdaniya" are one name of the article: neither vouches for the other.
        return known(name if lookup.isascii() else lookup, _without_divisions_of_seats(found))

    def _demonyms(self, text: str) -> dict[str, float]:
        """Country -> how often its people are named: "Iraqi", "Turks"."""
        counts: defaultdict[str, float] = defaultdict(float)
        for word, n in Counter(_CAPITALISED.findall(text)).items():
            for country in self._people(word):
                counts[country] += n
        return dict(counts)

    def _country_of_people(self, word: str) -> tuple[str, ...]:
        return tuple(
            c.place.country for c in self._gazetteer.lookup(word) if c.kind is NameKind.DEMONYM and c.place.country
        )

    def _choose(self, scene: Scene, scores: Floats, i: int) -> tuple[Candidate | None, float]:
        """The best candidate, and the share of the softmax that falls on it and what lies beside it."""
        start, end = int(scene.bounds[i]), int(scene.bounds[i + 1])
        if start == end:
            return None, 0.0
        candidates = scene.mentions[i].name.candidates
        best = int(np.argmax(scores[start:end]))
        raised = np.exp(scores[start:end] - scores[start + best])
        here = candidates[best].place
        beside = [
            j == best or distance_km(here.latitude, here.longitude, c.place.latitude, c.place.longitude) <= SAME_KM
            for j, c in enumerate(candidates)
        ]
        return candidates[best], float(raised[beside].sum() / raised.sum())


class _Article:
    """What the article as a whole says of one of its names: the name's own mentions do not vouch for it."""

    def __init__(self, scene: Scene, choices: Sequence[tuple[Candidate | None, float]]) -> None:
        self._keys = [m.name.key for m in scene.mentions]
        self._qualified = [m.qualifier is not None for m in scene.mentions]
        chosen = [(key, c) for key, (c, _) in zip(self._keys, choices, strict=True) if c is not None]
        places = {(key, c.place) for key, c in chosen}
        # Country -> names of places in it. Guesses do not speak of a country: two of them would vouch for each other.
        self._countries: defaultdict[str, set[str]] = defaultdict(set)
        for key, c in chosen:
            if c.place.country and c.exact and (c.kind is not NameKind.ALTERNATE or c.place.population >= SMALL):
                self._countries[c.place.country].add(key)
        self._peoples = set(scene.demonyms)
        self._points = [(key, place) for key, place in places if place.feature_code not in WIDE]

    def reasons(self, span: Span, number: int, candidate: Candidate, share: float) -> list[float]:
        """The values of REASONS for a chosen candidate."""
        key, place = self._keys[number], candidate.place
        named = self._is_named(key, place)
        abroad = self.is_abroad(number, place)
        small = place.population < SMALL and place.feature_code.startswith(("PP", "ADM2"))
        by_name = candidate.kind is not NameKind.NAME and not span.lookup and key.isascii()
        remote = small and not named and not self._qualified[number] and self._remote(key, place)
        return [
            1.0, _odds(span.confidence), _odds(share), float(abroad and small), float(abroad and not small and by_name),
            float(remote), float(not candidate.exact),
        ]  # fmt: skip

    def is_abroad(self, number: int, place: Place) -> bool:
        """Whether the article speaks of countries, and the place lies in none of them."""
        key = self._keys[number]
        if self._qualified[number] or not place.country or place.feature_code in WIDE:
            return False
        others = any(keys - {key} for keys in self._countries.values())
        return others and not self._is_named(key, place)

    def _is_named(self, key: str, place: Place) -> bool:
        return place.country in self._peoples or bool(self._countries.get(place.country, set()) - {key})

    def _remote(self, key: str, place: Place) -> bool:
        """Whether it lies far from all of the article's other places."""
        others = [p for other, p in self._points if other != key]
        return bool(others) and all(
            distance_km(place.latitude, place.longitude, p.latitude, p.longitude) > REMOTE_KM for p in others
        )


def _with_generic(text: str, span: Span) -> str:
    """The name with the generic word that stands beside it in the text: "Hamdaniya" in "the Hamdaniya district"."""
    if (after := _GENERIC_AFTER.match(text, span.end)) and after[1] in GENERIC_WORDS:
        return f"{span.text} {after[1]}"
    before = _GENERIC_BEFORE.search(text, max(0, span.start - 20), span.start)
    return f"{span.text} {before[1]}" if before and before[1] in GENERIC_WORDS else ""


def _odds(chance: float) -> float:
    chance = min(max(chance, 1e-6), 1 - 1e-6)
    return max(-ODDS, min(ODDS, math.log(chance / (1 - chance))))


def _without_divisions_of_seats(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The candidates less divisions that are called like a town that makes up much of them: "à Gao" is the town.

    A generic word ("محافظة حلب") asks for the division, and then it stays.
    """
    towns = [c.place for c in found if c.place.feature_code.startswith("PP")]
    return tuple(
        c
        for c in found
        if not c.place.feature_code.startswith("ADM")
        or c.place.country == "US"  # New York: American news speaks of states as often as of cities
        or (c.asked and c.fits)
        or not any(
            t.country == c.place.country and t.admin1 == c.place.admin1 and t.population >= SEAT * c.place.population
            for t in towns
        )
    )
