"""How many people a sentence counts, and of what."""

from __future__ import annotations

import pytest

from dashboard.extraction.counts import CountMention, best_count, find_counts

F, W, D, A = "fatalities", "wounded", "displaced", "fighters"
Told = tuple[str, int, int | None, int | None]  # kind, best, low, high


def _told(text: str) -> list[Told]:
    return [(m.kind, m.best, m.low, m.high) for m in find_counts(text)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A bomb killed 12.", [(F, 12, 12, 12)]),
        ("More than 60 were killed.", [(F, 60, 60, None)]),
        ("Up to 25 people were killed.", [(F, 25, None, 25)]),
        ("As many as 1 million people have fled.", [(D, 1000000, None, 1000000)]),
        ("There are between 3 to 5-thousand Islamic State fighters in Mosul.", [(A, 3000, 3000, 5000)]),
        ("Between 20 and 30 people were killed.", [(F, 20, 20, 30)]),
        ("20-25 people were wounded.", [(W, 20, 20, 25)]),
        ("Three to five soldiers were killed.", [(F, 3, 3, 5)]),
        ("A dozen people were killed.", [(F, 12, 12, 12)]),
        ("Two dozen people were hurt.", [(W, 24, 24, 24)]),
        ("Dozens were killed.", [(F, 12, 12, None)]),
        ("Scores of villagers were killed.", [(F, 20, 20, None)]),
        ("Several people were killed.", [(F, 3, 3, None)]),
        ("Hundreds were displaced.", [(D, 100, 100, None)]),
        ("Tens of thousands of people have fled their homes.", [(D, 10000, 10000, None)]),
        ("A couple of soldiers were killed.", [(F, 2, 2, 2)]),
        ("Half a million people were displaced.", [(D, 500000, 500000, 500000)]),
        ("About 1.2 million people were uprooted.", [(D, 1200000, 1200000, 1200000)]),
        ("KILLING AT LEAST TWENTY PEOPLE", [(F, 20, 20, None)]),
        ("Thirty-two civilians, among them nine children, died in the bombardment.", [(F, 32, 32, 32)]),
        ("Twelve hundred people were killed.", [(F, 1200, 1200, 1200)]),
        ("One hundred and twenty soldiers died.", [(F, 120, 120, 120)]),
        ("No fewer than 15 farmers were killed.", [(F, 15, 15, None)]),
        ("Fewer than 10 people were hurt.", [(W, 10, None, 10)]),
        ("Twenty or more people were killed.", [(F, 20, 20, None)]),
        ("A few dozen recruits were wounded.", [(W, 36, 36, None)]),
    ],
)
def test_numbers_in_every_form_keep_the_bounds_that_are_told(text: str, told: list[Told]) -> None:
    assert _told(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("12 people were killed and at least 30 others wounded.", [(F, 12, 12, 12), (W, 30, 30, None)]),
        ("A blast hit a bus, leaving five dead and dozens injured.", [(F, 5, 5, 5), (W, 12, 12, None)]),
        ("The death toll rose to 81.", [(F, 81, 81, 81)]),
        ("Gunmen opened fire, killing a policeman and two civilians.", [(F, 3, 3, 3)]),
        ("Two soldiers and a child died.", [(F, 3, 3, 3)]),
        ("A bomb exploded, killing at least 20, most of them students.", [(F, 20, 20, None)]),
        ("A soldier was killed.", [(F, 1, 1, 1)]),
        ("Police killed a teenager.", [(F, 1, 1, 1)]),
        ("Gunmen shot five people, three of them fatally.", [(F, 3, 3, 3)]),
        ("One of the wounded later died.", [(F, 1, 1, 1)]),
        ("Fatalities 12, injuries 30.", [(F, 12, 12, 12), (W, 30, 30, 30)]),
        ("The bodies of 14 men were found.", [(F, 14, 14, 14)]),
        ("A mortar hit a school, wounding 15.", [(W, 15, 15, 15)]),
        ("Some 15 sustained injuries.", [(W, 15, 15, 15)]),
        ("Fighting forced 3,000 people to flee.", [(D, 3000, 3000, 3000)]),
        ("The clashes left some 12,000 displaced.", [(D, 12000, 12000, 12000)]),
        ("The army sent 5,000 troops.", [(A, 5000, 5000, 5000)]),
        ("A force of 30,000 Iraqi soldiers massed.", [(A, 30000, 30000, 30000)]),
        ("A 12-year-old boy was killed.", [(F, 1, 1, 1)]),
        ("The attack killed 23 people, including five children.", [(F, 23, 23, 23)]),
        (
            "Gunmen killed two soldiers and wounded four in Beni and killed three in Goma.",
            [(F, 2, 2, 2), (W, 4, 4, 4), (F, 3, 3, 3)],
        ),
        ("12 houses were burned and five people killed.", [(F, 5, 5, 5)]),
        ("The rebels, who killed 12 soldiers on Monday, fled.", [(F, 12, 12, 12)]),
        ("The deputy mayor of Djibo and three of his companions were shot dead on Sunday.", [(F, 4, 4, 4)]),
        ("In the deadliest attack since 2014, gunmen killed 12 people.", [(F, 12, 12, 12)]),
        ("The death toll rose from 12 to 15.", [(F, 15, 15, 15)]),
        ("The attack, in a conflict that has left 20,000 dead since 2014, killed 12 people.", [(F, 12, 12, 12)]),
        ("20 people, 12 of them children, were killed.", [(F, 20, 20, 20)]),
        ("At least 20 people in the village of Beni were killed on Monday.", [(F, 20, 20, None)]),
        ("12 people — five soldiers and seven civilians — were killed.", [(F, 12, 12, 12)]),
        ("Gunmen killed 12 people and 30 others were wounded.", [(F, 12, 12, 12), (W, 30, 30, 30)]),
        ("The blast killed Mayor Ali Hassan and two bodyguards.", [(F, 3, 3, 3)]),
        ("Two gunmen on a motorcycle shot dead a councillor.", [(F, 1, 1, 1), (A, 2, 2, 2)]),
        (
            "A suicide bomber blew himself up at a mosque in Maiduguri, killing 12 and wounding at least two dozen worshippers.",
            [(F, 12, 12, 12), (W, 24, 24, None)],
        ),
        ("Ten soldiers were among 20 people killed.", [(F, 20, 20, 20)]),
        ("The attack claimed 12 lives.", [(F, 12, 12, 12)]),
        ("The 12 people lost their lives.", [(F, 12, 12, 12)]),
        ("Two dead, five hurt in Goma.", [(F, 2, 2, 2), (W, 5, 5, 5)]),
        (
            "Militants killed two soldiers in Beni, three in Goma and four in Butembo.",
            [(F, 2, 2, 2), (F, 3, 3, 3), (F, 4, 4, 4)],
        ),
        ("12,000 displaced people are in camps.", [(D, 12000, 12000, 12000)]),
        ("Two men were beaten to death by a mob.", [(F, 2, 2, 2)]),
        ("A bomb wounded 12 people.", [(W, 12, 12, 12)]),
        ("There are 5,000 fighters in the city.", [(A, 5000, 5000, 5000)]),
        ("At least 12 civilians were killed and 30 injured.", [(F, 12, 12, None), (W, 30, 30, 30)]),
        ("20 people were injured and 3 killed.", [(W, 20, 20, 20), (F, 3, 3, 3)]),
        ("They executed 284 men.", [(F, 284, 284, 284)]),
        ("An attack 25 km south of Mosul killed 10 people.", [(F, 10, 10, 10)]),
        ("The attack at 10 am on Monday killed three.", [(F, 3, 3, 3)]),
        ("A blast on March 5 killed 12 people.", [(F, 12, 12, 12)]),
        ("A bombing in 2015 killed 10 people.", [(F, 10, 10, 10)]),
        ("Police fired on protesters, killing one and injuring several.", [(F, 1, 1, 1), (W, 3, 3, None)]),
        ("Four people died and seven were injured when a shell hit a market.", [(F, 4, 4, 4), (W, 7, 7, 7)]),
        ("The strikes killed 400 people in one night.", [(F, 400, 400, 400)]),
        ("Officials raised the death toll to 56 after three more bodies were found.", [(F, 56, 56, 56), (F, 3, 3, 3)]),
        ("A woman and her two children were killed.", [(F, 3, 3, 3)]),
        ("killed four soldiers and wounded seven on Monday", [(F, 4, 4, 4), (W, 7, 7, 7)]),
        ("Police found three bodies in Sadr City and one in Dora, all bound and shot.", [(F, 3, 3, 3), (F, 1, 1, 1)]),
        ("Israeli forces killed nine Palestinians during a raid.", [(F, 9, 9, 9)]),
        (
            "Some 250 people lost their lives and more than 2,000 were wounded, the ministry said.",
            [(F, 250, 250, 250), (W, 2000, 2000, None)],
        ),
        ("At least 15 protesters have been killed by police since Monday.", [(F, 15, 15, None)]),
        ("Three people were killed, two of them policemen, and six wounded.", [(F, 3, 3, 3), (W, 6, 6, 6)]),
        ("The clashes left two soldiers, a policeman and 14 rebels dead.", [(F, 17, 17, 17)]),
        ("The group killed its two hostages.", [(F, 2, 2, 2)]),
        ("Armed men shot and killed five farmers and injured eight others.", [(F, 5, 5, 5), (W, 8, 8, 8)]),
        ("A roadside bomb struck a bus carrying 30 soldiers, killing nine of them.", [(F, 9, 9, 9), (A, 30, 30, 30)]),
        ("The army said it had killed 45 militants and lost two soldiers.", [(F, 45, 45, 45), (F, 2, 2, 2)]),
        ("A boy of 14 was killed.", [(F, 1, 1, 1)]),
        ("The blast left 137 soldiers, policemen and civil servants dead.", [(F, 137, 137, 137)]),
        ("Four Israelis and a guard were hurt.", [(W, 5, 5, 5)]),
        ("An ambush killed four American and four Nigerien soldiers.", [(F, 8, 8, 8)]),
        ("One killed a man.", [(F, 1, 1, 1)]),
        ("Ninety-two killed as gunmen raid villages.", [(F, 92, 92, 92)]),
        ("The governor put the dead at 80.", [(F, 80, 80, 80)]),
        ("The toll rose by three to 81.", [(F, 81, 81, 81)]),
        ("Police killed two men and arrested 40 protesters.", [(F, 2, 2, 2)]),
        ("A woman who was hit by shrapnel died on Sunday.", [(F, 1, 1, 1)]),
        ("Some of the 2,000 rebels withdrew on Friday, March 13.", [(A, 2000, 2000, 2000)]),
        ("The army killed 12 rebels on Highway 60 and 5 km to the north.", [(F, 12, 12, 12)]),
        ("The $12 million bridge was hit and two guards hurt.", [(W, 2, 2, 2)]),
        ("Attackers shot dead 14 people at 10:30.", [(F, 14, 14, 14)]),
        ("Clashes since Monday have killed 30 people.", [(F, 30, 30, 30)]),
        ("Police arrested two men suspected of killing five women.", [(F, 5, 5, 5)]),
        ("The mine killed three civilians and two guards.", [(F, 5, 5, 5)]),
        ("The raids killed civilians and two guards.", [(F, 2, 2, None)]),
    ],
)
def test_a_count_goes_to_what_befell_the_people(text: str, told: list[Told]) -> None:
    assert sorted(_told(text), key=str) == sorted(told, key=str)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("No one was killed.", [(F, 0, 0, 0)]),
        ("There were no casualties.", [(F, 0, 0, 0), (W, 0, 0, 0)]),
        ("Nobody was hurt.", [(W, 0, 0, 0)]),
    ],
)
def test_nobody_is_a_count_of_none(text: str, told: list[Told]) -> None:
    assert _told(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "The raid could have killed 12 people.",
        "The conflict has killed more than 20,000 people since 2014.",
        "The attack brought the number killed this year to 300.",
        "Gunmen abducted 20 students.",
        "Troops freed 30 hostages.",
        "The army denied killing 12 villagers.",
        "Since 2014, the group has killed 20,000 people.",
        "Police arrested 12 militants.",
        "At least 12 people were feared dead.",
        "Dozens of civilians were killed or wounded.",
        "Ahmed Ali, 41, was killed.",
        "He was killed in 2014.",
        "Bandits killed 20 cows.",
        "Some 3,000 families were displaced.",
        "Militants retook 20 villages.",
        "On 5 March people were killed.",
        "Nine families fled.",
        "No one has claimed the attack.",
        "There were no immediate reports of casualties.",
        "Two brothers fled the shop.",
        "In all, 40% of those killed were children.",
        "The group has killed hundreds of people this year.",
        "Fighting over the past decade has left 40,000 dead.",
        "Nearly 300 people were killed or wounded.",
        "As many as 1 million people in Mosul may be forced to flee.",
        "Dozens of cows died.",
        "The bomb exploded in 2014.",
        "",
        "\x00\ud800",
    ],
)
def test_other_numbers_denials_parts_and_totals_of_wars_are_no_counts(text: str) -> None:
    assert _told(text) == []


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("Gunmen killed at least 20 villagers in Beni.", "20", "villagers"),
        ("Between 20 and 30 people were hurt.", "Between 20 and 30", "people"),
        ("Gunmen opened fire, killing a policeman and two civilians.", "a policeman and two", "people"),
        ("Tens of thousands have fled.", "Tens of thousands", ""),
        ("No one was killed.", "No one", ""),
    ],
)
def test_offsets_give_back_the_number_and_the_unit_is_the_noun(text: str, number: str, unit: str) -> None:
    (mention,) = find_counts(text)
    assert (text[mention.start : mention.end], mention.unit) == (number, unit)


