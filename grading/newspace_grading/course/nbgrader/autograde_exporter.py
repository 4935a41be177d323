"""Make plain ``nbgrader autograde`` and formgrader's Autograde button grade with this engine.

nbgrader lets a course choose the exporter with which `Autograde` reads notebooks, and creates it just before its own loop begins::

    c.Autograde.exporter_class = "newspace_grading.course.nbgrader.autograde_exporter.EngineExporter"
    c.EngineExporter.allow_not_isolated = False   # as c.GraderSettings.strict = True, here alone: see newspace-grade doctor

`EngineExporter` replaces the loop by ``newspace-grade autograde`` for that run.
Hooks further inside are too late: stock nbgrader has by then given 0 to renamed notebooks and rejected those that it cannot parse.
The command runs in a process of its own, since formgrader's server has threads and connections that a fork must not inherit.
Where nothing is to be run, because of ``--no-execute`` or because nothing in the assignment is worth points, nbgrader's loop is left to
do what it does with outputs and files.
"""

from __future__ import annotations

import fnmatch
import functools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbconvert.preprocessors import Preprocessor
from traitlets import Bool
from traitlets.config import Config

from newspace_grading.course.layout import Course
from newspace_grading.course.nbgrader.configuration.config_files import config_text
from newspace_grading.course.nbgrader.settings import (
    SECTIONS,
    SettingsError,
    argument,
    checked,
    names_of,
    read_deferred,
)
from newspace_grading.model.notebook.cell_roles import foreign_language
from newspace_grading.model.notebook.safe_walk import files, leads_elsewhere
from newspace_grading.model.results.verdict import LEFT_TO_A_PERSON
from newspace_grading.model.text import one_line

_HERE = ("assignment_id", "student_id", "notebook_id", "student_id_exclude")


