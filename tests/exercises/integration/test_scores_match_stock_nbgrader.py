"""All exercises of the course, three learners each: this course's grader gives the scores that stock nbgrader gives."""

from __future__ import annotations

from pathlib import Path

from courses.stock_scores import LEARNERS, UNITS, digest, kept, nbgrader_version, run, scores, write_course

MADE_ANEW = (
    "run python tests/support/courses/stock_scores.py, and look at what has changed in tests/exercises/stock.json"
)


def test_the_stored_stock_scores_belong_to_these_exercises_and_this_nbgrader() -> None:
    stored = kept()
    assert stored["versions"]["nbgrader"] == nbgrader_version(), MADE_ANEW
    assert stored["digests"] == {unit: digest(unit) for unit in UNITS}, MADE_ANEW
    assert {unit: tuple(given) for unit, given in stored["scores"].items()} == {
        unit: tuple(sorted(LEARNERS)) for unit in UNITS
    }, MADE_ANEW


def test_every_exercise_is_graded_as_stock_nbgrader_does_it(tmp_path: Path) -> None:
    assert len(UNITS) == 6
    course = tmp_path / "course"
    write_course(course)
    for unit in UNITS:
        run(course, "-m", "newspace_grading.cli.main", "autograde", unit)
    assert scores(course) == kept()["scores"]
