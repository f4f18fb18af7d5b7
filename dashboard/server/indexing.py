"""The text index of imported events in a running server: made in the background when a file has none yet.

A process of its own does the work, at low priority: requests come first, and its memory is given back.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading

from dashboard import settings
from dashboard.errors import DashboardError
from dashboard.services import Services
from dashboard.store import Tables
from dashboard.store.text_index import index_text

CHECK_SECONDS = 3.0
_PATIENCE = 10  # checks left out after a failure, and after each failure as many more
_log = logging.getLogger(__name__)


class TextIndexing(threading.Thread):
    """Looks after it until stopped. Errors are told in the log and never end it: without an index text is found slowly."""

    def __init__(self, services: Services, *, every: float = CHECK_SECONDS) -> None:
        super().__init__(name="text indexing", daemon=True)
        self._services = services
        self._every = every
        self._stopped = threading.Event()
        self._failures = 0

    def run(self) -> None:
        """Check until stopped."""
        while not self._stopped.wait(self._every * (1 + _PATIENCE * self._failures)):
            self.check()

    def stop(self) -> None:
        """Check no more."""
        self._stopped.set()

    def check(self) -> bool:
        """Make what is missing; True if something was and all is there now."""
        try:
            if not self._services.events.text_missing():
                self._services.events.prepare_text()
                return False
            problem = index_apart(self._services.store_uri)
            made = not self._services.events.text_missing()
        except (DashboardError, OSError) as error:
            self._failed(str(error))
            return False
        if not made:
            self._failed(problem)
            return False
        self._failures = 0
        return True

    def _failed(self, problem: str) -> None:
        self._failures += 1
        _log.warning("The text of imported events is not indexed: %s", problem)


def index_apart(store_uri: str) -> str:
    """Index the store's text in a process of its own; what that said went wrong, "" when nothing did. Raises OSError."""
    done = subprocess.run(
        [sys.executable, "-m", "dashboard.server.indexing"],
        env=os.environ | {settings.STORE_VARIABLE: store_uri},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return done.stderr.strip()[-500:] if done.returncode else ""


def main() -> None:
    """Index the store that the environment names."""
    if hasattr(os, "nice"):
        os.nice(10)
    try:
        if missing := index_text(Tables(settings.store_uri(), create=False)):
            sys.exit(f"{missing} files have no text index.")
    except DashboardError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
