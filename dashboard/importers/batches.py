"""What an importer gives: batches of rows, what was refused and why, files that could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa

# A file, or the name and the bytes of one that was uploaded.
Source = Path | tuple[str, bytes]

MOST_DETAILED = 1000  # refusals of one file that are told one by one; the others are counted


@dataclass(frozen=True, slots=True)
class DataSet:
    """A published collection of events: its name for people, and the sentence that its licence asks to show."""

    title: str
    attribution: str


DATASETS: Mapping[str, DataSet] = MappingProxyType(
    {
        "ucdp-ged": DataSet(
            "UCDP GED",
            "Uppsala Conflict Data Program, Georeferenced Event Dataset (CC BY 4.0).",
        ),
        "acled": DataSet(
            "ACLED",
            "Armed Conflict Location & Event Data (acleddata.com); its terms of use forbid passing the data on.",
        ),
        "gdelt": DataSet(
            "GDELT",
            "The GDELT Project (gdeltproject.org); free for any use with this citation.",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was left out because it is wrong.

    ``origin`` is the file, or ``archive!member``. ``line`` is the physical line, from 1, on which the row starts; of a
    Parquet file, which has no lines, the number of the row. ``reason`` is a part of a sentence.
    """

    origin: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that cannot be read, or is not of the data set; the others go on."""

    origin: str
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of one file.

    ``rows`` has the schema ``store.schemas.IMPORTED``. ``refused`` tells of a file's first refusals one by one (at most
    ``MOST_DETAILED``); ``refused_reasons`` counts all of this batch, by reason without its values. ``left_out`` rows are
    no conflict events. ``read`` is the number of the batch's rows before any of that. ``bytes_read`` (so far, of all
    files) and ``bytes_total`` are of the files as they lie on the disk.
    """

    rows: pa.RecordBatch
    refused: list[Refusal] = field(default_factory=list)
    refused_reasons: Counter[str] = field(default_factory=Counter)
    left_out: int = 0
    read: int = 0
    bytes_read: int = 0
    bytes_total: int = 0


@dataclass(frozen=True, slots=True)
class Became:
    """What an original column became: ``column`` of an event, or "" where it is kept in ``raw`` alone."""

    original: str
    column: str
    how: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a file: as they were read, what each column became, and the rows as events."""

    dataset: str
    origin: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    became: list[Became]
    events: pa.RecordBatch
    refused: list[Refusal]
    left_out: int


class UnreadableError(Exception):
    """A file that cannot be read; the text is the reason, a part of a sentence."""
