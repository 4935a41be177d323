"""A real JupyterLab, started as a learner starts it, and a real Chromium."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # most tests need none of it, and it takes long to import
    from browser.notebook_page import Notebook
    from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

VIEWPORT: ViewportSize = {"width": 1280, "height": 900}


def chromium_path() -> str:
    """The Chromium that make test found; without one the tests are skipped with the reason, and under CI they fail."""
    path = os.environ.get("NEWSPACE_CHROMIUM")
    if not path and "NEWSPACE_NO_CHROMIUM" not in os.environ:
        from checks import chromium

        path = chromium.present()
    if path:
        return path
    reason = os.environ.get("NEWSPACE_NO_CHROMIUM", "no Chromium is on this machine; make test tries to install one")
    if os.environ.get("CI"):
        pytest.fail(f"under CI the browser tests must run: {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium that is started once for each process of the tests."""
    path = chromium_path()
    from browser.notebook_page import SLOW_MS
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=SLOW_MS)  # 5 s else: too little for a kernel on a machine that is busy
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS, timeout=SLOW_MS)
        yield browser
        browser.close()


@dataclass(frozen=True)
class LabServer:
    """A running JupyterLab."""

    url: str
    token: str
    work: Path
    progress: Path

    def address(self, path: str) -> str:
        return f"{self.url}/lab/tree/{path}?token={self.token}&reset"


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """The learner's command (``newspace lab``) with folders of its own."""
    from browser.lab_server import START_S, kept_port, wait_until_up

    home = tmp_path_factory.mktemp("learner")
    token = secrets.token_hex(8)
    env = dict(os.environ) | {
        "HOME": str(home),
        "NEWSPACE_WORK": str(home / "work"),
        "NEWSPACE_PROGRESS": str(home / "progress.sqlite"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
        "MPLCONFIGDIR": str(home / "matplotlib"),
    }
    # What is saved after two minutes on a slow machine would be there, with views of a kernel that is gone, for a later test.
    settings = home / "config" / "lab" / "user-settings" / "@jupyterlab" / "docmanager-extension"
    settings.mkdir(parents=True)
    (settings / "plugin.jupyterlab-settings").write_text('{"autosave": false}', encoding="utf-8")
    command = [sys.executable, "-m", "newspace", "lab", "--no-browser", "--expose-app-in-browser"]
    log = home / "lab.log"
    with log.open("wb") as out, kept_port() as kept:
        port = kept.getsockname()[1]
        command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"]
        process = subprocess.Popen(command, env=env, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
        url = f"http://127.0.0.1:{port}"
        try:
            wait_until_up(f"{url}/api/status?token={token}", process, log)
            yield LabServer(url, token, home / "work", home / "progress.sqlite")
        finally:
            os.killpg(process.pid, 15)
            process.wait(timeout=START_S)


@pytest.fixture
def notebook(page: Page, lab: LabServer) -> Callable[[str], Notebook]:
    """Open a notebook of the learner's folder, by its path, and wait for its kernel."""
    from browser.notebook_page import Notebook

    return lambda path: Notebook(page, lab, path).open()


@pytest.fixture(scope="session")
def lab_context(browser: Browser) -> Iterator[BrowserContext]:
    """The one page with JupyterLab, which takes longer to load than most tests to run."""
    context = browser.new_context(viewport=VIEWPORT)
    yield context
    context.close()


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """An empty page in a context of its own; with ``lab`` the page in which JupyterLab may be loaded, with nothing open."""
    from browser.notebook_page import SLOW_MS, close_documents

    shared = "lab" in request.fixturenames
    context = request.getfixturevalue("lab_context") if shared else browser.new_context(viewport=VIEWPORT)
    page = context.pages[0] if context.pages else context.new_page()
    page.set_viewport_size(VIEWPORT)
    page.set_default_timeout(SLOW_MS)
    yield page
    if not shared:
        context.close()
    elif not close_documents(page):
        page.close()
