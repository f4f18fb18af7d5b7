"""Settings come from the command line, the environment, or a default, in that order."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import settings


def test_the_store_is_the_one_given_then_the_environment_then_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFLICT_DASHBOARD_STORE", "s3://bucket/events")
    assert settings.store_uri("/given") == "/given"
    assert settings.store_uri() == "s3://bucket/events"
    assert settings.store_uri("") == "s3://bucket/events"
    monkeypatch.setenv("CONFLICT_DASHBOARD_STORE", "")
    own = Path(settings.store_uri())
    assert own.is_absolute()
    assert own.name == "store"
    assert "conflict-dashboard" in own.parts


def test_the_cache_is_the_environments_or_ones_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CONFLICT_DASHBOARD_CACHE", str(tmp_path))
    assert settings.cache_dir() == tmp_path
    monkeypatch.delenv("CONFLICT_DASHBOARD_CACHE")
    assert "conflict-dashboard" in settings.cache_dir().parts


@pytest.mark.parametrize(("value", "expected"), [(None, None), ("", None), ("nominatim", "nominatim")])
def test_no_online_geocoder_is_asked_unless_switched_on(
    monkeypatch: pytest.MonkeyPatch, value: str | None, expected: str | None
) -> None:
    monkeypatch.delenv("CONFLICT_DASHBOARD_GEOCODER", raising=False)
    if value is not None:
        monkeypatch.setenv("CONFLICT_DASHBOARD_GEOCODER", value)
    assert settings.online_geocoder() == expected


def test_the_reviewed_data_is_found() -> None:
    assert (settings.data_dir() / "articles").is_dir()
    assert list((settings.data_dir() / "lexicon").glob("*.csv"))


def test_the_server_listens_to_this_machine_only_by_default() -> None:
    assert settings.DEFAULT_HOST == "127.0.0.1"
