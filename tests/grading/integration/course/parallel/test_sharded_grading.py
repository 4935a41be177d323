"""Sharded grading: a journal for each machine, one run killed, and the gradebook of an undisturbed run."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from courses import classroom
from processes.commands import environment, run, with_forked_programs
from repository import ROOT

CLUSTER = ROOT / "grading" / "cluster"
SHARDS = 3
WORK = classroom.class_of(10)


def manifest() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((CLUSTER / "job.yaml").read_text(encoding="utf-8"))
    return found


def test_the_slurm_script_has_valid_syntax() -> None:
    subprocess.run(["bash", "-n", str(CLUSTER / "array.sh")], check=True)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which nobody has graded."""
    return classroom.make(tmp_path_factory.mktemp("shards").resolve() / "course", WORK)


@pytest.fixture(scope="module")
def undisturbed() -> Path:
    """The same, graded in one run."""
    return classroom.undisturbed()


def by_slurm(course: Path, journals: Path, number: int) -> subprocess.Popen[str]:
    """A task of the array, with the variables that Slurm sets."""
    told = {"SLURM_ARRAY_TASK_ID": str(number), "SLURM_CPUS_PER_TASK": "1", "COURSE": str(course)}
    told |= {"ASSIGNMENT": classroom.NAME, "SHARDS": str(SHARDS), "JOURNALS": str(journals)}
    return begun(["bash", str(CLUSTER / "array.sh")], course, told)


def by_kubernetes(course: Path, journals: Path, index: int) -> subprocess.Popen[str]:
    """The container's own command, with the variables and volumes that Kubernetes gives it."""
    container = manifest()["spec"]["template"]["spec"]["containers"][0]
    line = container["args"][0].replace("/course", str(course)).replace("/journals", str(journals))
    told = {"JOB_COMPLETION_INDEX": str(index), "SHARDS": str(SHARDS), "CPUS": "1", "ASSIGNMENT": classroom.NAME}
    return begun([*container["command"], line], course, told)


def begun(line: list[str], course: Path, told: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        line,
        env=with_forked_programs(environment(course.parent) | told),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_three_shards_with_one_killed_merge_to_the_gradebook_of_an_undisturbed_run(
    course: Path, undisturbed: Path, tmp_path: Path
) -> None:
    shared = classroom.copy(course, tmp_path.resolve() / "course")
    before = (shared / "gradebook.db").read_bytes()
    journals = tmp_path.resolve() / "journals"
    share = ("autograde", classroom.NAME, f"--shard=2/{SHARDS}", "--jobs=1", f"--journal-dir={journals}")
    grade_three_shards_and_kill_one(shared, journals, share)
    assert sorted(path.name for path in journals.glob("*.jsonl")) == [
        f"{classroom.NAME}.shard-{number}-of-{SHARDS}.jsonl" for number in range(1, SHARDS + 1)
    ]
    assert (shared / "gradebook.db").read_bytes() == before, "a share writes no gradebook"
    assert not (shared / "autograded").exists()
    merge_names_the_missing(shared, journals)

    again = run(shared, *share)
    assert again.returncode in (0, 1), again.stderr
    assert "graded before" in again.stdout
    merged = run(shared, "merge", classroom.NAME, f"--journal-dir={journals}")
    assert merged.returncode == 1, "one file is unreadable"
    assert "missing" not in merged.stderr
    assert classroom.scores(shared) == classroom.scores(undisturbed)
    assert classroom.graded(shared) == classroom.graded(undisturbed)
    merging_again_changes_nothing(shared, journals)


def grade_three_shards_and_kill_one(course: Path, journals: Path, killed_command: Sequence[str]) -> None:
    """Run the shards of two machines to their end, and stop the third after its first submission."""
    slurm, kubernetes = by_slurm(course, journals, 1), by_kubernetes(course, journals, 2)
    killed = classroom.paused(course, 1, *killed_command)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    for running in (slurm, kubernetes):
        _out, errors = running.communicate(timeout=900)
        assert running.returncode in (0, 1), errors


def merge_names_the_missing(course: Path, journals: Path) -> None:
    """Merge before all shards are done: whoever is in no journal is named."""
    early = run(course, "merge", classroom.NAME, f"--journal-dir={journals}")
    missing = {line.split(":")[0] for line in early.stderr.splitlines() if "has not been graded by any share" in line}
    assert early.returncode == 1
    graded = {entry["student"] for path in journals.glob("*.jsonl") for entry in classroom.entries(path)}
    assert missing == set(WORK) - graded
    assert missing


def merging_again_changes_nothing(course: Path, journals: Path) -> None:
    """Merge once more, the journals named one by one: neither the journal grows, nor does a score change."""
    own = course / ".newspace-grade" / f"{classroom.NAME}.jsonl"
    grown, scores = own.read_bytes(), classroom.scores(course)
    files = [str(path) for path in sorted(journals.glob("*.jsonl"))]
    assert run(course, "merge", classroom.NAME, *files).returncode == 1
    assert own.read_bytes() == grown, "merging again adds nothing"
    assert classroom.scores(course) == scores


def test_a_submission_newer_than_its_shard_is_reported_missing(undisturbed: Path, tmp_path: Path) -> None:
    course = classroom.copy(undisturbed, tmp_path.resolve() / "course")
    own = course / ".newspace-grade" / f"{classroom.NAME}.jsonl"
    shutil.move(own, tmp_path / "a.jsonl")
    student = sorted(WORK)[0]
    classroom.hand_in(course, student, classroom.WRONG, "2026-01-09 10:00:00 UTC")
    done = run(course, "merge", classroom.NAME, str(tmp_path / "a.jsonl"))
    assert done.returncode == 1
    assert f"{student}: what was handed in has not been graded by any share" in done.stderr
    assert "1 submission is missing" in done.stderr
    found = classroom.scores(course)
    assert found == classroom.scores(undisturbed), "the earlier submission stands, under its own time"
    assert "under the same limits" not in done.stderr
    wrong = run(course, "merge", classroom.NAME, str(tmp_path / "nothing.jsonl"))
    assert wrong.returncode == 2
    assert "no such journal" in wrong.stderr
    assert "Traceback" not in wrong.stderr
