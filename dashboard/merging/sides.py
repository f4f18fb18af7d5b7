"""What the actors of two reports say: one article names who did it, the next only "militants"."""

from __future__ import annotations

import re
from typing import NamedTuple

from dashboard.merging.signals import Signal
from dashboard.records import Report

# Who may be anyone: sharing them says little, and they contradict nobody.
GENERAL = frozenset(
    {
        "rebels", "militants", "police", "civilians", "protesters", "rioters", "gunmen", "soldiers", "insurgents",
        "military", "army", "troops", "security forces", "government forces", "militia", "tribal fighters",
    }
)  # fmt: skip
_ANYONE = re.compile(r"unidentified\b|unknown\b|civilians\b|protesters\b|rioters\b", re.IGNORECASE)

# Weights in log-odds.
SAME_ACTOR, SECOND_ACTOR = 0.8, 0.3
OTHER_ACTORS = -0.5
OTHER_SIDES = -0.7  # each says who did it, and they are two


class Sides(NamedTuple):
    """The actors of a report that are someone in particular."""

    named: frozenset[str]
    did: frozenset[str]


def sides_of(report: Report) -> Sides:
    """The particular actors of a report."""
    everyone = (*report.actors, *report.actor1, *report.actor2)
    return Sides(_particular(everyone), _particular(report.actor1))


def _particular(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(n for n in names if n.casefold() not in GENERAL and not _ANYONE.match(n))


def compare_sides(one: Sides, other: Sides) -> Signal | None:
    """What the actors say; None where one report names nobody in particular."""
    if not one.named or not other.named:
        return None
    if shared := one.named & other.named:
        weight = SAME_ACTOR + (SECOND_ACTOR if len(shared) > 1 else 0.0)
        return Signal(weight, "both name {}", (", ".join(sorted(shared)),))
    weight = OTHER_ACTORS + (OTHER_SIDES if one.did and other.did else 0.0)
    return Signal(weight, "one names {}, the other {}", (min(one.named), min(other.named)))


def contradict(one: Sides, other: Sides) -> bool:
    """Whether each says who did it, and nobody of the one is named in the other."""
    return bool(one.did and other.did) and not one.named & other.named
