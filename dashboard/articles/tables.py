"""Tables and streams of articles: CSV and JSON Lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date

from dashboard.articles.fields import ALIASES, MAX_TEXT, make_item
from dashboard.articles.items import Failure, Item

csv.field_size_limit(max(csv.field_size_limit(), 4 * MAX_TEXT))


def read_csv(text: str, origin: str, published: date | None) -> Iterator[Item | Failure]:
    """One article a row; the header names the columns (``ALIASES`` lists what each may be called)."""
    header = text.partition("\n")[0]
    delimiter = max(",;\t|", key=header.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    columns = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    reader.fieldnames = columns
    if not set(ALIASES["text"]) & set(columns):
        yield Failure(
            origin, f"it has no column for the text (text, body or content). Its columns: {_listed(columns)}."
        )
        return
    if published is None and not set(ALIASES["published"]) & set(columns):
        yield Failure(
            origin,
            f"it has no column for the date (date or published). Its columns: {_listed(columns)}. "
            "Add one, or give all rows one date with --published 2016-10-17.",
        )
        return
    try:
        for row in reader:
            where = f"{origin}, line {reader.line_num}"
            yield make_item({k: v for k, v in row.items() if isinstance(k, str)}, where, published)
    except csv.Error as error:
        yield Failure(f"{origin}, line {reader.line_num}", f"the CSV breaks off here ({error}).")


def _listed(columns: list[str]) -> str:
    return ", ".join(column[:40] for column in columns[:12]) or "none"


def read_jsonl(text: str, origin: str, published: date | None) -> Iterator[Item | Failure]:
    """One article a line; a file that holds one JSON array is read too."""
    if text.lstrip().startswith("["):
        yield from _read_array(text, origin, published)
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _one(line, f"{origin}, line {number}", published)


def _read_array(text: str, origin: str, published: date | None) -> Iterator[Item | Failure]:
    try:
        articles = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield Failure(origin, f"it is not JSON ({error}).")
        return
    for number, article in enumerate(articles, start=1):
        yield _item(article, f"{origin}, item {number}", published)


def _one(line: str, origin: str, published: date | None) -> Item | Failure:
    try:
        article = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Failure(origin, f"it is not JSON ({error}).")
    return _item(article, origin, published)


def _item(article: object, origin: str, published: date | None) -> Item | Failure:
    if not isinstance(article, dict):
        return Failure(origin, 'it is not a JSON object such as {"title": ..., "text": ..., "published": ...}.')
    return make_item({str(k).lower(): v for k, v in article.items()}, origin, published)
