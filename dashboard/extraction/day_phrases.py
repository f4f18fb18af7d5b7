"""The words by which English news tells days, weeks and months, as one regular expression."""

from __future__ import annotations

import re

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
          "november", "december")  # fmt: skip
_NUMBERS = {
    word: n
    for n, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
_NUMBERS |= {"a": 1, "an": 1, "the": 1, "a few": 3, "several": 3}


def number(word: str) -> int:
    """The number that a word or a row of digits means."""
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]


_NAMES = r"jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)|apr(?:il|\.)|may|june?|july?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?"
_MONTH = rf"(?P<month>{_NAMES})"
_YEAR = r"(?:,? (?:of )?(?P<year>(?:19|20)\d\d))"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_LAST = r"(?P<lastday>[0-3]?\d)(?:st|nd|rd|th)?"
_TO = r"(?: ?[-–] ?| and | to | through | until | or )"
_COUNT = r"(?P<count>\d{1,6}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|an?|a few|several)"
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
_PART = r"(?:day|morning|afternoon|evening|night)"

# (name, pattern); at the same place the earlier row wins.
PATTERNS = [
    ("iso", r"(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)"),
    ("ago", rf"(?:(?:nearly|almost|about|over|more than|some|barely|just) )?{_COUNT} (?P<unit>day|week|month|year|decade)s? ago"),
    ("ago", rf"(?:(?:nearly|almost|about|over|more than|some) )?{_COUNT} (?P<unit>month|year|decade)s? (?:earlier|before)"),
    ("counted", rf"(?:the |some |about )?{_COUNT} (?P<unit>days?|weeks?) (?P<way>earlier|later)"),
    ("counted", rf"(?:the )?{_COUNT} (?P<unit>days?|weeks?) (?P<way>before|after)(?=[,.;)]|$)"),
    ("after", rf"{_COUNT} (?P<unit>days?|weeks?) (?P<way>after|before)"),
    ("day_range", rf"{_DAY}(?: (?P<firstmonth>{_NAMES}))?{_TO}{_LAST} (?:of )?{_MONTH}\.?{_YEAR}?"),
    ("day_range", rf"{_MONTH}\.? {_DAY}{_TO}{_LAST}(?!\d|:|,\d\d\d| (?:people|civilians|soldiers|men|were))(?:,? (?P<year>(?:19|20)\d\d))?"),
    ("day_month", rf"{_DAY} (?:of )?{_MONTH}\.?{_YEAR}?"),
    ("month_day", rf"{_MONTH}\.? {_DAY}(?!\d|:|,\d\d\d){_YEAR}?"),
    ("month_year", rf"{_MONTH}{_YEAR}"),
    ("month", rf"(?:(?:in|during|throughout|since|until|by|last|early|late|mid|this) |mid-){_MONTH}(?! \d)"),
    ("year", r"(?:in|since|during|from|until|of|before|after) (?:early |late |mid-)?(?P<year>(?:19|20)\d\d)"),
    ("day_alone", r"on the (?P<day>[0-3]?\d)(?:st|nd|rd|th)(?! \w+ (?:anniversary|day))"),
    ("weekday_range", rf"(?P<first>{'|'.join(WEEKDAYS)})(?: \w+)?(?: and | to | through | until |[-–]){_WEEKDAY}"),
    ("weekday", rf"(?:(?P<last>last |the previous )|(?P<next>next |coming |this coming ))?{_WEEKDAY}(?P<lastweek> (?:of )?last week)?"),
    ("weekday", rf"overnight (?:on |in ?to |to |from \w+day to )?{_WEEKDAY}"),
    ("feast", r"(?P<feast>new year['’]s (?:day|eve)|christmas (?:day|eve)|boxing day|may day)"),
    ("yesterday", r"(?:the day before )?yesterday|(?:overnight|last night)"),
    ("today", r"today|this (?:morning|afternoon|evening)|tonight|earlier in the day"),
    ("follows", rf"(?:the )?(?:next|following|previous) {_PART}|the {_PART} before|(?:the )?day (?:later|before|earlier|after)(?=[,.;]|$)"),
    ("same", rf"(?:the |that )?(?:very )?same {_PART}|that {_PART}|(?:a few |several |some |two |three )?(?:hours|minutes) (?:later|earlier|before)|within (?:the same|an) hour|at (?:about )?the same time|later (?:on(?! (?:on )?\w+day)|that {_PART})|an hour (?:later|earlier)"),
    ("hours", r"(?:in|over|during|within) the (?:past|last|previous) (?:24|48|twenty-four) hours|past (?:24|48) hours"),
    ("weekend", r"(?:over|at|during|on) (?:the|last) (?:past )?weekend|last weekend|weekend"),
    ("last_week", r"last week|the (?:previous|past) week|earlier this week|this week|earlier in the week|in recent days|(?:past|last) (?:few |several |three |four |five |six |seven )?days"),
    ("last_month", r"last month|earlier this month|this month|in recent weeks|the (?:previous|past) month"),
    ("last_year", r"last year|earlier this year|this year|the previous year"),
]  # fmt: skip
# Days of feasts that news names without their date: (month, day).
FEASTS = {
    "new years day": (1, 1),
    "new years eve": (12, 31),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "may day": (5, 1),
}
# What is told by its distance alone, and how many days back "in recent ..." reaches.
VAGUE = {"last_week": 3, "last_month": 21, "last_year": 180, "weekend": 0, "hours": 1}


def _numbered(index: int, pattern: str) -> str:
    """The pattern as the group ``pN``, its own groups renamed ``NAME_N``: a regular expression names each group once."""
    return rf"(?P<p{index}>\b(?:" + re.sub(r"\?P<(\w+)>", rf"?P<\1_{index}>", pattern) + r")(?!\w))"


DATES = re.compile("|".join(_numbered(i, p) for i, (_, p) in enumerate(PATTERNS)), re.IGNORECASE)
