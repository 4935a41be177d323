"""The output of ``newspace-grade autograde`` for a class."""

from __future__ import annotations

from pathlib import Path

from courses import classroom
from courses.classroom import NAME
from processes.commands import run


def test_autograde_prints_a_line_per_submission_and_with_verbose_each_task(tmp_path: Path) -> None:
    course = classroom.make(tmp_path.resolve() / "course", classroom.class_of(7))
    first = run(course, "autograde", NAME)
    assert first.returncode == 1, first.stderr
    assert sum(line.startswith("learner-0") and " 2 points" in line for line in first.stdout.splitlines()) == 6
    assert "learner-06  no score, not graded; unreadable: small.ipynb" in first.stdout
    assert "7 submissions of small: 6 graded, 1 held for a person.\n" in first.stdout
    assert "Isolation: " in first.stdout
    second = run(course, "autograde", NAME, "--verbose")
    assert second.stdout.count("test-double") == 7
    assert second.stdout.count("graded before, ") == 7
    assert "No nbgrader_config.py" not in first.stderr + run(tmp_path, "autograde", "x").stderr
