"""The reference answer: shown beside the learner's own when allowed, and never a test."""

from __future__ import annotations

import json

import pytest
from repository import ROOT

import newspace as ns
from authoring.commands import release_solutions
from newspace.content import solutions
from newspace.core.errors import CourseError
from newspace.views.shared.exercise import solution as view

UNIT = "02_ispace_missions"
OWN = "def orbit_speed(altitude_m):\n    return 1633.5  # <b>mine</b>\n"


@pytest.fixture
def ran(monkeypatch):
    """Set the cells that the kernel has run."""

    def history(*cells: str) -> None:
        monkeypatch.setattr(view, "_history", lambda: cells)

    history()
    return history


@pytest.fixture
def in_class(tmp_path, monkeypatch):
    """Create a learner's folder without solutions/, as in a class."""
    for room in ("lessons", "seeds"):
        (tmp_path / "course" / room).mkdir(parents=True)
    (tmp_path / "work").mkdir()
    monkeypatch.setenv("NEWSPACE_HOME", str(tmp_path / "course"))
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"


def test_the_reference_is_shown_beside_the_own_answer(ran):
    ran("import newspace as ns", OWN, "orbit_speed(100_000)")
    shown = ns.solution(UNIT, "orbit-speed")
    page = shown._repr_html_()
    assert "math.sqrt(GM_MOON" in page
    assert "1633.5" in page
    assert "<b>" not in page
    assert "distance from the Moon" in page
    assert "SOLUTION" not in repr(shown)
    assert OWN.strip() in repr(shown)


@pytest.mark.parametrize(
    "cells",
    [
        (),
        ("import newspace as ns",),
        ("orbit_speed(1)", "orbit_speed = "),
        ('def orbit_speed(altitude_m):\n    """Speed."""\n    # YOUR CODE HERE\n    raise NotImplementedError()',),
    ],
)
def test_no_reference_before_an_own_attempt(ran, cells):
    ran(*cells)
    with pytest.raises(CourseError, match="answer of your own"):
        ns.solution(UNIT, "orbit-speed")


def test_the_last_own_answer_counts(ran):
    ran(OWN, OWN.replace("1633.5", "1634"), "orbit_speed(0)")
    assert "1634" in ns.solution(UNIT, "orbit-speed").own


def test_a_table_of_evidence_is_an_answer_too(ran):
    ran('evidence = {}\nevidence["range"] = {"verdict": "supported"}')
    assert "supported" in ns.solution(UNIT, "claims").own


def test_a_written_task_shows_the_model_answer_without_the_rubric(ran):  # noqa: ARG001 - the history is empty
    shown = ns.solution(UNIT, "argument")
    assert "It was reasonable" in shown.reference.answer
    assert "Rubric" not in shown.reference.answer
    assert "Another position" in repr(shown)


def test_an_unknown_task_or_exercise_is_reported_with_the_known_ones(ran):
    ran(OWN)
    with pytest.raises(CourseError) as caught:
        ns.solution(UNIT, "orbit")
    assert "orbit-speed" in caught.value.remedy
    with pytest.raises(CourseError, match="are not here"):
        ns.solution("99_nothing", "orbit-speed")


def test_no_reference_while_an_exercise_is_graded(ran, monkeypatch):
    ran(OWN)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(CourseError, match="while an exercise is graded"):
        ns.solution(UNIT, "orbit-speed")


def test_in_a_class_only_a_released_solution_is_shown(ran, in_class):
    ran(OWN)
    with pytest.raises(CourseError) as caught:
        ns.solution(UNIT, "orbit-speed")
    assert f"{UNIT}.solutions.json" in caught.value.remedy
    assert release_solutions.main([UNIT, "--to", str(in_class)]) == 0
    text = (in_class / f"{UNIT}.solutions.json").read_text(encoding="utf-8")
    assert "math.sqrt(GM_MOON" in ns.solution(UNIT, "orbit-speed").reference.answer
    for hidden in ("checks.", "HIDDEN", "expect=", "Rubric"):
        assert hidden not in text
    assert release_solutions.main(["99_nothing", "--to", str(in_class)]) == 2


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", json.dumps({"format": "newspace-solutions", "unit": "other", "tasks": []}),
     json.dumps({"format": "newspace-solutions", "unit": UNIT, "tasks": [{"task": "orbit-speed"}]}),
     json.dumps({"format": "newspace-solutions", "unit": UNIT, "tasks": [{"task": "a", "answer": 7, "is_code": True, "explanation": ""}]})],
)  # fmt: skip
def test_an_invalid_file_gives_one_message(ran, in_class, content):
    ran(OWN)
    (in_class / f"{UNIT}.solutions.json").write_text(content, encoding="utf-8")
    with pytest.raises(CourseError, match="cannot be read"):
        ns.solution(UNIT, "orbit-speed")


@pytest.mark.parametrize("path", sorted((ROOT / "solutions").glob("*_*.toml")), ids=lambda path: path.stem)
def test_every_task_has_an_explanation(path):
    references = solutions.read_references(ROOT / "solutions" / path.stem / f"{path.stem}.ipynb", path)
    explained = set(solutions.catalogue.load_catalogue(path))
    assert explained == set(references), "each task one explanation, and none for a task that is not there"
    assert all(reference.explanation.endswith(".") and reference.answer for reference in references.values())
