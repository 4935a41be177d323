"""Writing to nbgrader's gradebook: atomic, with nbgrader's own penalties, and without changing manual scores."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from courses import classroom
from processes.commands import run

from newspace_grading.course import layout as courses
from newspace_grading.course.layout import Course, CourseFolderError
from newspace_grading.course.nbgrader.gradebook import OpenGradebook
from newspace_grading.course.nbgrader.grades_export import GradesTable
from newspace_grading.course.records.journal import Entry
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Verdict

LATE, EARLY = "2026-01-08T10:00:00", "2026-01-05T10:00:00"
DUE = dt.datetime(2026, 1, 6)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A released course where late work has no worth."""
    made = classroom.make(
        tmp_path.resolve() / "course", {"ada": classroom.GOOD}, ['c.LateSubmissionPlugin.penalty_method = "zero"']
    )
    return courses.find_course(made)


def entry(
    score: float | None = 2.0,
    when: str = EARLY,
    key: str = "k",
    verdict: Verdict = Verdict.PASSED,
    task: str = "test-double",
) -> Entry:
    records = [Record(task, verdict, score, 2.0), Record("why", Verdict.MANUAL, None, 3.0)]
    return Entry(key, "ada", classroom.NAME, when, {classroom.NAME: records})


def write(course: Course, *entries: Entry, new_submission: bool = False) -> dict[str, Any]:
    with OpenGradebook(course, classroom.NAME, wait=1) as book:
        for one in entries:
            book.write(one, new_submission=new_submission)
    return classroom.scores(course.root).get("ada", {})


def opened(course: Course) -> Any:
    from nbgrader.api import Gradebook

    return Gradebook(course.directory.db_url, "")


def by_hand(course: Course, score: float) -> None:
    """A person grades the text, and says something about it."""
    with opened(course) as book:
        grade = book.find_grade("why", classroom.NAME, classroom.NAME, "ada")
        grade.manual_score, grade.needs_manual_grade = score, False
        book.find_comment("why", classroom.NAME, classroom.NAME, "ada").manual_comment = "Well said."
        book.db.commit()


@pytest.mark.parametrize(("when", "penalty"), [(LATE, 2.0), (EARLY, None), ("", None)])
def test_late_penalty_equals_nbgraders_own(course: Course, when: str, penalty: float | None) -> None:
    from nbgrader.preprocessors import AssignLatePenalties

    with opened(course) as book:
        book.update_or_create_assignment(classroom.NAME, duedate=DUE)
    ours = write(course, entry(when=when))
    names = {"notebook": classroom.NAME, "assignment": classroom.NAME, "student": "ada"}
    step = AssignLatePenalties(parent=course.directory.parent)
    step.preprocess(type("Notebook", (), {"cells": []})(), {"nbgrader": {**names, "db_url": course.directory.db_url}})
    assert ours == classroom.scores(course.root)["ada"]
    assert (ours["penalty"] or None) == penalty
    again = write(course, entry(score=0.0, when=when, key="other"), new_submission=True)
    assert (again["penalty"] or None) is None, "what is worth nothing cannot lose anything"


def test_writing_again_changes_nothing(course: Course) -> None:
    before = write(course, entry())
    by_hand(course, 2.5)
    graded = classroom.scores(course.root)["ada"]
    assert write(course, entry(), entry()) == graded
    assert graded == before | {"why": (None, 2.5, False), "comment why": (None, "Well said.")}


def test_a_resubmission_keeps_manual_scores_and_needs_review_again(course: Course) -> None:
    write(course, entry())
    by_hand(course, 2.5)
    found = write(course, entry(score=0.0, when=LATE, key="new", verdict=Verdict.FAILED))
    assert found["test-double"] == (0.0, None, False)
    assert found["why"] == (None, 2.5, True)
    assert found["comment why"] == (None, "Well said.")
    assert found["time"].startswith("2026-01-08")


def test_an_unreadable_resubmission_clears_old_scores(course: Course) -> None:
    write(course, entry())
    found = write(course, entry(score=None, when=LATE, key="new", verdict=Verdict.UNREADABLE))
    assert found["test-double"] == (None, None, True)
    assert found["time"].startswith("2026-01-08")


