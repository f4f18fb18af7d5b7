"""What speaks for and against that something happened at a mention of a place.

A mention is described by short strings, each a feature that the weights of ``event_model`` know or do not know.
"""

from __future__ import annotations

import re

from dashboard.extraction.event_types import UNREAL
from dashboard.extraction.event_words import HAPPENING
from dashboard.extraction.telling import Telling, kind_of, stem
from dashboard.extraction.ties import ties
from dashboard.geoparse.lexicon import word_classes as word_lists
from dashboard.records import Toponym

_SKIPPED = word_lists("mentions")["skipped"]
_PREPOSITIONS = word_lists("mentions")["prepositions"]
_SPEECH = re.compile(
    r"\b(?:said|says|say|saying|told|tells|spoke|speaking|reported|reports?|announced|declared|warned|added|according|"
    r"statement|spokes\w+|denied|condemned|urged|called|blamed|accused|vowed|promised|pledged|met|meeting|talks|visit\w*)\b",
    re.IGNORECASE,
)
_BACKWARD = re.compile(
    r"\b(?:years? ago|since|anniversary|in (?:19|20)\d\d|of (?:19|20)\d\d|decades?|began|started|history|war|worst|"
    r"had (?:been )?\w+ed|was once|used to|last year|earlier this year|so far this year)\b",
    re.IGNORECASE,
)
JOINED = re.compile(r"(?:,|,? and|,? or|,? as well as)\s+(?:in |at |near |on |outside )?(?:the )?$", re.IGNORECASE)
NEAR = 60  # characters


def location_features(telling: Telling, toponym: Toponym) -> list[str]:
    """What speaks for and against that something happened at this mention."""
    start, end = telling.at(toponym)
    clause = telling.clause(toponym)
    text = telling.sentence.text
    found = [f"code={kind_of(toponym)}", f"conf={int(toponym.confidence * 5)}"]
    found.append("lead" if telling.number == 0 else "body")
    if telling.dateline[0] <= toponym.start < telling.dateline[1]:
        found.append("dateline")
    if toponym.text in telling.title:
        found.append("in title")
    found += _neighbours(telling, start, end)
    tied = ties(text[:start], text[end:])
    if "landmark" in tied and "offset" in tied and not any(t is not toponym for t in telling.toponyms):
        tied.remove("landmark")  # "25 km south of Mosul": it lies beside no other place that is named
    found += [f"tie={name}" for name in tied] + [f"ties={'+'.join(tied)}"]
    found += _beside(telling, toponym)
    found += _dates(telling, clause, start)
    found += _triggers(telling, clause, start)
    found += _crossed(telling, toponym, clause, found)
    inside = text[clause[0] : clause[1]]
    if UNREAL.search(inside):
        modal = UNREAL.search(text[clause[0] : start])
        found += ["unreal words in clause", f"unreal {modal.group().lower() if modal else 'after'}"]
    found += [f"{name} in clause" for name, p in (("speech", _SPEECH), ("back", _BACKWARD)) if p.search(inside)]
    found += [f"{name} in sentence" for name, p in (("speech", _SPEECH), ("back", _BACKWARD)) if p.search(text)]
    found += {f"k={name}" for name in telling.classes_in(clause)}
    found += {f"kw={name}" for at, name in telling.classes if abs(at - start) <= NEAR}
    found += {f"c={word}" for at, word in telling.words if clause[0] <= at < clause[1]}
    found += {f"w={word}" for at, word in telling.words if abs(at - start) <= NEAR}
    found += {f"s={word}" for _, word in telling.words}
    return found


def _neighbours(telling: Telling, start: int, end: int) -> list[str]:
    """The words around the name; of a name in a list, those before the list's first."""
    text = telling.sentence.text
    head, joined = start, False
    for t in reversed(telling.toponyms):
        s, e = telling.at(t)
        if e <= head and JOINED.fullmatch(text[e:head]):
            head, joined = s, True
    before = [t.text.lower() for t in telling.tokens if t.end <= head]
    after = [t.text.lower() for t in telling.tokens if t.start >= end]
    own = [t.text.lower() for t in telling.tokens if t.end <= start][-1:]
    p1, p2, p3 = ([*before[::-1], "<s>", "<s>", "<s>"])[:3]
    n1, n2, n3 = ([*after, "</s>", "</s>", "</s>"])[:3]
    found = [f"p1={p1}", f"p2={p2} {p1}", f"p3={p3} {p2} {p1}", f"n1={n1}", f"n2={n1} {n2}", f"n3={n1} {n2} {n3}"]
    found += [f"own={own[0] if own else '<s>'}", "joined" if joined else "single"]
    return found + _governed(before)


