"""The number of the killed, as a sentence gives it."""

from __future__ import annotations

import pytest

from dashboard.extraction.fatalities import find_fatalities


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("A bomb exploded, killing at least 20 people.", 20),
        ("On Monday 23 people were killed.", 23),
        ("Between 20 and 30 people were killed.", 20),
        ("At least 12 civilians were killed and 30 injured.", 12),
        ("The strike killed more than 1,000 people.", 1000),
        ("The death toll rose to 1,200.", 1200),
        ("The blast left 40 people dead.", 40),
        ("The blast hit a bus, leaving 12 dead and 40 wounded.", 12),
        ("Ten soldiers were killed.", 10),
        ("Twenty-three people died.", 23),
        ("Militants shot dead three men.", 3),
        ("They executed 284 men.", 284),
        ("20 people were injured and 3 killed.", 3),
        ("A mortar shell killed two.", 2),
        ("killing 12 people and wounding 30", 12),
        ("KILLING AT LEAST TWENTY PEOPLE", 20),
    ],
)
def test_the_number_killed_is_read(text: str, killed: int) -> None:
    assert find_fatalities(text) == killed


@pytest.mark.parametrize(
    "text",
    [
        "A bomb wounded 12 people.",
        "12 people were wounded.",
        "The blast left 10 wounded.",
        "The blast hit a bus, leaving 40 people injured.",
        "Dozens were killed.",
        "A bomb killed a man.",
        "Militants retook 20 villages.",
        "There are 5,000 fighters in the city.",
        "He was killed in 2014.",
        "",
        "\x00\ud800",
    ],
)
def test_no_number_of_killed_is_none(text: str) -> None:
    assert find_fatalities(text) is None
