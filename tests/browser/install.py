"""Install what the browser tests need: a Chromium, from Playwright where it can download its own, else from Debian.

python tests/browser/install.py
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def system_chromium() -> str | None:
    """The path of a Chromium on this machine, None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> int:
    """0 when a Chromium is there at the end."""
    if found := system_chromium():
        print(f"Chromium is there: {found}")
        return 0
    if shutil.which("apt-get"):
        sudo = ["sudo"] if os.geteuid() and shutil.which("sudo") else []
        for arguments in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
            subprocess.run([*sudo, "apt-get", *arguments], check=False, stdout=sys.stderr)
        if found := system_chromium():
            print(f"Chromium is installed: {found}")
            return 0
    return subprocess.run(
        [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"], check=False
    ).returncode


if __name__ == "__main__":
    raise SystemExit(main())
