"""Why a name was placed where it was, in the resolver's own weights."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from dashboard.gazetteer import Gazetteer
from dashboard.gazetteer.build import _write
from dashboard.gazetteer.sources import Entry
from dashboard.gazetteer.teach import teach
from dashboard.geoparse import Geoparser
from dashboard.geoparse.explain import THEMES, ScoredPlace, explain, last_round, search
from dashboard.geoparse.ranking import Ranker
from dashboard.geoparse.scene import AROUND, BESIDE, OWN
from dashboard.geoparse.spans import Span
from dashboard.records import Place
from tests.gazetteer.conftest import ENTRIES

# Two invented towns 56 km apart on the equator, and a namesake of one far away.
TOWNS = (
    Entry(Place("Eastham", 0.0, 10.5, "GA", "Ogooué", "", "PPL", 20_000, 101)),
    Entry(Place("Westham", 0.0, 10.0, "GA", "Ogooué", "", "PPL", 1_700_000, 102)),
    Entry(Place("Westham", 50.0, 0.0, "GB", "England", "", "PPL", 90_000, 103)),
)
NAMES = ("Eastham", "Westham", "Texas", "Paris", "Iraq", "Hamdaniya", "Ninewa")


class Given:
    """Recognises ``NAMES`` and nothing else."""

    def recognise(self, text: str) -> list[Span]:
        return [Span(m.start(), m.end(), m[0]) for m in re.finditer(rf"\b(?:{'|'.join(NAMES)})\b", text)]


@pytest.fixture
def learned(tmp_path: Path) -> Path:
    return tmp_path / "learned.sqlite"


@pytest.fixture
def geoparser(tmp_path: Path, learned: Path) -> Geoparser:
    path = tmp_path / "small.sqlite"
    _write(path, [*ENTRIES, *TOWNS])
    return Geoparser(Gazetteer(path, learned), Given())


def told(geoparser: Geoparser, text: str, name: str, limit: int = 8) -> list[ScoredPlace]:
    start = text.index(name)
    return explain(geoparser, text, "", start, start + len(name), limit)


def said(found: list[ScoredPlace], geonameid: int) -> tuple[str, ...]:
    return next(s.reasons for s in found if s.place.geonameid == geonameid)


@pytest.mark.parametrize(
    "text",
    [
        "Fighting reached Westham.",
        "Troops left Eastham for Westham.",
        "Police in Paris, Texas, went to Eastham and Iraq.",
        "Iraqi troops took Hamdaniya district in Ninewa, Iraq.",
    ],
)
def test_the_scores_are_those_that_the_resolver_chose_by(geoparser: Geoparser, text: str) -> None:
    toponyms = geoparser.parse(text)
    assert toponyms
    for toponym in toponyms:
        found = explain(geoparser, text, "", toponym.start, toponym.end)
        assert found[0].place == toponym.place
        assert [s.score for s in found] == sorted((s.score for s in found), reverse=True)
        assert sum(s.score for s in found) == pytest.approx(1.0, abs=0.01)


def test_what_the_features_add_is_the_score(geoparser: Geoparser) -> None:
    text = "Iraqi troops left Westham for Eastham, Paris and Texas."
    scene, _ = geoparser.resolver.scene(text, geoparser.recognise(text))
    for rounds in (1, 2, 3):
        ranker = Ranker(geoparser.resolver.ranker.rounds[:rounds])
        values, weights = last_round(ranker, scene)
        np.testing.assert_allclose(values @ weights, ranker.scores(scene))


def test_every_feature_is_told_of_once() -> None:
    assert sorted(f for features in THEMES.values() for f in features) == sorted([*OWN, *BESIDE, *AROUND, "given"])


def test_the_reasons_are_words_for_a_person(geoparser: Geoparser) -> None:
    found = told(geoparser, "Troops left Eastham for Westham.", "Westham")
    assert "population 1.7 million" in said(found, 102)
    assert "56 km from Eastham, named in the article" in said(found, 102)
    assert "Eastham lies in Ogooué too" in said(found, 102)
    assert "far from the other places of the article" in said(found, 103)
    assert "the article names no other place in GB" in said(found, 103)


def test_the_country_and_its_people_speak_for_a_place(geoparser: Geoparser) -> None:
    text = "Iraqi troops took Hamdaniya. Iraq said so, and Iraq again; in Paris, Iraqi diplomats agreed. Iraq."
    (found, *_) = told(geoparser, text, "Hamdaniya")
    assert "the article names Iraq 3 times" in found.reasons
    assert "the article names people of Iraq twice" in found.reasons


def test_what_stands_beside_a_name_is_told_for_and_against(geoparser: Geoparser) -> None:
    found = told(geoparser, "Police in Paris, Texas, spoke.", "Paris")
    assert found[0].place.geonameid == 3
    assert "it lies in “Texas”, named beside it" in said(found, 3)
    assert "it does not lie in “Texas”, named beside it" in said(found, 2)


def test_a_generic_word_asks_for_a_kind_of_place(geoparser: Geoparser) -> None:
    found = told(geoparser, "Iraqi troops took Hamdaniya district.", "Hamdaniya")
    reasons = {s.place.feature_code: s.reasons for s in found}
    assert "named as a district, and it is one" in reasons["ADM2"]
    assert "named as a district, and it is none" in reasons["PPL"]


def test_a_name_spelled_otherwise_is_told(geoparser: Geoparser) -> None:
    (found,) = told(geoparser, "Fighting reached Ninewa.", "Ninewa")
    assert "another name of Nineveh" in found.reasons
    assert found.score == 1.0


def test_what_a_person_taught_is_told(geoparser: Geoparser, learned: Path) -> None:
    teach("Westham", "GB", 51.0, 0.5, path=learned)
    found = told(geoparser, "Troops left Eastham for Westham.", "Westham")
    taught = next(s for s in found if s.place.country == "GB" and s.place.latitude == 51.0)
    assert "you placed this name here before" in taught.reasons


def test_a_span_that_the_recogniser_did_not_find_is_explained_as_well(geoparser: Geoparser) -> None:
    text = "Troops left Eastham for the al-Hamdaniya front."
    found = told(geoparser, text, "al-Hamdaniya")
    assert {s.place.country for s in found} == {"IQ"}
    assert told(geoparser, "Troops left the East side.", "East") == []


def test_the_list_is_cut_at_its_limit(geoparser: Geoparser) -> None:
    assert len(told(geoparser, "Fighting reached Westham.", "Westham", limit=1)) == 1


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (2, 99)])
def test_a_span_outside_the_text_is_refused(geoparser: Geoparser, start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not in a text of 8 characters"):
        explain(geoparser, "Westham.", "", start, end)


def test_search_gives_shares_and_reasons(geoparser: Geoparser) -> None:
    first, second = search(geoparser.gazetteer, "Westham")
    assert (first.place.geonameid, second.place.geonameid) == (102, 103)
    assert first.score + second.score == pytest.approx(1.0, abs=0.01)
    assert first.reasons[:2] == ("population 1.7 million", "in Ogooué, GA")
    assert [s.place.country for s in search(geoparser.gazetteer, "Westham", "GB")] == ["GB"]
    assert len(search(geoparser.gazetteer, "Westham", limit=1)) == 1
    assert search(geoparser.gazetteer, "Nosuchplace") == []
    assert search(geoparser.gazetteer, "") == []


def test_a_guess_at_an_unknown_name_says_so_and_scores_low(geoparser: Geoparser, learned: Path) -> None:
    teach("Tell Example", "IQ", 36.1, 42.9, path=learned)
    found = search(geoparser.gazetteer, "Tall Ixambel", "IQ")
    assert found
    assert found[0].reasons[0] == "a guess: no place of this name is known"
    assert sum(s.score for s in found) <= 0.25
