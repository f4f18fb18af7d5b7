"""Reading marked articles, labelling them, and the model that is trained: kept, read and decoded."""

from __future__ import annotations

import itertools
import json
import math
import random
import re
from pathlib import Path

import numpy as np
import pytest

from dashboard.errors import DashboardError
from dashboard.gazetteer import Gazetteer
from dashboard.geoparse.crf import LABELS, OFFSETS, SPAN, Chain, Model, emissions
from dashboard.geoparse.features import Features
from dashboard.geoparse.pieces import split
from dashboard.geoparse.training.corpora import (
    COUNTED,
    MARKS,
    Annotated,
    Gold,
    is_held_out,
    read_gold,
    read_marked,
    unmark,
)
from dashboard.geoparse.training.recogniser import label, observations, reach
from dashboard.settings import data_dir

ANNOTATED = sorted((data_dir() / "annotated").glob("*.txt"))
MARKED = """\
[[Turkey]] shells [[Afrin]]
date: 2018-01-20

{{Turkish}} guns hit [[Afrin]], the ((Boston)) Globe said.

~~Kurds~~ fled <<Afrin Hospital>>.
====
Second
date: 2018-01-21

Nothing is named.
"""


def test_a_marked_article_is_read_without_its_marks(tmp_path: Path) -> None:
    path = tmp_path / "own.txt"
    path.write_text(MARKED, encoding="utf-8")
    first, second = read_marked(path)
    assert (first.number, first.article_id, first.title) == (0, "own-0", "Turkey shells Afrin")
    assert first.text == "Turkish guns hit Afrin, the Boston Globe said.\n\nKurds fled Afrin Hospital."
    assert [(first.text[n.start : n.end], n.kind) for n in first.names] == [
        ("Turkish", "adjective"), ("Afrin", "place"), ("Boston", "part"),
    ]  # fmt: skip
    assert all(n.latitude is None for n in first.names)
    assert (second.number, second.title, second.text, second.names) == (1, "Second", "Nothing is named.", ())


def test_every_mark_says_its_kind_and_offsets() -> None:
    text, names = unmark("a [[B]] {{C}} ((D)) <<E>> ~~F~~ [[G]][[H]]")
    assert text == "a B C D E F GH"
    assert [(n.start, n.end, n.kind) for n in names] == [
        (2, 3, "place"), (4, 5, "adjective"), (6, 7, "part"), (8, 9, "facility"), (10, 11, "people"), (12, 13, "place"),
        (13, 14, "place"),
    ]  # fmt: skip


def test_a_gold_corpus_is_read_by_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    names = [{"start": 0, "end": 5, "latitude": 36.3, "longitude": 43.1, "geonameid": 9}, {"start": 10, "end": 15}]
    line = {"id": 4, "title": None, "text": "Mosul and Erbil\u2028fell", "toponyms": names}
    path.write_text(json.dumps(line, ensure_ascii=False) + "\n\n", encoding="utf-8")
    assert read_gold(path) == [
        Annotated(0, "4", "", "Mosul and Erbil\u2028fell", (Gold(0, 5, 36.3, 43.1, 9), Gold(10, 15)))
    ]


