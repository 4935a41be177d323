"""The button that grades a learner's own notebook: what it shows, and which notebook it grades."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from repository import ROOT

import newspace
from newspace.views.shared.exercise import grade_button
from newspace.views.shared.exercise.grade_button import GradeMine, grade_mine
from newspace.views.shared.exercise.own_notebook import own_notebook

UNIT = "02_ispace_missions"


def stub(code: str, **names: object) -> list[str]:
    return [sys.executable, "-c", "\n".join([*(f"{name} = {value!r}" for name, value in names.items()), code])]


def press(made: GradeMine) -> dict[str, Any]:
    made._asked(made, {"kind": "grade"}, [])
    made.wait(600)
    return dict(made.state)


def test_a_missing_notebook_is_reported() -> None:
    made = GradeMine(UNIT, stub("raise SystemExit(9)"), lambda: None)
    assert "--notebook FILE" in press(made)["message"]


def test_without_solutions_an_alternative_is_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("seeds", "lessons"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("NEWSPACE_HOME", str(tmp_path))
    made = newspace.grade_mine(UNIT)
    assert made.state["phase"] == "absent"
    assert "Validate" in made.state["message"]
    assert "Validate" in repr(made)
    made.grade()
    assert made.state["phase"] == "absent"


def test_without_the_grader_an_alternative_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert grade_button._command(UNIT)
    monkeypatch.setattr(grade_button.importlib.metadata, "entry_points", lambda **_asked: ())
    assert grade_button._command(UNIT) == []


@pytest.mark.parametrize("name", ["NBGRADER_EXECUTION", "NBGRADER_VALIDATING"])
def test_nothing_is_shown_while_nbgrader_runs_the_notebook(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "1")
    assert grade_mine(UNIT) is None


def test_the_graded_notebook_is_that_of_the_kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "gone.ipynb"))
    assert own_notebook(UNIT) is None
    (tmp_path / f"{UNIT}.ipynb").touch()
    assert own_notebook(UNIT) == tmp_path / f"{UNIT}.ipynb"
    (tmp_path / "renamed.ipynb").touch()
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "renamed.ipynb"))
    assert own_notebook(UNIT) == tmp_path / "renamed.ipynb"


def test_each_exercise_ends_with_the_button_and_the_brief_with_its_rating() -> None:
    for path in sorted((ROOT / "exercises").glob("*/*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        judged = (
            ["ns.judge_briefs()"] if path.stem == "05_policy_brief" else []
        )  # of a brief, rating is what comes last
        assert code[-1 - len(judged) :] == [f'ns.grade_mine("{path.stem}")', *judged], path
