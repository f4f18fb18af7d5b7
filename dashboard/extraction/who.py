"""Who did it and to whom, at one place of a sentence, with the words that say so."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.extraction.actors import Actor, find_actors
from dashboard.extraction.sides import find_sides
from dashboard.extraction.telling import Telling
from dashboard.records import Evidence, Toponym


@dataclass(frozen=True, slots=True)
class Who:
    """Names, each once, and the evidence of both sides and of the words that tell of the event."""

    actors: tuple[str, ...]
    actor1: tuple[str, ...]
    actor2: tuple[str, ...]
    evidence: tuple[Evidence, ...]


def who(telling: Telling, mention: Toponym, sub_event_type: str, country: str) -> Who:
    """The actors of the sentence, and the sides of the event at ``mention`` in ``country`` (ISO code, "" unknown)."""
    text, offset = telling.sentence.text, telling.sentence.start
    trigger = telling.trigger(mention, sub_event_type)
    actors = find_actors(text, country)
    one, two = find_sides(text, actors, *trigger, sub_event_type, country) if trigger else ((), ())
    words = [Evidence("event_type", offset + trigger[0], offset + trigger[1])] if trigger else []
    sides = [
        Evidence(field, offset + a.start, offset + a.end)
        for field, side in (("actor1", one), ("actor2", two))
        for a in side
    ]
    return Who(_names([*actors, *one, *two]), _names(one), _names(two), (*words, *sides))


def _names(actors: list[Actor] | tuple[Actor, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a.name for a in actors))
