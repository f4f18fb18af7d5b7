"""The fields of an article are cleaned once, at the edge."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.articles import Failure, Item, parse_published
from dashboard.articles.fields import ALIASES, MAX_TEXT, clean, make_item, one_line, safe_url
from dashboard.errors import InputError

DAY = date(2016, 10, 17)


@pytest.mark.parametrize(
    "text",
    [
        "2016-10-17",
        "  2016-10-17\n",
        "20161017",
        "2016-10-17T08:30:00",
        "2016-10-17 08:30",
        "2016-10-17T08:30:00Z",
        "2016-10-17T08:30:00.123Z",
        "2016-10-17T08:30:00+0300",
        "2016/10/17",
        "17.10.2016",
        "17 October 2016",
        "17 Oct 2016",
        "October 17, 2016",
        "Oct 17, 2016",
        "October 17 2016",
        "Monday, 17 October 2016",
        "Monday, October 17, 2016",
        "20161017083000",
        "20161017T083000Z",
        "Mon, 17 Oct 2016 08:30:00 +0000",
        "Mon, 17 Oct 2016 08:30:00 GMT",
    ],
)
def test_every_accepted_form_of_a_date_is_the_same_day(text: str) -> None:
    assert parse_published(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "2016-10-17T00:10:00+03:00",
        "2016-10-17T23:50:00-05:00",
        "Mon, 17 Oct 2016 23:50:00 -0500",
        "Mon, 17 Oct 2016 00:10:00 +0300",
    ],
)
def test_a_time_with_an_offset_keeps_its_own_calendar_day(text: str) -> None:
    assert parse_published(text) == DAY


def test_a_date_value_is_taken_as_it_is() -> None:
    assert parse_published(DAY) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2016",
        "3/4/16",
        "soon",
        "yesterday",
        "",
        "2016",
        "2016-10",
        "31 June 2016",
        "2016-06-31",
        "2017-02-29",
        "Monday",
    ],
)
def test_a_date_that_is_unclear_or_impossible_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"is not a date\. Write it as 2016-10-17\."):
        parse_published(text)


@pytest.mark.parametrize("text", ["3016-10-17", "1799-12-31", "2101-01-01", "1 January 1066"])
def test_a_year_out_of_range_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="outside the years 1800 to 2100"):
        parse_published(text)


@pytest.mark.parametrize("text", ["1800-01-01", "2100-12-31"])
def test_the_first_and_the_last_day_of_the_range_are_accepted(text: str) -> None:
    assert parse_published(text).isoformat() == text


def test_a_long_value_is_cut_in_the_message() -> None:
    with pytest.raises(InputError) as caught:
        parse_published("x" * 5000)
    assert len(str(caught.value)) < 150


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/a?b=1&c=2#d",
        "http://news.example",
        "HTTPS://News.Example/A",
        "https://news.example:8443/ü",
        "https://[::1]/a",
    ],
)
def test_web_addresses_survive(url: str) -> None:
    assert safe_url(f"  {url} ") == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "ftp://news.example/a",
        "//news.example/a",
        "/news/a",
        "news.example/a",
        "http://",
        "http:///a",
        "http:news.example",
        "http://x y",
        "http://news.example/a b",
        "http://news.example/\nb",
        "http://news.example/\x00b",
        'http://news.example/"onmouseover="x',
        "http://news.example/<script>",
        "http://news.example/`x`",
        "http://news.example/{x}",
        "http://news.example\\@evil.example",
        "http://[::1",
    ],
)
def test_nothing_else_is_ever_a_link(url: str) -> None:
    assert safe_url(url) == ""


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("a\x00b", "a b"),
        ("a\x1b[31mb", "a [31mb"),
        ("a\x7fb", "a b"),
        ("a\x0b\x0cb", "a  b"),
        ("a\ud800b", "a\ufffdb"),
        ("a\udfff\udfffb", "a\ufffd\ufffdb"),
        ("a\r\n\tb", "a\r\n\tb"),
        ("Şırnak 😀 الموصل", "Şırnak 😀 الموصل"),
    ],
)
def test_control_characters_and_lone_surrogates_are_replaced_one_for_one(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned
    assert len(clean(raw)) == len(raw)


def test_a_title_is_one_line_and_not_endless() -> None:
    assert one_line("  Troops\r\n\tretake   Bartella\x00 ") == "Troops retake Bartella"
    assert len(one_line("x" * 9999)) == 500


@pytest.mark.parametrize(
    ("field", "alias"), [(field, alias) for field in ("title", "source", "language") for alias in ALIASES[field]]
)
def test_each_alias_fills_its_field(field: str, alias: str) -> None:
    item = make_item({"text": "body", alias: "value"}, "here", DAY)
    assert isinstance(item, Item)
    assert getattr(item.article, field) == "value"


@pytest.mark.parametrize("alias", ALIASES["text"])
def test_each_alias_of_the_text_is_the_text(alias: str) -> None:
    item = make_item({alias: "body"}, "here", DAY)
    assert isinstance(item, Item)
    assert item.article.text == "body"


@pytest.mark.parametrize("alias", ALIASES["published"])
def test_each_alias_of_the_date_is_the_date(alias: str) -> None:
    item = make_item({"text": "body", alias: "2016-10-17"}, "here", None)
    assert isinstance(item, Item)
    assert item.article.published == DAY


def test_an_empty_field_gives_way_to_its_next_alias() -> None:
    item = make_item({"text": " ", "body": "the body", "url": "", "link": "https://a.example/"}, "here", DAY)
    assert isinstance(item, Item)
    assert (item.article.text, item.article.url) == ("the body", "https://a.example/")


def test_an_article_keeps_its_own_date_before_the_default() -> None:
    item = make_item({"text": "body", "date": "2015-01-02"}, "here", DAY)
    assert isinstance(item, Item)
    assert item.article.published == date(2015, 1, 2)


@pytest.mark.parametrize(
    ("fields", "published", "reason"),
    [
        ({}, DAY, "it has no text."),
        ({"text": None}, DAY, "it has no text."),
        ({"text": " \n\t\x00"}, DAY, "it has no text."),
        (
            {"text": "body"},
            None,
            "it carries no date of publication. Give it one: Published on the page, --published on the command line.",
        ),
        ({"text": "body", "date": "soon"}, DAY, "'soon' is not a date. Write it as 2016-10-17."),
        (
            {"text": "x" * (MAX_TEXT + 1)},
            DAY,
            "its text has 500,001 characters; more than 500,000 is no article. Split it.",
        ),
    ],
)
def test_an_item_that_cannot_be_used_says_why(fields: dict[str, object], published: date | None, reason: str) -> None:
    assert make_item(fields, "here", published) == Failure("here", reason)


def test_a_text_of_the_longest_length_is_an_article() -> None:
    assert isinstance(make_item({"text": "x" * MAX_TEXT}, "here", DAY), Item)


def test_an_own_id_is_kept_as_text_and_its_absence_is_none() -> None:
    with_id, without = (make_item({"text": "body", "id": own}, "here", DAY) for own in (17, ""))
    assert isinstance(with_id, Item)
    assert isinstance(without, Item)
    assert with_id.article.external_id == "17"
    assert without.article.external_id is None
