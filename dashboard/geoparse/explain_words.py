"""What is known of a candidate by itself, in words for a person; "" where there is nothing to say."""

from __future__ import annotations

from dashboard.gazetteer import Candidate, NameKind
from dashboard.gazetteer.features import feature_class
from dashboard.gazetteer.lessons import CORRECTION
from dashboard.gazetteer.names import name_key
from dashboard.records import Place

_KINDS = {
    "PCLI": "a country", "PPLC": "a capital", "ADM1": "a province or state", "ADM2": "a district",
    "ADM3": "a small division", "ADM4": "a small division", "ADMD": "a division", "PPLX": "a part of a town",
    "RGN": "a region", "CONT": "a continent", "OCN": "an ocean", "SEA": "a sea", "ISL": "an island", "STM": "a river",
    "MTS": "mountains", "MT": "a mountain", "DSRT": "a desert", "LK": "a lake",
}  # fmt: skip
_CLASSES = {"H": "a water", "T": "a landform", "L": "an area", "S": "a building or site"}
_ASKED = {"ADM1": "province", "ADM2": "district", "P": "town"}


def population_words(place: Place) -> str:
    """ "population 1.7 million"."""
    n = place.population
    if n >= 999_500:
        return f"population {n / 1e6:.3g} million"
    if n:
        return f"population {round(n, -2) if n >= 10_000 else n:,}"
    return "population not known" if place.feature_code.startswith("PP") else ""


def kind_words(place: Place) -> str:
    """ "a capital"; nothing for a town, which is what a name is thought to be."""
    return _KINDS.get(place.feature_code, _CLASSES.get(feature_class(place.feature_code), ""))


def name_words(candidate: Candidate, key: str) -> str:
    """How the name, by its ``name_key``, stands for the place: "its name is spelled otherwise (Bartella)"."""
    own = candidate.place.name
    if candidate.kind is NameKind.DEMONYM:
        return f"the people of {own}"
    if candidate.kind is NameKind.ABBREVIATION:
        return f"short for {own}"
    if name_key(own) == key:
        return "its name is just this"
    return f"another name of {own}" if candidate.exact else f"its name is spelled otherwise ({own})"


def asked_words(candidate: Candidate) -> str:
    """Whether it is of the class that a generic word asks for: "Hamdaniya district"."""
    kind = _ASKED.get(candidate.asked, "")
    if not kind:
        return ""
    return f"named as a {kind}, and it is one" if candidate.fits else f"named as a {kind}, and it is none"


def given_words(candidate: Candidate) -> str:
    """What a person or event data said of the name, or that news seldom means a place of this kind."""
    if candidate.overruled:
        return "you placed this name elsewhere before"
    if candidate.taught >= CORRECTION:
        return "you placed this name here before"
    if candidate.taught:
        return "event data place this name here"
    unlisted = candidate.place.source != "reviewed" and feature_class(candidate.place.feature_code) in _CLASSES
    return "news seldom names a place of this kind" if unlisted else ""


def times(n: int) -> str:
    """ "once", "twice", "3 times"."""
    return {1: "once", 2: "twice"}.get(n, f"{n} times")
