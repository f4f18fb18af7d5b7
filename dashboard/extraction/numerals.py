"""Numbers as news writes them: "at least 40", "between 3 to 5-thousand", "two dozen", "tens of thousands".

Vague words stand for their least number. ACLED's coding (FAQ on fatalities) takes the most conservative figure: 10 for
"tens", 12 for "dozens", 100 for "hundreds"; for an unknown number 3 or 10. Here "several", "a few", "many" are 3, the
lower of the two, and "scores" is 20, what the word means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dashboard.extraction.words import Words

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: n for n, word in enumerate(_UNITS.split())} | {
    word: 10 * n for n, word in enumerate(_TENS.split(), start=2)
}
_SMALL |= {f"{ten}-{unit}": _SMALL[ten] + _SMALL[unit] for ten in _TENS.split() for unit in _UNITS.split()[1:10]}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12}
_VAGUE = {"tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1000, "millions": 1_000_000}
_SEVERAL = {"several": 3, "many": 3, "numerous": 3, "multiple": 3, "countless": 3}
_A_FEW = {"few": 3, "handful": 3, "number": 3, "couple": 2, "pair": 2, "dozen": 12, "hundred": 100, "thousand": 1000,
          "million": 1_000_000}  # fmt: skip
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,9}(?:\.\d+)?")
LARGEST = 100_000_000  # more people than any event counts: a misread number
_MAX_WORDS = 10  # "nine hundred and ninety-nine thousand ..." is longer than any toll

AT_LEAST = ("at least", "more than", "over", "well over", "no fewer than", "no less than", "not less than", "not fewer than",
            "upwards of", "in excess of", "a minimum of", "above")  # fmt: skip
AT_MOST = ("up to", "as many as", "at most", "no more than", "not more than", "fewer than", "less than", "a maximum of")
ABOUT = ("about", "some", "around", "roughly", "approximately", "nearly", "almost", "an estimated", "estimated", "another",
         "a further", "an additional", "additional", "a total of", "a group of", "a family of", "a force of", "a crowd of", "the",
         "his", "her", "its", "their", "all", "as", "other", "further", "close to", "reportedly", "also", "just", "only")  # fmt: skip
_HEDGES: dict[str, list[tuple[list[str], str]]] = {}  # by their last word, longest first
for _limit, _hedges in (("low", AT_LEAST), ("high", AT_MOST), ("", ABOUT)):
    for _hedge in sorted(_hedges, key=lambda h: -len(h)):
        _HEDGES.setdefault(_hedge.split()[-1], []).append((_hedge.split(), _limit))
for _known in _HEDGES.values():
    _known.sort(key=lambda known: -len(known[0]))
_OPENS = {*_SMALL, *_VAGUE, *_SEVERAL, "a", "an", "half", "couple", "between", "from"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a sentence. ``first`` to ``last`` (exclusive) are its words, ``before`` the first word of its hedge.

    ``vague`` is true for "dozens" and the like; ``year`` where it looks like one.
    """

    best: int
    low: int | None
    high: int | None
    first: int
    last: int
    before: int
    vague: bool = False
    year: bool = False


def number_at(words: Words, i: int) -> Number | None:
    """The number that starts at word ``i``, with its range and its hedge, or None."""
    if words.lower[i] not in _OPENS and not words.lower[i][0].isdigit():
        return None
    opening = words.at(i) in {"between", "from"}
    start = i + opening
    number = _vague(words, start) or _plain(words, start)
    if number is None:
        return None
    upper = None if number.vague else _upper(words, number, opening)
    if upper is not None:
        number = upper
    elif opening:
        return None  # "from 12 soldiers": the number is read from its own word
    if words.at(number.last) == "or" and words.at(number.last + 1) in {"more", "so"}:
        number = replace(
            number, high=None if words.at(number.last + 1) == "more" else number.high, last=number.last + 2
        )
    return _hedged(words, replace(number, first=i, before=i))


