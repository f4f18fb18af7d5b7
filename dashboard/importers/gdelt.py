"""GDELT's event exports: 2.0 (61 columns), 1.0 (58, and 57 before April 2013), without a header, or with one.

Of its codes only the roots 14 protest, 18 assault, 19 fight and 20 mass violence tell of conflict. Sources: the GDELT
event codebook 2.0, and CAMEO's (1.1b3) for ``data/imports/cameo.csv``.
"""

from __future__ import annotations

import csv
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.importers.batches import Became
from dashboard.importers.cells import Cells
from dashboard.importers.columns import apart, events, together
from dashboard.importers.countries import country_of_fips
from dashboard.importers.days import RefusedError, read_day, shown
from dashboard.importers.texts import joined, shown_text
from dashboard.settings import data_dir

DATASET = "gdelt"
NEEDED = (
    ("globaleventid",),
    ("sqldate", "day"),
    ("eventcode",),
    ("actiongeo_lat",),
    ("actiongeo_long",),
)
MARKS = frozenset({"globaleventid"})
ROOTS = pa.array(["14", "18", "19", "20"])


def _actor(number: int) -> list[str]:
    parts = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
    return [f"Actor{number}{part}" for part in parts.split()]


def _names(adm2: str) -> list[str]:
    geo = f"Type FullName CountryCode ADM1Code {adm2} Lat Long FeatureID".split()
    return [
        *["GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"],
        *_actor(1),
        *_actor(2),
        *["IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"],
        *["NumMentions", "NumSources", "NumArticles", "AvgTone"],
        *(f"{who}Geo_{part}" for who in ("Actor1", "Actor2", "Action") for part in geo),
        "DATEADDED",
        "SOURCEURL",
    ]


HEADLESS = {61: _names("ADM2Code"), 58: _names(""), 57: _names("")[:-1]}

BECAME = (
    Became("GLOBALEVENTID", "source_id", "as it is; event_id is gdelt- and it"),
    Became("SQLDATE", "event_date", "the day"),
    Became("EventCode", "event_type", "by CAMEO's codes: 14 protest, 18 assault, 19 fight, 20 mass violence"),
    Became("EventCode", "notes", "what the code means"),
    Became("EventRootCode", "event_type", "rows of other roots are no conflict events and are left out"),
    Became("Actor1Name", "actor1", "as it is; also first of actors"),
    Became("Actor2Name", "actor2", "as it is; also in actors"),
    Became("NumArticles", "notes", "last of the sentence"),
    Became("ActionGeo_Type", "geo_precision", "3, 4 (a town) -> 1; 1, 2, 5 (country, state) -> 3"),
    Became("ActionGeo_FullName", "location", "what stands before the first comma"),
    Became("ActionGeo_FullName", "admin1", "of a town, what stands between the first and the last comma"),
    Became("ActionGeo_CountryCode", "country", "FIPS 10-4 -> ISO 3166 code; empty where unknown"),
    Became("ActionGeo_Lat", "latitude", "degrees"),
    Became("ActionGeo_Long", "longitude", "degrees"),
    Became("DATEADDED", "published", "the day"),
    Became("SOURCEURL", "url", "where it is a web address"),
    Became("SOURCEURL", "source", "its host, or the text where it is no address"),
)
_GEO_TYPE = {"3": 1, "4": 1, "1": 3, "2": 3, "5": 3}
_STATES = frozenset({"2", "5"})
_ADDRESS = r"^https?://[^\s/?#\"<>\\]+[^\s\"<>\\]*$"
_HOST = r"^https?://(?:[^/?#@]*@)?(?:www\.)?([^/?#:]+).*$"
_LONGEST_ADDRESS = 2000


def conflict(cells: Cells) -> Cells:
    """The rows of the root codes that tell of conflict."""
    root = cells.column("eventrootcode") if cells.has("eventrootcode") else cells.column("eventcode")
    return cells.keep(pc.is_in(pc.utf8_slice_codeunits(root, 0, 2), ROOTS).to_numpy(zero_copy_only=False))


