"""What the images of deploy/kubernetes do before JupyterLab opens, with a stand-in for the server that says how it was started."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from processes.commands import environment
from repository import ROOT

IMAGES = ROOT / "deploy" / "kubernetes" / "images"
LESSON = "02_ispace_missions.ipynb"
EXERCISE = "02_ispace_missions/02_ispace_missions.ipynb"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the images are of Linux")


@pytest.fixture
def start(tmp_path):
    """Start a script of an image as its container does; what the server was given."""
    programs = tmp_path / "bin"
    programs.mkdir()
    stand_in = programs / "jupyterhub-singleuser"
    stand_in.write_text('#!/bin/sh\necho "$PWD"\necho "$JUPYTER_CONFIG_PATH"\necho "$@"\n', encoding="utf-8")
    stand_in.chmod(0o755)
    home = tmp_path / "home"
    home.mkdir()

    def run(script: Path, **env: str) -> tuple[list[str], str]:
        given = environment(home) | {"JUPYTER_CONFIG_PATH": "/opt/settings"} | env
        given["PATH"] = f"{programs}:{given['PATH']}"
        done = subprocess.run([script, "--one"], env=given, capture_output=True, text=True, check=True)
        return done.stdout.splitlines(), done.stderr

    run.home = home
    return run


class TestLearner:
    SCRIPT = IMAGES / "learner" / "start-course"

    def test_the_server_starts_in_the_course_with_the_lessons_and_no_exercise_yet(self, start):
        (folder, settings, arguments), told = start(self.SCRIPT)
        assert "all the same" not in told, told
        work = start.home / "newspace-work"
        assert Path(folder) == work
        assert (work / "lessons" / LESSON).read_bytes() == (ROOT / "lessons" / LESSON).read_bytes()
        assert list((work / "exercises").iterdir()) == []
        assert settings.endswith(":/opt/settings")
        assert (Path(settings.partition(":")[0]) / "labconfig").is_dir()
        assert arguments == "--one"

    def test_own_work_is_untouched_and_the_rest_comes_back(self, start):
        start(self.SCRIPT)
        lessons = start.home / "newspace-work" / "lessons"
        (lessons / LESSON).write_text("mine", encoding="utf-8")
        (lessons / "00_start_here.ipynb").unlink()
        start(self.SCRIPT)
        assert (lessons / LESSON).read_text(encoding="utf-8") == "mine"
        assert (lessons / "00_start_here.ipynb").is_file()

    def test_a_class_without_an_exchange_gets_the_exercises_too(self, start):
        start(self.SCRIPT, NEWSPACE_ROOMS="lessons exercises")
        assert (start.home / "newspace-work" / "exercises" / EXERCISE).is_file()

    def test_the_server_starts_where_the_volume_cannot_be_written(self, start):
        (start.home / "newspace-work").write_text("in the way", encoding="utf-8")
        (folder, *_), told = start(self.SCRIPT)
        assert Path(folder) == start.home
        assert "the server starts all the same" in told


class TestTeacher:
    SCRIPT = IMAGES / "teacher" / "start-teacher"

    @pytest.fixture
    def image(self, tmp_path) -> Path:
        image = tmp_path / "image"
        for room in ("solutions", "lessons", "exercises"):
            shutil.copytree(ROOT / room, image / room, ignore=shutil.ignore_patterns(".*", "__pycache__"))
        shutil.copy(ROOT / "nbgrader_config.py", image)
        return image

    def test_the_course_is_in_the_teachers_home_and_what_they_changed_stays(self, start, image):
        (folder, *_), told = start(self.SCRIPT, NEWSPACE_IMAGE=str(image))
        assert "all the same" not in told, told
        course = start.home / "newspace"
        assert Path(folder) == course
        assert (course / "solutions" / EXERCISE).is_file()
        assert (course / "teacher_guide.md").is_file()
        (course / "solutions" / EXERCISE).write_text("mine", encoding="utf-8")
        (image / "nbgrader_config.py").write_text("newer = True\n", encoding="utf-8")
        start(self.SCRIPT, NEWSPACE_IMAGE=str(image))
        assert (course / "solutions" / EXERCISE).read_text(encoding="utf-8") == "mine"
        assert (course / "nbgrader_config.py").read_text(encoding="utf-8") == "newer = True\n"
        (course / "nbgrader_config.py").write_text("mine = True\n", encoding="utf-8")
        (image / "nbgrader_config.py").write_text("newest = True\n", encoding="utf-8")
        start(self.SCRIPT, NEWSPACE_IMAGE=str(image))
        assert (course / "nbgrader_config.py").read_text(encoding="utf-8") == "mine = True\n"
