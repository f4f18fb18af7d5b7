"""Event data sets (UCDP GED, ACLED, GDELT) as rows of imported events: files in, record batches out, nothing stored.

``read`` streams files of any size, ``preview`` shows what becomes of the first rows, ``guess`` tells the data set.
"""

from __future__ import annotations

from dashboard.importers.batches import (
    DATASETS,
    MOST_DETAILED,
    Batch,
    Became,
    DataSet,
    Failure,
    Preview,
    Refusal,
    Source,
)
from dashboard.importers.datasets import guess
from dashboard.importers.previewing import preview
from dashboard.importers.reading import read

__all__ = [
    "DATASETS",
    "MOST_DETAILED",
    "Batch",
    "Became",
    "DataSet",
    "Failure",
    "Preview",
    "Refusal",
    "Source",
    "guess",
    "preview",
    "read",
]
