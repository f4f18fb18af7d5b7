"""Words and sentences keep their offsets and end where they should."""

from __future__ import annotations

import pytest

from dashboard.geoparse import Token, sentences, tokenize

TEXTS = [
    "Troops entered Ba'aj, al-Jadida and Tal-Afar (near Mosul).",
    "U.S. forces said: “we won” … l’Île d'Yeu!\r\n\r\n3,000 people @x_y",
    "قتل عشرة في بغداد والموصل. مدينة حلب؟",
    "Бои идут в Киеве.\nХарьков — тоже.",
    "e\u0301te\u0301 \ud800 \x00 \u202e😀 end.",
    "",
    " \n\t\n ",
]


def _texts(text: str) -> list[str]:
    return [s.text for s in sentences(text)]


@pytest.mark.parametrize("text", TEXTS)
def test_tokens_equal_their_slices_and_leave_out_only_white_space(text: str) -> None:
    tokens = tokenize(text)
    assert [t.text for t in tokens] == [text[t.start : t.end] for t in tokens]
    assert "".join(t.text for t in tokens) == "".join(c for c in text if not c.isspace())


@pytest.mark.parametrize("text", TEXTS)
def test_sentences_equal_their_slices_and_leave_out_only_white_space(text: str) -> None:
    found = sentences(text)
    assert [s.text for s in found] == [text[s.start : s.end] for s in found]
    assert all(s.text == s.text.strip() for s in found)
    assert "".join("".join(s.text.split()) for s in found) == "".join(text.split())


def test_the_offset_moves_every_token() -> None:
    text = "He left. Mosul fell."
    (_, second) = sentences(text)
    tokens = tokenize(second.text, second.start)
    assert [text[t.start : t.end] for t in tokens] == ["Mosul", "fell", "."]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the U.S. Army", ["the", "U.S.", "Army"]),
        ("al-Jadida, Ba'aj", ["al-Jadida", ",", "Ba'aj"]),
        ("Al-Qa’im: yes", ["Al-Qa’im", ":", "yes"]),
        ("snake_case", ["snake", "_", "case"]),
        ("(Mosul)", ["(", "Mosul", ")"]),
        ("بغداد، حلب", ["بغداد", "،", "حلب"]),
    ],
)
def test_words_keep_their_inner_marks_and_lose_the_outer_ones(text: str, words: list[str]) -> None:
    assert [t.text for t in tokenize(text)] == words


@pytest.mark.parametrize(
    ("word", "capitalised"),
    [
        ("Mosul", True),
        ("al-Jadida", True),
        ("el-Arish", True),
        ("mosul", False),
        ("al-jadida", False),
        ("بغداد", False),
    ],
)
def test_a_name_is_capitalised_with_or_without_its_article(word: str, capitalised: bool) -> None:
    assert Token(0, len(word), word).capitalised is capitalised


@pytest.mark.parametrize(
    ("word", "caps", "other"),
    [
        ("MOSUL", True, False),
        ("U.S.", True, False),
        ("Mosul", False, False),
        ("A", False, False),
        ("بغداد", False, True),
        ("北京", False, True),
        ("Киев", False, False),
        ("3rd", False, False),
    ],
)
def test_capitals_and_scripts_without_them_are_told_apart(word: str, caps: bool, other: bool) -> None:
    token = Token(0, len(word), word)
    assert (token.all_caps, token.other_script) == (caps, other)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Troops left. They won.", ["Troops left.", "They won."]),
        ("Really?! Yes.", ["Really?!", "Yes."]),
        ('"We won." He smiled.', ['"We won."', "He smiled."]),
        ("He came to Mosul. “Good.”", ["He came to Mosul.", "“Good.”"]),
        ("السلام عليكم؟ نعم. لا", ["السلام عليكم؟", "نعم.", "لا"]),
        ("It cost 3.5 million. Next.", ["It cost 3.5 million.", "Next."]),
        ("What… ever. Then", ["What… ever.", "Then"]),
    ],
)
def test_a_stop_before_a_capital_ends_a_sentence(text: str, parts: list[str]) -> None:
    assert _texts(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "Gen. Talib Shaghati spoke.",
        "Lt. Col. Christopher D. Payant spoke.",
        "The U.S. Army fought.",
        "They met in St. Louis.",
        "Troops fought at 3 a.m. on Monday.",
        "On Oct. 17 the battle began.",
        "No. 5 was hit.",
        "The firm gave Rs. approx. 5 million.",
    ],
)
def test_an_abbreviation_ends_no_sentence(text: str) -> None:
    assert _texts(text) == [text]


def test_an_abbreviation_before_a_function_word_does_end_one() -> None:
    assert _texts("It left the U.S. The army stayed.") == ["It left the U.S.", "The army stayed."]


@pytest.mark.parametrize(
    "text",
    ["ERBIL, Iraq (AP) — Troops entered Mosul.", "OUTSIDE MOSUL, IRAQ (CBSMiami) – The battle is underway."],
)
def test_a_dateline_is_one_sentence_with_what_follows(text: str) -> None:
    assert _texts(text) == [text]


def test_short_lines_of_page_furniture_stand_alone() -> None:
    text = "View CBS News In\nCBS News App Open\nChrome Safari Continue\nThe army entered Mosul."
    assert _texts(text) == text.split("\n")


def test_a_hard_wrapped_sentence_stays_whole() -> None:
    text = (
        "The Iraqi army, with the help of Kurdish forces, has\n"
        "retaken the town of Bartella, its commanders said on\n"
        "Thursday. The next town is Hamdaniya."
    )
    assert _texts(text) == [text[: text.index(" The next")], "The next town is Hamdaniya."]


@pytest.mark.parametrize("gap", ["\n\n", "\n \t\n", "\r\n\r\n", "\n\n\n\n"])
def test_an_empty_line_starts_a_new_paragraph(gap: str) -> None:
    found = sentences(f"One. Two.{gap}Three")
    assert [(s.text, s.paragraph) for s in found] == [("One.", 0), ("Two.", 0), ("Three", 1)]
