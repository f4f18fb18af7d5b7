"""What a name may mean: a place, and how the name stands for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from dashboard.records import Place


class NameKind(IntEnum):
    """How a name stands for a place."""

    NAME = 0
    ALTERNATE = 1
    ABBREVIATION = 2
    DEMONYM = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean. ``exact`` is False where only the forgiving key matched."""

    place: Place
    kind: NameKind
    exact: bool = True
    asked: str = ""  # the class a generic word asks for: "ADM2" in "Hamdaniya district"
    taught: float = 0.0  # how often and how precisely event data taught it; 0 where it did not
    overruled: bool = False  # a person said that the name means another place of this country

    @property
    def fits(self) -> bool:
        """Whether the place is of the class asked for; True where none was."""
        # Codes of other classes begin with P too: PRK is a park, PASS a mountain pass.
        return not self.asked or self.place.feature_code.startswith("PP" if self.asked == "P" else self.asked)
