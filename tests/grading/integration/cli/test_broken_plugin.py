"""A course's plug-in that cannot be loaded: one message, and the grader works without it."""

from __future__ import annotations

import os
from pathlib import Path

from processes.commands import command, environment, run_python


def test_a_broken_plugin_is_named_once_and_the_command_goes_on(tmp_path: Path) -> None:
    info = tmp_path / "installed" / "astronomy-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Name: astronomy\nVersion: 1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[newspace_grade.course]\nastronomy = astronomy.plugin\n", encoding="utf-8")
    course = tmp_path / "course"
    course.mkdir()
    path = os.pathsep.join(filter(None, (str(info.parent), os.environ.get("PYTHONPATH"))))
    done = run_python(course, *command("report", "ps1")[1:], env=environment(tmp_path) | {"PYTHONPATH": path})
    assert done.stderr.count("plug-in") == 1, done.stderr
    assert "astronomy = astronomy.plugin" in done.stderr
    assert "No module named 'astronomy'" in done.stderr
    assert "no assignment “ps1”" in done.stderr, "the command itself ran"
    assert "Traceback" not in done.stderr
