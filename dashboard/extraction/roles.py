"""What part each mention has in its sentence: it did something, it suffered it, it is one of two sides, it only speaks.

Read from the words next to a mention, as far as the grammar of a clause reaches: what governs it on its left ("killed
five", "attack on", "by", "between"), the mention it is joined to, or the verb on its right ("attacked", "were killed").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from dashboard.extraction.words import Words
from dashboard.geoparse.lexicon import word_classes

_LISTS = word_classes("sides")
_PAST = _LISTS["harms"] | _LISTS["deeds"]
_TRANSITIVE = _PAST | _LISTS["present"] | _LISTS["doing"]
_NO_OBJECT = _LISTS["no_object"]
_REACH = 12  # words between a mention and what governs it
_ASIDE = 14  # words of an aside between two commas
_JOINED = re.compile(
    r"(?:'s|’s)?,? ?(?:and|or|as well as|along with|alongside|together with|backed by|supported by|including|plus|/|,)"
    r"(?: (?:the|a|an|at least|more than|about|some|other|allied|suspected|armed|\d[\d,]*|[\w-]+)){0,4} ?$"
    r"|(?:['’]s)? ?(?:of|from|loyal to|belonging to|linked to|allied to|allied with|affiliated with|affiliated to|with)(?: the| a)? $"
)
_SIDED = re.compile(r"\band\b")


class Role(Enum):
    """The part of a mention."""

    DID = "did"
    SUFFERED = "suffered"
    FIRST = "first"  # of two: "between A and B"
    SECOND = "second"
    WARDED = "warded"  # "repelled an attack"
    OPPOSED = "opposed"  # "in a clash with B"
    MUTUAL = "mutual"  # "A and B clashed"
    SPOKE = "spoke"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Span:
    """A mention's words ``first`` to ``last`` (exclusive)."""

    first: int
    last: int


def roles_of(sentence: str, words: Words, spans: list[Span]) -> list[Role]:
    """The role of each span; ``spans`` stand in order and apart."""
    roles: list[Role] = []
    starts = {span.first: k for k, span in enumerate(spans)}
    for k, span in enumerate(spans):
        role = _left(words, span)
        joint = sentence[words.ends[spans[k - 1].last - 1] : words.starts[span.first]] if k else ""
        if role is Role.NONE and k:
            role = _of_pair(joint, roles[-1])
        right, near = _right(words, spans, starts, k)
        if (
            role is Role.NONE
            and k
            and len(joint) < 60
            and _JOINED.fullmatch(joint)
            and not (near and _SIDED.search(joint))
        ):
            role = roles[-1]
        roles.append(right if role is Role.NONE or right is Role.SPOKE else role)
    return roles


def _of_pair(joint: str, before: Role) -> Role:
    """ "between A, backed by C, and B": the second of two stands after the "and"."""
    if before is not Role.FIRST or len(joint) > 80:
        return Role.NONE
    return Role.SECOND if re.search(r"(?:\band|, and|\bagainst)(?: [\w-]+){0,4} $", joint) else Role.NONE


def _left(words: Words, span: Span) -> Role:
    """The role that what governs the span on its left gives it."""
    stop = max(-1, span.first - 1 - _REACH)
    for j in range(span.first - 1, stop, -1):
        word, before = words.lower[j], words.at(j - 1)
        if word in _PREPOSITIONS:
            role = _after_preposition(words, j)
            if role is not None:
                return role
            continue
        if word in _LISTS["blaming"] and word != "suspected":
            return Role.DID
        if word in {"between", "involving", "pitting", "pitted"}:
            return Role.FIRST
        if word in _TRANSITIVE:
            passive = before in _LISTS["being"] or words.at(j - 2) in _LISTS["being"]
            noun = word in _LISTS["attacks"] | _LISTS["fights"] and before not in {"to", "and"}
            return Role.NONE if (passive and word in _PAST) or noun else Role.SUFFERED
        if word in _LISTS["ends"] | _LISTS["being"] | _LISTS["speech"] or word in {
            "and",
            "or",
            "who",
            "which",
            "(",
            ")",
        }:
            return Role.NONE
        if word == "," and words.at(j + 1) not in {"including", "among", "most", "mostly"}:
            return Role.NONE
    return Role.NONE


_PREPOSITIONS = frozenset({"by", "on", "against", "with", "from", "at", "to", "over", "of", *_LISTS["places"]})


