"""Gather events by cells of the map: from single events, or from the sums that hold them where these are fine enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.query import BBox, EventQuery
from dashboard.store.codes import TYPES, WORLD_BITS, pixel_box
from dashboard.store.imported_table import CELL_SHIFT, SUMS, YEAR_SHIFT
from dashboard.store.periods import whole_years
from dashboard.store.where import between, common, kinds

MAX_CELLS = 5000  # far more than a screen shows: only a view and a zoom that do not fit each other reach it
_ADDED = """sum(n)::BIGINT AS n, sum(killed)::BIGINT AS killed, sum(coarse)::BIGINT AS coarse, min(id) AS id,
    sum(sum_longitude) AS sum_longitude, sum(sum_latitude) AS sum_latitude,
    min(west) AS west, min(south) AS south, max(east) AS east, max(north) AS north"""


def shift_for(zoom: int, cell_px: int) -> int:
    """How many bits narrower than the world's pixels the cells of ``cell_px`` screen pixels are at ``zoom``."""
    return max(0, WORLD_BITS - zoom - 8 + cell_px.bit_length() - 1)


@dataclass(frozen=True, slots=True)
class CellQuery:
    """Cells ``2**shift`` world pixels wide of the events that a query selects, within a view."""

    query: EventQuery
    view: BBox
    shift: int

    def imported(self, table: str, *, whole: bool) -> list[str]:
        """Selects over imported events; ``whole`` where ``table`` is all of them, so that their sums serve too."""
        if not whole:
            return [self._of(table, SUMS, common(self.query)[0])]
        if not (self.query.start or self.query.end):
            if self.shift >= CELL_SHIFT:
                return [self._of("in_cell", _ADDED, " AND ".join(["true", *kinds(self.query)]))]
        elif self.shift >= YEAR_SHIFT and not self.query.countries and (years := whole_years(self.query)):
            terms = [f"year BETWEEN {years.first.year} AND {years.last.year}", *kinds(self.query)]
            rest = [self._of(table, SUMS, between(days, self.query)) for days in years.edges]
            return [self._of("in_year", _ADDED, " AND ".join(terms)), *rest]
        return [self._of(table, SUMS, common(self.query)[0])]

    def read(self, condition: str) -> str:
        """The select over events that were read from articles, or that a person decided on."""
        states = ", count(*) FILTER (st = 1) AS confirmed, count(*) FILTER (st = 2) AS rejected"
        return self._of("event", SUMS + states, condition)

    def _of(self, table: str, sums: str, condition: str) -> str:
        return (
            f"SELECT x >> {self.shift} AS cx, y >> {self.shift} AS cy, ty, {sums} FROM {table} "
            f"WHERE {condition} AND {self._within()} GROUP BY 1, 2, 3"
        )

    def _within(self) -> str:
        spans, (top, bottom) = pixel_box(self.view, self.shift)
        across = " OR ".join(f"x BETWEEN {first} AND {last}" for first, last in spans)
        return f"({across}) AND y BETWEEN {top} AND {bottom}"

    def gathered(self, selects: Sequence[str]) -> str:
        """One row a cell: ``COLUMNS``, most events first."""
        mix = ", ".join(f"coalesce(sum(n) FILTER (ty = {i}), 0)::BIGINT" for i in range(len(TYPES)))
        return f"""
            SELECT sum(n)::BIGINT AS n, sum(sum_longitude) / sum(n), sum(sum_latitude) / sum(n), min(west), min(south),
                max(east), max(north), sum(killed)::BIGINT, sum(coarse)::BIGINT, min(id), [{mix}],
                coalesce(sum(confirmed), 0)::BIGINT, coalesce(sum(rejected), 0)::BIGINT
            FROM (SELECT 0 AS confirmed, 0 AS rejected WHERE false UNION ALL BY NAME {" UNION ALL BY NAME ".join(selects)})
            GROUP BY cx, cy ORDER BY 1 DESC, cx, cy LIMIT {MAX_CELLS}"""


COLUMNS = ("n", "longitude", "latitude", "west", "south", "east", "north", "fatalities", "coarse", "row", "mix")


def cells(rows: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """The rows of ``gathered`` as dictionaries, with ``statuses`` in the order of STATUSES."""
    found = []
    for *values, confirmed, rejected in rows:
        cell = dict(zip(COLUMNS, values, strict=True))
        cell["statuses"] = [cell["n"] - confirmed - rejected, confirmed, rejected]
        if cell["n"] == 1:  # a mean of one may miss it by a rounding
            cell["longitude"], cell["latitude"] = cell["west"], cell["south"]
        found.append(cell)
    return found
