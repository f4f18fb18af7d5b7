"""Keys under which place names are stored and looked up.

``name_key`` forgives case, accents, apostrophes and hyphens. ``loose_key`` also forgives what transliteration
leaves to taste: the Arabic article, "-iya"/"-iyah"/"-iyya", doubled letters, e/a and o/u, and the generic word in
"Hamdaniya district". Names in scripts other than Latin only lose marks and letter variants.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "ae", "œ": "oe", "ə": "a", "ħ": "h",
        "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": None, "ʹ": None, "ʺ": None,
    }
)  # fmt: skip
_APOSTROPHES = re.compile("['’‘`´ʿʾʻʼʽ]+")
_SEPARATORS = re.compile(r"[\W_]+")

# Arabic articles with their assimilated forms, as they are romanised.
ARTICLES = frozenset(
    ["al", "el", "ad", "ed", "an", "en", "ar", "er", "as", "es", "ash", "esh", "at", "et", "az", "ez", "ath", "adh"]
)
_FIRST_ORDER = ["province", "governorate", "state", "region", "oblast"] + [
    "wilaya",
    "wilayat",
    "muhafazat",
    "department",
    "prefecture",
]
_SECOND_ORDER = ["district", "districts", "county", "subdistrict", "sub", "raion", "rayon"] + [
    "qada",
    "qadaa",
    "qaza",
    "kaza",
    "nahiya",
    "nahiyah",
]
# Words that say what kind of place it is and may stand beside the name or not; the value is the class they ask for.
GENERIC_WORDS = {
    **dict.fromkeys(_SECOND_ORDER, "ADM2"),
    **dict.fromkeys(_FIRST_ORDER, "ADM1"),
    **dict.fromkeys(["city", "town", "village", "municipality"], "P"),
}  # fmt: skip


# ASCII takes a shorter way: most names are ASCII, and a build makes a million keys.
_ASCII = str.maketrans({c: " " for c in map(chr, range(128)) if not c.isalnum()} | {"'": None, "`": None})


def make_name_key(name: str) -> str:
    """``name_key`` without its cache, for names that come once."""
    text = name.lower()
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    text = unicodedata.normalize("NFKD", name.casefold())
    text = "".join([c for c in text if not unicodedata.combining(c)]).translate(_LETTERS)
    return _SEPARATORS.sub(" ", _APOSTROPHES.sub("", text)).strip()


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """The exact-match key of a name: "Al-Ḩamdānīyah" -> "al hamdaniyah"."""
    return make_name_key(name)


def without_generic(key: str) -> tuple[str, str]:
    """Split a key into the proper name and the class its generic word asks for ("" where it has none).

    >>> without_generic("hamdaniya district")
    ('hamdaniya', 'ADM2')
    """
    words = key.split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    asked = ""
    while len(words) > 1 and words[-1] in GENERIC_WORDS:
        asked = GENERIC_WORDS[words.pop()]
    if len(words) > 1 and not asked:
        if words[0] in GENERIC_WORDS and words[1] == "of":
            asked, words = GENERIC_WORDS[words[0]], words[2:]
        elif words[0] in GENERIC_WORDS:
            asked, words = GENERIC_WORDS[words[0]], words[1:]
    return " ".join(words), asked


# What transliteration of Arabic, Kurdish, Persian and Cyrillic names leaves to taste.
_FINAL_IYA = re.compile(r"iyy?[ae]h?\b|i[ae]h?\b")  # Hamdaniya, Hamdaniyah, Hamdania
_FINAL_H = re.compile(r"([aeou])h\b")  # Qayyarah, Qayyara
_DOUBLED = re.compile(r"(.)\1+")  # Bartella, Bartalla
# e/a: Tel Afar, Tal Afar; o/u: Mosul, Mosoul; w/v: Ninewa, Nineveh; q/k: Qobani, Kobani
# ay/ai/ei: Ayn at Tamr, Ain al-Tamr
_VARIANTS = str.maketrans("eowq", "auvk")


@lru_cache(maxsize=20_000)
def loose_key(name: str) -> str:
    """The forgiving key: "Hamdaniya", "al-Hamdaniya", "Al Hamdaniyah" and "Hamdaniya district" share one."""
    return loosen(name_key(name))


def loosen(key: str) -> str:
    """``loose_key`` of a name whose ``name_key`` is at hand."""
    if not key.isascii():
        return without_generic(key)[0]
    words = key.split()
    if len(words) > 1:
        words = without_generic(key)[0].split()
    while len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    text = " ".join([w for i, w in enumerate(words) if i == 0 or w not in ARTICLES])
    text = (
        _FINAL_H.sub(r"\1", _FINAL_IYA.sub("iya", text))
        .replace("ou", "u")
        .replace("oo", "u")
        .replace("ee", "i")
        .replace("ay", "ai")
        .replace("ey", "ai")
        .replace("ei", "ai")
    )
    return _DOUBLED.sub(r"\1", text).translate(_VARIANTS).replace(" ", "")
