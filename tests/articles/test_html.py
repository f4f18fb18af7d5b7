"""Web pages: the story without the furniture, the fields from the markup."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.articles import Failure, Item, read_bytes
from dashboard.records import Article

STORY = (
    "<p>Iraqi troops retook the town of Bartella on Thursday after hours of street fighting, the army said in a statement.</p>"
    "<p>Aid agencies said that thousands of people had fled the area since the operation began earlier this month.</p>"
)


def page(head: str = "", story: str = STORY, around: str = "", after: str = "", root: str = "<html>") -> bytes:
    return f"<!DOCTYPE html>{root}<head>{head}</head><body>{around}<article>{story}</article>{after}</body></html>".encode()


def article(data: bytes, published: date | None = None, name: str = "a.html") -> Article:
    (item,) = read_bytes(data, name, published)
    assert isinstance(item, Item), item
    return item.article


@pytest.mark.parametrize(
    ("head", "story"),
    [
        ('<meta property="article:published_time" content="2016-10-17T08:00:00+03:00">', STORY),
        ('<meta itemprop="datePublished" content="2016-10-17">', STORY),
        ('<meta name="pubdate" content="20161017">', STORY),
        ('<meta name="parsely-pub-date" content="2016-10-17T08:00:00Z">', STORY),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2016-10-17T08:00Z"}</script>',
            STORY,
        ),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"WebSite"},'
            '{"@type":"NewsArticle","datePublished":"2016-10-17"}]}</script>',
            STORY,
        ),
        (
            '<script type="application/ld+json">{broken</script>'
            '<script type="application/ld+json">[{"datePublished":"2016-10-17"}]</script>',
            STORY,
        ),
        ("", f'<time datetime="2016-10-17T08:00:00Z">Monday</time>{STORY}'),
        ("", f'<span itemprop="datePublished" datetime="2016-10-17">Monday</span>{STORY}'),
    ],
)
def test_the_date_comes_from_the_markup(head: str, story: str) -> None:
    assert article(page(head, story)).published == date(2016, 10, 17)


def test_the_most_trustworthy_date_wins() -> None:
    meta = '<meta property="article:published_time" content="2016-10-17">'
    linked = '<script type="application/ld+json">{"datePublished":"2016-10-18"}</script>'
    time = '<time datetime="2016-10-19">Wednesday</time>'
    assert article(page(meta + linked, time + STORY)).published == date(2016, 10, 17)
    assert article(page(linked, time + STORY)).published == date(2016, 10, 18)


def test_a_time_in_the_furniture_is_not_the_date_of_the_story() -> None:
    nav = '<nav><time datetime="2020-01-01">Today</time></nav>'
    (failure,) = read_bytes(page(around=nav), "a.html")
    assert isinstance(failure, Failure)
    assert "carries no date" in failure.reason


def test_a_page_without_a_date_takes_the_default() -> None:
    assert article(page(), date(2016, 10, 17)).published == date(2016, 10, 17)


def test_title_source_address_and_language_come_from_the_markup() -> None:
    found = article(
        page(
            '<meta property="og:title" content="Troops retake Bartella"><title>Troops | Example</title>'
            '<meta property="og:site_name" content="Example News"><link rel="canonical" href="https://a.example/x">',
            root='<html lang="en">',
        ),
        date(2016, 10, 17),
    )
    assert (found.title, found.source, found.url, found.language) == (
        "Troops retake Bartella",
        "Example News",
        "https://a.example/x",
        "en",
    )


@pytest.mark.parametrize(
    ("head", "story", "title"),
    [
        ("<title>Page title</title>", f"<h1>Headline</h1>{STORY}", "Headline"),
        ("<title>Page title</title>", STORY, "Page title"),
        (
            '<script type="application/ld+json">{"datePublished":"2016-10-17","headline":"Linked"}</script>',
            STORY,
            "Linked",
        ),
    ],
)
def test_the_title_is_the_best_that_there_is(head: str, story: str, title: str) -> None:
    assert article(page(head, story), date(2016, 10, 17)).title == title


def test_the_open_graph_address_stands_in_for_a_missing_canonical_one() -> None:
    assert (
        article(page('<meta property="og:url" content="https://a.example/y">'), date(2016, 10, 17)).url
        == "https://a.example/y"
    )


def test_a_script_address_in_the_markup_is_dropped() -> None:
    assert article(page('<link rel="canonical" href="javascript:alert(1)">'), date(2016, 10, 17)).url == ""


FURNITURE = {
    "Home page of everything": "<nav><a href='/'>Home page of everything</a></nav>",
    "Most read stories": "<aside>Most read stories of this week</aside>",
    "Copyright Example": "<footer>Copyright Example News Corporation</footer>",
    "Subscribe to our": "<form><label>Subscribe to our newsletter</label></form>",
    "Chrome Safari": "<button>Chrome Safari Continue</button>",
    "switch scripts on": "<noscript>Please switch scripts on</noscript>",
    "value your privacy": "<dialog>We value your privacy</dialog>",
    "Hidden words": "<div hidden>Hidden words of the page</div>",
    "Decorative words": "<div aria-hidden='true'>Decorative words here</div>",
    "Sections and topics": "<div role='navigation'>Sections and topics here</div>",
    "tracking": "<script>var tracking = 'on'</script>",
    "margin": "<style>.story { margin: 0 }</style>",
}


@pytest.mark.parametrize("words", FURNITURE)
@pytest.mark.parametrize("inside", [True, False])
def test_furniture_is_never_in_the_text(words: str, inside: bool) -> None:
    furniture = FURNITURE[words]
    data = page(story=furniture + STORY) if inside else page(around=furniture, after=furniture)
    found = article(data, date(2016, 10, 17))
    assert words in data.decode()
    assert words not in found.text
    assert "Iraqi troops retook the town of Bartella" in found.text
    assert "thousands of people had fled" in found.text


def test_paragraphs_stay_apart() -> None:
    paragraphs = article(page(), date(2016, 10, 17)).text.split("\n\n")
    assert [p.split()[0] for p in paragraphs] == ["Iraqi", "Aid"]


def test_letters_of_all_scripts_and_entities_survive() -> None:
    story = (
        "<p>Beşiktaş &amp; الموصل: thousands of people walked through the streets of Şırnak on Thursday, police said.</p>"
        + STORY
    )
    assert "Beşiktaş & الموصل" in article(page(story=story), date(2016, 10, 17)).text


def test_a_page_is_known_by_its_content_whatever_its_name() -> None:
    assert "<p>" not in article(b"\n " + page(), date(2016, 10, 17), name="saved-page").text


@pytest.mark.parametrize(
    "data",
    [
        b"<html><body></body></html>",
        b"<html></html>",
        b"<!-- nothing -->",
        b"<html><body><nav>Home</nav></body></html>",
    ],
)
def test_a_page_without_a_story_is_a_failure(data: bytes) -> None:
    (failure,) = read_bytes(data, "a.html", date(2016, 10, 17))
    assert isinstance(failure, Failure)
    assert failure.origin == "a.html"
    assert failure.reason in {"no article text was found on the page.", "it is not readable as HTML."}
