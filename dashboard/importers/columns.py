"""The columns of imported events, put together from what a data set's own module has read."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.importers.cells import Cells
from dashboard.importers.texts import as_json, digests
from dashboard.query import FIRST_DAY, LAST_DAY
from dashboard.store.schemas import IMPORTED

_BETWEEN = "\x1f"


def events(cells: Cells, dataset: str, values: Mapping[str, pa.Array]) -> pa.RecordBatch:
    """The rows that were not refused, with the schema IMPORTED. Texts that ``values`` lacks are "", other values null,
    ``revision`` 0; ids, ``raw`` and ``digest`` are made here."""
    good = pa.array(cells.good)
    everything = bool(cells.good.all())
    raw = as_json(cells.rows.names, [c if everything else c.filter(good) for c in cells.rows.columns])
    columns = {name: value if everything else value.filter(good) for name, value in values.items()}
    count = len(raw)
    columns |= {
        "event_id": pc.binary_join_element_wise(dataset, columns["source_id"], "-"),
        "dataset": pa.repeat(pa.scalar(dataset, pa.string()), count),
        "origin": pa.repeat(pa.scalar(cells.origin, pa.string()), count),
        "raw": raw,
        "digest": digests(raw),
    }
    for field in IMPORTED:
        if field.name not in columns:
            default = {pa.string(): "", pa.int64(): 0}.get(field.type)
            columns[field.name] = pa.repeat(pa.scalar(default, field.type), count)
    return pa.RecordBatch.from_arrays([columns[f.name].cast(f.type) for f in IMPORTED], schema=IMPORTED)


def last_days(event_date: pa.Date32Array, time_precision: pa.Int32Array) -> pa.Date32Array:
    """The last day that ACLED's time_precision leaves open: the day itself (1), a week's (2), the month's (3)."""
    first = pc.fill_null(event_date, FIRST_DAY).to_numpy(zero_copy_only=False).astype("datetime64[D]")
    precision = pc.fill_null(time_precision, 1).to_numpy(zero_copy_only=False)
    month_end = (first.astype("datetime64[M]") + 1).astype("datetime64[D]") - 1
    last = np.select([precision == 2, precision == 3], [first + 6, month_end], first)
    return pa.array(np.minimum(last, np.datetime64(LAST_DAY)))


def together(*columns: pa.StringArray) -> pa.StringArray:
    """The cells of a row as one, to be mapped together; ``apart`` takes them apart. No cell holds the mark between them."""
    return pc.binary_join_element_wise(*columns, _BETWEEN)


def apart(text: str) -> list[str]:
    """The cells that ``together`` joined."""
    return text.split(_BETWEEN)
