"""The browser edition, built once, and a Chromium that can reach nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.notebook_page import SLOW_MS
from browser.site_server import Site, build, cut_off, pyodide_folder, served
from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built once; without Pyodide's files the tests are skipped."""
    pyodide_folder()
    return build(tmp_path_factory.mktemp("site") / "built")


@pytest.fixture
def site(built: Path) -> Iterator[Site]:
    with served(built) as running:
        yield running


@pytest.fixture(scope="session")
def lonely_browser(browser: Browser) -> Iterator[Browser]:
    """A browser that can reach nothing but this computer."""
    with cut_off(browser) as other:
        yield other


@pytest.fixture
def page(lonely_browser: Browser) -> Iterator[Page]:
    """A page that can reach nothing else, in a context of its own: it has never seen a site of ours."""
    context = lonely_browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(SLOW_MS)
    yield page
    context.close()
