"""Neural recognisers behind our interface: with stand-ins for the models, which do not come with the project."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from dashboard.cli import main
from dashboard.errors import DashboardError, InputError, RecogniserError
from dashboard.gazetteer import Gazetteer
from dashboard.geoparse.neural import (
    GlinerRecogniser,
    SpacyRecogniser,
    cuts,
    english_recogniser,
    gliner_recogniser,
    spacy_recogniser,
)


class Pipeline:
    """As a spaCy pipeline: finds the names given with their labels, and remembers what it was asked to read."""

    def __init__(self, **labels: str) -> None:
        self.labels = {name.replace("_", " "): label for name, label in labels.items()}
        self.read: list[str] = []

    def __call__(self, text: str) -> SimpleNamespace:
        self.read.append(text)
        entities = [
            SimpleNamespace(start_char=m.start(), end_char=m.end(), label_=label)
            for name, label in self.labels.items()
            for m in re.finditer(name, text)
        ]
        return SimpleNamespace(ents=tuple(sorted(entities, key=lambda e: e.start_char)))


class Gliner:
    """As a GLiNER model: finds the names given with their scores."""

    def __init__(self, **scores: float) -> None:
        self.scores = {name.replace("_", " "): score for name, score in scores.items()}
        self.read: list[str] = []
        self.asked: set[tuple[str, ...]] = set()

    def predict_entities(self, text: str, labels: Sequence[str], *, threshold: float) -> list[dict[str, Any]]:
        self.read.append(text)
        self.asked.add(tuple(labels))
        return [
            {"start": m.start(), "end": m.end(), "text": m.group(), "label": labels[0], "score": score}
            for name, score in self.scores.items()
            if score >= threshold
            for m in re.finditer(name, text)
        ]


def test_spacy_entities_that_are_places_become_spans() -> None:
    text = "MOSUL, Iraq (AP) — Iraq's army left the Tigris for Camp Taji, Smith said in Mosul."
    nlp = Pipeline(MOSUL="GPE", Iraq="GPE", the_Tigris="LOC", Camp_Taji="FAC", Smith="PERSON", Mosul="GPE")
    spans = SpacyRecogniser(nlp).recognise(text)
    assert [s.text for s in spans] == ["MOSUL", "Iraq", "Iraq", "Tigris", "Camp Taji", "Mosul"]
    assert all(text[s.start : s.end] == s.text for s in spans)
    assert [s.dateline for s in spans] == [True, True, False, False, False, False]


def test_a_name_loses_its_article_and_possessive() -> None:
    spans = SpacyRecogniser(Pipeline(**{"the_Philippines’s": "GPE", "The_Hague ": "GPE"})).recognise(
        "In the Philippines’s name. The Hague spoke."
    )
    assert [s.text for s in spans] == ["Philippines", "Hague"]


def test_gliner_scores_are_the_chances_and_the_likelier_of_two_overlapping_names_stays() -> None:
    model = Gliner(New_York_Times=0.6, New_York=0.9, York=0.95, Paris=0.4)
    spans = GlinerRecogniser(model, labels=("place", "river")).recognise("York, New York Times, Paris.")
    assert [(s.text, s.confidence) for s in spans] == [("York", 0.95), ("York", 0.95)]
    assert model.asked == {("place", "river")}
    (paris,) = GlinerRecogniser(Gliner(Paris=0.4), threshold=0.3).recognise("In Paris.")
    assert (paris.start, paris.end, paris.text, paris.confidence) == (3, 8, "Paris", 0.4)


def test_of_equally_likely_names_the_longer_stays() -> None:
    spans = GlinerRecogniser(Gliner(York=0.9, New_York=0.9)).recognise("In New York.")
    assert [s.text for s in spans] == ["New York"]


def test_a_long_text_is_read_in_pieces_that_end_with_a_sentence() -> None:
    sentence = "Troops left Mosul for Erbil on Monday. "
    text = sentence * 40 + "\n\n" + "Then all was quiet in Mosul."
    model = Gliner(Mosul=0.9, Erbil=0.8)
    spans = GlinerRecogniser(model, words=30).recognise(text)
    assert len(model.read) > 1
    assert all(piece.endswith(".") and len(piece.split()) <= 30 for piece in model.read)
    assert [s.start for s in spans] == [m.start() for m in re.finditer("Mosul|Erbil", text)]
    assert all(text[s.start : s.end] == s.text for s in spans)


def test_a_sentence_that_is_too_long_is_cut_between_words() -> None:
    text = "Mosul " * 95 + "fell."
    pieces = [text[a:b] for a, b in cuts(text, 20)]
    assert " ".join(pieces).split() == text.split()
    assert all(len(piece.split()) <= 20 for piece in pieces)


@pytest.mark.parametrize("text", ["", " \n ", "…"])
def test_nothing_to_read_has_no_names(text: str) -> None:
    assert SpacyRecogniser(Pipeline(Mosul="GPE")).recognise(text) == []
    assert GlinerRecogniser(Gliner(Mosul=0.9)).recognise(text) == []


@pytest.mark.parametrize(("package", "load"), [("spacy", spacy_recogniser), ("gliner", gliner_recogniser)])
def test_a_missing_package_is_one_clear_sentence(package: str, load: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)  # an import of it fails, installed or not
    with pytest.raises(RecogniserError, match=rf"is not installed: pip install 'conflict-dashboard\[{package}\]'"):
        load()


def _fail(*_: object, **__: object) -> None:
    raise OSError("Can't find it.\nMore lines.")


def test_missing_weights_are_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    spacy, gliner = ModuleType("spacy"), ModuleType("gliner")
    spacy.load = _fail  # type: ignore[attr-defined]
    gliner.GLiNER = SimpleNamespace(from_pretrained=_fail)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "spacy", spacy)
    monkeypatch.setitem(sys.modules, "gliner", gliner)
    with pytest.raises(
        RecogniserError, match=r"'xx' cannot be loaded \(Can't find it\): python -m spacy download xx\.$"
    ):
        spacy_recogniser("xx")
    with pytest.raises(RecogniserError, match=r"'some/weights' cannot be loaded \(Can't find it\): give the folder"):
        gliner_recogniser("some/weights")


@pytest.mark.parametrize("choice", ["", "CRF", "spacy", "spacy:", "gliner: ", "bert:x", ":x"])
def test_a_choice_that_is_none_is_refused(choice: str) -> None:
    with pytest.raises(InputError, match="needs crf, spacy:NAME or gliner:NAME"):
        english_recogniser(choice)


def test_crf_is_our_own() -> None:
    assert english_recogniser("crf") is None


def _article(tmp_path: Path) -> str:
    file = tmp_path / "a.jsonl"
    text = "They left mosul on Monday. Бої тривали в Маріуполі та Харкові."
    file.write_text(json.dumps({"id": 1, "text": text}), encoding="utf-8")
    return str(file)


def test_geoparse_reads_english_with_the_model_and_the_rest_by_rule(
    tmp_path: Path, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spacy = ModuleType("spacy")
    loaded: list[str] = []
    nlp = Pipeline(mosul="GPE")
    spacy.load = lambda name, **_: loaded.append(name) or nlp  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "spacy", spacy)
    assert main(["geoparse", _article(tmp_path), "--recogniser", "spacy:my_pipeline"]) == 0
    (article,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [t["text"] for t in article["toponyms"]] == ["mosul", "Маріуполі", "Харкові"]
    assert [t["country"] for t in article["toponyms"]] == ["IQ", "UA", "UA"]
    assert loaded == ["my_pipeline"]


@pytest.mark.parametrize("choice", ["gliner:x", "nonsense"])
def test_geoparse_without_the_model_fails_with_one_line(
    choice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "gliner", None)
    assert main(["geoparse", _article(tmp_path), "--recogniser", choice]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("conflict-dashboard: ")
    assert err.count("\n") == 1


def test_every_error_is_meant_for_a_person() -> None:
    assert issubclass(RecogniserError, DashboardError)
