"""The command started by the button under an exercise: when, once, in the background, and how its result is shown."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from newspace.views.shared.exercise.grade_button import GradeMine

UNIT = "02_ispace_missions"
GOOD = """
import json, sys, os
assert "NBGRADER_EXECUTION" not in os.environ and os.environ["MPLBACKEND"] == "agg"
print("noise of some library")
print(json.dumps({"event": "task", "title": "1. <b>", "word": "Passed", "sign": "✓", "tone": "good", "points": 2, "possible": 2, "waiting": 0}))
print(json.dumps({"event": "done", "page": PAGE, "points": 2, "possible": 10, "waiting": 8, "held": 0, "given": sys.argv}))
"""


def stub(code: str, **names: object) -> list[str]:
    return [sys.executable, "-c", "\n".join([*(f"{name} = {value!r}" for name, value in names.items()), code])]


def view(tmp_path: Path, code: str, **names: object) -> GradeMine:
    notebook = tmp_path / f"{UNIT}.ipynb"
    notebook.write_text("{}", encoding="utf-8")
    return GradeMine(UNIT, stub(code, **names), lambda: notebook)


def press(made: GradeMine) -> dict[str, Any]:
    made._asked(made, {"kind": "grade"}, [])
    made.wait(600)
    return dict(made.state)


def test_nothing_is_started_before_the_button_is_pressed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mark = tmp_path / "started"
    made = view(tmp_path, "open(MARK, 'w').close()", MARK=str(mark))
    bundle = made._repr_mimebundle_()
    assert "newspace-grade mine 02_ispace_missions" in str(bundle)
    assert made.state == {"phase": "ready"}
    assert not mark.exists()
    press(made)
    assert mark.exists()
    assert capsys.readouterr().out == ""


def test_the_result_lists_every_task_and_the_feedback_is_sent_on_request(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>feedback</p>", encoding="utf-8")
    made = view(tmp_path, GOOD, PAGE=str(page))
    sent: list[Any] = []
    made.send = sent.append
    made._asked(made, {"kind": "page"}, [])
    assert sent == [], "there is none yet"
    state = press(made)
    assert (state["phase"], state["points"], state["possible"], state["waiting"]) == ("done", 2, 10, 8)
    assert [task["title"] for task in state["tasks"]] == ["1. <b>"]
    assert "feedback" not in str(state), "the page is not kept in the notebook's file"
    made._asked(made, {"kind": "page"}, [])
    assert sent == [{"kind": "page", "html": "<p>feedback</p>"}]


def test_the_kernel_stays_free_and_a_second_press_starts_nothing(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    made = view(
        tmp_path,
        "import os, time\nopen(LOG, 'a').write('x')\nwhile not os.path.exists(GATE): time.sleep(0.01)",
        GATE=str(gate),
        LOG=str(tmp_path / "log"),
    )
    made.grade()
    assert made.state["phase"] == "busy", "the call has come back while the grader is at work"
    made.grade()
    gate.touch()
    made.wait(600)
    assert made.state["phase"] == "failed"
    assert (tmp_path / "log").read_text(encoding="utf-8") == "x"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import sys\nprint('[X | WARNING] y\\nnewspace-grade: It is not here.', file=sys.stderr)", "It is not here."),
        ('import sys\nprint(\'{"event": "done", "page": "/nowhere/x.html"}\')', "No such file"),
        ('print(\'{"event": "done"}\')', "KeyError"),
    ],
)
def test_a_failure_shows_the_command_s_own_message(tmp_path: Path, code: str, words: str) -> None:
    state = press(view(tmp_path, code))
    assert state["phase"] == "failed"
    assert words in state["message"]
    assert "WARNING" not in state["message"]
