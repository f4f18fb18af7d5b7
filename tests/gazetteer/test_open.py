"""Finding the gazetteer's file, and saying so when it cannot be used."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dashboard.errors import GazetteerError
from dashboard.gazetteer import Gazetteer, open_gazetteer
from dashboard.gazetteer import open as opening
from dashboard.settings import CACHE_VARIABLE


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    folder = tmp_path / "cache"
    folder.mkdir()
    monkeypatch.setenv(CACHE_VARIABLE, str(folder))
    return folder


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + b"\xff" * 4096, b"\x00" * 10_000])
def test_a_corrupt_file_gives_a_gazetteer_error_that_names_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.sqlite"
    path.write_bytes(content)
    with pytest.raises(GazetteerError, match=r"broken\.sqlite cannot be opened.*Delete it"):
        Gazetteer(path)


def test_a_truncated_file_gives_a_gazetteer_error(small_file: Path) -> None:
    small_file.write_bytes(small_file.read_bytes()[:5000])
    with pytest.raises(GazetteerError):
        Gazetteer(small_file)


@pytest.mark.parametrize("name", ["missing.sqlite", "missing folder/x.sqlite", ""])
def test_a_missing_file_or_a_folder_gives_a_gazetteer_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(GazetteerError):
        Gazetteer(tmp_path / name)


def test_a_path_with_spaces_and_signs_of_a_uri_is_opened(tmp_path: Path, small_file: Path) -> None:
    odd = small_file.rename(tmp_path / "a name?mode=rw#with %20.sqlite")
    assert Gazetteer(odd).counts["places"] == 8


def test_a_corrupt_file_in_the_cache_gives_a_gazetteer_error(cache: Path) -> None:
    opening.gazetteer_path().write_bytes(b"not a database")
    with pytest.raises(GazetteerError, match="built anew"):
        open_gazetteer()


def test_a_built_file_is_opened_once_without_announcement(cache: Path, small_file: Path) -> None:
    small_file.rename(opening.gazetteer_path())
    announced: list[str] = []
    first = open_gazetteer(announced.append)
    assert open_gazetteer() is first
    assert announced == []
    assert first.counts["places"] == 8


def test_a_cache_that_cannot_be_written_gives_a_gazetteer_error_with_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("in the way")
    monkeypatch.setenv(CACHE_VARIABLE, str(blocked))
    announced: list[str] = []
    with pytest.raises(GazetteerError, match=CACHE_VARIABLE):
        open_gazetteer(announced.append)
    assert len(announced) == 1


def test_the_first_opening_builds_and_clears_files_of_older_sources(
    cache: Path, small_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, other = cache / "gazetteer-0123.sqlite", cache / "geocoded.sqlite"
    old.write_bytes(b"old")
    other.write_bytes(b"other")

    def run(command: Sequence[str], **_: Any) -> subprocess.CompletedProcess[str]:
        assert list(command[:3]) == [sys.executable, "-m", "dashboard.gazetteer.build"]
        small_file.rename(command[3])
        return subprocess.CompletedProcess(list(command), 0, "", "")

    monkeypatch.setattr(opening.subprocess, "run", run)
    assert open_gazetteer().counts["places"] == 8
    assert not old.exists()
    assert other.read_bytes() == b"other"


def test_a_build_that_fails_gives_its_last_words(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = subprocess.CompletedProcess([], 1, "", "Traceback\nOSError: no space left\n")
    monkeypatch.setattr(opening.subprocess, "run", lambda *_, **__: done)
    with pytest.raises(GazetteerError, match="OSError: no space left"):
        open_gazetteer()


def test_the_file_name_changes_with_the_lexicon(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lexicon = tmp_path / "data" / "lexicon"
    lexicon.mkdir(parents=True)
    monkeypatch.setattr(opening, "data_dir", lambda: tmp_path / "data")
    (lexicon / "places.csv").write_text("name\n")
    before = opening.gazetteer_path()
    assert opening.gazetteer_path() == before
    assert before.parent == cache
    (lexicon / "places.csv").write_text("name\nHit\n")
    assert opening.gazetteer_path() != before
