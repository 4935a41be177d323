"""The learner's page of work that the engine graded: it explains failures, and shows no value of a hidden test."""

from __future__ import annotations

import ast
import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from courses.feedback_page import Page
from repository import ANSWERS, ROOT

from newspace_grading.disclosure.redaction import descriptions, hidden_sources
from newspace_grading.engine.analysis.reference import Source, read_source
from newspace_grading.engine.engine import Engine
from newspace_grading.model.results.record import Record
from newspace_grading.pages.learner import task_texts
from newspace_grading.pages.learner.page import Work, render_feedback_page
from newspace_grading.pages.learner.writer import learner_answers, texts

UNITS = sorted(path.name for path in (ROOT / "solutions").iterdir() if (path / f"{path.name}.ipynb").exists())
TOLD_KEYWORDS = ("because", "why", "expected", "unit", "x_unit", "y_unit")
NUMBER = re.compile(r"\d[\d_,]*(?:\.\d+)?(?:[eE][+-]?\d+)?")


def source_path(unit: str) -> Path:
    return ROOT / "solutions" / unit / f"{unit}.ipynb"


@functools.cache
def source_of(unit: str) -> Source:
    """As a whole class is graded with one source, so are all tests of a unit: its reference is judged once."""
    return read_source(source_path(unit), ROOT / "exercises" / unit / f"{unit}.ipynb")


def page_of(
    course_engine: Engine, unit: str, written: dict[str, str], folder: Path, **more: Any
) -> tuple[Page, list[Record]]:
    """Put answers (task → text) into the released notebook, grade it, and make the page."""
    table = json.loads((ROOT / "exercises" / unit / f"{unit}.ipynb").read_text(encoding="utf-8"))
    left = dict(written)
    for cell in table["cells"]:
        meta = cell["metadata"]
        if meta.get("nbgrader", {}).get("solution") and meta.get("newspace", {}).get("task") in left:
            cell["source"] = left.pop(meta["newspace"]["task"])
    (folder / f"{unit}.ipynb").write_text(json.dumps(table), encoding="utf-8")
    path, source = source_path(unit), source_of(unit)
    records = course_engine.grade(source, folder)
    work = Work(unit, "min-seo", "", records, learner_answers(source, folder), **more)
    return Page(render_feedback_page(work, task_texts.read_task_texts(path), texts(path))), records


def wrong_answers(unit: str, number: int) -> dict[str, str]:
    chosen = {}
    for folder in sorted((ANSWERS / unit).iterdir()) if (ANSWERS / unit).is_dir() else ():
        files = sorted(folder.glob("wrong_*.py"))
        chosen[folder.name] = files[number % len(files)].read_text(encoding="utf-8")
    return chosen


def hidden_constants(unit: str) -> tuple[set[float], set[str]]:
    """The numbers and texts that the hidden tests of a unit call with or expect; not the words that they say to learners."""
    tests = [source for task in task_texts.read_task_texts(source_path(unit)) for source in task.tests.values()]
    values = [value for source in tests for region in hidden_sources(source) for value in secret_values(region)]
    numbers = {abs(float(value)) for value in values if isinstance(value, int | float) and not isinstance(value, bool)}
    return numbers, {value for value in values if isinstance(value, str) and len(value) > 3}


def secret_values(region: str) -> Iterator[object]:
    """Yield the constants of a hidden test that no learner reads."""
    nodes = list(ast.walk(ast.parse(region)))
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    told = {inner for call in calls for part in told_arguments(call) for inner in ast.walk(part)}
    yield from (node.value for node in nodes if isinstance(node, ast.Constant) and node not in told)


def told_arguments(call: ast.Call) -> list[ast.expr]:
    """Return the arguments of a check that its message tells to learners."""
    told = [keyword.value for keyword in call.keywords if keyword.arg in TOLD_KEYWORDS]
    describes = isinstance(call.func, ast.Attribute) and call.func.attr == "hidden"
    return [*told, *call.args] if describes else told


def numbers_in(text: str) -> set[float]:
    return {float(found.replace(",", "").replace("_", "")) for found in NUMBER.findall(text)}


