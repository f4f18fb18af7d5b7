"""The benchmark's measures, on articles small enough to reckon by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from dashboard.geoparse.training.corpora import Annotated, Gold
from dashboard.records import Place, Toponym
from tests.benchmarks import geoparsing, measures
from tests.benchmarks.measures import Corpus

ORIGIN = Place("Origin", 0.0, 0.0, geonameid=1)
NEAR = Place("Near", 0.0, 1.0)  # 111 km from it
FAR = Place("Far", 0.0, 10.0, geonameid=7)  # 1,112 km
DEGREE_KM = 6371.0088 * math.pi / 180


def article(*names: Gold, number: int = 0, text: str = "Mosul and Erbil and Hit and Dora and so on") -> Annotated:
    return Annotated(number, str(number), "", text, names)


def toponym(start: int, end: int, place: Place | None, confidence: float = 0.5) -> Toponym:
    return Toponym(start, end, "x", place, confidence)


MOSUL, ERBIL, HIT = Gold(0, 5, 0.0, 0.0, 1), Gold(10, 15, 0.0, 0.0, 7), Gold(20, 23, 0.0, 0.0)
UNPLACED = Gold(28, 32)


def test_recognition_counts_exact_spans() -> None:
    r = measures.recognition(
        [article(MOSUL, ERBIL, HIT), article(MOSUL), article()], [[(0, 5), (0, 5), (10, 14)], [], [(1, 2)]]
    )
    assert (r.hit, r.false, r.missed) == (1, 2, 3)
    assert (r.precision, r.recall, r.f1) == pytest.approx((1 / 3, 1 / 4, 2 / 7))


def test_recognition_of_nothing_is_nought() -> None:
    r = measures.recognition([article()], [[]])
    assert (r.precision, r.recall, r.f1) == (0.0, 0.0, 0.0)


def test_resolution_counts_the_unresolved_as_wrong() -> None:
    articles = [article(MOSUL, ERBIL, HIT), article(MOSUL, UNPLACED)]
    r = measures.resolution(articles, [[NEAR, FAR, None], [FAR, FAR]])
    assert r is not None
    assert (r.names, r.coverage) == (4, 3 / 4)
    assert r.acc161 == 1 / 4  # NEAR
    assert r.acc161_or_id == 2 / 4  # and FAR, which is what ERBIL's gold id says
    assert r.median_km == pytest.approx(10 * DEGREE_KM, rel=1e-3)
    assert r.mean_km == pytest.approx(7 * DEGREE_KM, rel=1e-3)


def test_resolution_without_coordinates_is_none_and_without_places_has_no_errors() -> None:
    assert measures.resolution([article(UNPLACED)], [[FAR]]) is None
    r = measures.resolution([article(MOSUL)], [[None]])
    assert r is not None
    assert (r.coverage, r.acc161) == (0.0, 0.0)
    assert math.isnan(r.median_km)
    assert math.isnan(r.mean_km)


def test_end_to_end_needs_the_span_and_the_place() -> None:
    found = [[toponym(0, 5, NEAR), toponym(10, 15, ORIGIN), toponym(20, 24, ORIGIN)], [toponym(0, 5, FAR)]]
    assert measures.end_to_end([article(MOSUL, ERBIL, HIT, UNPLACED), article(MOSUL)], found) == 2 / 4
    assert measures.end_to_end([article(UNPLACED)], [[]]) is None


def test_a_missing_id_is_nobody_s_id() -> None:
    assert not measures.is_right(Place("No id", 0.0, 10.0), HIT)
    assert measures.is_right(FAR, ERBIL)
    assert not measures.is_right(FAR, Gold(0, 5, None, None, 7))


def test_only_toponyms_whose_truth_is_known_are_judged() -> None:
    found = [
        toponym(0, 5, NEAR, 0.9),  # right
        toponym(10, 15, Place("Elsewhere", 50.0, 50.0), 0.8),  # the wrong place
        toponym(10, 14, ORIGIN, 0.7),  # no gold span
        toponym(20, 23, None, 0.0),  # not placed
        toponym(28, 32, ORIGIN, 0.6),  # nobody says where it is
    ]
    judged = measures.judged([article(MOSUL, ERBIL, HIT, UNPLACED)], [found])
    assert judged == [(0.9, True), (0.8, False), (0.7, False)]
    assert measures.judged([article(UNPLACED)], [[toponym(0, 5, ORIGIN)]]) == []
    assert measures.judged([article()], [[toponym(0, 5, ORIGIN, 0.4)]]) == [(0.4, False)]


def test_calibration_bins_and_expected_error() -> None:
    bins = measures.calibration([(0.05, False), (0.9, True), (0.95, True), (1.0, False), (0.3, True)])
    assert [b.count for b in bins] == [1, 0, 0, 1, 0, 0, 0, 0, 0, 3]
    assert (bins[3].low, bins[3].high) == (0.3, 0.4)
    assert (bins[9].confidence, bins[9].right) == pytest.approx((0.95, 2 / 3))
    assert measures.expected_error(bins) == pytest.approx((0.05 + 0.7 + 3 * (0.95 - 2 / 3)) / 5)
    assert measures.expected_error(measures.calibration([])) == 0.0


@pytest.mark.parametrize("tenth", range(11))
def test_every_bound_belongs_to_the_bin_above_it(tenth: int) -> None:
    counts = [b.count for b in measures.calibration([(tenth / 10, True)])]
    assert counts.index(1) == min(tenth, 9)


def test_names_without_offsets_are_looked_for_as_whole_words() -> None:
    text = "Yorkers in New York and York, not in Yorkshire."
    found = measures.occurrences(text, ["York", "New York", "York", ""])
    assert [text[a:b] for a, b in found] == ["New York", "York"]
    assert measures.occurrences(text, []) == []


def test_the_spans_that_flashgeotext_reports() -> None:
    report = {
        "cities": {"Paris": {"count": 2, "span_info": [(0, 5), (9, 14)], "found_as": ["Paris", "Paris"]}},
        "countries": {"France": {"count": 1, "span_info": [(9, 14)], "found_as": ["x"]}},
    }
    assert measures.reported_spans(report) == {(0, 5), (9, 14)}


MARKED = "Headline {n}\ndate: 2020-01-0{n}\n\nTroops left [[Mosul]]."


def _folders(tmp_path: Path) -> tuple[Path, Path]:
    gold, own = tmp_path / "gold", tmp_path / "own"
    gold.mkdir()
    own.mkdir()
    mention = {"start": 3, "end": 8, "latitude": 36.3, "longitude": 43.1, "geonameid": 99072}
    for name in ("lgl_dev", "trnews"):
        lines = (json.dumps({"id": f"{name}{i}", "text": "In Mosul.", "toponyms": [mention]}) for i in range(7))
        (gold / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for name in ("conflict-x", "conflict-y", "local"):
        (own / f"{name}.txt").write_text("\n====\n".join(MARKED.format(n=n) for n in range(1, 5)), encoding="utf-8")
    return gold, own


def test_corpora_are_read_with_what_was_held_out(tmp_path: Path) -> None:
    corpora = {c.name: c for c in measures.read_corpora(*_folders(tmp_path))}
    held = {name: [a.article_id for a in c.held_out] for name, c in corpora.items()}
    assert held == {
        "lgl_dev": ["lgl_dev0", "lgl_dev6"],
        "trnews": [f"trnews{i}" for i in range(7)],
        "own conflict": ["conflict-x-0", "conflict-x-3", "conflict-y-0", "conflict-y-3"],
        "own other": [],
    }
    assert {name: len(c.trained) for name, c in corpora.items()} == {
        "lgl_dev": 5, "trnews": 0, "own conflict": 4, "own other": 4,
    }  # fmt: skip


def test_a_table_has_straight_columns() -> None:
    lines = measures.table(["corpus", "F1"], [("a", 0.5), ("longer", None), ("b", 1234), ("c", math.nan)]).splitlines()
    assert lines == [
        "  corpus     F1", "  -------------", "  a       0.500", "  longer      -", "  b       1,234", "  c           -",
    ]  # fmt: skip


class _Fixed:
    """Places every given span at the origin."""

    def resolve(self, text: str, spans: list[tuple[int, int]], title: str = "") -> list[Toponym]:
        return [toponym(a, b, ORIGIN, 1.0) for a, b in spans]


def test_the_tables_are_printed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = Corpus("made up", (article(MOSUL, ERBIL, number=3),), ())
    found = [[toponym(0, 5, ORIGIN, 0.95)]]
    geoparsing.print_held_out([corpus], ids=True)
    geoparsing.print_accuracy("Held out", _Fixed(), [("made up", corpus.held_out, found), ("none", (), ())])  # type: ignore[arg-type]
    monkeypatch.setattr(geoparsing, "load_peers", lambda: {"other": lambda text: [(0, 5), (6, 9)]})
    geoparsing.print_peers([corpus], {"made up": found}, 0.5)
    geoparsing.print_calibration([corpus], {"made up": found})
    rows = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "held out of made up: 3" in rows
    assert "made up 1 2 1.000 0.500 0.667 0.500 1.000 1.000 1.000 0.0 0.0" in rows
    assert "made up conflict-dashboard 1.000 0.500 0.667" in rows
    assert "made up other 0.500 0.500 0.500" in rows
    assert "0.9 - 1.0 1 0.950 1.000" in rows
    assert "expected calibration error: 0.050 (made up 0.050)" in rows


def test_without_coordinates_there_is_no_calibration(capsys: pytest.CaptureFixture[str]) -> None:
    corpus = Corpus("own", (article(UNPLACED),), ())
    geoparsing.print_calibration([corpus], {"own": [[toponym(28, 32, ORIGIN)]]})
    assert "no corpus with coordinates" in capsys.readouterr().out


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        geoparsing.main([str(tmp_path / "none")])
    assert "is no folder" in capsys.readouterr().err


def test_peers_that_are_not_installed_are_left_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("flashgeotext", "flashgeotext.geotext", "geotext"):
        monkeypatch.setitem(geoparsing.sys.modules, module, None)
    assert geoparsing.load_peers() == {}
    assert capsys.readouterr().out.count("pip install flashgeotext geotext") == 2
