"""What tests share: one gazetteer a machine, stores and articles of their own for each test."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path

import pytest

# The gazetteer takes 20 s to build: keep it between runs, away from the user's own cache.
os.environ.setdefault("CONFLICT_DASHBOARD_CACHE", str(Path(tempfile.gettempdir()) / "conflict-dashboard-tests"))
os.environ["CONFLICT_DASHBOARD_GAZETTEER"] = tempfile.mkdtemp(prefix="conflict-dashboard-gazetteer-")  # none added
os.environ.pop("CONFLICT_DASHBOARD_GEONAMES", None)
os.environ.pop("CONFLICT_DASHBOARD_GEOCODER", None)
# Places that the user taught must not change what a test finds.
os.environ["CONFLICT_DASHBOARD_GAZETTEER"] = tempfile.mkdtemp(prefix="conflict-dashboard-no-places-")

from dashboard.extraction import Extractor
from dashboard.gazetteer import Gazetteer, open_gazetteer
from dashboard.geoparse import Geoparser
from dashboard.records import Article
from dashboard.store import EventStore, Tables

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The embedded gazetteer, built at the first use on a machine."""
    return open_gazetteer()


@pytest.fixture(scope="session")
def geoparser(gazetteer: Gazetteer) -> Geoparser:
    return Geoparser(gazetteer)


@pytest.fixture(scope="session")
def extractor(geoparser: Geoparser) -> Extractor:
    return Extractor(geoparser)


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    """A new, empty store."""
    return Tables(str(tmp_path / "store"))


ARTICLES = (
    Article(
        "MOSUL, Iraq - Iraqi troops retook Bartella on Thursday after hours of street fighting, the army said.\n\n"
        "Coalition aircraft bombed militant positions in Mosul on Friday, killing at least 12 fighters.",
        date(2016, 10, 22),
        title="Troops retake Bartella",
        source="sample",
        url="https://news.example/bartella",
    ),
    Article(
        "A suicide bomber killed 20 people at a market in Baghdad on Monday, police said.",
        date(2017, 1, 3),
        title="Bomb in Baghdad",
        source="sample",
    ),
    Article(
        "Thousands of people protested in Kyiv on Sunday.", date(2022, 2, 14), title="Protest in Kyiv", source="other"
    ),
)


@pytest.fixture
def stocked(tables: Tables, extractor: Extractor) -> EventStore:
    """A store with the events of ``ARTICLES``."""
    found = [extractor.extract(article) for article in ARTICLES]
    tables.append(ARTICLES, [r for e in found for r in e.reports], extractor="test")
    return EventStore(tables)
