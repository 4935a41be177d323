"""The grader's distribution: nothing of the course is in it, and alone it grades the course that nbgrader's quickstart makes."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from email import message_from_string
from pathlib import Path

import pytest
from courses import classroom
from processes.commands import ONE_JOB, PATIENT, environment, fresh_environment
from repository import ROOT

NAMES = {
    "newspace_grading.course.handover.EngineExporter": "newspace_grading.course.nbgrader.autograde_exporter.EngineExporter",
    "newspace_grading.course.export.GradesTable": "newspace_grading.course.nbgrader.grades_export.GradesTable",
    "newspace_grading.redact.HideHiddenTests": "newspace_grading.course.nbgrader.hide_hidden_preprocessor.HideHiddenTests",
}
LONGEST_QUOTATION = 40
OURS = re.compile(r"^\s*(?:from|import)\s+newspace(?:[.\s]|$)|[\"']newspace\.[a-z]", re.MULTILINE)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, as it is built of the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT / "grading", check=True, capture_output=True, timeout=300)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def texts(wheel: Path) -> dict[str, str]:
    """The text of each file in it."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def test_the_wheel_contains_only_the_grader(texts: dict[str, str]) -> None:
    (info,) = {name.split("/")[0] for name in texts} - {"newspace_grading"}
    assert {f"{info}/{name}" for name in ("METADATA", "entry_points.txt", "licenses/LICENSE")} <= set(texts)
    assert {"newspace_grading/py.typed", "newspace_grading/pages/learner/page.html"} <= set(texts)
    assert not [
        name for name in texts if re.search(r"NOTICE|\.ipynb|seeds|lessons|exercises|solutions|\.otf|cluster", name)
    ]
    written = {
        path.relative_to(ROOT / "grading").as_posix() for path in (ROOT / "grading" / "newspace_grading").rglob("*.*")
    }
    assert {name for name in texts if not name.startswith(info)} == {
        name for name in written if "__pycache__" not in name and (ROOT / "grading" / name).is_file()
    }
    assert texts[f"{info}/entry_points.txt"].split() == [
        "[console_scripts]", "newspace-grade", "=", "newspace_grading.cli.main:main",
    ]  # fmt: skip


def test_no_file_of_it_imports_or_names_a_module_of_the_course(texts: dict[str, str]) -> None:
    # Three modules still say their messages through the course's catalogue; they get one of the grader's own.
    catalogue = "from newspace.core.i18n import _\n"
    found = {name: OURS.findall(text.replace(catalogue, "")) for name, text in texts.items()}
    assert {name: names for name, names in found.items() if names} == {}


def test_no_file_of_it_holds_a_passage_of_the_readings_lessons_or_exercises(texts: dict[str, str]) -> None:
    import nbformat

    passages = [
        line for path in (ROOT / "seeds").glob("*.txt") for line in path.read_text(encoding="utf-8").splitlines()
    ]
    for room in ("lessons", "solutions"):
        for path in (ROOT / room).rglob("*.ipynb"):
            for cell in nbformat.read(path, as_version=4).cells:
                passages += cell.source.splitlines()
    telling = {line.strip() for line in passages if len(line.strip()) >= LONGEST_QUOTATION}
    assert len(telling) > 1000
    for name, text in texts.items():
        assert {line.strip() for line in text.splitlines()}.isdisjoint(telling), name
        if name.endswith((".py", ".html")):
            assert not [line for line in telling if line in text], name


def test_no_file_of_it_names_a_unit_a_fact_or_a_place_of_the_course(texts: dict[str, str]) -> None:
    units = {folder.name for folder in (ROOT / "solutions").iterdir() if folder.is_dir()}
    words = units | {"ispace", "Tsukuba", "Daejeon", "Artemis", "ChosunBiz"}
    found = {(name, word) for name, text in texts.items() for word in words if word in text}
    assert found == set()


def test_the_wheel_declares_its_dependencies_and_none_of_the_course(texts: dict[str, str]) -> None:
    metadata = message_from_string(next(text for name, text in texts.items() if name.endswith("/METADATA")))
    assert (metadata["Name"], metadata["License-Expression"]) == ("newspace-grade", "BSD-3-Clause")
    needed = {re.split(r"[^A-Za-z0-9-]", needs)[0] for needs in metadata.get_all("Requires-Dist", [])}
    assert needed >= {"nbgrader", "jinja2", "markupsafe", "nbconvert", "nh3", "sqlalchemy", "traitlets", "psutil"}
    assert needed.isdisjoint({"newspace", "ipywidgets", "anywidget", "bleach", "jupyterlab"})


@pytest.fixture(scope="module")
def alone(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python of its own with the grader's wheel, and without the course."""
    return fresh_environment(tmp_path_factory.mktemp("alone") / "env", wheel)


def run(python: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = environment(folder.parent)
    path = os.pathsep.join((str(python.parent), kept["PATH"]))  # “alembic” is asked for by its bare name
    kept = {name: value for name, value in kept.items() if not name.startswith(("NEWSPACE", "PYTHON"))} | {"PATH": path}
    return subprocess.run(
        [str(python), *arguments], cwd=folder, env=kept, capture_output=True, text=True, timeout=600, check=False
    )


SEVERAL = """
import importlib.util, sys
import newspace_grading
from newspace_grading.cli.main import main
print(importlib.util.find_spec("newspace"), newspace_grading.__file__)
sys.exit(main(["feedback", "ps1"]) or main(["report", "ps1"]))
"""


def test_the_installed_wheel_grades_nbgraders_quickstart_course(alone: Path, tmp_path: Path) -> None:
    course = classroom.make_quickstart(tmp_path / "course101", PATIENT, ONE_JOB)
    done = run(alone, course, "-m", "nbgrader", "generate_assignment", "ps1")
    assert done.returncode == 0, done.stderr
    for student, room in (("knows", "source"), ("empty", "release")):
        shutil.copytree(course / room / "ps1", course / "submitted" / student / "ps1")

    done = run(alone, course, "-m", "newspace_grading.cli.main", "autograde", "ps1")
    assert (done.returncode, "plug-in" in done.stderr) == (0, False), done.stderr
    assert "knows" in done.stdout
    done = run(alone, course, "-c", SEVERAL)
    assert done.returncode == 0, done.stderr
    spec, where = done.stdout.split(maxsplit=2)[:2]
    assert spec == "None"
    assert Path(where).resolve().is_relative_to(alone.parents[1].resolve())
    assert (course / "reports" / "ps1" / "index.html").is_file()
    assert len(list((course / "feedback").rglob("*.html"))) >= 2


@pytest.mark.parametrize(("old", "new"), NAMES.items())
def test_names_in_peoples_configurations_keep_working(old: str, new: str) -> None:
    def named(path: str) -> object:
        module, _dot, name = path.rpartition(".")
        return getattr(importlib.import_module(module), name)

    assert named(old) is named(new)
