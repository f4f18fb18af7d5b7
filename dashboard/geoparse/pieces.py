"""The small tokens that the recogniser labels: words, parts of hyphenated words, and marks.

"Baghdad-based", "Israeli-Egyptian" and "D-S.C." hold names that end inside the word, so a hyphen always parts.
Joined names come together again because the labels of their parts say so: "Al" "-" "Shifa".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dashboard.geoparse.tokens import sentences

# Letters with points ("U.S."); words with inner apostrophes ("Ba'aj"); the possessive; any other mark by itself.
_PIECE = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’‘ʿ`](?!s\b)[^\W_]+)*|['’]s\b|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a text in order; ``text[starts[i]:ends[i]] == words[i]``.

    ``bounds`` are the (first, last + 1) piece indices of each sentence that has any.
    """

    words: list[str]
    starts: list[int]
    ends: list[int]
    bounds: list[tuple[int, int]]


def split(text: str) -> Pieces:
    """Cut a text into pieces, sentence by sentence."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    bounds: list[tuple[int, int]] = []
    for sentence in sentences(text):
        first = len(words)
        for match in _PIECE.finditer(text, sentence.start, sentence.end):
            words.append(match.group())
            starts.append(match.start())
            ends.append(match.end())
        if len(words) > first:
            bounds.append((first, len(words)))
    return Pieces(words, starts, ends, bounds)