def _hedged(words: Words, number: Number) -> Number:
    before, limit = number.before, ""
    for _ in range(3):
        for hedge, kind in _HEDGES.get(words.at(before - 1), ()):
            n = len(hedge)
            if before >= n and words.lower[before - n : before] == hedge:
                before, limit = before - n, limit or kind
                break
        else:
            break
    low = None if limit == "high" else number.low
    high = None if limit == "low" else number.high
    return replace(number, low=low, high=high, before=before)


def _upper(words: Words, number: Number, opening: bool) -> Number | None:
    """The range that ``number`` begins: "20-25", "three to five", "between 20 and 30"."""
    joint = words.at(number.last)
    if joint not in {"-", "–", "to", "or", "and"} or (joint == "and" and not opening):
        return None
    end = _plain(words, number.last + 1)
    if end is None or (number.year and end.best < 100):
        return None
    low = number.best
    scale = next((_SCALES[w] for w in words.lower[end.first : end.last] if w in {"hundred", "thousand", "million"}), 1)
    if low < 1000 <= scale and low * scale <= end.best:
        low *= scale  # "3 to 5-thousand"
    if low >= end.best:
        return None
    return Number(low, low, end.best, number.first, end.last, number.first, year=number.year and end.year)


def _vague(words: Words, i: int) -> Number | None:
    word, after = words.at(i), words.at(i + 1)
    last, value = i + 1, 0
    if word in _VAGUE:
        value = _VAGUE[word]
        if after == "of" and words.at(i + 2) in {"thousands", "millions", "hundreds"}:
            value, last = value * _VAGUE[words.at(i + 2)], i + 3
    elif word in _SEVERAL:
        value = _SEVERAL[word]
        value, last = (value * _SCALES[after], i + 2) if after in _SCALES else (value, last)
    elif word == "a" and after in {"few", "handful", "number"}:
        value, last = 3, i + 2
        if words.at(last) in _SCALES:
            value, last = value * _SCALES[words.at(last)], last + 1
    if not value:
        return None
    return Number(value, value, None, i, last, i, vague=True)


def _plain(words: Words, i: int) -> Number | None:
    word = words.at(i)
    if word == "half" and words.at(i + 1) in {"a", "an"} and words.at(i + 2) in _SCALES:
        return _exact(_SCALES[words.at(i + 2)] // 2, i, i + 3)
    if word in {"a", "an"}:
        value = _A_FEW.get(words.at(i + 1))
        if value is None or words.at(i + 1) in {"few", "handful", "number"}:
            return None
        return _exact(value, i, i + 2)
    if word == "couple":
        return _exact(2, i, i + 1)
    if _DIGITS.fullmatch(word):
        return _in_digits(words, i)
    return _in_words(words, i) if word in _SMALL else None


def _in_digits(words: Words, i: int) -> Number | None:
    value, last = float(words.lower[i].replace(",", "")), i + 1
    scaled = words.at(last + 1) if words.at(last) == "-" else words.at(last)
    if scaled in _SCALES:
        value, last = value * _SCALES[scaled], last + 1 + (words.at(last) == "-")
    if value > LARGEST or value != int(value):  # beyond the largest it may be infinite
        return None
    year = last == i + 1 and re.fullmatch(r"(?:19|20)\d\d", words.lower[i]) is not None
    return replace(_exact(int(value), i, last), year=year)


def _in_words(words: Words, i: int) -> Number | None:
    total, current, j = 0, 0, i
    while j < i + _MAX_WORDS:
        word = words.at(j)
        if word in _SMALL and (j == i or words.at(j - 1) in {*_SCALES, "and"}):
            current += _SMALL[word]
        elif word in _SCALES and j > i:
            current *= _SCALES[word]
            if word in {"thousand", "million"}:
                total, current = total + current, 0
        elif word != "and" or words.at(j - 1) not in {"hundred", "thousand"} or words.at(j + 1) not in _SMALL:
            break
        j += 1
    value = total + current
    return _exact(value, i, j) if value <= LARGEST else None


def _exact(value: int, first: int, last: int) -> Number:
    return Number(value, value, value, first, last, first)
