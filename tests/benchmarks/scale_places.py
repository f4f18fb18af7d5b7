"""The invented world of ``scale_data.py``: towns clustered like zones of conflict in real countries, words, groups.

Every name of a town, a division, a group, a source and a word is made of syllables by a seeded generator. Only the names of
countries and their rough boxes are real, so that importers can tell the country.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

TOWNS, WORDS, GROUPS, SOURCES = 50_000, 40_000, 2_500, 900
SEED = 5
# Country as ACLED writes it, ISO 3166-1 alpha-3 and numeric, region, and a box well inside: west, south, east, north.
COUNTRIES: tuple[tuple[str, str, int, str, float, float, float, float], ...] = (
    ("Ukraine", "UKR", 804, "Europe", 24.5, 46.6, 38.5, 51.2),
    ("Syria", "SYR", 760, "Middle East", 36.2, 33.0, 41.2, 36.6),
    ("Iraq", "IRQ", 368, "Middle East", 41.5, 30.6, 46.8, 36.6),
    ("Yemen", "YEM", 887, "Middle East", 43.4, 13.4, 50.0, 16.8),
    ("Afghanistan", "AFG", 4, "Caucasus and Central Asia", 62.0, 31.0, 70.5, 36.4),
    ("Pakistan", "PAK", 586, "South Asia", 64.5, 26.0, 73.5, 34.5),
    ("India", "IND", 356, "South Asia", 74.5, 12.5, 86.5, 28.5),
    ("Myanmar", "MMR", 104, "Southeast Asia", 94.5, 16.8, 98.6, 25.5),
    ("Nigeria", "NGA", 566, "Western Africa", 3.8, 6.2, 13.4, 13.2),
    ("Somalia", "SOM", 706, "Eastern Africa", 42.2, 0.4, 46.5, 6.5),
    ("Sudan", "SDN", 729, "Northern Africa", 23.5, 11.0, 35.5, 19.5),
    ("South Sudan", "SSD", 728, "Eastern Africa", 26.5, 4.8, 33.0, 9.8),
    ("Democratic Republic of Congo", "COD", 180, "Middle Africa", 18.5, -9.0, 29.0, 3.5),
    ("Ethiopia", "ETH", 231, "Eastern Africa", 35.5, 5.5, 42.0, 13.5),
    ("Mali", "MLI", 466, "Western Africa", -9.5, 12.5, 1.5, 18.5),
    ("Burkina Faso", "BFA", 854, "Western Africa", -4.5, 10.5, 1.5, 14.5),
    ("Niger", "NER", 562, "Western Africa", 1.5, 13.2, 12.5, 18.0),
    ("Chad", "TCD", 148, "Middle Africa", 15.0, 9.0, 21.0, 18.0),
    ("Cameroon", "CMR", 120, "Middle Africa", 9.8, 3.2, 14.2, 11.5),
    ("Central African Republic", "CAF", 140, "Middle Africa", 16.0, 4.5, 25.0, 8.5),
    ("Libya", "LBY", 434, "Northern Africa", 11.0, 26.0, 23.0, 32.0),
    ("Egypt", "EGY", 818, "Northern Africa", 27.0, 25.0, 33.5, 31.0),
    ("Algeria", "DZA", 12, "Northern Africa", -0.5, 31.0, 7.5, 36.2),
    ("Tunisia", "TUN", 788, "Northern Africa", 8.8, 33.0, 10.6, 36.8),
    ("Morocco", "MAR", 504, "Northern Africa", -8.5, 31.0, -2.5, 34.5),
    ("Kenya", "KEN", 404, "Eastern Africa", 35.0, -3.0, 39.8, 3.2),
    ("Uganda", "UGA", 800, "Eastern Africa", 30.4, -0.8, 34.0, 3.2),
    ("Burundi", "BDI", 108, "Eastern Africa", 29.2, -4.0, 30.5, -2.6),
    ("Mozambique", "MOZ", 508, "Eastern Africa", 33.5, -20.0, 39.5, -11.5),
    ("Zimbabwe", "ZWE", 716, "Southern Africa", 27.0, -21.0, 32.2, -16.8),
    ("South Africa", "ZAF", 710, "Southern Africa", 20.0, -33.0, 30.5, -24.0),
    ("Angola", "AGO", 24, "Middle Africa", 13.5, -16.0, 21.0, -7.0),
    ("Ghana", "GHA", 288, "Western Africa", -2.6, 5.4, 0.3, 10.8),
    ("Ivory Coast", "CIV", 384, "Western Africa", -7.5, 5.3, -3.3, 9.8),
    ("Guinea", "GIN", 324, "Western Africa", -13.0, 8.5, -8.5, 12.0),
    ("Sierra Leone", "SLE", 694, "Western Africa", -12.8, 7.4, -10.8, 9.6),
    ("Lebanon", "LBN", 422, "Middle East", 35.4, 33.2, 36.3, 34.5),
    ("Israel", "ISR", 376, "Middle East", 34.7, 30.5, 35.4, 33.0),
    ("Turkey", "TUR", 792, "Middle East", 28.0, 37.2, 43.5, 40.6),
    ("Iran", "IRN", 364, "Middle East", 46.5, 28.5, 60.0, 37.0),
    ("Saudi Arabia", "SAU", 682, "Middle East", 39.5, 19.0, 49.0, 28.5),
    ("Georgia", "GEO", 268, "Caucasus and Central Asia", 42.0, 41.4, 46.0, 42.8),
    ("Armenia", "ARM", 51, "Caucasus and Central Asia", 43.8, 39.4, 46.0, 41.0),
    ("Azerbaijan", "AZE", 31, "Caucasus and Central Asia", 46.2, 39.2, 49.2, 41.4),
    ("Russia", "RUS", 643, "Europe", 36.0, 43.6, 60.0, 58.0),
    ("Bangladesh", "BGD", 50, "South Asia", 88.8, 22.4, 91.8, 25.4),
    ("Nepal", "NPL", 524, "South Asia", 81.0, 27.2, 87.5, 29.0),
    ("Sri Lanka", "LKA", 144, "South Asia", 80.0, 6.4, 81.4, 9.2),
    ("Thailand", "THA", 764, "Southeast Asia", 99.0, 13.5, 104.0, 18.5),
    ("Philippines", "PHL", 608, "Southeast Asia", 121.0, 6.5, 125.8, 17.5),
    ("Indonesia", "IDN", 360, "Southeast Asia", 97.0, -8.0, 140.0, 3.0),
    ("Mexico", "MEX", 484, "North America", -109.0, 17.5, -96.5, 28.5),
    ("Guatemala", "GTM", 320, "Central America", -91.8, 14.2, -89.4, 16.5),
    ("Honduras", "HND", 340, "Central America", -88.6, 13.9, -85.0, 15.6),
    ("Haiti", "HTI", 332, "Caribbean", -73.6, 18.2, -71.8, 19.8),
    ("Colombia", "COL", 170, "South America", -77.5, 1.5, -71.0, 10.5),
    ("Venezuela", "VEN", 862, "South America", -71.5, 6.5, -63.0, 10.4),
    ("Brazil", "BRA", 76, "South America", -55.0, -25.0, -38.0, -5.0),
    ("Peru", "PER", 604, "South America", -78.5, -15.5, -71.0, -5.5),
    ("Papua New Guinea", "PNG", 598, "Oceania", 142.0, -8.0, 147.5, -4.5),
)
_ONSETS = "b d f g h j k l m n p r s t v w z br dr gr kh kr mb nd ng qu sh sl tr zh"
_VOWELS = "a e i o u aa ai ei ou"
_CODAS = ("", "", "", "n", "r", "l", "s", "m", "k", "d", "sh", "th")
# The most frequent words: their ranks are their places here, "the" first.
_COMMON_WORDS = (
    "the of in and a on near by forces fighters killed clashed with at after town village road people armed group "
    "reported security attack two casualties area between against local three army vehicle wounded unknown soldiers "
    "checkpoint police convoy shelling market protesters border school gathered four raid dispersed bridge patrol "
    "explosion residents militia hospital airport refinery harbour curfew"
)
COMMON = tuple(_COMMON_WORDS.split())


@dataclass(frozen=True, slots=True)
class World:
    """Arrays of ``TOWNS`` towns, of zones, and lists of names; ``slots`` draw towns and words by their Zipf shares."""

    towns: list[str]
    latitude: npt.NDArray[np.float64]
    longitude: npt.NDArray[np.float64]
    country: npt.NDArray[np.int64]  # index into COUNTRIES, a town
    zone: npt.NDArray[np.int64]  # index into divisions, a town
    divisions: list[str]
    bursts: npt.NDArray[np.float64]  # zones x 3 x (middle as share of the time, width in days)
    words: list[str]
    groups: list[str]
    sources: list[str]
    town_slots: npt.NDArray[np.uint16]
    word_slots: npt.NDArray[np.uint16]


def build_world(seed: int = SEED) -> World:
    """The same world for the same seed (and release of numpy)."""
    rng = np.random.default_rng([seed, 0])
    boxes = np.array([c[4:] for c in COUNTRIES])
    # Few countries hold most zones, as few wars hold most events; every country has at least two.
    zones_of = np.maximum(2, (rng.pareto(1.2, len(COUNTRIES)) * 6).astype(int).clip(0, 40))
    zone_country = np.repeat(np.arange(len(COUNTRIES)), zones_of)
    box = boxes[zone_country]
    centre = box[:, :2] + rng.random((len(box), 2)) * (box[:, 2:] - box[:, :2])
    zone = rng.choice(len(box), TOWNS, p=rng.permutation(_shares(len(box), 0.5)))
    spread = rng.uniform(0.08, 0.9, len(box))[zone]
    points = centre[zone] + rng.standard_normal((TOWNS, 2)) * spread[:, None]
    points = np.round(np.clip(points, box[zone, :2], box[zone, 2:]), 4)
    bursts = np.stack([rng.beta(2.5, 1.3, (len(box), 3)), rng.uniform(20, 400, (len(box), 3))], axis=2)
    names = made_up(rng, TOWNS + len(box) + GROUPS + SOURCES, 2, 3)
    taken = iter(name.capitalize() for name in names)
    towns, divisions = [next(taken) for _ in range(TOWNS)], [next(taken) for _ in box]
    kinds = ("Front", "Brigade", "Militia", "Movement", "Battalion", "Communal Militia", "Council", "Union")
    groups = [f"{next(taken)} {kinds[i % len(kinds)]}" for i in range(GROUPS)]
    sources = [f"{next(taken)} {('Times', 'Radio', 'Observer', 'News Agency')[i % 4]}" for i in range(SOURCES)]
    words = [*COMMON, *made_up(rng, WORDS - len(COMMON), 1, 4)]
    return World(
        towns, points[:, 1], points[:, 0], zone_country[zone], zone, divisions, bursts, words, groups, sources,
        town_slots=_slots(_shares(TOWNS, 1.0, 20.0), 19), word_slots=_slots(_shares(WORDS, 1.0, 1.5), 21),
    )  # fmt: skip


def made_up(rng: np.random.Generator, count: int, least: int, most: int) -> list[str]:
    """``count`` different pronounceable words of ``least`` to ``most`` syllables, none of them a common word."""
    found: dict[str, None] = {}
    onsets, vowels = _ONSETS.split(), _VOWELS.split()
    while len(found) < count:
        made = np.full(count, "", dtype="U24")
        syllables = rng.integers(least, most + 1, count)
        for i in range(most):
            opened = np.char.add(rng.choice(onsets, count), rng.choice(vowels, count))
            part = np.char.add(opened, rng.choice(_CODAS, count))
            made = np.where(i < syllables, np.char.add(made, part), made)
        found |= dict.fromkeys(word for word in made.tolist() if word not in COMMON)
    return list(found)[:count]


def _shares(count: int, exponent: float, offset: float = 1.0) -> npt.NDArray[np.float64]:
    weights = (np.arange(count) + offset) ** -exponent
    return weights / weights.sum()


def _slots(shares: npt.NDArray[np.float64], bits: int) -> npt.NDArray[np.uint16]:
    """A table of ``2**bits`` indices in which each stands as often as its share says: a random slot is one memory access."""
    slots = np.searchsorted(np.cumsum(shares), (np.arange(2**bits) + 0.5) / 2**bits)
    return slots.clip(0, len(shares) - 1).astype(np.uint16)
