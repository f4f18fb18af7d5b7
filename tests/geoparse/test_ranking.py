"""The scene of an article's names and the ranker over it, with a gazetteer that is known by heart."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from dashboard.errors import DashboardError
from dashboard.gazetteer import Gazetteer
from dashboard.gazetteer.build import _write
from dashboard.gazetteer.sources import Entry
from dashboard.geometry import distance_km
from dashboard.geoparse.ranking import Ranker
from dashboard.geoparse.resolve import REASONS, Doubts, Resolver
from dashboard.geoparse.scene import AROUND, BESIDE, OWN, SCALES_KM, Floats, Mention, Scene, known
from dashboard.geoparse.spans import Span
from dashboard.records import Place
from tests.gazetteer.conftest import ENTRIES

# Two invented towns 0.5 degrees of longitude apart on the equator, and a namesake of one far away.
EAST = Place("Eastham", 0.0, 10.5, "GA", "Ogooué", "", "PPL", 20_000, 101)
WEST = Place("Westham", 0.0, 10.0, "GA", "Ogooué", "", "PPL", 20_000, 102)
FAR = Place("Westham", 50.0, 0.0, "GB", "England", "", "PPL", 90_000, 103)
KM = distance_km(0.0, 10.5, 0.0, 10.0)


@pytest.fixture
def gazetteer(tmp_path: Path) -> Gazetteer:
    path = tmp_path / "small.sqlite"
    _write(path, [*ENTRIES, Entry(EAST), Entry(WEST), Entry(FAR)])
    return Gazetteer(path)


def scene(gazetteer: Gazetteer, *names: str, **demonyms: float) -> Scene:
    return Scene([Mention(known(name, gazetteer.lookup(name))) for name in names], demonyms)


def row(scene_: Scene, geonameid: int, mention: int = 0) -> int:
    """Where a mention's candidate stands."""
    candidates = scene_.mentions[mention].name.candidates
    return int(scene_.bounds[mention]) + [c.place.geonameid for c in candidates].index(geonameid)


def around(scene_: Scene, shares: Floats, place: int, value: str, mention: int = 0) -> float:
    return float(scene_.around(shares)[row(scene_, place, mention), AROUND.index(value)])


def even(scene_: Scene) -> Floats:
    return scene_.shares(np.zeros(scene_.size))


def test_shares_sum_to_one_for_each_mention(gazetteer: Gazetteer) -> None:
    s = scene(gazetteer, "Paris", "Nosuchplace", "Westham", "Texas", "Iraq")
    shares = s.shares(np.linspace(-800, 800, s.size))
    sums = [shares[a:b].sum() for a, b in zip(s.bounds, s.bounds[1:], strict=False)]
    assert sums == pytest.approx([1, 0, 1, 1, 1])
    assert (shares >= 0).all()
    assert even(s)[s.bounds[0] : s.bounds[1]] == pytest.approx([1 / 2] * 2)


def test_shares_are_the_softmax(gazetteer: Gazetteer) -> None:
    s = scene(gazetteer, "Paris")
    assert s.shares(np.array([0.0, math.log(3)])) == pytest.approx([1 / 4, 3 / 4])


def test_a_scene_without_candidates_is_empty(gazetteer: Gazetteer) -> None:
    for s in (scene(gazetteer), scene(gazetteer, "Nosuchplace")):
        assert s.size == 0
        assert s.alone.shape == (0, len(OWN) + len(BESIDE))
        assert s.around(even(s)).shape == (0, len(AROUND))
        assert _ranker(1).scores(s).shape == (0,)


def test_a_candidate_is_described_by_itself(gazetteer: Gazetteer) -> None:
    s = scene(gazetteer, "Paris", "Iraq", "Ninewa")
    values = dict(zip(OWN, s.alone[row(s, 2)], strict=False))
    assert values["population"] == pytest.approx(math.log10(2_100_100))
    assert (values["capital"], values["country"], values["whole name"], values["tiny"]) == (1, 0, 1, 0)
    iraq, nineveh = s.alone[s.bounds[1]], s.alone[s.bounds[2]]
    assert (iraq[OWN.index("country")], iraq[OWN.index("alternate")]) == (1, 0)
    assert (nineveh[OWN.index("admin1")], nineveh[OWN.index("alternate")], nineveh[OWN.index("whole name")]) == (
        1,
        1,
        0,
    )


