"""The exercise and the start page in a real JupyterLab: hints, Validate, links and the learner's account."""

from __future__ import annotations

from typing import Any

from browser.notebook_page import PANEL, POLL_MS, SLOW_MS, Notebook
from playwright.sync_api import Page, expect
from repository import ROOT

ARTEFACTS = ROOT / "artefacts"
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
SAVE = "() => window.jupyterapp.commands.execute('docmanager:save')"


def validate(page: Page, name: str) -> str:
    """Press nbgrader's button and give back what its dialog says."""
    page.evaluate(SAVE)
    page.get_by_role("button", name="Validate").first.click()
    dialog = page.locator(".jp-Dialog-content")
    dialog.wait_for(timeout=SLOW_MS)
    expect(dialog).to_contain_text("Validation", timeout=SLOW_MS)
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=str(ARTEFACTS / f"validate-{name}.png"))
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
    expect(panel.locator("mark")).to_have_text("a one-hour descent from lunar orbit")
    page.keyboard.press("Escape")
    expect(cite).to_be_focused()


def test_hints_open_and_validate_reports_each_task(page: Page, notebook: Any) -> None:
    exercise: Notebook = notebook(EXERCISE)
    untouched = validate(page, "untouched")
    assert "failed" in untouched.lower()
    assert "orbit-speed: not right yet." in untouched
    assert "This task is not answered yet" in untouched
    assert "Traceback" not in untouched
    answer = sorted(RIGHT.glob("right_*.py"))[0].read_text(encoding="utf-8")
    page.evaluate(WRITE, ["orbit-speed", answer])
    begun = validate(page, "one-task-done")
    assert "orbit-speed" not in begun, "the answered task passes"
    assert "deorbit: not right yet." in begun

    # Each command is waited for: what is asked while a cell before it fails is not run.
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    hints = page.locator(".jp-OutputArea details summary").first
    page.evaluate(
        f"""() => {{ const n = {PANEL}.content; const i = [...n.model.sharedModel.cells].findIndex((c) => c.source.startsWith('ns.hint'));
        n.activeCellIndex = i - 1; return {PANEL}.sessionContext.session.kernel.id; }}"""
    )
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-above')")
    page.evaluate(
        f"() => {{ {PANEL}.content.activeCellIndex += 1; return window.jupyterapp.commands.execute('notebook:run-cell'); }}"
    )
    hints.wait_for(timeout=SLOW_MS)
    opens_a_citation(page)
    hints.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".jp-OutputArea details[open]").first).to_be_visible()
    assert exercise.violations() == []
    exercise.photograph(ARTEFACTS / "exercise-2", "light-1280")
    exercise.dark()
    assert exercise.violations() == []
    exercise.dark(on=False)
    page.set_viewport_size({"width": 800, "height": 900})
    assert exercise.too_wide() == []
    assert page.locator(".jp-InputPlaceholder .jp-PlaceholderText").count() > 0
    assert page.evaluate(CUT) == []
    exercise.photograph(ARTEFACTS / "exercise-2", "light-800")


def test_the_start_page_leads_to_every_unit_and_keeps_the_account(page: Page, lab: Any, notebook: Any) -> None:
    start: Notebook = notebook("lessons/00_start_here.ipynb").run_all()
    assert start.complaints() == []
    assert start.violations() == []
    assert start.too_wide() == []
    start.photograph(ARTEFACTS / "start", "light-1280")
    start.dark()
    assert start.violations() == []
    start.dark(on=False)
    page.set_viewport_size({"width": 800, "height": 900})
    assert start.too_wide() == []
    account = page.locator(".jp-OutputArea").filter(has_text="Your answers are kept in")
    expect(account).to_contain_text(str(lab.progress))
    links = page.locator(".jp-RenderedMarkdown a[href*='.ipynb'], .jp-OutputArea a[href*='.ipynb']")
    assert links.count() > 2
    page.locator(".jp-RenderedMarkdown a").filter(has_text="Exercise 2").first.click()
    opened = f"() => {PANEL}?.context?.path === {EXERCISE!r}"
    page.wait_for_function(opened, polling=POLL_MS, timeout=SLOW_MS)
