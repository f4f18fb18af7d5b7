"""Plain text with header lines."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.articles import Failure, Item, read_text
from dashboard.articles.text import read_headers


def test_headers_become_fields_and_the_rest_is_the_body() -> None:
    item = read_text(
        "Title: Troops retake Bartella\r\ndate: 17 October 2016\nSOURCE : Example News\nurl: https://a.example/x\nid: 42\n"
        "lang: en\n\nFirst paragraph.\n\nSecond: paragraph.\n",
        "a.txt",
    )
    assert isinstance(item, Item)
    article = item.article
    assert article.text == "First paragraph.\n\nSecond: paragraph."
    assert article.published == date(2016, 10, 17)
    assert (article.title, article.source, article.url) == (
        "Troops retake Bartella",
        "Example News",
        "https://a.example/x",
    )
    assert (article.external_id, article.language) == ("42", "en")


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("No headers at all.", "No headers at all."),
        ("\n\n  date: 2016-10-17\nBody.", "Body."),
        ("date: 2016-10-17\nBody.\ntitle: not a header any more", "Body.\ntitle: not a header any more"),
        ("date: 2016-10-17\ndate: 2016-10-18\nBody.", "date: 2016-10-18\nBody."),
        ("Dateline: Mosul is calm.", "Dateline: Mosul is calm."),
        ("date: 2016-10-17", ""),
        ("", ""),
    ],
)
def test_headers_end_at_the_first_line_that_is_none(text: str, body: str) -> None:
    assert read_headers(text)["text"] == body


def test_given_fields_fill_what_the_headers_leave_out() -> None:
    item = read_text("title: Own\n\nBody.", "form", date(2016, 10, 17), title="Given", source="Given")
    assert isinstance(item, Item)
    assert (item.article.title, item.article.source) == ("Own", "Given")


def test_headers_without_a_body_are_no_article() -> None:
    assert read_text("title: A\ndate: 2016-10-17\n", "a.txt") == Failure("a.txt", "it has no text.")
