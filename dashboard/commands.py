"""What each command does. Every function takes the parsed options and returns the exit status (None is 0)."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from tqdm import tqdm

from dashboard import articles, settings
from dashboard.articles import Failure, Item
from dashboard.errors import InputError, QueryError
from dashboard.exporters import geojson_chunks
from dashboard.exporters.json_lines import event_line
from dashboard.extraction import Extractor
from dashboard.gazetteer import Gazetteer, open_gazetteer
from dashboard.gazetteer.countries import find_country
from dashboard.geocoders import OfflineGeocoder, OnlineGeocoder
from dashboard.geoparse import Geoparser
from dashboard.geoparse.geoparser import default_recogniser
from dashboard.geoparse.neural import english_recogniser
from dashboard.ingest import ingest as run_ingest
from dashboard.ingest import reextract as run_reextract
from dashboard.merging import merge
from dashboard.query import EventQuery
from dashboard.records import Toponym
from dashboard.store import EventStore, Tables
from dashboard.store.upkeep import tidy

Options = argparse.Namespace


def say(message: str) -> None:
    """Tell a person something."""
    # File and column names are not ours: no terminal escapes, no line breaks, no turned text out of them.
    print(re.sub(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "\ufffd", message), file=sys.stderr, flush=True)


def serve(options: Options) -> int | None:
    """Start the dashboard's server and stay until it is stopped."""
    from dashboard.server import launch

    launch.serve(
        settings.store_uri(options.store),
        host=options.host,
        port=options.port,
        browser=not options.no_browser,
        samples=not options.no_samples,
        announce=say,
    )
    return 0


def ingest(options: Options) -> int | None:
    """Read articles into the store; status 1 when nothing could be read."""
    tables = Tables(settings.store_uri(options.store))
    extractor = Extractor(Geoparser(_gazetteer()))
    bar = tqdm(unit=" articles", desc="Ingesting", disable=None, file=sys.stderr)
    with bar:
        report = run_ingest(_items(options), extractor, tables, progress=lambda n: bar.update(n - bar.n))
    for line in report.lines():
        say(line)
    tidy(tables, say)
    say(f"Store: {tables.uri}")
    return 1 if report.read == len(report.failed) else 0


def reextract(options: Options) -> int | None:
    """Read every article of the store again; status 1 when none could be."""
    tables = Tables(settings.store_uri(options.store), create=False)
    extractor = Extractor(Geoparser(_gazetteer()))
    with tqdm(unit=" articles", desc="Reading again", disable=None, file=sys.stderr) as bar:
        report = run_reextract(extractor, tables, progress=lambda n: bar.update(n - bar.n))
    for line in report.lines():
        say(line)
    tidy(tables, say)
    say(f"Store: {tables.uri}")
    return 1 if report.read and report.read == len(report.failed) else 0


def extract(options: Options) -> int | None:
    """Print the events of articles; stores nothing."""
    extractor = Extractor(Geoparser(_gazetteer()))
    good = bad = 0
    for item in _items(options):
        if isinstance(item, Failure):
            bad += 1
            say(f"failed: {item.origin}: {item.reason}")
            continue
        good += 1
        article_id = item.article.external_id or item.article.article_id
        for event in merge(extractor.extract(item.article).reports):
            print(json.dumps(event_line(event, article_id), ensure_ascii=False))
    return 1 if bad and not good else 0


def geoparse(options: Options) -> int | None:
    """Print the toponyms of each article of a JSON Lines file."""
    english = english_recogniser(options.recogniser)  # before the gazetteer: its errors come at once
    gazetteer = _gazetteer()
    geoparser = Geoparser(gazetteer, default_recogniser(gazetteer, english))
    good = bad = 0
    with _open_input(options.file) as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                toponyms, article_id = _geoparse_line(line, geoparser, given=options.given_spans)
            except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
                bad += 1
                say(
                    f"failed: {options.file}, line {number}: not an article with a text{' and toponyms' * options.given_spans} ({error!r})."
                )
                continue
            good += 1
            print(json.dumps({"id": article_id, "toponyms": [_toponym(t) for t in toponyms]}, ensure_ascii=False))
    return 1 if bad and not good else 0


def _geoparse_line(line: str, geoparser: Geoparser, *, given: bool) -> tuple[list[Toponym], Any]:
    article = json.loads(line, parse_constant=lambda _: None)
    text, title = article["text"], article.get("title") or ""
    if not isinstance(text, str):
        raise TypeError("text is no string")
    if given:
        spans = [(t["start"], t["end"]) for t in article["toponyms"]]
        for start, end in spans:
            if not (type(start) is type(end) is int and 0 <= start < end <= len(text)):
                raise ValueError(f"the span {start}-{end} does not lie in the text")
        return geoparser.resolve(text, spans, title), article.get("id")
    return geoparser.parse(text, title), article.get("id")


