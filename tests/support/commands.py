"""Commands of the course, and of nbgrader, as somebody starts them in a course folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl

PATIENT = "c.Execute.timeout = c.Execute.startup_timeout = c.Execute.iopub_timeout = 900"
"""A line of nbgrader_config.py: stock nbgrader gives up on a kernel after seconds, and this machine may be busy."""

LIMITED = "c.GraderLimits.cell_seconds = c.GraderLimits.test_seconds = 60"
"""Another: the patience that stock nbgrader needs is not for a loop without an end that our grader meets."""


def environment(home: Path) -> dict[str, str]:
    """For a process of ours: this Python's programs on the path, nobody's settings of Jupyter."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "SLURM"))}
    fonts = os.environ.get("MPLCONFIGDIR", str(mpl.get_cachedir()))  # finding fonts anew takes seconds
    return kept | {"PATH": path, "HOME": str(home), "MPLBACKEND": "agg", "MPLCONFIGDIR": fonts}


def command(*arguments: str, module: str = "newspace_grading.cli.main") -> list[str]:
    """The command line."""
    return [sys.executable, "-m", module, *arguments]


def run(
    course: Path, *arguments: str, module: str = "newspace_grading.cli.main", timeout: float = 600
) -> subprocess.CompletedProcess[str]:
    """Run a command of ours, or of another module, in a course."""
    return run_python(course, *command(*arguments, module=module)[1:], timeout=timeout)


def run_python(course: Path, *arguments: str, timeout: float = 600) -> subprocess.CompletedProcess[str]:
    """Run this Python in a course."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=course,
        env=environment(course.parent),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
