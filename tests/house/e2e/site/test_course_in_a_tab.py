"""A course taken in a tab: begun online (``first_visit``), gone on with in a train, checked, graded and handed in; for a class without the solutions."""

from __future__ import annotations

import base64
import shutil
from pathlib import Path

import nbformat
import pytest
from browser.looks.accessibility import violations
from browser.notebook_page import (
    SLOW_MS,
    Notebook,
    said_by_kernel,
)
from browser.site_server import PYTHON, Site
from browser.site_visits import Visit, learner
from nbgrader.api import Gradebook
from playwright.sync_api import Browser, Page, expect
from processes.commands import run
from repository import ROOT

from newspace import progress

LESSON = "lessons/02_ispace_missions.ipynb"
NAME = "02_ispace_missions"
EXERCISE = f"exercises/{NAME}/{NAME}.ipynb"
WRONG = {"orbit-speed": "def orbit_speed(altitude_m):\n    return math.sqrt(GM_MOON / altitude_m)"}
ANSWERS = {
    "orbit-speed": "def orbit_speed(altitude_m):\n    return math.sqrt(GM_MOON / (R_MOON + altitude_m))",
    "free-fall": """def free_fall(height_m):
    import time

    try:
        from pyodide.code import run_js
    except ImportError:
        run_js = lambda _: time.sleep(1)
    while True:
        run_js("Atomics.wait(new Int32Array(new WebAssembly.Memory({initial: 1, maximum: 1, shared: true}).buffer), 0, 0, 1000)")
""",
}
"""A right answer, and one with a loop that has no end; in a tab Python's own sleep would keep a processor busy until it is stopped."""
ANSWER = """(answers) => {
  for (const cell of window.jupyterapp.shell.currentWidget.content.widgets) {
    const source = answers[cell.model.sharedModel.metadata.nbgrader?.grade_id];
    if (source) cell.model.sharedModel.setSource(source);
  }
}"""
RUN = """async (ids) => {
  const { content } = window.jupyterapp.shell.currentWidget;
  for (const [index, cell] of content.widgets.entries()) {
    if (!ids.includes(cell.model.sharedModel.id)) continue;
    content.activeCellIndex = index;
    await window.jupyterapp.commands.execute("notebook:run-cell");
  }
}"""
BYTES = """async (path) => {
  const { contents } = window.jupyterapp.serviceManager;
  return (await contents.get(path, { type: "file", format: "base64", content: true })).content;
}"""
GRADER = "document.documentElement.dataset.newspaceGrader"
"""Whether the Python that grades took what the kernel's start had unpacked, or unpacked all itself."""
ANSWERED = """
from newspace.attempts.location import open_store
for attempt in open_store().attempts():
    print(attempt.unit, attempt.question)
"""
OLD_VIEW = "widget model not found"
"""What JupyterLab writes into the console, as soon as the new kernel has told what it has, of each view that was saved with an older one."""
ARTEFACTS = ROOT / "artefacts" / "site"


