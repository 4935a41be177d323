"""What the commands make is for the teacher's eyes, and doctor names what other users of the machine can read."""

from __future__ import annotations

import os
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from courses import classroom
from processes.commands import run_python

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such rights")


@pytest.fixture
def course() -> Iterator[Path]:
    """A course in a place that others can reach, as a checkout in an ordinary home folder is."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        Path(name).chmod(0o755)
        yield classroom.make(Path(name) / "course", {"ada": classroom.GOOD})


ORDINARY = """
import os, runpy
os.umask(0o022)
runpy.run_module("newspace_grading.cli.main", run_name="__main__", alter_sys=True)
"""


def ordinary(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command with the umask of most machines."""
    return run_python(course, "-c", ORDINARY, *arguments)


def test_what_others_can_read_is_named_with_the_command_that_mends_it(course: Path) -> None:
    assert ordinary(course, "autograde", classroom.NAME).returncode == 0
    assert ordinary(course, "feedback", classroom.NAME).returncode == 0
    assert ordinary(course, "report", classroom.NAME).returncode == 0
    for name in ("autograded", "feedback", "reports", ".newspace-grade"):
        assert stat.S_IMODE((course / name).stat().st_mode) == 0o700, name
    told = ordinary(course, "doctor")
    assert told.returncode == 1
    line = next(line for line in told.stdout.splitlines() if line.startswith("Privacy"))
    assert line.endswith("can read source, submitted, gradebook.db")
    mend = next(line for line in told.stdout.splitlines() if "→ chmod" in line).partition("→ ")[2]
    subprocess.run(mend.split(), check=True)
    assert "Privacy" not in ordinary(course, "doctor").stdout
