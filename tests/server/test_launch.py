"""Starting: ports, samples, options."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from dashboard.errors import ServerError
from dashboard.server import launch
from dashboard.services import Services


def test_port_in_use_is_said_with_a_way_out() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]
        with pytest.raises(ServerError, match=rf"Port {port} .*--port"):
            launch.check_port("127.0.0.1", port)


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_no_port_is_said(port: int) -> None:
    with pytest.raises(ServerError, match="is no port"):
        launch.check_port("127.0.0.1", port)


def test_a_host_that_is_not_this_machines_is_said() -> None:
    with pytest.raises(ServerError, match="cannot be used"):
        launch.check_port("203.0.113.7", 8501)


def test_new_store_is_filled_with_the_samples_once(tmp_path: Path) -> None:
    said: list[str] = []
    shared = Services(str(tmp_path / "store"))
    launch.load_samples(shared, said.append)
    count = len(shared.tables.article_ids())
    assert count >= 40
    assert "failed 0" in said[-1]
    versions = shared.tables.versions()
    launch.load_samples(shared, said.append)
    assert shared.tables.versions() == versions


def test_streamlit_options_come_from_the_config_file_and_listen_where_told() -> None:
    options = launch.streamlit_options("127.0.0.1", 8600)
    assert options["browser.gatherUsageStats"] is False
    assert options["server.port"] == 8600
    assert options["server.address"] == "127.0.0.1"
    assert options["client.showErrorDetails"] == "none"
    assert "theme.primaryColor" in options
