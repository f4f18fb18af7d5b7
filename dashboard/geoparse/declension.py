"""Nominatives that an inflected Ukrainian or Russian name may stand for.

The rules work on the gazetteer's keys (lower case, й as и, ї as і, ё as е, no apostrophes) and propose more than is
right; what no key of the gazetteer confirms is dropped by the caller. Paradigms are those of school grammars.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product

# ending -> endings of the nominative that it may come from
_UKRAINIAN = {
    # masculine: Бахмута, Бахмуту, Бахмуті, Бахмутом; Маріуполя, Маріуполі; Іраку, Іраці
    "а": ("", "о", "е"), "у": ("", "а", "о"), "і": ("", "а", "я", "ь", "о", "е"), "ом": ("", "о"), "ові": ("",),
    "я": ("ь", "е", "и"), "ю": ("ь", "я", "е", "и"), "ем": ("ь", "е"), "еві": ("ь",), "єм": ("и",),
    # -ів, -їв: Харкова, Києва, Миколаєву; Часового Яру
    "ова": ("ів",), "ову": ("ів",), "ові ": ("ів",), "овом": ("ів",), "ева": ("ів",), "єва": ("ів",), "єву": ("ів",),
    "єві": ("ів",), "євом": ("ів",), "ового": ("ів",), "овому": ("ів",), "овим": ("ів",),
    "ця": ("ець",), "цю": ("ець",), "цем": ("ець",), "ені": ("інь",), "еня": ("інь",), "еню": ("інь",), "енем": ("інь",),
    "ополя": ("опіль",), "ополі": ("опіль",), "ополем": ("опіль",), "ополю": ("опіль",),
    # feminine: Одеси, Одесі, Одесу, Одесою; Авдіївці, Празі; Росії
    "и": ("а", "ь"), "ою": ("а",), "ею": ("а", "я"), "ці": ("ка", "к", "ець"), "зі": ("га",), "сі": ("ха",),
    "іі": ("ія",), "ію": ("ія",), "ією": ("ія",), "ям": ("я",), "ккю": ("к",), "ню": ("нь",), "ллю": ("ль",),
    # plural: Сум, Сумах, Черкас, Чернівців, Штатів
    "": ("и", "і"), "ах": ("и", "а"), "ам": ("и",), "ами": ("и",), "ів": ("и", "і"), "ях": ("і",), "ок": ("ки",),
    # adjectives: Великої Новосілки, Рівного, Кривому, Нагірного, Сполучених
    "оі": ("а",), "іи": ("а",), "ого": ("ии", "е"), "ому": ("ии", "е"), "им": ("ии", "е"), "их": ("і",),
    "ими": ("і",), "ького": ("ькии",), "ього": ("іи",), "ьому": ("іи",), "ім": ("іи",),
}  # fmt: skip
_RUSSIAN = {
    # masculine and neuter: Харькова, Харькове, Харьковом; Мариуполя; Запорожья; Иванове
    "а": ("", "о"), "у": ("", "а", "о"), "е": ("", "а", "я", "ь", "о"), "ом": ("", "о"), "ем": ("ь", "е", "ии"),
    "я": ("ь", "е", "и"), "ю": ("ь", "я", "е", "и"), "ью": ("ь",),
    # feminine: Москвы, Москве, Москву, Москвой; Сирии; Керчи
    "ы": ("а",), "и": ("а", "я", "ь"), "ои": ("а", "ая"), "ою": ("а",), "еи": ("а", "я"), "ии": ("ия",), "ию": ("ия",),
    "иеи": ("ия",),
    # plural: Сум, Сумах, Черкасс; Штатов, Голанских высот
    "": ("ы", "и"), "ах": ("ы", "и"), "ам": ("ы",), "ами": ("ы",), "ов": ("ы",), "ях": ("и",),
    # adjectives: Грозного, Грозном, Кривого Рога, Новой Каховки, Чёрного моря, Ближнего Востока
    "ого": ("ыи", "ии", "ои", "ое"), "ому": ("ыи", "ии", "ои", "ое"), "ым": ("ыи", "ое"), "им": ("ии",),
    "ую": ("ая",), "ых": ("ые",), "их": ("ие",), "его": ("ии", "ее"), "ему": ("ии", "ее"),
}  # fmt: skip
_RUSSIAN["ом"] += ("ыи", "ии", "ои", "ое")
_ENDINGS = {"uk": _UKRAINIAN, "ru": _RUSSIAN}
# Stems that change within, and words that stand beside names in phrases the gazetteer knows whole.
_IRREGULAR = {
    "рогу": ("ріг",), "розі": ("ріг",), "рогом": ("ріг",), "орла": ("орел",), "орле": ("орел",), "орлу": ("орел",),
    "донця": ("донець",), "дінця": ("донець",), "дінці": ("донець",), "донца": ("донец",), "донце": ("донец",),
    "сходу": ("схід",), "сході": ("схід",), "берега": ("берег", "берег"), "острова": ("острів", "остров"),
    "острові": ("острів",), "області": ("область",), "областю": ("область",), "области": ("область",),
    "областью": ("область",), "обл": ("область",), "львова": ("львів", "львов"), "львові": ("львів",),
}  # fmt: skip
MAX_WORDS_INFLECTED = 4


@lru_cache(maxsize=20_000)
def nominatives(key: str, language: str) -> tuple[str, ...]:
    """The key itself and what it may be a case of, for a key of up to four words; ("маріуполі", "маріуполь", ...)."""
    words = key.split()
    if len(words) > MAX_WORDS_INFLECTED:
        return (key,)
    forms = [_word(word, _ENDINGS[language]) for word in words]
    if len(words) > 2:
        # "Ростове-на-Дону": each word alone changes; every combination of three would be hundreds.
        first, last = forms[0], forms[-1]
        middle = " ".join(words[1:-1])
        return tuple(dict.fromkeys(f"{a} {middle} {b}" for a, b in product(first, last)))
    return tuple(dict.fromkeys(" ".join(combined) for combined in product(*forms)))


def _word(word: str, endings: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    found = [word, *_IRREGULAR.get(word, ())]
    for size in range(min(5, len(word) - 2), -1, -1):
        ending = word[len(word) - size :]
        found += [word[: len(word) - size] + base for base in endings.get(ending, ())]
    return tuple(dict.fromkeys(found))


def feminine(adjective: str, language: str) -> str:
    """The nominative of an oblast's adjective: "донецькоі" -> "донецька", "харьковскую" -> "харьковская".

    "" where the word is no such adjective.
    """
    endings, base = (("оі", "іи", "у", "ою", "а"), "а") if language == "uk" else (("ои", "ую", "ою", "ая"), "ая")
    for ending in endings:
        stem = adjective.removesuffix(ending)
        if stem != adjective and stem.endswith(("ськ", "цьк", "зьк", "ск", "цк")):
            return stem + base
    return ""