def _toponym(t: Toponym) -> dict[str, Any]:
    p = t.place
    return {
        "start": t.start,
        "end": t.end,
        "text": t.text,
        "latitude": p.latitude if p else None,
        "longitude": p.longitude if p else None,
        "geonameid": p.geonameid if p else None,
        "feature_code": p.feature_code if p else None,
        "country": p.country if p else None,
        "confidence": t.confidence,
        "kind": t.kind,
    }


def geocode(options: Options) -> int | None:
    """Print candidates for a name; no candidate is no error and prints nothing."""
    if options.limit < 1:
        raise InputError("--limit needs a number of at least 1.")
    country = country_code(options.country) if options.country else ""
    found = OfflineGeocoder(_gazetteer()).geocode(options.name, exactly_one=False, limit=options.limit, country=country)
    if not found and options.online:
        online = OnlineGeocoder(options.online, settings.cache_dir() / "geocoding.sqlite")
        locations = online.geocode(options.name, limit=options.limit)
        found = [_Online(place.address, place.latitude, place.longitude, options.online) for place in locations]
        for place in found:
            print(json.dumps(vars(place), ensure_ascii=False))
        return 0
    for place in found or []:
        print(json.dumps(place.raw, ensure_ascii=False))
    if not found:
        say(f"No place called {options.name!r} is known{' in ' + options.country if options.country else ''}.")
    return 0


class _Online:
    """An online answer as a line of output."""

    def __init__(self, name: str, latitude: float, longitude: float, source: str) -> None:
        self.name, self.latitude, self.longitude, self.source = name, latitude, longitude, source


def export(options: Options) -> int | None:
    """Write the selected events as GeoJSON, whole or not at all."""
    query = EventQuery.from_params(
        {
            "start": options.start or "",
            "end": options.end or "",
            "bbox": options.bbox or "",
            "polygon": options.polygon or "",
            "text": options.text or "",
            "type": options.type or [],
            "country": [country_code(name) for name in options.country or []],
            "status": options.status or [],
        }
    )
    if not options.output.strip():
        raise InputError("-o needs the name of a file, or - for standard output.")
    store = EventStore(Tables(settings.store_uri(options.store), create=False))
    count = 0

    def events() -> Iterator[dict[str, Any]]:
        nonlocal count
        for event in store.stream(query):
            count += 1
            yield event

    chunks = geojson_chunks(events(), store.bounds(query))
    if options.output == "-":
        sys.stdout.writelines(chunks)
    else:
        _write_whole(Path(options.output), chunks)
    say(f"Exported {count} events to {options.output}.")
    return 0


def country_code(name: str) -> str:
    """ISO 3166-1 alpha-2 code of a country's code or English name. Raises QueryError when it is none."""
    code = find_country(name)
    if code is None:
        raise QueryError(f"{name!r} is no country. Write its ISO code (IQ, IRQ) or its English name.")
    return code


def _write_whole(target: Path, chunks: Iterator[str]) -> None:
    target = target.resolve()
    try:
        if target.exists() and not target.is_file():  # a pipe or a device is written to, not replaced
            with target.open("w", encoding="utf-8") as sink:
                sink.writelines(chunks)
            return
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=target.parent, delete=False, suffix=".part"
        ) as partial:
            try:
                partial.writelines(chunks)
                partial.close()
                os.chmod(partial.name, 0o644)  # noqa: PTH101 - as any file a user writes
                Path(partial.name).replace(target)
            except BaseException:
                Path(partial.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise InputError(f"{target} cannot be written: {(error.strerror or str(error)).lower()}.") from error


def _items(options: Options) -> Iterator[Item | Failure]:
    published = articles.parse_published(options.published) if options.published else None
    for path in options.paths:
        if not path.strip():
            raise InputError("A PATH is empty. Name a file or a folder; . is this one.")
        if path == "-":
            yield from articles.read_bytes(sys.stdin.buffer.read(articles.MAX_BYTES), "standard input", published)
        else:
            yield from articles.read_paths([Path(path)], published)


def _open_input(path: str) -> IO[str]:
    if path == "-":
        return sys.stdin
    try:
        return Path(path).open(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from error


def _gazetteer() -> Gazetteer:
    return open_gazetteer(say)
