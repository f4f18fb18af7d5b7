"""Read GeoNames country dumps, and take nothing on trust: the first row that is not as it should be refuses the file.

A dump is UTF-8 text, one place a line, 19 columns parted by tabs (https://download.geonames.org/export/dump/readme.txt);
``IQ.zip`` holds ``IQ.txt``.
"""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from dashboard.errors import InputError
from dashboard.gazetteer.features import is_kept

ATTRIBUTION = "GeoNames (https://www.geonames.org/), CC BY 4.0"
COLUMNS = 19
MAX_LINE = 1 << 17  # bytes; the longest lines, of countries in all languages, have some 10 kB
MAX_BYTES = 3 << 30  # unpacked; allCountries.txt has 1.7 GB
MAX_RATIO = 200  # unpacked to packed; text such as this packs to a quarter, a bomb to a thousandth
RATIO_FREE = 50 << 20  # bytes that may be unpacked before the ratio is looked at

_NUMBER = re.compile(r"[+-]?[0-9]{1,4}(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,2})?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_COUNTRY = re.compile(r"(?:[A-Z]{2})?")
_CODE = re.compile(r"[A-Z0-9]{0,10}")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, gzip.BadGzipFile)


@dataclass(frozen=True, slots=True)
class Row:
    """The columns of a dump that the gazetteer uses. Coordinates are degrees WGS 84, divisions are codes."""

    geonameid: int
    name: str
    asciiname: str
    alternates: str  # parted by commas
    latitude: float
    longitude: float
    feature_class: str
    feature_code: str
    country: str
    admin1: str
    admin2: str
    population: int

    @property
    def kept(self) -> bool:
        """Whether the gazetteer takes a place of this kind."""
        return is_kept(self.feature_class, self.feature_code)

    @property
    def names(self) -> list[str]:
        """All names, the place's own first."""
        return [self.name, *(n for n in (self.asciiname, *self.alternates.split(",")) if n and n != self.name)]

    @property
    def admin1_code(self) -> str:
        """Its first-order division as in admin1CodesASCII.txt: "IQ.15"."""
        return f"{self.country}.{self.admin1}"

    @property
    def admin2_code(self) -> str:
        """Its second-order division as in admin2Codes.txt, "IQ.15.99072"; "" where it has none."""
        return f"{self.country}.{self.admin1}.{self.admin2}" if self.admin2 else ""

    @property
    def division(self) -> str:
        """The code of the division that the row itself is; "" when it is none."""
        if self.feature_code == "ADM1" and self.admin1:
            return self.admin1_code
        return self.admin2_code if self.feature_code == "ADM2" else ""


def refused(file: str, line: int, reason: str) -> InputError:
    """The error of a file that is refused whole."""
    return InputError(f"{file}, line {line}: {reason}. Nothing of the file was added.")


def clean(text: str) -> str:
    """A name without what is not to be seen: control characters, marks that turn text."""
    return _UNSEEN.sub("", text).strip()


def parse_row(line: str, *, country: str = "") -> Row:
    """One line of a dump, which must be of ``country`` where that is given. Raises ValueError with the reason."""
    cells = line.split("\t")
    if len(cells) != COLUMNS:
        raise ValueError(f"{len(cells)} columns where a GeoNames dump has {COLUMNS}")
    geonameid, population = _whole(cells[0], "geonameid"), _whole(cells[14] or "0", "population")
    if geonameid == 0:
        raise ValueError("the geonameid is 0")
    latitude, longitude = degrees(cells[4], "latitude", 90), degrees(cells[5], "longitude", 180)
    name = clean(cells[1])
    if not name:
        raise ValueError("the name is empty")
    if not _COUNTRY.fullmatch(cells[8]):
        raise ValueError(f"{cells[8][:20]!r} is no country code")
    if country and cells[8] != country:
        raise ValueError(f"a place of {cells[8] or 'no country'} in the dump of {country}")
    if not (_CODE.fullmatch(cells[6]) and _CODE.fullmatch(cells[7])):
        raise ValueError(f"{cells[6][:20]!r}, {cells[7][:20]!r} is no feature class and code")
    if not _DATE.fullmatch(cells[18]):
        raise ValueError(f"the last column, {cells[18][:20]!r}, is no date: is the file cut short?")
    return Row(
        geonameid, name, clean(cells[2]), clean(cells[3]), latitude, longitude, cells[6], cells[7], cells[8],
        clean(cells[10]), clean(cells[11]), population,
    )  # fmt: skip


