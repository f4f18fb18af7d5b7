"""Where things are kept, and the few values a deployment may change through the environment.

========================== ==========================================================================
variable                   meaning
========================== ==========================================================================
CONFLICT_DASHBOARD_STORE   URI of the event store (a folder, or ``s3://...``)
CONFLICT_DASHBOARD_CACHE   folder of the built gazetteer and the geocoding cache
CONFLICT_DASHBOARD_GAZETTEER  folder of the places that the user added or taught
CONFLICT_DASHBOARD_GEONAMES  where GeoNames' country dumps are fetched from
CONFLICT_DASHBOARD_GEOCODER  an online geocoder to ask for unknown names (off unless set), e.g. ``nominatim``
========================== ==========================================================================
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

APP = "conflict-dashboard"
STORE_VARIABLE = "CONFLICT_DASHBOARD_STORE"
CACHE_VARIABLE = "CONFLICT_DASHBOARD_CACHE"
GAZETTEER_VARIABLE = "CONFLICT_DASHBOARD_GAZETTEER"
GEONAMES_VARIABLE = "CONFLICT_DASHBOARD_GEONAMES"
GEOCODER_VARIABLE = "CONFLICT_DASHBOARD_GEOCODER"

DEFAULT_PORT = 8501
DEFAULT_HOST = "127.0.0.1"
GEONAMES = "https://download.geonames.org/export/dump/"

_PACKAGE = Path(__file__).resolve().parent


def store_uri(given: str | None = None) -> str:
    """The store to use: the one given, else the environment's, else the user's own data folder."""
    return given or os.environ.get(STORE_VARIABLE) or str(Path(platformdirs.user_data_dir(APP)) / "store")


def cache_dir() -> Path:
    """The folder of files that can be made again: the built gazetteer, remembered online answers."""
    return Path(os.environ.get(CACHE_VARIABLE) or platformdirs.user_cache_dir(APP))


def gazetteer_dir() -> Path:
    """The folder of the places that the user added or taught; unlike the cache it cannot be made again."""
    return Path(os.environ.get(GAZETTEER_VARIABLE) or Path(platformdirs.user_data_dir(APP)) / "gazetteer")


def geonames_url() -> str:
    """The address that GeoNames' dumps are fetched from, with a slash at its end."""
    return (os.environ.get(GEONAMES_VARIABLE) or GEONAMES).rstrip("/") + "/"


def online_geocoder() -> str | None:
    """The name of the online geocoder that the user switched on, or None (the default)."""
    return os.environ.get(GEOCODER_VARIABLE) or None


def data_dir() -> Path:
    """The reviewed data: inside the installed package, or beside it in a working copy."""
    inside = _PACKAGE / "data"
    return inside if inside.is_dir() else _PACKAGE.parent / "data"


def streamlit_config() -> Path:
    """The Streamlit settings (theme, no telemetry): inside the installed package, or beside it."""
    inside = _PACKAGE / "config.toml"
    return inside if inside.is_file() else _PACKAGE.parent / ".streamlit" / "config.toml"
