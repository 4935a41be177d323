"""``newspace-grade doctor``: report what this machine allows and what this course needs, with remedies.

Exit codes: 0 if there is nothing to do, 1 if something should be changed, 2 if nothing can be graded here.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import itertools
import os
import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newspace_grading.cli.command import Command
from newspace_grading.cli.output.settings_table import differences, settings_table
from newspace_grading.cli.setting_options import add_limits, add_settings, apply_fork, check_level, settings_for
from newspace_grading.course.grading.deadlines.deadline_checks import check_deadlines
from newspace_grading.course.grading.file_copy import digest
from newspace_grading.course.grading.pipeline import journal_of
from newspace_grading.course.layout import Course, CourseFolderError
from newspace_grading.course.nbgrader.configuration.effective_settings import (
    EffectiveSettings,
    configured_assignments,
    contradictions,
)
from newspace_grading.course.nbgrader.generated_tests import generated_tests
from newspace_grading.course.nbgrader.gradebook import open_gradebook
from newspace_grading.course.parallel.process_pool import cores
from newspace_grading.course.records.private_folders import open_to_others
from newspace_grading.disclosure.messages import record_summary
from newspace_grading.engine.analysis.reference import Source, read_source
from newspace_grading.engine.engine import Engine, ReferenceFindings
from newspace_grading.model import course_plugin
from newspace_grading.model.errors import GraderError
from newspace_grading.model.notebook import hidden_regions
from newspace_grading.model.text import with_noun
from newspace_grading.sandbox import levels
from newspace_grading.sandbox.limits import MB

_MEANS: dict[levels.Level, str] = {
    "namespaces": "a file system, network and processes of its own for every notebook",
    "landlock": "the kernel refuses files, connections and signals; other programs can be seen",
    "limits": "only time, memory and file size are limited: learners' code can read your files and use the network",
    "none": "no walls at all: learners' code runs with your rights, and can change your files; time and memory are watched",
}
_INSTEAD: dict[levels.Level, str] = {
    "landlock": "Good enough for a class. For the strongest level allow user namespaces (sysctl "
    "kernel.unprivileged_userns_clone=1; Ubuntu: kernel.apparmor_restrict_unprivileged_userns=0), or grade on a machine that does.",
    "limits": "Grade on a machine that holds nothing but the course, with Linux 5.13 or newer, best in a container of its own.",
    "none": "Grade only what you trust. On Windows, WSL has full walls: run “wsl --install” once, install this project there, and run "
    "the same commands inside: the disk C: is /mnt/c there.",
}
_ON_A_MAC = "Grade only what you trust, or run the same commands in a virtual machine or container with Linux."
_TESTED = ((0, 9, 5), (0, 10))  # at least the first version, and below the second
_EACH_MB = 150  # memory of one grading process, without that of the notebook


@dataclass(frozen=True)
class Finding:
    """A line of the report.

    Attributes
    ----------
    about, text : str
        The subject, and what was found.
    todo : str
        What to do about it; "" if nothing.
    amiss : bool
        Whether ``todo`` corrects something; False if it is only the next step.
    """

    about: str
    text: str
    todo: str = ""
    amiss: bool = True


_NOT_ISOLATED = (
    "As it is, it is graded in a process of the learner's and marked “not isolated”: a program written for that could read its hidden "
    "tests, and forge the result. With --strict it goes to a person."
)
_STRICT = "As it is, it goes to a person; without --strict it is graded in a process of the learner's, and marked “not isolated”."


def _add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("assignment", nargs="?", help="only this one (default: all)")
    add_settings(parser, "jobs", "strict", "allow_not_isolated", "level", "fork", "wait_seconds")
    add_limits(parser)


def _run(course: Course, options: argparse.Namespace) -> int:
    """Print the findings; return 1 if one needs a correction."""
    code = 0
    for finding in _findings(course, options):
        lines = finding.text.splitlines() or [""]
        print(f"{finding.about + ':' if finding.about else '':<13}{lines[0]}")
        for line in lines[1:]:
            print(f"{'':<13}{line}")
        if finding.todo:
            print(f"{'':<13}→ {finding.todo}")
            code |= finding.amiss
    return code


def _findings(course: Course, options: argparse.Namespace) -> Iterator[Finding]:
    wanted: str | None = options.assignment
    settings = settings_for(course, options, wanted or "")
    apply_fork(settings)
    yield from _machine(settings)
    yield from _nbgrader()
    yield Finding("Course", str(course.root))
    yield _gradebook(course)
    yield from _privacy(course)
    yield from _marks(course)
    names = _assignments(course)
    yield from _settings(course, options, settings, names)
    yield from _deadlines(course)
    if wanted is not None:
        course.notebooks(wanted)  # raises an error if it does not exist
        names = [wanted]
    if not names:
        place = course.place("source", ".", "ASSIGNMENT")
        yield Finding("Assignments", "none", f"Put each into a folder of its own: {place}/NAME.ipynb, or use --course.")
        return
    yield Finding("Assignments", ", ".join(names))
    settings_of = {name: settings_for(course, options, name) for name in names}
    for own in settings_of.values():
        check_level(own)
    for engine_settings, alike in itertools.groupby(
        names, lambda name: (settings_of[name].limits, settings_of[name].level, settings_of[name].strict)
    ):
        limits, level, strict = engine_settings
        with Engine(limits, level, readable=course_plugin.installed().readable(), together=not strict) as engine:
            for name in alike:
                yield from _assignment(course, name, engine)


def _machine(settings: EffectiveSettings) -> Iterator[Finding]:
    level, why = levels.find_strongest()
    said = "\n".join(f"not {stronger}: {reason}" for stronger, reason in why.items())
    todo = _INSTEAD.get(level, "")
    if sys.platform == "darwin":
        todo = f"{_ON_A_MAC} If grading stops with a crash of Python itself, set NEWSPACE_GRADE_FORK=no, or c.GraderSettings.fork = False: slower, without a fork."
    if level != "namespaces" and hasattr(os, "geteuid") and os.geteuid() == 0:
        todo += " You are root, so fewer limits hold: run the grader as an ordinary user."
    yield Finding("Isolation", f"{level}: {_MEANS[level]}" + (f"\n{said}" if said else ""), todo)
    if settings.level:
        yield Finding("", f"set to {settings.level}: {_MEANS[settings.level]}", _INSTEAD.get(settings.level, ""))
    jobs = settings.jobs or cores()
    if levels.can_fork():
        yield Finding("Cores", f"{cores()} (graded at once: {with_noun(jobs, 'submission')}; --jobs)")
    else:
        yield Finding(
            "Cores", f"{cores()}; without a fork, submissions are graded one after another, each in new Pythons"
        )
    free = _free_memory()
    if free is not None:
        memory_mb = settings.limits.memory_mb
        fit = max(1, free // ((memory_mb + _EACH_MB) * MB))
        todo = f"If learners use that much at once, take --jobs {fit}." if fit < jobs else ""
        yield Finding("Memory", f"{free / 2**30:.1f} GB free; a notebook may use {memory_mb} MB", todo)


def _settings(
    course: Course, options: argparse.Namespace, settings: EffectiveSettings, names: list[str]
) -> Iterator[Finding]:
    """Report the settings in effect, and those of single assignments that differ."""
    yield Finding("Settings", settings_table(settings.all))
    for problem in contradictions(settings.limits):
        yield Finding("", f"{problem}.", "Raise the second, or lower the first.")
    for name, where in configured_assignments(course).items():
        if name not in names:
            alike = difflib.get_close_matches(name, names, 1)
            meant = f"Did you mean “{alike[0]}”?" if alike else "Put it there, or take its settings out."
            yield Finding("", f"{where} has settings for “{name}”, and no such assignment is here.", meant)
        elif options.assignment is None:
            own = settings_for(course, options, name)
            told = settings_table(differences(own.all, settings.all), heading=f"for {name}")
            yield Finding("", told)


def _free_memory() -> int | None:
    """Return the bytes of free memory, within the container's limit; None if neither is known."""
    found = []
    try:
        table = Path("/proc/meminfo").read_text(encoding="ascii")
        found.append(int(re.findall(r"MemAvailable:\s+(\d+)", table)[0]) * 1024)
    except (OSError, IndexError):
        pass
    try:
        most = Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii").strip()
        used = Path("/sys/fs/cgroup/memory.current").read_text(encoding="ascii").strip()
        found.append(int(most) - int(used))
    except (OSError, ValueError):
        pass
    return min(found, default=None)