@pytest.mark.parametrize(
    ("text", "best", "low", "high"),
    [
        ("The attack killed 23 people, including five children.", 23, 23, 23),
        ("The death toll rose to 81 after three of the wounded died.", 81, 81, 81),
        ("Attacks killed 20 people: 12 were killed in Beni and 8 were killed in Goma.", 20, 20, 20),
        ("Gunmen killed two in Beni and at least three in Goma.", 5, 5, None),
        ("Nobody was killed.", 0, 0, 0),
    ],
)
def test_a_stated_total_beats_its_parts_and_else_they_are_added(
    text: str, best: int, low: int | None, high: int | None
) -> None:
    count = best_count(find_counts(text), "fatalities")
    assert count is not None
    assert (count.best, count.low, count.high) == (best, low, high)


def test_what_is_not_counted_has_no_best_count() -> None:
    assert best_count(find_counts("A bomb wounded 12 people."), "fatalities") is None
    assert best_count([], "wounded") is None


def test_mentions_stand_in_order() -> None:
    text = "Gunmen killed two soldiers and wounded four in Beni and killed three in Goma."
    assert [(m.kind, text[m.start : m.end]) for m in find_counts(text)] == [(F, "two"), (W, "four"), (F, "three")]
    assert all(isinstance(m, CountMention) for m in find_counts(text))


@pytest.mark.parametrize(
    "piece", ["20 killed ", "killed 20 ", "5 ", "a, ", "dozens of ", "12 people, including ", "( ", "toll to 5 "]
)
def test_a_sentence_without_an_end_comes_to_one(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    for mention in find_counts(text):
        assert 0 <= mention.start < mention.end <= len(text)
