"""Web pages: the article's text without the page's furniture, and its title, date, source and address from the markup."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dashboard.articles.fields import safe_url
from dashboard.errors import InputError

# Where pages keep the day of publication, most trustworthy first.
_DATES = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[@name='date' or @name='pubdate' or @name='publishdate' or @name='dc.date' or @name='DC.date.issued' "
    "or @name='dcterms.created' or @name='parsely-pub-date' or @name='sailthru.date']/@content",
)
# These may stand in furniture as well ("most read"), and count only outside it.
_TIMES = ("//article//time[@datetime]/@datetime", "//time[@pubdate]/@datetime", "//time[@datetime]/@datetime")
_TITLES = (
    "//meta[@property='og:title']/@content",
    "//article//h1",
    "//h1",
    "//title",
)


# Never part of the story; on a short page the extractor would take them for it.
_FURNITURE = (
    "//nav | //aside | //footer | //button | //iframe | //noscript | //style | //template | //menu | //dialog"
    " | //form//input | //form//select | //form//textarea | //form//label"
    " | //*[@hidden or @aria-hidden='true' or @role='navigation' or @role='banner' or @role='contentinfo']"
)


def read_html(text: str) -> dict[str, object]:
    """Fields of the article on a page. Raises InputError when the page holds no markup or no article text."""
    import trafilatura
    from lxml import etree
    from lxml import html as lxml_html

    try:
        tree = lxml_html.document_fromstring(
            text.encode("utf-8", "replace"), parser=lxml_html.HTMLParser(encoding="utf-8")
        )
    except (etree.LxmlError, ValueError) as error:
        raise InputError("it is not readable as HTML.") from error
    fields = _metadata(tree)
    for furniture in tree.xpath(_FURNITURE):
        if furniture.getparent() is not None:
            furniture.drop_tree()
    fields["published"] = fields["published"] or _first(tree, _TIMES)
    page = lxml_html.tostring(tree, encoding="unicode")
    body = trafilatura.extract(page, include_comments=False, include_tables=False, favor_precision=True)
    if not body:
        raise InputError("no article text was found on the page.")
    return fields | {"text": "\n\n".join(line for line in body.splitlines() if line.strip())}


def _metadata(tree: Any) -> dict[str, object]:
    linked = _linked_data(tree)
    addresses = _all(tree, ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"))
    return {
        "published": _first(tree, _DATES[:1]) or str(linked.get("datePublished") or "") or _first(tree, _DATES[1:]),
        "title": _first(tree, _TITLES) or str(linked.get("headline") or ""),
        "source": _first(tree, ("//meta[@property='og:site_name']/@content",)),
        "url": next((url for url in addresses if safe_url(url)), ""),
        "language": _first(tree, ("/html/@lang",)),
    }


def _first(tree: Any, paths: tuple[str, ...]) -> str:
    return next(_all(tree, paths), "")


def _all(tree: Any, paths: tuple[str, ...]) -> Iterator[str]:
    for path in paths:
        for value in tree.xpath(path):
            text = value if isinstance(value, str) else value.text_content()
            if text.strip():
                yield str(text).strip()


def _linked_data(tree: Any) -> dict[str, object]:
    """The first JSON-LD object that carries a date of publication, or {}."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            data = json.loads(str(script))
        except (ValueError, RecursionError):
            continue
        for node in _objects(data):
            if node.get("datePublished"):
                return node
    return {}


def _objects(data: object, depth: int = 0) -> Iterator[dict[str, object]]:
    if isinstance(data, dict) and depth < 6:
        yield data
        for value in data.values():
            yield from _objects(value, depth + 1)
    elif isinstance(data, list) and depth < 6:
        for value in data[:100]:
            yield from _objects(value, depth + 1)
