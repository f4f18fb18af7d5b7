"""What the numbers of two reports say: a toll rises from article to article, yet two bombings have two tolls."""

from __future__ import annotations

import math

from dashboard.merging.signals import Signal
from dashboard.records import Count, Report

CLOSE = 0.85  # of the larger: desks count differently, and some count the bomber
FAR = 0.25  # of the larger: not the same count any more, even of a toll that rises

# Weights in log-odds. An equal toll says more the larger it is: many bombings kill 2, few kill 77.
EQUAL, EQUAL_TENFOLD, EQUAL_MOST = 0.5, 0.6, 2.0
AGREE = 0.9
FIT = 0.3  # "at least 30" and 80
RISES = 0.1
DIFFER, DIFFER_MUCH = -0.9, -1.3
WOUNDED = 0.6  # of what a toll says: fewer articles give it, and with less care

_NAMES = {"fatalities": "tolls", "wounded": "numbers of wounded"}


def compare_tolls(one: Report, other: Report) -> list[Signal]:
    """What the people killed and wounded say, for each that both reports give."""
    found = []
    for field, name in _NAMES.items():
        first, second = getattr(one, field), getattr(other, field)
        if first is not None and second is not None:
            rises = one.published != other.published and (first.best < second.best) == (one.published < other.published)
            signal = _compare(first, second, name, rises=rises)
            found.append(signal if field == "fatalities" else signal._replace(weight=signal.weight * WOUNDED))
    return found


def _compare(one: Count, other: Count, name: str, *, rises: bool) -> Signal:
    values = (name, max(one.best, other.best), min(one.best, other.best))
    if one.best == other.best:
        weight = min(EQUAL_MOST, EQUAL + EQUAL_TENFOLD * math.log10(max(1, one.best)))
        return Signal(weight, "same {} ({})", (name, one.best))
    share = min(one.best, other.best) / max(one.best, other.best)
    if share >= CLOSE:
        return Signal(AGREE, "{} {} and {} agree", values)
    if share < FAR:
        return Signal(DIFFER_MUCH, "{} {} and {} differ", values)
    if _may_be(one, other.best) or _may_be(other, one.best):
        return Signal(FIT, "{} {} and {} fit each other's bounds", values)
    return Signal(RISES, "{} {} and {}: it rose", values) if rises else Signal(DIFFER, "{} {} and {} differ", values)


def _may_be(count: Count, n: int) -> bool:
    """Whether ``n`` lies within the bounds that the words give: "at least 30" has no upper one."""
    return (count.low is None or count.low <= n) and (count.high is None or n <= count.high)


def conflict(one: Report, other: Report) -> bool:
    """Whether the numbers killed cannot be one count in one article, where no toll rises."""
    first, second = one.fatalities, other.fatalities
    if first is None or second is None:
        return False
    return min(first.best, second.best) < CLOSE * max(first.best, second.best)
