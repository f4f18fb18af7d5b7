"""What speaks for or against two reports being of one thing: a weight, and the words that tell a person of it."""

from __future__ import annotations

import math
from typing import NamedTuple


class Signal(NamedTuple):
    """``weight`` in natural log-odds, above 0 for one thing and below 0 for two; the words are made when asked for."""

    weight: float
    template: str
    values: tuple[object, ...] = ()

    @property
    def words(self) -> str:
        """What was seen, for a person. Names out of articles are values, so no text of theirs is ever a template."""
        return self.template.format(*self.values)


def chance(log_odds: float) -> float:
    """The chance, 0 to 1, that natural log-odds stand for."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, log_odds))))
