"""Place names in Ukrainian, Russian, French and Spanish: capitalised names that the gazetteer knows in some case or form.

The longest known name wins. What stands before it (a preposition, a given name, a title, another capital) decides
how well a place must be known to be believed. The words weighed are those of ``data/lexicon/words_*.txt``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dashboard.gazetteer import Gazetteer
from dashboard.geoparse.forms import Form, Forms
from dashboard.geoparse.lexicon import word_classes
from dashboard.geoparse.spans import Span

MAX_WORDS = 5
# Letters with the marks that decomposed text and stress carry apart from them: "Ха́рьков".
_RUN = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*"
_LETTERS = rf"{_RUN}(?:[-'’ʼ`]{_RUN})*"
# "d'Alep", "l'Ukraine", "qu'Alep" are two words; "N'Djamena" and "Val-d'Oise" are one.
_ELIDED = (
    r"(?:[LlDdJjSsCcMmTtn]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu)['’](?=[aeiouhyàâäéèêëîïôöùûœAEIOUHYÀÂÄÉÈÊËÎÏÔÖÙÛŒ])"
)
_POINTED = r"(?:[A-ZÁÉÍÓÚ]{1,2}\. ?){2,}"  # "EE. UU.", "R.D.C."
_WORD = {
    "uk": re.compile(_LETTERS),
    "ru": re.compile(_LETTERS),
    "fr": re.compile(f"{_ELIDED}|{_LETTERS}"),
    "es": re.compile(f"{_POINTED}|{_LETTERS}"),
}
_SENTENCE_BREAK = re.compile(r"[.!?…:;\n«»\"“”„—–•|¿¡]")
_OPENING, _CLOSING = frozenset('«“„"'), frozenset('»”“"')
_NOMINATIVE_ADJECTIVE = re.compile(r"(?:ськ|цьк|зьк|ск|цк)(?:ий|е|і|ая|ое|ие)$")
_ADJECTIVE = re.compile(r"(?:ськ|цьк|зьк|ск|цк)(?:ий|ого|ому|им|ім|а|ої|ій|у|ою|е|і|их|ими|ая|ой|ую|ое|ие|ые|ом)$")


@dataclass(slots=True)
class Word:
    """A word of the text with what the rules ask of it."""

    start: int
    end: int
    text: str
    lower: str
    capital: bool
    first: bool  # of its sentence
    joined: bool  # only a space or an apostrophe lies between it and the word before


@dataclass(slots=True)
class _Told:
    """Surnames of people that the article has named in full, less their case endings."""

    people: set[str] = field(default_factory=set)

    def knows(self, word: Word) -> bool:
        return _stem(word.lower) in self.people


def _plain(raw: str) -> str:
    """A word as the word lists have it: composed, in lower case, without the apostrophe of "d'"."""
    lower = raw.lower()
    return (lower if lower.isalpha() else unicodedata.normalize("NFC", lower)).rstrip("'’")


def _stem(word: str) -> str:
    return word[: max(4, len(word) - 3)]


class CasedRecogniser:
    """The rules of this module over a gazetteer, for one language: "uk", "ru", "fr" or "es"."""

    def __init__(self, gazetteer: Gazetteer, language: str) -> None:
        self._language = language
        self._forms = Forms(gazetteer, language)
        words = word_classes(f"words_{language}")
        self._cues, self._locatives, self._weak = words["cues"], words["locatives"], words["weak"]
        self._titles, self._given, self._stop = words["titles"], words["given"], words["stop"]
        self._nouns = self._cues - self._locatives
        self._qualified = words.get("qualified", frozenset())
        self._sights = words.get("sights", frozenset())
        self._other = words["not_before"]
        self._openers = words["openers"]
        self._province = words.get("province", frozenset())
        self._cyrillic = language in {"uk", "ru"}

    def recognise(self, text: str, start: int, end: int) -> list[Span]:
        """The place names of ``text[start:end]`` in order, without overlaps."""
        words = self._words(text, start, end)
        told = _Told()
        self._meet_people(words, told)
        spans: list[Span] = []
        index = 0
        while index < len(words):
            word = words[index]
            if (not word.capital or word.lower in self._locatives) and word.lower not in self._openers:
                if self._cyrillic and index and (found := self._forms.oblasts(words, index)):
                    # "Воронежской ... областях" is the oblast, not the town that goes by the adjective elsewhere.
                    spans = [s for s in spans if s.end <= found[0].start] + found
                index += 1
                continue
            if end_of_person := self._person(words, index):
                index = end_of_person
                continue
            span, size = self._longest(words, index, text, told)
            if span:
                spans.append(span)
            index += size
        return spans

    def _words(self, text: str, start: int, end: int) -> list[Word]:
        words: list[Word] = []
        last = start
        for m in _WORD[self._language].finditer(text, start, end):
            gap = text[last : m.start()]
            first = not words or _SENTENCE_BREAK.search(gap) is not None
            raw = m.group().rstrip()
            close = bool(words) and (not gap or gap.isspace()) and "\n\n" not in gap
            words.append(Word(m.start(), m.start() + len(raw), raw, _plain(raw), raw[0].isupper(), first, close))
            last = m.end()
        return words

    def _meet_people(self, words: Sequence[Word], told: _Told) -> None:
        for index in range(len(words)):
            for word in words[index + 1 : self._person(words, index)]:
                if len(word.lower) > 3:
                    told.people.add(_stem(word.lower))

    def _person(self, words: Sequence[Word], index: int) -> int:
        """The index after a person's name that starts here with a given name, or 0."""
        word = words[index]
        if not word.capital or word.lower not in self._given:
            return 0
        end = index + 1
        while end < len(words) and end - index < 4 and words[end].joined and words[end].capital:
            end += 1
        if end == index + 1:
            return 0
        # "San José", "Santiago de Cuba": a known town of more than one word is no person.
        name = self._forms.known(words, index, end - index)
        return 0 if name and name.rank else end

    def _longest(
        self, words: Sequence[Word], index: int, text: str, told: _Told, *, inner: bool = False
    ) -> tuple[Span | None, int]:
        if self._cyrillic and (adjective := self._forms.oblast(words, index)):
            return adjective, 2
        for size in self._sizes(words, index):
            form = self._forms.known(words, index, size)
            if form is None or not self._accept(form, words, index, size, text, told):
                continue
            if form.article and size > 1 and not inner:
                # "La Côte d'Ivoire" is not the "La Côte" that there also is.
                longer, _ = self._longest(words, index + 1, text, told, inner=True)
                if longer and longer.end > words[index + size - 1].end:
                    return None, 1
            start, end = words[index].start, words[index + size - 1].end
            asked = " province" if size == 1 and self._division_before(words, index) else ""
            confidence = 0.9 if form.rank == 2 or self._cued(words, index) else 0.7
            return Span(start, end, text[start:end], False, confidence, form.name + asked), size
        return None, 1

    def _sizes(self, words: Sequence[Word], index: int) -> Iterator[int]:
        """How many words a name may take from here, the most first; a word in lower case opens no name by itself."""
        limit = 1
        while limit < MAX_WORDS and index + limit < len(words) and words[index + limit].joined:
            limit += 1
        least = 1 if words[index].capital else 2
        for size in range(limit, least - 1, -1):
            run = words[index : index + size]
            if any(w.capital for w in run) and self._forms.may_be_name(run):
                yield size

    def _cued(self, words: Sequence[Word], index: int) -> bool:
        """Whether the word before says that a place follows, and nothing else."""
        if not index or not words[index].joined:
            return False
        if words[index - 1].lower in self._cues:
            return True
        # "alcalde de Toribío", "ville de Djibo"
        return (
            words[index - 1].lower in self._weak and index > 1 and words[index - 2].lower in self._titles | self._nouns
        )

    def _division_before(self, words: Sequence[Word], index: int) -> bool:
        """ "province d'Idleb", "estado de Guerrero": the kind of division stands two words before."""
        return index > 1 and words[index - 2].lower in self._province and words[index - 1].lower in self._weak

    def _accept(self, form: Form, words: Sequence[Word], index: int, size: int, text: str, told: _Told) -> bool:
        word = words[index]
        before = words[index - 1] if index and word.joined else None
        cued = self._cued(words, index)
        if not cued and (
            self._disowned(form, words, index, size) or _quoted(text, word.start, words[index + size - 1].end)
        ):
            return False
        if size > 1:
            return form.rank == 2 or not (word.first and not cued and form.article)
        if word.lower in self._nouns:
            return False
        if word.lower in self._stop:
            return cued and self._cyrillic
        if told.knows(word) and not (cued and form.rank):
            return False
        if word.lower in self._given and not cued:
            return False
        if len(word.text) <= 5 and word.text.isupper():
            return form.country
        after = words[index + 1] if index + 1 < len(words) else None
        if word.first and form.inflected and not cued and (len(word.text) < 6 or _ADJECTIVE.search(word.lower)):
            return False  # what opens a sentence is hardly in another case: "Донецька міська рада"
        located = before is not None and before.lower in self._locatives
        if self._cyrillic and not cued and self._qualifies(word, after, form, located=located):
            return False
        weak = before is not None and before.lower in self._weak
        if form.rank == 2:
            return len(word.text) > 2
        if form.rank == 1:
            return located or cued or (not word.first and len(word.text) > 4 and not weak)
        return cued or (located and not weak and len(word.text) > 3)

    def _qualifies(self, word: Word, after: Word | None, form: Form, *, located: bool) -> bool:
        """Whether the word is an adjective of the noun after it: "Харьковский суд", though a village has the same name."""
        if after is None or not after.joined or after.capital or not _ADJECTIVE.search(word.lower):
            return False
        plainly = _NOMINATIVE_ADJECTIVE.search(word.lower) is not None
        return after.lower in self._qualified or (not located and (plainly or form.rank < 2))

    def _disowned(self, form: Form, words: Sequence[Word], index: int, size: int) -> bool:
        """Whether a neighbour makes the name a piece of a person's or an organisation's."""
        word = words[index]
        before = words[index - 1] if index and word.joined else None
        after = words[index + size] if index + size < len(words) and words[index + size].joined else None
        if before is not None:
            if before.capital and before.lower in self._given:
                return True
            if before.lower in self._weak and index > 1 and words[index - 2].lower in self._sights:
                return True  # "plaza de San Pedro"
            if before.lower in self._other or (before.lower in self._titles and form.rank < 2):
                return True
            plain = (
                before.first
                or (self._cyrillic and before.lower in self._stop)
                or before.text.isupper()
                or before.lower in self._locatives
            )
            if before.capital and not plain:
                return True
        if after is None or not after.capital or size > 1:
            return False
        named = after.lower in self._given or after.text.isupper() or after.lower in self._stop
        return not (named or form.country or (self._cyrillic and form.inflected) or self._forms.known([after], 0, 1))


def _quoted(text: str, start: int, end: int) -> bool:
    """Whether the name stands in quotation marks by itself, as titles and units do: «Азов»."""
    before, after = text[max(0, start - 2) : start].rstrip(), text[end : end + 2].lstrip()
    return before[-1:] in _OPENING and after[:1] in _CLOSING
