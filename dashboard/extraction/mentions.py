"""What is seen of a place's mention: does its sentence tell of something that happened there, and of what?

A mention is described by short strings, each a feature that the weights of ``event_model`` know or do not know.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations, groupby, pairwise

from dashboard.extraction.clauses import clause_of, clauses
from dashboard.extraction.coding_rules import coded
from dashboard.extraction.dates import DateMention
from dashboard.extraction.event_types import UNREAL, Trigger, all_triggers, is_unreal
from dashboard.extraction.ties import ties
from dashboard.geoparse.tokens import Sentence, Token, tokenize
from dashboard.records import Toponym
from dashboard.settings import data_dir

_SKIPPED = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "its",
        "their",
        "his",
        "her",
        "of",
        "and",
        "town",
        "city",
        "village",
        "district",
        "province",
        "region",
        "state",
        "area",
        "camp",
        "neighbourhood",
        "neighborhood",
        "suburb",
        "suburbs",
        "outskirts",
        "hamlet",
        "county",
        "department",
        "governorate",
        "municipality",
        "central",
        "eastern",
        "western",
        "northern",
        "southern",
        "north",
        "south",
        "east",
        "west",
        "north-east",
        "north-west",
        "south-east",
        "south-west",
        "northeastern",
        "northwestern",
        "southeastern",
        "southwestern",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "northern-most",
        "nearby",
        "neighbouring",
        "neighboring",
        "restive",
        "volatile",
        "strategic",
        "key",
        "old",
        "historic",
        "remote",
        "border",
        "rebel-held",
        "government-held",
        "besieged",
        "contested",
        "port",
        "capital",
        "coastal",
        "oil",
        "oil-rich",
        "mining",
        "mainly",
        "busy",
        "small",
        "frontline",
        "main",
        "second",
        "downtown",
        "rural",
        "upper",
        "lower",
        "greater",
        "towns",
        "villages",
        "cities",
        "districts",
        "provinces",
    ]
)
_PREPOSITIONS = frozenset(
    [
        "in",
        "at",
        "near",
        "inside",
        "outside",
        "around",
        "on",
        "into",
        "toward",
        "towards",
        "through",
        "across",
        "within",
        "from",
        "of",
        "over",
        "between",
        "along",
        "to",
        "against",
        "by",
        "via",
        "off",
        "for",
        "with",
        "about",
        "under",
        "above",
        "behind",
        "beyond",
    ]
)
# Words that say nothing of what happened; where they stand beside a name they are features of their own.
_COMMON = frozenset(
    [
        "the",
        "a",
        "an",
        "in",
        "on",
        "at",
        "to",
        "of",
        "and",
        "or",
        "for",
        "from",
        "by",
        "with",
        "as",
        "was",
        "were",
        "is",
        "are",
        "be",
        "been",
        "has",
        "have",
        "had",
        "that",
        "this",
        "their",
        "its",
        "his",
        "her",
        "they",
        "he",
        "she",
        "it",
        "who",
        "which",
        "after",
        "before",
        "when",
        "while",
        "where",
        "near",
        "into",
        "also",
        "not",
        "but",
        "than",
        "then",
        "there",
        "one",
        "two",
        "three",
        "about",
        "some",
        "more",
        "at",
        "least",
        "over",
        "under",
        "between",
        "during",
        "said",
    ]
)
# Classes of words that tell of an event by themselves.
_HAPPENING = frozenset(
    [
        "suicide",
        "airstrike",
        "strike",
        "bombard",
        "shell",
        "bomb",
        "carbomb",
        "grenade",
        "chemical",
        "teargas",
        "fired",
        "shot",
        "kill",
        "die",
        "wound",
        "clash",
        "ambush",
        "attack",
        "storm",
        "capture",
        "withdraw",
        "abduct",
        "protest",
        "riot",
        "mob",
        "burn",
        "loot",
        "arrest",
        "disrupt",
        "agree",
        "rape",
        "curfew",
    ]
)
_VICTIMS = frozenset(["soldier", "police", "rebel", "civilian", "protester", "market", "asset"])
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
_STEM = re.compile(r"(?:ing|ed|es|s)$")
NEAR = 60  # characters


@dataclass(frozen=True)
class Telling:
    """A sentence with what was read from it; offsets of toponyms count in the article, all others in the sentence."""

    sentence: Sentence
    toponyms: Sequence[Toponym]
    dates: Sequence[DateMention]
    number: int  # of the sentence in its article
    dateline: tuple[int, int]
    title: str

    @cached_property
    def tokens(self) -> list[Token]:
        return tokenize(self.sentence.text)

    @cached_property
    def clauses(self) -> list[tuple[int, int]]:
        return clauses(self.sentence.text)

    @cached_property
    def triggers(self) -> list[Trigger]:
        return all_triggers(self.sentence.text)

    def at(self, toponym: Toponym) -> tuple[int, int]:
        """The toponym's offsets in the sentence."""
        return toponym.start - self.sentence.start, toponym.end - self.sentence.start

    def clause(self, toponym: Toponym) -> tuple[int, int]:
        """The clause in which the toponym stands."""
        return self.clauses[clause_of(self.clauses, self.at(toponym)[0])]

    @cached_property
    def classes(self) -> list[tuple[int, str]]:
        """Offset and name of each word class of ``event_words.csv`` in the sentence, outside names, in order."""
        spans = [self.at(t) for t in self.toponyms]
        return [
            (at, name) for at, _, name in word_classes(self.sentence.text) if not any(s <= at < e for s, e in spans)
        ]

    def trigger(self, toponym: Toponym, sub_event_type: str) -> tuple[int, int] | None:
        """Offsets in the sentence of the words that tell of the event at a mention: a trigger of its kind, else any
        real one, else a word of an event; those of the mention's clause first, then the nearest. None without any."""
        start, _ = self.at(toponym)
        clause = self.clause(toponym)
        words = [
            *((t.sub_event_type == sub_event_type, True, t.start, t.end) for t in self.triggers if t.real),
            *((False, False, at, end) for at, end, name in word_classes(self.sentence.text) if name in _HAPPENING),
        ]
        if not words:
            return None
        best = max(words, key=lambda w: (clause[0] <= w[2] < clause[1], w[0], w[1], -abs(w[2] - start)))
        return best[2], best[3]

    def foretold(self, toponym: Toponym) -> bool:
        """Whether all that the mention's clause tells of is planned, feared, denied or foretold."""
        clause = self.clause(toponym)
        told = [w for w in word_classes(self.sentence.text) if w[2] in _HAPPENING and clause[0] <= w[0] < clause[1]]
        return bool(told) and all(is_unreal(self.sentence.text, at, end) for at, end, _ in told)

    @property
    def happens(self) -> bool:
        """Whether a word of the sentence tells of an event."""
        return any(name in _HAPPENING for _, name in self.classes)

    def classes_in(self, clause: tuple[int, int]) -> list[str]:
        """The classes of one clause in order, each run of one class once."""
        names = [name for at, name in self.classes if clause[0] <= at < clause[1]]
        return [name for name, _ in groupby(names)]

    @cached_property
    def words(self) -> list[tuple[int, str]]:
        """Offset and stem of each word that is no part of a place's name; numbers are one word."""
        spans = [self.at(t) for t in self.toponyms]
        return [
            (t.start, _stem(t.text))
            for t in self.tokens
            if t.is_word and t.text.lower() not in _COMMON and not any(s <= t.start < e for s, e in spans)
        ]


