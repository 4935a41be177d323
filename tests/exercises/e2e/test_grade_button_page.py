"""The button under an exercise, in a real JupyterLab: pressed, it grades the saved notebook and shows what came of it."""

from __future__ import annotations

import json
from typing import Any

from browser.looks.pictures import keep_picture
from browser.notebook_page import PANEL, POLL_MS, SLOW_MS, Notebook
from playwright.sync_api import Page, expect
from repository import ROOT

from newspace import progress

EXERCISE = "exercises/00_start_here/00_start_here.ipynb"
RUN = f"""(id) => {{
  const n = {PANEL}.content;
  n.activeCellIndex = [...n.model.sharedModel.cells].findIndex((c) => c.id === id);
  void window.jupyterapp.commands.execute('notebook:run-cell');
}}"""
WATCH = """(place) => {
  window.said = new Set();
  new MutationObserver(() => window.said.add(place.textContent)).observe(place, { childList: true, characterData: true, subtree: true });
}"""
IDLE = f"() => {PANEL}.sessionContext.session.kernel.status === 'idle'"


def test_the_button_grades_what_is_saved(page: Page, lab: Any, notebook: Any) -> None:
    exercise: Notebook = notebook(EXERCISE)
    feedback = lab.work / "feedback" / "00_start_here.html"
    for cell in ("start", "grade"):
        page.evaluate(RUN, cell)
        page.wait_for_function(IDLE, polling=POLL_MS, timeout=SLOW_MS)
    button = page.get_by_role("button", name="Grade my work")
    button.wait_for(timeout=SLOW_MS)
    assert not feedback.exists(), "nothing is started before the button is pressed"
    button.scroll_into_view_if_needed()
    view = page.locator(".nsm-mine")
    view.evaluate(WATCH)
    button.focus()
    page.keyboard.press("Enter")
    expect(view.get_by_role("status")).to_contain_text("as you saved it at")
    assert any("Grading" in said for said in page.evaluate("[...window.said]")), "that it is at work was told meanwhile"
    rows = view.locator("tbody tr")
    source = json.loads((ROOT / EXERCISE).read_text(encoding="utf-8"))["cells"]
    assert rows.count() == sum("grade_id" in str(c["metadata"]) and c["metadata"]["nbgrader"]["grade"] for c in source)
    expect(rows.first).to_contain_text("Not answered yet")
    assert feedback.exists()
    keep_picture(page, "grade-mine", "1280")
    with page.context.expect_page() as opened:
        view.get_by_role("link", name="Open the whole feedback").click()
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text("Feedback: 00_start_here")
    opened.value.close()
    assert exercise.violations_in_both_themes() == []
    page.set_viewport_size({"width": 800, "height": 900})
    assert exercise.too_wide() == []
    keep_picture(page, "grade-mine", "800")
    assert exercise.saved_views() == {}
    assert [one.unit for one in progress.open_store(lab.progress).graded()] == ["00_start_here"], "progress knows of it"
