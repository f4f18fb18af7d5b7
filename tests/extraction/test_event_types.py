"""What a sentence says happened, and what it only plans, fears or denies."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dashboard.extraction.event_types import find_triggers
from dashboard.records import EVENT_TYPES


@pytest.mark.parametrize(
    ("text", "sub_event_type"),
    [
        ("Clashes erupted in the old city.", "Armed clash"),
        ("Convoys moved in on the city.", "Armed clash"),
        ("It inflicted heavy losses on the group.", "Armed clash"),
        ("Troops retook Bartella.", "Government regains territory"),
        ("The army took control of the airport.", "Government regains territory"),
        ("Coalition aircraft bombed positions.", "Air/drone strike"),
        ("An airstrike hit the bridge.", "Air/drone strike"),
        ("Artillery fire hit the town.", "Shelling/artillery/missile attack"),
        ("The army shelled the town.", "Shelling/artillery/missile attack"),
        ("A car bomb exploded at a market.", "Remote explosive/landmine/IED"),
        ("A roadside bomb killed two soldiers.", "Remote explosive/landmine/IED"),
        ("A suicide bomber killed 20 people.", "Suicide bomb"),
        ("The man blew himself up.", "Suicide bomb"),
        ("A grenade attack wounded a man.", "Grenade"),
        ("The chlorine attack sickened dozens.", "Chemical weapon"),
        ("Militants executed 20 civilians.", "Attack"),
        ("Gunmen kidnapped three men.", "Abduction/forced disappearance"),
        ("Soldiers raped women.", "Sexual violence"),
        ("Thousands protested in the square.", "Peaceful protest"),
        ("Police fired tear gas at protesters.", "Protest with intervention"),
        ("Police opened fire on protesters.", "Excessive force against protesters"),
        ("Rioters smashed windows.", "Violent demonstration"),
        ("An angry mob killed a man.", "Mob violence"),
        ("They signed a ceasefire agreement.", "Agreement"),
        ("Police arrested five men.", "Arrests"),
        ("The army found weapons and munitions.", "Disrupted weapons use"),
        ("They set up a checkpoint.", "Headquarters or base established"),
        ("Militants looted shops.", "Looting/property destruction"),
        ("Rebels withdrew from the town.", "Non-violent transfer of territory"),
        ("Families fled the town.", "Other"),
    ],
)
def test_each_kind_of_event_has_its_words(text: str, sub_event_type: str) -> None:
    (first, *_) = find_triggers(text)
    assert first.sub_event_type == sub_event_type
    assert first.sub_event_type in EVENT_TYPES[first.event_type]


@pytest.mark.parametrize(
    "text",
    [
        "As many as 1 million people may be forced to flee the city.",
        "People may have fled the city.",
        "The army denied it had shelled Mosul.",
        "It plans to retake Mosul.",
        "The army is preparing to storm the city.",
        "Forces gathered to retake the town.",
        "The army will not attack the city.",
        "The town would be attacked.",
        "If attacked, they will leave.",
        "No clashes were reported.",
        "He didn't attack.",
        "He didn’t attack.",
        "There is a risk of shelling.",
        "They fear air strikes.",
        "He called for protests.",
        "It's thought that they have laid mines and bombed the road.",
        "They marked the anniversary of the bombing.",
        "He vowed that troops would be captured.",
    ],
)
def test_what_is_planned_feared_or_denied_is_no_event(text: str) -> None:
    assert find_triggers(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The army said it would advance, but militants attacked the base.", "militants attacked"),
        ("It may rain; clashes erupted.", "clashes"),
        ('"We will win," he said after troops retook the town.', "retook"),
        ("He had no comment when gunmen kidnapped the mayor.", "kidnapped"),
    ],
)
def test_a_plan_or_denial_does_not_reach_into_the_next_clause(text: str, words: str) -> None:
    assert words in [text[t.start : t.end] for t in find_triggers(text)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The meeting took place in May.",
        "He took part in talks.",
        "The weather was fine.",
        "\x00\ud800",
        "Shellfish",
    ],
)
def test_a_sentence_without_violence_reports_nothing(text: str) -> None:
    assert find_triggers(text) == []


def test_the_weightiest_words_win_where_triggers_overlap() -> None:
    text = "A suicide car bomb attack hit the base."
    found = find_triggers(text)
    assert found[0].sub_event_type == "Suicide bomb"
    spans = sorted((t.start, t.end) for t in found)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


def test_triggers_are_sorted_by_weight_and_keep_their_offsets() -> None:
    text = "Clashes erupted and coalition airstrikes hit the town."
    found = find_triggers(text)
    assert [text[t.start : t.end] for t in found] == ["airstrikes", "Clashes"]
    assert found[0].weight > found[1].weight
