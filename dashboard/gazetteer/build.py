"""Build the gazetteer file: one SQLite database of places and the keys of their names.

Run as ``python -m dashboard.gazetteer.build FILE [MANIFEST]``: the sources take several hundred megabytes while they are
read, and a process of its own gives that memory back. About half a minute on one core. ``MANIFEST`` names the sources that the
user added (``dashboard.gazetteer.added``); they are read a row at a time.
"""

from __future__ import annotations

import gc
import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from dashboard.errors import DashboardError
from dashboard.gazetteer.added import AddedSource, load_sources
from dashboard.gazetteer.added_entries import add_to
from dashboard.gazetteer.forgiving import bones
from dashboard.gazetteer.merge import Merger
from dashboard.gazetteer.rows import SCHEMA, Keyed, insert, keys_of
from dashboard.gazetteer.sources import Entry, all_entries, word_classes
from dashboard.settings import data_dir

# What the embedded sources brought, by the kind of place; the names are those of ``dashboard.gazetteer.info``.
_EMBEDDED = """
INSERT INTO source
SELECT CASE WHEN source = 'reviewed' THEN 'reviewed places' WHEN feature_code LIKE 'ADM%' THEN 'divisions'
            WHEN feature_code = 'PCLI' THEN 'countries' ELSE 'towns' END, count(*), 0
FROM place GROUP BY 1
"""


def build(target: Path, manifest: Path | None = None, *, embedded: Iterable[Entry] | None = None) -> None:
    """Write the gazetteer to ``target``, whole or not at all: the embedded entries, then the sources of ``manifest``.

    ``embedded`` stands in for the entries of the installed packages. Raises GazetteerError when an added source cannot be
    read.
    """
    added = load_sources(manifest) if manifest else []
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(f".{os.getpid()}.part")
    partial.unlink(missing_ok=True)
    try:
        if embedded is None:
            _write(partial, all_entries(data_dir() / "lexicon"), added, word_classes())
        else:
            _write(partial, embedded, added)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _write(
    path: Path,
    entries: Iterable[Entry],
    added: Sequence[AddedSource] = (),
    words: Iterable[tuple[str, int]] = (),
) -> None:
    with sqlite3.connect(path) as db:
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;" + SCHEMA)
        keyed = ((number, entry, keys_of(entry)) for number, entry in enumerate(entries, start=1))
        for batch in batched(keyed, 20_000):
            insert(db, batch)
        db.execute(_EMBEDDED)
        if added:
            merger = Merger(db)
            for source in added:
                db.execute("INSERT INTO source VALUES (?, ?, ?)", (f"added: {source.name}", *add_to(merger, source)))
        # In key order a B-tree grows at its end: several times faster and smaller than in any other order.
        db.execute(
            "INSERT INTO name SELECT key, place, min(kind) FROM new_name GROUP BY key, place ORDER BY key, place"
        )
        db.execute("INSERT INTO loose SELECT DISTINCT key, place FROM new_loose ORDER BY key, place")
        db.executemany("INSERT INTO word VALUES (?, ?)", sorted(words))
        db.execute(
            "INSERT INTO head SELECT substr(key, 1, instr(key || ' ', ' ') - 1) AS word, "
            "max(length(key) - length(replace(key, ' ', '')) + 1) FROM name GROUP BY word"
        )
        db.create_function("consonants_of", 1, bones, deterministic=True)
        db.execute(
            "INSERT INTO consonants SELECT p.country, k.bones, k.key, l.place FROM "
            "(SELECT key, consonants_of(key) AS bones FROM (SELECT DISTINCT key FROM loose)) k "
            "JOIN loose l ON l.key = k.key JOIN place p ON p.id = l.place WHERE k.bones != '' ORDER BY 1, 2, 3, 4"
        )
        db.execute(
            "CREATE INDEX place_prominence ON place (prominence DESC) "
            "WHERE (feature_code LIKE 'PP%' OR feature_code LIKE 'PCL%')"
        )
        db.execute("INSERT INTO meta SELECT 'places', count(*) FROM place UNION ALL SELECT 'names', count(*) FROM name")
    db.close()


def batched(items: Iterable[Keyed], size: int) -> Iterator[list[Keyed]]:
    """Lists of up to ``size`` items."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


if __name__ == "__main__":
    gc.disable()  # millions of small tuples and no cycles: collecting would take a third of the time
    try:
        build(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
    except DashboardError as error:
        raise SystemExit(str(error)) from None