def degrees(text: str, what: str, limit: int) -> float:
    """Decimal degrees between -limit and limit. Raises ValueError."""
    if not _NUMBER.fullmatch(text) or abs(float(text)) > limit:
        raise ValueError(f"the {what} {text[:20]!r} is no number of degrees from -{limit} to {limit}")
    return float(text)


def _whole(text: str, what: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 11):
        raise ValueError(f"the {what} {text[:20]!r} is no whole number")
    return int(text)


def lines(
    source: IO[bytes], file: str, *, packed: int = 0, keep: IO[bytes] | None = None
) -> Iterator[tuple[int, bytes]]:
    """Numbered lines, without their ends, of a stream whose packed size is ``packed`` (0: it is not packed).

    What is read is written to ``keep`` too. Raises InputError where it is damaged, or larger than anything that GeoNames gives out.
    """
    number = taken = 0
    while line := _next_line(source, file, number + 1):
        number += 1
        taken += len(line)
        if len(line) > MAX_LINE:
            raise refused(file, number, f"the line is longer than {MAX_LINE} bytes")
        if taken > MAX_BYTES or (packed and taken > max(RATIO_FREE, packed * MAX_RATIO)):
            raise refused(file, number, "it unpacks to far more than a dump has")
        if keep:
            keep.write(line)
        yield number, line.rstrip(b"\r\n")


def _next_line(source: IO[bytes], file: str, number: int) -> bytes:
    try:
        return source.readline(MAX_LINE + 1)
    except _BROKEN as error:
        raise refused(file, number, f"the archive is damaged ({error})") from error
    except OSError as error:
        raise InputError(f"{file} cannot be read: {(error.strerror or str(error)).lower()}.") from error


def read_rows(
    source: IO[bytes], file: str, *, country: str = "", packed: int = 0, keep: IO[bytes] | None = None
) -> Iterator[Row]:
    """Every row of a dump, checked, and written to ``keep`` as it was.

    Raises InputError, which names file, line and reason, at the first bad one.
    """
    number = 0
    for number, line in lines(source, file, packed=packed, keep=keep):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
            yield parse_row(text, country=country)
        except UnicodeDecodeError as error:
            raise refused(file, number, "it is not UTF-8") from error
        except ValueError as error:
            raise refused(file, number, str(error)) from error
    if number == 0:
        raise InputError(f"{file} is empty. Nothing of it was added.")


@contextmanager
def open_dump(path: Path) -> Iterator[tuple[IO[bytes], str, int]]:
    """The bytes of a dump in ``IQ.zip``, ``IQ.txt`` or a packed ``.gz``; what to call it; its packed size, 0 if plain.

    A zip must hold a text of its own name (``IQ.txt``); whatever else is in it stays there. Raises InputError.
    """
    with ExitStack() as held:
        name, packed = path.name, 0
        try:
            if path.suffix.lower() == ".zip":
                archive = held.enter_context(zipfile.ZipFile(path))
                member = _member(archive, path)
                name, packed = f"{path.name} ({member.filename})", max(1, member.compress_size)
                stream = held.enter_context(archive.open(member))
            elif path.suffix.lower() == ".gz":
                packed = path.stat().st_size
                stream = cast("IO[bytes]", held.enter_context(gzip.open(path)))
            else:
                stream = held.enter_context(path.open("rb"))
        except _BROKEN as error:
            raise InputError(
                f"{path.name} is no zip archive, or a damaged one ({error}). Nothing was added."
            ) from error
        except OSError as error:
            raise InputError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from error
        yield stream, name, packed


def _member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    wanted = f"{path.stem}.txt"
    found = [info for info in archive.infolist() if info.filename.lower() == wanted.lower()]
    if len(found) != 1:
        raise InputError(f"{path.name} does not hold one {wanted}. Nothing of it was added.")
    return found[0]


def read_divisions(path: Path, countries: set[str]) -> dict[str, str]:
    """Names of divisions by code ("IQ.15" -> "Nineveh") of ``countries``, from admin1CodesASCII.txt or admin2Codes.txt.

    Raises InputError when a row has not four columns.
    """
    names = {}
    with open_dump(path) as (stream, file, _):
        for number, line in lines(stream, file):
            cells = line.decode("utf-8-sig", errors="replace").split("\t")
            if len(cells) != 4 or not cells[0]:
                raise refused(file, number, f"{len(cells)} columns where a file of divisions has 4")
            if cells[0].partition(".")[0] in countries:
                names[cells[0]] = clean(cells[1])
    return names