def test_a_course_begun_online_is_gone_on_with_and_graded_without_a_network(
    browser: Browser, first_visit: Visit, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert first_visit.complaints == []
    asked = list(first_visit.asked)
    complaints: list[str] = []

    # The laptop was closed, and is opened in a train.
    site.stop()
    with learner(browser, first_visit.copied(tmp_path), asked, complaints) as page:
        page.context.set_offline(True)
        page.goto(site.url)
        page.get_by_role("link", name="Open the lesson of unit 2").press("Enter")
        lesson = Notebook(page, site, LESSON).wait_for_kernel()
        assert lesson.outputs() == first_visit.shown
        assert page.evaluate(PYTHON) == "prepared"
        answered = said_by_kernel(page, ANSWERED).split()
        assert answered[:2] == ["00_start_here", "run-cell"]
        assert answered[2::2] == [NAME]
        page.get_by_role("link", name="Next: Exercise 2").first.press("Enter")
        Notebook(page, site, EXERCISE).wait_for_kernel()
        handed_in = do_the_exercise(page, tmp_path)
        monkeypatch.setenv("NEWSPACE_PROGRESS", str(tmp_path / "computer" / "progress.sqlite"))
        answers_go_to_a_computer_and_back(page, tmp_path)
    assert [said for said in complaints if OLD_VIEW not in said] == []
    assert [url for url in asked if not url.startswith((site.url, "data:", "blob:", "attachment:"))] == []
    the_teacher_takes_it(tmp_path, handed_in)


def do_the_exercise(page: Page, folder: Path) -> Path:
    """Exercise 2: a wrong answer checked, a right one and one without an end graded, with the keyboard; the file to hand in."""
    page.evaluate(ANSWER, WRONG)
    page.evaluate(RUN, ["start", "constants", "orbit-speed-answer", "grade"])
    card = page.locator(".nsm-mine")
    said = card.locator("> [role=status]")
    card.get_by_role("button", name="Check the visible tests").press("Enter")
    expect(said).to_contain_text("Tasks that pass the visible tests: 0 of 12", timeout=SLOW_MS)
    assert page.evaluate(GRADER) == "prepared"
    page.evaluate(ANSWER, ANSWERS)
    card.get_by_role("button", name="Grade my work").press("Enter")
    expect(said).to_contain_text("2 of 36 points.", timeout=SLOW_MS)
    rows = [row.inner_text().split("\t")[1:] for row in card.locator("tbody tr").all()]
    assert rows[0] == ["✓ Passed", "2 of 2"]
    assert rows[1] == ["– Not answered yet", "0 of 3"]
    assert rows[2] == ["✗ Took too long", "0 of 2"]
    card.get_by_label("Your name").fill("김 민준")
    with page.expect_download() as download:
        card.get_by_role("button", name="Download one file to hand in").press("Enter")
    expect(card.locator(".nsm-hand-in [role=status]")).to_contain_text(
        "Tasks in it that are still as they were given out: 10 of 12"
    )
    handed_in = folder / download.value.suggested_filename
    download.value.save_as(handed_in)
    assert violations(page, ".nsm-mine") == []
    card.scroll_into_view_if_needed()
    page.screenshot(path=str(ARTEFACTS / "graded.png"))
    with page.context.expect_page() as opened:
        card.get_by_role("link", name="Open the whole feedback").press("Enter")
    feedback = opened.value
    expect(feedback.locator("footer")).to_contain_text("isolation level: browser")
    feedback.close()
    seen = said_by_kernel(page, "from newspace.attempts.location import open_store; print(open_store().graded())")
    assert NAME in seen
    shown = said_by_kernel(page, 'import newspace as ns; print(repr(ns.solution("02_ispace_missions", "orbit-speed")))')
    assert "math.sqrt" in shown
    page.set_viewport_size({"width": 360, "height": 740})
    assert Notebook(page, None, EXERCISE).too_wide() == []
    card.scroll_into_view_if_needed()
    page.screenshot(path=str(ARTEFACTS / "graded-360.png"))
    return handed_in


def answers_go_to_a_computer_and_back(page: Page, folder: Path) -> None:
    """What was exported in the tab is imported here, one answer more is given, and all of it goes back."""
    said_by_kernel(page, 'import newspace as ns; ns.progress.export("/drive/taken.json")')
    taken, back = folder / "taken.json", folder / "back.json"
    taken.write_bytes(base64.b64decode(page.evaluate(BYTES, "taken.json")))
    assert progress.import_answers(taken) == "2 answers were added to yours."
    store = progress.open_store()
    assert store.attempts()[0].question == "run-cell"
    store.record(NAME, "on-the-computer", answer=1, score=1)
    progress.export(back)
    page.evaluate(
        "(content) => window.jupyterapp.serviceManager.contents.save('back.json', { type: 'file', format: 'text', content })",
        back.read_text(encoding="utf-8"),
    )
    said = said_by_kernel(page, 'print(ns.progress.import_answers("/drive/back.json"))')
    assert said.strip() == "1 answer was added to yours. 2 answers of the file were there already."


def the_teacher_takes_it(folder: Path, handed_in: Path) -> None:
    """The file from the tab is collected, and earns what the same answers earn that were written on a computer."""
    course = teachers_course(folder)
    shutil.copy(handed_in, course / "downloaded" / NAME / "archive")
    done = run(course, "zip_collect", NAME, module="nbgrader")
    assert done.returncode == 0, done.stderr
    desktop = course / "submitted" / "desktop" / NAME / f"{NAME}.ipynb"
    desktop.parent.mkdir(parents=True)
    nbformat.write(answered(), desktop)
    done = run(course, "autograde", NAME)
    assert done.returncode == 0, done.stdout + done.stderr
    tab, own = graded(course, "김-민준"), graded(course, "desktop")
    assert tab == own
    assert sum(score for score in tab.values() if score) == 2


def teachers_course(folder: Path) -> Path:
    """A course of a teacher with this exercise in it; the real settings say how downloads are collected."""
    course = folder / "course"
    course.mkdir()
    settings = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (collector,) = [line for line in settings.splitlines() if "collector_plugin" in line]
    limits = "c.GraderLimits.cell_seconds = c.GraderLimits.test_seconds = 15"
    lines = ["c = get_config()", collector, "c.GraderSettings.jobs = 1", limits, ""]
    (course / "nbgrader_config.py").write_text("\n".join(lines), encoding="utf-8")
    shutil.copytree(ROOT / "solutions" / NAME, course / "source" / NAME)
    done = run(course, "generate_assignment", NAME, module="nbgrader")
    assert done.returncode == 0, done.stderr
    (course / "downloaded" / NAME / "archive").mkdir(parents=True)
    return course


def answered() -> nbformat.NotebookNode:
    """The exercise as it is given out, with the same answers."""
    notebook = nbformat.read(ROOT / EXERCISE, as_version=4)
    for cell in notebook.cells:
        cell.source = ANSWERS.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
    return notebook


def graded(course: Path, student: str) -> dict[str, float | None]:
    """What each task of a student's submission earned; None for one that waits for a person."""
    with Gradebook(f"sqlite:///{(course / 'gradebook.db').as_posix()}") as gradebook:
        submission = gradebook.find_submission(NAME, student)
        return {
            grade.name: None if grade.needs_manual_grade else grade.score for grade in submission.notebooks[0].grades
        }
