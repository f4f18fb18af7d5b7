"""The candidates of an article's names, what is known of each by itself, and what the rest of the article says of it.

Everything is arrays over the candidates of the whole article, one name's candidates in a row of their own:
what a linear ranker weighs (``ranking.py``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dashboard.gazetteer import Candidate, NameKind
from dashboard.gazetteer.features import feature_class
from dashboard.gazetteer.lessons import CORRECTION
from dashboard.gazetteer.names import name_key
from dashboard.records import Place

Floats = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]

# What is known of a candidate by itself.
OWN = ("population", "country", "region", "site", "capital", "admin1", "admin2", "alternate", "abbreviation", "demonym",
       "loose", "asked and is", "asked and is not", "bare admin2", "whole name", "tiny")  # fmt: skip
# What its neighbours in the sentence say: which division or country is named beside it.
BESIDE = ("in the country beside", "in the division beside", "not in what is beside")
# What the rest of the article says, measured by the shares of the other names' candidates.
AROUND = ("within 30 km", "within 120 km", "within 400 km", "same country", "same admin1", "log within 120 km", "log admin1",
          "demonyms", "log same country", "log demonyms")  # fmt: skip
SCALES_KM = (30.0, 120.0, 400.0)
EARTH_KM = 6371.0
MAX_CANDIDATES = 30  # of one name; the rest are villages that no article has meant yet
MAX_SOURCES = 6  # candidates of a name that vouch for those of the others
WIDE = frozenset({"PCLI", "CONT", "OCN", "SEA", "RGN"})  # a point in the middle of one says nothing of what is near
_REGIONS = frozenset({"CONT", "OCN", "SEA", "RGN", "STM", "ISL", "MTS", "DSRT", "STRT", "LK", "CNL"})
_DUMPED = -2.0  # a hill or stream from a country's dump must not beat a village of its name
_TAUGHT = 1.5  # event data named it: places of conflicts are seldom large
_CORRECTED = 3.0
_OVERRULED = -8.0


@dataclass(frozen=True, slots=True)
class Known:
    """A name's candidates and what is known of them without the article."""

    key: str
    candidates: tuple[Candidate, ...]
    own: Floats  # (candidates, len(OWN))
    given: Floats  # (candidates,): what is added to every score, as event data and people taught
    vectors: Floats  # (candidates, 3) on the unit sphere
    pointlike: Marks  # (candidates,)
    countries: tuple[str, ...]
    admin1: tuple[str, ...]  # "IQ|Nineveh", "" where unknown
    # areas among the exact candidates: the countries, first and second-order divisions that the name may mean
    areas: tuple[frozenset[str], frozenset[str], frozenset[str]]
    admin2: tuple[str, ...]
    people: bool  # "Turkish": it counts with the peoples that the text names, not with the places


def known(name: str, found: Sequence[Candidate]) -> Known:
    """Describe the candidates of a name; the likeliest ``MAX_CANDIDATES`` of them."""
    if len(found) > MAX_CANDIDATES:
        found = sorted(found, key=lambda c: -_standing(c))[:MAX_CANDIDATES]
    key = name_key(name)
    places = [c.place for c in found]
    lat = np.radians(np.array([p.latitude for p in places], dtype=np.float64))
    lon = np.radians(np.array([p.longitude for p in places], dtype=np.float64))
    exact = [c.place for c in found if c.exact and c.kind is not NameKind.DEMONYM]
    return Known(
        key=key,
        candidates=tuple(found),
        own=np.array([_own(c, key) for c in found], dtype=np.float64).reshape(-1, len(OWN)),
        given=np.array([_given(c) for c in found], dtype=np.float64),
        vectors=np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1),
        pointlike=np.array([p.feature_code not in WIDE for p in places], dtype=bool),
        countries=tuple(p.country for p in places),
        admin1=tuple(_admin1(p) for p in places),
        areas=(
            frozenset(p.country for p in exact if p.feature_code == "PCLI"),
            frozenset(_admin1(p) for p in exact if p.feature_code == "ADM1"),
            frozenset(_admin2(p) for p in exact if p.feature_code == "ADM2"),
        ),
        admin2=tuple(_admin2(p) for p in places),
        people=not exact and any(c.exact for c in found),
    )


