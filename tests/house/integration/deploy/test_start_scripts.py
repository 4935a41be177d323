"""What the teacher's image of deploy/kubernetes does before JupyterLab opens, with a stand-in for the server that says how it was started.

The learners' image starts ``newspace lab --hub``, which tests/widgets/unit/core/test_hub_server.py tries.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from processes.commands import environment
from repository import ROOT

IMAGES = ROOT / "deploy" / "kubernetes" / "images"
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
