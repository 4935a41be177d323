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


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a browser that is new, and can reach nothing else."""
    with cut_off(browser) as other:
        page = other.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(SLOW_MS)
        yield page