def _nbgrader() -> Iterator[Finding]:
    import nbgrader

    numbers = tuple(int(part) for part in re.findall(r"\d+", nbgrader.__version__)[:3])
    good = _TESTED[0] <= numbers < _TESTED[1]
    todo = "" if good else 'Tested with 0.9.5 and 0.9.6: install one of these (pip install "nbgrader==0.9.6").'
    yield Finding("nbgrader", f"{nbgrader.__version__}, {'supported' if good else 'not tested'}", todo)


def _marks(course: Course) -> Iterator[Finding]:
    """Report the delimiters of hidden tests if the course has changed nbgrader's own."""
    from nbgrader.preprocessors import ClearHiddenTests

    step = ClearHiddenTests(parent=course.directory.parent)
    begin, end = step.begin_test_delimeter, step.end_test_delimeter
    if hidden_regions.BEGIN not in begin or hidden_regions.END not in end:
        todo = (
            f"The grader knows “{hidden_regions.BEGIN}” and “{hidden_regions.END}” only, and would show learners what stands between other marks: "
            "use these, without c.ClearHiddenTests in nbgrader_config.py."
        )
        yield Finding("Hidden tests", f"between “{begin}” and “{end}”", todo)


def _gradebook(course: Course) -> Finding:
    address = str(course.directory.db_url)
    shown = course.shown_database()
    database = course.database()
    if database is not None and not (database.exists() and database.stat().st_size):
        return Finding("Gradebook", f"{shown}: not there yet; nbgrader makes it with the first assignment")
    from nbgrader.api import Gradebook

    try:
        with Gradebook(address, course.directory.course_id) as book:
            holds = f"{with_noun(len(book.students), 'student')}, {with_noun(len(book.assignments), 'assignment')}"
            return Finding("Gradebook", f"{shown}: {holds}")
    except Exception as error:  # noqa: BLE001 - any error of any database is reported
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        return Finding(
            "Gradebook", f"{shown}: cannot be opened ({reason})", "Mend that, or set c.CourseDirectory.db_url."
        )


