"""Read, extract, resolve, store: from items to rows, with a report of what became of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from dashboard.articles import Failure, Item
from dashboard.extraction import Extractor
from dashboard.extraction.extract import VERSION
from dashboard.merging import merge
from dashboard.records import Article, Event, Report
from dashboard.store import Tables

LISTED = 200
BATCH = 200  # articles an append: each append is one Delta commit


@dataclass(slots=True)
class IngestReport:
    """What became of the items: every one read is added, already known, or failed."""

    read: int = 0
    added: int = 0
    known: int = 0
    events: int = 0
    without_place: list[str] = field(default_factory=list)  # added, yet no event of theirs could be placed
    failed: list[Failure] = field(default_factory=list)
    found: list[Event] = field(default_factory=list)  # the first ``LISTED`` events, to show what was read

    def lines(self) -> list[str]:
        """The report as text, one fact a line."""
        head = (
            f"Read {self.read}: added {self.added} with {self.events} events, already known {self.known}, "
            f"without a place {len(self.without_place)}, failed {len(self.failed)}."
        )
        return [
            head,
            *(
                f"without a place: {origin}: no event at a known place was found in it."
                for origin in self.without_place
            ),
            *(f"failed: {failure.origin}: {failure.reason}" for failure in self.failed),
        ]


def ingest(
    items: Iterable[Item | Failure],
    extractor: Extractor,
    tables: Tables,
    *,
    progress: Callable[[int], None] | None = None,
) -> IngestReport:
    """Store every article that is not there yet with the events read from it.

    ``progress`` is told how many items have been read. Raises StoreError when the store cannot be written; what was
    appended before stays, and ingesting again goes on from there.
    """
    report = IngestReport()
    known = tables.article_ids()
    articles: list[Article] = []
    reports: list[Report] = []
    for item in items:
        report.read += 1
        if isinstance(item, Failure):
            report.failed.append(item)
        elif item.article.article_id in known:
            report.known += 1
        else:
            known.add(item.article.article_id)
            if not _extract(item, extractor, report, articles, reports):
                known.discard(item.article.article_id)
        if len(articles) >= BATCH:
            tables.append(articles, reports, extractor=VERSION)
            articles, reports = [], []
        if progress:
            progress(report.read)
    tables.append(articles, reports, extractor=VERSION)
    return report


def _extract(
    item: Item, extractor: Extractor, report: IngestReport, articles: list[Article], reports: list[Report]
) -> bool:
    """Whether the article could be read."""
    try:
        extraction = extractor.extract(item.article)
        found = extraction.reports
        events = merge(found)
    except Exception as error:  # one bad article never stops the rest, whatever is the matter with it
        report.failed.append(Failure(item.origin, f"it could not be processed ({type(error).__name__}: {error})."))
        return False
    articles.append(item.article)
    reports.extend(found)
    report.added += 1
    report.events += len(events)
    if not found:
        report.without_place.append(item.origin)
    report.found += events[: max(0, LISTED - len(report.found))]
    return True
