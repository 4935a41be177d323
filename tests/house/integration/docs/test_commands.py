"""The commands of the documents, run one after another as somebody would type them; see `documents.commands`."""

from __future__ import annotations

import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from courses import classroom
from documents.commands import ANY_COURSE, COURSE, EXERCISE
from processes.commands import environment, run
from repository import ROOT

from newspace.attempts import results
from newspace.attempts.store import Attempt

MODULES = {"newspace": "newspace", "newspace-grade": "newspace_grading.cli.main", "nbgrader": "nbgrader"}
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".*_cache", "__pycache__", "node_modules", "build", "dist", "classroom", "work", "tests"
)


def type_in(folder: Path, home: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the documents in a folder."""
    program, *arguments = shlex.split(command.replace("~", str(home)))
    if program in MODULES:
        return run(folder, *arguments, module=MODULES[program])
    program = sys.executable if program == "python" else program
    env = environment(home) | {"PYTHON": sys.executable}
    return subprocess.run(
        [program, *arguments], cwd=folder, env=env, capture_output=True, text=True, timeout=600, check=False
    )


def expect(done: subprocess.CompletedProcess[str], command: str, code: int) -> None:
    assert done.returncode == code, f"{command}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr, f"{command}\n{done.stderr}"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the repository that is set up: its virtual environment has the packages of this one, and the code of the copy."""
    copy = tmp_path.resolve() / "home" / "checkout"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    venv = copy / ".venv"
    venv.mkdir()
    for part in ("bin", "lib", "pyvenv.cfg"):
        (venv / part).symlink_to(Path(sys.prefix) / part)
    spec = importlib.util.spec_from_file_location("bootstrap_of_the_copy", copy / "tools" / "bootstrap.py")
    assert spec
    assert spec.loader
    bootstrap = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bootstrap)
    for kind in ("lab", "dev"):
        (venv / f".newspace-{kind}").write_text(bootstrap.stamp_for(kind), encoding="utf-8")
        assert bootstrap.is_installed(kind)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(str(copy / folder) for folder in ("widgets", "grading", "tools")))
    monkeypatch.setenv("NEWSPACE_PROGRESS", str(tmp_path / "progress.sqlite"))
    for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)  # else the feedback would open in somebody's browser
    return copy


def test_a_class_of_this_course(checkout: Path) -> None:
    home = checkout.parent
    shutil.copytree(checkout / "exercises", checkout / "work" / "exercises")  # as make lab fills a learner's folder
    configure(checkout)
    handed_in = checkout / "classroom" / "results"
    handed_in.mkdir(parents=True)
    write_quiz_results(handed_in / "min-seo.json")
    downloaded = checkout / "classroom" / "downloaded" / EXERCISE / "archive"
    downloaded.mkdir(parents=True)
    shutil.copy(checkout / "exercises" / EXERCISE / f"{EXERCISE}.ipynb", downloaded / f"{EXERCISE}--Min-seo.ipynb")
    for command, code in COURSE.items():
        expect(type_in(checkout, home, command), command, code)
    assert (home / "newspace-work" / "lessons" / "00_start_here.ipynb").is_file()
    classroom = checkout / "classroom"
    assert (classroom / "feedback" / "Min-seo" / EXERCISE / f"{EXERCISE}.html").is_file()
    assert (classroom / "reports" / EXERCISE / "index.html").is_file()
    assert (classroom / "exports" / "grades.csv").is_file()
    assert list((classroom / "solutions").iterdir())
    assert (handed_in / "report" / "results.csv").is_file()
    assert list((checkout / "dist").glob("newspace-student-*.zip"))


def write_quiz_results(path: Path) -> None:
    """Write what a learner hands in who has answered one question."""
    answered = Attempt(EXERCISE, "which-day", "same-moment", 1.0, 0, datetime(2026, 11, 21, tzinfo=UTC), 1, 1.0)
    path.write_text(json.dumps(results.collect_results([answered], name="Min-seo")), encoding="utf-8")


def test_the_grader_in_nbgraders_own_example_course(tmp_path: Path) -> None:
    home = folder = tmp_path.resolve()
    classroom.make_quickstart(home / "demo")
    for command, code in ANY_COURSE.items():
        if command.startswith("cd "):
            folder = folder / command.removeprefix("cd ")
            configure(folder, f'c.Exchange.root = "{exchange(home)}"')
            continue
        expect(type_in(folder, home, command), command, code)
        if command.startswith("nbgrader generate_assignment"):
            for student in ("bitdiddle", "hacker"):
                shutil.copytree(folder / "source" / "ps1", folder / "submitted" / student / "ps1")
    assert {path.name for path in (folder / "feedback").iterdir()} == {"bitdiddle", "hacker"}
    assert (folder / "reports" / "ps1" / "index.html").is_file()


def exchange(home: Path) -> str:
    """A folder for nbgrader's exchange, which everybody may write to."""
    place = home / "exchange"
    place.mkdir()
    place.chmod(0o777)
    return place.as_posix()


def configure(course: Path, *lines: str) -> None:
    """Add to a course's configuration; one process grades, since starting another costs more than it saves here."""
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("\n".join(("", *lines, "c.GraderSettings.jobs = 1", "")))
