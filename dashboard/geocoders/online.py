"""Any of geopy's online services as a fallback that the user switches on: rate-limited, and never asked twice.

Off by default: place names of unpublished reports are nobody else's business. Service options (an API key, the host
of one's own Nominatim) come as JSON from CONFLICT_DASHBOARD_GEOCODER_OPTIONS.
"""

from __future__ import annotations

import json
import logging
import math
import os
import sqlite3
import threading
from pathlib import Path
from typing import Any

from geopy.exc import GeocoderNotFound, GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import get_geocoder_for_service
from geopy.location import Location

from dashboard.errors import GeocodingError

OPTIONS_VARIABLE = "CONFLICT_DASHBOARD_GEOCODER_OPTIONS"
# Nominatim's usage policy: at most one request a second, and an identifying user agent.
MIN_DELAY_SECONDS = 1.0


class OnlineGeocoder:
    """A geopy service with geopy's RateLimiter and a cache in a file that outlives the process."""

    def __init__(self, service: str, cache: Path, *, min_delay_seconds: float = MIN_DELAY_SECONDS) -> None:
        """Set up ``service`` (geopy's name for it, e.g. "nominatim"); raises GeocodingError when it is unknown or misconfigured."""
        self.service = service
        try:
            options = json.loads(os.environ.get(OPTIONS_VARIABLE, "{}"))
            geocoder = get_geocoder_for_service(service)(**_with_agent(service, options))
        except (GeocoderNotFound, GeopyError, TypeError, ValueError) as error:
            raise GeocodingError(
                f"The online geocoder {service!r} cannot be set up: {error}. Its options go into {OPTIONS_VARIABLE} as JSON."
            ) from error
        self._ask = RateLimiter(
            geocoder.geocode, min_delay_seconds=min_delay_seconds, max_retries=1, error_wait_seconds=min_delay_seconds,
            swallow_exceptions=False,
        )  # fmt: skip
        try:
            self._cache = _open_cache(cache)
        except (OSError, sqlite3.Error) as error:
            raise GeocodingError(
                f"The geocoding cache {cache} cannot be used ({error}). Delete it or move it away."
            ) from error
        self._lock = threading.Lock()
        logging.getLogger("geopy").setLevel(logging.CRITICAL)  # it logs each retry with its traceback; we say it once

    def geocode(self, query: str, *, limit: int = 5) -> list[Location]:
        """Locations for ``query``, best first; [] when the service knows none. Raises GeocodingError when it fails."""
        with self._lock:
            row = self._cache.execute(
                "SELECT found FROM answer WHERE service = ? AND query = ?", (self.service, query)
            ).fetchone()
            found = json.loads(row[0]) if row else self._fetch(query)
        return [Location(f["address"], (f["latitude"], f["longitude"]), f["raw"]) for f in found[:limit]]

    def _fetch(self, query: str) -> list[dict[str, Any]]:
        try:
            answer = self._ask(query, exactly_one=False)
        except GeopyError as error:
            raise GeocodingError(
                f"The online geocoder {self.service!r} did not answer for {query!r}: {error}."
            ) from error
        # geopy reads an answer without coordinates as 0, 0, where there is nothing but sea.
        found = [
            {"address": a.address, "latitude": a.latitude, "longitude": a.longitude, "raw": a.raw}
            for a in answer or []
            if math.isfinite(a.latitude) and math.isfinite(a.longitude) and (a.latitude, a.longitude) != (0, 0)
        ]
        self._cache.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?)", (self.service, query, json.dumps(found)))
        self._cache.commit()
        return found

    def close(self) -> None:
        """Close the cache file."""
        self._cache.close()


def _open_cache(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    cache = sqlite3.connect(path, check_same_thread=False)
    cache.execute(
        "CREATE TABLE IF NOT EXISTS answer (service TEXT, query TEXT, found TEXT, PRIMARY KEY (service, query))"
    )
    return cache


def _with_agent(service: str, options: dict[str, Any]) -> dict[str, Any]:
    return {"user_agent": "conflict-dashboard/0.1"} | options if service == "nominatim" else options
