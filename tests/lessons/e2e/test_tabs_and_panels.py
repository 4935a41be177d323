"""JupyterLab's tabs and side panels: a unit's lesson and exercise have different names, and the panels leave room for the text."""

from __future__ import annotations

from typing import Any

from browser.notebook_page import OPEN, PANEL, POLL_MS, SLOW_MS, leave_without_saving
from playwright.sync_api import Page

from newspace.core.lab import old_views

LESSON = "lessons/02_ispace_missions.ipynb"
EXERCISE = "exercises/02_ispace_missions/02_ispace_missions.ipynb"
LATE_MS = 3_200
"""So long the panels are set against JupyterLab, which opens the list of files late; then they are the learner's."""
LEFT = "() => [...window.jupyterapp.shell.widgets('left')].find((one) => one.isVisible)?.id ?? ''"
SHOWN = """() => [...document.querySelectorAll('.lm-DockPanel-tabBar .lm-TabBar-tab')].map((tab) => {
  const { content, position, height } = getComputedStyle(tab, '::after');
  const label = tab.querySelector('.lm-TabBar-tabLabel').offsetWidth ? ' and its label' : '';
  return content + (position === 'static' && parseFloat(height) > 10 ? '' : ' as a line') + label;
})"""
"""What each tab shows; JupyterLab draws lines with the same pseudo-element."""
WIDTH = "() => window.jupyterapp.shell.currentWidget.node.getBoundingClientRect().width"


def _load(page: Page, lab: Any, width: int, left: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    leave_without_saving(page)
    page.goto("about:blank")
    page.goto(lab.address(LESSON))
    page.locator("[data-newspace-name='Lesson 2 · ispace missions']").wait_for()
    page.wait_for_function(f"(left) => ({LEFT})() === left", arg=left, polling=POLL_MS, timeout=SLOW_MS)


VIEW_OF_A_KERNEL_THAT_IS_GONE = f"""() => {{
  const data = {{ "application/vnd.jupyter.widget-view+json": {{ version_major: 2, version_minor: 0, model_id: "gone" }} }};
  const cell = [...{PANEL}.content.widgets].find((one) => one.model.type === "code");
  cell.model.trusted = true;
  cell.model.outputs.add({{ output_type: "display_data", data, metadata: {{}} }});
}}"""
IN_ITS_PLACE = """() => {
  const output = [...document.querySelectorAll('.jp-OutputArea-output')].find((one) => one.textContent.startsWith('Error displaying'));
  return output && [getComputedStyle(output).fontSize, getComputedStyle(output, '::after').content];
}"""


def test_before_a_cell_has_run_lines_are_short_and_a_dead_view_says_what_to_press(page: Page, notebook: Any) -> None:
    notebook(LESSON)
    wide = "() => Math.max(...[...document.querySelectorAll('.jp-RenderedMarkdown p')].map((p) => p.offsetWidth / parseFloat(getComputedStyle(p).fontSize)))"
    assert page.evaluate(wide) <= 46.1
    page.evaluate(VIEW_OF_A_KERNEL_THAT_IS_GONE)
    page.wait_for_function(IN_ITS_PLACE, polling=POLL_MS, timeout=SLOW_MS)
    size, said = page.evaluate(IN_ITS_PLACE)
    assert size == "0px"
    assert old_views.press() in said


def test_tabs_tell_lesson_and_exercise_apart_and_panels_leave_room(page: Page, lab: Any) -> None:
    _load(page, lab, 1280, "table-of-contents")
    page.evaluate(OPEN, EXERCISE)
    page.locator("[data-newspace-name^='Exercise 2']").wait_for()
    assert page.evaluate(SHOWN) == ['"Lesson 2 · ispace missions"', '"Exercise 2 · ispace missions"']
    assert page.evaluate("() => window.jupyterapp.shell.currentWidget.context.path") == EXERCISE
    assert (lab.work / LESSON).exists(), "JupyterLab renames the file of a tab whose label is changed"
    assert page.evaluate(WIDTH) > 900
    page.wait_for_timeout(LATE_MS)
    page.evaluate("() => window.jupyterapp.shell.activateById('filebrowser')")
    page.wait_for_function("() => localStorage.getItem('newspace-side-panel') === 'filebrowser'", polling=POLL_MS)
    _load(page, lab, 1280, "filebrowser")  # what the learner chose stays
    _load(page, lab, 800, "")
    assert page.evaluate(WIDTH) > 700
    page.evaluate("() => localStorage.removeItem('newspace-side-panel')")
