"""Describe a failed test as data. Only this module, on the judge's side, decides whether it was a hidden test."""

from __future__ import annotations

import traceback

from newspace_grading.model.execution_plan import Step, file_name_of_test
from newspace_grading.model.notebook import hidden_regions
from newspace_grading.model.results.failure import Failure, from_check, of_error


def failure_here(error: BaseException, step: Step) -> Failure:
    """Describe the error with which a test ended in the judge's own process.

    An error's ``failure`` counts only if the package that defines its class has raised it in this process. One of the learner's that
    crossed over, by being raised or as a value, is raised elsewhere.
    """
    lines = [
        number
        for frame, number in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == file_name_of_test(step.task)
    ]
    line = lines[0] if lines else 0
    secret = hidden_regions.holds(step.source, line)
    told = checks_failure(error, line)
    if told is not None and (told.hidden or not secret):
        return told
    return Failure(hidden=True, line=line) if secret else of_error(type(error).__name__, str(error), line)


def checks_failure(error: BaseException, line: int = 0) -> Failure | None:
    """Read what an error that a course's check raised in this process says of itself; None if it is another one."""
    return from_check(getattr(error, "failure", None), line) if _raised_by_its_own_package(error) else None


def failure_at(kind: str, text: str, line: int, step: Step) -> Failure:
    """Describe an error with which a test would end in a line; disclose nothing of a hidden one."""
    if hidden_regions.holds(step.source, line):
        return Failure(hidden=True, line=line)
    return of_error(kind, text, line)


def _raised_by_its_own_package(error: BaseException) -> bool:
    package = type(error).__module__.partition(".")[0]
    innermost = None
    for innermost, _line in traceback.walk_tb(error.__traceback__):  # noqa: B007 - the last one is wanted
        pass
    if innermost is None or package in ("__main__", "builtins") or "learners_text" in vars(error):
        return False
    return str(innermost.f_globals.get("__name__", "")).partition(".")[0] == package


def failure_there(kind: str, text: str, line: int, step: Step, claim: object) -> Failure:
    """Describe the error of a test in the learner's own process, which the learner's code may have forged.

    ``claim`` is the error's own description. It can only reduce disclosure: a hidden test stays hidden.
    """
    if hidden_regions.BEGIN in step.source and (line < 1 or hidden_regions.holds(step.source, line)):
        return Failure(hidden=True)
    told = from_check(claim)
    if told is not None:
        return Failure(hidden=True) if told.hidden else told
    return of_error(kind, text)
