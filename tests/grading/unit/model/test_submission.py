"""Finding the notebook in a submission's folder, and refusing what is too large or a link."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newspace_grading.model.notebook.submission import (
    LONGEST_CELL,
    NotHandedInError,
    UnreadableError,
    read_submission,
)

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
    assert read_submission(tmp_path, "first", MARKS, frozenset({"second"})).path.stem == "first"
    (tmp_path / "first.ipynb").unlink()
    with pytest.raises(UnreadableError, match="there is no notebook"):
        read_submission(tmp_path, "first", MARKS, frozenset({"second"}))


def test_a_notebook_that_alone_is_missing_was_not_handed_in(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as nothing:
        read_submission(tmp_path, "first", MARKS, frozenset({"second"}))
    put(tmp_path, "second", "x = 1")
    with pytest.raises(NotHandedInError):
        read_submission(tmp_path, "first", MARKS, frozenset({"second"}))
    assert not isinstance(nothing.value, NotHandedInError)


def test_a_notebook_saved_without_cells_is_one_in_which_nothing_was_done(tmp_path: Path) -> None:
    plain(tmp_path, "first")
    assert read_submission(tmp_path, "first", MARKS).cells == []


def test_a_worked_copy_beside_the_released_notebook_is_taken(tmp_path: Path) -> None:
    put(tmp_path, "first", "raise NotImplementedError()")
    put(tmp_path, "first-Copy1", "x = 1", ("part-a", "part-b"))
    found = read_submission(tmp_path, "first", MARKS)
    assert found.path.stem == "first-Copy1"
    assert [str(repair) for repair in found.repairs] == ["the notebook was called first-Copy1.ipynb"]


def test_the_named_notebook_is_taken_although_a_draft_beside_it_has_more_filled_in(tmp_path: Path) -> None:
    put(tmp_path, "first", "raise NotImplementedError()")
    table = json.loads((tmp_path / "first.ipynb").read_text("utf-8"))
    table["cells"][0]["source"] = "x = 1"
    (tmp_path / "first.ipynb").write_text(json.dumps(table), "utf-8")
    put(tmp_path, "first-draft", "x = 2")
    assert read_submission(tmp_path, "first", MARKS).path.stem == "first"
    assert read_submission(tmp_path, "first", MARKS, answers={"part-b", "part-c"}).path.stem == "first-draft"


def test_a_notebook_of_another_assignment_with_one_mark_in_common_is_not_taken(tmp_path: Path) -> None:
    put(tmp_path, "first", "raise NotImplementedError()")
    put(tmp_path, "last-week", "x = 1", ("part-a", "task-1", "task-2"))
    assert read_submission(tmp_path, "first", MARKS).path.stem == "first"


def plain(folder: Path, name: str, *sources: str) -> None:
    cells = [{"cell_type": "code", "metadata": {}, "source": source} for source in sources]
    (folder / f"{name}.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5}), "utf-8")


def test_a_scratch_notebook_without_marks_is_not_taken_for_the_named_one(tmp_path: Path) -> None:
    put(tmp_path, "first", "x = 1")
    plain(tmp_path, "scratch", *(f"y = {number}" for number in range(9)))
    assert read_submission(tmp_path, "first", MARKS).path.stem == "first"


def test_a_worked_copy_that_has_lost_its_marks_is_taken(tmp_path: Path) -> None:
    put(tmp_path, "first", "raise NotImplementedError()")
    plain(tmp_path, "first (1)", "# part-a\nraise NotImplementedError()", "x = 1", "y = 2")
    assert read_submission(tmp_path, "first", MARKS).path.stem == "first (1)"


def test_an_oversized_cell_is_left_out(tmp_path: Path) -> None:
    put(tmp_path, "first", "x = 1\n" * (LONGEST_CELL // 6 + 1), ("part-a",))
    with pytest.raises(UnreadableError, match="no cells"):
        read_submission(tmp_path, "first", MARKS)


@pytest.mark.parametrize("linked", ["mallory", "mallory/bank"])
def test_a_symlinked_submission_folder_is_refused(tmp_path: Path, linked: str) -> None:
    (tmp_path / "alice" / "bank").mkdir(parents=True)
    put(tmp_path / "alice" / "bank", "first", "x = 1")
    link = tmp_path / linked
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(tmp_path / linked.replace("mallory", "alice"))
    with pytest.raises(UnreadableError, match="link"):
        read_submission(tmp_path / "mallory" / "bank", "first", MARKS)