def test_a_submission_is_written_to_the_gradebook_atomically(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(OpenGradebook, "_comments", stumble)
        with pytest.raises(KeyboardInterrupt):
            write(course, entry())
    assert classroom.scores(course.root) == {}
    before = write(course, entry())
    with monkeypatch.context() as patch:
        patch.setattr(OpenGradebook, "_assign_late_penalty", stumble)
        with pytest.raises(KeyboardInterrupt):
            write(course, entry(score=0.0, when=LATE, key="new", verdict=Verdict.FAILED))
    assert classroom.scores(course.root)["ada"] == before, "no old score under a new time, and no new one under the old"


def test_unchanged_answers_get_nbgraders_comment(course: Course) -> None:
    left = Entry("k", "ada", classroom.NAME, EARLY, entry().notebooks, untouched={classroom.NAME: ["double"]})
    assert write(course, left)["comment double"] == ("No response.", None)
    assert write(course, entry())["comment double"] == (None, None)


def test_a_gradebook_of_another_source_version_is_reported(course: Course) -> None:
    with pytest.raises(CourseFolderError, match="generate_assignment small --force"):
        write(course, entry(task="new-task"))
    with pytest.raises(CourseFolderError, match="nbgrader generate_assignment other”"), OpenGradebook(course, "other"):
        pass
    course.place("release", ".", "other").mkdir(parents=True)  # nbgrader passes over it without --force
    with (
        pytest.raises(CourseFolderError, match="nbgrader generate_assignment other --force”"),
        OpenGradebook(course, "other"),
    ):
        pass


POINTS = {(classroom.NAME, "test-double"): 2.0, (classroom.NAME, "why"): 3.0}


@pytest.mark.parametrize(
    ("points", "problem"),
    [
        (POINTS | {(classroom.NAME, "test-double"): 5.0}, "gives 2 points for the task “test-double”.*source 5"),
        (POINTS | {(classroom.NAME, "test-new"): 1.0}, "does not know the task “test-new”"),
        ({(classroom.NAME, "why"): 3.0}, "has a task “test-double”.*that the source has not"),
    ],
)
@pytest.mark.parametrize("submissions", [0, 1])
def test_a_gradebook_of_another_source_is_refused_before_anything_is_graded(
    course: Course, points: dict[tuple[str, str], float], problem: str, submissions: int
) -> None:
    write(course, *[entry()] * submissions)
    with (
        pytest.raises(CourseFolderError, match=problem) as caught,
        OpenGradebook(course, classroom.NAME, points=points),
    ):
        pass
    assert "generate_assignment small --force" in str(caught.value)
    assert ("db assignment remove small --force" in str(caught.value)) == (submissions and len(points) != len(POINTS))


def test_the_remedy_for_a_gradebook_with_other_tasks_works(course: Course) -> None:
    """nbgrader itself refuses to add tasks while the gradebook holds submissions."""
    write(course, entry())
    place = course.place("source", ".", classroom.NAME) / f"{classroom.NAME}.ipynb"
    place.write_text(place.read_text(encoding="utf-8").replace("test-double", "test-twice"), encoding="utf-8")
    again = ("generate_assignment", classroom.NAME, "--force")
    assert run(course.root, *again, module="nbgrader").returncode == 1
    done = run(course.root, "autograde", classroom.NAME)
    assert done.returncode == 2
    assert "does not know the task “test-twice”" in done.stderr
    assert "Traceback" not in done.stderr
    assert run(course.root, "db", "assignment", "remove", classroom.NAME, "--force", module="nbgrader").returncode == 0
    assert run(course.root, *again, module="nbgrader").returncode == 0
    assert run(course.root, "autograde", classroom.NAME).returncode == 0
    assert classroom.scores(course.root)["ada"]["test-twice"] == (2.0, None, False)


def test_a_missing_late_plugin_is_named_with_its_line(tmp_path: Path) -> None:
    """One that nbgrader imports by its name, and that is not there."""
    line = 'c.AssignLatePenalties.plugin_class = "late_rules.Gentle"'
    course = classroom.make(tmp_path.resolve() / "course", {"ada": classroom.GOOD}, [line])
    done = run(course, "autograde", classroom.NAME)
    assert done.returncode == 2
    assert "“late_rules.Gentle”, cannot be loaded" in done.stderr
    assert "c.AssignLatePenalties.plugin_class in nbgrader_config.py" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["report", "feedback", "autograde"])
