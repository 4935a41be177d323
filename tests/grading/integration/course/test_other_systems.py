"""Features that other systems lack are removed: the grader reports what that means and gives the same scores."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from courses import classroom
from processes import other_system
from processes.commands import environment, run

WORK: dict[str, str | bytes] = {
    "good": classroom.GOOD,
    "wrong": classroom.WRONG,
    "crash": "import os; os._exit(3)",
    "much": "return [bytearray(2**26) for _ in range(10_000)]",
    "lost": classroom.LOST,
}
LEFT = "import time; time.sleep({seconds})"
LOOP = (
    "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {left!r}])\n    while True: time.sleep(60)"
)
SECONDS = {"linux": 4321, "darwin": 4322, "win32": 4323}
LEVEL = {"darwin": "limits", "win32": "none"}


@dataclass
class Done:
    """How a command has ended."""

    returncode: int
    stdout: str
    stderr: str


def commands(course: Path, system: str, *lines: tuple[str, ...]) -> list[Done]:
    """Run commands of ours as if on another system, all in one process; or on this one."""
    if system == "linux":
        done = [run(course, *line) for line in lines]
        return [Done(one.returncode, one.stdout, one.stderr) for one in done]
    rest = [word for line in lines for word in (other_system.THEN, *line)]
    told = subprocess.run(
        [sys.executable, other_system.__file__, system, "-m", "newspace_grading.cli.main", *rest],
        cwd=course,
        env=environment(course.parent),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return [Done(*one) for one in json.loads(told.stdout)]


def graded(course: Path, system: str) -> tuple[Done, Done]:
    """Grade a class, and see that nothing that it started goes on; return how that ended, and what “doctor” says.

    Only the loop without an end runs under a short limit of time: on a busy machine an honest test can take as long.
    """
    left = LEFT.format(seconds=f"{SECONDS[system]}.{os.getpid()}")  # the same test may run beside this one
    classroom.make(course, WORK | {"loop": LOOP.format(left=left)})
    loop, done, doctor = commands(
        course,
        system,
        ("autograde", classroom.NAME, "--student=loop", "--test-seconds=3"),
        ("autograde", classroom.NAME, *(f"--student={name}" for name in WORK)),
        ("doctor",),
    )
    assert loop.returncode == 0, loop.stderr
    assert done.returncode == 1, done.stderr  # one file cannot be read
    killed = [one for one in psutil.process_iter() if left in _words(one)]
    _gone, alive = psutil.wait_procs(killed, timeout=60)  # a process that was killed may not be gone yet
    assert not alive
    return done, doctor


def _words(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []


def verdicts(course: Path) -> dict[str, tuple[str, str]]:
    """What the journal says of each learner's function: verdict and level."""
    found = {}
    for entry in classroom.entries(course / ".newspace-grade" / f"{classroom.NAME}.jsonl"):
        record = next(one for one in entry["notebooks"][classroom.NAME] if one["task"] == "test-double")
        found[entry["student"]] = (record["verdict"], record["level"])
    return found


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The class, graded on this machine as it is."""
    course = tmp_path_factory.mktemp("here") / "course"
    graded(course, "linux")
    return course


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_scores_are_equal_on_systems_that_lack_unix_features(system: str, here: Path, tmp_path: Path) -> None:
    course = tmp_path / "course"
    done, doctor = graded(course, system)
    assert classroom.scores(course) == classroom.scores(here)
    found, expected = verdicts(course), verdicts(here)
    assert {who: verdict for who, (verdict, _level) in found.items()} == {
        who: verdict for who, (verdict, _level) in expected.items()
    }
    assert {verdict for verdict, _level in expected.values()} >= {"passed", "crashed", "timed out", "over a limit"}
    assert {level for _verdict, level in found.values()} == {LEVEL[system]}
    assert done.stderr.startswith(f"Isolation: {LEVEL[system]}. ")  # before anything else
    assert f"Isolation: {LEVEL[system]}." in done.stdout
    assert f"{LEVEL[system]}: " in doctor.stdout
    assert ("WSL" if system == "win32" else "NEWSPACE_GRADE_FORK=no") in doctor.stdout
