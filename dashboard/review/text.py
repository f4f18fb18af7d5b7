"""What a person wrote, made fit to be stored and shown; and the key by which names are the same."""

from __future__ import annotations

import re
import unicodedata

# Control characters, and those that turn the direction of what follows or show nothing at all.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]+"
)


def clean(text: str, limit: int, *, lines: bool = False) -> str:
    """``text`` without unseen characters, at most ``limit`` characters; line breaks stay where ``lines`` says so."""
    if lines:
        kept = [clean(line, limit) for line in text[: 4 * limit].splitlines()]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()[:limit].rstrip()
    return " ".join(_UNSEEN.sub(" ", text[: 4 * limit]).split())[:limit].rstrip()


def key(name: str) -> str:
    """The words of a name without case, accents, apostrophes and punctuation: "Al-Ḩamdānīyah" -> "al hamdaniyah"."""
    text = unicodedata.normalize("NFKD", name.casefold())
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", re.sub("['’‘`´ʿʾʻʼʽ]+", "", text)).split())
