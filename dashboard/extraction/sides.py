"""Who did it and to whom, as the grammar of one sentence tells it.

ACLED's two sides of an event: side 1 did it, side 2 suffered it; of a clash either is a side; of a demonstration side 1 is
who demonstrates, side 2 the force that steps in. A side that the sentence does not tell is empty.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from dashboard.extraction.actors import GENERAL, Actor
from dashboard.extraction.forces import military_of, police_of
from dashboard.extraction.people import is_head, people
from dashboard.extraction.roles import Role, Span, roles_of
from dashboard.extraction.words import Words, words_of
from dashboard.geoparse.lexicon import word_classes
from dashboard.records import EVENT_TYPE_OF

Sides = tuple[tuple[Actor, ...], tuple[Actor, ...]]
_DEMONSTRATING = {"Protesters", "Rioters"}
_CLAUSE = frozenset({";", "while", "but", "whereas", "meanwhile"})
_UNARMED = frozenset({"Violence against civilians", "Explosions/Remote violence", "Protests", "Riots"})
_NOBODY = frozenset({"other", "others", "male", "female"})
_ENDS = word_classes("counting")["ends"]
_JOINED = 5  # words between two who act together
_SHARED = frozenset({Role.DID, Role.MUTUAL})


def find_sides(
    sentence: str,
    actors: list[Actor],
    trigger_start: int,
    trigger_end: int,
    sub_event_type: str,
    country: str = "",
) -> Sides:
    """(side 1, side 2) of what the trigger at ``trigger_start:trigger_end`` reports, each name once, in order.

    ``actors`` are those of ``find_actors`` in the same sentence; victims it does not name ("two students", "an officer")
    are added as civilians or forces of ``country``. Every actor keeps the offsets of its mention.
    """
    event_type = EVENT_TYPE_OF.get(sub_event_type, "")
    words = words_of(sentence)
    victims = _victims(words, actors, country, unknown=event_type in _UNARMED or sub_event_type == "Arrests")
    mentions = sorted([*((a, False) for a in actors), *((v, True) for v in victims)], key=lambda m: m[0].start)
    spans = [Span(words.index(a.start), max(words.index(a.start) + 1, words.index(a.end))) for a, _ in mentions]
    told: list[tuple[Actor, Role]] = [
        (actor, role)
        for (actor, victim), role in zip(mentions, roles_of(sentence, words, spans), strict=True)
        if role is not Role.SPOKE and not (victim and role is not Role.SUFFERED)
    ]
    told = _of_clause(words, told, trigger_start, trigger_end)
    if event_type == "Protests" or sub_event_type == "Violent demonstration":
        return _demonstration(told, trigger_start, trigger_end, sub_event_type)
    one, two = _sides(words, told, trigger_start, trigger_end)
    one, apart = _nearest(words, one, trigger_start, trigger_end)
    if event_type == "Battles" and one and not two:  # "when militants attacked, troops returned fire"
        two = [a for a in apart if a.side != one[0].side]
    return _apart(one, two)


def _victims(words: Words, actors: list[Actor], country: str, *, unknown: bool) -> list[Actor]:
    """People whom no actor names; ``unknown`` tells whether people of no kind count as civilians."""
    taken = {i for a in actors for i in range(words.index(a.start), words.index(a.end))}
    found = []
    for i, word in enumerate(words.lower):
        noun = people().get(word)
        if noun is None or word in _NOBODY or not is_head(words, i) or taken & {i, i - 1}:
            continue
        after = words.at(i + 1)
        if words.written[i][0].isupper() and i and not noun[1] and after[:1].isalpha() and after not in _ENDS:
            continue  # "the Syrian capital"
        if word in {"member", "members"} and not taken.isdisjoint(range(i + 1, i + 7)):
            continue  # "members of Boko Haram" are no civilians
        actor = _victim(words.starts[i], words.ends[i], noun[0], country, unknown=unknown)
        if actor is not None:
            found.append(actor)
    return found


def _victim(start: int, end: int, kind: str, country: str, *, unknown: bool) -> Actor | None:
    if kind in {"civilian", "captive"} or (kind == "person" and unknown):
        return Actor(start, end, "Civilians", "civilian")
    if kind == "military":
        return Actor(start, end, military_of(country) if country else "Military", "state")
    if kind == "police":
        return Actor(start, end, police_of(country) if country else "Police", "state")
    return None


def _of_clause(words: Words, told: list[tuple[Actor, Role]], start: int, end: int) -> list[tuple[Actor, Role]]:
    """Those of the trigger's clause: one that another agent opens ("..., while soldiers shot two") is not its own."""
    cuts = [words.starts[i] for i, word in enumerate(words.lower) if word in _CLAUSE]
    agents = [k for k, (_, role) in enumerate(told) if role in _SHARED]
    for first, second in pairwise(agents):
        opens = words.index(told[second][0].start)
        if second - first > 1 and "and" in words.lower[max(0, opens - 6) : opens]:  # "... and soldiers shot two"
            cuts.append(words.starts[opens - 1])
    cuts.sort()
    begin = max((c for c in cuts if c <= start), default=0)
    close = min((c for c in cuts if c >= end), default=words.ends[-1] if len(words) else 0)
    return [(a, role) for a, role in told if begin <= a.start < close] or told


