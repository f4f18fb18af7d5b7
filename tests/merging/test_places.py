"""Which places may be one."""

from __future__ import annotations

from dashboard.merging import merge
from dashboard.merging.places import compare_places, spot_of
from dashboard.records import Place
from tests.merging.made import MOSUL, report

HAMDANIYA = Place("Al-Hamdaniya District", 36.3537, 43.3813, "IQ", "Nineveh", "Al-Hamdaniya District", "ADM2", 65_000)
DAMASCUS = Place("Damascus", 33.51, 36.29, "SY", "Damascus", "", "PPLC", 1_570_000, 7)
HAMOURIYA = Place("Hamouriyah", 33.53, 36.39, "SY", "Rif Dimashq", "", "PPL", 24_000, 8)


def test_a_city_is_in_no_district_that_has_fewer_people() -> None:
    assert compare_places(spot_of(report("a", MOSUL)), spot_of(report("a", HAMDANIYA))) is None


def test_shells_on_a_city_and_an_air_raid_on_its_suburb_are_two_events() -> None:
    shells = report("a", DAMASCUS, "Shelling/artillery/missile attack", notes="Mortars hit Damascus.")
    raid = report("a", HAMOURIYA, "Air/drone strike", start=200, notes="Warplanes bombed Hamouriya.")
    assert len(merge([shells, raid])) == 2
