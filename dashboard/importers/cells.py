"""The rows of a block on their way to events: cells by column, values read from them, and which rows are refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.importers.batches import MOST_DETAILED, Refusal
from dashboard.importers.days import RefusedError, shown
from dashboard.importers.delimited import Rows

Mask = npt.NDArray[np.bool_]
T = TypeVar("T")

_NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"
_WHOLE = r"^[+-]?[0-9]{1,17}(\.0*)?$"
_REVISION = r"^[0-9]{1,18}(\.0*)?$"
_SAFE_ID = "^[A-Za-z0-9._-]+$"
_LONGEST_ID = 64
# How exports of R, pandas and spreadsheets write that there is no number.
_NOT_TOLD = pa.array(["", "NA", "N/A", "na", "nan", "NaN", "NULL", "null", "None", "-"])
_MOST = 2**31 - 1


class Cells:
    """Rows of one table. ``column`` gives cells by the original name in lower case; what refuses a row is noted."""

    def __init__(self, rows: Rows, origin: str) -> None:
        self.rows = rows
        self.origin = origin
        self.count = len(rows.lines)
        self.good = np.ones(self.count, bool)
        self.refused = [Refusal(origin, line, reason) for line, reason in rows.bad]
        self.reasons = Counter(rows.reasons)
        self._columns: dict[str, pa.StringArray] = {}
        for name, column in zip(rows.names, rows.columns, strict=True):
            self._columns.setdefault(name.lower(), column)
        self.none = pa.array(np.full(self.count, "", object), pa.string())

    def has(self, name: str) -> bool:
        """Whether the table has that column."""
        return name in self._columns

    def column(self, *names: str) -> pa.StringArray:
        """The cells of the first of these columns that the table has; empty ones where it has none."""
        return next((self._columns[name] for name in names if name in self._columns), self.none)

    def constant(self, value: object, kind: pa.DataType) -> pa.Array:
        """A column that is the same in every row."""
        return pa.repeat(pa.scalar(value, kind), self.count)

    def keep(self, wanted: Mask) -> Cells:
        """The same rows without those that are not wanted; their own refusals go along."""
        if wanted.all():
            return self
        chosen = pa.array(wanted)
        columns = [column.filter(chosen) for column in self.rows.columns]
        return Cells(replace(self.rows, columns=columns, lines=self.rows.lines[wanted]), self.origin)

    def refuse(self, bad: Mask, kind: str, reason: Callable[[int], str] | None = None) -> None:
        """Refuse the rows of a mask that are not yet refused: ``kind`` to count by, ``reason`` of a row where it tells more."""
        new = np.flatnonzero(bad & self.good)
        if not new.size:
            return
        self.reasons[kind] += int(new.size)
        for row in new[: MOST_DETAILED - len(self.refused)].tolist():
            self.refused.append(Refusal(self.origin, int(self.rows.lines[row]), reason(row) if reason else kind))
        self.good[new] = False

    def mapped(self, column: pa.StringArray, read: Callable[[str], T], kind: pa.DataType) -> pa.Array:
        """``read`` of each distinct cell, once. Rows for whose cell it raises RefusedError are refused and null."""
        encoded = column.dictionary_encode()
        values: list[T | None] = []
        wrong: dict[int, RefusedError] = {}
        for number, text in enumerate(encoded.dictionary.to_pylist()):
            try:
                values.append(read(text))
            except RefusedError as refused:
                wrong[number] = refused
                values.append(None)
        if wrong:
            self._refuse_each(encoded.indices.to_numpy(), wrong)
        return pa.array(values, kind).take(encoded.indices)

    def pairs(self, column: pa.StringArray, read: Callable[[str], tuple[str, ...]]) -> tuple[pa.Array, pa.Array]:
        """As ``mapped`` where ``read`` gives two texts."""
        both = self.mapped(column, read, pa.list_(pa.string(), 2))
        return pc.list_element(both, 0), pc.list_element(both, 1)

    def _refuse_each(self, codes: npt.NDArray[np.int32], wrong: dict[int, RefusedError]) -> None:
        kinds: dict[str, list[int]] = {}
        for number, refused in wrong.items():
            kinds.setdefault(refused.kind, []).append(number)
        for kind, numbers in kinds.items():
            self.refuse(np.isin(codes, numbers), kind, lambda row: str(wrong[int(codes[row])]))

    def identifiers(self, column: pa.StringArray, name: str) -> pa.StringArray:
        """The data set's own ids: letters, digits, ``._-``, at most 64 of them; "244657.0" of a spreadsheet is 244657."""
        column = pc.ascii_trim_whitespace(column)
        column = _where(
            pc.match_substring_regex(column, r"^[0-9]+\.0$"), column, lambda c: pc.replace_substring(c, ".0", "")
        )
        self.refuse(_mask(pc.equal(column, "")), f"it has no {name}")
        unsafe = pc.invert(pc.match_substring_regex(column, _SAFE_ID))
        long = pc.greater(pc.binary_length(column), _LONGEST_ID)
        self.refuse(
            _mask(pc.or_(unsafe, long)),
            f"its {name} is not of letters, digits, '.', '_' and '-' (64 at most)",
            lambda row: (
                f"its {name} {shown(column[row].as_py())} is not of letters, digits, '.', '_' and '-' (64 at most)"
            ),
        )
        return column

    def coordinates(self, latitude: str, longitude: str, *, null_island: bool) -> tuple[pa.DoubleArray, pa.DoubleArray]:
        """Two columns in degrees; refused where one is no number or out of reach, and, but for ``null_island``, at 0, 0."""
        north, east = self._degrees(latitude, 90), self._degrees(longitude, 180)
        if not null_island:
            self.refuse((north == 0) & (east == 0), "0, 0 is Null Island: the row has no coordinates")
        return pa.array(north), pa.array(east)

    def _degrees(self, name: str, most: int) -> npt.NDArray[np.float64]:
        """A coordinate in degrees; not a number, and the row refused, where it is none or lies beyond ``most``."""
        column = self.column(name)
        try:
            values = pc.cast(column, pa.float64())
        except pa.ArrowInvalid:
            column = pc.utf8_trim_whitespace(column)
            values = pc.cast(pc.if_else(pc.match_substring_regex(column, _NUMBER), column, "nan"), pa.float64())
        degrees: npt.NDArray[np.float64] = values.to_numpy(zero_copy_only=False)
        unread = ~np.isfinite(degrees)
        if unread.any():
            self._refuse_unread(column, name, unread)
        with np.errstate(invalid="ignore"):
            beyond = np.abs(degrees) > most
        reach = f"lies outside -{most} to {most}"
        self.refuse(beyond, f"{name} {reach}", lambda row: f"{name} {shown(column[row].as_py())[1:-1]} {reach}")
        return degrees

    def _refuse_unread(self, column: pa.StringArray, name: str, unread: Mask) -> None:
        self.refuse(unread & _mask(pc.equal(column, "")), f"it has no {name}")
        comma = unread & _mask(pc.match_substring_regex(column, r"^[+-]?[0-9]+,[0-9]+$"))
        told = "has a decimal comma, and a point is needed"
        self.refuse(comma, f"{name} {told}", lambda row: f"{name} {shown(column[row].as_py())} {told}")
        self.refuse(unread, f"{name} is no number", lambda row: f"{name} {shown(column[row].as_py())} is no number")

    def whole(self, *names: str) -> pa.Int64Array:
        """A count: null where it is not told; refused where it is negative, no whole number, or beyond 32 bits."""
        column, name = self.column(*names), names[0]
        if column is self.none:
            return pa.nulls(self.count, pa.int64())
        values = _integers(column)
        if values is None:
            column = pc.utf8_trim_whitespace(column)
            fits = pc.match_substring_regex(column, _WHOLE)
            wrong = pc.invert(pc.or_(fits, pc.is_in(column, _NOT_TOLD)))
            self.refuse(
                _mask(wrong),
                f"{name} is no whole number",
                lambda row: f"{name} {shown(column[row].as_py())} is no whole number",
            )
            digits = pc.replace_substring_regex(column, r"\.0*$", "")
            values = pc.cast(pc.if_else(fits, digits, pa.scalar(None, pa.string())), pa.int64())
        self.refuse(_mask(pc.less(values, 0)), f"{name} is negative", lambda row: f"{name} {values[row]} is negative")
        self.refuse(
            _mask(pc.greater(values, _MOST)),
            f"{name} is beyond {_MOST}",
            lambda row: f"{name} {values[row]} is beyond {_MOST}",
        )
        return values

    def revision(self, name: str) -> pa.Int64Array:
        """A number that grows with each version of a row; 0 where it is not told, refused where it is no number.

        Taken for 0, a version would lose against every older one.
        """
        column = pc.ascii_trim_whitespace(self.column(name))
        fits = pc.match_substring_regex(column, _REVISION)
        self.refuse(
            _mask(pc.invert(pc.or_(fits, pc.is_in(column, _NOT_TOLD)))),
            f"{name} is no whole number",
            lambda row: f"{name} {shown(column[row].as_py())} is no whole number",
        )
        digits = _where(pc.match_substring(column, "."), column, lambda c: pc.replace_substring_regex(c, r"\.0*$", ""))
        return pc.cast(pc.if_else(fits, digits, "0"), pa.int64())

    def code(self, name: str, table: dict[str, int], default: int) -> pa.Int32Array:
        """A code of a codebook, by ``table``; ``default`` where the cell is empty. Any other is refused."""

        def read(text: str) -> int:
            code = text.strip().removesuffix(".0")
            if not code:
                return default
            if code not in table:
                raise RefusedError(
                    f"{name} {shown(text)} is none of {', '.join(table)}", f"{name} is none of {', '.join(table)}"
                )
            return table[code]

        return self.mapped(self.column(name), read, pa.int32())


