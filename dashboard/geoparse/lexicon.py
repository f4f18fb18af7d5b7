"""The reviewed word lists of ``data/lexicon`` that recognition weighs, read once a process."""

from __future__ import annotations

from functools import lru_cache

from dashboard.settings import data_dir


@lru_cache
def word_list(name: str) -> frozenset[str]:
    """The lines of ``data/lexicon/NAME.txt``, case-folded; lines that start with # are remarks."""
    path = data_dir() / "lexicon" / f"{name}.txt"
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return frozenset(line.casefold() for line in lines if line and not line.startswith("#"))


@lru_cache
def word_class(name: str) -> frozenset[str]:
    """The words of one class of ``data/lexicon/word_classes.txt``."""
    path = data_dir() / "lexicon" / "word_classes.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        label, _, words = line.partition(":")
        if label == name:
            return frozenset(words.split())
    raise KeyError(name)


@lru_cache
def word_classes(name: str) -> dict[str, frozenset[str]]:
    """The classes of ``data/lexicon/NAME.txt``, "class: words" a line; lines that start with # are remarks."""
    path = data_dir() / "lexicon" / f"{name}.txt"
    lines = (line.partition(":") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {label.strip(): frozenset(words.split()) for label, mark, words in lines if mark}
