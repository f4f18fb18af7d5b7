"""How many were killed, as one sentence says it: the best estimate, or None where it gives no number."""

from __future__ import annotations

import re

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_WORDS = {word: n for n, word in enumerate(_UNITS)} | _TENS
_NUMBER = (
    r"(?P<{}>\d{{1,3}}(?:,\d{{3}})+|\d+|(?:"
    + "|".join(_TENS)
    + ")(?:-(?:"
    + "|".join(_UNITS[1:10])
    + "))?|"
    + "|".join(_UNITS)
    + ")"
)
_WHO = r"(?: (?!wounded|injured|hurt)[\w'’-]+){0,4}?"
_HEDGE = r"(?:at least |more than |about |some |around |up to |as many as |nearly |over |an estimated )?"
_KILLED = [
    re.compile(p, re.IGNORECASE)
    for p in (
        rf"\b{_NUMBER.format('n')}{_WHO} (?:were |was |have been |had been |being )?(?:reported )?(?:killed|dead|died|shot dead|executed|massacred|beheaded)\b",
        rf"\b(?:kill(?:ed|ing|s)?|claim(?:ed|ing) the lives of|le(?:ft|aving)) {_HEDGE}{_NUMBER.format('n')}\b(?!{_WHO} (?:wounded|injured))",
        rf"\bdeath toll\b[^.]{{0,40}}?\b{_NUMBER.format('n')}\b",
        rf"\b(?:shot dead|execut(?:ed|ing)|massacred|behead(?:ed|ing)|murdered) {_HEDGE}{_NUMBER.format('n')}\b",
    )
]


def find_fatalities(sentence: str) -> int | None:
    """The number killed, "at least 40" read as 40; None where the sentence does not say."""
    for pattern in _KILLED:
        if match := pattern.search(sentence):
            return _value(match["n"])
    return None


def _value(text: str) -> int:
    text = text.lower().replace(",", "")
    if text.isdigit():
        return min(int(text), 10_000_000)
    tens, _, unit = text.partition("-")
    return _WORDS[tens] + (_WORDS[unit] if unit else 0)
