"""The sources that a user added: a folder for each with what was added, and the manifest that says which are in force.

``gazetteer_dir()/sources.json`` is the manifest. A source's folder holds ``rows.gz`` (the checked file itself, packed) and,
for a dump, ``divisions.tsv`` (code and name of its divisions). Only what the manifest names is in force, and the manifest
is replaced whole, so an addition happens or does not.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from dashboard.errors import GazetteerError
from dashboard.settings import gazetteer_dir

DUMP, TABLE = "dump", "table"
ROWS, DIVISIONS = "rows.gz", "divisions.tsv"


@dataclass(frozen=True, slots=True)
class AddedSource:
    """One added file. ``name`` is its country's code or the file's own; adding the same name again replaces it."""

    name: str
    kind: str  # DUMP or TABLE
    rows: int  # in the file
    places: int  # of them of a kind that the gazetteer takes
    countries: dict[str, int]  # ISO code, "" for none -> rows
    added: str  # day, ISO 8601
    origin: str  # address or name of the file
    licence: str
    folder: str  # absolute, or beside the manifest

    @property
    def mark(self) -> str:
        """Changes with the source's contents."""
        return f"{self.kind} {Path(self.folder).name}"


def manifest_path() -> Path:
    """The manifest of the user's own folder."""
    return gazetteer_dir() / "sources.json"


def load_sources(manifest: Path | None = None) -> list[AddedSource]:
    """The sources in force, [] when there is no manifest, their folders absolute. Raises GazetteerError if it is damaged."""
    path = manifest or manifest_path()
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))["sources"]
        return [AddedSource(**(s | {"folder": str(path.parent / s["folder"])})) for s in listed]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise GazetteerError(
            f"The list of added sources {path} cannot be read ({error!r}). Delete it, and add the sources again."
        ) from error


def save_sources(sources: Sequence[AddedSource], path: Path) -> None:
    """Write a manifest whole, naming each source's folder by what it is called beside it."""
    listed = [asdict(s) | {"folder": Path(s.folder).name} for s in sources]
    partial = path.with_suffix(f".{os.getpid()}.part")
    partial.write_text(json.dumps({"sources": listed}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    partial.replace(path)


def sweep(sources: Sequence[AddedSource]) -> None:
    """Remove the folders that no source of the manifest uses any more."""
    used = {Path(s.folder).name for s in sources}
    for rows in gazetteer_dir().glob(f"*/{ROWS}"):
        if rows.parent.name not in used:
            shutil.rmtree(rows.parent, ignore_errors=True)


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Hold the folder: two additions at a time would each undo the other's. Raises GazetteerError when it is held."""
    folder = gazetteer_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # SQLite's lock works on every system, and the end of the process sets it free.
        lock = sqlite3.connect(folder / "lock", timeout=0, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise GazetteerError(f"The folder of added sources {folder} cannot be written ({error}).") from error
    with contextlib.closing(lock):
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            raise GazetteerError(f"Another command is changing {folder}, or it cannot be written ({error}).") from error
        yield


def content_mark(folder: Path) -> str:
    """A hash of what a source's folder holds (16 hex digits)."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(folder.iterdir()):
        with path.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()
