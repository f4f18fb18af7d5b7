"""More articles out of the marked ones: the same sentences about other places.

A recogniser that has seen a name in training knows it by heart. With the towns of an article exchanged for any others of
the gazetteer, most of them villages, it must go by what stands around them. Arabic names with their article in small
letters ("al-Hamdaniya") are common in news of conflict and rare in the marked articles: they get a share of their own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from dashboard.gazetteer import Gazetteer
from dashboard.geoparse.features import Features
from dashboard.geoparse.training.corpora import Annotated, Gold

ARABIC = 0.25  # share of the new names that have an Arabic article
ARABIC_COUNTRIES = ("IQ", "SY", "YE", "LY", "EG", "JO", "SA", "SD", "DZ", "MA", "TN", "LB", "OM", "PS")
_ARTICLE = re.compile(r"(?:Al|El|Ar|As|At|An|Ad|Az|Ash)[ -](?=[A-Z])")
_WIDE = frozenset({"PCLI", "PCLIa", "ADM1", "ADM1a", "RG", "DEM"})
_NAME = re.compile(r"[A-Z][\w'’ -]{2,30}")


class Renamer:
    """Draws names from a gazetteer; the same seed draws the same names."""

    def __init__(self, gazetteer: Gazetteer, features: Features, seed: int = 0) -> None:
        self._features = features
        self._random = random.Random(seed)  # noqa: S311 - nothing secret
        towns = [p.name for p in gazetteer.towns() if _NAME.fullmatch(p.name)]
        arabic = [p.name for p in gazetteer.towns(ARABIC_COUNTRIES) if _ARTICLE.match(p.name)]
        self._towns = sorted(set(towns))
        self._arabic = sorted({_ARTICLE.sub("", name, count=1) for name in arabic if _NAME.fullmatch(name)})

    def rename(self, article: Annotated) -> Annotated:
        """The article with each of its towns and villages called otherwise, the same wherever it comes again."""
        drawn: dict[str, str] = {}
        parts: list[str] = []
        names: list[Gold] = []
        last = length = 0
        for name in article.names:
            old = article.text[name.start : name.end]
            if old not in drawn:
                drawn[old] = old if self._stays(old, name.kind) else self._draw()
            before = article.text[last : name.start]
            length += len(before)
            names.append(Gold(length, length + len(drawn[old]), kind=name.kind))
            length += len(drawn[old])
            parts += [before, drawn[old]]
            last = name.end
        text = "".join([*parts, article.text[last:]])
        return Annotated(article.number, article.article_id, article.title, text, tuple(names))

    def _stays(self, name: str, kind: str) -> bool:
        """Countries, provinces, adjectives and what is set in capitals keep their names."""
        return (
            kind == "adjective" or name.isupper() or "." in name or not _WIDE.isdisjoint(self._features.classes(name))
        )

    def _draw(self) -> str:
        if self._random.random() < ARABIC:
            return self._random.choice(["al-", "al-", "Al-", "al "]) + self._random.choice(self._arabic)
        return self._random.choice(self._towns)


def renamed(renamer: Renamer, articles: Sequence[Annotated]) -> list[Annotated]:
    """A renamed copy of each article."""
    return [renamer.rename(article) for article in articles]
