"""JupyterLab's tabs and side panels: a unit's lesson and exercise have different names, and the panels leave room for the text."""

from __future__ import annotations

import shutil
from typing import Any

from browser.notebook_page import PANEL, POLL_MS, SLOW_MS, leave_without_saving, open_document
from playwright.sync_api import Page

from newspace.core.lab import old_views

LESSON = "lessons/02_ispace_missions.ipynb"
EXERCISE = "exercises/02_ispace_missions/02_ispace_missions.ipynb"
SHORT_LESSON = "lessons/00_start_here.ipynb"
OPEN_FILES = "() => window.jupyterapp.shell.activateById('filebrowser')"
"""As JupyterLab does by itself, some time after its start, to show where a notebook lies."""
FILES_TAB = ".jp-SideBar.jp-mod-left .lm-TabBar-tab[data-id='filebrowser']"
CHOSEN = "() => localStorage.getItem('newspace-side-panel')"
LEFT = "() => [...window.jupyterapp.shell.widgets('left')].find((one) => one.isVisible)?.id ?? ''"
SHOWN = """() => [...document.querySelectorAll('.lm-DockPanel-tabBar .lm-TabBar-tab')].map((tab) => {
  const { content, position, height } = getComputedStyle(tab, '::after');
  const label = tab.querySelector('.lm-TabBar-tabLabel').offsetWidth ? ' and its label' : '';
  return content + (position === 'static' && parseFloat(height) > 10 ? '' : ' as a line') + label;
})"""
"""What each tab shows; JupyterLab draws lines with the same pseudo-element."""
WIDTH = "() => window.jupyterapp.shell.currentWidget.node.getBoundingClientRect().width"


def _load(page: Page, lab: Any, lesson: str, width: int, left: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    leave_without_saving(page)
    page.goto(lab.address(lesson))
    page.locator("[data-newspace-name^='Lesson']").first.wait_for()
    _wait_for_panel(page, left)


def _wait_for_panel(page: Page, left: str) -> None:
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

LATE = "written while the file was being written"
SAVE = f"""async (late) => {{
  const {{ context, content }} = {PANEL};
  const change = (_context, state) => {{
    if (state === "started" && late) setTimeout(() => content.model.cells.get(0).sharedModel.setSource(late));
  }};
  context.saveState.connect(change);
  await context.save();
  context.saveState.disconnect(change);
  return context.model.dirty;
}}"""
"""Saves the document in front; what the first cell holds is changed after that has begun."""


def test_what_comes_while_a_notebook_is_being_saved_is_saved_next(page: Page, lab: Any, notebook: Any) -> None:
    name = "lessons/90_of_my_own.ipynb"  # other tests open the course's notebooks as they are
    file = lab.work / name
    shutil.copyfile(lab.work / SHORT_LESSON, file)
    notebook(name)
    page.locator("[data-newspace-name^='Lesson 90']").first.wait_for()
    assert page.evaluate(SAVE, LATE) is True, "it is marked as changed"
    assert LATE not in file.read_text(encoding="utf-8")
    assert page.evaluate(SAVE, "") is False
    assert LATE in file.read_text(encoding="utf-8")
    file.unlink()


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
    _load(page, lab, LESSON, 1280, "table-of-contents")
    open_document(page, EXERCISE)
    page.locator("[data-newspace-name^='Exercise 2']").wait_for()
    assert page.evaluate(SHOWN) == ['"Lesson 2 · ispace missions"', '"Exercise 2 · ispace missions"']
    assert page.evaluate("() => window.jupyterapp.shell.currentWidget.context.path") == EXERCISE
    assert (lab.work / LESSON).exists(), "JupyterLab renames the file of a tab whose label is changed"
    assert page.evaluate(WIDTH) > 900
    page.evaluate(OPEN_FILES)
    _wait_for_panel(page, "table-of-contents")  # nobody asked for the files
    assert page.evaluate(CHOSEN) is None
    page.locator(FILES_TAB).click()
    page.wait_for_function(f"() => ({CHOSEN})() === 'filebrowser'", polling=POLL_MS, timeout=SLOW_MS)
    _load(page, lab, SHORT_LESSON, 800, "")
    assert page.evaluate(WIDTH) > 700
    page.evaluate(OPEN_FILES)
    _wait_for_panel(page, "")
    page.set_viewport_size({"width": 1280, "height": 800})
    _wait_for_panel(page, "filebrowser")  # what the learner chose stays, and comes with the room
    page.set_viewport_size({"width": 800, "height": 800})
    _wait_for_panel(page, "")
    assert page.evaluate(WIDTH) > 700
