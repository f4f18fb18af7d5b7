"""The store's upkeep in a running server: looked after now and then, and done when it is due."""

from __future__ import annotations

import logging
import os
import secrets
import subprocess
import sys
import threading

from dashboard import settings
from dashboard.errors import DashboardError
from dashboard.store import Tables
from dashboard.store.upkeep import due

CHECK_SECONDS = 600.0
_log = logging.getLogger(__name__)


class Upkeep(threading.Thread):
    """Compacts the store when it is due. Errors are told in the log, a lasting one once, and never end it.

    A process of its own does the work: a few hundred MB of memory are given back, and no request waits for it.
    """

    def __init__(self, store_uri: str, *, every: float = CHECK_SECONDS) -> None:
        super().__init__(name="upkeep", daemon=True)
        self._store_uri = store_uri
        self._every = every
        self._stopped = threading.Event()
        self._told = ""

    def run(self) -> None:
        """Check until stopped; first after one interval, since a server that starts has more to do."""
        # Of many servers on one store, started at once, the first to come finds it due, the others no more.
        while not self._stopped.wait(self._every * secrets.SystemRandom().uniform(0.7, 1.3)):
            self.check()

    def stop(self) -> None:
        """Check no more."""
        self._stopped.set()

    def check(self) -> bool:
        """Compact if it is due; True if it was and went well."""
        try:
            if not due(Tables(self._store_uri, create=False)):
                return False
            done = subprocess.run(
                [sys.executable, "-m", "dashboard", "compact"],
                env=os.environ | {settings.STORE_VARIABLE: self._store_uri},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                check=False,
            )
        except (DashboardError, OSError) as error:
            self._tell(str(error))
            return False
        if done.returncode:
            self._tell(done.stderr.strip()[-500:])
            return False
        self._told = ""
        _log.info("Compacted the store: %s", "; ".join(done.stderr.splitlines()))
        return True

    def _tell(self, problem: str) -> None:
        if problem != self._told:
            _log.warning("The store is not compacted: %s", problem)
        self._told = problem
