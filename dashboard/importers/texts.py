"""Columns of text, all rows at once: cleaned of what no page may show, capped, joined, and as one JSON object a row."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_ESCAPES = np.zeros(256, np.uint8)
_ESCAPES[[ord("\n"), ord("\r"), ord("\t"), ord('"'), ord("\\")]] = np.frombuffer(b'nrt"\\', np.uint8)
# Line breaks, C1 controls, separators of lines, and what turns the direction of writing round.
_UNSHOWN = r"[\s\x{80}-\x{9f}\x{2028}-\x{202e}\x{2066}-\x{2069}]+"


def data_of(column: pa.StringArray) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int32]]:
    """The bytes of a column's cells one after the other, and where each starts and the last ends."""
    _, offsets, data = column.buffers()
    ends = np.frombuffer(offsets, np.int32)[column.offset : column.offset + len(column) + 1]
    if data is None or not ends.size:
        return np.empty(0, np.uint8), np.zeros(len(column) + 1, np.int32)
    return np.frombuffer(data, np.uint8)[ends[0] : ends[-1]], ends - ends[0]


def shown_text(column: pa.StringArray, most: int = 1000) -> pa.StringArray:
    """Each cell trimmed, on one line, without controls or turned direction, of at most ``most`` characters."""
    data, ends = data_of(column)
    odd = np.flatnonzero(_unshown(data))
    if odd.size:
        rows = np.unique(np.searchsorted(ends, odd, side="right") - 1)
        fixed = pc.replace_substring_regex(column.take(pa.array(rows)), _UNSHOWN, " ")
        mask = np.zeros(len(column), bool)
        mask[rows] = True
        column = pc.replace_with_mask(column, pa.array(mask), fixed)
    column = pc.ascii_trim_whitespace(column)
    if ends.size > 1 and int(np.diff(ends).max()) > most:
        column = pc.utf8_slice_codeunits(column, 0, most)
    return column


def _unshown(data: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """Where a byte is a control, or starts a letter of ``_UNSHOWN`` in UTF-8."""
    odd = data < 32
    for lead, rest in ((0xC2, ()), (0xE2, (0x80, 0x81))):
        at = np.flatnonzero(data == lead)
        if not at.size:
            continue
        second = data[at + 1]
        last = data[np.minimum(at + 2, data.size - 1)]
        if not rest:
            hit = second < 0xA0
        else:
            hit = ((second == 0x80) & (last >= 0xA8) & (last <= 0xAE)) | (
                (second == 0x81) & (last >= 0xA6) & (last <= 0xA9)
            )
        odd[at[hit]] = True
    return odd


def joined(*columns: pa.StringArray, between: str = "; ") -> pa.StringArray:
    """The cells of a row that are not empty, with "; " between them, or what is given."""
    # Not by null_handling="skip": Arrow 26 leaves out a row whose cells are all null, and the rows after it move up.
    result = columns[0]
    for column in columns[1:]:
        apart = pc.if_else(pc.or_(pc.equal(result, ""), pc.equal(column, "")), "", between)
        result = pc.binary_join_element_wise(result, apart, column, "")
    return result


def as_json(names: Sequence[str], columns: Sequence[pa.StringArray]) -> pa.StringArray:
    """A JSON object a row: the names, and the cells as strings."""
    parts: list[pa.StringArray | str] = []
    for number, (name, column) in enumerate(zip(names, columns, strict=True)):
        parts += [("{" if number == 0 else '",') + json.dumps(name, ensure_ascii=False) + ':"', _escaped(column)]
    return pc.binary_join_element_wise(*parts, '"}', "")


def _escaped(column: pa.StringArray) -> pa.StringArray:
    """The cells as JSON writes them; no other controls than line feed and tab are left in them (``decoding.plain``)."""
    data, ends = data_of(column)
    at = np.flatnonzero((data < 32) | (data == 34) | (data == 92))
    if not at.size:
        return column
    places = at + np.arange(at.size)  # of the backslashes
    written = np.empty(data.size + at.size, np.uint8)
    kept = np.ones(written.size, bool)
    kept[places] = False
    written[kept] = data
    written[places] = ord("\\")
    written[places + 1] = _ESCAPES[data[at]]
    moved = (ends + np.searchsorted(at, ends)).astype(np.int32)
    return pa.StringArray.from_buffers(len(column), pa.py_buffer(moved), pa.py_buffer(written))


def digests(texts: pa.StringArray) -> pa.Int64Array:
    """64 bits of each text, the same on every machine (SipHash with the key that pandas fixes)."""
    if not len(texts):
        return pa.array([], pa.int64())
    values = pd.util.hash_array(texts.to_numpy(zero_copy_only=False), categorize=False)
    return pa.array(values.view(np.int64))