def _standing(c: Candidate) -> float:
    code = c.place.feature_code
    wide = 3.0 if code in {"PCLI", "RGN", "CONT"} else 1.0 if code in {"ADM1", "PPLC"} else 0.0
    return math.log10(c.place.population + 100) + wide + (2.0 if c.exact else 0.0) + (9.0 if c.taught else 0.0)


def _admin1(p: Place) -> str:
    return f"{p.country}|{p.admin1}" if p.admin1 else ""


def _admin2(p: Place) -> str:
    return f"{p.country}|{p.admin1}|{p.admin2}" if p.admin2 else ""


def _own(c: Candidate, key: str) -> list[float]:
    p = c.place
    code = p.feature_code
    reviewed = p.source == "reviewed"
    whole = name_key(p.name) == key
    return [
        math.log10(p.population + 100),
        code == "PCLI",
        reviewed and code in _REGIONS,
        reviewed and code not in _REGIONS,
        code == "PPLC",
        code == "ADM1",
        code == "ADM2",
        c.kind is NameKind.ALTERNATE,
        c.kind is NameKind.ABBREVIATION,
        c.kind is NameKind.DEMONYM,
        not c.exact,
        bool(c.asked) and c.fits,
        bool(c.asked) and not c.fits and not whole,
        code == "ADM2" and not c.asked,
        whole,
        p.population < 1000 and code.startswith("PP"),
    ]


