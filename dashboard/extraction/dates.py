"""Dates as news sentences give them, each relative to the day the article was published.

Weekdays mean the most recent such day, the published day included. A background phrase ("since June 2014", "five
years ago") dates no event: it is found as well, so that what it governs can be left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
          "november", "december")  # fmt: skip
_NUMBERS = {
    word: n
    for n, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
_NUMBERS |= {"a": 1, "an": 1, "a few": 3, "several": 3}

_MONTH = r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)|apr(?:il|\.)|may|june?|july?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
_YEAR = r"(?:,? (?:of )?(?P<year>(?:19|20)\d\d))"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_COUNT = r"(?P<count>\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|an?|a few|several)"

# (name, pattern); at the same place the earlier row wins.
_PATTERNS = [
    ("iso", r"(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)"),
    ("ago", rf"(?:(?:nearly|almost|about|over|more than|some) )?{_COUNT} (?P<unit>day|week|month|year|decade)s? (?:ago|earlier|before)"),
    ("day_month", rf"{_DAY} (?:of )?{_MONTH}\.?{_YEAR}?"),
    ("month_day", rf"{_MONTH}\.? {_DAY}(?!\d|:|,\d\d\d){_YEAR}?"),
    ("month_year", rf"{_MONTH}{_YEAR}"),
    ("month", rf"(?:(?:in|during|throughout|since|until|by|last|early|late|mid|this) |mid-){_MONTH}(?! \d)"),
    ("year", r"(?:in|since|during|from|until|of|before|after) (?P<year>(?:19|20)\d\d)"),
    ("weekday", rf"(?:(?P<last>last |the previous )|(?P<next>next |coming |this coming ))?(?P<weekday>{'|'.join(WEEKDAYS)})"),
    ("yesterday", r"(?:the day before )?yesterday|the (?:day|night) before|(?:overnight|last night)"),
    ("today", r"today|this (?:morning|afternoon|evening)|tonight|earlier in the day"),
    ("follows", rf"(?:the )?(?:next|following) (?:day|morning|night|evening)|{_COUNT} days? (?:later|after)|a day later"),
    ("same", r"(?:the )?same (?:day|morning|evening|night)|that (?:day|morning|evening|night)"),
    ("last_week", r"last week|the previous week|earlier this week|this week|earlier in the week|(?:over )?the weekend|in recent days|past (?:few )?days"),
    ("last_month", r"last month|earlier this month|this month|in recent weeks"),
    ("last_year", r"last year|earlier this year|the previous year"),
]  # fmt: skip


def _numbered(index: int, pattern: str) -> str:
    """The pattern as the group ``pN``, its own groups renamed ``NAME_N``: a regular expression names each group once."""
    return rf"(?P<p{index}>\b(?:" + re.sub(r"\?P<(\w+)>", rf"?P<\1_{index}>", pattern) + r")(?!\w))"


_DATES = re.compile("|".join(_numbered(i, p) for i, (_, p) in enumerate(_PATTERNS)), re.IGNORECASE)
_SINCE = re.compile(r"\b(?:since|until|till|ever since)(?: \w+){0,3}\s*$", re.IGNORECASE)
# name: (days back of "last ...", days back of "this ...", precision)
_VAGUE = {"last_week": (7, 2, 2), "last_month": (30, 14, 3), "last_year": (365, 180, 3)}
OLD_DAYS = 92  # a date further back than a quarter is what the story looks back to, not what it reports


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date with the offsets of its words in the sentence; precision is ACLED's 1 day, 2 week, 3 month."""

    start: int
    end: int
    day: date
    precision: int
    background: bool


def find_dates(sentence: str, published: date, told: date | None = None) -> list[DateMention]:
    """Every date of a sentence, in order. "The next day" counts from the last day named before, ``told`` at first."""
    found = []
    for match in _DATES.finditer(sentence):
        name, index = next((n, i) for i, (n, _) in enumerate(_PATTERNS) if match[f"p{i}"])
        fields = {key.rsplit("_", 1)[0]: v for key, v in match.groupdict().items() if key.endswith(f"_{index}") and v}
        try:
            if name in {"follows", "same"}:
                resolved = _after(told, fields, same=name == "same")
            else:
                resolved = _resolve(name, match.group().lower(), fields, published)
        except OverflowError:
            continue  # before the year 1
        if resolved is None:
            continue
        day, precision = resolved
        since = _SINCE.search(sentence[max(0, match.start() - 60) : match.start()]) or re.match(
            r"since|until|before", match.group(), re.IGNORECASE
        )
        old = (published - day).days > OLD_DAYS
        background = bool(since) or old or day > published
        told = told if background or precision > 1 else day
        found.append(DateMention(match.start(), match.end(), day, precision, background))
    return found


def _resolve(name: str, words: str, fields: dict[str, str], published: date) -> tuple[date, int] | None:
    if name in {"yesterday", "today"}:
        back = 2 if words.startswith("the day before y") else 1
        # "overnight" runs into the published day: the day that most of a night's report is filed for
        return published - timedelta(days=0 if name == "today" or words == "overnight" else back), 1
    if name in _VAGUE:
        last, this, precision = _VAGUE[name]
        return published - timedelta(days=last if re.search("last|previous", words) else this), precision
    if name == "weekday":
        if "next" in fields:
            ahead = (WEEKDAYS.index(fields["weekday"].lower()) - published.weekday()) % 7
            return published + timedelta(days=ahead or 7), 1
        back = (published.weekday() - WEEKDAYS.index(fields["weekday"].lower())) % 7
        return published - timedelta(days=back or (7 if "last" in fields else 0)), 1
    if name == "ago":
        return _ago(fields, published)
    if name == "iso":
        return _date(*map(int, fields["iso"].split("-")), precision=1)
    return _calendar(name, fields, published)


def _after(told: date | None, fields: dict[str, str], *, same: bool) -> tuple[date, int] | None:
    if told is None:
        return None
    days = _number(fields["count"]) if "count" in fields else 1
    return told + timedelta(days=0 if same else days), 1


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]


def _ago(fields: dict[str, str], published: date) -> tuple[date, int] | None:
    n = _number(fields["count"])
    unit = fields["unit"].lower()
    days = n * {"day": 1, "week": 7, "month": 30, "year": 365, "decade": 3650}[unit]
    if days > 40_000:
        return None
    return published - timedelta(days=days), {"day": 1, "week": 2}.get(unit, 3)


def _calendar(name: str, fields: dict[str, str], published: date) -> tuple[date, int] | None:
    """Days and months of the calendar; without a year, the latest that is not after the article."""
    year = int(fields["year"]) if "year" in fields else None
    if name == "year":
        return _date(year or published.year, 1, 1, precision=3)
    month = next(i for i, m in enumerate(MONTHS, start=1) if m.startswith(fields["month"].lower().rstrip(".")[:3]))
    day = int(fields.get("day", 1))
    precision = 1 if "day" in fields else 3
    if year is None:
        year = published.year if (month, day) <= (published.month, published.day) else published.year - 1
    return _date(year, month, day, precision=precision)


def _date(year: int, month: int, day: int, *, precision: int) -> tuple[date, int] | None:
    try:
        return date(year, month, day), precision
    except ValueError:
        return None  # "31 June": not a day
