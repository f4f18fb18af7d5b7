"""From the form a name has in a sentence to the form under which the gazetteer knows it.

Cyrillic names lose their case endings, French and Spanish ones regain the article that a preposition swallowed
("au Caire": Le Caire); adjectives before "область" name the oblast.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from dashboard.gazetteer import Gazetteer
from dashboard.gazetteer.names import name_key
from dashboard.gazetteer.rank import prior
from dashboard.geoparse.declension import feminine, nominatives
from dashboard.geoparse.lexicon import word_classes
from dashboard.geoparse.spans import Span
from dashboard.geoparse.standing import named, rank

if TYPE_CHECKING:
    from dashboard.geoparse.cased import Word

FIRST_CYRILLIC, LAST_CYRILLIC = "\u0400", "\u0530"
ITSELF = 0.5  # on the scale of ``rank.prior``: a name that stands as it is needs no rule to explain it
_JOINERS = frozenset({"та", "і", "й", "и", "или", "або", "чи"})
MAX_OBLASTS = 5  # "в Харьковской, Сумской и Донецкой областях"


@dataclass(frozen=True, slots=True)
class Form:
    """A name as the gazetteer has it, with what is known of its places."""

    name: str
    rank: int  # see ``standing.rank``
    country: bool
    inflected: bool  # whether it is another form than the text's
    article: bool = False  # whether it starts with an article


class Forms:
    """The known forms of one language's names."""

    def __init__(self, gazetteer: Gazetteer, language: str) -> None:
        self._language = language
        self._lookup = gazetteer.lookup
        self._cyrillic = language in {"uk", "ru"}
        self._keys = gazetteer.keys_between(FIRST_CYRILLIC, LAST_CYRILLIC) if self._cyrillic else frozenset()
        self._with_article = gazetteer.keys_between("el ", "el!") if language == "es" else frozenset()
        words = word_classes(f"words_{language}")
        self._inner = words.get("inner", frozenset())
        self._articles = dict(pair.split("=") for pair in words.get("articles", ()))
        self._oblast, self._oblasts = words.get("oblast", frozenset()), words.get("oblasts", frozenset())

    def may_be_name(self, run: Sequence[Word]) -> bool:
        """Whether the words could be one name by their letters: only particles and known endings in lower case."""
        if self._cyrillic or len(run) == 1:
            return True
        if any(not w.capital and w.lower not in self._inner for w in run):
            return False
        return run[-1].capital or len(run[-1].text) > 3

    def known(self, words: Sequence[Word], index: int, size: int) -> Form | None:
        """The form of ``words[index : index + size]`` that most likely is meant, None where the gazetteer has none."""
        run = words[index : index + size]
        if self._cyrillic:
            return self._best(self._declined(run), name_key(_joined(run)))
        text = _joined(run)
        options = [text]
        before = words[index - 1].lower if index and run[0].joined and not words[index - 1].capital else ""
        if article := self._articles.get(before):
            options.append(f"{article} {text}")
        form = self._best(options, text)
        if form is not None and form.name != text and form.rank == 0:
            return self._best([text], text)
        if size > 1 and run[0].lower == "el" and name_key(text) not in self._with_article:
            return None  # "El Cauca": the gazetteer forgives an article, but this one is no part of the name
        if form is not None and size > 1 and (run[0].lower in self._articles or run[0].lower == "l"):
            return Form(form.name, form.rank, form.country, form.inflected, article=True)
        return form

    def _declined(self, run: Sequence[Word]) -> list[str]:
        key = name_key(_joined(run))
        return [form for form in nominatives(key, self._language) if form in self._keys]

    def _best(self, options: Sequence[str], text: str) -> Form | None:
        best: tuple[float, Form] | None = None
        for option in options:
            found = named(self._lookup(option))
            if not found:
                continue
            score = max(prior(c) for c in found) + (ITSELF if option == text else 0.0)
            if best is None or score > best[0]:
                places = [c.place for c in found]
                country = any(p.feature_code == "PCLI" for p in places)
                best = score, Form(option, rank(places), country, option != text)
        return best[1] if best else None

    def oblast(self, words: Sequence[Word], index: int) -> Span | None:
        """ "Донецької області": the adjective and its noun as one name."""
        if index + 1 >= len(words) or not words[index + 1].joined or words[index + 1].lower not in self._oblast:
            return None
        name = self._oblast_name(words[index])
        if not name:
            return None
        first, last = words[index], words[index + 1]
        gap = " " * (last.start - first.end)
        return Span(first.start, last.end, f"{first.text}{gap}{last.text}", False, 0.9, name)

    def oblasts(self, words: Sequence[Word], index: int) -> list[Span]:
        """The adjectives before a plural at ``index``: "Харківській та Сумській областях" names two oblasts."""
        if words[index].lower not in self._oblasts:
            return []
        found: list[Span] = []
        at = index - 1
        while at >= 0 and len(found) < MAX_OBLASTS:
            word = words[at]
            if word.capital and (name := self._oblast_name(word)):
                found.append(Span(word.start, word.end, word.text, False, 0.9, name))
            elif word.lower not in _JOINERS:
                break
            at -= 1
        return found[::-1]

    def _oblast_name(self, word: Word) -> str:
        adjective = feminine(name_key(word.text), self._language)
        name = f"{adjective} область"
        # The English word asks the gazetteer for the division: a town may go by its oblast's name too.
        return f"{name} oblast" if adjective and name in self._keys else ""


def _joined(run: Sequence[Word]) -> str:
    parts = [run[0].text]
    for left, right in pairwise(run):
        parts.append(right.text if left.end == right.start else f" {right.text}")
    return "".join(parts)
