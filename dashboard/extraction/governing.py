"""Which predicate governs which counted phrase: who was killed, who wounded, who fled, who bears arms.

A predicate counts what follows it ("killed at least 12 people"), what stands before it as its subject ("12 people, most of
them women, were killed", "five dead"), or what it is a noun for ("12 deaths"). Walks are bounded, so a sentence of any
length is read in time that grows with its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dashboard.extraction.people import ARMED, Phrase, people, phrases_of, with_names
from dashboard.extraction.predicates import FORCED, Predicate
from dashboard.extraction.words import Words
from dashboard.geoparse.lexicon import word_classes

_LISTS = word_classes("counting")
_AUX = _LISTS["auxiliaries"]
_PASSING = _LISTS["passing"]
_PLACED = _LISTS["placing"]
_BY = _LISTS["prepositions"]
_STOP = _LISTS["stops"]
_ASIDE = _LISTS["asides"]
_REACH = 14  # words between people and what befell them
_ASIDE_REACH = 16
_OBJECT = re.compile(
    r"(?:\d.*|an?|the|his|her|their|its|our|up|more|over|some|several|dozens|scores|hundreds|thousands|about|around|nearly|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|civilians?|people|men|women|soldiers|him|them|us|me|"
    r"many|no|another|everyone|members?|villagers|residents|police\w*|scores)"
)
_NOT_FIGHTING = re.compile(
    r"\b(?:captur|arrest|detain|abduct|kidnap|free|releas|train|surrender|defect|jail|imprison|hostage|recruit|said|says|told)\w*\W*$"
)
_TAKEN = re.compile(
    r"\W*(?:\w+ly )?(?:(?:were|was|have been|had been|are|being) )?(?:\w+ly )?(?:among|captured|arrested|detained|abducted|kidnapped|taken|"
    r"freed|released|surrendered|defected|sentenced|jailed|said|told|say|trained)\b"
)
_TOLD_AS = _LISTS["stated"]
_JOINTS = frozenset({",", "and", "&", "plus", "as", "well", "along", "together", "with", "then"})
_A_HANDFUL = 10  # fewer who fled ran away: none calls them displaced
_NEARBY = 10  # words between a stated total and its number
_ELLIPSIS = 8  # "killed two in Beni, three in Goma": words back to the count whose verb it shares
Governed = tuple[list[Phrase], str, bool]  # phrases that are added up, their kind, whether it is a stated total


class Grammar:
    """The counted phrases of one sentence under their predicates."""

    def __init__(self, sentence: str, words: Words, predicates: list[Predicate]) -> None:
        self.sentence, self.words, self.predicates = sentence, words, predicates
        self.at = {p.first: p for p in predicates}
        self.ending = {p.last: p for p in predicates}
        verbs = frozenset(i for p in predicates for i in range(p.first, p.last))
        opened = [p.last for p in predicates if p.takes_object]
        self.phrases = with_names(words, phrases_of(words, verbs), opened, verbs)
        self.starting = {q.before: q for q in reversed(self.phrases)}
        self.counted = {q.last for q in self.phrases}

    def read(self) -> list[Governed]:
        """The phrases that a predicate governs, then the fighters, who need none."""
        found = list(self._totals())
        taken = {q.first: kind for phrases, kind, _ in found for q in phrases}
        for group in self._groups():
            free = [q for q in group if q.first not in taken]
            governed = list(self._governed(free)) if free else []
            if free and not governed:
                governed = list(self._elliptical(free[0], taken))
            for phrases, kind in governed:
                taken |= {q.first: kind for q in phrases}
                found.append((phrases, kind, False))
        found += [([q], "fighters", False) for q in self.phrases if q.first not in taken and self._fights(q)]
        return found

    def _groups(self) -> Iterator[list[Phrase]]:
        """Phrases that only "and" and commas join."""
        group: list[Phrase] = []
        for q in self.phrases:
            between = self._between(group[-1], q) if group else []
            if group and (not between or not _JOINTS.issuperset(between) or (q.part and not group[0].part)):
                yield group
                group = []
            group.append(q)
        if group:
            yield group

    def _between(self, a: Phrase, b: Phrase) -> list[str]:
        """The words that join two phrases; "of Djibo" after "the deputy mayor" belongs to him."""
        start = a.last
        if self.words.at(start) == "of" and a.known:
            start += 2
            while start < b.before and self.words.written[start][0].isupper():
                start += 1
        return self.words.lower[start : b.before] if b.before - start < 4 else []

    def _governed(self, group: list[Phrase]) -> Iterator[tuple[list[Phrase], str]]:
        if len(group) > 1:  # "ten rucksacks, 192 dead"
            group = [q for q in group if q.known or not q.unit] or group
        if len(group) > 1 and self.words.at(group[-1].last) in {"said", "says", "told"}:
            group = group[:-1]
        before, after = self._object_predicate(group[0]), self._after(group[-1])
        if group[0].part:
            if before is not None:
                yield group[:1], before.kind  # "killing nine of them"
            elif after is not None and (after.role == "s" or self.words.at(group[0].before - 1) == ":"):
                yield group[-1:], after.kind
            return
        if before is not None and after is not None:
            cut = self._cut(group)
            yield from ((part, p.kind) for part, p in ((group[:cut], before), (group[cut:], after)) if part)
        elif before is not None or after is not None:
            told = before or after
            assert told is not None
            if self._fits(group, told):
                yield group, told.kind

    def _cut(self, group: list[Phrase]) -> int:
        """Where the object of one verb ends and the subject of the next begins: at the second "and", else the first joint."""
        if len(group) == 1:
            return 1
        ands = [k for k, q in enumerate(group) if k and "and" in self.words.lower[group[k - 1].last : q.before]]
        return ands[-1] if len(ands) > 1 else 1

    def _fits(self, group: list[Phrase], told: Predicate) -> bool:
        if told.kind != "displaced":
            return True
        few = self.words.lower[told.first] == "fled" and sum(q.number.best for q in group) < _A_HANDFUL
        return not few and all(q.kind not in ARMED | {"captive"} and (q.known or not q.unit) for q in group)

    def _object_predicate(self, q: Phrase) -> Predicate | None:
        p = self.ending.get(q.before)
        if p is not None and p.takes_object:
            return p if self.words.lower[p.first] not in {"lost", "losing"} or q.kind in ARMED else None
        if p is not None and p.role == "h" and not q.unit and p.first not in self.counted:
            return p  # "Fatalities 12"
        claimed = self.words.at(q.before - 1) in {"claimed", "claiming", "cost", "costing", "lost", "took", "taking"}
        noun = self.at.get(q.last)
        return noun if claimed and noun is not None and noun.role == "h" else None

    def _after(self, q: Phrase) -> Predicate | None:
        noun = self.at.get(q.last)
        if noun is not None and noun.role == "h":
            return None if self.words.at(q.last) == "lives" else noun
        if noun is not None and not q.unit and noun.role == "b":
            after = self.words.at(noun.last)  # "12,000 displaced people", but "one killed a man"
            plain = after in people() or not (self._is_object(noun.last) or re.match(r"famil|household", after))
            return noun if plain else None
        governed = self.words.at(q.before - 1) in _BY
        told = self.subject_predicate(q.last, governed=governed)
        if told is not None and told.kind == "displaced" and self.words.lower[told.first] in {"out", "from"}:
            return told if FORCED.intersection(self.words.lower[max(0, q.before - 1) : told.first]) else None
        return told

    def subject_predicate(self, j: int, *, governed: bool) -> Predicate | None:
        """What is told of the people whose phrase ends before word ``j``; ``governed`` where a preposition holds them."""
        passive, adjacent, end = False, True, min(j + _REACH, len(self.words))
        while j < end:
            word, p = self.words.lower[j], self.at.get(j)
            if p is not None and self.words.at(j - 1) == "the":
                return None  # "nobody counted the dead"
            if p is not None:
                return p if self._tells(p, passive=passive and not governed, adjacent=adjacent) else None
            aside = word in {",", "(", "—", "–", "-"} and self.words.at(j + 1) in _ASIDE
            listed = (
                word in {",", "and"}
                and not aside
                and next((k for k in (1, 2, 3) if self.words.at(j + k) in people()), 0)
            )
            if listed and j + listed not in self.at and not any(i in self.starting for i in range(j, j + listed)):
                j += listed + 1  # "137 soldiers, policemen and civil servants"
                continue
            if word in {",", "(", "—", "–", "-"}:
                past = self._past_aside(j)
                if past is None:
                    return None
                j, end = past, min(past + _REACH, len(self.words))
                continue
            inner = self.starting.get(j)
            if (
                word in _STOP
                or (word == "and" and not passive)
                or (inner is not None and inner.known and not inner.part)
            ):
                return None
            if word in _AUX:
                passive = passive or word not in {"has", "have", "had"}
            elif word in _PLACED:
                adjacent = False
            elif adjacent and not passive and word not in _PASSING and not word.endswith("ly"):
                return None  # another verb: "12 gunmen attacked"
            j += 1
        return None

    def _tells(self, p: Predicate, *, passive: bool, adjacent: bool) -> bool:
        first = self.words.lower[p.first]
        if p.role == "s":
            return passive or adjacent or first in {"died", "die", "dies", "perished", "fled", "drowned", "lost"}
        if p.role != "b":
            return False
        return passive or (adjacent and not self._is_object(p.last))

    def _is_object(self, j: int) -> bool:
        word = self.words.at(j)
        return _OBJECT.fullmatch(word) is not None or (
            word in {"at", "as"} and self.words.at(j + 1) in {"least", "most", "many"}
        )

    def _past_aside(self, j: int) -> int | None:
        """The word after an aside that opens at ``j``: ", most of them women,", "(including two children)"."""
        opening, after = self.words.lower[j], self.words.at(j + 1)
        inner = self.starting.get(j + 1)
        if opening == "," and after not in _ASIDE and not after.isdigit() and not (inner and inner.part):
            return None
        closing = ")" if opening == "(" else opening
        stop = min(j + 1 + _ASIDE_REACH, len(self.words))
        return next((i + 1 for i in range(j + 1, stop) if self.words.lower[i] == closing), None)

    def _elliptical(self, q: Phrase, taken: dict[int, str]) -> Iterator[tuple[list[Phrase], str]]:
        """ "three in Goma" after "killed two in Beni,": the verb is shared."""
        if q.unit or q.part or self.words.at(q.before - 1) not in {",", "and"} or self.words.at(q.last) not in _PLACED:
            return
        back = next((i for i in range(q.first - 1, q.first - 1 - _ELLIPSIS, -1) if i in taken), None)
        if back is not None:
            yield [q], taken[back]

    def _totals(self) -> Iterator[Governed]:
        for p in self.predicates:
            if p.role != "t":
                continue
            near = [self.starting[i] for i in range(p.last, p.last + _NEARBY) if i in self.starting]
            near = [q for q in near if not self._cut_off(p.last, q.before)]
            told = [q for q in near if self.words.at(q.before - 1) in _TOLD_AS or self._changes(q)]
            before = [self.starting[i] for i in range(p.first - 5, p.first) if i in self.starting]
            back = [q for q in before if q.last + 1 == p.first and self.words.at(q.before - 1) in {"to", "at"}]
            for q in [*told, *back][:1]:
                yield [replace(q, unit=q.unit if q.known else "")], p.kind, True

    def _changes(self, q: Phrase) -> bool:
        return q.number.low != q.number.high and (
            self.words.at(q.first) == "from" or self.words.at(q.before - 1) in {"by", "from"}
        )

    def _cut_off(self, first: int, last: int) -> bool:
        return any(self.words.lower[i] in {";", ":"} or i in self.at for i in range(first, last))

    def _fights(self, q: Phrase) -> bool:
        if q.kind not in ARMED or q.number.best < 2 or q.part:
            return False
        start, end = self.words.starts[q.before], self.words.ends[q.last - 1]
        before, after = self.sentence[max(0, start - 20) : start], self.sentence[end : end + 40]
        return not _NOT_FIGHTING.search(before) and not _TAKEN.match(after)
