"""The order in which ACLED's codebook tells kinds of events apart, over the word classes of ``event_words.csv``.

The means comes first (what exploded, what fell from the air), then who stood against whom. It is one feature of the
trained model, which weighs it against the words themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_PASSIVE = re.compile(
    r"\b(?:was|were|been|being|are|is)\b(?: \w+){0,3}? (?:\w+ed|shot|hurt|slain|hacked|taken|beaten|hit|struck|found|blown)\b"
    r"|\b(?:died|dead|perished|lost their lives)\b",
    re.IGNORECASE,
)
_ARMED = frozenset({"soldier", "police"})
_UNARMED = frozenset({"civilian", "market"})
_RPG = re.compile(r"rocket-propelled|launch(?:er|ed) grenade", re.IGNORECASE)
Classes = Sequence[tuple[int, str]]


def coded(text: str, classes: Classes) -> str:
    """The sub-event type that the codebook's order gives to a clause with these word classes (offset, name); "" for none."""
    names = {name for _, name in classes}
    by_means = _by_means(text, names)
    if by_means:
        return by_means
    if names & {"protest", "teargas", "protester"} and names & {"protest", "teargas", "riot", "mob"}:
        return _street(names)
    if names & {"mob"} and names & {"kill", "attack", "burn", "riot", "loot", "clash", "die"}:
        return "Mob violence"
    if "capture" in names or ("storm" in names and "peaceful" in names):
        return _territory(names, classes)
    if "withdraw" in names and not names & {"clash", "kill", "ambush"}:
        return "Non-violent transfer of territory"
    if names & {"clash", "ambush"}:
        return "Armed clash" if names & {"soldier", "police", "rebel", "clash"} else "Attack"
    if names & {"attack", "storm", "fired", "shot", "kill", "die", "wound", "strike"}:
        return _armed_or_not(text, names, classes)
    return _rest(names)


def _by_means(text: str, names: set[str]) -> str:
    harm = names & {"strike", "bombard", "fired", "kill", "die", "wound", "bomb", "attack", "shell", "burn"}
    if "rape" in names:
        return "Sexual violence"
    if "chemical" in names:
        return "Chemical weapon"
    if "disrupt" in names and names & {"bomb", "shell", "aircraft", "grenade", "carbomb", "arrest", "disrupt"}:
        return "Disrupted weapons use" if not names & {"kill", "die", "strike"} else _weapon(text, names, bool(harm))
    if "suicide" in names:
        return "Suicide bomb"
    if "abduct" in names:
        return "Abduction/forced disappearance"
    if "agree" in names and not names & {"kill", "clash", "bomb", "strike", "attack", "fired", "shell", "die"}:
        return "Agreement"
    return _weapon(text, names, bool(harm))


def _weapon(text: str, names: set[str], harm: bool) -> str:
    if "grenade" in names and not names & {"protest", "teargas"} and not _RPG.search(text):
        return "Grenade"
    if "airstrike" in names or ("aircraft" in names and harm):
        return "Air/drone strike"
    if "shell" in names and not names & {"clash", "ambush", "storm", "capture", "protest"}:
        return "Shelling/artillery/missile attack"
    if names & {"bomb", "carbomb"} and not names & {"protest", "storm", "clash", "riot", "capture"}:
        return "Remote explosive/landmine/IED"
    if "bombard" in names and not names & {"clash", "storm"}:
        return "Shelling/artillery/missile attack"
    return ""


def _street(names: set[str]) -> str:
    deadly = names & {"shot", "kill", "die"} or ("fired" in names and "teargas" not in names)
    if deadly and names & _ARMED and not names & {"riot", "burn", "mob"}:
        return "Excessive force against protesters"
    if names & {"riot", "burn", "loot", "clash"}:
        return "Violent demonstration"
    if "mob" in names and names & {"kill", "attack"}:
        return "Mob violence"
    if deadly and "shot" in names:
        return "Excessive force against protesters"
    if names & {"teargas", "arrest"}:
        return "Protest with intervention"
    return "Peaceful protest"


def _territory(names: set[str], classes: Classes) -> str:
    if names & {"peaceful", "withdraw"} and not names & {"clash", "kill", "attack", "die"}:
        return "Non-violent transfer of territory"
    taken = next(at for at, name in classes if name in {"capture", "storm"})
    before = [name for at, name in classes if at < taken and name in {"soldier", "police", "rebel"}]
    return "Non-state actor overtakes territory" if before[-1:] == ["rebel"] else "Government regains territory"


def _armed_or_not(text: str, names: set[str], classes: Classes) -> str:
    harm = [
        at for at, name in classes if name in {"attack", "storm", "fired", "shot", "kill", "die", "wound", "strike"}
    ]
    passive = _PASSIVE.search(text)
    after = {name for at, name in classes if at > harm[0]}
    before = {name for at, name in classes if at < harm[0]}
    victims = before if passive and passive.start() <= harm[0] + 12 else after
    if victims & _ARMED and not victims & {"civilian"}:
        return "Armed clash"
    if "rebel" in victims and names & _ARMED:
        return "Armed clash"
    if victims & _UNARMED:
        return "Attack"
    return "Armed clash" if names & {"soldier"} and "rebel" in names else "Attack"


def _rest(names: set[str]) -> str:
    for name, sub in (
        ("arrest", "Arrests"),
        ("agree", "Agreement"),
        ("loot", "Looting/property destruction"),
        ("burn", "Looting/property destruction"),
        ("riot", "Violent demonstration"),
        ("protest", "Peaceful protest"),
        ("mob", "Mob violence"),
        ("base", "Headquarters or base established"),
        ("flee", "Other"),
        ("curfew", "Other"),
    ):
        if name in names:
            return sub
    return ""
