"""Search on for a name that is not known: by its parts, by its consonants, by its neighbours.

In the order of trust, and no further than the first that finds something:

1. the name without generic words, or one of its alternatives ("Tadmur/Palmyra town"),
2. a name of the same consonants in the country asked for,
3. a place that the name mentions ("silos east of Palmyra"), then one of the same consonants as that,
4. the place behind the comma ("a neighbourhood, Aleppo city"),
5. learned places that begin with the same telling word and lie together: new "Hamrat" villages lie among the known ones.

2 and 5 are guesses and score below 0: in UCDP GED for Syria a quarter of them lie within 25 km.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboard.gazetteer.candidates import NameKind
from dashboard.gazetteer.countries import find_country
from dashboard.gazetteer.event_names import Reading, readings
from dashboard.gazetteer.forgiving import MIN_CONSONANTS, skeleton, telling_word
from dashboard.gazetteer.index import Gazetteer
from dashboard.gazetteer.names import name_key
from dashboard.gazetteer.rank import lies_in, prior
from dashboard.geometry import distance_km
from dashboard.records import Place

Scored = tuple[Place, float]

MENTIONED = 1.0  # readings that cost so much are other places, which the name mentions
SIMILAR = -3.0  # the score of "the same consonants", less TEN_LETTERS for all letters
TEN_LETTERS = 10.0
BEHIND = -3.0  # the place behind the comma
AKIN = -6.0  # begins with the same telling word
MOST_AKIN = 60
AKIN_KM = 25.0
AKIN_SHARE = 0.6  # of the places with the word must lie together for it to say where
WELL_KNOWN = 100_000  # inhabitants: "Mosul" in France is no misspelt village


def guesses(gazetteer: Gazetteer, name: str, qualifiers: Sequence[str], country: str) -> list[Scored]:
    """(place, score) in ``country`` (ISO code, or "" for the one that a qualifier names) for a name without a candidate there."""
    elsewhere = gazetteer.lookup(name)
    if elsewhere and not country:
        return []  # the name is known, and lies where the qualifiers say it does not
    within = country or next((code for q in reversed(qualifiers) if (code := find_country(q))), "")
    famous = any(c.exact and c.place.population > WELL_KNOWN for c in elsewhere)
    for step in _steps(gazetteer, name, qualifiers, within, famous=famous):
        found = [(p, score) for p, score in step if within in {"", p.country}]
        if found:
            return found
    return []


def _steps(
    gazetteer: Gazetteer, name: str, qualifiers: Sequence[str], country: str, *, famous: bool
) -> Iterator[list[Scored]]:
    def fits(place: Place) -> bool:
        return lies_in(gazetteer, place, qualifiers)

    heads = [r for r in readings(name) if r.cost < MENTIONED]
    mentioned = [r for r in readings(name) if r.cost >= MENTIONED]
    for group in (heads, mentioned):
        for reading in group:
            yield [s for s in _looked_up(gazetteer, reading) if fits(s[0])]
        if country and not famous:
            for reading in group:
                yield [s for s in _similar(gazetteer, reading, country) if fits(s[0])]
    for qualifier in qualifiers:
        if find_country(qualifier) is None:
            for reading in readings(qualifier):
                yield [(p, score + BEHIND) for p, score in _looked_up(gazetteer, reading)]
    if country and not famous:
        yield [s for s in _akin(gazetteer, heads, country) if fits(s[0])]


def _looked_up(gazetteer: Gazetteer, reading: Reading) -> list[Scored]:
    found = gazetteer.lookup(reading.text)
    return [(c.place, prior(c) - reading.cost) for c in found if c.kind is not NameKind.DEMONYM]


def _similar(gazetteer: Gazetteer, reading: Reading, country: str) -> list[Scored]:
    return [
        (c.place, SIMILAR - TEN_LETTERS * different - reading.cost + prior(c) / 100)
        for c, different in gazetteer.similar(reading.text, country)
        # Three consonants are soon alike.
        if len(skeleton(name_key(reading.text))) > MIN_CONSONANTS or different <= 0.2
    ]


def _akin(gazetteer: Gazetteer, heads: Sequence[Reading], country: str) -> list[Scored]:
    word = telling_word(name_key(heads[-1].text)) if heads else ""
    places = list({p.name: p for p in gazetteer.sharing(word, country)}.values())[:MOST_AKIN]
    best, together = None, 0
    for place in places:
        near = sum(distance_km(place.latitude, place.longitude, p.latitude, p.longitude) <= AKIN_KM for p in places)
        if near > together:
            best, together = place, near
    if best is None or together < AKIN_SHARE * len(places):
        return []
    return [(best, AKIN)]
