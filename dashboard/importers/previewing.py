"""What becomes of the first rows of a file, for a person to look at before it is imported."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.errors import InputError
from dashboard.importers.batches import Became, Failure, Preview, Source, UnreadableError
from dashboard.importers.cells import Cells
from dashboard.importers.datasets import check, guess, layout_of
from dashboard.importers.delimited import Rows
from dashboard.importers.files import Opened, name_of, opened, reading
from dashboard.importers.reading import batch_of
from dashboard.importers.tables import open_table

_LOOKED_AT = 1 << 20  # bytes of text that are read for it
_ROWS_LOOKED_AT = 256  # of a Parquet file
_NO_LINES = np.empty(0, np.int64)
_SHORT = 300  # characters of a cell as it is shown


def preview(dataset: str | None, source: Source, rows: int = 20, *, null_island: bool = False) -> Preview:
    """The first ``rows`` of a file, or of an archive's first table that fits. Without ``dataset`` its columns tell which
    it is.

    Cells are cut at 300 characters; what they became is not. Raises InputError for a file that cannot be read, is not
    of the data set, or whose data set cannot be told.
    """
    failures: list[Failure] = []
    try:
        for table in opened(source, failures.append):
            try:
                return _of_table(dataset, table, rows, null_island=null_island)
            except UnreadableError as error:  # the first of an archive may be a readme
                failures.append(Failure(table.origin, str(error)))
    except UnreadableError as error:
        raise InputError(f"{name_of(source)}: {error}.") from error
    raise InputError(f"{failures[0].origin}: {failures[0].reason}.")


def _of_table(dataset: str | None, table: Opened, rows: int, *, null_island: bool) -> Preview:
    with reading():
        names, parts = open_table(table, _LOOKED_AT, max(rows, _ROWS_LOOKED_AT))
        dataset = dataset or guess(names)
        if dataset is None:
            raise UnreadableError("its columns are those of no data set that is known")
        check(dataset, names)
        part = next(parts, None)
    found = part() if part is not None else Rows(names, [pa.array([], pa.string()) for _ in names], _NO_LINES)
    return _preview(dataset, table.origin, _first(found, rows), null_island=null_island)


def _first(found: Rows, most: int) -> Rows:
    """The first rows, and those among them that do not fit the columns."""
    lines = found.lines[:most]
    bad = [row for row in found.bad if lines.size < most or row[0] < lines[-1]]
    columns = [column.slice(0, most) for column in found.columns]
    return Rows(found.names, columns, lines, bad, Counter(reason for _, reason in bad))


def _preview(dataset: str, origin: str, found: Rows, *, null_island: bool) -> Preview:
    batch = batch_of(dataset, Cells(found, origin), null_island=null_island)
    cells = [pc.utf8_slice_codeunits(column, 0, _SHORT).to_pylist() for column in found.columns]
    return Preview(
        dataset=dataset,
        origin=origin,
        columns=found.names,
        rows=list(zip(*cells, strict=True)),
        became=_became(dataset, found.names),
        events=batch.rows,
        refused=batch.refused,
        left_out=batch.left_out,
    )


def _became(dataset: str, names: tuple[str, ...]) -> list[Became]:
    """What each column became, in the file's order; one may become several."""
    known: dict[str, list[Became]] = {}
    for entry in layout_of(dataset).became:
        known.setdefault(entry.original.lower(), []).append(entry)
    result: list[Became] = []
    for name in names:
        entries = known.get(name.lower(), [Became(name, "", "kept as it is in raw")])
        result += [replace(entry, original=name) for entry in entries]
    return result
