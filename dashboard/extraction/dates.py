"""Dates as news sentences give them, each relative to the day the article was published.

Weekdays mean the most recent such day, the published day included. A background phrase ("since June 2014", "five
years ago") dates no event: it is found as well, so that what it governs can be left out. ``day_phrases`` holds the words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.extraction.day_phrases import DATES, FEASTS, MONTHS, PATTERNS, VAGUE, WEEKDAYS, number
from dashboard.query import FIRST_DAY, LAST_DAY

_SINCE = re.compile(r"\b(?:since|until|till|ever since)(?: \w+){0,3}\s*$", re.IGNORECASE)
_SAID = re.compile(
    r"\b(?:said|says|told (?:\w+ ){0,3}\w+|reported|announced|confirmed|added|stated|wrote|reporters|statement|briefing|"
    r"conference|interview|telephone|phone|by police|tweeted|posted|claimed|acknowledged|admitted|estimated|counted|according to [\w' -]{3,40})"
    r"(?: (?:late|early|earlier|separately|here|in a (?:\w+ )?(?:statement|report|briefing|update|bulletin)|in [A-Z]\w+))?,?(?: on| late| early| late on| early on)?\s*$"
)
OLD_DAYS = 92  # a date further back than a quarter is what the story looks back to, not what it reports
# ACLED's codebook knows the day, the week and the month; UCDP's date_prec is finer.
_UCDP_BOUNDS = ((1, 1), (6, 2), (7, 3), (31, 4))


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date with the offsets of its words in the sentence: the days ``day`` to ``last``, both included.

    ``precision`` is ACLED's time_precision. ``relative`` marks a day counted from another one that the article told.
    """

    start: int
    end: int
    day: date
    precision: int
    background: bool
    last: date
    relative: bool = False
    subordinate: bool = False  # "two days after ..." dates what follows it, and nothing else
    said: bool = False  # "the army said on Monday": the day on which it was said

    @property
    def date_prec(self) -> int:
        """UCDP's code: 1 the day, 2 two to six days, 3 the week, 4 up to a month, 5 longer."""
        return date_prec(self.day, self.last)


def date_prec(first: date, last: date) -> int:
    """UCDP GED codebook's date_prec of a range of days."""
    days = (last - first).days + 1
    return next((code for bound, code in _UCDP_BOUNDS if days <= bound), 5)


def time_precision(first: date, last: date) -> int:
    """ACLED's time_precision of a range of days: 1 the day, 2 the week, 3 the month or longer."""
    days = (last - first).days + 1
    return 1 if days == 1 else 2 if days <= 7 else 3


def find_dates(sentence: str, published: date, told: date | None = None) -> list[DateMention]:
    """Every date of a sentence, in order. "The next day" counts from the last day named before, ``told`` at first."""
    found: list[DateMention] = []
    for match in DATES.finditer(sentence):
        name, index = next((n, i) for i, (n, _) in enumerate(PATTERNS) if match[f"p{i}"])
        fields = {key.rsplit("_", 1)[0]: v for key, v in match.groupdict().items() if key.endswith(f"_{index}") and v}
        base = next((m.day for m in reversed(found) if not m.background and m.precision == 1), told)
        try:
            days = _resolve(name, match.group().lower(), fields, published, base)
        except (OverflowError, ValueError):
            continue  # "31 June", or before the year 1: not a day
        if days is None or not FIRST_DAY <= days[0] <= days[1] <= LAST_DAY:
            continue
        first, last = days
        background = (published - last).days > OLD_DAYS or first > published
        before = sentence[max(0, match.start() - 60) : match.start()]
        since = _SINCE.search(before) or re.match(r"since|until|before", match.group(), re.IGNORECASE)
        found.append(
            DateMention(
                match.start(),
                match.end(),
                first,
                time_precision(first, last),
                background or bool(since),
                last,
                relative=name in {"after", "counted", "same", "follows"},
                subordinate=name == "after",
                said=_SAID.search(before) is not None,
            )
        )
    return found


Days = tuple[date, date]


def _resolve(name: str, words: str, fields: dict[str, str], published: date, told: date | None) -> Days | None:
    """The first and the last day that the words mean; None when they mean none here."""
    if name in {"same", "follows", "counted", "after"}:
        return _counted(name, words, fields, told, published)
    if name in VAGUE:
        return _vague(name, words, published)
    if name == "weekday_range":
        first, last = (_weekday(fields[key], published) for key in ("first", "weekday"))
        return (first, last) if first <= last else (first - timedelta(days=7), last)
    if name == "weekday":
        return _one(_weekday_of(fields, published))
    if name in {"yesterday", "today"}:
        back = 2 if words.startswith("the day before y") else 1
        # "overnight" runs into the published day: the day that most of a night's report is filed for
        return _one(published - timedelta(days=0 if name == "today" or words == "overnight" else back))
    if name == "feast":
        month, day = FEASTS[re.sub("['’]", "", fields["feast"].lower())]
        feast = date(published.year, month, day)
        return _one(feast if feast <= published else feast.replace(year=published.year - 1))
    if name == "ago":
        return _ago(fields, published)
    if name == "iso":
        return _one(date(*map(int, fields["iso"].split("-"))))
    return _calendar(name, fields, published)