def _stem(word: str) -> str:
    word = word.lower()
    if word[0].isdigit():
        return "#"
    return _STEM.sub("", word) if len(word) > 5 else word


def location_features(telling: Telling, toponym: Toponym) -> list[str]:
    """What speaks for and against that something happened at this mention."""
    start, end = telling.at(toponym)
    clause = telling.clause(toponym)
    text = telling.sentence.text
    found = [f"code={_kind(toponym)}", f"conf={int(toponym.confidence * 5)}"]
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


@lru_cache
def _classes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    with (data_dir() / "lexicon" / "event_words.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            (row["class"], re.compile(rf"(?<!\w)(?:{row['pattern']})(?!\w)", re.IGNORECASE))
            for row in csv.DictReader(lines)
        )


def word_classes(text: str) -> list[tuple[int, int, str]]:
    """Offsets and name of each word class of ``event_words.csv`` in a text, in order."""
    return sorted((*m.span(), name) for name, pattern in _classes() for m in pattern.finditer(text))


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
    if not any(name in _HAPPENING for name in here_classes):
        # "In Poti, which ..., protesters": the clause of the place tells of nothing by itself.
        here_classes = telling.classes_in((0, len(telling.sentence.text)))
        found.add("bare")
    scope = (0, len(telling.sentence.text)) if "bare" in found else clause
    inside_scope = [(at, name) for at, name in telling.classes if scope[0] <= at < scope[1]]
    rule = coded(telling.sentence.text[scope[0] : scope[1]], [(at - scope[0], name) for at, name in inside_scope])
    whole = coded(telling.sentence.text, telling.classes)
    found |= {f"rule={rule}", f"rules={rule}|{whole}"}
    found |= {f"k={name}" for name in here_classes}
    told = [name for name in here_classes if name in _HAPPENING]
    found |= {f"h={'+'.join(sorted(set(told)))}", f"h1={told[0] if told else ''}"}
    found |= {f"hv={a}>{b}" for a in set(told) for b in set(here_classes) & _VICTIMS}
    found |= {f"kk={a}+{b}" for a, b in combinations(sorted(set(here_classes)), 2)}
    found |= {f"ko={a}>{b}" for a, b in pairwise(here_classes)}
    found |= {f"ks={name}" for _, name in telling.classes}
    for label, around in (("p", before), ("n", following), ("t", telling.title)):
        classes = [(at, name) for at, _, name in word_classes(around)]
        found |= {f"k{label}={name}" for _, name in classes}
        if label != "n":
            found.add(f"rule{label}={coded(around, classes)}")
            found.add(f"rule={rule} {label}={coded(around, classes)}")
    found.add(f"code={_kind(toponym)}")
    return sorted(found)