def test_an_unfinished_gradebook_in_a_read_only_course_is_an_error_in_words(tmp_path: Path, command: str) -> None:
    course = classroom.make(tmp_path.resolve() / "course", {"ada": classroom.GOOD})
    assert run(course, "autograde", classroom.NAME).returncode == 0
    place = course / "gradebook.db"
    place.write_bytes(b"")
    # Through SQLite's own address of the file, because a superuser may write whatever the rights of a file say.
    line = f'c.CourseDirectory.db_url = "sqlite:///file:{place.as_posix()}?mode=ro&uri=true"'
    (course / "nbgrader_config.py").write_text(f"c = get_config()\n{line}\n", encoding="utf-8")
    done = run(course, command, classroom.NAME)
    assert done.returncode == 2, done.stdout
    assert "The gradebook cannot be" in done.stderr
    assert "readonly" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("settings", "code"), [((), 0), (("c.Autograde.create_student = False",), 1)])
def test_unknown_students_are_added_unless_create_student_is_false(
    tmp_path: Path, settings: tuple[str, ...], code: int
) -> None:
    course = classroom.make(tmp_path.resolve() / "course", {"ada": classroom.GOOD, "new\x1b": classroom.GOOD}, settings)
    assert run(course, "db", "student", "add", "ada", module="nbgrader").returncode == 0
    done = run(course, "autograde", classroom.NAME)
    assert done.returncode == code, done.stderr
    assert ("not in the gradebook" in done.stderr, "\x1b" in done.stderr) == (bool(code), False)
    assert len(classroom.scores(course)) == 2 - code


def rows(course: Course, to: Path) -> dict[str, dict[str, str]]:
    """The exported table, by learner."""
    from nbgrader.apps import ExportApp

    app = ExportApp()
    app.coursedir = course.directory
    plugin = GradesTable(parent=app, to=str(to))
    with opened(course) as book:
        plugin.export(book)
    with to.open(encoding="utf-8", newline="") as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


def test_not_graded_is_never_exported_as_0(course: Course, tmp_path: Path) -> None:
    with opened(course) as book:
        for student in ("ada", "zoe"):
            book.update_or_create_student(student)
    found = rows(course, tmp_path / "a.csv")
    assert [found["ada"][name] for name in ("raw_score", "score", "points_so_far", "tasks_not_graded")] == [
        "",
        "",
        "",
        "2",
    ]
    points = ("raw_score", "score", "points_so_far", "late_submission_penalty", "tasks_not_graded")
    assert [found["zoe"][name] for name in points] == [""] * 5, "nobody has given a 0 to who handed in nothing"
    assert [found[name]["state"] for name in ("ada", "zoe")] == ["not graded yet", "handed in nothing"]
    write(course, entry())
    found = rows(course, tmp_path / "b.csv")
    assert [found["ada"][name] for name in ("raw_score", "score", "points_so_far", "tasks_not_graded")] == [
        "",
        "",
        "2.0",
        "1",
    ]
    assert found["ada"]["state"] == "waits for a person"
    by_hand(course, 2.5)
    found = rows(course, tmp_path / "c.csv")
    assert found["ada"]["state"] == "graded"
    assert [found["ada"][name] for name in ("raw_score", "score", "max_score", "tasks_not_graded")] == [
        "4.5",
        "4.5",
        "5.0",
        "0",
    ]


def test_a_course_is_found_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relative paths in its configuration are relative to the course folder, as nbgrader started there has them."""
    made, elsewhere = tmp_path / "made", tmp_path / "elsewhere"
    for folder in (made / "inner", elsewhere):
        folder.mkdir(parents=True)
    monkeypatch.chdir(elsewhere)
    assert courses.find_course(made).root == made
    lines = ["c = get_config()", "c.CourseDirectory.root = 'inner'", "c.CourseDirectory.db_url = 'sqlite:///grades.db'"]
    (made / "nbgrader_config.py").write_text("\n".join(lines), encoding="utf-8")
    course = courses.find_course(Path("../made"))
    assert course.root == made / "inner"
    assert course.database() == made / "grades.db"
    assert [one.path for one in course.config_files] == [made / "nbgrader_config.py"]
    assert Path.cwd() == elsewhere