def events_of(cells: Cells, *, null_island: bool = False) -> pa.RecordBatch:
    """The events of some rows (schema IMPORTED); rows that cannot be used are refused in ``cells``."""
    column = cells.column
    source_id = cells.identifiers(column("globaleventid"), "GLOBALEVENTID")
    nowhere = pc.or_(pc.equal(column("actiongeo_lat"), ""), pc.equal(column("actiongeo_long"), ""))
    cells.refuse(nowhere.to_numpy(zero_copy_only=False), "it has no coordinates")
    day = cells.mapped(column("sqldate", "day"), lambda text: read_day(text, "SQLDATE", compact=True), pa.date32())
    event_type, sub_event_type = cells.pairs(column("eventcode"), lambda text: _coded(text)[1:])
    latitude, longitude = cells.coordinates("actiongeo_lat", "actiongeo_long", null_island=null_island)
    places = together(column("actiongeo_fullname"), column("actiongeo_type"))
    location, admin1 = cells.pairs(places, lambda text: _place(*apart(text)))
    actors = shown_text(column("actor1name")), shown_text(column("actor2name"))
    url, source = _sources(column("sourceurl"))
    precise = cells.constant(1, pa.int32())
    values = {
        "source_id": source_id,
        "event_date": day,
        "event_date_end": day,
        "time_precision": precise,
        "date_prec": precise,
        "event_type": event_type,
        "sub_event_type": sub_event_type,
        "location": shown_text(location),
        "country": cells.mapped(column("actiongeo_countrycode"), country_of_fips, pa.string()),
        "admin1": shown_text(admin1),
        "latitude": latitude,
        "longitude": longitude,
        "geo_precision": cells.code("actiongeo_type", _GEO_TYPE, 3),
        "actors": joined(*actors),
        "actor1": actors[0],
        "actor2": actors[1],
        "notes": shown_text(_notes(cells, actors)),
        "source": source,
        "url": url,
        "published": cells.mapped(column("dateadded"), _added, pa.date32()),
    }
    return events(cells, DATASET, values)


@lru_cache
def _codes() -> dict[str, tuple[str, str, str]]:
    with (data_dir() / "imports" / "cameo.csv").open(encoding="utf-8", newline="") as lines:
        return {
            row["code"]: (row["description"], row["event_type"], row["sub_event_type"]) for row in csv.DictReader(lines)
        }


def _coded(text: str) -> tuple[str, str, str]:
    """What a CAMEO code means, and the type and sub-event type it is; an unknown one is its base code or its root."""
    code, codes = text.strip().removesuffix(".0"), _codes()
    for known in (code, code[:3], code[:2]):
        if known in codes:
            return codes[known]
    raise RefusedError(f"EventCode {shown(text)} is none of CAMEO's", "EventCode is none of CAMEO's")


def _described(text: str) -> str:
    try:
        return f"{_coded(text)[0]} (CAMEO {text.strip()})"
    except RefusedError:
        return ""


def _place(full_name: str, geo_type: str) -> tuple[str, str]:
    """Location and first-order division of "Town, State, Country", of "State, Country" or of "Country"."""
    parts = [part.strip() for part in full_name.split(",")]
    if geo_type.strip() in _STATES:
        return parts[0], parts[0]
    return parts[0], ", ".join(parts[1:-1])


def _notes(cells: Cells, actors: tuple[pa.StringArray, pa.StringArray]) -> pa.StringArray:
    """ "POLICE - PROTESTER, Demonstrate or rally (CAMEO 141), in 4 articles"."""
    articles = cells.column("numarticles")
    told = pc.binary_join_element_wise(
        "in ", articles, pc.if_else(pc.equal(articles, "1"), " article", " articles"), ""
    )
    return joined(
        joined(*actors, between=" - "),
        cells.mapped(cells.column("eventcode"), _described, pa.string()),
        pc.if_else(pc.equal(articles, ""), "", told),
        between=", ",
    )


def _sources(given: pa.StringArray) -> tuple[pa.StringArray, pa.StringArray]:
    """Address and name of the source: only addresses of the web, not longer than any browser takes."""
    short = pc.less_equal(pc.binary_length(given), _LONGEST_ADDRESS)
    linked = pc.and_(short, pc.match_substring_regex(given, _ADDRESS))
    host = pc.if_else(linked, pc.replace_substring_regex(given, _HOST, r"\1"), given)
    return pc.if_else(linked, given, ""), shown_text(host, 300)


def _added(text: str) -> object:
    try:
        return read_day(text, "DATEADDED", compact=True)
    except RefusedError:
        return None