class EngineExporter(NotebookExporter):
    """An exporter for ``c.Autograde.exporter_class`` that makes `Autograde` grade with the engine.

    Raises
    ------
    TypeError
        If it is used for anything but `Autograde`.
    """

    allow_not_isolated = Bool(
        True,
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
        stock = self.parent.convert_notebooks
        self.parent.convert_notebooks = functools.partial(_convert, self.parent, stock, together=together)


class PythonOnly(Preprocessor):
    """A preprocessor that refuses a notebook of another language than Python."""

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return the notebook as it is.

        Raises
        ------
        ValueError
            If its metadata name another language.
        """
        language = foreign_language(nb.metadata)
        if language:
            raise ValueError(f"The notebook is written in {language}, and only Python is graded here.")
        return nb, resources


def _convert(converter: Any, stock: Callable[[], None], *, together: bool | None) -> None:
    """Do what nbgrader was asked to do: grade with the engine, or where nothing is to be run, leave it to nbgrader's loop."""
    from nbgrader.preprocessors import Execute

    directory = converter.coursedir
    if not Execute(parent=converter).enabled:
        converter.log.warning(
            "Nothing is run (--no-execute): the points are taken from the outputs as they were handed in, which anybody can write there."
        )
        stock()
    elif not Course(directory).has_points(directory.assignment_id):
        converter.log.warning(
            "Nothing in “%s” is worth points, so nothing is run: what was handed in is copied.", directory.assignment_id
        )
        _copy_only(converter, stock)
    else:
        _grade(converter, together=together)


def _copy_only(converter: Any, stock: Callable[[], None]) -> None:
    """Let nbgrader's loop copy submissions, without running them.

    Raises
    ------
    NbGraderException
        If one was not copied.
    """
    from nbgrader.converters.base import NbGraderException

    linked = [folder for folder in converter.assignments if _holds_link(folder)]
    for folder in linked:
        converter.log.error("%s holds a link to another place, and is not copied.", folder)
        del converter.assignments[folder]
    converter.exporter.update_config(Config({"Execute": {"enabled": False}}))
    converter.sanitize_preprocessors = [*converter.sanitize_preprocessors, PythonOnly]
    stock()
    if linked:
        raise NbGraderException("Not everything was copied: see the lines above.")


def _holds_link(folder: str) -> bool:
    """Tell whether a submission's folder is a link or holds one: nbgrader would copy what lies behind it."""
    return leads_elsewhere(Path(folder)) or any(
        os.path.islink(os.path.join(here, name))
        for here, folders, names in os.walk(folder)
        for name in (*folders, *names)
    )


def _grade(converter: Any, *, together: bool | None) -> None:
    """Grade the submissions that nbgrader was asked to grade.

    Raises
    ------
    NbGraderException
        If something was not graded; nbgrader then exits with 1, and formgrader shows its log.
    """
    from nbgrader.converters.base import NbGraderException

    directory = converter.coursedir
    try:
        options = _command_line_settings(converter)
    except SettingsError as error:
        for line in str(error).splitlines():
            converter.log.error(line)
        raise NbGraderException("A setting cannot hold: see the lines above.") from None
    students = _students(converter)
    if not students:
        return
    with tempfile.TemporaryDirectory(prefix="newspace-grade-") as folder:
        settings = Path(folder, "settings.json")
        settings.write_text(config_text(_settings(converter)), encoding="utf-8")
        command = [
            sys.executable,
            *("-X", "utf8"),  # its output is decoded as UTF-8 here
            *("-m", "newspace_grading.cli.main"),
            "--course",
            directory.root,
            "--settings",
            str(settings),
        ]
        command += ["autograde", directory.assignment_id, "--json", *(["--force"] if converter.force else [])]
        command += options
        command += [] if directory.notebook_id == "*" else [f"--notebook={directory.notebook_id}"]
        command += [] if together is None else ["--no-strict" if together else "--strict"]
        converter.run_pre_convert_hook()
        code = _run(command + [f"--student={student}" for student in students], converter.log)
    for student in students:
        if Path(converter._format_dest(directory.assignment_id, student)).is_dir():
            converter.set_permissions(directory.assignment_id, student)
    converter.run_post_convert_hook()
    if code:
        raise NbGraderException("Not everything was graded: see the lines above.")


def _students(converter: Any) -> list[str]:
    """Return the learners who match nbgrader's pattern and have submitted; raise an error if one may not be added to the gradebook."""
    from nbgrader.api import Gradebook
    from nbgrader.converters.base import NbGraderException

    directory = converter.coursedir
    left_out, course = directory.student_id_exclude.split(","), Course(directory)
    wanted = []
    for student in course.students(directory.assignment_id):
        if not fnmatch.fnmatchcase(student, directory.student_id) or student in left_out:
            continue
        place = course.place("submitted", student, directory.assignment_id)
        if any(files(place)):
            wanted.append(student)
        else:
            converter.log.warning("Nothing was handed in: %s is empty.", place)
    if converter.create_student:
        return wanted
    with Gradebook(directory.db_url, directory.course_id) as book:
        unknown = sorted(set(wanted) - {student.id for student in book.students})
    if unknown:
        raise NbGraderException(f"No student with ID '{unknown[0]}' exists in the database")
    return wanted


def _settings(converter: Any) -> dict[str, dict[str, Any]]:
    """Return the configuration in effect, so that options of nbgrader's command line hold in the other process too."""
    found = {section: dict(values) for section, values in converter.config.items() if isinstance(values, dict)}
    directory = converter.coursedir
    for section in SECTIONS:  # as text from a command line they would have no type in the other process
        own = found.get(section.__name__, {})
        own.update({name: read_deferred(section, name, value) for name, value in own.items()})
    names = [name for name in directory.trait_names(config=True) if name not in _HERE]
    found["CourseDirectory"] = {name: getattr(directory, name) for name in names}
    return found


def _command_line_settings(converter: Any) -> list[str]:
    """Return the grader's settings on nbgrader's command line as options: they take precedence over all configuration.

    Raises
    ------
    SettingsError
        If one has a value that is not allowed.
    """
    while converter is not None and not hasattr(converter, "cli_config"):
        converter = converter.parent  # up to the application of the command; there is none behind formgrader's button
    said = {} if converter is None else converter.cli_config
    return [
        argument(section, name, checked(section, name, value, f"nbgrader's command line: --{section.__name__}.{name}"))
        for section in SECTIONS
        for name, value in said.get(section.__name__, {}).items()
        if name in names_of(section)
    ]


def _run(command: list[str], log: Any) -> int:
    """Run a command and write its results to nbgrader's log as they arrive; return its exit code."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8") as process:  # noqa: S603 - our own command
            for line in process.stdout or ():
                _log_result(line, log)
        errors.seek(0)
        for line in filter(str.strip, errors):
            log.error(one_line(line.rstrip()))
    return process.returncode


def _log_result(line: str, log: Any) -> None:
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
