"""CSV and JSON Lines."""

from __future__ import annotations

import json
from datetime import date

import pytest

from dashboard.articles import Failure, Item, read_bytes
from dashboard.records import Article

DAY = date(2016, 10, 17)


def read(text: str, name: str, published: date | None = None) -> list[Item | Failure]:
    return list(read_bytes(text.encode(), name, published))


def articles(found: list[Item | Failure]) -> list[Article]:
    assert all(isinstance(item, Item) for item in found), found
    return [item.article for item in found if isinstance(item, Item)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "title,text,date\nA,Body a,2016-10-17\nB,Body b,2016-10-18\n"),
        ("a.csv", "Headline; Body ;Published\nA;Body a;2016-10-17\nB;Body b;2016-10-18\n"),
        ("a.csv", "title|content|pubdate\nA|Body a|2016-10-17\nB|Body b|2016-10-18"),
        ("a.tsv", "title\tarticle\tpublish_date\r\nA\tBody a\t2016-10-17\r\nB\tBody b\t2016-10-18\r\n"),
        ("a.csv", "title\tmaintext\tdate_publish\nA\tBody a\t2016-10-17\nB\tBody b\t2016-10-18\n"),
        ("A.CSV", '\ufeff"title", "text", "date"\n"A", "Body a", "2016-10-17"\n"B", "Body b", "2016-10-18"\n'),
        ("a.csv", "title,text,date\n\nA,Body a,2016-10-17\n\n\nB,Body b,2016-10-18\n\n"),
    ],
)
def test_rows_are_articles_whatever_the_delimiter_and_the_names_of_the_columns(name: str, text: str) -> None:
    found = articles(read(text, name))
    assert [(a.title, a.text, a.published) for a in found] == [
        ("A", "Body a", DAY),
        ("B", "Body b", date(2016, 10, 18)),
    ]


def test_a_quoted_cell_may_hold_lines_delimiters_and_quotes() -> None:
    (found,) = articles(read('text,date\n"First, ""quoted"".\n\nSecond; line.",2016-10-17\n', "a.csv"))
    assert found.text == 'First, "quoted".\n\nSecond; line.'


def test_every_column_reaches_its_field() -> None:
    (found,) = articles(
        read("guid,link,outlet,lang,body,date\n7,https://a.example/x,Example,ar,Body,2016-10-17\n", "a.csv")
    )
    assert found == Article("Body", DAY, "", "Example", "https://a.example/x", "ar", "7")


def test_a_table_without_a_text_column_says_which_columns_it_has() -> None:
    assert read("title,date\nA,2016-10-17\n", "a.csv", DAY) == [
        Failure("a.csv", "it has no column for the text (text, body or content). Its columns: title, date.")
    ]


def test_a_table_without_a_date_column_needs_a_default_date() -> None:
    text = "title,text\nA,Body a\nB,Body b\n"
    (failure,) = read(text, "a.csv")
    assert isinstance(failure, Failure)
    assert "no column for the date" in failure.reason
    assert "--published" in failure.reason
    assert [a.published for a in articles(read(text, "a.csv", DAY))] == [DAY, DAY]


def test_a_bad_row_is_reported_with_its_line_and_the_others_still_come() -> None:
    found = read("text,date\nBody a,2016-10-17\nBody b,soon\n,2016-10-17\nBody d,\nBody e,2016-10-18\n", "a.csv")
    assert [item.article.text for item in found if isinstance(item, Item)] == ["Body a", "Body e"]
    assert [(f.origin, f.reason.split(".")[0]) for f in found if isinstance(f, Failure)] == [
        ("a.csv, line 3", "'soon' is not a date"),
        ("a.csv, line 4", "it has no text"),
        ("a.csv, line 5", "it carries no date of publication"),
    ]


def test_ragged_rows_keep_what_they_have() -> None:
    found = read("text,date,title\nBody a,2016-10-17\nBody b,2016-10-17,B,extra,more\n", "a.csv")
    assert [(a.text, a.title) for a in articles(found)] == [("Body a", ""), ("Body b", "B")]


