"""nbgrader_config.py: it finds the course from anywhere, a copy is a course of its own, and a read-only one still loads."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from repository import ROOT
from traitlets.config import PyFileConfigLoader


def load(path: Path, cwd: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, object]]:
    monkeypatch.chdir(cwd)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    return PyFileConfigLoader(path.name, path=str(path.parent)).load_config()


@pytest.fixture
def course(tmp_path: Path) -> Path:
    (tmp_path / "course with a space").mkdir()
    return Path(shutil.copy(ROOT / "nbgrader_config.py", tmp_path / "course with a space")).resolve()


def test_every_path_is_absolute_and_lies_in_the_copy(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = load(course, tmp_path, monkeypatch)
    home = course.parent
    assert config["CourseDirectory"]["root"] == str(home)
    assert config["CourseDirectory"]["db_url"] == f"sqlite:///{home}/classroom/gradebook.db"
    assert (config["CourseDirectory"]["source_directory"], config["CourseDirectory"]["release_directory"]) == (
        "solutions",
        "exercises",
    )
    for name in ("submitted", "autograded", "feedback", "solution", "source_with_tests"):
        assert config["CourseDirectory"][f"{name}_directory"] == f"classroom/{name}"
    for path in (config["Exchange"]["root"], config["Exchange"]["cache"], config["ExportPlugin"]["to"]):
        assert Path(str(path)).is_relative_to(home / "classroom")


def test_the_folders_that_nbgrader_demands_are_there(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(course, tmp_path, monkeypatch)
    exchange = course.parent / "classroom" / "exchange"
    assert exchange.stat().st_mode & 0o777 == 0o777
    assert (course.parent / "classroom" / "exports").is_dir()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such rights")
def test_other_users_reach_the_exchange_and_nothing_else_of_a_class(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (course.parent / "solutions").mkdir()
    before = os.umask(0o022)
    try:
        load(course, tmp_path, monkeypatch)
    finally:
        os.umask(before)
    classroom = course.parent / "classroom"
    found = {path.name: path.stat().st_mode & 0o007 for path in classroom.iterdir()}
    assert classroom.stat().st_mode & 0o001
    assert found.pop("exchange") == 0o007
    assert {"submitted", "autograded", "gradebook.db"} <= found.keys()
    assert set(found.values()) == {0}


def test_alembic_is_found_without_an_activated_environment(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(course, tmp_path, monkeypatch)
    assert shutil.which("alembic", path=os.environ["PATH"])


@pytest.mark.parametrize(
    ("where", "found"), [(".", True), ("work", True), ("work/exercises/02", True), ("elsewhere", False)]
)
def test_the_learners_copies_are_found_from_the_course_and_from_work(
    course: Path, where: str, found: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    (course.parent / "work" / "exercises" / "02").mkdir(parents=True)
    (course.parent / "elsewhere").mkdir()
    config = load(course, course.parent / where, monkeypatch)
    assert ("assignment_dir" in config["Exchange"]) is found


def test_without_copies_the_folder_of_the_command_is_taken(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "assignment_dir" not in load(course, course.parent, monkeypatch)["Exchange"]


def test_a_course_in_a_read_only_place_still_loads(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError("read-only")

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert load(course, tmp_path, monkeypatch)["CourseDirectory"]["course_id"] == "newspace"
    assert not (course.parent / "classroom").exists()


def test_git_ignores_the_class(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert "/classroom/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
