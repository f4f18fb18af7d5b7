"""Invented rows in the layouts of UCDP GED and ACLED, and what tests do with them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dashboard.gazetteer import Gazetteer
from dashboard.gazetteer.event_tables import read_lessons
from dashboard.gazetteer.rank import search
from dashboard.gazetteer.teach import LearningReport, Teacher
from dashboard.records import Place

GED = ("id", "date_start", "where_prec", "where_coordinates", "adm_1", "adm_2", "latitude", "longitude", "country")
ACLED = ("event_id_cnty", "event_date", "iso", "country", "admin1", "admin2", "location", "latitude", "longitude",
         "geo_precision")  # fmt: skip


def ged(path: Path, *rows: Sequence[object], header: Sequence[str] = GED) -> Path:
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([header, *rows])
    return path


def village(number: int, name: str, latitude: object, longitude: object, **fields: object) -> tuple[object, ...]:
    row = {"id": number, "date_start": date(2020, 1, 1), "where_prec": 1, "adm_1": "Nineveh province", "adm_2": "",
           "country": "Iraq"} | fields | {"where_coordinates": name, "latitude": latitude, "longitude": longitude}  # fmt: skip
    return tuple(row[column] for column in GED)


def learn(path: Path, file: Path) -> LearningReport:
    with Teacher(path) as teacher:
        return teacher.learn(read_lessons(file))


def first(gazetteer: Gazetteer, name: str, country: str = "IQ") -> Place:
    return search(gazetteer, name, country=country)[0][0]


def point(place: Place) -> tuple[float, float]:
    return round(place.latitude, 2), round(place.longitude, 2)
