"""On a hub with nbgitpuller a newer course is merged into a learner's clone: own work stays, and the link opens a page that is there."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
from nbgitpuller.pull import GitPuller
from repository import ROOT

LESSONS = ("00_start_here", "02_ispace_missions", "03_korea_hubs")


def lesson_of(folder: Path, name: str) -> Path:
    return folder / "lessons" / f"{name}.ipynb"


def commit(folder: Path, message: str) -> None:
    git = ("git", "-c", "user.name=school", "-c", "user.email=school@school.example", "-C", str(folder))
    subprocess.run([*git, "add", "--all"], check=True)
    subprocess.run([*git, "commit", "--quiet", "--message", message], check=True)


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """The repository of the learners' course: some of its lessons."""
    folder = tmp_path / "course"
    for name in LESSONS:
        lesson_of(folder, name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(lesson_of(ROOT, name), lesson_of(folder, name))
    (folder / "README.md").write_text("# The course\n\nVersion 1.\n", encoding="utf-8")
    subprocess.run(["git", "init", "--quiet", "--initial-branch", "main", str(folder)], check=True)
    commit(folder, "Version 1")
    return folder


def follow(link: str, school: Path, home: Path) -> Path:
    """Do what a hub does with the link, with the repository on this machine; return the page that it opens."""
    query = {name: value for name, (value,) in parse_qs(urlsplit(link).query).items()}
    list(GitPuller(str(school), str(home / query["targetPath"]), branch=query["branch"]).pull())
    return home / query["urlpath"].removeprefix("lab/tree/")


def change(path: Path, cell: int, source: str, output: str = "") -> None:
    """Change a cell as JupyterLab saves it."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[cell].source = source
    if output:
        notebook.cells.append(nbformat.v4.new_code_cell(output, id="of-the-learner"))
    nbformat.write(notebook, path)


def test_a_newer_course_is_merged_and_own_work_stays(school: Path, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("link", ROOT / "deploy" / "existing-hub" / "link.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    link = tool.puller_link("https://hub.school.example", "02", "https://git.school.example/course.git", "main")
    opened = follow(link, school, tmp_path)
    clone = tmp_path / tool.WORK
    assert opened == lesson_of(clone, LESSONS[1])
    assert opened.read_bytes() == lesson_of(school, LESSONS[1]).read_bytes()

    change(opened, 2, "My own words", "mine = 4711")
    (clone / "notes.md").write_text("My notes\n", encoding="utf-8")
    (clone / "extra.md").write_text("Mine, of the same name\n", encoding="utf-8")
    change(lesson_of(school, LESSONS[1]), 6, "Newer words of the course")
    change(lesson_of(school, LESSONS[2]), 2, "Newer words of the course")
    (school / "README.md").write_text("# The course\n\nVersion 2.\n", encoding="utf-8")
    (school / "extra.md").write_text("The course's, new\n", encoding="utf-8")
    commit(school, "Version 2")

    assert follow(link, school, tmp_path) == opened
    merged = nbformat.read(opened, as_version=4)
    nbformat.validate(merged)
    sources = [cell.source for cell in merged.cells]
    assert (sources[2], sources[6], sources[-1]) == ("My own words", "Newer words of the course", "mine = 4711")
    assert lesson_of(clone, LESSONS[2]).read_bytes() == lesson_of(school, LESSONS[2]).read_bytes()
    assert "Version 2." in (clone / "README.md").read_text(encoding="utf-8")
    assert (clone / "notes.md").read_text(encoding="utf-8") == "My notes\n"
    assert (clone / "extra.md").read_text(encoding="utf-8") == "The course's, new\n"
    (renamed,) = clone.glob("extra__*.md")
    assert renamed.read_text(encoding="utf-8") == "Mine, of the same name\n"

    change(lesson_of(school, LESSONS[1]), 2, "Other words of the course, in the same place")
    commit(school, "Version 3")
    follow(link, school, tmp_path)
    assert nbformat.read(opened, as_version=4).cells[2].source == "My own words", "the learner's lines win"
