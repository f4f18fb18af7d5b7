"""What the review page shows of one event: its evidence and its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard.records import Article, Event, Link, Report
from dashboard.review.history import HistoryEntry

CONTEXT = 400  # characters of the article on either side of a sentence


@dataclass(frozen=True, slots=True)
class ReportDetail:
    """One report (machine values) with its article, its sentence cut where the place is named.

    ``before + marked + after`` is the sentence (``report.notes``). ``paragraph_before`` and ``paragraph_after`` are
    what stands around the sentence in the article, at most 400 characters each ("" where there is none).
    """

    report: Report
    title: str
    source: str
    url: str
    published: date
    before: str
    marked: str
    after: str
    paragraph_before: str = ""
    paragraph_after: str = ""
    kept: bool = False  # today's rules no longer find it: it is kept since a person confirmed or edited it


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
