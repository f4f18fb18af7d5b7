"""Which language a text, or a stretch of one, is written in."""

from __future__ import annotations

import pytest

from dashboard.geoparse.languages import Stretch, is_english, language_of, stretches

ENGLISH = "The army said on Friday that its soldiers had entered the town and that the road was open."
FRENCH = "Les soldats sont entrés dans la ville et la route est ouverte, selon l'armée."
SPANISH = "Los soldados entraron en la ciudad y la carretera está abierta, según el ejército."
ARABIC = "دخل الجنود المدينة وفتح الطريق، حسب بيان للجيش."
UKRAINIAN = "Військові увійшли до міста, і дорогу знову відкрито, повідомив штаб."
RUSSIAN = "Военные вошли в город, и дорога снова открыта, сообщил штаб этой ночью."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        (FRENCH, "fr"),
        (SPANISH, "es"),
        (ARABIC, "ar"),
        (UKRAINIAN, "uk"),
        (RUSSIAN, "ru"),
        ("L'Ukraine réclame des missiles.", "fr"),
        ("Rusia atacó Járkiv con drones.", "es"),
        ("Die Armee hat die Stadt nach schweren Kämpfen verlassen, und die Straße ist offen.", ""),
        ("O exército entrou na cidade e a estrada não está aberta, disse um porta-voz.", ""),
        ("L'esercito è entrato nella città e la strada è aperta, ha detto il portavoce.", ""),
        ("Het leger is de stad binnengetrokken en de weg is open voor het verkeer.", ""),
        ("Ordu kente girdi ve yol için bir açıklama yapıldı.", ""),
        ("نیروهای ارتش وارد شهر شدند و جاده را بستند؛ گزارش‌ها حاکی از پیشروی است.", ""),
        ("فوج شہر میں داخل ہو گئی اور سڑک بند کر دی گئی ہے۔", ""),
        ("Војска је ушла у град и пут је поново отворен, каже њен штаб.", ""),
        ("", ""),
        ("12:30 – 45 %", ""),
        ("Mosul", ""),
    ],
)
def test_a_text_tells_its_language_or_none_of_ours(text: str, language: str) -> None:
    assert language_of(text) == language


def test_english_is_told_at_once_with_foreign_names_in_it() -> None:
    assert is_english(ENGLISH)
    assert is_english(ENGLISH + " The mayor of Los Angeles met people from Rio de Janeiro in El Paso and La Paz.")
    assert stretches(ENGLISH) == [Stretch(0, len(ENGLISH), "en")]


@pytest.mark.parametrize("text", [FRENCH, SPANISH, ARABIC, UKRAINIAN, RUSSIAN])
def test_other_languages_are_not_taken_for_english(text: str) -> None:
    assert not is_english(text)
    assert [part.language for part in stretches(text)] == [language_of(text)]


def test_a_mixed_text_is_cut_where_its_language_changes() -> None:
    text = f"{ENGLISH}\n\n{FRENCH}\n\n{ARABIC}\n\n{UKRAINIAN}"
    parts = stretches(text)
    assert [(text[p.start : p.end], p.language) for p in parts] == [
        (ENGLISH, "en"),
        (FRENCH, "fr"),
        (ARABIC, "ar"),
        (UKRAINIAN, "uk"),
    ]


def test_one_name_in_another_script_does_not_change_a_sentence() -> None:
    text = f"The city of Mosul (الموصل) was quiet. {ENGLISH}"
    assert [part.language for part in stretches(text)] == ["en"]


def test_a_short_sentence_has_the_language_of_those_around_it() -> None:
    text = f"{FRENCH} Calme précaire. {FRENCH}"
    assert [part.language for part in stretches(text)] == ["fr"]
    text = f"{UKRAINIAN} Харків. {UKRAINIAN}"
    assert [part.language for part in stretches(text)] == ["uk"]
