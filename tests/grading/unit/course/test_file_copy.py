"""Copying of a submission and its assignment: links and pipes, precedence, odd names and deep folders."""

from __future__ import annotations

import json
import os
from pathlib import Path

from newspace_grading.course.grading.file_copy import copy_files, digest
from newspace_grading.model.notebook.submission import read_submission


def test_links_and_pipes_in_a_submission_are_not_copied(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "grades.db").write_text("grades", encoding="utf-8")
    folder = tmp_path / "submission"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "mine.csv").write_text("1", encoding="utf-8")
    (folder / "link.db").symlink_to(tmp_path / "secret" / "grades.db")
    (folder / "linked").symlink_to(tmp_path / "secret")
    os.mkfifo(folder / "pipe")
    copy_files(folder, tmp_path / "copy")
    assert [path.name for path in sorted((tmp_path / "copy").rglob("*"))] == ["data", "mine.csv"]


MARKS = {"part-a", "part-b", "part-c"}


def put(folder: Path, name: str, answer: str, marks: tuple[str, ...] = ("part-a", "part-b", "part-c")) -> None:
    cells = [
        {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": mark}}, "source": f"# {mark}\n{answer}"}
        for mark in marks
    ]
    (folder / f"{name}.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5}), "utf-8")


def test_files_that_would_replace_the_assignments_are_not_copied(tmp_path: Path) -> None:
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


def test_a_submitted_file_replaces_the_assignments_only_if_excluded_from_overwriting(tmp_path: Path) -> None:
    for room in ("assignment", "learner"):
        (tmp_path / room).mkdir()
        for name in ("helpers.py", "data.csv"):
            (tmp_path / room / name).write_text(room, "utf-8")
    copy_files(tmp_path / "assignment", tmp_path / "target")
    copy_files(tmp_path / "learner", tmp_path / "target", frozenset({"helpers.py"}))
    assert (tmp_path / "target" / "helpers.py").read_text("utf-8") == "learner"
    assert (tmp_path / "target" / "data.csv").read_text("utf-8") == "assignment"


def test_files_that_nbgrader_ignores_are_not_copied(tmp_path: Path) -> None:
    for name in ("data.csv", "old.pyc", "feedback/page.html", "data/kept.txt", "data/old.pyc"):
        (tmp_path / "learner" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "learner" / name).touch()
    copy_files(tmp_path / "learner", tmp_path / "target", ignored=["*.pyc", "feedback"])
    found = sorted(path.name for path in (tmp_path / "target").rglob("*") if path.is_file())
    assert found == ["data.csv", "kept.txt"]


def test_deep_folders_and_odd_names_are_survived(tmp_path: Path) -> None:
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
    assert read_submission(learner, "first", MARKS).path.stem == "first"
    (learner / "new.txt").write_text("x", "utf-8")
    assert digest(learner) != before
    _remove_chain(learner)  # pytest cannot clear so deep a folder away


def _remove_chain(folder: Path) -> None:
    """Remove folders that each hold the next one, named d: the outermost first, after what it holds was moved out of it."""
    home = os.open(folder, os.O_RDONLY)
    while "d" in os.listdir(home):
        outer = os.open("d", os.O_RDONLY, dir_fd=home)
        held = os.listdir(outer)
        if held:
            os.rename("d", "held", src_dir_fd=outer, dst_dir_fd=home)
        os.close(outer)
        os.rmdir("d", dir_fd=home)
        if held:
            os.rename("held", "d", src_dir_fd=home, dst_dir_fd=home)
    os.close(home)
