"""What ``conflict-dashboard import`` does. As in ``commands``, every function returns the exit status."""

from __future__ import annotations

import sys
from pathlib import Path

from tqdm import tqdm

from dashboard import settings
from dashboard.commands import Options, say
from dashboard.errors import InputError
from dashboard.importers import DATASETS
from dashboard.importing import import_files
from dashboard.server.indexing import index_apart
from dashboard.store import Tables
from dashboard.store.upkeep import tidy


def import_events(options: Options) -> int | None:
    """Import files of a data set into the store; status 1 when nothing in them could be used."""
    if not all(path.strip() for path in options.files):
        raise InputError("A FILE is empty. Name a file or a folder; . is this one.")
    tables = Tables(settings.store_uri(options.store))
    with tqdm(unit="B", unit_scale=True, desc="Importing", disable=None, file=sys.stderr) as bar:

        def progress(done: int, total: int, rows: int) -> None:
            bar.total = total
            bar.set_postfix_str(f"{rows:,} rows", refresh=False)
            bar.update(done - bar.n)

        try:
            report = import_files(
                options.dataset,
                [Path(path) for path in options.files],
                tables,
                null_island=options.null_island,
                progress=progress,
            )
        except KeyboardInterrupt:
            bar.close()
            say("Broken off: nothing was stored.")
            raise
    for line in report.lines():
        say(line)
    if report.added or report.updated:
        say("Indexing the text ...")
        tidy(tables, say)  # before: it makes files that have no index yet
        try:
            problem = index_apart(tables.uri)
        except OSError as error:
            problem = error.strerror or str(error)
        if problem:
            say(f"The text was not indexed, so it is found slowly until a dashboard runs: {problem}")
    say(f"Source: {DATASETS[options.dataset].attribution}")
    say(f"Store: {tables.uri}")
    if report.added and options.dataset != "gdelt":
        say("Its places can teach the gazetteer: conflict-dashboard gazetteer learn FILE.csv")
    return 0 if report.usable or report.left_out else 1
