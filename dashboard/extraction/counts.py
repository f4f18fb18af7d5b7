"""How many were killed, wounded, driven from home or took part in arms, as one sentence tells it.

Policy. ``best`` is the conservative figure: ACLED codes the lowest number that is reported, 10 for "tens", 12 for
"dozens", 100 for "hundreds" (FAQ on fatalities); vague words in between are in ``numerals``. ``low`` is None where no
lower bound is told ("up to 40"), ``high`` None where no upper one is ("at least 40", "dozens"); a plain number is all
three. A bare plural ("killing civilians") tells no number and is left out, as are animals, families and other things, what
is denied, feared or only possible, a part of a larger count ("including five children"), and totals of a whole
conflict or year.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from dashboard.extraction.governing import Grammar
from dashboard.extraction.numerals import LARGEST
from dashboard.extraction.people import Phrase
from dashboard.extraction.predicates import predicates_of
from dashboard.extraction.words import Words, words_of

_NOBODY = re.compile(r"\b(?:no one|nobody|no-one|none|no (?:people|person|persons))\b", re.IGNORECASE)
_NO_DEATHS = re.compile(
    r"\b(?:no|without(?: any)?|zero) (?:(?:confirmed|known|human) )?(?P<what>casualt(?:y|ies)|fatalit(?:y|ies)|deaths?|injur(?:y|ies))\b",
    re.IGNORECASE,
)
_WAR = (
    r"(?:war|conflict|insurgency|rebellion|uprising|crisis|genocide|violence|unrest|attacks|fighting|pandemic|campaign)"
)
_BACKGROUND = re.compile(
    r"\bsince (?!(?:mon|tues|wednes|thurs|fri|satur|sun)day|dawn|morning|midnight|noon|yesterday|then|early|late|last (?:week|night|mon|tues|wed|thu|fri|sat|sun))"
    r"|\b(?:over|in|during|for) (?:the )?(?:past|last|recent) (?:\w+ ){0,2}?(?:years?|decades?|months?)\b"
    r"|\b(?:this|last|each|every|a|per) year\b|\bannually\b|\bdecades\b|\byears? of (?:\w+ )?" + _WAR + r"|\b(?:\w+-)?year(?:-long|-old)? " + _WAR
    + r"|\b(?:war|conflict|insurgency|rebellion|uprising|genocide|civil war)\b(?: \w+){0,4} (?:has|have|had) (?:\w+ )?(?:killed|claimed|left|cost|displaced|driven|forced|uprooted)\b"
    r"|\btoll (?:\w+ )?(?:in|of|from) (?:the|a) (?:[\w-]+ ){0,3}(?:war|conflict|insurgency|uprising)\b",
    re.IGNORECASE,
)  # fmt: skip
_RECORD = re.compile(
    r"\b(?:\w+est|worst|first|most \w+)\b[^,;]*$", re.IGNORECASE
)  # "the deadliest attack since 2014" is news
_NEARBY = 160  # characters on either side of a count that may say what it is a count of
_OPENING = re.compile(r"(?:since|over|in|during)\b[^,]{0,60},", re.IGNORECASE)
_CLAUSES = re.compile(r"[;:]|, (?=\w+ing\b|and\b|but\b|in (?:a|the) |with |which |as |while )|, (?=\w)")


@dataclass(frozen=True, slots=True)
class CountMention:
    """People counted: ``kind`` is fatalities, wounded, displaced or fighters; ``start``, ``end`` are the offsets of
    the number words in the sentence, ``unit`` the noun ("" if none). ``total`` marks a stated total ("the death toll")."""

    kind: str
    best: int
    low: int | None
    high: int | None
    start: int
    end: int
    unit: str = ""
    total: bool = False


def find_counts(sentence: str) -> list[CountMention]:
    """The counts of people in ``sentence`` in order. Conjoined victims ("a policeman and two civilians") are one mention."""
    words = words_of(sentence)
    predicates = predicates_of(sentence, words)
    grammar = Grammar(sentence, words, predicates)
    cuts = [0, *(m.end() for m in _CLAUSES.finditer(sentence)), len(sentence)]
    found = [
        _sum([_mention(words, q, kind, total=total) for q in phrases])
        for phrases, kind, total in grammar.read()
        if not _is_background(sentence, words, phrases, cuts)
    ]
    counted = [m for m in found if _is_possible(m)]
    return sorted([*counted, *_zeros(sentence, words, grammar)], key=lambda m: m.start)


def best_count(mentions: Iterable[CountMention], kind: str) -> CountMention | None:
    """What the mentions of ``kind`` come to, for a sentence of one event; None where there is none.

    A stated total beats the rest, then a first count that the others add up to; else they are added.
    """
    counted = [m for m in mentions if m.kind == kind]
    told = [m for m in counted if m.best] or counted[:1]
    totals = [m for m in told if m.total]
    if totals or len(told) < 2:
        return next(iter([*reversed(totals), *told]), None)
    if len(told) > 2 and told[0].best == sum(m.best for m in told[1:]):
        return told[0]
    summed = _sum(told)
    return summed if _is_possible(summed) else None


def _is_possible(mention: CountMention) -> bool:
    """Whether an event can have so many: what is more is a list of misread numbers."""
    return max(mention.best, mention.high or 0) <= LARGEST


def _sum(mentions: list[CountMention]) -> CountMention:
    lows, highs = [m.low for m in mentions], [m.high for m in mentions]
    units = {m.unit for m in mentions if m.unit}
    return replace(
        mentions[0],
        best=sum(m.best for m in mentions),
        low=None if None in lows else sum(n for n in lows if n is not None),
        high=None if None in highs else sum(n for n in highs if n is not None),
        end=mentions[-1].end,
        unit=units.pop() if len(units) == 1 else "people" if units else "",
    )


def _mention(words: Words, phrase: Phrase, kind: str, *, total: bool) -> CountMention:
    number = phrase.number
    best, low = number.best, number.low
    if total and number.high is not None and _changes(words, phrase):
        best, low = number.high, number.high  # "the toll rose from 12 to 15"
    start, end = words.starts[number.first], words.ends[number.last - 1]
    return CountMention(kind, best, low, number.high, start, end, phrase.unit, total)


def _changes(words: Words, phrase: Phrase) -> bool:
    return words.at(phrase.first) == "from" or words.at(phrase.before - 1) in {"from", "by"}


def _is_background(sentence: str, words: Words, phrases: list[Phrase], cuts: list[int]) -> bool:
    """Whether the count is of a whole war or year: its clause says so, or the sentence opens with "Since 2014,"."""
    start, end = words.starts[phrases[0].before], words.starts[phrases[-1].last - 1]
    begin = max(cuts[bisect_right(cuts, start) - 1], start - _NEARBY)
    close = min(cuts[min(bisect_right(cuts, end), len(cuts) - 1)], end + _NEARBY)
    opening = _OPENING.match(sentence)
    for stretch in (sentence[begin:close], opening.group() if opening else ""):
        match = _BACKGROUND.search(stretch)
        if match is not None and not _RECORD.search(stretch[: match.start()]):
            return True
    return False


def _zeros(sentence: str, words: Words, grammar: Grammar) -> list[CountMention]:
    """Those of whom none was: "no one was killed", "there were no casualties"."""
    found = []
    for m in _NOBODY.finditer(sentence):
        told = grammar.subject_predicate(words.index(m.end()), governed=False)
        if told is not None:
            found.append(CountMention(told.kind, 0, 0, 0, *m.span()))
    for m in _NO_DEATHS.finditer(sentence):
        what = m["what"].lower()
        kinds = (
            ["wounded"] if what.startswith("inj") else ["fatalities"] if what[0] != "c" else ["fatalities", "wounded"]
        )
        found += [CountMention(kind, 0, 0, 0, *m.span()) for kind in kinds]
    return found
