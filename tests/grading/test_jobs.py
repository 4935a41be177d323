"""Several submissions at once: the same results in whatever order, a lost process loses nothing, and words for people and machines."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import classroom
from commands import run

from newspace_grading.cli.main import _parser
from newspace_grading.cli.output import progress_bar
from newspace_grading.cli.output.progress_bar import Progress, spoken
from newspace_grading.course.grading.submission_grader import GradingResult
from newspace_grading.course.journal import Entry, Journal
from newspace_grading.course.parallel import process_pool as pools
from newspace_grading.course.parallel.process_pool import Pool, cores
from newspace_grading.model.record import Record

STUDENTS = [f"learner-{number:02}" for number in range(12)]


def result(student: str, text: str = "fine") -> GradingResult:
    """A result without a grader."""
    records = {"small": [Record("test", "passed", 1.0, 1.0, text)]}
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
        told = [(done.entry.student, done.entry.notebooks["small"][0].message) for done in pool.results(students)]
    assert len(told) == len(dict(told)), "told twice"
    return dict(told)


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_every_student_is_told_once_however_many_work(jobs: int) -> None:
    assert all_of(Pool(jobs, opened(result), result), STUDENTS) == dict.fromkeys(STUDENTS, "fine")


def test_who_ends_the_process_is_tried_again_and_the_others_are_not_lost(tmp_path: Path) -> None:
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


def test_no_process_is_given_more_than_it_can_soon_do() -> None:
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


def test_the_processors_that_may_be_used_are_counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pools, "_QUOTA", tmp_path / "cpu.max")
    if hasattr(os, "sched_getaffinity"):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(48)))
        assert cores() == 48
        (tmp_path / "cpu.max").write_text("150000 100000\n", encoding="ascii")
        assert cores() == 2
        (tmp_path / "cpu.max").write_text("max 100000\n", encoding="ascii")
        assert cores() == 48
        monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    assert cores() == 3


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar_with_the_time_that_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter((100.0, 110.0, 130.0))
    monkeypatch.setattr(progress_bar, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    screen = Terminal()
    bar = Progress(4, stream=screen)
    bar.step(fresh=False)
    assert "1/4" in screen.getvalue()
    assert "left" not in screen.getvalue()  # what an earlier run did says nothing about this one's pace
    bar.clear()
    bar.step(fresh=True)
    assert screen.getvalue().endswith("[###############...............] 2/4, 20 s left")
    bar.step(fresh=True)
    assert screen.getvalue().endswith("[######################........] 3/4, 15 s left")
    bar.step(fresh=True)
    assert screen.getvalue().endswith("4/4\n")


def test_nothing_else_gets_a_bar() -> None:
    for stream, shown in ((io.StringIO(), True), (Terminal(), False)):
        bar = Progress(2, shown=shown, stream=stream)
        bar.clear()
        bar.step(fresh=True)
        assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 s"), (59, "59 s"), (60, "1 min"), (3540, "59 min"), (9000, "2 h 30 min")]
)
def test_time_is_told_in_words(seconds: float, words: str) -> None:
    assert spoken(seconds) == words


def test_help_says_every_option_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    for name, options in (
        ("autograde", ("--student", "--jobs", "--shard", "--journal-dir", "--force", "--json", "--wait")),
        ("merge", ("JOURNAL", "--journal-dir", "--json", "--wait")),
    ):
        with pytest.raises(SystemExit):
            _parser().parse_args([name, "--help"])
        text = capsys.readouterr().out
        for option in options:
            assert option in text, (name, option)
    with pytest.raises(SystemExit) as ended:
        _parser().parse_args(["autograde", "x", "--jobs", "0"])
    assert ended.value.code == 2


def test_of_a_long_journal_only_places_are_kept(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.jsonl")
    for text in ("first", "second"):
        for student in STUDENTS:
            journal.write(result(student, text).entry)
    places = journal.places()
    assert set(map(type, places.values())) == {int}
    for student in STUDENTS:
        entry = journal.at(places[student, student])
        assert entry is not None
        assert entry.notebooks["small"][0].message == "second"


@pytest.mark.slow
def test_one_and_many_at_once_end_alike_and_every_line_is_for_machines(tmp_path: Path) -> None:
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