def _sides(words: Words, told: list[tuple[Actor, Role]], start: int, end: int) -> tuple[list[Actor], list[Actor]]:
    one = [a for a, role in told if role in {Role.DID, Role.FIRST}]
    two = [a for a, role in told if role in {Role.SUFFERED, Role.SECOND}]
    opposed = [a for a, role in told if role is Role.OPPOSED]
    mutual = [a for a, role in told if role is Role.MUTUAL]
    warded = [a for a, role in told if role is Role.WARDED]
    if opposed and two and not one and not mutual:
        one = opposed  # "a rebel was killed in a clash with soldiers"
    else:
        two += opposed
    if mutual and not two and not one:  # "A and B clashed"
        one, two = mutual[:1], mutual[1:]
    else:
        one += mutual
    one, two = (one, two + warded) if one else (warded, two)
    rest = [a for a, role in told if role is Role.NONE and not _placed(words, a)]
    if any(a.name != "Civilians" for a in one) or not two:  # "residents fled after gunmen attacked"
        one = [a for a in one if a.name != "Civilians"]
    if not one:
        one = [a for a in rest if a.end <= start and a.side != "civilian"][-1:] if _is_active(words, start, end) else []
    if not two and one:
        two = [a for a in rest if a.start >= end and a not in one][:1] if _is_active(words, start, end) else []
    return one, two


def _nearest(words: Words, one: list[Actor], start: int, end: int) -> tuple[list[Actor], list[Actor]]:
    """(those who act together nearest to the trigger, the others): "soldiers marched in, and a bomber blew himself up"."""
    runs: list[list[Actor]] = []
    for actor in sorted(one, key=_start):
        near = runs and words.index(actor.start) - words.index(runs[-1][-1].end) <= _JOINED
        if near:
            runs[-1].append(actor)
        else:
            runs.append([actor])

    def distance(run: list[Actor]) -> int:
        before, after = start - run[-1].end, run[0].start - end
        return max(before, 2 * after, 0)  # who acts stands before the verb, as a rule

    nearest = min(runs, key=distance, default=[])
    return nearest, [a for run in runs if run is not nearest for a in run]


def _is_active(words: Words, start: int, end: int) -> bool:
    """Whether the trigger is a verb in the active: "attacked", neither "the attack" nor "was attacked"."""
    i = words.index(start)
    first, before = words.at(i), {words.at(i - 1), words.at(i - 2)}
    if words.at(words.index(end)) == "by" or before & {"was", "were", "been", "being", "is", "are"}:
        return False
    return first.endswith(("ed", "ing")) or first in {
        "took",
        "retook",
        "hit",
        "struck",
        "shot",
        "overran",
        "drove",
        "withdrew",
        "fought",
    }


def _placed(words: Words, actor: Actor) -> bool:
    before = words.lower[max(0, words.index(actor.start) - 2) : words.index(actor.start)]
    return bool({"in", "at", "near", "to", "for", "about", "as", "of"}.intersection(before))


def _demonstration(told: list[tuple[Actor, Role]], start: int, end: int, sub_event_type: str) -> Sides:
    riot = sub_event_type == "Violent demonstration"
    name = "Rioters" if riot else "Protesters"
    one = [replace(a, name=name) for a, _ in told if a.name in _DEMONSTRATING] or [Actor(start, end, name, "civilian")]
    others = [(a, role) for a, role in told if a.name not in _DEMONSTRATING and a.name != "Civilians"]
    if riot:
        two = [a for a, role in others if role is not Role.NONE]
    elif sub_event_type == "Peaceful protest":
        two = []
    else:
        two = [a for a, role in others if role in _SHARED] or [a for a, _ in others if a.side == "state"]
    return _apart(one, two)


def _apart(one: list[Actor], two: list[Actor]) -> Sides:
    """Each name once, on one side only: on the first where it acts."""
    first = {a.name: a for a in sorted(one, key=_start, reverse=True)}
    second = {a.name: a for a in sorted(two, key=_start, reverse=True) if a.name not in first}
    return _named(list(first.values())), _named(list(second.values()))


def _named(side: list[Actor]) -> tuple[Actor, ...]:
    """A side without "rebels" and the like where it has a group by name."""
    named = any(a.side == "non-state" and a.name not in GENERAL for a in side)
    return tuple(sorted((a for a in side if not named or a.name not in GENERAL or a.side != "non-state"), key=_start))


def _start(actor: Actor) -> int:
    return actor.start