def _mask(values: pa.BooleanArray) -> Mask:
    result: Mask = pc.fill_null(values, False).to_numpy(zero_copy_only=False)
    return result


def _integers(column: pa.StringArray) -> pa.Int64Array | None:
    """The numbers of cells of nothing but digits; None where others are among them."""
    try:
        values = pc.cast(column, pa.int64())
    except pa.ArrowInvalid:
        return None
    # Arrow takes "0x10" for 16, which nobody means.
    return None if any(pc.any(pc.match_substring(column, letter)).as_py() for letter in "xX") else values


def _where(
    mask: pa.BooleanArray, column: pa.StringArray, change: Callable[[pa.StringArray], pa.StringArray]
) -> pa.StringArray:
    return pc.if_else(mask, change(column), column) if pc.any(mask).as_py() else column


def filled(column: pa.StringArray, other: pa.StringArray) -> pa.StringArray:
    """The cells of a column, and where they are empty those of another."""
    return pc.if_else(pc.equal(column, ""), other, column)


def lacking(names: Sequence[str], needed: Sequence[tuple[str, ...]]) -> list[str]:
    """Which of the needed columns a table lacks; each may go by several names."""
    have = {name.strip().lower() for name in names}
    return [" or ".join(options) for options in needed if not have & set(options)]
