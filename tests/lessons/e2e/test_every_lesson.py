"""Every lesson but the second in a real JupyterLab: all cells run, axe finds nothing, nothing overflows, nothing is fetched from outside."""

from __future__ import annotations

from typing import Any

import nbformat
import pytest
from browser.notebook_page import Notebook
from playwright.sync_api import Page
from repository import ROOT

from newspace.content import readings

TRIED_ELSEWHERE = {"00_start_here", "02_ispace_missions"}
LESSONS = sorted(path.stem for path in (ROOT / "lessons").glob("*.ipynb") if path.stem not in TRIED_ELSEWHERE)


CUT_OFF = """() => [...document.querySelectorAll('.jp-CodeCell .cm-scroller')]
  .filter((place) => place.scrollWidth > place.clientWidth + 1).map((place) => place.textContent)"""
"""Program text that runs out of its cell."""

UNOPENED = r"""() => [...document.querySelectorAll('.jp-RenderedHTMLCommon')].flatMap((place) => {
  const copy = place.cloneNode(true);
  for (const other of copy.querySelectorAll('.nsc-cite, code, pre')) other.remove();
  return copy.textContent.match(/\[[a-z]+ ¶[0-9]+[^\]]*\]/g) ?? [];
})"""
"""Citations of readings, in text and tables, that cannot be opened."""


def cited(name: str) -> list[str]:
    """Return every citation of a reading in the lesson's text, as written."""
    cells = nbformat.read(ROOT / "lessons" / f"{name}.ipynb", as_version=4).cells
    return [str(one) for cell in cells if cell.cell_type == "markdown" for one in readings.citations_in(cell.source)]


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_runs_and_fits_the_page(page: Page, lab: Any, notebook: Any, name: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    lesson: Notebook = notebook(f"lessons/{name}.ipynb").run_all()
    assert lesson.complaints() == []
    assert page.locator(".jp-RenderedMarkdown .nsc-cite").all_text_contents() == cited(name), "each can be followed"
    assert page.evaluate(UNOPENED) == []
    assert lesson.violations_in_both_themes() == []
    for width, height in ((1280, 900), (800, 900), (640, 450)):  # the last is a window of 1280 × 900 at 200 %
        page.set_viewport_size({"width": width, "height": height})
        assert lesson.too_wide() == [], f"at {width} pixels"
        assert page.evaluate(CUT_OFF) == [], f"at {width} pixels"
    assert [url for url in asked if not url.startswith((lab.url, "data:", "blob:"))] == []
