"""Which language a stretch of text is written in, told cheaply: by script, by letters, by function words.

Only the languages are told apart that a recogniser here reads ("en", "ar", "uk", "ru", "fr", "es"); anything else,
and anything too short to tell, is "".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dashboard.geoparse.lexicon import word_classes
from dashboard.geoparse.tokens import sentences

HEAD = 800  # characters: a few hundred tell a language, more only cost time
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile(r"[\u0620-\u06ff]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1fff\u2c00-\ud7ff]")
# Letters of Persian, Urdu, Kurdish, Pashto and Uyghur that Arabic has not.
_NOT_ARABIC = re.compile(r"[پچژگکیےٹڈڑںھہەێۆڤۀټډړږښګڼې]")
_UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]")
_RUSSIAN = re.compile(r"[ыэёъЫЭЁЪ]")
_NEITHER = re.compile(r"[ђћљњјџќѓѕўқғңүұһәөЂЋЉЊЈЏЌЃЅЎҚҒҢҮҰҺӘӨ]")
# Letters that decide between neighbours that share their function words.
_LETTERS = {
    "es": re.compile("[ñáíóú¿¡]", re.IGNORECASE),
    "fr": re.compile("[çêâîôœèéà]", re.IGNORECASE),
    "pt": re.compile("[ãõç]", re.IGNORECASE),
    "de": re.compile("[äöüß]", re.IGNORECASE),
    "it": re.compile("[èìòù]", re.IGNORECASE),
    "tr": re.compile("[ışğ]", re.IGNORECASE),
}
LATIN_LANGUAGES = ("en", "fr", "es")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sentences next to one another in one language; offsets in characters of the text."""

    start: int
    end: int
    language: str


@lru_cache
def _function_words() -> dict[str, frozenset[str]]:
    return {code: words for code, words in word_classes("function_words").items() if code != "names"}


@lru_cache
def _foreign_words() -> frozenset[str]:
    """The function words of French and Spanish that are no English words."""
    words = _function_words()
    return (words["fr"] | words["es"]) - words["en"] - word_classes("function_words")["names"]


def language_of(text: str) -> str:
    """The language of one text, judged by its first few hundred characters; "" where none of ours stands out.

    >>> language_of("Les combats ont repris dans la ville.")
    'fr'
    """
    head = text[:HEAD]
    arabic, cyrillic = len(_ARABIC.findall(head)), len(_CYRILLIC.findall(head))
    if arabic or cyrillic:
        latin = len(_LATIN.findall(head))
        if arabic > max(latin, cyrillic):
            return "" if len(_NOT_ARABIC.findall(head)) * 25 > arabic else "ar"
        if cyrillic > max(latin, arabic):
            return _cyrillic(head, cyrillic)
    return _latin(head)


def _cyrillic(head: str, letters: int) -> str:
    ukrainian, russian = len(_UKRAINIAN.findall(head)), len(_RUSSIAN.findall(head))
    if len(_NEITHER.findall(head)) > max(ukrainian, russian):
        return ""
    if ukrainian != russian:
        return "uk" if ukrainian > russian else "ru"
    # Short Russian sentences may do without ы and э; a long text without them is Bulgarian or another language.
    return "ru" if letters < 200 else ""


def _latin(head: str) -> str:
    words = _WORD.findall(head.lower())
    counts = {code: float(sum(map(known.__contains__, words))) for code, known in _function_words().items()}
    for code, letters in _LETTERS.items():
        if counts[code]:
            counts[code] += 0.2 * min(3, len(letters.findall(head)))
    best = max(counts, key=lambda code: counts[code])
    if best not in LATIN_LANGUAGES or counts[best] * 12 < len(words):
        return ""
    # French and Spanish share words with each other and with their neighbours: a tie tells nothing.
    return best if counts[best] and sum(n == counts[best] for n in counts.values()) == 1 else ""


def is_english(text: str) -> bool:
    """Whether there is nothing in ``text`` for the recognisers of other languages: what most texts answer at once."""
    if _OTHER_SCRIPT.search(text):
        return False
    words = text.split()
    foreign = sum(map(_foreign_words().__contains__, words))
    if foreign <= 1 and len(words) > 40:
        return True
    english = sum(map(_function_words()["en"].__contains__, words))
    return english > len(words) // 40 + (len(words) < 40) and foreign <= 2 + english // 100 and foreign * 4 <= english


def stretches(text: str) -> list[Stretch]:
    """The text cut where its language changes, sentence by sentence.

    A sentence that does not tell its language has that of the sentence before, if their scripts agree.
    """
    if is_english(text):
        return [Stretch(0, len(text), "en")]
    found: list[Stretch] = []
    whole = language_of(text)
    for start, end, language in _told(text, whole):
        if found and found[-1].language == language:
            found[-1] = Stretch(found[-1].start, end, language)
        else:
            found.append(Stretch(start, end, language))
    return found


def _told(text: str, whole: str) -> Iterator[tuple[int, int, str]]:
    before = whole
    for sentence in sentences(text):
        language = language_of(sentence.text)
        script = _script(sentence.text)
        if language != whole and script == _SCRIPTS.get(whole) and not _tells(sentence.text, language):
            language = ""
        if not language and script == _SCRIPTS.get(before):
            language = before
        elif not language and script == _SCRIPTS.get(whole):
            language = whole
        yield sentence.start, sentence.end, language
        before = language or before


_SCRIPTS = {"ar": "arabic", "uk": "cyrillic", "ru": "cyrillic", "fr": "latin", "es": "latin", "en": "latin"}


def _script(text: str) -> str:
    head = text[:HEAD]
    counts = {
        "arabic": len(_ARABIC.findall(head)),
        "cyrillic": len(_CYRILLIC.findall(head)),
        "latin": len(_LATIN.findall(head)),
    }
    return max(counts, key=lambda script: counts[script])


def is_latin(text: str) -> bool:
    """Whether a text is written in Latin letters, judged by its first few hundred characters."""
    return _script(text) == "latin" and not _OTHER_SCRIPT.search(text[:HEAD])


def _tells(text: str, language: str) -> bool:
    """Whether a sentence that differs from its article does so by more than a name or two."""
    if language in {"uk", "ru"}:
        return len((_UKRAINIAN if language == "uk" else _RUSSIAN).findall(text)) > 2
    words = _WORD.findall(text.lower())
    return sum(map(_function_words().get(language, frozenset()).__contains__, words)) > 2
