"""The nouns that cross module boundaries: Article -> Toponym -> Report -> Event.

Coordinates are degrees WGS 84, offsets count characters of ``Article.text`` (end exclusive), dates are
``datetime.date``, countries are ISO 3166-1 alpha-2 codes. Precision codes follow ACLED's codebook (see
``GEO_PRECISION`` and ``TIME_PRECISION``).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date

# ACLED codebook: 1 a named town; 2 near a town or a small part of a region; 3 a larger region.
GEO_PRECISION = {1: "town", 2: "near a town, or part of a region", 3: "larger region"}
# ACLED codebook: 1 the day; 2 the week; 3 the month.
TIME_PRECISION = {1: "the day", 2: "the week", 3: "the month"}
# UCDP GED codebook.
DATE_PREC = {1: "the day", 2: "2 to 6 days", 3: "the week", 4: "8 to 30 days, or the month", 5: "more than a month"}
# The data sets that events are imported from, as their makers call them.
DATASETS = {"ucdp-ged": "UCDP GED", "acled": "ACLED", "gdelt": "GDELT"}
STATUSES = ("unreviewed", "confirmed", "rejected")

# GeoNames' codes of sites that are known to the spot, and of what is a small part of a region.
SITES = frozenset(
    {
        "S", "STLMT", "AIRB", "AIRF", "AIRP", "ANS", "BDG", "BRKS", "CH", "CMP", "CMPRF", "CSTL", "CTRA",
        "CTRM", "DAM", "DIP", "FORD", "FT", "GASF", "HBR", "HSP", "INDS", "INSM", "MILB", "MKT", "MN", "MSQE",
        "MSTY", "NVB", "OILF", "OILR", "PAL", "PRN", "PRT", "PS", "PSH", "PSN", "PSTB", "PSTC", "PSTP", "RUIN",
        "SCHM", "SHRN", "SQR", "STNC", "SYG", "TMPL", "TRMO", "UNIV",
    }
)  # fmt: skip
PARTS = frozenset(
    {
        "ADM2", "ADM3", "ADM4", "ADMD", "AREA", "ATOL", "BAY", "BCH", "BTL", "CAPE", "CNYN", "COVE", "FLLS",
        "GAP", "GRGE", "HDLD", "HLL", "HLLS", "INLT", "ISL", "ISLET", "LCTY", "LGN", "MESA", "MNA", "MRSH",
        "MT", "MVA", "NRWS", "OAS", "PASS", "PK", "PKS", "PRK", "PROM", "PT", "RDGE", "RSV", "RSVI", "SBKH",
        "SDL", "SPUR", "SWMP", "VAL", "VLC",
    }
)  # fmt: skip

# ACLED codebook: event_type > sub_event_type.
EVENT_TYPES: dict[str, tuple[str, ...]] = {
    "Battles": (
        "Armed clash",
        "Government regains territory",
        "Non-state actor overtakes territory",
    ),
    "Explosions/Remote violence": (
        "Air/drone strike",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Suicide bomb",
        "Grenade",
        "Chemical weapon",
    ),
    "Violence against civilians": (
        "Attack",
        "Abduction/forced disappearance",
        "Sexual violence",
    ),
    "Protests": (
        "Peaceful protest",
        "Protest with intervention",
        "Excessive force against protesters",
    ),
    "Riots": ("Violent demonstration", "Mob violence"),
    "Strategic developments": (
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    ),
}
EVENT_TYPE_OF = {sub: event_type for event_type, subs in EVENT_TYPES.items() for sub in subs}


def stable_id(*parts: object) -> str:
    """A short name that is the same for the same parts on every machine and in every run (16 hex digits)."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Article:
    """One piece of news. ``published`` is never invented: it comes from the input or from the user."""

    text: str
    published: date | None
    title: str = ""
    source: str = ""
    url: str = ""
    language: str = ""
    external_id: str | None = None  # the input's own id, where it has one

    @property
    def article_id(self) -> str:
        """A hash of what the article says, so that the same text is the same article wherever it came from."""
        return stable_id(self.published, *(re.sub(r"\s+", " ", part).strip() for part in (self.title, self.text)))


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a gazetteer. ``population`` is 0 where unknown; ``geonameid`` is None where it has none."""

    name: str
    latitude: float
    longitude: float
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    feature_code: str = ""
    population: int = 0
    geonameid: int | None = None
    source: str = ""

    @property
    def geo_precision(self) -> int:
        """ACLED's code: towns and single sites are a point (1), small divisions and landforms a part of a region (2),
        and what is larger, or has no known extent, a region (3)."""
        if self.feature_code in PARTS:
            return 2
        return 1 if self.feature_code.startswith("PP") or self.feature_code in SITES else 3


@dataclass(frozen=True, slots=True)
class Toponym:
    """A span of the text that names a place, with the place it was resolved to, or None."""

    start: int
    end: int
    text: str
    place: Place | None = None
    confidence: float = 0.0  # the chance that it names a place and that it is this one
    kind: str = "place"  # or "demonym" ("Turkish"), or "part" of a name that is no place ("Boston Globe")


@dataclass(frozen=True, slots=True)
class Count:
    """How many people, as the words at ``start:end`` of the text give it.

    ``best`` is the conservative estimate (ACLED: the lowest that is reported). ``low`` is None where the words give no
    lower bound ("as many as 40"), ``high`` None where they give no upper one ("at least 40").
    """

    best: int
    low: int | None
    high: int | None
    start: int
    end: int


# What is counted, each apart: people killed, people wounded, people driven from home, armed men taking part.
COUNTS = ("fatalities", "wounded", "displaced", "fighters")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that one value of a report was read from; offsets of ``Article.text``."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Origin:
    """The row of a data set that an imported report is.

    ``raw`` is JSON: the original columns and their values; ``file`` the file they stood in. ``published`` is None where
    the data set does not tell it.
    """

    dataset: str  # of DATASETS
    source_id: str  # the data set's own id
    title: str = ""
    source: str = ""
    url: str = ""
    published: date | None = None
    file: str = ""
    raw: str = ""


def is_imported(report_id: str) -> bool:
    """Whether an id is of an imported event ("acled-IRQ12345"): those of articles' reports are 16 hex digits."""
    return "-" in report_id


