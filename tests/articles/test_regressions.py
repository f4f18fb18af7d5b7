"""Inputs that once broke reading, each kept as the sentence it should give."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashboard.articles import Failure, Item, parse_published, read_bytes, read_paths
from dashboard.errors import InputError

GOOD = json.dumps({"text": "Clashes in Mosul.", "date": "2016-10-17"})


def _read(text: str, name: str = "a.jsonl") -> list[Item | Failure]:
    return list(read_bytes(text.encode("utf-8", "surrogatepass"), name))


@pytest.mark.parametrize(
    "line",
    [
        '{"text":"a","date":"Mon, 17 Oct 99999999999999999999 00:00:00 +0000"}',
        '{"text":["a","b"],"date":"2016-10-17"}',
        '{"text":NaN,"date":"2016-10-17"}',
        "[1]",
        "[" * 100_000,
    ],
)
def test_a_bad_line_fails_alone(line: str) -> None:
    first, second = _read(f"{line}\n{GOOD}\n")
    assert isinstance(first, Failure)
    assert isinstance(second, Item)


def test_line_separators_inside_a_string_do_not_break_lines_that_end_in_crlf() -> None:
    found = _read('{"text":"a\u2028b","date":"2016-10-17"}\r\n' + GOOD + "\r\n")
    assert [type(item) for item in found] == [Item, Item]


@pytest.mark.parametrize(
    "text",
    [json.dumps(json.loads(GOOD), indent=2), json.dumps({"status": "ok", "articles": [json.loads(GOOD)]}, indent=1)],
)
def test_a_file_that_is_one_json_object_is_one_article(text: str) -> None:
    (item,) = _read(text, "a.json")
    assert isinstance(item, Item)


def test_a_nested_source_gives_its_name() -> None:
    (item,) = _read('{"text":"a","date":"2016-10-17","source":{"id":"x","name":"The Paper"}}')
    assert isinstance(item, Item)
    assert item.article.source == "The Paper"


def test_json_is_told_from_text_where_the_name_does_not_say() -> None:
    (item,) = _read(GOOD, "standard input")
    assert isinstance(item, Item)
    assert item.article.text == "Clashes in Mosul."


@pytest.mark.parametrize("text", ["201611", "201612", "2016-10-17garbage", "2016-10-1712"])
def test_what_only_starts_like_a_date_is_none(text: str) -> None:
    with pytest.raises(InputError):
        parse_published(text)


def test_an_unclosed_quote_is_said_and_swallows_nothing_in_silence() -> None:
    found = _read('title,text,date\nA,Body a,2016-10-16\nB,"Unclosed,2016-10-17\nC,Body c,2016-10-18\n', "a.csv")
    assert isinstance(found[0], Item)
    assert isinstance(found[-1], Failure)
    assert "line 3" in found[-1].origin
    assert "rows after it" in found[-1].reason


def test_blank_lines_before_a_header_are_skipped() -> None:
    (item,) = _read("\n\ntext,date\nBody,2016-10-17\n", "a.csv")
    assert isinstance(item, Item)
    assert item.origin.endswith("line 4")


def test_a_table_without_rows_says_so() -> None:
    (failure,) = _read("text,date\n", "a.csv")
    assert isinstance(failure, Failure)
    assert "no rows" in failure.reason


PAGE = (
    "<html{html}><head>{head}</head><body>{before}<article><h1>Troops <em>retake</em> Bartella</h1>"
    "<p>{text}</p></article>{after}</body></html>"
)
TEXT = (
    "Iraqi troops retook the town of Bartella on Thursday after hours of street fighting, the army said in a statement."
)


@pytest.mark.parametrize(
    "page",
    [
        PAGE.format(html=" hidden", head="", before="", after="", text=TEXT),
        PAGE.format(html="", head="", before='<form id="aspnetForm">', after="</form>", text=TEXT),
    ],
    ids=["hidden root", "whole page in a form"],
)
def test_odd_pages_still_give_their_text(page: str) -> None:
    (item,) = read_bytes(page.encode(), "a.html", parse_published("2016-10-20"))
    assert isinstance(item, Item)
    assert TEXT in item.article.text
    assert item.article.title == "Troops retake Bartella"


def test_dates_in_a_footers_linked_data_and_the_second_address_are_found() -> None:
    data = '<footer><script type="application/ld+json">{"datePublished": "2016-10-20"}</script></footer>'
    head = '<link rel="canonical" href="/x"><meta property="og:url" content="https://news.example/x">'
    (item,) = read_bytes(PAGE.format(html="", head=head, before="", after=data, text=TEXT).encode(), "a.html")
    assert isinstance(item, Item)
    assert str(item.article.published) == "2016-10-20"
    assert item.article.url == "https://news.example/x"


def test_a_path_too_long_for_the_file_system_fails_alone(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text("date: 2016-10-17\nClashes in Mosul.")
    first, second = read_paths([Path("a" * 300), good])
    assert isinstance(first, Failure)
    assert isinstance(second, Item)


def test_utf_32_is_read() -> None:
    (item,) = read_bytes("date: 2016-10-17\nClashes in Mosul.".encode("utf-32"), "a.txt")
    assert isinstance(item, Item)
    assert item.article.text == "Clashes in Mosul."
