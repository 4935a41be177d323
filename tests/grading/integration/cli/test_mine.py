"""``newspace-grade mine``: a learner's own notebook, graded without the gradebook."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from processes.commands import command, run_python
from repository import ROOT

from newspace import progress

UNIT = "00_start_here"


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the points are kept: whoever runs the tests has a progress file, too."""
    place = tmp_path / "progress.sqlite"
    monkeypatch.setenv("NEWSPACE_PROGRESS", str(place))
    return place


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    others = ("JUPYTER", "NEWSPACE_HOME", "NEWSPACE_WORK", "DISPLAY")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(others)}
    return run_python(folder, *command(*arguments)[1:], timeout=900, env=kept | environment)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A learner's folder, with the reference as the learner's own work."""
    work = tmp_path_factory.mktemp("mine").resolve() / "work"
    filled = subprocess.run(
        [sys.executable, "-m", "newspace", "work", "--work", str(work)], capture_output=True, timeout=600, check=True
    )
    assert filled.returncode == 0
    shutil.copy(ROOT / "solutions" / UNIT / f"{UNIT}.ipynb", work / "exercises" / UNIT)
    return work


def test_mine_finds_the_notebook_from_any_subfolder_and_changes_no_gradebook(work: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (ROOT / "classroom").rglob("*") if path.is_file()}
    done = run(work / "lessons", "mine", UNIT, "--no-open")
    assert done.returncode == 0, done.stderr
    assert "✓ Passed" in done.stdout
    assert "Isolation: " in done.stdout
    page = (work / "feedback" / f"{UNIT}.html").read_text(encoding="utf-8")
    assert "You graded this yourself" in page
    assert "What a person grades has no points here" in page
    assert {path: path.stat().st_mtime_ns for path in (ROOT / "classroom").rglob("*") if path.is_file()} == before


def test_mine_reports_unanswered_tasks_and_cells_that_do_not_run(tmp_path: Path) -> None:
    table = json.loads((ROOT / "exercises" / UNIT / f"{UNIT}.ipynb").read_text(encoding="utf-8"))
    cell = next(cell for cell in table["cells"] if cell["metadata"].get("nbgrader", {}).get("solution"))
    cell["source"] = "def won(yen, won_per_100_yen):\n    return yen *"
    own = tmp_path / f"{UNIT}.ipynb"
    own.write_text(json.dumps(table), encoding="utf-8")
    done = run(tmp_path, "mine", UNIT, "--no-open", "--notebook", own.name)
    assert done.returncode == 0, done.stderr
    assert "✗ Does not run " in done.stdout
    assert "Your cell stopped with: SyntaxError: invalid syntax (line 2 of the cell)" in done.stdout
    assert done.stdout.count("– Not answered yet ") == 4
    assert "Not right yet" not in done.stdout
    assert "No nbgrader_config.py" not in done.stderr


def test_mine_prints_json_lines(work: Path, kept: Path) -> None:
    notebook = work / "exercises" / UNIT / f"{UNIT}.ipynb"
    done = run(ROOT, "mine", UNIT, "--no-open", "--json", "--notebook", str(notebook))
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["event"] for line in told[:2]] == ["started", "task"]
    assert told[0]["notebook"] == str(notebook)
    end = told[-1]
    assert end["event"] == "done"
    assert end["points"] == sum(line["points"] for line in told if line["event"] == "task") > 0
    assert end["points"] + end["waiting"] == end["possible"]
    assert end["held"] == 0
    (graded,) = progress.open_store(kept).graded()
    assert (graded.unit, graded.points, graded.possible, graded.waiting) == (
        UNIT,
        end["points"],
        end["possible"],
        end["waiting"],
    )


def test_mine_exits_with_1_for_an_unreadable_notebook_and_2_for_a_missing_one(tmp_path: Path, kept: Path) -> None:
    broken = tmp_path / f"{UNIT}.ipynb"
    broken.write_text('{"cells": [', encoding="utf-8")
    done = run(tmp_path, "mine", UNIT, "--no-open", "--notebook", broken.name)
    assert done.returncode == 1, done.stderr
    assert f" {broken.name}: it is no notebook" in done.stdout
    assert "Your file could not be read" in broken.with_suffix(".feedback.html").read_text(encoding="utf-8")
    assert "No points yet" in done.stdout
    done = run(tmp_path, "mine", UNIT, "--no-open", "--notebook", "nowhere.ipynb")
    assert (done.returncode, "no such notebook" in done.stderr) == (2, True)
    without = tmp_path / "home"
    for room in ("lessons", "exercises"):
        (without / room).mkdir(parents=True)
    done = run(tmp_path, "mine", UNIT, "--no-open", NEWSPACE_HOME=str(without))
    assert done.returncode == 2
    assert "press “Validate”" in done.stderr
    assert "Traceback" not in done.stderr
    assert not kept.exists(), "outside a learner's folder nobody knows whose points they are"
