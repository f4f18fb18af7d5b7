"""What a sentence says happened, in ACLED's taxonomy, from the reviewed lexicon ``data/lexicon/event_types.csv``.

A trigger that is only planned, feared, denied or foretold reports no event.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache

from dashboard.records import EVENT_TYPE_OF
from dashboard.settings import data_dir


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that report an event; offsets in the sentence. A greater weight says more about what happened."""

    start: int
    end: int
    sub_event_type: str
    weight: int
    real: bool = True  # False: planned, feared, denied or foretold

    @property
    def event_type(self) -> str:
        return EVENT_TYPE_OF[self.sub_event_type]


@lru_cache
def _lexicon() -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    with (data_dir() / "lexicon" / "event_types.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            (
                row["sub_event_type"],
                int(row["weight"]),
                re.compile(rf"\b(?:{row['pattern']})(?!\w)", re.IGNORECASE),
            )
            for row in csv.DictReader(lines)
        )


# What makes the words after it unreal: plans, fears, conditions, denials.
UNREAL = re.compile(
    r"\b(?:will|would|could|may|might|should|shall|must|can|cannot|if|unless|whether|plan(?:s|ned|ning)?|hop(?:es?|ed|ing)|"
    r"vow(?:s|ed)?|threaten(?:s|ed|ing)?|expect(?:s|ed)?|prepar(?:e|es|ed|ing)|fear(?:s|ed|ing)?|"
    r"ahead of|in case of|risks?|possible|potential|future|"
    r"den(?:y|ies|ied|ying)|no|nobody|none|not|never|nor|without|neither|avoid(?:ed)?|prevent(?:ed)?|"
    r"call(?:s|ed|ing)? (?:for|on)|urg(?:e|es|ed|ing)|wants?|aim(?:s|ed)?|intend(?:s|ed)?|about to|ready to|due to|"
    r"warn(?:s|ed|ing)?|appeal(?:s|ed)?|trying|tried|seek(?:s|ing)?|refus(?:e|es|ed|ing)|anniversary|commemorat\w+|"
    r"it(?:'s|’s| is) (?:thought|believed))\b|n['’]t\b",
    re.IGNORECASE,
)
_REACH = 8  # words that such a word governs
_CLAUSE = re.compile(r"[;:]|, (?:but|and|while|as|after|when|where|who|which)\b|\b(?:but|while|after|when)\b|[\"“”]")
_NOUN_BEFORE = re.compile(r"\b(?:to|the|for)\s+$", re.IGNORECASE)
_INFINITIVE = re.compile(r"\b(?:to|of|for)\s+$", re.IGNORECASE)
# Past participles and nouns report even after "to" or "for"; a bare verb does not ("the drive to retake Mosul").
_BARE_VERB = re.compile(r"(?:re-?take|re-?capture|liberate|take|capture|storm|attack|enter|flee|protest|rally|march|withdraw|retaking|liberating|recapturing|taking|capturing|raid|clear|shell|loot|riot)$", re.IGNORECASE)  # fmt: skip


def find_triggers(sentence: str) -> list[Trigger]:
    """The triggers that report something real; where they overlap, the strongest."""
    kept: list[Trigger] = []
    for trigger in sorted((t for t in all_triggers(sentence) if t.real), key=lambda t: (-t.weight, t.start)):
        if not any(k.start < trigger.end and trigger.start < k.end for k in kept):
            kept.append(trigger)
    return kept


def all_triggers(sentence: str) -> list[Trigger]:
    """Every trigger of a sentence, also where they overlap, the unreal ones marked."""
    return [
        Trigger(*match.span(), sub_event_type, weight, not is_unreal(sentence, *match.span()))
        for sub_event_type, weight, pattern in _lexicon()
        for match in pattern.finditer(sentence)
    ]


def is_unreal(sentence: str, start: int, end: int) -> bool:
    before = sentence[:start]
    if _INFINITIVE.search(before) and _BARE_VERB.match(sentence[start:end]):
        return True
    clause = before
    for mark in _CLAUSE.finditer(before):
        clause = before[mark.end() :]
    words = clause.split()[-_REACH:]
    return UNREAL.search(" ".join(words)) is not None