def _after_preposition(words: Words, j: int) -> Role | None:
    """The role of what stands after the preposition at ``j``; None where it lets what stands before it govern."""
    word, before = words.lower[j], words.at(j - 1)
    back = words.lower[max(0, j - 6) : j]
    if word == "of" or (word in {"at", "over", "to"} and _is_hedge(words, j)):
        return None
    if word == "by":
        return Role.NONE if before in _LISTS["staying"] else Role.DID
    if word == "against":
        return Role.SUFFERED
    if word == "on":
        if before == "blamed" or "blamed" in back[-3:]:
            return Role.DID
        return Role.SUFFERED if _LISTS["attacks"].intersection(back[-2:]) else Role.NONE
    if word == "with":
        return Role.OPPOSED if _LISTS["fights"].intersection(back[-4:]) else Role.NONE
    if word == "at":
        return Role.SUFFERED if _LISTS["missiles"].intersection(back) else Role.NONE
    if word == "from":
        if before in _LISTS["sources"]:
            return Role.DID
        return Role.SUFFERED if _LISTS["takings"].intersection(words.lower[max(0, j - 10) : j]) else Role.NONE
    if word == "to" and _LISTS["yielding"].intersection(back):
        return Role.DID if "fell" in back or "falls" in back or "lost" in back else Role.SUFFERED
    return Role.NONE


def _is_hedge(words: Words, j: int) -> bool:
    """Whether the word at ``j`` belongs to a number: "at least", "over a dozen", "three to 5"."""
    after = words.at(j + 1)
    return after in {"least", "most", "dozen"} or after[:1].isdigit() or (words.lower[j] == "over" and after == "a")


def _right(words: Words, spans: list[Span], starts: dict[int, int], k: int) -> tuple[Role, bool]:
    """(the role that the verb on the right gives span ``k``, whether it stands right after)."""
    j, near, placed, passive = spans[k].last, True, False, False
    last = min(j + 2 * _REACH + _ASIDE, len(words))
    end = min(j + _REACH, last)
    if words.at(j) in _LISTS["attacks"]:
        return Role.DID, True  # "Boko Haram attack", "the army's shelling"
    while j < end:
        word = words.lower[j]
        told = _told(words, j, passive=passive)
        if told is not None:
            return told, near
        if word == "," and words.at(j + 1) not in {"who", "which", "and"}:
            past = next((i for i in range(j + 1, min(j + _ASIDE, len(words))) if words.lower[i] == ","), None)
            if past is None:
                break
            j, end, near = past, min(past + _REACH, last), False
        elif word in _LISTS["ends"] or (j in starts and not placed and not _in_list(words, spans, starts[j])):
            break  # another mention comes first
        elif word in _LISTS["being"]:
            passive = word != "be" or words.at(j + 1) in _PAST  # "suspected to be loyal to ..."
        elif not word.endswith("ly") and word not in _LISTS["passing"] and j not in starts:
            near, placed = near and word in {"'", "'s"}, placed or word in _PREPOSITIONS
            passive = passive and not word.endswith(("ed", "ing"))  # "who were holed up in Mosul attacked"
        j += 1
    return Role.NONE, False


def _told(words: Words, j: int, *, passive: bool) -> Role | None:
    """The role that the word at ``j`` gives its subject; None where it gives none."""
    word = words.lower[j]
    if word in _LISTS["suffering"] or (word == "under" and words.at(j + 1) in _LISTS["attacks"]):
        return Role.SUFFERED
    if word in _LISTS["speech"] and word not in _PAST:
        return Role.NONE if _speaks_of_itself(words, j) else Role.SPOKE
    if word in {"fighting", "clashing", "battling"} and _LISTS["being"].intersection(words.lower[max(0, j - 3) : j]):
        return Role.MUTUAL
    if word in _PAST or word in _LISTS["present"] or word in _LISTS["acting"]:
        return _verb(words, j, passive=passive)
    return None


def _in_list(words: Words, spans: list[Span], k: int) -> bool:
    """Whether "and", "or" or a comma joins span ``k`` to the one before."""
    return bool({"and", ",", "or"}.intersection(words.lower[spans[k - 1].last : spans[k].first][:_REACH]))


def _verb(words: Words, j: int, *, passive: bool) -> Role:
    word, after = words.lower[j], words.at(j + 1)
    if passive and word in _PAST:
        return Role.SUFFERED
    if word in _PAST and ("by" in {after, words.at(j + 2)} or (word in _LISTS["harms"] and _objectless(words, j))):
        return Role.SUFFERED
    if word in _LISTS["warding"]:
        return Role.WARDED
    return Role.MUTUAL if word in _LISTS["mutual"] and after not in {"with", "against"} else Role.DID


def _objectless(words: Words, j: int) -> bool:
    """Whether no object follows: "killed on Monday"; "abducted and killed two" has one."""
    after = words.at(j + 1)
    if after in {"dead", "down"}:
        j, after = j + 1, words.at(j + 2)
    if after in {"and", "or"} and words.at(j + 2) in _TRANSITIVE:
        return _objectless(words, j + 2)
    return not after or after in _NO_OBJECT


def _speaks_of_itself(words: Words, j: int) -> bool:
    """Whether who says it did it: "said it had killed", "said on Monday its fighters"."""
    return bool({"it", "its", "they", "their", "he", "his"}.intersection(words.lower[j + 1 : j + 5]))
