"""Durability: kills, a full disk, a locked gradebook or a second grader neither lose nor duplicate results."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from courses import classroom
from processes.commands import environment, run

from newspace_grading.course.nbgrader.grades_export import GradesTable

WORK = classroom.class_of(10)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which nobody has graded."""
    return classroom.make(tmp_path_factory.mktemp("durable").resolve() / "course", WORK)


@pytest.fixture(scope="module")
def undisturbed() -> Path:
    """The same, graded in one run."""
    return classroom.undisturbed()


def journal(course: Path) -> Path:
    return course / ".newspace-grade" / f"{classroom.NAME}.jsonl"


def ends_like(course: Path, undisturbed: Path) -> None:
    """Everything that a course shows is as after an undisturbed run."""
    assert classroom.scores(course) == classroom.scores(undisturbed)
    assert classroom.graded(course) == classroom.graded(undisturbed)
    assert table(course) == table(undisturbed)


def table(course: Path) -> str:
    """The exported grades."""
    from nbgrader.api import Gradebook

    path = course.parent / f"{course.name}.csv"
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "") as book:
        GradesTable(to=str(path)).export(book)
    return path.read_text(encoding="utf-8")


def wait_until_it_opens(path: Path, running: subprocess.Popen[str]) -> None:
    """Until the command has opened a file."""
    process = psutil.Process(running.pid)
    while running.poll() is None:
        with suppress(psutil.Error):
            if str(path) in {one.path for one in process.open_files()}:
                return
        time.sleep(0.02)
    raise AssertionError(f"it has ended before: {running.communicate()}")


def kill(running: subprocess.Popen[str]) -> None:
    """Kill the command; all that it had started must end by itself."""
    family = psutil.Process(running.pid).children(recursive=True)
    running.kill()
    running.communicate()
    _gone, left = psutil.wait_procs(family, timeout=900)
    assert not left, f"left running: {left}"


def test_results_survive_repeated_kills(course: Path, undisturbed: Path, tmp_path: Path) -> None:
    """Twice between the journal and the gradebook, then at any moment."""
    chance = random.Random(20260105)  # noqa: S311 - moments, not secrets
    victim = classroom.copy(course, tmp_path.resolve() / "course")
    for lines, further_s, jobs in ((1, 0.0, 2), (3, 0.0, 1), (2, chance.uniform(0, 0.1), 1)):
        # Of a new process all that it starts is its own; of a forked one the forkserver comes from elsewhere.
        running = classroom.paused(victim, lines, "autograde", classroom.NAME, f"--jobs={jobs}", forked=jobs == 1)
        if further_s:
            running.send_signal(signal.SIGCONT)
            time.sleep(further_s)
        if running.poll() is None:
            kill(running)
    with journal(victim).open("ab") as file:
        file.write(b'{"sum": "0", "entry": "{cut o')
    assert run(victim, "autograde", classroom.NAME, "--jobs=1").returncode == 1
    ends_like(victim, undisturbed)


def test_sigterm_stops_the_run_and_reports_progress(course: Path, tmp_path: Path) -> None:
    victim = classroom.copy(course, tmp_path.resolve() / "course")
    running = classroom.paused(victim, 2, "autograde", classroom.NAME, "--jobs=1")
    family = psutil.Process(running.pid).children(recursive=True)
    running.send_signal(signal.SIGTERM)
    running.send_signal(signal.SIGCONT)
    _out, errors = running.communicate(timeout=900)
    assert running.returncode == 1
    assert "Stopped: " in errors
    assert "Traceback" not in errors
    assert not psutil.wait_procs(family, timeout=900)[1]


def test_a_second_grader_is_refused_while_the_first_runs(course: Path, undisturbed: Path, tmp_path: Path) -> None:
    shared = classroom.copy(course, tmp_path.resolve() / "course")
    first = classroom.paused(shared, 1, "autograde", classroom.NAME, "--jobs=1")
    second = run(shared, "autograde", classroom.NAME, "--jobs=1")
    first.send_signal(signal.SIGCONT)
    first.communicate(timeout=900)
    assert first.returncode == 1
    assert second.returncode == 2
    assert "another grader is at work" in second.stderr
    assert len(classroom.entries(journal(shared))) == len(WORK)
    ends_like(shared, undisturbed)


