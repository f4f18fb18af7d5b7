"""Names of several words found in a text: every word is looked up once, whatever the number of names.

Letters with marks match those without, hyphens match spaces ("al-Nusra", "al Nusra"), and case matters as the name shows
it: "ADF" is never "adf", a capital stays a capital, and small letters match any.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Generic, TypeVar

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\w+(?:['’]\w+)*")
_GAPS = frozenset({" ", "-", "–", "/", " (", "(", "' ", "’ ", "\n", "\u00a0", "\u2011"})
T = TypeVar("T")
_MARKS = re.compile(r"[\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its offsets; ``key`` is what names are looked up by."""

    start: int
    end: int
    text: str
    key: str


def tokens_of(text: str) -> list[Token]:
    """The words of ``text`` in order."""
    return [Token(m.start(), m.end(), m.group(), _key(m.group())) for m in _TOKEN.finditer(text)]


def _key(word: str) -> str:
    if not word.isascii():
        word = _MARKS.sub("", unicodedata.normalize("NFKD", word)).replace("’", "'")
    word = word.casefold()
    return word.replace(".", "") if "." in word else word


def joined(text: str, a: Token, b: Token) -> bool:
    """Whether two words stand side by side in one phrase."""
    return b.start - a.end <= 2 and text[a.end : b.start] in _GAPS


@dataclass(slots=True)
class Names(Generic[T]):
    """A trie of names with their values: several where names clash."""

    _children: dict[str, Names[T]] = field(default_factory=dict)
    _found: list[tuple[tuple[str, ...], T]] = field(default_factory=list)

    def add(self, name: str, value: T) -> None:
        """Let ``name`` stand for ``value``; values are found in the order in which they are added."""
        node, words = self, tokens_of(name)
        for word in words:
            node = node._children.setdefault(word.key, Names())
        node._found.append((tuple(word.text for word in words), value))

    def may_start(self, token: Token) -> bool:
        """Whether any name starts with this word."""
        return token.key in self._children or token.key.removesuffix("'s") in self._children

    def longest(self, text: str, tokens: list[Token], i: int) -> tuple[int, int, list[T]] | None:
        """The longest name that starts at token ``i``: (the token after it, the offset of its end, its values)."""
        node, j = self, i
        best: tuple[int, int, list[T]] | None = None
        while j < len(tokens) and (j == i or joined(text, tokens[j - 1], tokens[j])):
            owner = tokens[j].key.endswith("'s")
            if owner:  # "Hezbollah's rockets"
                last = node._children.get(tokens[j].key[:-2])
                best = _values(last, tokens[i : j + 1], j + 1, tokens[j].end - 2) or best
            following = node._children.get(tokens[j].key)
            if following is None:
                break
            node, j = following, j + 1
            best = _values(node, tokens[i:j], j, tokens[j - 1].end) or best
        return best


def _values(node: Names[T] | None, tokens: list[Token], after: int, end: int) -> tuple[int, int, list[T]] | None:
    if node is None or not node._found:
        return None
    values = [value for words, value in node._found if all(map(_same_case, words, tokens))]
    return (after, end, values) if values else None


def _same_case(word: str, token: Token) -> bool:
    if any(letter.isupper() for letter in word[1:]):  # "ADF", "LeT"
        return token.text.replace(".", "").removesuffix("'s").removesuffix("’s") in {
            word.replace(".", ""),
            word.upper(),
        }
    return not word[0].isupper() or token.text[0].isupper() or word in {"Al", "El"}
