"""A lesson on paper: JupyterLab prints what its server exports, and there nothing is folded and no source is lacking."""

from __future__ import annotations

import re
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Page, expect
from repository import ROOT

LESSONS = ("01_new_space_economics", "02_ispace_missions")


@pytest.mark.parametrize("name", LESSONS)
def test_the_printed_lesson_has_its_folds_open_and_its_sources(new_page: Page, lab: Any, name: str) -> None:
    page = new_page  # JupyterLab stays loaded in the other one
    page.route(
        re.compile(r"https://"), lambda route: route.abort()
    )  # the formulas' library: no machine of tests is asked
    page.goto(f"{lab.url}/nbconvert/html/lessons/{name}.ipynb?token={lab.token}", wait_until="domcontentloaded")
    page.emulate_media(media="print")
    cells = nbformat.read(ROOT / "lessons" / f"{name}.ipynb", as_version=4).cells
    folds = page.locator(".jp-RenderedMarkdown details")
    assert folds.count() == sum(cell.source.startswith("<details>") for cell in cells if cell.cell_type == "markdown")
    for fold in folds.all():
        expect(fold.locator("p").last).to_be_visible()
    (listed,) = [cell.source for cell in cells if cell.cell_type == "markdown" and cell.source.startswith("## Sources")]
    entries = page.locator("#Sources").locator("xpath=following-sibling::ol[1]/li")
    assert entries.count() == len(re.findall(r"^\d+\. ", listed, re.MULTILINE))
    expect(entries.first.get_by_role("link").first).to_be_visible()
    marks = page.locator('.jp-RenderedMarkdown a[title^="fact "]')
    assert marks.count() == listed_marks(cells)
    assert re.fullmatch(r"\[(\d+[?≠]?|\?)\]", marks.first.inner_text())


def listed_marks(cells: list[Any]) -> int:
    """Count the numbered marks of a lesson."""
    return sum(len(re.findall(r'"fact ', cell.source)) for cell in cells if cell.cell_type == "markdown")
