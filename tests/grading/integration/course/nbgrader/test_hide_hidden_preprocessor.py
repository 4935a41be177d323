"""nbgrader's own feedback page with our preprocessor shows no more of a hidden test than ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from courses import classroom
from nbformat.v4 import new_code_cell, new_output
from nbgrader.preprocessors import ClearHiddenTests
from processes.commands import run

from newspace_grading.course.nbgrader.hide_hidden_preprocessor import HideHiddenTests
from newspace_grading.model.execution_plan import normalised_source
from newspace_grading.model.notebook import hidden_regions

HIDDEN = (
    "check.number(f, 1, expect=2.5)\n### BEGIN HIDDEN TESTS\nwith checks.hidden('t', 'other values') as check:\n"
    "    check.number(f, 71234.5, expect=9.87654)\n### END HIDDEN TESTS"
)
FAILED = (
    "t: not right yet.\n  Hidden test:  other values\n  Called:       f(71234.5)\n  Came back:    71234.5\n\n"
    "  Expected:     a number in m/s,\n                and no more\n  Why:          It is near 71234.5."
)


@pytest.mark.parametrize("message", [FAILED, FAILED.replace("  Called:", "Called:")])
def test_nbgraders_feedback_page_shows_no_more_than_ours(message: str) -> None:
    error = new_output("error", ename="failed", evalue=message, traceback=["failed", *message.splitlines()])
    cell = new_code_cell(HIDDEN, outputs=[error], metadata={"nbgrader": {"grade": True, "grade_id": "t"}})
    made, _resources = HideHiddenTests().preprocess_cell(cell, {}, 0)
    assert "A hidden test did not pass" in str(made)
    assert "71234.5)" not in str(made)
    assert "9.87654" not in str(made)


TWO = (
    "assert f(1) == 2\n### BEGIN HIDDEN TESTS: large ones\nassert f(30) == 31\n### END HIDDEN TESTS\nassert f(5) == 6\n"
    "if True:\n    ### BEGIN HIDDEN TESTS\n    assert f(70) == 71\n    ### END HIDDEN TESTS\n    pass"
)


@pytest.mark.parametrize(
    "source", [TWO, "x = 1\n", "", "### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS", "a\n### END HIDDEN TESTS b"]
)
def test_the_preprocessor_leaves_what_nbgrader_leaves(source: str) -> None:
    cell = new_code_cell(source)
    ClearHiddenTests()._remove_hidden_test_region(cell)
    left = hidden_regions.without(source)
    assert normalised_source(left) == normalised_source(source)
    if source.count(hidden_regions.BEGIN) == source.count(hidden_regions.END):
        assert left.rstrip("\n") == cell.source.rstrip("\n")


STEPS = (
    'c.GenerateFeedback.preprocessors = ["newspace_grading.course.nbgrader.hide_hidden_preprocessor.HideHiddenTests", '
    '"nbgrader.preprocessors.GetGrades", "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor"]'
)


@pytest.mark.parametrize("config", [[STEPS], []])
def test_the_model_answer_is_in_sight_while_marking_and_in_no_feedback(tmp_path: Path, config: list[str]) -> None:
    """Without our preprocessor the feedback is a copy of the graded notebook: then the answer stays out of both."""
    course = classroom.make(tmp_path.resolve() / "course", {"ada": classroom.GOOD}, config)
    place = course / "source" / classroom.NAME / f"{classroom.NAME}.ipynb"
    text = place.read_text(encoding="utf-8")
    place.write_text(
        text.replace('"Because."', '"It is linear.\\n\\n| level | points |\\n|---|---|\\n| good | 3 |"'),
        encoding="utf-8",
    )
    assert run(course, "autograde", classroom.NAME).returncode == 0
    cells = classroom.graded(course)["ada"]["cells"]
    shown = [cell["source"] for cell in cells if "It is linear." in cell["source"]]
    assert len(shown) == len(config)
    assert [cell["source"] for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade_id") == "why"] == [
        "Because."
    ]
    done = run(course, "generate_feedback", classroom.NAME, module="nbgrader")
    assert done.returncode == 0, done.stderr
    page = (course / "feedback" / "ada" / classroom.NAME / f"{classroom.NAME}.html").read_text(encoding="utf-8")
    assert "Because." in page
    assert "It is linear." not in page
