"""What the review page shows of one event: its evidence and its history."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from dashboard.records import Article, Event, Link, Report
from dashboard.review.history import HistoryEntry
from dashboard.review.text import clean

CONTEXT = 400  # characters of the article on either side of a sentence
MAX_COLUMNS = 200  # of an imported row; GDELT has 61
MAX_CELL = 5000  # characters


@dataclass(frozen=True, slots=True)
class ReportDetail:
    """One report (machine values) with its article, its sentence cut where the place is named.

    ``before + marked + after`` is the sentence (``report.notes``). ``paragraph_before`` and ``paragraph_after`` are
    what stands around the sentence in the article, at most 400 characters each ("" where there is none). An imported
    report (``report.imported``) has no article: its notes are ``before`` alone, and its original columns are ``raw``.
    """

    report: Report
    title: str
    source: str
    url: str
    published: date | None  # None where a data set does not tell it
    before: str
    marked: str
    after: str
    paragraph_before: str = ""
    paragraph_after: str = ""
    kept: bool = False  # today's rules no longer find it: it is kept since a person confirmed or edited it
    raw: tuple[tuple[str, str], ...] = ()  # column and value


@dataclass(frozen=True, slots=True)
class EventDetail:
    """All that the review page shows of one event.

    ``event`` is what is shown (decisions applied; ``event.edited`` names what a person set, of ``review.FIELDS``),
    ``machine`` what the rules alone say of the same reports. ``links`` say why the reports are one event.
    """

    event: Event
    machine: Event
    doubt: float
    reports: tuple[ReportDetail, ...]  # in the order of ``event.reports``, best first
    links: tuple[Link, ...]
    history: tuple[HistoryEntry, ...]  # newest first


def report_detail(report: Report, article: Article | None, *, kept: bool) -> ReportDetail:
    """A report with its article, None where that is not at hand."""
    if report.imported is not None:
        row = report.imported
        return ReportDetail(
            report, row.title, row.source, row.url, row.published, report.notes, "", "", raw=raw_columns(row.raw)
        )
    sentence = report.notes
    start, end = report.location_start - report.start, report.location_end - report.start
    if not 0 <= start < end <= len(sentence):  # the place is named in another sentence
        start = end = len(sentence)
    text = article.text if article else ""
    if text[report.start : report.end] != sentence:  # the article was stored anew with other spaces
        text = ""
    return ReportDetail(
        report=report,
        title=article.title if article else "",
        source=article.source if article else "",
        url=article.url if article else "",
        published=report.published,
        before=sentence[:start],
        marked=sentence[start:end],
        after=sentence[end:],
        paragraph_before=text[max(0, report.start - CONTEXT) : report.start] if text else "",
        paragraph_after=text[report.end : report.end + CONTEXT] if text else "",
        kept=kept,
    )


def raw_columns(raw: str) -> tuple[tuple[str, str], ...]:
    """The original columns of an imported row that hold something, as text without unseen characters; () for no object."""
    try:
        given = json.loads(raw)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(given, dict):
        return ()
    cells = (
        (clean(name, MAX_CELL), clean(value if isinstance(value, str) else json.dumps(value), MAX_CELL, lines=True))
        for name, value in given.items()
        if value is not None
    )
    return tuple(cell for cell in cells if cell[1])[:MAX_COLUMNS]