def test_around_weighs_the_distance_to_the_other_names(gazetteer: Gazetteer) -> None:
    s = scene(gazetteer, "Eastham", "Westham")
    assert round(KM, 1) == 55.6
    shares = even(s)  # Westham is here or in England, half and half
    for value, scale in zip(AROUND, SCALES_KM, strict=False):
        assert around(s, shares, 101, value) == pytest.approx(0.5 * math.exp(-KM / scale), abs=1e-6)
        assert around(s, shares, 102, value, 1) == pytest.approx(math.exp(-KM / scale), abs=1e-6)
    assert around(s, shares, 103, "within 400 km", 1) == pytest.approx(0.0, abs=1e-5)
    assert around(s, shares, 101, "log within 120 km") == pytest.approx(math.log1p(0.5 * math.exp(-KM / 120)), abs=1e-6)
    assert [around(s, shares, 101, v) for v in ("same country", "same admin1")] == pytest.approx([0.5, 0.5])
    assert [around(s, shares, 102, v, 1) for v in ("same country", "same admin1")] == pytest.approx([1, 1])
    assert [around(s, shares, 103, v, 1) for v in ("same country", "same admin1")] == pytest.approx([0, 0])
    assert around(s, shares, 102, "log same country", 1) == pytest.approx(math.log(2))


def test_a_name_does_not_vouch_for_itself(gazetteer: Gazetteer) -> None:
    alone = scene(gazetteer, "Westham")
    assert not alone.around(even(alone)).any()
    # Nor does another mention of it, whatever stands beside that one, or however it is written.
    iraq = known("Iraq", gazetteer.lookup("Iraq"))
    name, loud = (known(n, gazetteer.lookup(n)) for n in ("Westham", "WESTHAM"))
    twice = Scene([Mention(name), Mention(name, iraq), Mention(loud)], {})
    assert not twice.around(even(twice)).any()


def test_a_name_said_twice_vouches_once(gazetteer: Gazetteer) -> None:
    once, twice = scene(gazetteer, "Eastham", "Westham"), scene(gazetteer, "Eastham", "Westham", "Westham")
    assert twice.around(even(twice))[0] == pytest.approx(once.around(even(once))[0])


def test_what_vouches_is_shared_among_the_other_names(gazetteer: Gazetteer) -> None:
    s = scene(gazetteer, "Eastham", "Westham", "Iraq")
    shares = s.shares(np.array([50.0 if i == row(s, 102, 1) else 0.0 for i in range(s.size)]))
    assert around(s, shares, 101, "same country") == pytest.approx(1 / 2)
    assert around(s, shares, 101, "log same country") == pytest.approx(math.log(2))


def test_a_country_s_middle_is_near_nothing(gazetteer: Gazetteer) -> None:
    s = scene(gazetteer, "Iraq", "Al-Hamdaniya")
    shares = even(s)
    country = s.around(shares)[0]
    assert not country[: len(SCALES_KM)].any()
    assert country[AROUND.index("same country")] == pytest.approx(1)


def test_peoples_that_the_text_names_speak_for_their_countries(gazetteer: Gazetteer) -> None:
    s = scene(gazetteer, "Westham", GA=3.0, FR=1.0)
    shares = even(s)
    assert around(s, shares, 102, "demonyms") == pytest.approx(3 / 4)
    assert around(s, shares, 102, "log demonyms") == pytest.approx(math.log(4))
    assert around(s, shares, 103, "demonyms") == 0


@pytest.mark.parametrize(("beside", "expected"), [("Texas", (0, 1, 0)), ("US", (1, 0, 0)), ("Iraq", (0, 0, 0))])
def test_what_stands_beside_a_name_is_marked(gazetteer: Gazetteer, beside: str, expected: tuple[int, ...]) -> None:
    paris, area = (known(n, gazetteer.lookup(n)) for n in ("Paris", beside))
    s = Scene([Mention(paris, area)], {})
    assert tuple(s.alone[row(s, 3), len(OWN) :]) == expected  # the one in Texas
    france = (0, 0, 0) if beside == "Iraq" else (0, 0, 1)
    assert tuple(s.alone[row(s, 2), len(OWN) :]) == france


def _ranker(rounds: int, **weights: float) -> Ranker:
    """Weights of nought but those named, in every round that has them ("_" for a space)."""
    names = [(*OWN, *BESIDE), *[(*OWN, *BESIDE, *AROUND)] * (rounds - 1)]
    return Ranker(tuple(np.array([weights.get(n.replace(" ", "_"), 0.0) for n in row_]) for row_ in names))


