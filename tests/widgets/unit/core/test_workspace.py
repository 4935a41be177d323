"""The learner's working folder: filled, updated, and never overwritten."""

from __future__ import annotations

import json

import pytest

from newspace.core.errors import CourseError
from newspace.core.lab import old_views, workspace

VIEW = "application/vnd.jupyter.widget-view+json"
NAME = "lessons/02.ipynb"


@pytest.fixture
def course(tmp_path):
    lessons = tmp_path / "course" / "lessons"
    (lessons / "quizzes").mkdir(parents=True)
    (lessons / "02.ipynb").write_text("first", encoding="utf-8")
    (lessons / "quizzes" / "02.toml").write_text("answers", encoding="utf-8")
    (lessons / "map.png").write_text("picture", encoding="utf-8")
    (lessons / ".ipynb_checkpoints").mkdir()
    (lessons / ".ipynb_checkpoints" / "02.ipynb").write_text("scrap", encoding="utf-8")
    return lessons


def fill(tmp_path, course):
    return workspace.fill(tmp_path / "work", {"lessons": course})


def test_the_first_run_copies_lessons_and_exercises_but_no_solutions(tmp_path, course):
    filled = fill(tmp_path, course)
    assert filled.new == [NAME, "lessons/map.png"]
    assert (tmp_path / "work" / NAME).read_text(encoding="utf-8") == "first"
    assert not (tmp_path / "work/lessons/.ipynb_checkpoints").exists()
    assert not (tmp_path / "work/lessons/quizzes").exists()


def test_a_second_run_changes_nothing(tmp_path, course):
    fill(tmp_path, course)
    again = fill(tmp_path, course)
    assert (again.new, again.updated, again.kept) == ([], [], [])


def test_an_unchanged_file_is_updated(tmp_path, course):
    fill(tmp_path, course)
    (course / "02.ipynb").write_text("second", encoding="utf-8")
    assert fill(tmp_path, course).updated == [NAME]
    assert (tmp_path / "work" / NAME).read_text(encoding="utf-8") == "second"


def test_a_changed_file_is_kept_and_the_newer_version_is_placed_beside_it_once(tmp_path, course):
    fill(tmp_path, course)
    mine = tmp_path / "work" / NAME
    mine.write_text("my answers", encoding="utf-8")
    assert fill(tmp_path, course).kept == []  # no newer version yet
    (course / "02.ipynb").write_text("second", encoding="utf-8")
    ((name, beside),) = fill(tmp_path, course).kept
    assert name == NAME
    assert mine.read_text(encoding="utf-8") == "my answers"
    assert (mine.parent / beside).read_text(encoding="utf-8") == "second"
    assert fill(tmp_path, course).kept == []  # reported once
    (mine.parent / beside).write_text("worked in the new one", encoding="utf-8")
    fill(tmp_path, course)
    assert (mine.parent / beside).read_text(encoding="utf-8") == "worked in the new one"


def test_a_deleted_file_is_copied_again(tmp_path, course):
    fill(tmp_path, course)
    (tmp_path / "work" / NAME).unlink()
    assert fill(tmp_path, course).new == [NAME]


@pytest.mark.parametrize("ledger", ["", "[]", "{broken", json.dumps({NAME: 7}), "\udcff"])
def test_an_unreadable_ledger_never_overwrites_work(tmp_path, course, ledger):
    fill(tmp_path, course)
    mine = tmp_path / "work" / NAME
    mine.write_text("my answers", encoding="utf-8")
    (tmp_path / "work" / workspace.LEDGER).write_text(ledger, encoding="utf-8", errors="surrogateescape")
    (course / "02.ipynb").write_text("second", encoding="utf-8")
    fill(tmp_path, course)
    assert mine.read_text(encoding="utf-8") == "my answers"


def test_a_file_older_than_the_course_is_not_overwritten(tmp_path, course):
    mine = tmp_path / "work" / NAME
    mine.parent.mkdir(parents=True)
    mine.write_text("something of mine", encoding="utf-8")
    ((name, _),) = fill(tmp_path, course).kept
    assert name == NAME
    assert mine.read_text(encoding="utf-8") == "something of mine"


