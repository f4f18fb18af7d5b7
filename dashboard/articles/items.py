"""What reading yields."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.records import Article


@dataclass(frozen=True, slots=True)
class Item:
    """An article, and where it stood: "news.csv, row 3"."""

    origin: str
    article: Article


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be read, where it stood, and why; the rest goes on."""

    origin: str
    reason: str