def _governed(before: list[str]) -> list[str]:
    """The preposition that governs a name, over "the northern town of", and what governs the preposition."""
    position = len(before) - 1
    found = []
    while position >= 0 and len(before) - position < 9:
        word = before[position]
        if word == "of" and position > 0:
            found.append(f"of={stem(before[position - 1])}")
            position -= 2
            while position >= 0 and before[position] not in _PREPOSITIONS and _plain_word(before[position]):
                position -= 1
            break
        if word not in _SKIPPED:
            break
        found.append(f"noun={word}")
        position -= 1
    head = before[position] if position >= 0 else "<s>"
    if head in _PREPOSITIONS:
        governor = stem(before[position - 1]) if position > 0 else "<s>"
        found += [f"prep={head}", f"gov={governor}", f"prep+gov={head} {governor}"]
        if position > 1:
            found.append(f"gov2={stem(before[position - 2])}")
    else:
        found += ["prep=none", f"verb={stem(head)}" if head[0].isalpha() else "verb=mark"]
    return found


def _plain_word(word: str) -> bool:
    return word[0].isalpha() and word not in {"said", "told", "and", "or", "but", "who", "which", "that"}


def _beside(telling: Telling, toponym: Toponym) -> list[str]:
    """How the mention stands to the sentence's other names."""
    text, (start, end) = telling.sentence.text, telling.at(toponym)
    found = []
    rank = _coarseness(toponym)
    others = [t for t in telling.toponyms if t is not toponym and t.kind == "place"]
    if any(_coarseness(t) < rank for t in others):
        found.append("finer in sentence")
    clause = telling.clause(toponym)
    if any(_coarseness(t) < rank and clause[0] <= telling.at(t)[0] < clause[1] for t in others):
        found.append("finer in clause")
    if not others:
        found.append("alone")
    for t in others:
        s, e = telling.at(t)
        if 0 <= start - e <= 40:
            gap = re.sub(r"\w{9,}", "w", text[e:start].lower()).strip()
            found += [f"after={gap}", f"after code={kind_of(t)}>{kind_of(toponym)}"]
            if gap in {",", "in", ", in"}:
                found.append("contains the one before" if rank > _coarseness(t) else "beside the one before")
        if 0 <= s - end <= 40:
            gap = re.sub(r"\w{9,}", "w", text[end:s].lower()).strip()
            found += [f"before={gap}", f"before code={kind_of(toponym)}>{kind_of(t)}"]
    return found


_COARSENESS = {
    "ADM4": 1,
    "ADM3": 1,
    "ADM2": 2,
    "ADM1": 3,
    "RGN": 4,
    "PCLI": 5,
    "PCLD": 5,
    "CONT": 6,
    "OCN": 6,
    "SEA": 6,
}


def _coarseness(toponym: Toponym) -> int:
    return _COARSENESS.get(toponym.place.feature_code, 0) if toponym.place else 0


def _dates(telling: Telling, clause: tuple[int, int], start: int) -> list[str]:
    found = []
    for scope, dates in (
        ("clause", [d for d in telling.dates if clause[0] <= d.start < clause[1]]),
        ("sentence", list(telling.dates)),
    ):
        if any(not d.background for d in dates):
            found.append(f"date in {scope}")
        if any(d.background for d in dates):
            found.append(f"old date in {scope}")
    near = min(telling.dates, key=lambda d: abs(d.start - start), default=None)
    if near is not None:
        found.append(f"nearest date {'old' if near.background else 'new'}")
    return found


def _triggers(telling: Telling, clause: tuple[int, int], start: int) -> list[str]:
    found: set[str] = set()
    for t in telling.triggers:
        where = "clause" if clause[0] <= t.start < clause[1] else "sentence"
        found |= {f"{'real' if t.real else 'unreal'} in {where}", f"t={t.sub_event_type} {t.real} in {where}"}
    told = [(at, name) for at, name in telling.classes if name in HAPPENING]
    if told:
        at, name = min(told, key=lambda pair: abs(pair[0] - start))
        found |= {f"happening {'before' if at < start else 'after'} {min(abs(at - start) // 20, 5)}", f"nearest={name}"}
    inside = [name for at, name in told if clause[0] <= at < clause[1]]
    found.add(f"happening in clause {min(len(set(inside)), 3)}")
    found.add(f"happening in sentence {min(len({name for _, name in told}), 3)}")
    return sorted(found)


def _crossed(telling: Telling, toponym: Toponym, clause: tuple[int, int], found: list[str]) -> list[str]:
    """Pairs of what is seen that mean more together than each alone."""
    told = any(name in HAPPENING and clause[0] <= at < clause[1] for at, name in telling.classes)
    prep = next((f for f in found if f.startswith("prep=")), "prep=")
    kind = kind_of(toponym)
    size = "town" if kind == "PPL" else kind
    first = f"first={telling.number == 0}"
    old = "old" if any(f.startswith("old date in clause") or f == "back in clause" for f in found) else "new"
    return [
        f"{prep} told={told}",
        f"{prep} {size}",
        f"told={told} {size}",
        f"told={told} {first}",
        f"told={told} {old} {prep}",
        *(f"{f} told={told}" for f in found if f.startswith(("n1=", "of=", "gov=", "verb="))),
        *(f"{f} {size}" for f in found if f.startswith(("finer", "alone", "joined"))),
    ]
