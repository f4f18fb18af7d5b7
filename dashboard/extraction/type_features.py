"""What speaks for each kind of event at a mention of a place: words, their classes, triggers, the codebook's order."""

from __future__ import annotations

from itertools import combinations, pairwise

from dashboard.extraction.coding_rules import coded
from dashboard.extraction.event_words import HAPPENING, VICTIMS, word_classes
from dashboard.extraction.telling import Telling, kind_of
from dashboard.records import Toponym


def type_features(telling: Telling, toponym: Toponym, before: str, following: str) -> list[str]:
    """What speaks for each kind of event at this mention; ``before`` and ``following`` are the sentences around it."""
    start, _ = telling.at(toponym)
    clause = telling.clause(toponym)
    inside = [word for at, word in telling.words if clause[0] <= at < clause[1]]
    found = {f"c={word}" for word in inside} | {f"s={word}" for _, word in telling.words}
    for t in telling.triggers:
        if t.real:
            where = "clause" if clause[0] <= t.start < clause[1] else "sentence"
            found.add(f"t={t.sub_event_type} in {where}")
    real = [t for t in telling.triggers if t.real]
    here = [t for t in real if clause[0] <= t.start < clause[1]] or real
    if here:
        strongest = max(here, key=lambda t: (t.weight, -abs(t.start - start)))
        nearest = min(here, key=lambda t: abs(t.start - start))
        found |= {f"strong={strongest.sub_event_type}", f"near={nearest.sub_event_type}"}
    here_classes = telling.classes_in(clause)
    if not any(name in HAPPENING for name in here_classes):
        # "In Poti, which ..., protesters": the clause of the place tells of nothing by itself.
        here_classes = telling.classes_in((0, len(telling.sentence.text)))
        found.add("bare")
    scope = (0, len(telling.sentence.text)) if "bare" in found else clause
    inside_scope = [(at, name) for at, name in telling.classes if scope[0] <= at < scope[1]]
    rule = coded(telling.sentence.text[scope[0] : scope[1]], [(at - scope[0], name) for at, name in inside_scope])
    whole = coded(telling.sentence.text, telling.classes)
    found |= {f"rule={rule}", f"rules={rule}|{whole}"}
    found |= {f"k={name}" for name in here_classes}
    told = [name for name in here_classes if name in HAPPENING]
    found |= {f"h={'+'.join(sorted(set(told)))}", f"h1={told[0] if told else ''}"}
    found |= {f"hv={a}>{b}" for a in set(told) for b in set(here_classes) & VICTIMS}
    found |= {f"kk={a}+{b}" for a, b in combinations(sorted(set(here_classes)), 2)}
    found |= {f"ko={a}>{b}" for a, b in pairwise(here_classes)}
    found |= {f"ks={name}" for _, name in telling.classes}
    for label, around in (("p", before), ("n", following), ("t", telling.title)):
        classes = [(at, name) for at, _, name in word_classes(around)]
        found |= {f"k{label}={name}" for _, name in classes}
        if label != "n":
            found.add(f"rule{label}={coded(around, classes)}")
            found.add(f"rule={rule} {label}={coded(around, classes)}")
    found.add(f"code={kind_of(toponym)}")
    return sorted(found)
