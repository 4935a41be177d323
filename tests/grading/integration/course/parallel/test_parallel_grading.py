"""Parallel grading: equal results in any order, no loss with a lost process, and output for people and programs."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from courses import classroom
from processes.commands import run

from newspace_grading.course.grading.submission_grader import GradingResult
from newspace_grading.course.parallel import process_pool
from newspace_grading.course.parallel.process_pool import Pool
from newspace_grading.course.records.journal import Entry
from newspace_grading.model.errors import GraderError
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Verdict

STUDENTS = [f"learner-{number:02}" for number in range(12)]


def result(student: str, text: str = "fine") -> GradingResult:
    """A result without a grader."""
    records = {"small": [Record("test", Verdict.PASSED, 1.0, 1.0, returned=text)]}
    return GradingResult(Entry(student, student, "small", "", records), True, 0.0)


def opened(
    ask: Callable[[str], GradingResult],
) -> Callable[[], contextlib.AbstractContextManager[Callable[[str], GradingResult]]]:
    """What a pool calls in each new process."""

    @contextlib.contextmanager
    def prepare() -> Iterator[Callable[[str], GradingResult]]:
        yield ask

    return prepare


def all_of(pool: Pool, students: list[str]) -> dict[str, str]:
    with pool:
        told = [(done.entry.student, done.entry.notebooks["small"][0].returned) for done in pool.results(students)]
    assert len(told) == len(dict(told)), "told twice"
    return dict(told)


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_each_student_is_reported_once_for_any_number_of_jobs(jobs: int) -> None:
    assert all_of(Pool(jobs, opened(result), result), STUDENTS) == dict.fromkeys(STUDENTS, "fine")


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system does not say which processor runs what")
def test_each_process_stays_on_one_processor_where_there_is_one_for_each() -> None:
    processors = os.sched_getaffinity(0)

    def ask(student: str) -> GradingResult:
        return result(student, str(os.sched_getaffinity(0)))

    found = all_of(Pool(len(processors), opened(ask), result), STUDENTS)
    assert set(found.values()) <= {str({one}) for one in processors}
    if len(processors) > 1:
        assert set(all_of(Pool(1, opened(ask), result), STUDENTS).values()) == {str(processors)}


def test_a_submission_that_ends_its_process_is_retried_and_no_other_is_lost(tmp_path: Path) -> None:
    def ask(student: str) -> GradingResult:
        seen = tmp_path / student
        if student == STUDENTS[3] or (student == STUDENTS[5] and not seen.exists()):
            seen.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return result(student)

    found = all_of(Pool(2, opened(ask), result), STUDENTS)
    assert sorted(found) == STUDENTS
    assert found.pop(STUDENTS[3]) == "the grader's process ended (signal 9)"
    assert set(found.values()) == {"fine"}


def test_each_process_gets_only_a_few_submissions_ahead() -> None:
    students = [f"learner-{number}" for number in range(200)]
    with Pool(2, opened(result), result) as pool:
        for told, _done in enumerate(pool.results(students), 1):
            under_way = [len(worker.asked) for worker in pool._workers]
            assert max(under_way) <= 2
            assert sum(under_way) <= len(students) - told + 1
    assert told == 200


def test_stopping_early_leaves_no_process_and_no_folder() -> None:
    with Pool(2, opened(result), result) as pool:
        next(pool.results(STUDENTS))
        pids, home = [worker.pid for worker in pool._workers], Path(pool._home)
        assert home.is_dir()
    assert not home.exists()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_that_comes_while_a_process_is_forked_ends_the_run(number: signal.Signals) -> None:
    # What a handler raises in a callback of os.fork is lost; callbacks cannot be taken back, so in a process of its own.
    program = f"""
import os, signal
from newspace_grading.course.parallel.process_pool import Pool
def stop(*given):
    raise KeyboardInterrupt
signal.signal({number.value}, stop)
os.register_at_fork(after_in_parent=lambda: os.kill(os.getpid(), {number.value}))
try:
    with Pool(2, None, None):
        print("lost")
except KeyboardInterrupt:
    print("stopped")
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("no child is left")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True)
    assert (done.stdout.split("\n"), done.stderr) == (["stopped", "no child is left", ""], "")


def test_an_engine_that_cannot_be_started_ends_the_run_with_its_reason() -> None:
    @contextlib.contextmanager
    def prepare() -> Iterator[Callable[[str], GradingResult]]:
        raise GraderError("no room for an engine")
        yield result

    with Pool(2, prepare, result) as pool, pytest.raises(GraderError, match="no room for an engine"):
        list(pool.results(STUDENTS))


@pytest.mark.parametrize("student", ["!", "박-서준", "a\nb", os.fsdecode(b"caf\xe9")])
def test_any_name_of_a_folder_reaches_the_process_and_comes_back(student: str) -> None:
    assert all_of(Pool(1, opened(result), result), [student]) == {student: "fine"}


def test_one_job_and_many_jobs_give_equal_results_and_valid_json_lines(tmp_path: Path) -> None:
    first = classroom.make(tmp_path.resolve() / "one" / "course", classroom.class_of(7))
    second = classroom.copy(first, tmp_path.resolve() / "many")
    alone = run(first, "autograde", classroom.NAME, "--jobs=1")
    backwards = [f"--student={student}" for student in sorted(classroom.class_of(7), reverse=True)]
    many = run(second, "autograde", classroom.NAME, "--jobs=3", "--json", *backwards)
    assert (alone.returncode, many.returncode) == (1, 1), alone.stderr + many.stderr
    assert classroom.scores(first) == classroom.scores(second)
    assert classroom.graded(first) == classroom.graded(second)
    lines = [json.loads(line) for line in many.stdout.splitlines()]
    assert {line["student"] for line in lines} == set(classroom.class_of(7))
    assert {(line["notebook"], line["task"]) for line in lines} == {("small", "test-double"), ("small", "why")}
    held = sorted({line["student"] for line in lines if line["verdict"] == "unreadable"})
    assert many.stderr == f"2 tasks were not graded: see the reasons above. Whose: {', '.join(held)}.\n"
    assert [line.count("no score, not graded") for line in alone.stdout.splitlines()].count(1) == len(held) > 0


def test_a_process_that_is_stopped_from_outside_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(student: str) -> GradingResult:
        if student == STUDENTS[3]:
            os.kill(os.getpid(), signal.SIGSTOP)
        return result(student)

    monkeypatch.setattr(process_pool, "_SILENCE_S", 0.05)
    assert all_of(Pool(1, opened(ask), result), STUDENTS) == dict.fromkeys(STUDENTS, "fine")
