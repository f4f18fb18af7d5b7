"""Plain text: a few header lines, then the article."""

from __future__ import annotations

import re

_HEADER = re.compile(
    r"(title|headline|date|published|source|url|link|id|language|lang)[ \t]*:[ \t]*(.*)", re.IGNORECASE
)


def read_headers(text: str) -> dict[str, object]:
    """Split leading ``title:``, ``date:``, ``source:``, ``url:`` lines from the body; the body keeps its offsets to itself.

    Headers end at the first line that is none; a repeated one belongs to the body.
    """
    fields: dict[str, object] = {}
    position = len(text) - len(text.lstrip())
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        match = _HEADER.fullmatch(text[position:end].strip())
        if match is None or match[1].lower() in fields:
            break
        fields[match[1].lower()] = match[2].strip()
        position = min(end + 1, len(text))
    return fields | {"text": text[position:].strip()}