@dataclass(frozen=True, slots=True)
class Report:
    """What one article says happened at one place, with the offsets of every piece of evidence.

    Or what one row of an imported data set says: then ``imported`` tells which, there is no article (``article_id`` is
    the id of the imported event, and of the report), and all offsets are 0.

    ``event_date`` is the first day, ``event_date_end`` the last; ``date_prec`` is UCDP's code for the same uncertainty
    that ``time_precision`` gives in ACLED's. ``actor1`` did it, ``actor2`` suffered it, where the sentence tells;
    ``actors`` are all that it names. ``number`` tells reports apart that one mention of a place gives.
    """

    article_id: str
    event_date: date
    time_precision: int
    event_type: str
    sub_event_type: str
    location: str  # the place as the article names it
    place: Place
    geo_precision: int
    notes: str  # the sentence, equal to Article.text[start:end]
    start: int
    end: int
    location_start: int
    location_end: int
    confidence: float
    published: date
    actors: tuple[str, ...] = ()
    fatalities: Count | None = None  # None where the article gives none
    wounded: Count | None = None
    displaced: Count | None = None
    fighters: Count | None = None
    actor1: tuple[str, ...] = ()
    actor2: tuple[str, ...] = ()
    event_date_end: date | None = None  # None: the day is event_date
    date_prec: int = 1
    place_confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    number: int = 0
    imported: Origin | None = None

    @property
    def last_day(self) -> date:
        """The last day on which it may have happened."""
        return self.event_date_end or self.event_date

    @property
    def report_id(self) -> str:
        """Keyed by the words it was read from, not by what was read: it outlives a change of the rules."""
        if self.imported is not None:
            return self.article_id
        return stable_id(self.article_id, self.start, self.location_start, self.number)


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one article: the named places, and what it reports to have happened at some of them."""

    article: Article
    toponyms: list[Toponym] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Link:
    """Why two reports are of one event, or why they may be: ``score`` 0 to 1, ``reasons`` in words for a person."""

    first: str  # report ids
    second: str
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Reports of the same thing, and what they say of it together.

    ``reports`` stand best first; ``links`` say why they are one. ``edited`` names the values that a person set,
    ``doubts`` why a person should look (worst first).
    """

    event_id: str
    reports: tuple[Report, ...]
    event_date: date
    event_date_end: date
    time_precision: int
    date_prec: int
    event_type: str
    sub_event_type: str
    location: str
    place: Place
    geo_precision: int
    actors: tuple[str, ...]
    actor1: tuple[str, ...]
    actor2: tuple[str, ...]
    fatalities: Count | None
    wounded: Count | None
    displaced: Count | None
    fighters: Count | None
    confidence: float
    links: tuple[Link, ...] = ()
    status: str = "unreviewed"
    edited: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def notes(self) -> str:
        """The sentence of the best report."""
        return self.reports[0].notes

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of the articles that report it, and of the imported events that a person joined to it, each once."""
        return tuple(dict.fromkeys(r.article_id for r in self.reports))