def telling(number: float) -> bool:
    return len(repr(number).replace(".", "").strip("0")) >= 3


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("number", range(2))
def test_no_constant_of_a_hidden_test_reaches_the_page(
    course_engine: Engine, unit: str, number: int, tmp_path: Path
) -> None:
    written = wrong_answers(unit, number)
    page, records = page_of(course_engine, unit, written, tmp_path)
    assert any(record.verdict == "failed" for record in records)
    numbers, words = hidden_constants(unit)
    assert numbers or words
    release = (ROOT / "exercises" / unit / f"{unit}.ipynb").read_text(encoding="utf-8")
    known = ["".join(cell["source"]) for cell in json.loads(release)["cells"]] + [*written.values()]
    tests = [source for task in task_texts.read_task_texts(source_path(unit)) for source in task.tests.values()]
    abouts = [about for source in tests for about in descriptions(source)]
    cells = "\n".join([*known, *abouts])
    shown = numbers_in(page.text) - numbers_in(cells)
    assert {value for value in numbers & shown if telling(value)} == set()
    assert [word for word in words if word in page.text and word not in cells] == []
    assert [about for about in abouts if about not in page.text] == []


def test_values_remembered_from_hidden_calls_do_not_reach_the_page(course_engine: Engine, tmp_path: Path) -> None:
    spy = {
        "orbit-speed": "seen = []\ndef orbit_speed(altitude_m):\n    seen.append(altitude_m)\n    return math.sqrt(GM_MOON / (R_MOON + altitude_m))",
        "deorbit": "def deorbit(high_m, low_m):\n    return 1",
        "braking-need": "def braking_need(altitude_m, speed_m_s):\n    seen.append((altitude_m, speed_m_s))\n    return 4.04 if altitude_m == 900 else 0",
        "braking-figure": "def plot_braking_need(altitudes_m, speed_m_s):\n    raise ValueError(f'{seen}')",
    }
    page, records = page_of(course_engine, "02_ispace_missions", spy, tmp_path)
    assert next(record for record in records if record.task == "test-braking-figure").verdict == "failed"
    assert "it stopped with ValueError: []" in page.text, "as in a process in which no other test was run"
    assert not {"6000000", "20000.0", "192"} & set(page.text.replace(",", " ").split())


def test_the_page_says_what_was_asked_called_came_back_and_expected(course_engine: Engine, tmp_path: Path) -> None:
    written = {
        "orbit-speed": "def orbit_speed(altitude_m):\n    return math.sqrt(GM_MOON / altitude_m)",
        "free-fall": "def free_fall(height_m, speed_m_s=0.0):\n    return 127.27922, 78.567420",
    }
    page, _records = page_of(course_engine, "02_ispace_missions", written, tmp_path)
    for words in (
        "1. The speed of an orbit", "How fast were they there?", "Called orbit_speed(100000)", "Came back 7002",
        "Expected a number in m/s, about 1633.504", "The radius of the orbit counts from the Moon's centre",
        "return math.sqrt(GM_MOON / altitude_m)", "Not right yet: 0 of 2 points",
        "A hidden test did not pass. It tries: other heights, with and without a speed at the start, and no height at all .",
        "Expected 2 numbers in m/s and s Why",
    ):  # fmt: skip
        assert words in page.text, words
    assert "192" not in page.text


def test_the_error_of_a_cell_that_does_not_run_reaches_the_page(course_engine: Engine, tmp_path: Path) -> None:
    written = {
        "orbit-speed": "def orbit_speed(altitude_m)\n    return 1",
        "free-fall": "half = 1 / 0\ndef free_fall(height_m, speed_m_s=0.0):\n    return half",
        "gate": "def keeps(measured_m, predicted_m, gate_m):\n    return abs(measured_m - predicted_m) <= gate_m\nkeeps()",
    }
    page, records = page_of(course_engine, "02_ispace_missions", written, tmp_path, left=frozenset(["deorbit"]))
    assert "1. The speed of an orbit ✗ Does not run 0 of 2" in page.text
    assert "SyntaxError: expected ':' (line 1 of the cell)" in page.text
    assert "ZeroDivisionError: division by zero" in page.text
    assert "2. Leaving the orbit – Not answered yet 0 of 3" in page.text
    found = {record.task: record for record in records}
    assert found["test-gate"].verdict == "passed", "an error after the answer costs nothing"
    assert found["test-gate"].cell_error is None


def cells(*marked: tuple[str, str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"cell_type": kind, "source": text, "metadata": {"nbgrader": marks} if marks else {}}
        for kind, text, marks in marked
    ]