def _one(day: date) -> Days:
    return day, day


def _weekday(name: str, published: date) -> date:
    return published - timedelta(days=(published.weekday() - WEEKDAYS.index(name.lower())) % 7)


def _weekday_of(fields: dict[str, str], published: date) -> date:
    day = _weekday(fields["weekday"], published)
    if "next" in fields:
        return day + timedelta(days=7)
    if "lastweek" in fields:  # "on Friday last week": of the week before the published one
        return published - timedelta(days=published.weekday() + 7 - WEEKDAYS.index(fields["weekday"].lower()))
    return day - timedelta(days=7) if "last" in fields and day == published else day


def _counted(name: str, words: str, fields: dict[str, str], base: date | None, published: date) -> Days | None:
    """Days counted from one that was told before: "the next day", "two days later", "a day after"."""
    back = re.search(r"previous|before|earlier", words) is not None
    if base is None and not (back or name == "after"):
        return None
    base = base or published  # "a day earlier", where nothing was told: earlier than today
    if name == "same":
        return _one(base)
    if name == "follows":
        return _one(base + timedelta(days=-1 if back else 1))
    days = number(fields["count"]) * (7 if fields["unit"].startswith("week") else 1)
    earlier = fields["way"].lower() in {"earlier", "before"}
    if name == "after":  # "two days after government troops left": what follows happened that much earlier
        earlier = not earlier
    day = base + timedelta(days=-days if earlier else days)
    return _one(min(day, published)) if name == "counted" else _one(day)


def _vague(name: str, words: str, published: date) -> Days:
    """Weeks, months and years that are told by their distance alone."""
    this = VAGUE[name]
    if name == "weekend":
        saturday = _weekday("saturday", published)
        if saturday == published and "last" in words:
            saturday -= timedelta(days=7)
        return saturday, min(saturday + timedelta(days=1), published)
    if name == "hours":
        return published - timedelta(days=2 if "48" in words else 1), published
    earlier = re.search("last|previous", words) is not None
    if name == "last_week":
        monday = published - timedelta(days=published.weekday())
        if "day" in words:
            return published - timedelta(days=3), published
        return (monday - timedelta(days=7), monday - timedelta(days=1)) if earlier else (monday, published)
    if name == "last_month":
        first = published.replace(day=1)
        if "weeks" in words:
            return published - timedelta(days=this), published
        before = first - timedelta(days=1)
        return (before.replace(day=1), before) if earlier else (first, published)
    year = published.year - earlier
    return date(year, 1, 1), min(date(year, 12, 31), published)


def _ago(fields: dict[str, str], published: date) -> Days | None:
    n, unit = number(fields["count"]), fields["unit"].lower()
    days = n * {"day": 1, "week": 7, "month": 30, "year": 365, "decade": 3650}[unit]
    if days > 40_000:
        return None
    day = published - timedelta(days=days)
    spread = {"day": 0, "week": 6, "month": 29}.get(unit, 364)
    return day, min(day + timedelta(days=spread), published)


def _calendar(name: str, fields: dict[str, str], published: date) -> Days | None:
    """Days and months of the calendar; without a year, the latest that is not after the article."""
    year = int(fields["year"]) if "year" in fields else None
    if name == "year":
        given = year or published.year
        return date(given, 1, 1), date(given, 12, 31)
    if name == "day_alone":
        day = published.replace(day=int(fields["day"]))
        return _one(day) if day <= published else None
    month = next(i for i, m in enumerate(MONTHS, start=1) if m.startswith(fields["month"].lower().rstrip(".")[:3]))
    if "day" not in fields:
        given = year or (published.year if month <= published.month else published.year - 1)
        return date(given, month, 1), _end_of_month(given, month)
    last = int(fields.get("lastday") or fields["day"])
    given = year or (published.year if (month, last) <= (published.month, published.day) else published.year - 1)
    until = date(given, month, last)
    if "lastday" not in fields:
        return until, until
    started = _month_number(fields["firstmonth"]) if "firstmonth" in fields else month
    first = date(given if started <= month else given - 1, started, int(fields["day"]))
    return (first, until) if first <= until else None


def _month_number(name: str) -> int:
    return next(i for i, m in enumerate(MONTHS, start=1) if m.startswith(name.lower().rstrip(".")[:3]))


def _end_of_month(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
