"""How many were killed, as one sentence says it: the best estimate, or None where it gives no number.

"At least 40" is read as 40, a range by its lower end. Years, days, times and distances are no tolls.
"""

from __future__ import annotations

import re

_UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_UNITS += ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {word: n for n, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, start=2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_WRITTEN = f"(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_UNITS[1:10])}))?|{'|'.join(sorted(_UNITS, key=len, reverse=True))}|an?(?= hundred| thousand)"
_NUMBER = rf"(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d{{1,7}}(?![\d,.]\d)|{_WRITTEN})(?: (?P<scale>{'|'.join(_SCALES)}))?\b"
_RANGE = r"(?:(?: and | to | or |[-–])(?:\d[\d,]*|\w+))?"
_HEDGE = r"(?:(?:at least|more than|about|some|around|up to|as many as|nearly|over|an estimated|between|another|a further) ){0,2}"
# What a number counts when it counts no people.
_NO_PEOPLE = r"(?! ?(?:km|kilomet|miles?\b|met(?:er|re)s?\b|a\.?m\b|p\.?m\b|percent|per cent|%|years?\b|days?\b|hours?\b|weeks?\b|months?\b|-year|(?:january|february|march|april|may|june|july|august|september|october|november|december)\b))"
# Before a number: "March 5", "no one".
_NO_COUNT_BEFORE = re.compile(
    r"(?:\bno|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)|[\d.:,–-])\s*$",
    re.I,
)
_WHO = r"(?: (?!wounded|injured|hurt|kill)[\w'’-]+){0,4}?(?:, [^,.;]{1,60},)?"
_DEATH = r"(?:killed|dead|died|shot dead|executed|massacred|beheaded|murdered)"
_KILLED = [
    re.compile(p, re.IGNORECASE)
    for p in (
        # active: "killed at least 12 people", "claiming the lives of 12"
        rf"\b(?:kill(?:ed|ing|s)|claim(?:ed|ing) the lives of|shot dead|execut(?:ed|ing)|massacred|behead(?:ed|ing)|murder(?:ed|ing)) {_HEDGE}{_NUMBER}{_NO_PEOPLE}",
        rf"\ble(?:ft|aving) {_HEDGE}{_NUMBER}{_WHO} dead\b",
        # passive: "23 people were killed", "20 people, including 3 children, died"
        rf"\b{_NUMBER}{_NO_PEOPLE}{_RANGE}{_WHO}"
        rf" (?:(?:were|was|have been|had been|are|being)(?: reported| confirmed| also)? {_DEATH}|(?:reported |found )?(?:dead|died))\b",
        rf"\b{_NUMBER}(?: others| people| civilians| soldiers| fighters)? (?:killed|dead)\b(?! {_HEDGE}(?:\d|{_WRITTEN}))",
        rf"\bdeath toll\b[^.]{{0,40}}?\b{_NUMBER}{_NO_PEOPLE}",
    )
]


def find_fatalities(sentence: str) -> int | None:
    """The number killed; None where the sentence does not say."""
    for pattern in _KILLED:
        for match in pattern.finditer(sentence):
            year = re.fullmatch(r"(?:19|20)\d\d", match["n"])  # far more often than a toll
            if not year and not _NO_COUNT_BEFORE.search(sentence[max(0, match.start("n") - 12) : match.start("n")]):
                return _value(match["n"], match["scale"])
    return None


def _value(text: str, scale: str | None) -> int:
    text = text.lower().replace(",", "")
    if text.isdigit():
        value = int(text)
    elif text in {"a", "an"}:
        value = 1
    else:
        tens, _, unit = text.partition("-")
        value = _WORDS[tens] + (_WORDS[unit] if unit else 0)
    return min(value * _SCALES.get((scale or "").lower(), 1), 10_000_000)
