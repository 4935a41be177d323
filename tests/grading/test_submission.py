"""What a submission's folder may hold: which file of it is the notebook, and what is left lying."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from newspace_grading.course.grading.file_copy import copy_files, digest
from newspace_grading.engine.analysis.name_ownership import Names
from newspace_grading.engine.analysis.reference import Source
from newspace_grading.model.execution_plan import Part, plain
from newspace_grading.model.notebook.submission import LONGEST_CELL, UnreadableError, read
from newspace_grading.pages.learner.writer import answers

MARKS = {"part-a", "part-b", "part-c"}


def put(folder: Path, name: str, answer: str, marks: tuple[str, ...] = ("part-a", "part-b", "part-c")) -> None:
    cells = [
        {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": mark}}, "source": f"# {mark}\n{answer}"}
        for mark in marks
    ]
    (folder / f"{name}.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5}), "utf-8")


def test_the_other_notebook_of_the_assignment_is_never_taken_for_this_one(tmp_path: Path) -> None:
    put(tmp_path, "first", "raise NotImplementedError()")
    put(tmp_path, "second", "x = 1")
    assert read(tmp_path, "first", MARKS, frozenset({"second"})).path.stem == "first"
    (tmp_path / "first.ipynb").unlink()
    with pytest.raises(UnreadableError, match="there is no notebook"):
        read(tmp_path, "first", MARKS, frozenset({"second"}))


def test_feedback_shows_the_answers_of_the_same_notebook_that_was_graded(tmp_path: Path) -> None:
    put(tmp_path, "first", "raise NotImplementedError()")
    put(tmp_path, "second", "x = 1")
    parts = [Part(mark, "answer", "") for mark in sorted(MARKS)]
    source = Source("first", parts, Names(), {}, frozenset({"second"}))
    assert answers(source, tmp_path)["part-a"] == "# part-a\nraise NotImplementedError()"


def test_a_worked_copy_beside_the_released_notebook_is_taken(tmp_path: Path) -> None:
    put(tmp_path, "first", "raise NotImplementedError()")
    put(tmp_path, "first-Copy1", "x = 1", ("part-a", "part-b"))
    found = read(tmp_path, "first", MARKS)
    assert found.path.stem == "first-Copy1"
    assert found.repairs == ["the notebook was called first-Copy1.ipynb"]


def test_a_notebook_of_another_assignment_with_one_mark_in_common_is_not_taken(tmp_path: Path) -> None:
    put(tmp_path, "first", "raise NotImplementedError()")
    put(tmp_path, "last-week", "x = 1", ("part-a", "task-1", "task-2"))
    assert read(tmp_path, "first", MARKS).path.stem == "first"


def test_what_stands_in_the_way_of_the_assignments_own_files_stays_behind(tmp_path: Path) -> None:
    assignment, learner, target = (tmp_path / name for name in ("assignment", "learner", "target"))
    (assignment / "data").mkdir(parents=True)
    (assignment / "data" / "prices.csv").write_text("right", "utf-8")
    (assignment / "notes.txt").write_text("right", "utf-8")
    for name in ("notes.txt", "bank.ipynb", "own"):
        (learner / name).mkdir(parents=True)
        (learner / name / "inside.txt").write_text("own", "utf-8")
    (learner / "data").write_text("a file where a folder is", "utf-8")
    copy_files(assignment, target)
    copy_files(learner, target)
    found = {
        path.relative_to(target).as_posix(): path.read_text("utf-8") for path in target.rglob("*") if path.is_file()
    }
    assert found == {"data/prices.csv": "right", "notes.txt": "right", "own/inside.txt": "own"}


def test_a_learners_file_takes_the_place_of_the_assignments_only_where_the_teacher_says_so(tmp_path: Path) -> None:
    for room in ("assignment", "learner"):
        (tmp_path / room).mkdir()
        for name in ("helpers.py", "data.csv"):
            (tmp_path / room / name).write_text(room, "utf-8")
    copy_files(tmp_path / "assignment", tmp_path / "target")
    copy_files(tmp_path / "learner", tmp_path / "target", frozenset({"helpers.py"}))
    assert (tmp_path / "target" / "helpers.py").read_text("utf-8") == "learner"
    assert (tmp_path / "target" / "data.csv").read_text("utf-8") == "assignment"


def test_folders_without_end_and_odd_names_stop_nothing(tmp_path: Path) -> None:
    learner = tmp_path / "learner"
    learner.mkdir()
    put(learner, "first", "x = 1")
    (learner / os.fsdecode(b"caf\xe9.txt")).write_text("odd", "utf-8")
    here = os.open(learner, os.O_RDONLY)
    for _depth in range(1500):  # deeper than Python's own recursion, and longer than any path
        os.mkdir("d", dir_fd=here)
        inner = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    before = digest(learner)
    copy_files(learner, tmp_path / "target")
    assert [path.name for path in (tmp_path / "target").iterdir() if path.is_file()] == [os.fsdecode(b"caf\xe9.txt")]
    assert read(learner, "first", MARKS).path.stem == "first"
    (learner / "new.txt").write_text("x", "utf-8")
    assert digest(learner) != before
    os.system(f"rm -rf '{learner}/d'")  # noqa: S605 - pytest cannot clear so deep a folder away


def test_a_learners_text_full_of_marks_is_read_in_one_pass() -> None:
    """With a text that is searched anew for each mark this would take a quarter of an hour."""
    marks = "# BEGIN HIDDEN TESTS\n" * 50_000
    assert plain(marks).count("BEGIN HIDDEN TESTS") == 50_000
    assert plain("a\n### BEGIN HIDDEN TESTS\nsecret\n### END HIDDEN TESTS\nb") == "a b"


def test_a_cell_that_nobody_has_written_by_hand_is_left_out(tmp_path: Path) -> None:
    put(tmp_path, "first", "x = 1\n" * (LONGEST_CELL // 6 + 1), ("part-a",))
    with pytest.raises(UnreadableError, match="no cells"):
        read(tmp_path, "first", MARKS)


@pytest.mark.parametrize("linked", ["mallory", "mallory/bank"])
def test_a_link_to_somebody_elses_folder_is_no_submission(tmp_path: Path, linked: str) -> None:
    (tmp_path / "alice" / "bank").mkdir(parents=True)
    put(tmp_path / "alice" / "bank", "first", "x = 1")
    link = tmp_path / linked
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(tmp_path / linked.replace("mallory", "alice"))
    with pytest.raises(UnreadableError, match="link"):
        read(tmp_path / "mallory" / "bank", "first", MARKS)
