"""Read, extract, resolve, store: from items to rows, with a report of what became of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from dashboard.articles import Failure, Item
from dashboard.extraction import Extractor
from dashboard.extraction.extract import VERSION
from dashboard.merging import merge
from dashboard.records import Article, Event, Report
from dashboard.store import Tables, stored_articles

LISTED = 200
BATCH = 200  # articles an append: each append is one Delta commit


@dataclass(slots=True)
class IngestReport:
    """What became of the items: every one read is added, read again, already known, or failed."""

    read: int = 0
    added: int = 0
    known: int = 0
    again: int = 0  # known, and read again by newer rules
    events: int = 0
    without_place: list[str] = field(default_factory=list)  # added, yet no event of theirs could be placed
    failed: list[Failure] = field(default_factory=list)
    found: list[Event] = field(default_factory=list)  # the first ``LISTED`` events, to show what was read

    def lines(self) -> list[str]:
        """The report as text, one fact a line."""
        again = f"read again {self.again}, " if self.again else ""
        head = (
            f"Read {self.read}: added {self.added} with {self.events} events, {again}already known {self.known}, "
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
    """Store every article that is not there yet with the events read from it; one read by older rules is read again.

    ``progress`` is told how many items have been read. Raises StoreError when the store cannot be written; what was
    appended before stays, and ingesting again goes on from there.
    """
    report = IngestReport()
    batch = _Batch(extractor, tables, report)
    versions = tables.extractors()
    for item in items:
        report.read += 1
        if isinstance(item, Failure):
            report.failed.append(item)
        else:
            article_id = item.article.article_id
            version = versions.get(article_id)
            if version is not None and not is_older(version, VERSION):
                report.known += 1
            elif batch.add(item, again=version is not None):
                versions[article_id] = VERSION
        if progress:
            progress(report.read)
    batch.store()
    return report


def reextract(extractor: Extractor, tables: Tables, *, progress: Callable[[int], None] | None = None) -> IngestReport:
    """Read every stored article again: by newer rules, or with a gazetteer that knows more.

    Decisions hold on: they are found again by the words they were made on. ``progress`` is told how many articles have
    been read. Raises StoreError; what was appended before stays.
    """
    report = IngestReport()
    batch = _Batch(extractor, tables, report)
    for article in stored_articles(tables):
        report.read += 1
        batch.add(Item(article.title or article.article_id, article), again=True)
        if progress:
            progress(report.read)
    batch.store()
    return report


def is_older(version: str, than: str) -> bool:
    """Whether rules of ``version`` come before those of ``than``; what is no number comes before all."""
    one, other = (int(v) if v.isascii() and v.isdigit() else -1 for v in (version, than))
    return one < other


class _Batch:
    """Articles on their way into the store, ``BATCH`` an append."""

    def __init__(self, extractor: Extractor, tables: Tables, report: IngestReport) -> None:
        self._extractor, self._tables, self._report = extractor, tables, report
        self._articles: list[Article] = []
        self._reports: list[Report] = []

    def add(self, item: Item, *, again: bool) -> bool:
        """Whether the article could be read."""
        told = self._report
        try:
            found = self._extractor.extract(item.article).reports
            events = merge(found)
        except Exception as error:  # one bad article never stops the rest, whatever is the matter with it
            told.failed.append(Failure(item.origin, f"it could not be processed ({type(error).__name__}: {error})."))
            return False
        self._articles.append(item.article)
        self._reports.extend(found)
        if again:
            told.again += 1
        else:
            told.added += 1
            told.events += len(events)
            if not found:
                told.without_place.append(item.origin)
        told.found += events[: max(0, LISTED - len(told.found))]
        if len(self._articles) >= BATCH:
            self.store()
        return True

    def store(self) -> None:
        """Append what is waiting."""
        self._tables.append(self._articles, self._reports, extractor=VERSION)
        self._articles, self._reports = [], []
