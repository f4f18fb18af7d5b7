"""The codebook's order: the means first, then who stood against whom."""

from __future__ import annotations

import csv

import pytest

from dashboard.extraction.coding_rules import coded
from dashboard.extraction.event_words import word_classes
from dashboard.records import EVENT_TYPE_OF
from dashboard.settings import data_dir


def _coded(text: str) -> str:
    return coded(text, [(at, name) for at, _, name in word_classes(text)])


@pytest.mark.parametrize(
    ("text", "sub_event_type"),
    [
        ("A woman blew herself up at a checkpoint, killing six soldiers", "Suicide bomb"),
        ("Warplanes bombed a market, killing nine civilians", "Air/drone strike"),
        ("Mortar shells landed on a school and wounded three pupils", "Shelling/artillery/missile attack"),
        ("A roadside bomb struck a bus", "Remote explosive/landmine/IED"),
        ("Two grenades were thrown into a bar", "Grenade"),
        ("Dozens choked after a chlorine attack", "Chemical weapon"),
        ("Gunmen abducted 20 students", "Abduction/forced disappearance"),
        ("Soldiers clashed with rebels", "Armed clash"),
        ("Militants killed five soldiers", "Armed clash"),
        ("Gunmen killed five farmers", "Attack"),
        ("Government troops recaptured the town from rebels", "Government regains territory"),
        ("Rebels captured the town", "Non-state actor overtakes territory"),
        ("The army withdrew from the base", "Non-violent transfer of territory"),
        ("Thousands of people marched peacefully", "Peaceful protest"),
        ("Police fired tear gas at protesters", "Protest with intervention"),
        ("Protesters hurled stones at police", "Violent demonstration"),
        ("A mob lynched a man", "Mob violence"),
        ("Police arrested ten suspects", "Arrests"),
        ("The two sides signed a ceasefire", "Agreement"),
        ("Sappers defused a bomb", "Disrupted weapons use"),
        ("The weather was fine", ""),
    ],
)
def test_a_clause_is_coded_as_the_codebook_would(text: str, sub_event_type: str) -> None:
    assert _coded(text) == sub_event_type


def test_every_row_of_the_word_classes_is_whole() -> None:
    with (data_dir() / "lexicon" / "event_words.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert all(None not in row and row["class"] and row["pattern"] for row in rows)
    assert len({row["class"] for row in rows}) == len(rows)


def test_what_is_coded_is_a_sub_event_type() -> None:
    for words in ("clash", "rape", "burned houses", "fled", "curfew", "set up a base", "looted shops", "riot"):
        assert _coded(words) in EVENT_TYPE_OF
