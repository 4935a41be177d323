"""How plain ``nbgrader autograde`` and formgrader's Autograde button come to grade with this engine.

nbgrader lets a course choose the exporter with which `Autograde` reads notebooks, and makes it just before its own loop begins::

    c.Autograde.exporter_class = "newspace_grading.course.nbgrader.autograde_exporter.EngineExporter"
    c.EngineExporter.allow_not_isolated = True   # only if tests need it: see newspace-grade doctor

Chosen there, `EngineExporter` puts ``newspace-grade autograde`` in the loop's place, for that one run.
Hooks further inside are too late: stock nbgrader has by then given 0 to renamed notebooks and refused what it cannot parse.
The command runs in a process of its own, since formgrader's server holds threads and connections that a fork must not inherit.
"""

from __future__ import annotations

import fnmatch
import functools
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from traitlets import Bool

from newspace_grading.course.layout import Course
from newspace_grading.course.nbgrader.settings import (
    SECTIONS,
    SettingsError,
    argument,
    checked,
    names_of,
    read_deferred,
)
from newspace_grading.model.results.verdict import LEFT_TO_A_PERSON
from newspace_grading.model.text import one_line

_HERE = ("assignment_id", "student_id", "notebook_id", "student_id_exclude")


class EngineExporter(NotebookExporter):
    """nbgrader's own exporter, which brings the engine with it.

    Raises
    ------
    TypeError
        If it is chosen for anything but `Autograde`.
    """

    allow_not_isolated = Bool(
        False,
        help="The same as c.GraderSettings.allow_not_isolated, for nbgrader's command and button alone; where it is set, it holds there.",
    ).tag(config=True)

    def __init__(self, **named: Any) -> None:
        from nbgrader.converters.autograde import Autograde

        super().__init__(**named)  # type: ignore[no-untyped-call]  # nbconvert ships types for some functions only
        if not isinstance(self.parent, Autograde):
            raise TypeError(
                "EngineExporter is for c.Autograde.exporter_class alone: set it there, and nowhere else in nbgrader_config.py"
            )
        said = "allow_not_isolated" in self.config.get("EngineExporter", {})
        together = self.allow_not_isolated if said else None
        self.parent.convert_notebooks = functools.partial(_grade, self.parent, together=together)


def _grade(converter: Any, *, together: bool | None) -> None:
    """Grade what nbgrader was asked to grade.

    Raises
    ------
    NbGraderException
        If something was not graded; nbgrader then ends with 1, and formgrader shows its log.
    """
    from nbgrader.converters.base import NbGraderException

    directory = converter.coursedir
    if directory.notebook_id != "*":
        converter.log.warning("All notebooks of a submission are graded together: --notebook is not looked at.")
    try:
        said = _said_to_nbgrader(converter)
    except SettingsError as error:
        for line in str(error).splitlines():
            converter.log.error(line)
        raise NbGraderException("A setting cannot hold: see the lines above.") from None
    students = _students(converter)
    if not students:
        return
    with tempfile.TemporaryDirectory(prefix="newspace-grade-") as folder:
        settings = Path(folder, "settings.json")
        settings.write_text(json.dumps(_settings(converter)), encoding="utf-8")
        command = [
            sys.executable,
            *("-X", "utf8"),  # as it is read here
            *("-m", "newspace_grading.cli.main"),
            "--course",
            directory.root,
            "--settings",
            str(settings),
        ]
        command += ["autograde", directory.assignment_id, "--json", *(["--force"] if converter.force else [])]
        command += said
        command += [] if together is None else ["--allow-not-isolated" if together else "--no-allow-not-isolated"]
        converter.run_pre_convert_hook()
        code = _run(command + [f"--student={student}" for student in students], converter.log)
    for student in students:
        if Path(converter._format_dest(directory.assignment_id, student)).is_dir():
            converter.set_permissions(directory.assignment_id, student)
    converter.run_post_convert_hook()
    if code:
        raise NbGraderException("Not everything was graded: see the lines above.")


def _students(converter: Any) -> list[str]:
    """The learners that were asked for, by name or pattern, who handed in and are known or may be made known."""
    from nbgrader.api import Gradebook
    from nbgrader.converters.base import NbGraderException

    directory = converter.coursedir
    left_out = directory.student_id_exclude.split(",")
    wanted = [
        student
        for student in Course(directory).students(directory.assignment_id)
        if fnmatch.fnmatchcase(student, directory.student_id) and student not in left_out
    ]
    if converter.create_student:
        return wanted
    with Gradebook(directory.db_url, directory.course_id) as book:
        unknown = sorted(set(wanted) - {student.id for student in book.students})
    if unknown:
        raise NbGraderException(f"No student with ID '{unknown[0]}' exists in the database")
    return wanted


def _settings(converter: Any) -> dict[str, dict[str, Any]]:
    """The settings in effect, so that what was said on nbgrader's command line holds in the other process as well."""
    found = {section: _plain(values) for section, values in converter.config.items() if isinstance(values, dict)}
    directory = converter.coursedir
    for section in SECTIONS:  # the other process does not know which of these were typed as text
        own = found.get(section.__name__, {})
        own.update({name: read_deferred(section, name, value) for name, value in own.items()})
    names = [name for name in directory.trait_names(config=True) if name not in _HERE]
    found["CourseDirectory"] = _plain({name: getattr(directory, name) for name in names})
    return {section: values for section, values in found.items() if values}


def _said_to_nbgrader(converter: Any) -> list[str]:
    """Return the options for what was said about the grader on nbgrader's own command line: it holds before all configuration.

    Raises
    ------
    SettingsError
        If a value there cannot be.
    """
    while converter is not None and not hasattr(converter, "cli_config"):
        converter = converter.parent  # the command's application, unless formgrader has begun this
    said = {} if converter is None else converter.cli_config
    return [
        argument(section, name, checked(section, name, value, f"nbgrader's command line: --{section.__name__}.{name}"))
        for section in SECTIONS
        for name, value in said.get(section.__name__, {}).items()
        if name in names_of(section)
    ]


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if _is_plain(value)}


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return all(isinstance(name, str) and _is_plain(inner) for name, inner in value.items())
    return value is None or isinstance(value, bool | int | float | str)


def _run(command: list[str], log: Any) -> int:
    """Run it, each result into nbgrader's log as it comes."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8") as process:  # noqa: S603 - our own command
            for line in process.stdout or ():
                _tell(line, log)
        errors.seek(0)
        for line in filter(str.strip, errors):
            log.error(one_line(line.rstrip()))
    return process.returncode


def _tell(line: str, log: Any) -> None:
    try:
        record = json.loads(line)
        score = "–" if record["score"] is None else f"{record['score']:g}"
        text = f"{record['student']}  {record['notebook']}  {record['task']}: {record['verdict']}, {score} of {record['points']:g}"
        if record["score"] is None:
            text += f". {record['message'].partition(chr(10))[0]}"
    except (ValueError, KeyError, TypeError):
        log.info(one_line(line.rstrip()))
        return
    (log.info if record["score"] is not None or record["verdict"] in LEFT_TO_A_PERSON else log.warning)(one_line(text))