def _privacy(course: Course) -> Iterator[Finding]:
    """Report what holds solutions, hidden tests, work or points and can be read by other users of this machine."""
    shared = bool(course.directory.groupshared)
    steps = ("source", "submitted", "autograded", "feedback")
    places = [course.place(step, ".", "x").parent for step in steps]
    places += [course.records_folder(), course.beside_graded() / "reports"]
    database = course.database()
    found = open_to_others([*places, *([database] if database is not None else [])], shared=shared)
    if found:
        names = ", ".join(
            str(path.relative_to(course.root)) if path.is_relative_to(course.root) else str(path) for path in found
        )
        who = "o-rwx" if shared else "go-rwx"
        command = " ".join(["chmod", "-R", who, *(shlex.quote(str(path)) for path in found)])
        yield Finding("Privacy", f"other users of this machine can read {names}", command)


def _deadlines(course: Course) -> Iterator[Finding]:
    """Say which due times count, and what in ``deadlines.toml`` fits nothing."""
    with contextlib.ExitStack() as stack:
        book, database = None, course.database()
        if database is None or database.exists():
            with contextlib.suppress(Exception):  # why the gradebook cannot be opened is said above
                book = stack.enter_context(open_gradebook(course))
        for place, note in enumerate(check_deadlines(course, book)):
            yield Finding("" if place else "Deadlines", note.text, note.todo)


def _assignments(course: Course) -> list[str]:
    found = course.place("source", ".", "*").parent.glob("*/*.ipynb")
    return sorted({path.parent.name for path in found if not path.parent.name.startswith(".")})


def _assignment(course: Course, name: str, engine: Engine) -> Iterator[Finding]:
    release = course.place("release", ".", name)
    if not course.has_points(name):
        yield Finding("", f"{name}: nothing in it is worth points, so it is passed over")
        return
    for path in course.notebooks(name):
        about = f"{name}/{path.name}"
        try:
            source = read_source(path, release / path.name, generated_tests(course, name, path))
            engine.probe_reference(source)
        except GraderError as error:
            yield Finding("", str(error), "Look at the notebook in nbgrader's Create Assignment view.")
            continue
        except CourseFolderError as error:
            yield Finding("", error.what, error.remedy)
            continue
        yield from _source(about, source, engine.findings(source), strict=not engine.together)
    waiting, everybody = _waiting(course, name)
    todo = f"newspace-grade autograde {name}" if waiting else ""
    yield Finding("", f"{name}: {everybody} handed in, {len(waiting)} not graded yet", todo, amiss=False)


def _source(about: str, source: Source, findings: ReferenceFindings, *, strict: bool) -> Iterator[Finding]:
    tests = [part for part in source.parts if part.kind == "test"]
    people = sum(part.kind == "manual" for part in source.parts)
    points = sum(part.points for part in tests)
    tested = f"{with_noun(len(tests), 'test')} ({with_noun(points, 'point')})"
    yield Finding("", f"{about}: {tested}, {with_noun(people, 'task')} for a person")
    if source.withheld:
        yield Finding("", f"{about}: only tests see {', '.join(sorted(source.withheld))}")
    for task, why in findings.needs.items():
        for need in why:
            line = f", line {need.line}" if need.line else ""
            text = f"{about}, {task}{line}: needs the learner's own process: {need.why}."
            yield Finding("", text, f"{need.remedy} {_STRICT if strict else _NOT_ISOLATED}", amiss=strict)
    for task, record in findings.failures.items():
        told = record_summary(record)
        yield Finding(
            "", f"{about}, {task}: the reference itself does not pass it ({told}).", "Mend the test or the reference."
        )


def _waiting(course: Course, name: str) -> tuple[list[str], int]:
    """Return the students with a submission that is not graded yet, and the number of all submissions."""
    students = course.students(name)
    graded: dict[str, Any] = {student: entry for (student, _key), entry in journal_of(course, name).entries().items()}
    waiting = []
    for student in students:
        entry = graded.get(student)
        if entry is None or not entry.complete() or entry.handed_in != digest(course.place("submitted", student, name)):
            waiting.append(student)
    return waiting, len(students)


DOCTOR = Command(
    name="doctor",
    examples=("doctor", "doctor ps1 --strict"),
    help="tell what this machine allows and what an assignment's tests need",
    description=__doc__ or "",
    add_options=_add_options,
    run=_run,
)
