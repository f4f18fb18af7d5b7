"""Names of places in the languages of conflict news, where GeoNames' alternate names lack them.

The embedded divisions and regions carry English names only, and some towns go by a name that no source has. The
reviewed table ``data/lexicon/exonyms.csv`` (name, language, target, country, kind) gives each such name the place
it stands for: ``target`` is the place's name as the gazetteer has it, ``kind`` its class.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from dashboard.gazetteer.names import make_name_key
from dashboard.records import Place

if TYPE_CHECKING:
    from dashboard.gazetteer.sources import Entry

KINDS = ("ADM1", "ADM2", "country", "region", "town")


def kind_of(place: Place) -> str:
    """The table's word for a place's class."""
    code = place.feature_code
    if code in {"ADM1", "ADM2"}:
        return code
    if code == "PCLI":
        return "country"
    return "town" if code.startswith("PP") or code == "S" else "region"


def attach_exonyms(
    entries: Iterable[Entry], rows: Iterable[Mapping[str, str]], column: str = "name"
) -> list[Mapping[str, str]]:
    """Add each row's name to the entry it stands for, the largest where several fit; return the rows that fit none.

    ``column`` is "name" for alternates, "demonym" for what its people are called.

    A row without a match is left out rather than stopping the build: a newer GeoNames may have renamed a place,
    and the tests say so before a user finds out.
    """
    wanted: defaultdict[tuple[str, str, str], list[Mapping[str, str]]] = defaultdict(list)
    for row in rows:
        wanted[make_name_key(row["target"]), row["country"], row["kind"]].append(row)
    targets = {key[0] for key in wanted}
    best: dict[tuple[str, str, str], Entry] = {}
    for entry in entries:
        name = make_name_key(entry.place.name)
        if name not in targets:
            continue
        key = (name, entry.place.country, kind_of(entry.place))
        if key in wanted and (key not in best or entry.place.population > best[key].place.population):
            best[key] = entry
    for key, entry in best.items():
        names = entry.demonyms if column == "demonym" else entry.alternates
        known = set(names)
        names += [row[column] for row in wanted[key] if row[column] not in known]
    return [row for key, unmatched in wanted.items() if key not in best for row in unmatched]
