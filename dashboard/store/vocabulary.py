"""The distinct pieces of text of a whole store: a word is looked for once, not in the list of each part of each file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Numbers = npt.NDArray[np.int64]


def sorted_codes(codes: npt.NDArray[np.int32], count: int) -> Any:
    """The stable order of numbers below ``count``. Numbers of 16 bits are sorted by their digits, ten times as fast."""
    order = np.argsort(codes.astype(np.uint16), kind="stable")
    if count <= 1 << 16:
        return order
    return order[np.argsort((codes >> 16).astype(np.uint16)[order], kind="stable")]


def runs(starts: Any, ends: Any) -> Any:
    """The numbers from each start to before its end, one run after another."""
    lengths = ends - starts
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(lengths.sum())


class Vocabulary:
    """Where each distinct piece stands in the lists of pieces of the parts; 8 bytes for each piece of each part."""

    def __init__(self, parts: Sequence[pa.Array]) -> None:
        coded = pa.concat_arrays([pa.array([], pa.string()), *parts]).dictionary_encode()
        codes = coded.indices.to_numpy(zero_copy_only=False)
        self._texts = coded.dictionary
        self._places = sorted_codes(codes, len(self._texts)).astype(np.int32)
        self._ends = np.cumsum(np.bincount(codes, minlength=len(self._texts)))
        self._bounds = np.cumsum([0, *map(len, parts)])

    def hits(self, word: str) -> list[Numbers]:
        """For each part the numbers of its pieces that hold the word."""
        found = np.flatnonzero(pc.match_substring(self._texts, word).to_numpy(zero_copy_only=False))
        starts = np.where(found, self._ends[found - 1], 0) if len(found) else found
        places = np.sort(self._places[runs(starts, self._ends[found])])
        cuts = np.searchsorted(places, self._bounds)
        pairs = zip(cuts[:-1], cuts[1:], self._bounds[:-1], strict=True)
        return [places[low:high].astype(np.int64) - first for low, high, first in pairs]
