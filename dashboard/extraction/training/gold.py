"""Articles annotated with the events that a coder would enter.

A file holds articles parted by a line ``=====``: header lines ``key: value``, an empty line, the text, a line ``== events``,
and one gold event a line (see ``parse_event``). A line that starts with ``? `` is an event that coders would argue about:
finding it counts neither for nor against. In the text ``[[Name]]{1,2}`` marks a mention of a place at which the events of
those lines are told; the marks are taken out of ``Article.text``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dashboard.records import EVENT_TYPE_OF, Article

_MARK = re.compile(r"\[\[(?P<name>[^\]]+)\]\]\{(?P<events>[\d, ]+)\}")


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """What a coder would enter. ``killed`` is (low, high), None where the article gives no toll."""

    first: date
    last: date
    place: str
    latitude: float
    longitude: float
    sub_event_types: tuple[str, ...]  # several where coders would differ
    counts: dict[str, tuple[int | None, int | None]]
    actor1: tuple[str, ...] = ()
    actor2: tuple[str, ...] = ()
    optional: bool = False

    @property
    def event_types(self) -> set[str]:
        """The event types of the sub-types."""
        return {EVENT_TYPE_OF[name] for name in self.sub_event_types}


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article with its gold events."""

    article: Article
    conflict: str
    continent: str
    events: tuple[GoldEvent, ...]
    marks: tuple[tuple[int, int, tuple[int, ...]], ...] = ()  # start, end, numbers of events from 0


def read_articles(folder: Path) -> list[GoldArticle]:
    """All articles of the folder's files, in order. Raises ValueError that names the file and what is wrong."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        for number, part in enumerate(path.read_text(encoding="utf-8").split("\n=====\n"), start=1):
            try:
                found.append(parse_article(part.strip()))
            except (ValueError, KeyError) as error:
                raise ValueError(f"{path.name}, article {number}: {error}") from error
    return found


def parse_article(text: str) -> GoldArticle:
    """One article with its header and events."""
    body, _, lines = text.partition("\n== events")
    head, _, body = body.strip().partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    body, marks = _unmarked(body.strip())
    article = Article(
        text=body, published=date.fromisoformat(fields["date"]), title=fields["title"], source=fields["source"]
    )
    events = tuple(parse_event(line) for line in lines.splitlines() if line.strip())
    if any(number >= len(events) for _, _, numbers in marks for number in numbers):
        raise ValueError("a mark names an event that is not listed")
    return GoldArticle(article, fields["conflict"], fields["continent"], events, tuple(marks))


def _unmarked(text: str) -> tuple[str, list[tuple[int, int, tuple[int, ...]]]]:
    parts, marks, last, length = [], [], 0, 0
    for m in _MARK.finditer(text):
        parts += [text[last : m.start()], m["name"]]
        start = length + m.start() - last
        length = start + len(m["name"])
        marks.append((start, length, tuple(int(n) - 1 for n in m["events"].split(","))))
        last = m.end()
    return "".join([*parts, text[last:]]), marks


def parse_event(line: str) -> GoldEvent:
    """``day or first..last | place | lat,lon | type | sub-type | counts | actor 1 | actor 2``."""
    optional = line.startswith("? ")
    parts = [part.strip() for part in line.removeprefix("? ").split("|")]
    days, place, point, event_type, sub, counts = parts[:6]
    sides = [tuple(name.strip() for name in part.split(";") if name.strip()) for part in (parts[6:] + ["", ""])[:2]]
    first, _, last = days.partition("..")
    latitude, longitude = map(float, point.split(","))
    subs = tuple(name.strip() for name in sub.split(";"))
    if {EVENT_TYPE_OF[name] for name in subs} != {name.strip() for name in event_type.split(";")}:
        raise ValueError(f"{sub!r} is no sub-type of {event_type!r}")
    return GoldEvent(
        date.fromisoformat(first), date.fromisoformat(last or first), place, latitude, longitude, subs,
        _counts(counts), sides[0], sides[1], optional,
    )  # fmt: skip


def _counts(text: str) -> dict[str, tuple[int | None, int | None]]:
    found = {}
    for kind, low, dots, high in re.findall(r"(\w+)=(\d*)(\.\.)?(\d*)", text):
        bottom, top = (int(low) if low else None), (int(high) if high else None)
        found[kind] = (bottom, top if dots else bottom)
    return found