def test_a_locked_gradebook_is_waited_for(course: Path, undisturbed: Path, tmp_path: Path) -> None:
    held = classroom.copy(course, tmp_path.resolve() / "course")
    book = sqlite3.connect(held / "gradebook.db", isolation_level=None)
    book.execute("BEGIN EXCLUSIVE")
    running = classroom.start(held, "autograde", classroom.NAME, "--jobs=1")
    wait_until_it_opens(held / "gradebook.db", running)
    time.sleep(6)  # SQLite itself waits for 5 s
    book.execute("ROLLBACK")
    book.close()
    _out, errors = running.communicate(timeout=900)
    assert running.returncode == 1, errors
    ends_like(held, undisturbed)


def test_a_gradebook_locked_too_long_is_reported_and_no_result_is_lost(
    course: Path, undisturbed: Path, tmp_path: Path
) -> None:
    held = classroom.copy(course, tmp_path.resolve() / "course")
    running = classroom.paused(held, 2, "autograde", classroom.NAME, "--jobs=1", "--wait=1")
    book = sqlite3.connect(held / "gradebook.db", isolation_level=None)
    book.execute("BEGIN IMMEDIATE")
    running.send_signal(signal.SIGCONT)
    _out, errors = running.communicate(timeout=900)
    assert running.returncode == 2, errors
    assert "another program holds it" in errors
    assert "Traceback" not in errors
    kept = {entry["student"] for entry in classroom.entries(journal(held))}
    assert kept
    book.execute("ROLLBACK")
    book.close()
    again = run(held, "autograde", classroom.NAME, "--jobs=1")
    assert again.returncode == 1
    assert f"{len(kept)} graded before" in again.stdout
    ends_like(held, undisturbed)


FULL = """
mount -t tmpfs -o size={size}k,mode=700 tmpfs "$1" || exit 77
cp -a "$2/." "$1"
cd "$1"
dd if=/dev/zero of=filler bs=1k count=99999 2>/dev/null
truncate -s -{free}k filler
"$3" -m newspace_grading.cli.main autograde small --jobs=1 >first.out 2>"$2/first.err"; echo $? >"$2/first.code"
rm -f filler first.out
cp -a . "$2"
"""


@pytest.mark.parametrize("free", [8, 40])
def test_a_full_disk_is_reported_and_no_result_is_lost(
    free: int, course: Path, undisturbed: Path, tmp_path: Path
) -> None:
    """With a little room the journal is cut off, with some more the gradebook or a graded notebook."""
    outside = classroom.copy(course, tmp_path.resolve() / "course")
    small = tmp_path.resolve() / "small"
    small.mkdir()
    script = FULL.format(size=4096, free=free)
    spaces = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
    if shutil.which("unshare") is None:
        pytest.skip("needs a small file system of its own")
    done = subprocess.run(
        [*spaces, "sh", "-c", script, "sh", str(small), str(outside), sys.executable],
        env=environment(tmp_path) | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    if done.returncode == 77 or "Operation not permitted" in done.stderr:
        pytest.skip("needs a small file system of its own")
    assert done.returncode == 0, done.stderr
    errors = (outside / "first.err").read_text(encoding="utf-8")
    assert (outside / "first.code").read_text(encoding="ascii").strip() == "2", errors
    assert "nothing is lost" in errors
    assert "Traceback" not in errors
    # All that was written there is out now: the course goes on where there is room.
    assert run(outside, "autograde", classroom.NAME, "--jobs=1").returncode == 1
    ends_like(outside, undisturbed)


def test_a_file_size_limit_is_reported_and_no_result_is_lost(course: Path, undisturbed: Path, tmp_path: Path) -> None:
    """The same where no small file system can be had: the journal may not grow beyond a size."""
    victim = classroom.copy(course, tmp_path.resolve() / "course")
    line = f"ulimit -f 8; exec {sys.executable} -m newspace_grading.cli.main autograde {classroom.NAME} --jobs=1"
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=victim,
        env=environment(tmp_path) | {"PYTHONDONTWRITEBYTECODE": "1"},  # compiled modules would be cut off as well
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert run(victim, "autograde", classroom.NAME, "--jobs=1").returncode == 1
    ends_like(victim, undisturbed)
