"""Clean the fields of an article at the edge, so that nothing downstream looks at raw input again."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from dashboard.articles.items import Failure, Item
from dashboard.errors import InputError
from dashboard.records import Article

MAX_TEXT = 500_000  # characters; the longest newspaper pieces have a tenth of it
EARLIEST, LATEST = 1800, 2100
# The names under which tables and feeds carry a field, first match wins.
ALIASES = {
    "text": ("text", "body", "content", "article", "articlebody", "article_text", "full_text", "maintext", "story"),
    "published": ("published", "date", "published_at", "publish_date", "published_date", "pubdate", "datepublished",
                  "publication_date", "date_publish", "datetime", "article_date"),
    "title": ("title", "headline", "heading", "name"),
    "source": ("source", "publisher", "outlet", "newspaper", "source_name", "domain", "sitename"),
    "url": ("url", "link", "source_url", "web_url", "permalink"),
    "id": ("id", "article_id", "guid", "uuid"),
    "language": ("language", "lang"),
}  # fmt: skip
# A day, then nothing or a time: "2016-10-17 12:24:52.002364-05". Eight digits are a day too; six are none.
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:$|[T ]\d\d)|\d{8}(?:$|T\d)|\d{4}-W\d\d-\d$")
_FORMATS = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%Y/%m/%d", "%d.%m.%Y", "%A, %d %B %Y",
            "%A, %B %d, %Y", "%Y%m%d%H%M%S", "%Y%m%dT%H%M%SZ")  # fmt: skip
# Characters that tables and terminals choke on; replaced one for one, so that offsets stay true.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def clean(text: str) -> str:
    """The text without control characters and broken surrogates, of the same length."""
    return _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text))


def one_line(text: str, limit: int = 500) -> str:
    """A title or name: no line breaks, no runs of spaces, not endless."""
    return re.sub(r"\s+", " ", clean(text)).strip()[:limit]


def safe_url(text: str) -> str:
    """The URL if it is an http or https one, else "": nothing else is ever a link."""
    text = one_line(text, 2000)
    try:
        parts = urlsplit(text)
        # A user name before the host ("https://bank.example@evil.example") and marks that turn text round deceive.
        ok = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        ok = False
    return text if ok and not re.search(r"[\s<>\"\\^`{|}\u200e\u200f\u202a-\u202e\u2066-\u2069]", text) else ""


def parse_published(value: object) -> date:
    """A day out of what inputs call one: ISO dates and times, "17 October 2016", "October 17, 2016", RFC 2822.

    A time with an offset keeps its own calendar day. Raises InputError on anything else, 03/04/2016 among it: it
    may be March or April.
    """
    text = str(value).strip()
    found = _iso(text) or _written(text)
    if found is None:
        raise InputError(f"{text[:60]!r} is not a date. Write it as 2016-10-17.")
    if not EARLIEST <= found.year <= LATEST:
        raise InputError(f"The date {text[:60]!r} lies outside the years {EARLIEST} to {LATEST}.")
    return found


def _iso(text: str) -> date | None:
    if not _ISO.match(text):
        return None
    for candidate in (text, text.replace("Z", "+00:00"), text[:10]):
        try:
            return datetime.fromisoformat(candidate).date()
        except ValueError:
            continue
    return None


def _written(text: str) -> date | None:
    for form in _FORMATS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def make_item(fields: Mapping[str, object], origin: str, published: date | None) -> Item | Failure:
    """An Item from named fields; ``published`` stands in where they carry no date of their own.

    A date that is none is a failure, not a reason to fall back: the wrong day is worse than no article.
    """
    values = {name: _pick(fields, aliases) for name, aliases in ALIASES.items()}
    if any(isinstance(fields.get(alias), list | dict) for alias in ALIASES["text"]):
        return Failure(origin, "its text is a list or an object, not a string.")
    text = clean(values["text"])
    if not text.strip():
        return Failure(origin, "it has no text.")
    if len(text) > MAX_TEXT:
        return Failure(
            origin, f"its text has {len(text):,} characters; more than {MAX_TEXT:,} is no article. Split it."
        )
    day = published
    if values["published"].strip():
        try:
            day = parse_published(values["published"])
        except InputError as error:
            return Failure(origin, str(error))
    if day is None:
        return Failure(
            origin,
            "it carries no date of publication. Give it one: Published on the page, --published on the command line.",
        )
    return Item(
        origin,
        Article(
            text=text,
            published=day,
            title=one_line(values["title"]),
            source=one_line(values["source"], 200),
            url=safe_url(values["url"]),
            language=one_line(values["language"], 20),
            external_id=one_line(values["id"], 200) or None,
        ),
    )


def _pick(fields: Mapping[str, object], aliases: tuple[str, ...]) -> str:
    for alias in aliases:
        value = fields.get(alias)
        if isinstance(value, dict):
            value = value.get("name")  # {"source": {"id": "bbc", "name": "BBC"}}, as news services nest it
        if isinstance(value, float) and not math.isfinite(value):
            continue
        if isinstance(value, str | int | float) and str(value).strip():
            return str(value)
    return ""