def test_a_full_disk_leaves_the_old_file(tmp_path, course, monkeypatch):
    fill(tmp_path, course)
    (course / "02.ipynb").write_text("second", encoding="utf-8")

    def full(_source, target):
        with open(target, "w", encoding="utf-8") as half:
            half.write("sec")
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(workspace.shutil, "copyfile", full)
    with pytest.raises(CourseError, match="No space left"):
        fill(tmp_path, course)
    assert (tmp_path / "work" / NAME).read_text(encoding="utf-8") == "first"
    assert sorted(path.name for path in (tmp_path / "work/lessons").iterdir()) == ["02.ipynb", "map.png"]


def test_a_file_at_the_path_of_the_folder_gives_one_message(tmp_path, course):
    (tmp_path / "work").write_text("not a folder", encoding="utf-8")
    with pytest.raises(CourseError, match="What to do"):
        fill(tmp_path, course)


def test_the_report_says_where_the_newer_version_is(tmp_path):
    filled = workspace.Filled(new=["a"], updated=["b"], kept=[(NAME, "02.new-12345678.ipynb")])
    text = "\n".join(workspace.describe_result(filled, tmp_path))
    assert "02.new-12345678.ipynb" in text
    assert NAME in text


def notebook(source: str, *, outputs: tuple[str, ...] = ()) -> str:
    """Build a notebook of one cell, as JupyterLab saves it."""
    shown = [{"output_type": "stream", "name": "stdout", "text": text} for text in outputs]
    cell = {
        "cell_type": "code",
        "metadata": {},
        "source": source,
        "outputs": shown,
        "execution_count": len(shown) or None,
    }
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_a_notebook_that_was_only_run_is_updated(tmp_path, course):
    (course / "02.ipynb").write_text(notebook("print(1)"), encoding="utf-8")
    fill(tmp_path, course)
    mine = tmp_path / "work" / NAME
    mine.write_text(notebook("print(1)", outputs=("1",)), encoding="utf-8")
    assert fill(tmp_path, course).updated == []  # no newer version: a notebook that was run is not touched
    assert "stdout" in mine.read_text(encoding="utf-8")
    (course / "02.ipynb").write_text(notebook("print(2)"), encoding="utf-8")
    assert fill(tmp_path, course).updated == [NAME]


def test_a_notebook_with_changed_sources_is_not_overwritten(tmp_path, course):
    (course / "02.ipynb").write_text(notebook("print(1)"), encoding="utf-8")
    fill(tmp_path, course)
    mine = tmp_path / "work" / NAME
    mine.write_text(notebook("print(1)  # mine"), encoding="utf-8")
    (course / "02.ipynb").write_text(notebook("print(2)"), encoding="utf-8")
    assert [name for name, _beside in fill(tmp_path, course).kept] == [NAME]
    assert "mine" in mine.read_text(encoding="utf-8")


def view(plain):
    return {"output_type": "display_data", "metadata": {}, "data": {"text/plain": plain, VIEW: {"model_id": "gone"}}}


def test_a_saved_view_says_what_to_press(tmp_path):
    kept = {"output_type": "stream", "name": "stdout", "text": "0.85"}
    cell = {
        "cell_type": "code",
        "id": "a",
        "source": "ns.quiz()",
        "metadata": {},
        "outputs": [kept, view(["<Quiz>", "."])],
    }
    path = tmp_path / "lessons" / "02.ipynb"
    path.parent.mkdir()
    path.write_text(json.dumps({"cells": [{"cell_type": "markdown", "source": "# é"}, cell]}), encoding="utf-8")
    assert old_views.replace_views(tmp_path) == 1
    text, after = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert text["source"] == "# é"
    assert after["outputs"][0] == kept
    data = after["outputs"][1]["data"]
    assert VIEW not in data
    assert "&lt;Quiz&gt;." in data["text/html"]
    assert "Run up to here" in data["text/html"]
    assert old_views.replace_views(tmp_path) == 0
    assert [each.name for each in path.parent.iterdir()] == ["02.ipynb"]


@pytest.mark.parametrize("content", [VIEW, json.dumps({"cells": [VIEW]})])
def test_a_notebook_that_cannot_be_read_is_left_alone(tmp_path, content):
    path = tmp_path / "mine.ipynb"
    path.write_text(content, encoding="utf-8")
    assert old_views.replace_views(tmp_path) == 0
    assert path.read_text(encoding="utf-8") == content
