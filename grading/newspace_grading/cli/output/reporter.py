"""Report a run: a line for each submission as it is done, then the summary; or lines of JSON."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from newspace_grading.cli.output import text_width
from newspace_grading.cli.output.attention import Result, of, result
from newspace_grading.cli.output.progress_bar import Progress
from newspace_grading.cli.output.record_table import record_lines
from newspace_grading.cli.output.summary import Summary
from newspace_grading.course.grading.submission_grader import GradingResult
from newspace_grading.course.records.journal import Entry
from newspace_grading.disclosure.messages import record_text
from newspace_grading.model.text import as_json, one_line, say, with_noun

_LONGEST_NAME = 24
_FEW = 5


@dataclass(frozen=True)
class Manner:
    """The form of the output.

    Attributes
    ----------
    machine : bool
        A line of JSON for each task, and nothing else on stdout.
    verbose : bool
        A table for each submission, a row a task.
    named : frozenset of str
        Students who were asked for by name: each gets a line even if graded in an earlier run.
    late : callable
        Says how late a submission came and what that costs; "" if it was in time or nothing counts.
    after : list of str
        The next steps to print when everything is graded.
    versions : bool
        Whether to tell of earlier results that were found with other versions of packages.
    """

    machine: bool = False
    verbose: bool = False
    named: frozenset[str] = frozenset()
    late: Callable[[Entry], str] = field(default=lambda _entry: "")
    after: Sequence[str] = field(default=())
    versions: bool = False


def add_output_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options for the form of the output."""
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--verbose", action="store_true", help="a table for each submission, with a row for each task")
    how.add_argument("--json", action="store_true", help="a line of JSON for each task, and nothing else")


def name_learners(names: Sequence[str], what: str) -> None:
    """Name learners with what is wrong: each on a line of its own, or, if they are more than a few, all on one."""
    if len(names) <= _FEW:
        for name in names:
            say(f"{name}: {what}", wrong=True)
    else:
        say(f"{with_noun(len(names), 'learner')}: {what}: {', '.join(names)}", wrong=True)


def tell(results: Iterable[GradingResult], students: Sequence[str], summary: Summary, manner: Manner) -> int:
    """Print each result as it comes, then the summary; return the number of tasks that were not graded."""
    signal.signal(signal.SIGTERM, _stop)  # a cluster that preempts the machine stops the run as Ctrl-C does
    progress = Progress(len(students), shown=not manner.machine)
    places = min(_LONGEST_NAME, max((text_width.width(one_line(name)) for name in students), default=0))
    shown = False
    try:
        for done in results:
            found = result(done)
            summary.add(
                done.entry.student,
                found,
                fresh=done.fresh,
                other_versions=manner.versions and done.with_other_versions(),
            )
            if manner.machine or manner.verbose or done.fresh or done.entry.student in manner.named:
                progress.clear()
                _show(done, found, places, manner)
                shown = True
            progress.step(fresh=done.fresh)
    except KeyboardInterrupt:
        progress.clear()
        print(f"Stopped: {summary.finished} of {len(students)} done. Run again for the others.", file=sys.stderr)
        return max(1, summary.open_tasks)
    if not manner.machine and summary.finished:
        _close(summary, manner, below=shown)
    if summary.need_one and manner.machine:
        print(
            f"{_have(summary.need_one)} a test that needs the learner's own process: “newspace-grade doctor” says which and "
            "why, without --strict they are graded there.",
            file=sys.stderr,
        )
    if summary.open_tasks:
        tasks = with_noun(summary.open_tasks, "task was", "tasks were")
        say(f"{tasks} not graded: see the reasons above. Whose: {', '.join(sorted(summary.whose))}.", wrong=True)
    return summary.open_tasks


def _show(done: GradingResult, found: Result, places: int, manner: Manner) -> None:
    """Print one result, for people or as lines of JSON."""
    student = done.entry.student
    if manner.machine:
        for name, records in done.entry.notebooks.items():
            for record in records:
                told = {"notebook": name, "student": student, "message": record_text(record)}
                print(as_json(told | record.plain()))
    elif manner.verbose:
        for name, records in done.entry.notebooks.items():
            here = of([(record.task, record) for record in records])
            late = manner.late(done.entry)
            say(f"{student}  {name}: {_came(done, here)}{f', {late}' if late else ''}, {done.seconds:.1f} s")
            print(record_lines(records))
    else:
        who = text_width.padded(one_line(student), places)
        seen = "; ".join(filter(None, (manner.late(done.entry), *(look.text for look in found.looks))))
        line = f"{who}  {_came(done, found)}{'; ' if seen else ''}{seen}"
        print(text_width.cut(line, text_width.terminal_columns()))
    sys.stdout.flush()


def _came(done: GradingResult, found: Result) -> str:
    return found.came_to + ("" if done.fresh else ", graded before")


def _close(summary: Summary, manner: Manner, *, below: bool) -> None:
    """Print the summary, with an empty line between its parts."""
    room = text_width.terminal_columns()
    blocks = [summary.table(room), [text for line in summary.numbers() for text in text_width.wrapped(line, room)]]
    steps = summary.next(manner.after)
    if steps:
        hanging = None if room is None else room - 2
        found = [(place, text) for step in steps for place, text in enumerate(text_width.wrapped(step, hanging))]
        blocks.append(["What to do next:", *(f"{'- ' if place == 0 else '  '}{text}" for place, text in found)])
    for lines in filter(None, blocks):
        print("\n" * below + "\n".join(lines))
        below = True
    sys.stdout.flush()


def _have(tasks: int) -> str:
    return with_noun(tasks, "task has", "tasks have")


def _stop(*_given: object) -> None:
    raise KeyboardInterrupt
