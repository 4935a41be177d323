"""Commands of the course, and of nbgrader, as somebody starts them in a course folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import matplotlib as mpl
from processes import command_client

PATIENT = "c.Execute.timeout = c.Execute.startup_timeout = c.Execute.iopub_timeout = 900"
"""A line of nbgrader_config.py: stock nbgrader gives up on a kernel after seconds, and this machine may be busy."""

LIMITED = "c.GraderLimits.cell_seconds = c.GraderLimits.test_seconds = 60"
"""Another: the patience that stock nbgrader needs is not for a loop without an end that our grader meets."""

ONE_JOB = "c.GraderSettings.jobs = 1"
"""Another: each further process that grades loads numpy and matplotlib anew, which takes longer than a few small submissions."""


def environment(home: Path) -> dict[str, str]:
    """For a process of ours: this Python's programs on the path, nobody's settings of Jupyter."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "SLURM"))}
    fonts = os.environ.get("MPLCONFIGDIR", str(mpl.get_cachedir()))  # finding fonts anew takes seconds
    return kept | {"PATH": path, "HOME": str(home), "MPLBACKEND": "agg", "MPLCONFIGDIR": fonts}


def with_forked_programs(env: dict[str, str]) -> dict[str, str]:
    """The same environment for a script: ``newspace-grade`` is forked, where it can be, from a process that is ready."""
    if not command_client.usable():
        return env
    return env | {"PATH": os.pathsep.join((str(command_client.server().programs), env["PATH"]))}


def command(*arguments: str, module: str = "newspace_grading.cli.main") -> list[str]:
    """The command line."""
    return [sys.executable, "-m", module, *arguments]


def run(
    course: Path, *arguments: str, module: str = "newspace_grading.cli.main", timeout: float = 600
) -> subprocess.CompletedProcess[str]:
    """Run a command of ours, or of another module, in a course."""
    return run_python(course, *command(*arguments, module=module)[1:], timeout=timeout)


def run_python(
    course: Path, *arguments: str, timeout: float = 600, env: dict[str, str] | None = None, errors: str = "strict"
) -> subprocess.CompletedProcess[str]:
    """Run this Python in a course (``-m module …`` or ``-c code …``), forked where it can be from one that is ready."""
    env = environment(course.parent) if env is None else env
    if command_client.usable():
        return command_client.server().run(arguments, course, env, timeout, errors)
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=course,
        env=env,
        capture_output=True,
        encoding="utf-8",
        errors=errors,
        timeout=timeout,
        check=False,
    )


def fresh_environment(folder: Path, wheel: Path) -> Path:
    """A new environment with the locked packages and one wheel of ours, but without this checkout; its Python."""
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())
    uv = shutil.which("uv", path=sysconfig.get_path("scripts")) or shutil.which("uv")
    pip = [uv, "pip", "install", "--offline"] if uv else [sys.executable, "-m", "pip", "install"]
    where = ["--target", str(site), "--no-deps", "--no-index", "--quiet"]
    subprocess.run([*pip, *where, *(["--python", str(python)] if uv else []), str(wheel)], check=True, timeout=300)
    # A folder named in a .pth file has its own .pth files ignored: so the checkout's editable package stays out.
    (site / "locked.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    # Nor may its metadata be found there: of two packages with one name the first on the path counts.
    for name in {"newspace", "newspace_grade"} - {wheel.name.partition("-")[0]}:
        (site / f"{name}-0.dist-info").mkdir()
        (site / f"{name}-0.dist-info" / "METADATA").write_text(f"Name: {name}\nVersion: 0\n", encoding="utf-8")
    return python
