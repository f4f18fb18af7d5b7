"""Bytes, files and folders."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dashboard.articles import SUFFIXES, Failure, Item, read_bytes, read_paths
from dashboard.settings import data_dir

DAY = date(2016, 10, 17)
RUSSIAN = (
    "Вооружённые силы сообщили, что в четверг в городе произошёл обстрел жилых кварталов. "
    "Погибли три человека, ещё десять ранены. Жители покидают город, сообщили местные власти."
)
ARABIC = (
    "قال الجيش إن القوات استعادت البلدة يوم الخميس بعد ساعات من القتال في الشوارع "
    "وقتل عشرة مسلحين على الأقل في الموصل، حسب ما أعلنته وزارة الدفاع."
)


def text_of(data: bytes) -> str:
    (item,) = read_bytes(data, "a.txt", DAY)
    assert isinstance(item, Item), item
    return item.article.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "utf-16-be-bom"])
@pytest.mark.parametrize("text", [RUSSIAN, ARABIC, "Plain words.", "Şırnak 😀"])
def test_unicode_encodings_are_read(text: str, encoding: str) -> None:
    data = ("\ufeff" + text).encode(encoding[:-4]) if encoding.endswith("-bom") else text.encode(encoding)
    assert text_of(data) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "windows-1251"),
        (ARABIC, "windows-1256"),
        (
            "Des manifestants ont défilé à Paris jeudi après les élections, a indiqué la préfecture de police.",
            "latin-1",
        ),
    ],
)
def test_older_encodings_are_told_from_the_text(text: str, encoding: str) -> None:
    assert text_of(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is empty"),
        (b" \r\n\t", "it is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "it is a binary file"),
        (b"words\x00words", "it is a binary file"),
        (b"\xff\xfeA\x00B", "it is damaged"),
        (b"\xef\xbb\xbfwords \xff", "it is damaged"),
        (bytes(range(128, 256)) * 20, "its encoding cannot be told"),
        (b"\xef\xbb\xbf", "it has no text"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a"])
def test_bytes_that_are_no_text_are_a_failure_with_a_reason(data: bytes, reason: str, name: str) -> None:
    (failure,) = read_bytes(data, name, DAY)
    assert isinstance(failure, Failure)
    assert failure.origin == name
    assert reason in failure.reason


def test_the_origin_is_for_messages_and_the_name_tells_the_format() -> None:
    (item,) = read_bytes(b'{"text": "Body"}', "a.jsonl", DAY, origin="uploads/a.jsonl")
    assert isinstance(item, Item)
    assert (item.origin, item.article.text) == ("uploads/a.jsonl, line 1", "Body")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "news"
    (root / "deep" / "deeper").mkdir(parents=True)
    (root / "b.txt").write_text("date: 2016-10-17\n\nText file.")
    (root / "a.csv").write_text("text,date\nTable row 1.,2016-10-17\nTable row 2.,soon\n")
    (root / "deep" / "C.TXT").write_text("date: 2016-10-17\n\nUpper case suffix.")
    (root / "deep" / "deeper" / "d.jsonl").write_text('{"text": "Deep line.", "date": "2016-10-17"}\n')
    (root / "deep" / "empty.txt").write_text("")
    (root / "picture.png").write_bytes(b"\x89PNG\x00")
    (root / "notes.docx").write_bytes(b"PK\x03\x04\x00")
    (root / "folder.txt").mkdir()
    return root


def test_a_folder_is_searched_to_its_depths_and_unknown_suffixes_are_left_alone(folder: Path) -> None:
    found = list(read_paths([folder]))
    assert [item.article.text for item in found if isinstance(item, Item)] == [
        "Table row 1.",
        "Text file.",
        "Upper case suffix.",
        "Deep line.",
    ]
    assert [Path(f.origin.partition(",")[0]).name for f in found if isinstance(f, Failure)] == ["a.csv", "empty.txt"]


def test_a_file_named_outright_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    file = tmp_path / "story.story"
    file.write_text("date: 2016-10-17\n\nBody.")
    (item,) = read_paths([file])
    assert isinstance(item, Item)
    assert item.article.text == "Body."
    assert item.origin == str(file)


@pytest.mark.parametrize("others", [[], ["picture.png"]])
def test_a_folder_without_articles_says_so(tmp_path: Path, others: list[str]) -> None:
    for name in others:
        (tmp_path / name).write_bytes(b"x")
    (failure,) = read_paths([tmp_path])
    assert isinstance(failure, Failure)
    assert failure.origin == str(tmp_path)
    assert "holds no article file" in failure.reason
    assert all(suffix in failure.reason for suffix in SUFFIXES)


def test_a_missing_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text("Body.")
    missing = tmp_path / "missing.txt"
    found = list(read_paths([missing, good], DAY))
    assert found[0] == Failure(str(missing), "it cannot be read: no such file or directory.")
    assert isinstance(found[1], Item)


def test_the_sample_articles_are_complete() -> None:
    found = list(read_paths([data_dir() / "articles"]))
    items = [item for item in found if isinstance(item, Item)]
    assert len(items) == len(found) >= 40
    assert len({item.article.article_id for item in items}) == len(items)
    for item in items:
        assert item.article.title, item.origin
        assert item.article.published is not None, item.origin
        assert item.article.source == "sample", item.origin
        assert len(item.article.text.split()) > 50, item.origin
        assert Path(item.origin).name.startswith(item.article.published.isoformat())
