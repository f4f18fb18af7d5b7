"""Add sources to the gazetteer: check them whole, build the new gazetteer whole, then put both in force at one stroke."""

from __future__ import annotations

import gzip
import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import IO, cast

import pycountry

from dashboard.errors import GazetteerError, InputError
from dashboard.gazetteer import added
from dashboard.gazetteer import open as opening
from dashboard.gazetteer.added import DIVISIONS, DUMP, ROWS, TABLE, AddedSource
from dashboard.gazetteer.countries import find_country
from dashboard.gazetteer.download import Progress, check_address, fetch
from dashboard.gazetteer.geonames import ATTRIBUTION, clean, open_dump, read_divisions, read_rows
from dashboard.gazetteer.own_table import read_table
from dashboard.settings import GEONAMES, gazetteer_dir, geonames_url

FIRST_ORDER, SECOND_ORDER = "admin1CodesASCII.txt", "admin2Codes.txt"
Announce = Callable[[str], None]


def add(items: Sequence[str], *, progress: Progress = lambda *_: None, announce: Announce = print) -> list[AddedSource]:
    """Add countries ("IQ", "Iraq": downloaded from GeoNames) and files (a dump, or a CSV file of places): all or none.

    Raises InputError when one of them cannot be used, GazetteerError when it cannot be fetched, written or built; then all
    is as it was before.
    """
    chosen = [_country_or_file(item) for item in items]
    with added.only_one():
        before = added.load_sources()
        try:
            countries = [c for c in chosen if isinstance(c, str)]
            fetched = _fetch(countries, progress) if countries else {}
            staged = [
                _stage(fetched[c], country=c, origin=geonames_url()) if isinstance(c, str) else _stage(c)
                for c in chosen
            ]
            _put_in_force(before, staged, announce)
        except OSError as error:
            raise GazetteerError(
                f"{error.filename or gazetteer_dir()} cannot be written: {(error.strerror or str(error)).lower()}."
            ) from error
        finally:
            added.sweep(added.load_sources())
        for path in fetched.values():
            path.unlink(missing_ok=True)
    return staged


def _country_or_file(item: str) -> str | Path:
    path = Path(item)
    if path.suffix.lower() in {".zip", ".txt", ".csv", ".gz"} or path.name != item or path.is_file():
        if not path.is_file():
            raise InputError(f"{item} cannot be read: there is no such file.")
        return path
    code = find_country(item)
    if code is None or not (pycountry.countries.get(alpha_2=code) or code == "XK"):
        raise InputError(
            f"{item!r} is neither a country nor a file. Write ISO codes (IQ SY), or the name of a .zip, .txt or .csv file."
        )
    return code


def _fetch(countries: Sequence[str], progress: Progress) -> dict[str, Path]:
    """Country or file of divisions -> the file fetched, in a folder where an interrupted download waits."""
    folder, base = gazetteer_dir() / "downloads", geonames_url()
    folder.mkdir(parents=True, exist_ok=True)
    check_address(base, plain=base.rstrip("/") != GEONAMES.rstrip("/"))  # an address of one's own may be plain http
    wanted = {code: folder / f"{code}.zip" for code in countries} | {f: folder / f for f in (FIRST_ORDER, SECOND_ORDER)}
    for path in wanted.values():
        fetch(base + path.name, path, progress=progress)
    return wanted


def _stage(path: Path, *, country: str = "", origin: str = "") -> AddedSource:
    """Check a file whole and keep a copy in a folder of its own, which the manifest does not name yet."""
    staging = Path(tempfile.mkdtemp(prefix=".new-", dir=gazetteer_dir()))
    own: dict[str, str] = {}
    with gzip.GzipFile(staging / ROWS, mode="wb", compresslevel=6, mtime=0) as packed:
        keep = cast("IO[bytes]", packed)
        if path.suffix.lower() == ".csv":
            kind, counts = TABLE, Counter(e.place.country for e in read_table(path, source=path.name, keep=keep))
            places = counts.total()
        else:
            kind, (counts, places, own) = DUMP, _check_dump(path, country or _named_after(path), keep)
    countries = {c for c in counts if c}
    if kind == DUMP:
        names = own | _divisions_beside(path, countries)
        text = "".join(f"{code}\t{name}\t{name}\t\n" for code, name in sorted(names.items()))
        (staging / DIVISIONS).write_text(text, encoding="utf-8")
    name = country or _named_after(path) or clean(path.name)
    slug = re.sub(r"[^A-Za-z0-9]+", "-", name)[:40].strip("-") or "source"
    folder = gazetteer_dir() / f"{slug}-{added.content_mark(staging)}"
    folder.mkdir(exist_ok=True)
    for file in list(staging.iterdir()):
        file.replace(folder / file.name)  # over the same bytes, where this very file was added before
    staging.rmdir()
    return AddedSource(
        name=name, kind=kind, rows=counts.total(), places=places, countries=dict(sorted(counts.items())),
        added=date.today().isoformat(), origin=(origin + path.name) if origin else clean(path.name),
        licence=ATTRIBUTION if kind == DUMP else "your own file", folder=str(folder),
    )  # fmt: skip


def _named_after(path: Path) -> str:
    """The country whose dump a file is by its name: IQ.zip, IQ.txt; else ""."""
    stem = path.stem
    is_code = re.fullmatch("[A-Z]{2}", stem) and (pycountry.countries.get(alpha_2=stem) or stem == "XK")
    return stem if is_code and path.suffix.lower() in {".zip", ".txt"} else ""


def _check_dump(path: Path, country: str, keep: IO[bytes]) -> tuple[Counter[str], int, dict[str, str]]:
    """(rows by country, rows of kinds that the gazetteer takes, names of the divisions that are rows themselves)."""
    counts: Counter[str] = Counter()
    places, divisions = 0, {}
    with open_dump(path) as (stream, file, packed):
        for row in read_rows(stream, file, country=country, packed=packed, keep=keep):
            counts[row.country] += 1
            places += row.kept
            if row.division:
                divisions[row.division] = row.name
    return counts, places, divisions


def _divisions_beside(path: Path, countries: set[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for pattern in (FIRST_ORDER, "admin2Codes*.txt"):
        for file in sorted(path.parent.glob(pattern), reverse=True):  # admin2Codes.txt last: it has the say
            names |= read_divisions(file, countries)
    return names


def _put_in_force(before: Sequence[AddedSource], staged: Sequence[AddedSource], announce: Announce) -> None:
    """Build the gazetteer with the new sources, and only then let the manifest name them."""
    by_name = {s.name: s for s in (*before, *staged)}
    # Dumps first, so that a file of one's own is merged into them and its divisions found; the order of adding is all one.
    sources = sorted(by_name.values(), key=lambda s: (s.kind != DUMP, s.name))
    manifest = added.manifest_path()
    proposed = manifest.with_name(f"proposed-{os.getpid()}.json")
    target = opening.gazetteer_path(sources)
    try:
        added.save_sources(sources, proposed)
        if not target.is_file():
            announce("Building the gazetteer with them (half a minute and more) ...")
            opening.build_file(target, proposed)
        proposed.replace(manifest)
    finally:
        proposed.unlink(missing_ok=True)
    opening.drop_others(target)
