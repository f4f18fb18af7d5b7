"""Countries by code or English name."""

from __future__ import annotations

import csv
from functools import lru_cache

import pycountry
from babel import Locale

from dashboard.gazetteer.names import name_key
from dashboard.settings import data_dir


@lru_cache
def _codes() -> dict[str, str]:
    codes = {}
    for code, name in Locale.parse("en").territories.items():
        if len(code) == 2 and code.isalpha():
            codes[name_key(str(name))] = code
    for country in pycountry.countries:
        for field in ("alpha_2", "alpha_3", "name", "common_name", "official_name"):
            codes[name_key(getattr(country, field, ""))] = country.alpha_2
    with (data_dir() / "lexicon" / "country_aliases.csv").open(encoding="utf-8", newline="") as lines:
        codes |= {name_key(row["name"]): row["country"] for row in csv.DictReader(lines)}
    codes["xk"] = "XK"  # Kosovo: user-assigned, as GeoNames has it
    codes.pop("", None)
    return codes


def find_country(name: str) -> str | None:
    """ISO 3166-1 alpha-2 code for "IQ", "IRQ", "Iraq" or "Ivory Coast", None when it is no country."""
    return _codes().get(name_key(name))
