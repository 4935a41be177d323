"""An exercise in a real JupyterLab: hints, Validate and citations."""

from __future__ import annotations

from typing import Any

from browser.looks.pictures import keep_picture
from browser.notebook_page import PANEL, SLOW_MS, Notebook
from playwright.sync_api import Page, expect
from repository import ROOT

EXERCISE = "exercises/02_ispace_missions/02_ispace_missions.ipynb"
RIGHT = ROOT / "tests" / "exercises" / "answers" / "02_ispace_missions" / "orbit-speed"
WRITE = f"""([id, source]) => {{
  const cell = [...{PANEL}.content.model.sharedModel.cells].find((c) => c.metadata?.nbgrader?.grade_id === id);
  cell.setSource(source);
}}"""
CUT = """() => [...document.querySelectorAll('.jp-InputPlaceholder .jp-PlaceholderText')]
  .filter((line) => {
    const [text, cell] = [line.getBoundingClientRect(), line.closest('.jp-Placeholder-content').getBoundingClientRect()];
    return line.scrollWidth > line.clientWidth + 1 || text.right > cell.right || text.bottom > cell.bottom + 1;
  }).map((line) => line.textContent)"""
"""The lines over folded tests that cannot be read whole."""
DEORBIT_TEST = "# Test: the example of the text; when graded, also: other pa"
SAVE = "() => window.jupyterapp.commands.execute('docmanager:save')"


def validate(page: Page) -> str:
    """Press nbgrader's button and give back what its dialog says."""
    page.evaluate(SAVE)
    page.get_by_role("button", name="Validate").first.click()
    dialog = page.locator(".jp-Dialog-content")
    dialog.wait_for(timeout=SLOW_MS)
    expect(dialog).to_contain_text("Validation", timeout=SLOW_MS)
    keep_picture(page, "validate")
    text = dialog.inner_text()
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    return text


def opens_a_citation(page: Page) -> None:
    """Open a passage of a reading from the text of a task, and close it again."""
    cite = page.locator(".jp-RenderedMarkdown .nsc-cite").filter(has_text="a one-hour descent from lunar orbit")
    cite.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("group", name="What stands behind this citation")
    panel.locator("mark").wait_for()
    expect(panel.locator("mark")).to_have_text("a one-hour descent from lunar orbit")
    page.keyboard.press("Escape")
    expect(cite).to_be_focused()


def test_hints_open_and_validate_reports_each_task(page: Page, notebook: Any) -> None:
    exercise: Notebook = notebook(EXERCISE)
    answer = sorted(RIGHT.glob("right_*.py"))[0].read_text(encoding="utf-8")
    page.evaluate(WRITE, ["orbit-speed", answer])
    begun = validate(page)
    assert "failed" in begun.lower()
    assert "orbit-speed" not in begun, "the answered task passes"
    assert "deorbit: not right yet." in begun
    assert "This task is not answered yet" in begun
    assert "Traceback" not in begun

    exercise.run_only("import newspace as ns", "import math", "ns.hint(", "def deorbit(", DEORBIT_TEST)
    hints = page.locator(".jp-OutputArea details summary").first
    hints.wait_for(timeout=SLOW_MS)
    opens_a_citation(page)
    hints.focus()
    page.keyboard.press("Enter")
    page.locator(".jp-OutputArea details[open]").first.wait_for()
    assert exercise.violations_in_both_themes("exercise-2") == []
    page.set_viewport_size({"width": 800, "height": 900})
    assert exercise.too_wide() == []
    assert page.locator(".jp-InputPlaceholder .jp-PlaceholderText").count() > 0
    assert page.evaluate(CUT) == []
    exercise.photograph("exercise-2")
