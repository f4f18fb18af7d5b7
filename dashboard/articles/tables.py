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
    body = text.lstrip("\r\n")
    skipped = text[: len(text) - len(body)].count("\n")
    header = body.partition("\n")[0]
    delimiter = max(",;\t|", key=header.count)
    # strict: a quote that is never closed would swallow every row after it without a word
    reader = csv.DictReader(io.StringIO(body, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
    try:
        columns = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    except csv.Error as error:
        yield Failure(origin, f"its header is not CSV ({error}).")
        return
    reader.fieldnames = columns
    if missing := _missing_column(columns, published):
        yield Failure(origin, missing)
        return
    line = reader.line_num
    try:
        for row in reader:
            where = f"{origin}, line {line + skipped + 1}"
            line = reader.line_num
            yield make_item({k: v for k, v in row.items() if isinstance(k, str)}, where, published)
    except csv.Error as error:
        yield Failure(
            f"{origin}, line {line + skipped + 1}",
            f"the CSV breaks off at this row ({error}); the rows after it were not read.",
        )
        return
    if reader.line_num <= 1:
        yield Failure(origin, "it has a header and no rows.")


def _missing_column(columns: list[str], published: date | None) -> str:
    if not set(ALIASES["text"]) & set(columns):
        return f"it has no column for the text (text, body or content). Its columns: {_listed(columns)}."
    if published is None and not set(ALIASES["published"]) & set(columns):
        return (
            f"it has no column for the date (date or published). Its columns: {_listed(columns)}. "
            "Add one, or give all rows one date with --published 2016-10-17."
        )
    return ""


def _listed(columns: list[str]) -> str:
    return ", ".join(column[:40] for column in columns[:12]) or "none"


def read_jsonl(text: str, origin: str, published: date | None) -> Iterator[Item | Failure]:
    """One article a line. A file that is one JSON value is read too: an object, an array, {"articles": [...]}."""
    if (whole := _whole(text)) is not None:
        for number, article in enumerate(whole, start=1):
            yield _item(article, f"{origin}, item {number}" if len(whole) > 1 else origin, published)
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _one(line, f"{origin}, line {number}", published)


def _whole(text: str) -> list[object] | None:
    """The articles of a text that is one JSON value over more than one line or an array, None where it is not."""
    start = text.lstrip()[:1]
    if start not in {"[", "{"} or (start == "{" and "\n" not in text.strip()):
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(value, dict):
        nested = value.get("articles")
        return nested if isinstance(nested, list) else [value]
    return list(value)


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
