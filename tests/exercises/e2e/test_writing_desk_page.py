"""The desk of unit 5 in a real JupyterLab: what is typed there stands in the answer cell, and in the file after a pause."""

from __future__ import annotations

import json
from typing import Any

from browser.looks.pictures import keep_picture
from browser.notebook_page import PANEL, POLL_MS, SLOW_MS, Notebook
from playwright.sync_api import Page, expect
from repository import ROOT

from newspace.content.solutions import read_references

EXERCISE = "exercises/05_policy_brief/05_policy_brief.ipynb"
RUN = f"""(id) => {{
  const n = {PANEL}.content;
  n.activeCellIndex = [...n.model.sharedModel.cells].findIndex((c) => c.id === id);
  void window.jupyterapp.commands.execute('notebook:run-cell');
}}"""
IDLE = f"() => {PANEL}.sessionContext.session.kernel.status === 'idle'"
SOURCE = f"(id) => [...{PANEL}.content.model.sharedModel.cells].find((c) => c.id === id).source"


def _reference() -> str:
    folder = ROOT / "solutions" / "05_policy_brief"
    answer = read_references(folder / "05_policy_brief.ipynb", folder.with_suffix(".toml"))["brief-text"].answer
    return answer.split('"""')[1].strip()


def test_a_brief_is_written_at_the_desk(page: Page, lab: Any, notebook: Any) -> None:
    exercise: Notebook = notebook(EXERCISE)
    page.set_viewport_size({"width": 1280, "height": 800})
    for cell in ("start", "brief-text-desk"):
        page.evaluate(RUN, cell)
        page.wait_for_function(IDLE, polling=POLL_MS, timeout=SLOW_MS)
    desk = page.locator(".nsw-desk")
    area = desk.get_by_role("textbox", name="Your brief")
    area.focus()
    page.keyboard.insert_text(_reference())
    expect(desk.locator(".nsw-bad")).to_have_count(0)
    assert page.evaluate(SOURCE, "brief-text-answer") == f'brief = """\n{_reference()}\n"""'
    expect(desk.get_by_role("status").first).to_contain_text("Saved with the notebook at")
    kept = json.loads((lab.work / EXERCISE).read_text(encoding="utf-8"))
    assert _reference()[:60] in "".join(next(c["source"] for c in kept["cells"] if c["id"] == "brief-text-answer"))
    keep_picture(page, "writing-desk", "1280")
    page.evaluate(RUN, "brief-text-answer")
    page.evaluate(RUN, "tools")
    page.evaluate(RUN, "brief-text-test")
    page.wait_for_function(IDLE, polling=POLL_MS, timeout=SLOW_MS)
    assert exercise.complaints() == []
    desk.locator(".nsw-evidence > summary").focus()
    page.keyboard.press("Enter")
    desk.get_by_role("button", name="My weighing").press("Enter")
    page.locator(".nx-explorer").wait_for()
    assert exercise.violations() == []
    page.set_viewport_size({"width": 800, "height": 900})
    assert exercise.too_wide() == []
    keep_picture(page, "writing-desk", "800")
    assert exercise.saved_views() == {}
