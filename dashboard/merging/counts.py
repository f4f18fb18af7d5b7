"""One count out of those that the reports of an event give.

ACLED's codebook (section on fatalities): where sources differ, the most recent and the most conservative figure is
coded. UCDP GED's: a best, a low and a high estimate, the low and the high being those of the sources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from dashboard.records import Count, Report

RECENT = timedelta(days=1)  # before the newest article with a count: desks update within a day
FITS = 0.5  # of an article that gives just this count: its bounds allow it ("at least 30" and 80)


def count_of(reports: Sequence[Report], field: str) -> Count | None:
    """The count ``field`` (of ``records.COUNTS``) of an event; None where no report gives one.

    Of each article the highest count is taken: the others are of a part of the people ("12 of the dead were women").
    ``best`` is what most of the most recent articles (``RECENT``) agree on, an article whose bounds only allow a count
    speaking ``FITS`` for it, and the lower of equals. ``low`` is the lowest of the lows, ``high`` the highest of the
    highs, None where no article gives one or it would not bound ``best``. The offsets are those of the chosen count in
    the report that ``count_report`` names.
    """
    told = _by_article(reports, field)
    if not told:
        return None
    best = _agreed(told, field)
    chosen = _count(_teller(told, field, best), field)
    lows = [c.low for r in told if (c := _count(r, field)).low is not None]
    highs = [c.high for r in told if (c := _count(r, field)).high is not None]
    low, high = min(lows, default=None), max(highs, default=None)
    return replace(
        chosen,
        low=low if low is not None and low <= best else None,
        high=high if high is not None and high >= best else None,
    )


def count_report(reports: Sequence[Report], field: str) -> Report | None:
    """The report whose words give the event's count: the earliest of the surest; None where no report gives one."""
    told = _by_article(reports, field)
    return _teller(told, field, _agreed(told, field)) if told else None


def _count(report: Report, field: str) -> Count:
    count = getattr(report, field)
    assert isinstance(count, Count)
    return count


def _by_article(reports: Sequence[Report], field: str) -> list[Report]:
    """The report of each article that gives its highest count, the most recent article first."""
    highest: dict[str, Report] = {}
    for r in sorted(reports, key=lambda r: (r.start, r.location_start, r.number)):
        if getattr(r, field) is None:
            continue
        known = highest.get(r.article_id)
        if known is None or _count(r, field).best > _count(known, field).best:
            highest[r.article_id] = r
    return sorted(highest.values(), key=lambda r: (-r.published.toordinal(), r.article_id))


def _agreed(told: Sequence[Report], field: str) -> int:
    recent = [_count(r, field) for r in told if told[0].published - r.published <= RECENT]
    support: defaultdict[int, float] = defaultdict(float)
    for n in {c.best for c in recent}:
        for c in recent:
            if c.best == n:
                support[n] += 1.0
            elif (c.low is None or c.low <= n) and (c.high is None or n <= c.high):
                support[n] += FITS
    return min(support, key=lambda n: (-support[n], n))


def _teller(told: Sequence[Report], field: str, best: int) -> Report:
    recent = [r for r in told if told[0].published - r.published <= RECENT and _count(r, field).best == best]
    return min(recent, key=lambda r: (-r.confidence, r.published, r.article_id, r.start))
