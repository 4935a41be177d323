"""A real JupyterLab, started as a learner starts it, and a real Chromium."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # most tests need none of it, and it takes long to import
    from browser.lab_server import LabServer
    from browser.notebook_page import Notebook
    from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

TURNED_OFF = (
    # Two pages for a list below the address bar, which nobody sees: 0.6 s of the processor for each context.
    "WebUIOmniboxAimPopup,WebUIOmniboxPopup,"
    # What playwright turns off; of two such flags the browser reads the last.
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,LensOverlay,"
    "MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,"
    "TcpPortRandomizationWin,OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch"
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={TURNED_OFF}",
]

VIEWPORT: ViewportSize = {"width": 1280, "height": 900}


def chromium_path(*, with_preferences: bool = False) -> str:
    """The Chromium that make test found, without windows if it may have no user's preferences.

    Where there is none the tests are skipped with the reason, and under CI they fail.
    """
    path = os.environ.get("NEWSPACE_CHROMIUM")
    if path and not with_preferences:
        path = os.environ.get("NEWSPACE_HEADLESS_SHELL") or path
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

    # 5 s else: too little for a kernel on a machine that is busy. Where nothing is there yet to fit, each look of `expect` walks through
    # the whole page, for a message that nobody reads: in JupyterLab, wait with `Locator.wait_for`, and expect of what is there.
    expect.set_options(timeout=SLOW_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS, timeout=SLOW_MS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """The learner's command (``newspace lab``) with folders of its own."""
    from browser.lab_server import running_lab

    home = tmp_path_factory.mktemp("learner")
    # What is saved after two minutes on a slow machine would be there, with views of a kernel that is gone, for a later test.
    settings = home / "config" / "lab" / "user-settings" / "@jupyterlab" / "docmanager-extension"
    settings.mkdir(parents=True)
    (settings / "plugin.jupyterlab-settings").write_text('{"autosave": false}', encoding="utf-8")
    with running_lab(home) as running:
        yield running


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


@pytest.fixture(scope="session")
def plain_context(browser: Browser) -> Iterator[BrowserContext]:
    """The one context for pages that a test writes itself; a process for each test's own takes longer than many a test."""
    context = browser.new_context(viewport=VIEWPORT)
    yield context
    context.close()


@pytest.fixture
def page(request: pytest.FixtureRequest) -> Iterator[Page]:
    """An empty page; with ``lab`` the page in which JupyterLab may be loaded, with nothing open."""
    from browser.notebook_page import SLOW_MS, close_documents

    in_lab = "lab" in request.fixturenames
    context = request.getfixturevalue("lab_context" if in_lab else "plain_context")
    page = context.pages[0] if context.pages else context.new_page()
    page.set_viewport_size(VIEWPORT)
    page.set_default_timeout(SLOW_MS)
    if not in_lab:
        page.goto("about:blank")  # a new document, without what the previous test left
    yield page
    if in_lab and not close_documents(page):
        page.close()


@contextlib.contextmanager
def page_of_its_own(browser: Browser) -> Iterator[Page]:
    """Open a page in a context that no other page is in, and close both."""
    from browser.notebook_page import SLOW_MS

    context = browser.new_context(viewport=VIEWPORT)
    page = context.new_page()
    page.set_default_timeout(SLOW_MS)
    yield page
    context.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Page]:
    """A page in a context of its own, for a test that stops the clock, sets a medium or refuses addresses: that stays with it."""
    with page_of_its_own(browser) as page:
        yield page
