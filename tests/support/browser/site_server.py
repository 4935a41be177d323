"""The browser edition, built and served, and a Chromium that can reach nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from repository import ROOT

from release.site.serve import SiteRequestHandler, server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NOBODY_ELSE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
FETCH = "(url) => fetch(url).then(() => 'taken', () => 'refused')"
"""Asks a page for a file, which its service worker may refuse."""
PYTHON = "document.documentElement.dataset.newspacePython"
"""Whether the page's Python was `unpacked`, or `prepared` by an earlier start."""
NEXT_PYTHON = "document.documentElement.dataset.newspaceNextPython === 'prepared'"
"""Tells that the next start finds a prepared Python."""
NUMPY = "numpy-2.0.2-cp312-cp312-pyodide_2024_0_wasm32.whl"
"""One of Pyodide's files."""
SPARE = "openssl-1.1.1w.zip"
"""Asked for by no start of Python, but by tests alone, without a checksum, as the core's files are: the service worker knows all of them."""


def pyodide_folder() -> Path:
    """The folder of Pyodide's files that NEWSPACE_PYODIDE names; without one the tests are skipped with the reason."""
    named = os.environ.get("NEWSPACE_PYODIDE")
    if not named:
        pytest.skip(
            "no files of Pyodide are at hand: NEWSPACE_PYODIDE names the folder with them (see docs/guides/teachers/site.md)"
        )
    return Path(named)


def build(folder: Path, *options: str) -> Path:
    """Build the site as people do, with Pyodide in it."""
    command = [sys.executable, "tools/bootstrap.py", "site", "--to", str(folder), "--pyodide", str(pyodide_folder())]
    command += options
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


FROM_CDN = """
import sys
from pathlib import Path
from release.site import __main__ as command
from release.site.kernel import pyodide
pyodide.fetch_lock = lambda: pyodide.check_folder(Path(sys.argv[1]))
sys.exit(command.main(sys.argv[2:]))
"""


def build_from_cdn(folder: Path, *options: str) -> Path:
    """Build the site that loads Pyodide from where its makers serve it; only the lock, which is fetched for the build, is read from here."""
    python = ROOT / "build" / "site-venv" / Path(sys.executable).relative_to(sys.prefix)
    command = [str(python), "-c", FROM_CDN, str(pyodide_folder()), "--to", str(folder)]
    command += ["--course-python", sys.executable, *options]
    env = {name: value for name, value in os.environ.items() if name != "NEWSPACE_PYODIDE"}
    env["PYTHONPATH"] = str(ROOT / "tools")
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@dataclass
class Site:
    """A served site.

    Attributes
    ----------
    folder : Path
        Its files.
    running : ThreadingHTTPServer
        The server.
    """

    folder: Path
    running: ThreadingHTTPServer

    @property
    def url(self) -> str:
        """Where it is, with the slash at its end."""
        return f"http://127.0.0.1:{self.running.server_address[1]}/"

    def address(self, path: str) -> str:
        """The address of a notebook, to be worked with."""
        return f"{self.url}lab/index.html?path={path}"

    def stop(self) -> None:
        """Serve no more."""
        self.running.shutdown()
        self.running.server_close()


@contextmanager
def served(folder: Path, handler: type[SiteRequestHandler] = SiteRequestHandler, port: int = 0) -> Iterator[Site]:
    """Serve a built site, by default on a free port; a browser knows a site that it has seen by its port, too."""
    site = Site(folder, server(folder, port, handler))
    threading.Thread(target=site.running.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        site.stop()


def altered(content: bytes) -> bytes:
    """A file's content with one byte changed."""
    return content[:-1] + bytes([content[-1] ^ 1])


@contextmanager
def cut_off(browser: Browser) -> Iterator[Browser]:
    """Start a Chromium like another one, for which every name but this computer's is unknown."""
    from browser.fixtures import FLAGS, chromium_path
    from browser.notebook_page import SLOW_MS

    flags = [*FLAGS, NOBODY_ELSE]
    other = browser.browser_type.launch(executable_path=chromium_path(), headless=True, args=flags, timeout=SLOW_MS)
    try:
        yield other
    finally:
        other.close()
