"""``make docs`` builds the documents without a warning; they can be read and searched offline."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from documents import pages

from documentation import build

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LOADS = re.compile(
    r"""<(?:script|img|iframe|source|link(?! rel="(?:next|prev|canonical))[^>]*)\s[^>]*(?:src|href)="(https?:)?//"""
)
STYLE_LOADS = re.compile(r"""(?:@import|url\()\s*["']?(?:https?:)?//""")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the built documents."""
    target = tmp_path_factory.mktemp("docs").resolve()
    done = subprocess.run(build.sphinx_command(target), capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not done.stderr
    return target


def test_every_page_is_built_and_asks_nothing_outside(built: Path) -> None:
    for page in pages.DOCS.rglob("*.md"):
        assert (built / page.relative_to(pages.DOCS).with_suffix(".html")).is_file()
    for page in built.rglob("*.html"):
        assert not LOADS.findall(page.read_text(encoding="utf-8")), page
    for sheet in built.rglob("*.css"):
        assert not STYLE_LOADS.findall(sheet.read_text(encoding="utf-8")), sheet


def test_a_page_is_read_and_searched_without_a_network(built: Path, browser: Browser) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((built / "architecture.html").as_uri())
    assert page.locator("article img").first.evaluate("image => image.complete && image.naturalWidth > 0")
    page.goto(f"{(built / 'search.html').as_uri()}?q=forkserver")
    page.locator("#search-results li a", has_text="Architecture").first.wait_for()
    context.close()
    assert asked
    assert not [url for url in asked if not url.startswith(("file:", "data:"))]


def test_no_page_is_wider_than_the_window(built: Path, browser: Browser) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    wide = []
    for file in sorted(built.rglob("*.html")):
        page.goto(file.as_uri())
        for width in (1280, 800):
            page.set_viewport_size({"width": width, "height": 100})  # what is not in sight is not painted
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                wide.append(f"{file.name} at {width}")
    context.close()
    assert not wide
