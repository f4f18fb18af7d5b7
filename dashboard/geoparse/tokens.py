"""Words and sentences with their offsets in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.geoparse.lexicon import word_class

# "U.S.", "B.C.": letters with points; else words with inner apostrophes, hyphens and points ("al-Jadida", "Ba'aj").
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-'’‘ʿ`.][^\W_]+)*|[^\w\s]|_", re.UNICODE)
_PARAGRAPH = re.compile(r"\n\s*\n")
_STOP = re.compile(r"[.!?…؟。]+[\"'”’»)\]]*(?=\s)|\n")
ABBREVIATIONS = word_class("abbreviations")
SHORT_LINE = 50  # characters: a line this short was not wrapped, so its end is the end of what it says


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a punctuation mark; ``text == article_text[start:end]``."""

    start: int
    end: int
    text: str

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()

    @property
    def capitalised(self) -> bool:
        """Starts with a capital, or has an article in front of one: "Mosul", "al-Jadida"."""
        head = self.text
        if (
            len(head) > 3
            and head[2] in "-'’"
            and head[:2].lower() in {"al", "el", "ad", "an", "ar", "as", "at", "az", "ed"}
        ):
            head = head[3:]
        return head[:1].isupper()

    @property
    def all_caps(self) -> bool:
        letters = [c for c in self.text if c.isalpha()]
        return len(letters) > 1 and all(c.isupper() for c in letters)

    @property
    def other_script(self) -> bool:
        """Whether the word is written in a script without capitals, such as Arabic."""
        return self.text[0].isalpha() and self.text[0].upper() == self.text[0].lower()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the number of its paragraph; ``text == article_text[start:end]``."""

    start: int
    end: int
    text: str
    paragraph: int


def tokenize(text: str, offset: int = 0) -> list[Token]:
    """The words and marks of ``text``, at their offsets plus ``offset``."""
    return [Token(m.start() + offset, m.end() + offset, m.group()) for m in _WORD.finditer(text)]


def sentences(text: str) -> list[Sentence]:
    """Split an article; every sentence is a stretch of the text without the white space around it."""
    found = []
    start = 0
    for number, mark in enumerate([*_PARAGRAPH.finditer(text), None]):
        end = mark.start() if mark else len(text)
        found += [Sentence(s, e, text[s:e], number) for s, e in _split(text, start, end)]
        start = mark.end() if mark else end
    return found


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    last = start
    for stop in _STOP.finditer(text, start, end):
        if not _ends_sentence(text, last, stop, end):
            continue
        if trimmed := _trim(text, last, stop.end()):
            yield trimmed
        last = stop.end()
    if trimmed := _trim(text, last, end):
        yield trimmed


def _ends_sentence(text: str, last: int, stop: re.Match[str], end: int) -> bool:
    following = text[stop.end() : end].lstrip()
    if stop.group() == "\n":
        line_start = max(last, text.rfind("\n", last, stop.start()) + 1)
        return stop.start() - line_start < SHORT_LINE
    if not following or following[0].islower():
        return not following
    before = text[last : stop.start()].split()
    word = before[-1].strip("\"'“‘(").lower() if before else ""
    if stop.group()[0] == "." and (word in ABBREVIATIONS or (len(word) == 1 and word.isalpha())):
        # "in the U.S. The army ..." ends; "U.S. Army" does not: a stop before a function word is an end.
        return (
            word in {"u.s", "u.n", "u.k", "a.m", "p.m"}
            and re.match(r"(The|A|An|It|He|She|They|In|On|At|But|And)\b", following) is not None
        )
    return True


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