def _kind(toponym: Toponym) -> str:
    if toponym.place is None:
        return "unknown"
    code = toponym.place.feature_code
    return "PPL" if code.startswith("PP") and code != "PPLC" else code


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
    return found + _governed(before, _stem)


def _governed(before: list[str], stem: Callable[[str], str]) -> list[str]:
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
            found += [f"after={gap}", f"after code={_kind(t)}>{_kind(toponym)}"]
            if gap in {",", "in", ", in"}:
                found.append("contains the one before" if rank > _coarseness(t) else "beside the one before")
        if 0 <= s - end <= 40:
            gap = re.sub(r"\w{9,}", "w", text[end:s].lower()).strip()
            found += [f"before={gap}", f"before code={_kind(toponym)}>{_kind(t)}"]
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
    told = [(at, name) for at, name in telling.classes if name in _HAPPENING]
    if told:
        at, name = min(told, key=lambda pair: abs(pair[0] - start))
        found |= {f"happening {'before' if at < start else 'after'} {min(abs(at - start) // 20, 5)}", f"nearest={name}"}
    inside = [name for at, name in told if clause[0] <= at < clause[1]]
    found.add(f"happening in clause {min(len(set(inside)), 3)}")
    found.add(f"happening in sentence {min(len({name for _, name in told}), 3)}")
    return sorted(found)


def _crossed(telling: Telling, toponym: Toponym, clause: tuple[int, int], found: list[str]) -> list[str]:
    """Pairs of what is seen that mean more together than each alone."""
    told = any(name in _HAPPENING and clause[0] <= at < clause[1] for at, name in telling.classes)
    prep = next((f for f in found if f.startswith("prep=")), "prep=")
    kind = _kind(toponym)
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