def _given(c: Candidate) -> float:
    score = _OVERRULED if c.overruled else 0.0
    if c.taught and (c.fits or c.taught >= CORRECTION):
        score += _TAUGHT + math.log10(1 + (c.taught if c.taught < CORRECTION else _CORRECTED))
    if c.place.source != "reviewed" and feature_class(c.place.feature_code) in {"H", "T", "L", "S"}:
        score += _DUMPED
    return score


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as one or several spans of an article use it: with or without the same names beside it."""

    name: Known
    qualifier: Known | None = None  # "Mosul, Iraq", "Iraq's Mosul"


class Scene:
    """The candidates of all mentions of an article in one row; ``bounds[i]:bounds[i + 1]`` are those of mention i."""

    def __init__(self, mentions: Sequence[Mention], demonyms: Mapping[str, float]) -> None:
        self.mentions = mentions
        sizes = [len(m.name.candidates) for m in mentions]
        self.bounds = np.concatenate([[0], np.cumsum(sizes)]).astype(int)
        self.size = int(self.bounds[-1])
        own = [np.hstack([m.name.own, _beside(m)]) for m in mentions]
        self.alone: Floats = np.concatenate(own) if own else np.zeros((0, len(OWN) + len(BESIDE)))
        self.given: Floats = np.concatenate([m.name.given for m in mentions]) if own else np.zeros(0)
        self.demonyms = demonyms

    def shares(self, scores: Floats) -> Floats:
        """The softmax of the scores over each mention's candidates."""
        if not self.size:
            return scores
        lengths = np.diff(self.bounds)
        starts = self.bounds[:-1][lengths > 0]
        sizes = lengths[lengths > 0]
        tops = np.repeat(np.maximum.reduceat(scores, starts), sizes)
        raised: Floats = np.exp(scores - tops)
        result: Floats = raised / np.repeat(np.add.reduceat(raised, starts), sizes)
        return result

    def around(self, shares: Floats) -> Floats:
        """(candidates, len(AROUND)): how well each candidate fits what the other names are thought to be."""
        if not self.size:
            return np.zeros((0, len(AROUND)))
        vouching = self._sources(shares)
        names = np.repeat([self._number[m.name.key] for m in self.mentions], np.diff(self.bounds))
        weights = shares[vouching] * (names[:, None] != names[vouching][None, :])
        others = np.maximum(len(self._number) - 1, 1)
        near = self._near(vouching, weights)
        same_country = (weights * _same(self._countries, vouching)).sum(axis=1)
        same_admin1 = (weights * _same(self._admin1, vouching)).sum(axis=1)
        raw = np.column_stack([near, same_country, same_admin1])
        peoples = self._named_peoples()
        logs = [np.log1p(near[:, 1]), np.log1p(same_admin1)]
        share = peoples / (sum(self.demonyms.values()) or 1.0)
        return np.column_stack([raw / others, *logs, share, np.log1p(same_country), np.log1p(peoples)])

    def _sources(self, shares: Floats) -> npt.NDArray[np.intp]:
        """The likeliest candidates of each different name, once a name."""
        if not hasattr(self, "_number"):
            self._lay_out()
        chosen = []
        for start, end in self._first_spans:
            if end - start > MAX_SOURCES:
                chosen.append(start + np.argpartition(-shares[start:end], MAX_SOURCES)[:MAX_SOURCES])
            else:
                chosen.append(np.arange(start, end))
        return np.concatenate(chosen) if chosen else np.zeros(0, dtype=np.intp)

    def _lay_out(self) -> None:
        self._number: dict[str, int] = {}
        self._first_spans: list[tuple[int, int]] = []
        for i, mention in enumerate(self.mentions):
            if mention.name.key not in self._number:
                self._number[mention.name.key] = len(self._number)
                if mention.name.people:
                    continue
                self._first_spans.append((int(self.bounds[i]), int(self.bounds[i + 1])))
        self._vectors = np.concatenate([m.name.vectors for m in self.mentions])
        self._pointlike = np.concatenate([m.name.pointlike for m in self.mentions])
        self._country_names = [c for m in self.mentions for c in m.name.countries]
        self._countries = _numbered(self._country_names)
        self._admin1 = _numbered([a for m in self.mentions for a in m.name.admin1])

    def _near(self, vouching: npt.NDArray[np.intp], weights: Floats) -> Floats:
        cosines = np.clip(self._vectors @ self._vectors[vouching].T, -1.0, 1.0)
        distances = EARTH_KM * np.arccos(cosines)
        counted = weights * self._pointlike[vouching][None, :] * self._pointlike[:, None]
        return np.column_stack([(counted * np.exp(-distances / km)).sum(axis=1) for km in SCALES_KM])

    def _named_peoples(self) -> Floats:
        return np.array([self.demonyms.get(c, 0.0) if c else 0.0 for c in self._country_names])


def _beside(mention: Mention) -> Floats:
    """(candidates, len(BESIDE)) of a mention."""
    name = mention.name
    marks = np.zeros((len(name.candidates), len(BESIDE)))
    if mention.qualifier is not None:
        within = _within(name, mention.qualifier)
        marks[:, 0] = within == 1
        marks[:, 1] = within > 1
        marks[:, 2] = within.any() & (within == 0)
    return marks


def _within(name: Known, area: Known) -> npt.NDArray[np.int64]:
    """For each candidate: 1 in a country that ``area`` may be, 2 in such a division, 0 in neither."""
    countries, first, second = area.areas
    found = np.zeros(len(name.candidates), dtype=np.int64)
    for i, candidate in enumerate(name.candidates):
        code = candidate.place.feature_code
        if (name.admin1[i] in first and code not in {"ADM1", "PCLI"}) or (
            name.admin2[i] in second and code not in {"ADM1", "ADM2", "PCLI"}
        ):
            found[i] = 2
        elif name.countries[i] in countries and code != "PCLI":
            found[i] = 1
    return found


def _numbered(names: Sequence[str]) -> npt.NDArray[np.int64]:
    """A number for each different name, -1 for none."""
    numbers = {"": -1}
    return np.array([numbers.setdefault(n, len(numbers)) for n in names], dtype=np.int64)


def _same(numbers: npt.NDArray[np.int64], vouching: npt.NDArray[np.intp]) -> Marks:
    ours = numbers[:, None]
    same: Marks = (ours == numbers[vouching][None, :]) & (ours >= 0)
    return same
