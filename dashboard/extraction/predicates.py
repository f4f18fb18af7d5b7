"""The words that say what happened to the people counted: killed, wounded, driven from home."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from dashboard.extraction.words import Words
from dashboard.geoparse.lexicon import word_classes

_KIND = {"k": "fatalities", "w": "wounded", "d": "displaced"}
# The group's name: its kind; o takes an object ("killing 12"), s says it of its subject ("12 died"), b both ("12 killed"),
# h is a noun that the number counts ("12 deaths"), t a total that is stated ("the death toll rose to 81").
_WORDS = re.compile(
    r"""
    (?P<k_t>\b(?:death[ ]toll|toll|number[ ]of[ ](?:\w+[ ]){0,2}?(?:dead|deaths|fatalities|killed)|number[ ]killed|put(?:s|ting)?[ ]the[ ]dead))
    |(?P<w_t>\bnumber[ ]of[ ](?:\w+[ ]){0,2}?(?:wounded|injured)|put(?:s|ting)?[ ]the[ ](?:wounded|injured))
    |(?P<k_o>\b(?:killing|kills|shooting[ ]dead|gunning[ ]down|executing|massacring|beheading|murdering|slaughtering|assassinating|slew|los(?:t|ing)(?![ ](?:their|his|her))
        |lynching|(?:claim|cost|tak|took)(?:ed|ing|s)?[ ]the[ ]li(?:ves|fe)[ ]of
        |(?:bod(?:y|ies)|corpses?|remains|deaths?|killings?|murders?|massacres?|slayings?|executions?|assassinations?|beheadings?)[ ]of)
        (?![ ](?:spree|field|machine|wave)))
    |(?P<k_b>\b(?:killed|shot[ ]dead|gunned[ ]down|mowed[ ]down|shot[ ]and[ ]killed|executed|massacred|beheaded|murdered|slaughtered|assassinated
        |lynched|slain|(?:hacked|stabbed|beaten|beat|burned|burnt|bludgeoned|crushed|stoned|trampled|tortured|shot)[ ]to[ ]death|(?:burned|burnt|buried)[ ]alive
        |fatally[ ](?:shot|wounded|injured|stabbed)|mortally[ ]wounded))
    |(?P<k_s>\b(?:die[ds]?\b|dead|perished|dying|drowned|succumbed|los(?:t|ing)[ ](?:their|his|her)[ ]li(?:ves|fe)|fatally|to[ ]death|lay[ ]dead))
    |(?P<k_h>\b(?:deaths?|fatalit(?:y|ies)|bodies|corpses|body|corpse|lives)\b)
    |(?P<w_o>\b(?:wounding|injuring|wounds|injures|maiming))
    |(?P<w_b>\b(?:wounded|injured|hurt|maimed|hospitali[sz]ed))
    |(?P<w_s>\b(?:(?:sustain|suffer|receiv)(?:ed|ing)[ ](?:\w+[ ]){0,2}(?:injuries|wounds|burns)))
    |(?P<w_h>\b(?:injuries)\b)
    |(?P<d_o>\b(?:displacing|uprooting|evacuating|displaces))
    |(?P<d_b>\b(?:displaced|uprooted|evacuated))
    |(?P<d_s>\b(?:(?:to[ ])?flee(?:ing)?|fled|homeless|(?:out[ ]of|from)[ ]their[ ](?:\w+[ ])?(?:homes?|houses|villages?)|left[ ]their[ ]homes))
    """,
    re.IGNORECASE | re.VERBOSE,
)
# What makes a predicate unreal: the same idea as for triggers, over the few words before it.
_UNREAL = word_classes("counting")["unreal"]
_UNREAL_REACH = 8
_CLAUSE = frozenset({",", ";", ":", "but", "and", "while", "after", "when", '"', "“", "”"})
FORCED = frozenset({"forced", "forcing", "forces", "caused", "causing", "prompted", "prompting", "sent", "sending", "made", "compelled",
                     "drove", "driven", "driving", "pushed", "leaving", "left"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Predicate:
    """Words that say what befell those counted; ``role`` is one of o, s, b, h, t (see the pattern)."""

    kind: str
    role: str
    first: int
    last: int

    @property
    def takes_object(self) -> bool:
        return self.role in {"o", "b"}

    @property
    def tells_of_subject(self) -> bool:
        return self.role in {"s", "b"}


def predicates_of(sentence: str, words: Words) -> list[Predicate]:
    """The predicates of a sentence that are told as real, in order."""
    found = []
    for m in _WORDS.finditer(sentence):
        kind, role = str(m.lastgroup).split("_")
        first, last = words.index(m.start()), words.index(m.end())
        if first < last and words.ends[last - 1] == m.end() and not _is_unreal(words, first):
            found.append(Predicate(_KIND[kind], role, first, last))
    return _without_mixed(words, found)


def _is_unreal(words: Words, first: int) -> bool:
    if words.lower[first] in {"die", "dies"} and words.at(first - 1) == "to":
        return True
    flight = words.lower[first] == "to"  # "forced 3,000 people to flee" happened, "told to flee" did not
    forced = False
    for i in range(first - 1, max(-1, first - 1 - _UNREAL_REACH), -1):
        word = words.lower[i]
        if word in _UNREAL or word.endswith("n't"):
            return True
        forced = forced or word in FORCED
        if word in _CLAUSE:
            break
    return flight and not forced


def _without_mixed(words: Words, found: list[Predicate]) -> list[Predicate]:
    """Without "killed or wounded", "killed and injured dozens": the number says neither."""
    mixed = set()
    for a, b in pairwise(found):
        joint = words.lower[a.last : b.first]
        if a.kind != b.kind and joint in (["or"], ["and"], ["and", "/", "or"], ["/"]):
            mixed |= {a, b}
    return [p for p in found if p not in mixed]
