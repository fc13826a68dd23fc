"""Find a Chromium for the browser tests, or install one: Playwright's own, else Debian's package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed() -> str | None:
    """Return the path of an installed Chromium: CHROMIUM, one on the PATH, or Playwright's own."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or _of_playwright()


def _of_playwright() -> str | None:
    code = "from playwright.sync_api import sync_playwright as p\nwith p() as q: print(q.chromium.executable_path)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False).stdout.strip()
    return told if told and os.path.exists(told) else None  # noqa: PTH110 - a plain question


def install() -> str | None:
    """Try Playwright's download, then Debian's package; return the path of what is there afterwards."""
    attempts = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        attempts += [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium", "fonts-noto-cjk"]]
    for command in attempts:
        print("Installing a browser:", " ".join(command), flush=True)
        try:
            subprocess.run(command, check=False, timeout=600, capture_output=True)
        except (OSError, subprocess.TimeoutExpired) as error:
            print("  did not work:", error)
        if path := installed():
            return path
    return None


def main() -> int:
    """Say which browser the tests use; fail with one clear line where there is none."""
    path = installed() or install()
    if path is None:
        print("No Chromium: install one (Debian: apt-get install chromium) or set CHROMIUM to its path.")
        return 1
    print(f"Browser: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