@pytest.mark.parametrize("data", [b"", b"  \n\n"])
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.txt", "a.html"])
def test_an_empty_file_is_a_failure(name: str, data: bytes) -> None:
    assert list(read_bytes(data, name, DAY)) == [Failure(name, "it is empty.")]


def test_a_cell_as_long_as_the_longest_article_is_read() -> None:
    (found,) = articles(read(f"text,date\n{'x' * 500_000},2016-10-17\n", "a.csv"))
    assert len(found.text) == 500_000


def test_an_endless_cell_breaks_off_with_a_reason_after_the_rows_before_it() -> None:
    first, last = read(f"text,date\nBody a,2016-10-17\n{'x' * 2_100_000},2016-10-17\n", "a.csv")
    assert isinstance(first, Item)
    assert isinstance(last, Failure)
    assert "breaks off" in last.reason


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json", "A.JSONL"])
def test_a_line_is_an_article(name: str) -> None:
    lines = [
        {"id": 7, "Title": "A", "text": "Body a", "published": "2016-10-17"},
        {"body": "Body b", "date": "2016-10-18"},
    ]
    found = articles(read("\n".join(json.dumps(line) for line in lines), name))
    assert [(a.title, a.text, a.published, a.external_id) for a in found] == [
        ("A", "Body a", DAY, "7"),
        ("", "Body b", date(2016, 10, 18), None),
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_line_that_does_not_parse_is_reported_with_its_number_and_the_others_still_come(newline: str) -> None:
    good = '{"text": "Body", "date": "2016-10-17"}'
    lines = [
        good,
        "{broken",
        "",
        good,
        '"a string"',
        "7",
        "null",
        '{"title": "A"}',
        '{"text": "Body", "date": "soon"}',
        good,
    ]
    found = read(newline.join(lines) + newline, "a.jsonl")
    assert [item.origin for item in found if isinstance(item, Item)] == [
        "a.jsonl, line 1",
        "a.jsonl, line 4",
        "a.jsonl, line 10",
    ]
    failures = {f.origin: f.reason for f in found if isinstance(f, Failure)}
    assert list(failures) == [f"a.jsonl, line {n}" for n in (2, 5, 6, 7, 8, 9)]
    assert "it is not JSON" in failures["a.jsonl, line 2"]
    assert all("not a JSON object" in failures[f"a.jsonl, line {n}"] for n in (5, 6, 7))


def test_a_line_nested_without_end_does_not_stop_the_rest() -> None:
    found = read('{"text":' + "[" * 100_000 + '\n{"text": "Body", "date": "2016-10-17"}\n', "a.jsonl")
    assert [type(item) for item in found] == [Failure, Item]


def test_line_separators_inside_a_string_do_not_end_the_line() -> None:
    (found,) = articles(read('{"text": "One\u2028two\u0085three", "date": "2016-10-17"}\n', "a.jsonl"))
    assert found.text == "One\u2028two\u0085three"


def test_an_array_is_read_item_by_item() -> None:
    found = read(
        '\n[{"text": "Body a", "date": "2016-10-17", "id": "x"},\n 7,\n {"text": "Body b", "date": "2016-10-17"}]',
        "a.json",
    )
    assert [type(item) for item in found] == [Item, Failure, Item]
    assert [item.origin for item in found] == ["a.json, item 1", "a.json, item 2", "a.json, item 3"]
    assert isinstance(found[0], Item)
    assert found[0].article.external_id == "x"


def test_an_array_that_breaks_off_is_a_failure() -> None:
    (failure,) = read('[{"text": "Body a"', "a.json")
    assert isinstance(failure, Failure)
    assert failure.reason.startswith("it is not JSON (")


def test_escaped_surrogates_and_control_characters_are_replaced() -> None:
    (found,) = articles(
        read(r'{"text": "a\ud800b\u0000c", "id": "\udc00", "title": "x\u0007y", "date": "2016-10-17"}', "a.jsonl")
    )
    assert (found.text, found.external_id, found.title) == ("a\ufffdb c", "\ufffd", "x y")
    assert found.article_id
