"""Annotated articles: gold corpora as JSON Lines, and the project's own with marks in their text.

Own articles (``data/annotated/*.txt``) part with a line of ``====``; each has a headline, a line ``date: YYYY-MM-DD``, an
empty line and a body, in which ``[[Mosul]]`` marks a place, ``{{Turkish}}`` an adjective of one, ``((Boston))`` a place
inside the name of an organisation or a medium, ``<<Tahrir Square>>`` a facility or street, ``~~Turks~~`` a people.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MARKS = {
    "[[": ("]]", "place"),
    "{{": ("}}", "adjective"),
    "((": ("))", "part"),
    "<<": (">>", "facility"),
    "~~": ("~~", "people"),
}
_MARK = re.compile("|".join(rf"{re.escape(a)}(?P<{kind}>.+?){re.escape(b)}" for a, (b, kind) in MARKS.items()))
# What counts as a place name. Gold corpora of news count adjectives ("Turkish troops") and places within other names too.
COUNTED = frozenset({"place", "adjective", "part"})


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold place name; offsets in characters of the text, degrees WGS 84, None where nobody says where it is."""

    start: int
    end: int
    latitude: float | None = None
    longitude: float | None = None
    geonameid: int | None = None
    kind: str = "place"


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article with its place names, in order."""

    number: int  # in its corpus, from 0
    article_id: str
    title: str
    text: str
    names: tuple[Gold, ...]


def read_gold(path: Path) -> list[Annotated]:
    """A corpus of one article a line: {id, title, text, toponyms: [{start, end, latitude, longitude, geonameid}]}."""
    articles = []
    for number, line in enumerate(filter(str.strip, path.read_text(encoding="utf-8").split("\n"))):
        a = json.loads(line)
        names = tuple(
            Gold(t["start"], t["end"], t.get("latitude"), t.get("longitude"), t.get("geonameid")) for t in a["toponyms"]
        )
        articles.append(Annotated(number, str(a["id"]), a.get("title") or "", a["text"], names))
    return articles


def read_marked(path: Path) -> list[Annotated]:
    """A file of own articles; the names are those that are ``COUNTED``."""
    articles = []
    for number, block in enumerate(_blocks(path.read_text(encoding="utf-8"))):
        headline, _, body = block.split("\n", 2)
        title, _ = unmark(headline)
        text, names = unmark(body.strip())
        counted = tuple(n for n in names if n.kind in COUNTED)
        articles.append(Annotated(number, f"{path.stem}-{number}", title, text, counted))
    return articles


def _blocks(text: str) -> Iterator[str]:
    for block in re.split(r"\n====\n", text):
        if stripped := block.strip("\n= "):
            yield stripped


def unmark(marked: str) -> tuple[str, list[Gold]]:
    """The text without its marks, and what they marked."""
    parts: list[str] = []
    names: list[Gold] = []
    length = last = 0
    for match in _MARK.finditer(marked):
        before = marked[last : match.start()]
        kind = str(match.lastgroup)
        name = match[kind]
        length += len(before)
        names.append(Gold(length, length + len(name), kind=kind))
        length += len(name)
        parts += [before, name]
        last = match.end()
    return "".join([*parts, marked[last:]]), names


def is_held_out(corpus: str, article: Annotated) -> bool:
    """Whether no weight was ever trained on an article: all of TR-News, and a fixed part of each other corpus."""
    if corpus == "trnews":
        return True
    if corpus == "lgl_dev":
        return article.number % 6 == 0
    if corpus == "geovirus":
        return article.number % 2 == 0
    return corpus.startswith("conflict") and article.number % 3 == 0
