"""Exercises in the browser edition: checked and graded in the tab for self-study; for a class nothing of the solutions is there."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from browser.notebook_page import SLOW_MS, Notebook, leave_without_saving, said_by_kernel, violations
from browser.site_server import Site, build, goto_notebook, pyodide_folder
from nbgrader.api import Gradebook
from playwright.sync_api import Page, expect
from processes.commands import run
from repository import ROOT

NAME = "02_ispace_missions"
EXERCISE = f"exercises/{NAME}/{NAME}.ipynb"
ANSWERS = {
    "orbit-speed": "def orbit_speed(altitude_m):\n    return math.sqrt(GM_MOON / (R_MOON + altitude_m))",
    "free-fall": "def free_fall(height_m):\n    import time\n\n    while True:\n        time.sleep(1)",
}
"""A right answer, and one without an end: it comes in for the grading alone, since in a tab even a sleep keeps a processor busy."""
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
ARTEFACTS = ROOT / "artefacts" / "site"


def test_an_exercise_is_checked_graded_and_handed_in_from_the_tab(page: Page, site: Site, tmp_path: Path) -> None:
    about = site.folder / "newspace" / "site.json"
    told = json.loads(about.read_text(encoding="utf-8"))
    about.write_text(json.dumps(told | {"seconds": 15}), encoding="utf-8")  # the loop without an end is waited for
    leave_without_saving(page)
    exercise = Notebook(page, site, EXERCISE)
    goto_notebook(page, site, EXERCISE)
    exercise.wait_for_kernel()
    page.evaluate(ANSWER, {"orbit-speed": ANSWERS["orbit-speed"]})
    page.evaluate(RUN, ["start", "constants", "orbit-speed-answer", "grade"])
    card = page.locator(".nsm-mine")
    said = card.locator("> [role=status]")
    card.get_by_role("button", name="Check the visible tests").click()
    expect(said).to_contain_text("Tasks that pass the visible tests: 1 of 12", timeout=SLOW_MS)
    page.evaluate(ANSWER, ANSWERS)
    card.get_by_role("button", name="Grade my notebook").click()
    expect(said).to_contain_text("2 of 36 points.", timeout=SLOW_MS)
    rows = [row.inner_text().split("\t")[1:] for row in card.locator("tbody tr").all()]
    assert rows[0] == ["✓ Passed", "2 of 2"]
    assert rows[1] == ["– Not answered yet", "0 of 3"]
    assert rows[2] == ["✗ Took too long", "0 of 2"]
    card.get_by_label("Your name").fill("김 민준")
    with page.expect_download() as download:
        card.get_by_role("button", name="Download one file to hand in").click()
    expect(card.locator(".nsm-hand-in [role=status]")).to_contain_text(
        "Tasks in it that are still as they were given out: 10 of 12"
    )
    course = teachers_course(tmp_path)
    download.value.save_as(course / "downloaded" / NAME / "archive" / download.value.suggested_filename)
    assert violations(page, ".nsm-mine") == []
    card.scroll_into_view_if_needed()
    page.screenshot(path=str(ARTEFACTS / "graded.png"))
    with page.context.expect_page() as opened:
        card.get_by_role("link", name="Open the whole feedback").click()
    feedback = opened.value
    expect(feedback.locator("footer")).to_contain_text("isolation level: browser")
    feedback.close()
    seen = said_by_kernel(page, "from newspace.attempts.location import open_store; print(open_store().graded())")
    assert "02_ispace_missions" in seen
    shown = said_by_kernel(page, 'import newspace as ns; print(repr(ns.solution("02_ispace_missions", "orbit-speed")))')
    assert "math.sqrt" in shown
    page.close()

    # The teacher's side: the file from the tab is collected, and earns what the same answers earn that were written on a computer.
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


def test_a_site_for_a_class_holds_no_solutions(tmp_path: Path) -> None:
    pyodide_folder()
    folder = build(tmp_path / "site", "--class")
    secret = secret_lines()
    assert len(secret) > 50
    found = [(name, line) for name, text in texts(folder) for line in secret if line in text]
    assert found == []


def secret_lines() -> set[str]:
    """The longer lines of the reference's answers and of hidden tests that stand nowhere in what learners get."""
    learners = [*(ROOT / "exercises").glob("*/*.ipynb"), *(ROOT / "widgets" / "newspace").rglob("*.py")]
    given = "".join(path.read_text(encoding="utf-8") for path in learners)
    given += "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "lessons").rglob("*") if path.suffix in (".ipynb", ".toml")
    )
    lines: set[str] = set()
    for path in (ROOT / "solutions").glob("*/*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            text = "".join(cell["source"])
            for hidden in re.findall(r"### BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)### END", text, re.DOTALL):
                lines |= {line.strip() for line in hidden.splitlines() if len(line.strip()) > 40}
    return {line for line in lines if line not in given and json.dumps(line, ensure_ascii=False)[1:-1] not in given}


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """The text of every file of ours in a site, those in wheels too; what stands in notebooks is JSON, so quotes are undone."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".whl" and path.name.startswith("newspace"):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield f"{path.name}: {name}", archive.read(name).decode("utf-8", "replace").replace('\\"', '"')
        elif path.suffix in (".ipynb", ".json", ".html", ".toml", ".py", ".js") and "pyodide" not in path.parts:
            yield path.name, path.read_text(encoding="utf-8", errors="replace").replace('\\"', '"')
