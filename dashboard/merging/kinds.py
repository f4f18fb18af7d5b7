"""Whether two reports may be of one kind of event: desks call one bombing a blast, a suicide attack, a raid."""

from __future__ import annotations

from itertools import combinations_with_replacement

from dashboard.merging.signals import Signal
from dashboard.records import EVENT_TYPE_OF

# Sub-event type -> (log-odds where both reports give it, what several of them are called, how much it says).
# The rarer it is, the less likely are two on one day in one place; the last number orders them from the general
# ("attack") to the particular ("suicide bomb").
SUBS: dict[str, tuple[float, str, int]] = {
    "Armed clash": (0.0, "armed clashes", 0),
    "Government regains territory": (1.2, "gains of territory by the government", 2),
    "Non-state actor overtakes territory": (1.2, "gains of territory by a group", 2),
    "Air/drone strike": (1.0, "air or drone strikes", 2),
    "Shelling/artillery/missile attack": (0.8, "shellings", 2),
    "Remote explosive/landmine/IED": (1.5, "bombs or mines", 2),
    "Suicide bomb": (2.0, "suicide bombs", 3),
    "Grenade": (1.5, "grenades", 3),
    "Chemical weapon": (2.0, "chemical attacks", 3),
    "Attack": (0.8, "attacks on civilians", 1),
    "Abduction/forced disappearance": (1.2, "abductions", 2),
    "Sexual violence": (1.2, "sexual violence", 2),
    "Peaceful protest": (1.2, "peaceful protests", 0),
    "Protest with intervention": (1.5, "protests that were broken up", 1),
    "Excessive force against protesters": (1.8, "excessive force against protesters", 2),
    "Violent demonstration": (1.5, "violent demonstrations", 1),
    "Mob violence": (1.3, "mob violence", 1),
    "Agreement": (1.2, "agreements", 1),
    "Arrests": (0.8, "arrests", 1),
    "Change to group/activity": (0.8, "changes of a group", 0),
    "Disrupted weapons use": (0.8, "disrupted uses of weapons", 1),
    "Headquarters or base established": (1.2, "new bases", 1),
    "Looting/property destruction": (0.8, "destructions of property", 1),
    "Non-violent transfer of territory": (1.0, "transfers of territory", 1),
    "Other": (0.3, "other developments", 0),
}
_BOMBS = frozenset({"Suicide bomb", "Remote explosive/landmine/IED"})
_FIRE = frozenset({"Air/drone strike", "Shelling/artillery/missile attack"})
_BLASTS = _BOMBS | {"Grenade"}
_REMOTE = _BLASTS | _FIRE | {"Chemical weapon"}
_PROTESTS = frozenset({"Peaceful protest", "Protest with intervention", "Excessive force against protesters"})
_GAINS = frozenset({"Government regains territory", "Non-state actor overtakes territory"})
# Kinds of which one event may be told as either, and the log-odds when it is; the first family that fits counts.
FAMILIES: tuple[tuple[float, frozenset[str]], ...] = (
    (1.0, _BOMBS),
    (0.7, _PROTESTS),
    (0.3, frozenset({"Armed clash", "Government regains territory"})),
    (0.3, frozenset({"Armed clash", "Non-state actor overtakes territory"})),
    (0.5, _BLASTS | {"Attack"}),
    (0.5, frozenset({"Violent demonstration", "Mob violence"})),
    (0.3, frozenset({"Armed clash", "Attack"})),
    (0.3, _PROTESTS | {"Violent demonstration"}),
    (0.3, _GAINS - {"Non-state actor overtakes territory"} | {"Non-violent transfer of territory"}),
    (0.3, _GAINS - {"Government regains territory"} | {"Non-violent transfer of territory"}),
    (0.3, _FIRE | {"Chemical weapon"}),
    (0.0, frozenset({"Attack", "Abduction/forced disappearance"})),
    (0.0, frozenset({"Attack", "Sexual violence"})),
    (0.0, frozenset({"Attack", "Mob violence"})),
    (0.0, frozenset({"Attack", "Excessive force against protesters"})),
    (0.0, frozenset({"Arrests", "Protest with intervention"})),
    (0.0, frozenset({"Arrests", "Abduction/forced disappearance"})),
    # "blew up the mosque", "burnt down the village"
    (0.0, _BOMBS | {"Looting/property destruction"}),
    (0.0, frozenset({"Attack", "Violent demonstration", "Mob violence", "Looting/property destruction"})),
    (-0.2, _FIRE | {"Attack", "Chemical weapon"}),
    (-1.5, _REMOTE),  # a mortar attack is no car bomb, and yet "a blast" may be either
    (-0.4, _REMOTE | {"Armed clash"}),  # "the attack"
    (-1.5, _GAINS),
)  # fmt: skip
# Kinds that a sentence does not confuse: an article that gives two of them tells of two events.
SHARP = _REMOTE | {"Abduction/forced disappearance", "Sexual violence"}
DIFFERENT = -1.0  # the log-odds from which two sharp kinds in one article are two events


def _table() -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for one, other in combinations_with_replacement(sorted(SUBS), 2):
        family = (weight for weight, kinds in FAMILIES if one in kinds and other in kinds)
        weight = SUBS[one][0] if one == other else next(family, None)
        if weight is not None:
            found[one, other] = found[other, one] = weight
    return found


AGREEMENT = _table()


def compare_kinds(one: str, other: str) -> Signal | None:
    """What two sub-event types say; None where no event is both."""
    weight = AGREEMENT.get((one, other))
    if weight is None:
        # A type that this table does not know (a later codebook): only the same is the same.
        return Signal(SUBS["Other"][0], "both {}", (one,)) if one == other and one not in EVENT_TYPE_OF else None
    if one == other:
        return Signal(weight, "both {}", (SUBS[one][1],))
    return Signal(weight, "{} and {} may be one" if weight >= 0 else "{} against {}", (one, other))


def are_different(one: str, other: str) -> bool:
    """Whether an article that gives both tells of two events."""
    return one != other and {one, other} <= SHARP and AGREEMENT.get((one, other), DIFFERENT) <= DIFFERENT


def specificity(sub_event_type: str) -> int:
    """How much a sub-event type says: 0 for what anything violent may be called, 3 for a suicide bomb."""
    return SUBS[sub_event_type][2] if sub_event_type in SUBS else 0