@pytest.mark.parametrize("path", ANNOTATED, ids=lambda p: p.stem)
def test_the_project_s_own_articles_have_balanced_marks(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    articles = read_marked(path)
    assert len(articles) == len(re.split(r"\n====\n", content.strip("\n= ")))
    left = re.compile("|".join(re.escape(m) for a, (b, _) in MARKS.items() for m in {a, b}))
    for article in articles:
        where = article.article_id
        assert article.title, where
        assert article.text, where
        # Nothing is left of a mark: none was open, none within another.
        assert not left.search(article.title + article.text), where
        assert all(a.end <= b.start for a, b in itertools.pairwise(article.names)), where
        for n in article.names:
            name = article.text[n.start : n.end]
            assert n.kind in COUNTED, where
            assert name == name.strip() != "", where
            assert "\n" not in name, where
    # In their order, the names are what stands between the marks of bodies.
    bodies = [block.split("\n", 2)[2] for block in re.split(r"\n====\n", content.strip("\n= "))]
    marked = [m for body in bodies for m in re.findall(r"\[\[(.+?)\]\]|\{\{(.+?)\}\}|\(\((.+?)\)\)", body)]
    assert ["".join(m) for m in marked] == [a.text[n.start : n.end] for a in articles for n in a.names]


@pytest.mark.parametrize("path", ANNOTATED, ids=lambda p: p.stem)
def test_the_project_s_own_articles_are_dated(path: Path) -> None:
    for block in re.split(r"\n====\n", path.read_text(encoding="utf-8").strip("\n= ")):
        assert re.fullmatch(r"date: \d{4}-\d\d-\d\d", block.split("\n")[1]), block[:80]


@pytest.mark.parametrize(
    ("corpus", "held"),
    [
        ("trnews", [0, 1, 2, 3, 4, 5, 6, 7]), ("lgl_dev", [0, 6]), ("geovirus", [0, 2, 4, 6]), ("conflict-a", [0, 3, 6]),
        ("conflict-zz", [0, 3, 6]), ("local", []), ("world", []), ("mixed", []),
    ],
)  # fmt: skip
def test_what_is_held_out_never_changes(corpus: str, held: list[int]) -> None:
    # Whoever moves this line has to train anew, or figures are measured on articles that weights were trained on.
    assert [n for n in range(8) if is_held_out(corpus, Annotated(n, str(n), "", "", ()))] == held


def test_labels_follow_the_pieces() -> None:
    text = "In New York-based Mosul, al-Hamdaniya"
    names = [Gold(3, 11), Gold(18, 23), Gold(25, 37)]
    assert [text[n.start : n.end] for n in names] == ["New York", "Mosul", "al-Hamdaniya"]
    pieces = split(text)
    assert pieces.words == ["In", "New", "York", "-", "based", "Mosul", ",", "al", "-", "Hamdaniya"]
    assert label(pieces, names) == ["O", "B", "I", "O", "O", "B", "O", "B", "I", "I"]


def test_neighbouring_names_begin_anew_and_a_name_inside_a_piece_is_lost() -> None:
    pieces = split("Mosul Erbil Undertown")
    assert label(pieces, [Gold(0, 5), Gold(6, 11), Gold(17, 21)]) == ["B", "B", "O"]


def test_observations_reach_as_far_as_their_family_may(gazetteer: Gazetteer) -> None:
    text = "Troops left Mosul today.\n\nIt fell."
    pieces = split(text)
    first, second = observations(Features(gazetteer), text, pieces)
    assert [len(first), len(second)] == [5, 3]
    mosul = first[2]
    assert mosul[0] == "bias@0"
    assert {"w=mosul@0", "w=left@-1", "w=troops@-2", "w=today@1", "w=.@2", "sh=xx@-1"} <= set(mosul)
    assert not any(item.startswith("END") for item in mosul)
    assert "END@-1" in first[0]
    assert "END@1" in first[-1]
    for sentence in (first, second):
        for items in sentence:
            for item in items:
                attribute, _, offset = item.rpartition("@")
                assert abs(int(offset)) <= max(reach(attribute), 0)
    assert not any("mosul" in item for items in second for item in items)


def test_only_known_families_reach_beyond_their_piece() -> None:
    assert [reach(a) for a in ("w=mosul", "sh=Xx", "s3=sul", "END", "bos", "a=in|x", "p2=mo")] == [3, 2, 1, 1, 0, 0, 0]


def _model(seed: int = 1) -> Model:
    rng = np.random.default_rng(seed)
    weights = rng.normal(size=(4, OFFSETS * len(LABELS))).astype(np.float32)
    weights[rng.random(weights.shape) < 0.5] = 0.0
    return Model(["w=mosul", "w=in@x", "ünï|=", "bias"], weights, rng.normal(size=(3, 3)))


def test_a_model_is_read_as_it_was_saved(tmp_path: Path) -> None:
    model = _model()
    path = tmp_path / "model.npz"
    model.save(path)
    read = Model.load(path)
    assert read.rows == model.rows
    assert np.array_equal(read.weights == 0, model.weights == 0)
    assert np.allclose(read.weights, model.weights, rtol=1e-3)  # kept with half the digits
    assert np.allclose(read.transitions, model.transitions)
    assert read.transitions[0][0] == 0.0


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    _model().save(path)
    whole = path.read_bytes()
    np.savez(path, attributes=np.zeros(1))
    for content in (b"", b"nothing of the kind", whole[:40], whole[: len(whole) // 2], path.read_bytes()):
        path.write_bytes(content)
        with pytest.raises(DashboardError, match=r"model\.npz cannot be read"):
            Model.load(path)
    with pytest.raises(DashboardError, match=r"none\.npz cannot be read"):
        Model.load(tmp_path / "none.npz")


def test_unknown_attributes_weigh_nothing() -> None:
    model = _model()
    assert np.allclose(model.vector(["w=mosul", "w=nowhere", "bias"]), model.weights[0] + model.weights[3])
    assert not model.vector(["w=nowhere"]).any()


@pytest.mark.parametrize("sizes", [[1], [2, 1], [3, 5, 1, 7], []], ids=str)
def test_emissions_are_the_sums_of_what_lies_within_reach(sizes: list[int]) -> None:
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(sum(sizes), OFFSETS * 3)).astype(np.float32)
    edge = np.zeros((OFFSETS, 3), dtype=np.float32)
    edge[SPAN - 1], edge[SPAN + 1] = rng.normal(size=(2, 3))  # END reaches one piece away
    ends = list(itertools.accumulate(sizes))
    bounds = [(end - size, end) for size, end in zip(sizes, ends, strict=True)]
    cube = vectors.reshape(-1, OFFSETS, 3)
    found = emissions(vectors, bounds, edge.ravel())
    assert [len(sentence) for sentence in found] == sizes
    for (first, end), sentence in zip(bounds, found, strict=True):
        for i, scores in zip(range(first, end), sentence, strict=True):
            naive = np.zeros(3)
            for offset in range(-SPAN, SPAN + 1):
                if first <= i + offset < end:
                    naive += cube[i + offset, offset + SPAN]
                elif i + offset in {first - 1, end}:
                    naive += edge[offset + SPAN]
            assert np.allclose(scores, naive - naive[0], atol=1e-5)


Path_ = tuple[int, ...]


def _paths(scores: list[list[float]], transitions: list[list[float]]) -> dict[Path_, float]:
    """The score of every path of labels, those left out in which a name goes on that never began."""
    paths = {}
    for path in itertools.product(range(3), repeat=len(scores)):
        if path[0] == 2 or (0, 2) in itertools.pairwise(path):
            continue
        steps = sum(transitions[a][b] for a, b in itertools.pairwise(path))
        paths[path] = steps + sum(s[k] for s, k in zip(scores, path, strict=True))
    return paths


def _names(path: Path_) -> list[tuple[int, int]]:
    starts = [i for i, k in enumerate(path) if k == 1]
    return [(i, next((j for j in range(i + 1, len(path)) if path[j] != 2), len(path))) for i in starts]


def _case(seed: int) -> tuple[Chain, list[list[float]], dict[Path_, float]]:
    random_ = random.Random(seed)
    transitions = np.array([[random_.uniform(-2, 2) for _ in range(3)] for _ in range(3)])
    model = Model([], np.zeros((0, OFFSETS * 3), dtype=np.float32), transitions)
    scores = [[0.0, random_.uniform(-4, 4), random_.uniform(-4, 4)] for _ in range(random_.randint(1, 7))]
    return Chain(model), scores, _paths(scores, model.transitions)


@pytest.mark.parametrize("seed", range(60))
def test_decoding_finds_the_best_of_all_paths(seed: int) -> None:
    chain, scores, paths = _case(seed)
    assert chain.best(scores) == _names(max(paths, key=paths.__getitem__))


@pytest.mark.parametrize("seed", range(60))
def test_chances_are_those_of_all_paths_together(seed: int) -> None:
    chain, scores, paths = _case(seed)
    total = sum(map(math.exp, paths.values()))
    for i, (begins, goes_on) in enumerate(chain.chances(scores)):
        for chance, wanted in ((begins, 1), (goes_on, 2)):
            mass = sum(math.exp(s) for path, s in paths.items() if path[i] == wanted)
            assert chance == pytest.approx(mass / total, abs=1e-6)


def test_pieces_that_are_surely_outside_part_the_sentence_without_changing_it() -> None:
    chain, left, _ = _case(5)
    _, right, _ = _case(11)
    outside = [0.0, -30.0, -30.0]
    scores = [outside, *left, outside, outside, *right, outside]
    steps = _transitions(chain)
    shut = {p: s + steps[0][p[0]] + steps[p[-1]][0] for p, s in _paths(left, steps).items()}
    opened = chain.best(scores)
    assert [(a - 1, b - 1) for a, b in opened if b <= len(left) + 1] == _names(max(shut, key=shut.__getitem__))
    for i, (begins, _) in enumerate(chain.chances(scores)[1 : len(left) + 1]):
        mass = sum(math.exp(s) for p, s in shut.items() if p[i] == 1)
        assert begins == pytest.approx(mass / sum(map(math.exp, shut.values())), abs=1e-6)


def _transitions(chain: Chain) -> list[list[float]]:
    return [
        [0.0, chain._ob, -math.inf],
        [chain._bo, chain._bb, chain._bi],
        [chain._io, chain._ib, chain._ii],
    ]
