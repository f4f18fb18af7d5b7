"""Find the tables of files, folders and archives, and open each as a stream of bytes."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from dashboard.importers.batches import Failure, Source, UnreadableError

_TABLES = (".csv", ".tsv", ".txt", ".tab")
_FILES = (*_TABLES, ".zip", ".gz", ".parquet")
BROKEN = (
    OSError, EOFError, ValueError, RuntimeError, NotImplementedError,
    zlib.error, lzma.LZMAError, struct.error, zipfile.BadZipFile,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """One table: ``stream`` of its bytes, ``position`` the bytes of its file that were read so far."""

    origin: str
    stream: BinaryIO
    position: Callable[[], int]
    parquet: bool = False


def name_of(source: Source) -> str:
    """The file's path, or the name of uploaded bytes."""
    return source[0] if isinstance(source, tuple) else str(source)


def expand(sources: Sequence[Source], on_failure: Callable[[Failure], None]) -> list[tuple[Source, int]]:
    """The files among ``sources`` and in folders among them (to any depth, in the order of names), with their sizes."""
    found: list[tuple[Source, int]] = []
    for source in sources:
        try:
            found += [(f, len(f[1]) if isinstance(f, tuple) else f.stat().st_size) for f in _within(source)]
        except BROKEN as error:
            on_failure(Failure(name_of(source), _reason(error)))
        except UnreadableError as error:
            on_failure(Failure(name_of(source), str(error)))
    return found


def _within(source: Source) -> Iterator[Source]:
    if isinstance(source, tuple) or not source.is_dir():
        yield source
        return
    files = [
        path
        for path in sorted(source.rglob("*"))
        if path.suffix.lower() in _FILES and not path.name.startswith(".") and path.is_file()
    ]
    if not files:
        raise UnreadableError(f"the folder holds no table ({', '.join(_FILES)})")
    yield from files


@contextmanager
def reading() -> Iterator[None]:
    """Raise UnreadableError, with the reason, for whatever a broken file or archive raises."""
    try:
        yield
    except BROKEN as error:
        raise UnreadableError(f"it cannot be read: {_reason(error)}") from error


def _reason(error: BaseException) -> str:
    return str(getattr(error, "strerror", None) or error or type(error).__name__).lower()


def opened(source: Source, on_failure: Callable[[Failure], None]) -> Iterator[Opened]:
    """The tables of one file: itself, or the members of a zip archive, one after the other; each is read before the next.

    Nothing is unpacked as a whole, so an archive of any size takes the memory of one block. Raises UnreadableError.
    """
    origin = name_of(source)
    with reading():
        file: BinaryIO = io.BytesIO(source[1]) if isinstance(source, tuple) else source.open("rb")
    with file:
        with reading():
            start = file.read(4)
            file.seek(0)
        if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            yield from _members(file, origin, on_failure)
        elif start.startswith(b"\x1f\x8b"):
            with gzip.GzipFile(fileobj=file) as stream:
                yield Opened(origin, stream, file.tell)  # type: ignore[arg-type]
        else:
            yield Opened(origin, file, file.tell, parquet=start == b"PAR1")


def _is_table(member: str) -> bool:
    """Whether a member is a table by its name, and none of those that macOS adds ("__MACOSX/x.csv", "._x.csv")."""
    *folders, name = member.split("/")
    return name.lower().endswith(_TABLES) and not name.startswith(".") and "__MACOSX" not in folders


def _members(file: BinaryIO, origin: str, on_failure: Callable[[Failure], None]) -> Iterator[Opened]:
    with reading():
        archive = zipfile.ZipFile(file)
    members = [entry for entry in archive.infolist() if _is_table(entry.filename)]
    if not members:
        raise UnreadableError(f"the archive holds no table ({', '.join(_TABLES)})")
    for entry in members:
        name = f"{origin}!{entry.filename}"
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # zipfile bounds what one read unpacks for deflate alone: a bomb of bzip2 or LZMA would fill the memory.
            on_failure(Failure(name, "it is compressed in a way that is not read (deflate is)"))
            continue
        try:
            with reading():
                stream = archive.open(entry)
        except UnreadableError as error:
            on_failure(Failure(name, str(error)))
            continue
        with stream:
            yield Opened(name, stream, file.tell)  # type: ignore[arg-type]
