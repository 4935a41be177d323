"""Find a Chromium for the browser tests, or install one; print ``{"path": …}``, with ``"shell"`` if there is one, or ``{"reason": …}`` as JSON."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
SHELLS = ("chromium-headless-shell", "chrome-headless-shell")
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)


def present() -> str | None:
    """Find a Chromium that is there already."""
    named = os.environ.get("NEWSPACE_CHROMIUM")
    if named and Path(named).is_file():
        return named
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    for path in APPLICATIONS:
        if Path(path).is_file():
            return path
    return from_playwright()


def headless_shell() -> str | None:
    """Find a Chromium without windows of its own, which draws the same pages with less work; none where another one is named."""
    if os.environ.get("NEWSPACE_CHROMIUM"):
        return None
    return next(filter(None, map(shutil.which, SHELLS)), None)


def from_playwright() -> str | None:
    """Find the Chromium that playwright has installed."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        return None
    try:
        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
    except Error:
        return None
    return path if Path(path).is_file() else None


def attempts() -> list[list[str]]:
    """List the commands that may install one here, the quickest first."""
    ways = []
    if shutil.which("apt-get") and os.geteuid() == 0:
        install = "apt-get install -y -qq --no-install-recommends chromium"
        # Older systems have no package of the second.
        ways.append(["sh", "-c", f"apt-get update -qq && {{ {install} chromium-headless-shell || {install}; }}"])
    ways.append([sys.executable, "-m", "playwright", "install", "chromium"])
    return ways


def install_chromium() -> tuple[str | None, str]:
    """Try each way; the path, or why none worked."""
    reasons = []
    for way in attempts():
        print(f"newspace: no Chromium here; trying: {' '.join(way)}", file=sys.stderr, flush=True)
        try:
            done = subprocess.run(way, capture_output=True, text=True, timeout=600, check=False)
        except subprocess.TimeoutExpired:
            reasons.append(f"{way[0]}: no answer in ten minutes")
            continue
        path = present()
        if path:
            return path, ""
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no message"]
        reasons.append(f"{' '.join(way[:3])}: {last[0]}")
    return None, "no Chromium is here and none could be installed (" + "; ".join(reasons) + ")"


def main() -> int:
    """Print the path of a Chromium, or the reason why there is none, as JSON."""
    path = present()
    reason = ""
    if path is None:
        path, reason = install_chromium()
    print(json.dumps({"path": path, "shell": headless_shell()} if path else {"reason": reason}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
