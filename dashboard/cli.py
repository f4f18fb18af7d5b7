"""The command line: a thin shell on the library. Machine output goes to stdout, everything said to a person to stderr."""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Sequence
from typing import TypeAlias

from dashboard import __version__, commands, gazetteer_commands, import_commands, settings, store_commands
from dashboard.errors import DashboardError
from dashboard.importers import DATASETS
from dashboard.store.upkeep import KEEP_DAYS

COMMANDS = (
    "serve",
    "ingest",
    "reextract",
    "extract",
    "import",
    "geoparse",
    "geocode",
    "export",
    "compact",
    "gazetteer",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0, or non-zero with one clear line on stderr."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in {"-h", "--help", "--version"}):
        arguments.insert(0, "serve")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # names of places come in every script
    options = build_parser().parse_args(_join_negative(arguments))
    try:
        return int(options.run(options) or 0)
    except DashboardError as error:
        print(f"conflict-dashboard: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away (| head): nobody is left to tell
        return 1
    except OSError as error:
        print(
            f"conflict-dashboard: the output cannot be written: {(error.strerror or str(error)).lower()}.",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        return 130


def _join_negative(arguments: list[str]) -> list[str]:
    """``--bbox -10,0,10,5`` as ``--bbox=-10,0,10,5``: argparse would take a western longitude for an option."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] in {"--bbox", "--polygon"} and re.match(r"-[\d.]", argument):
            joined[-1] += f"={argument}"
        else:
            joined.append(argument)
    return joined


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="conflict-dashboard",
        description="News text in; a sourced, dated, located table of conflict events out, on a map with a timeline. "
        "Without a command it serves the dashboard.",
    )
    parser.add_argument("--version", action="version", version=f"conflict-dashboard {__version__}")
    commands_ = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_serve(commands_)
    _add_articles(commands_)
    _add_import(commands_)
    _add_places(commands_)
    _add_export(commands_)
    _add_compact(commands_)
    _add_gazetteer(commands_)
    return parser


Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _add_serve(commands_: Subparsers) -> None:
    serve = commands_.add_parser("serve", help="start the dashboard and open it in the browser (the default)")
    serve.add_argument(
        "--port", type=int, default=settings.DEFAULT_PORT, help="port to listen on (default: %(default)s)"
    )
    serve.add_argument(
        "--host",
        default=settings.DEFAULT_HOST,
        help="address to listen on (default: %(default)s, this machine only)",
    )
    serve.add_argument("--no-browser", action="store_true", help="do not open the browser")
    serve.add_argument("--no-samples", action="store_true", help="leave a new store empty: no sample articles")
    _add_store(serve)
    serve.set_defaults(run=commands.serve)


def _add_articles(commands_: Subparsers) -> None:
    ingest = commands_.add_parser("ingest", help="read articles into the store")
    extract = commands_.add_parser(
        "extract", help="show what would be read: one JSON object a line for each event; stores nothing"
    )
    for command in (ingest, extract):
        command.add_argument(
            "paths",
            nargs="+",
            metavar="PATH",
            help="text, HTML, CSV or JSON Lines files, or folders of them; - is standard input",
        )
        command.add_argument("--published", metavar="DATE", help="the day of articles that carry none, e.g. 2016-10-17")
    _add_store(ingest)
    ingest.set_defaults(run=commands.ingest)
    extract.set_defaults(run=commands.extract)
    reextract = commands_.add_parser(
        "reextract", help="read every article of the store again, by the present rules and gazetteer"
    )
    _add_store(reextract)
    reextract.set_defaults(run=commands.reextract)


def _add_import(commands_: Subparsers) -> None:
    import_ = commands_.add_parser(
        "import",
        help="import events of UCDP GED, ACLED or GDELT into the store",
        description="Importing a newer version again updates its events and adds nothing twice.",
    )
    import_.add_argument("dataset", choices=tuple(DATASETS), help="the data set that the files are of")
    import_.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="CSV or Parquet files, zip archives of CSV, GDELT's tab-separated exports, or folders of them",
    )
    import_.add_argument(
        "--null-island",
        action="store_true",
        help="take latitude 0, longitude 0 for a place; else such rows are refused",
    )
    _add_store(import_)
    import_.set_defaults(run=import_commands.import_events)


def _add_places(commands_: Subparsers) -> None:
    geoparse = commands_.add_parser(
        "geoparse", help="find and resolve the place names of articles, one JSON object a line"
    )
    geoparse.add_argument(
        "file",
        metavar="FILE.jsonl",
        help="articles {id, title, text, published}, one a line; - is standard input",
    )
    geoparse.add_argument(
        "--given-spans",
        action="store_true",
        help="take the start and end of the input's toponyms and only resolve them",
    )
    geoparse.add_argument(
        "--recogniser",
        default="crf",
        metavar="crf|spacy:NAME|gliner:NAME",
        help="what finds the names of English text: our own model, or a neural one (default: %(default)s)",
    )
    geoparse.set_defaults(run=commands.geoparse)
    geocode = commands_.add_parser("geocode", help="candidates for a place name, best first, one JSON object a line")
    geocode.add_argument("name", metavar="NAME", help="a place name, e.g. Mosul, 'Hamdaniya district', 'Paris, Texas'")
    geocode.add_argument(
        "--country",
        default="",
        metavar="CODE",
        help="only places in this country, ISO 3166-1 alpha-2, e.g. IQ",
    )
    geocode.add_argument("--limit", type=int, default=5, help="at most so many candidates (default: %(default)s)")
    geocode.add_argument("--online", metavar="SERVICE", default=settings.online_geocoder(),
                         help="ask this geopy service, e.g. nominatim, where the gazetteer knows nothing (off by default)")  # fmt: skip
    geocode.set_defaults(run=commands.geocode)


def _add_export(commands_: Subparsers) -> None:
    export = commands_.add_parser("export", help="write the selected events as GeoJSON")
    export.add_argument(
        "-o", "--output", required=True, metavar="FILE.geojson", help="file to write; - is standard output"
    )
    export.add_argument("--start", metavar="DATE", help="first day, e.g. 2016-10-17")
    export.add_argument("--end", metavar="DATE", help="last day")
    export.add_argument("--bbox", metavar="W,S,E,N", help="box in degrees; west > east crosses the antimeridian")
    export.add_argument("--type", action="append", metavar="T", help="event type, e.g. Battles; repeat for more")
    export.add_argument(
        "--country", action="append", metavar="C", help="country: code or English name; repeat for more"
    )
    export.add_argument(
        "--status",
        action="append",
        metavar="S",
        help="unreviewed, confirmed or rejected; repeat for more (default: all but the rejected ones)",
    )
    export.add_argument("--text", metavar="WORDS", help="events that hold every one of these words")
    export.add_argument("--polygon", metavar="LON,LAT;...", help="events inside this ring")
    _add_store(export)
    export.set_defaults(run=commands.export)


def _add_compact(commands_: Subparsers) -> None:
    compact = commands_.add_parser(
        "compact",
        help="join the small files of the store, and remove old ones; done by itself when it is due",
        description="No row is lost. Every state that the store had within the last days can still be read.",
    )
    compact.add_argument(
        "--keep-days",
        type=int,
        default=KEEP_DAYS,
        metavar="N",
        help=f"days whose history is kept, 1 to {KEEP_DAYS} (default: %(default)s)",
    )
    _add_store(compact)
    compact.set_defaults(run=store_commands.compact)


def _add_gazetteer(commands_: Subparsers) -> None:
    gazetteer = commands_.add_parser("gazetteer", help="add places to the gazetteer, teach it, and see what is in it")
    actions = gazetteer.add_subparsers(metavar="ACTION", required=True)
    add = actions.add_parser(
        "add",
        help="add the villages, rivers and divisions of countries from GeoNames, or places of your own",
        description=f"Country dumps are downloaded from GeoNames (CC BY 4.0), or from ${settings.GEONAMES_VARIABLE}.",
    )
    add.add_argument(
        "items",
        nargs="+",
        metavar="COUNTRY|FILE",
        help="ISO codes (IQ SY); a GeoNames dump (IQ.zip, IQ.txt); or a CSV file with name, latitude, longitude and "
        "optionally country, admin1, admin2, alternates (parted by ;), feature_code, population, geonameid",
    )
    add.set_defaults(run=gazetteer_commands.add)
    info = actions.add_parser("info", help="show what the gazetteer is made of")
    info.add_argument("--json", action="store_true", help="as JSON")
    info.set_defaults(run=gazetteer_commands.info)
    learn = actions.add_parser("learn", help="learn the places of event data: exports of UCDP GED or ACLED")
    learn.add_argument(
        "files", nargs="+", metavar="FILE.csv", help="an export with a line of column names, or its .zip"
    )
    learn.set_defaults(run=gazetteer_commands.learn)


def _add_store(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--store",
        metavar="URI",
        help=f"the event store: a folder or s3://... (else ${settings.STORE_VARIABLE}, else one of your own)",
    )


if __name__ == "__main__":
    raise SystemExit(main())
