"""The contents of the solution notebooks, and of the release that learners get."""

from __future__ import annotations

import ast
import json
import math
import re
import shutil
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import nbformat
import pytest
from repository import ROOT

from authoring.assignment import AuthoredAssignment, AuthoredCell, BrokenAssignmentError, find_notebook, read_assignment
from authoring.commands import exercises
from authoring.mutation.in_process_runner import Bench
from newspace.content import facts, readings
from newspace.views.shared.exercise.hint import load_hints as load_hints

UNITS = sorted(
    folder.name for folder in (ROOT / "solutions").iterdir() if folder.is_dir() and not folder.name.startswith(".")
)

mpl.use("agg")


@pytest.fixture(params=UNITS)
def unit(request: pytest.FixtureRequest) -> str:
    """Each unit in turn."""
    return str(request.param)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exercises as they come out of the solutions now."""
    folder = tmp_path_factory.mktemp("exercises")
    exercises.generate(ROOT, folder)
    return folder


@pytest.fixture(scope="module")
def once_more(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, made a second time."""
    folder = tmp_path_factory.mktemp("again")
    exercises.generate(ROOT, folder)
    return folder


def raw(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def source_of(unit: str) -> AuthoredAssignment:
    return read_assignment(find_notebook(ROOT / "solutions" / unit))


def release_of(unit: str) -> Path:
    return find_notebook(ROOT / "exercises" / unit)


def texts(unit: str) -> str:
    return "\n\n".join(cell.source for cell in source_of(unit).cells if not cell.code)


def test_exercises_are_what_the_solutions_give(unit: str, fresh: Path) -> None:
    assert exercises.drift(fresh / unit, ROOT / "exercises" / unit) == [], "run “make exercises”"


def test_the_same_solutions_give_the_same_bytes(unit: str, fresh: Path, once_more: Path) -> None:
    assert exercises.drift(fresh / unit, once_more / unit) == []


def broken(tmp_path: Path, unit: str, which: str, **marks: object) -> Path:
    """A copy of the solutions in which one cell is not right."""
    shutil.copytree(ROOT / "solutions" / unit, tmp_path / "course" / "solutions" / unit)
    path = find_notebook(tmp_path / "course" / "solutions" / unit)
    table = raw(path)
    cell = next(cell for cell in table["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == which)
    if "source" in marks:
        cell["source"] = marks.pop("source")
    for key, value in marks.items():
        if value is None:
            del cell["metadata"]["nbgrader"][key]
        else:
            cell["metadata"]["nbgrader"][key] = value
    path.write_text(json.dumps(table), encoding="utf-8")
    return tmp_path / "course"


@pytest.mark.parametrize(
    ("which", "change", "says"),
    [
        ("test", {"source": "### BEGIN HIDDEN TESTS\nassert True"}, "begun and not ended"),
        ("test", {"source": "assert ("}, "not Python"),
        ("test", {"points": None}, "no points"),
        ("test", {"grade_id": ""}, "no grade_id"),
        ("answer", {"source": "### BEGIN SOLUTION\nx = 1"}, "BEGIN SOLUTION"),
        ("answer", {"source": "### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS"}, "not a test cell"),
        ("answer", {"solution": False}, "has no answer cell"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_broken_solution_is_refused_with_the_cell_and_writes_nothing(
    tmp_path: Path, which: str, change: dict[str, object], says: str
) -> None:
    unit = "02_ispace_missions"
    task = source_of(unit).tasks[0]
    grade_id = (task.tests if which == "test" else task.answers)[0].grade_id
    course = broken(tmp_path, unit, grade_id, **change)
    (course / "exercises").mkdir()
    with pytest.raises(BrokenAssignmentError) as caught:
        exercises.generate(course, course / "exercises")
    assert says.casefold() in str(caught.value).casefold()
    assert unit in caught.value.where
    assert list((course / "exercises").iterdir()) == []


def test_a_file_that_is_no_notebook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text("{}", encoding="utf-8")
    with pytest.raises(BrokenAssignmentError, match="not a notebook"):
        read_assignment(tmp_path / "a.ipynb")
    with pytest.raises(BrokenAssignmentError, match="one notebook"):
        find_notebook(ROOT)


def test_nothing_of_the_author_is_in_the_release(unit: str) -> None:
    text = release_of(unit).read_text(encoding="utf-8")
    assert [path.name for path in (ROOT / "exercises" / unit).iterdir()] == [f"{unit}.ipynb"]
    for mark in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "MARK SCHEME", "checks.hidden", "Rubric"):
        assert mark not in text
    released = {cell.grade_id: cell for cell in read_assignment(release_of(unit)).cells if cell.grade_id}
    for task in source_of(unit).tasks:
        for cell in (*task.answers, *task.tests):
            for line in secret_lines(cell):
                assert line not in released[cell.grade_id].source, f"{cell.grade_id}: {line}"


def secret_lines(cell: AuthoredCell) -> list[str]:
    """The lines of a source cell that no learner may get."""
    if cell.role == "manual":
        return [line for line in cell.source.splitlines() if line.strip()]
    regions = re.compile(r"BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)\n[^\n]*END (?:SOLUTION|HIDDEN TESTS)", re.DOTALL)
    open_part = regions.sub("", cell.source)
    return [
        line
        for region in regions.findall(cell.source)
        for line in region.splitlines()
        if len(line.strip()) > 2 and line.strip() not in open_part
    ]


def test_the_source_is_a_clean_notebook(unit: str) -> None:
    for path in (find_notebook(ROOT / "solutions" / unit), release_of(unit)):
        nbformat.validate(nbformat.read(path, as_version=4))
        table = raw(path)
        ids = [cell["id"] for cell in table["cells"]]
        assert len(ids) == len(set(ids))
        assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in ids), (
            "ids are words, so that a change shows where it was made"
        )
        for cell in table["cells"]:
            assert cell.get("outputs", []) == []
            assert cell.get("execution_count") is None
            assert cell["metadata"].get("nbgrader", {"schema_version": 3})["schema_version"] == 3


def test_the_first_cell_tells_the_design(unit: str) -> None:
    design = raw(find_notebook(ROOT / "solutions" / unit))["cells"][0]["metadata"]["newspace"]["design"]
    assert design["goal"]
    assert design["teaches"]
    assert design["leaves_out"]


def test_tasks_have_the_shape_of_the_design(unit: str) -> None:
    assignment = source_of(unit)
    fewest, most = (3, 5) if unit == "00_start_here" else (8, 12)  # the start page only shows how exercises work
    assert fewest <= len(assignment.tasks) <= most
    assert [task.name for task in assignment.tasks if task.manual], "one task asks for a written argument"
    assert any("check.figure(" in cell.source for task in assignment.tasks for cell in task.tests), (
        "one task draws a figure"
    )
    for task in assignment.tasks:
        assert task.points > 0
        if not task.manual:
            for cell in task.tests:
                assert cell.source.count("checks.task(") == 1
                assert cell.source.count("checks.hidden(") == 1


def test_every_task_names_an_objective_of_the_question_bank(unit: str) -> None:
    bank = tomllib.loads((ROOT / "lessons" / "quizzes" / f"{unit}.toml").read_text(encoding="utf-8"))
    assert {task.objective for task in source_of(unit).tasks} <= set(bank["objectives"])


def test_every_task_has_hints_that_hold_no_solution_line(unit: str) -> None:
    hints = load_hints(unit)
    tasks = source_of(unit).tasks
    assert list(hints) == [task.name for task in tasks]
    for task in tasks:
        assert len(hints[task.name]) >= 2
        told = " ".join(hints[task.name])
        lines = {line.strip() for cell in task.answers for line in secret_lines(cell)} - {
            "fig, ax = plt.subplots()",
            "return ax",
        }  # how every picture begins and ends
        assert not [line for line in lines if len(line) > 8 and line in told]
    calls = re.findall(
        r'ns\.hint\("([^"]+)", "([^"]+)"\)', "\n".join(cell.source for cell in source_of(unit).cells if cell.code)
    )
    assert calls == [(unit, task.name) for task in tasks]


def test_every_citation_and_fact_of_the_text_is_there(unit: str) -> None:
    assert readings.citations_in(texts(unit), unit)
    assert facts.facts_in(texts(unit), unit)


def test_the_text_beside_validate_says_that_hidden_tests_remain(unit: str) -> None:
    text = texts(unit)
    assert "Validate" in text
    assert "hidden ones remain" in text


def test_locked_constants_are_the_facts(unit: str) -> None:
    given = {"GM_MOON": "moon_gm_m3_s2", "R_MOON": "moon_mean_radius_m", "G_MOON": "moon_surface_gravity_m_s2"}
    for cell in source_of(unit).cells:
        if cell.role != "locked" or not cell.code:
            continue
        for node in ast.parse(cell.source).body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id in given:
                value = ast.literal_eval(node.value)
                fact = facts.get(given.pop(node.targets[0].id)).settled()
                assert math.isclose(value, float(fact), rel_tol=1e-9)
    assert unit != "02_ispace_missions" or not given


def test_test_cells_only_hand_the_learners_work_to_checks(unit: str) -> None:
    """So that the work may live in another process: it is called by a check, or read by one, and nothing else happens to it."""
    assignment = source_of(unit)
    for task in assignment.tasks:
        made = {name for cell in task.answers if cell.code for name in names_bound(ast.walk(ast.parse(cell.source)))}
        for cell in task.tests:
            nodes = list(ast.walk(ast.parse(cell.source)))
            handed = handed_to_check(nodes)
            for node in nodes:
                if isinstance(node, ast.Name) and node.id in made:
                    assert node in handed, f"{cell.grade_id}: {node.id} in line {node.lineno}"
            assert names_bound(node for node in nodes if isinstance(node, ast.Name)) <= {"check"}


def names_bound(nodes: Iterable[ast.AST]) -> set[str]:
    """Return the names of functions that are defined and of variables that are assigned."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found


def handed_to_check(nodes: Iterable[ast.AST]) -> set[ast.expr]:
    """Return what is the first argument of a method of ``check``."""
    calls = [node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    checks = [call for call in calls if isinstance(call.func.value, ast.Name) and call.func.value.id == "check"]
    return {argument for call in checks for argument in call.args[:1]}


def test_every_expected_number_matters(unit: str) -> None:
    """Change one expected number of a test, and the reference must fail it: else that number was never compared."""
    bench = Bench(source_of(unit), limit_s=600)
    assert all(bench.judge(task.name).passed for task in bench.assignment.tasks if not task.manual)
    tried = 0
    for task in bench.assignment.tasks:
        for cell in () if task.manual else task.tests:
            for changed in with_one_number_changed(cell.source):
                space = dict(bench._before[task.name])
                exec("\n\n".join(part.source for part in task.answers), space)  # noqa: S102 - the reference
                with pytest.raises(AssertionError):
                    exec(changed, space)  # noqa: S102 - its own test
                tried += 1
    assert tried > (15 if unit == "00_start_here" else 50)
    sys.modules["matplotlib.pyplot"].close("all")


def with_one_number_changed(source: str) -> list[str]:
    """The test cell once for each number in an ``expect=``, ``x=`` or ``y=``, with that number changed."""
    places = [
        constant
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.keyword) and node.arg in ("expect", "x", "y")
        for constant in ast.walk(node.value)
        if isinstance(constant, ast.Constant) and isinstance(constant.value, int | float)
    ]
    changed = []
    for place in places:
        other = not place.value if isinstance(place.value, bool) else place.value * 1.01 + 1
        lines = source.splitlines()
        data = lines[place.lineno - 1].encode()
        lines[place.lineno - 1] = (
            data[: place.col_offset] + repr(other).encode() + data[place.end_col_offset :]
        ).decode()
        changed.append("\n".join(lines))
    return changed