def test_the_first_round_knows_only_the_candidate(gazetteer: Gazetteer) -> None:
    s = scene(gazetteer, "Westham", "Eastham")
    scores = _ranker(1, population=1.0, admin1=5.0).scores(s)
    assert scores[row(s, 103)] - scores[row(s, 102)] == pytest.approx(math.log10(90_100 / 20_100))


def test_further_rounds_know_the_other_names(gazetteer: Gazetteer) -> None:
    s = scene(gazetteer, "Westham", "Eastham")
    scores = _ranker(2, population=1.0, within_120_km=4.0).scores(s)
    gained = 4.0 * math.exp(-KM / 120)
    assert scores[row(s, 102)] - scores[row(s, 103)] == pytest.approx(gained - math.log10(90_100 / 20_100), abs=1e-5)


def test_the_resolver_follows_its_ranker(gazetteer: Gazetteer) -> None:
    text = "From Westham to Eastham."
    spans = [Span(5, 12, "Westham"), Span(16, 23, "Eastham")]
    doubts = Doubts(np.zeros(len(REASONS)))

    def first(ranker: Ranker) -> int | None:
        place = Resolver(gazetteer, ranker, doubts).resolve(text, spans)[0].place
        return place.geonameid if place else None

    assert first(_ranker(1, population=1.0)) == 103
    assert first(_ranker(2, population=1.0, within_120_km=4.0)) == 102


def test_a_ranker_is_read_as_it_describes_itself(tmp_path: Path) -> None:
    ranker = Ranker(tuple(np.arange(len(r)) / 10 for r in _ranker(3).rounds))
    path = tmp_path / "resolver.json"
    path.write_text(json.dumps({"rounds": ranker.describe()}), encoding="utf-8")
    read = Ranker.load(path)
    assert len(read.rounds) == 3
    for ours, theirs in zip(ranker.rounds, read.rounds, strict=True):
        assert theirs == pytest.approx(ours)
        assert theirs.dtype == np.float64


WHOLE = _ranker(2).describe()
BROKEN = {
    "no JSON": "{",
    "a list": "[]",
    "no rounds": "{}",
    "nothing in them": '{"rounds": []}',
    "rounds of another kind": '{"rounds": [1]}',
    "rounds that are none": '{"rounds": 5}',
    "a weight that is missing": json.dumps({"rounds": [WHOLE[0], WHOLE[0]]}),
    "a weight that is no number": json.dumps({"rounds": [WHOLE[0] | {"population": "much"}]}),
    "no text": "\udcff",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_of_weights_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "resolver.json"
    path.write_text(content, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(DashboardError, match=r"^The resolver's weights resolver\.json cannot be read"):
        Ranker.load(path)
    with pytest.raises(DashboardError, match=r"^The resolver's weights resolver\.json cannot be read"):
        Doubts.load(path)


def test_a_missing_file_of_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DashboardError, match="cannot be read"):
        Ranker.load(tmp_path / "none.json")


def test_confidence_is_the_logistic_of_the_reasons(tmp_path: Path) -> None:
    assert Doubts(np.zeros(len(REASONS))).confidence([1.0] * len(REASONS)) == 0.5
    path = tmp_path / "resolver.json"
    weights = dict.fromkeys(REASONS, 0.0) | {"bias": 1.0, "ranker": 0.5, "remote": -2.0}
    path.write_text(json.dumps({"doubts": weights}), encoding="utf-8")
    doubts = Doubts.load(path)
    reasons = dict.fromkeys(REASONS, 0.0) | {"bias": 1.0, "ranker": 2.0}
    assert doubts.confidence(list(reasons.values())) == pytest.approx(1 / (1 + math.exp(-2.0)))
    assert doubts.confidence(list((reasons | {"remote": 1.0}).values())) == pytest.approx(0.5)


def test_a_name_is_no_surer_than_its_recogniser(gazetteer: Gazetteer) -> None:
    sure = Doubts(np.array([5.0 if name == "bias" else 0.0 for name in REASONS]))
    (toponym,) = Resolver(gazetteer, _ranker(1), sure).resolve("In Eastham.", [Span(3, 10, "Eastham", confidence=0.4)])
    assert toponym.confidence == 0.4
