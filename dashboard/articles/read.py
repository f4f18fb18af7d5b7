"""Dispatch: bytes, files and folders to the reader of their format. One bad item never stops the rest."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from dashboard.articles.fields import make_item
from dashboard.articles.html import read_html
from dashboard.articles.items import Failure, Item
from dashboard.articles.tables import read_csv, read_jsonl
from dashboard.articles.text import read_headers
from dashboard.errors import InputError

TEXT = {".txt", ".text", ".md"}
HTML = {".html", ".htm", ".xhtml"}
TABLE = {".csv", ".tsv"}
JSON = {".jsonl", ".ndjson", ".json"}
SUFFIXES = TEXT | HTML | TABLE | JSON
MAX_BYTES = 1_000_000_000
_BOMS = {
    b"\xff\xfe\0\0": "utf-32",
    b"\0\0\xfe\xff": "utf-32",
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}


def read_paths(paths: Iterable[Path], published: date | None = None) -> Iterator[Item | Failure]:
    """The articles of files and folders, folders searched to their depths in name order.

    Files in a folder whose suffix is none of ``SUFFIXES`` are left alone; a file named outright is read whatever
    its suffix, by what it holds.
    """
    for path in paths:
        try:
            folder = path.is_dir()
        except OSError as error:
            yield Failure(str(path)[:200], f"it cannot be read: {(error.strerror or 'unknown error').lower()}.")
            continue
        if folder:
            files = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
            if not files:
                yield Failure(str(path), f"the folder holds no article file ({', '.join(sorted(SUFFIXES))}).")
            for file in files:
                yield from _read_file(file, published)
        else:
            yield from _read_file(path, published)


def _read_file(path: Path, published: date | None) -> Iterator[Item | Failure]:
    try:
        mode = path.stat().st_mode
        if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
            yield Failure(str(path), "it is a device, not a file.")
            return
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            yield Failure(str(path), "it is larger than 1 GB. Split it.")
            return
    except OSError as error:
        yield Failure(str(path), f"it cannot be read: {(error.strerror or 'unknown error').lower()}.")
        return
    yield from read_bytes(data, path.name, published, origin=str(path))


def read_bytes(data: bytes, name: str, published: date | None = None, *, origin: str = "") -> Iterator[Item | Failure]:
    """The articles in the content of a file called ``name`` (its suffix tells the format; ``origin`` is for messages)."""
    origin = origin or name
    try:
        text = decode(data)
    except InputError as error:
        yield Failure(origin, str(error))
        return
    suffix = Path(name).suffix.lower()
    if suffix in TABLE:
        yield from read_csv(text, origin, published)
    elif suffix in JSON or (suffix not in SUFFIXES and text.lstrip()[:1] in {"{", "["}):
        yield from read_jsonl(text, origin, published)
    elif suffix in HTML or text.lstrip()[:200].lower().startswith(("<!doctype html", "<html")):
        try:
            fields = read_html(text)
        except InputError as error:
            yield Failure(origin, str(error))
            return
        yield make_item(fields, origin, published)
    else:
        yield read_text(text, origin, published)


def read_text(text: str, origin: str, published: date | None = None, **fields: str) -> Item | Failure:
    """One article from plain text with optional header lines; ``fields`` (title, url, ...) fill what headers leave out."""
    return make_item(fields | read_headers(text), origin, published)


def decode(data: bytes) -> str:
    """The text of a file. Raises InputError on an empty or binary file and on an encoding that cannot be told."""
    if not data.strip():
        raise InputError("it is empty.")
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                raise InputError(f"it starts as {encoding.upper()} and does not go on so: it is damaged.") from None
    if b"\0" in data[:65536]:
        raise InputError("it is a binary file, not text. Articles are text, HTML, CSV or JSON Lines.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(data)


def _guess(data: bytes) -> str:
    """Older encodings (Windows-1256, Windows-1251, Latin-1): the library's best fit, or a refusal."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000], threshold=0.15).best()
    if best is None:
        raise InputError("its encoding cannot be told, and it is not UTF-8. Save it as UTF-8.")
    try:
        return data.decode(best.encoding)
    except UnicodeDecodeError:
        raise InputError(f"it is neither UTF-8 nor wholly {best.encoding}. Save it as UTF-8.") from None
