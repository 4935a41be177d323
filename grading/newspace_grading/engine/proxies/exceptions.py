"""Make the judge's side of errors that the learner's code raised.

An error is of the same class where both sides have it, else of a class made after its name. Such a class can be named in an
``except`` of a test: it stands for the one in the worker, and has none of its code.
"""

from __future__ import annotations

import contextlib
import itertools
import linecache
from collections.abc import Callable
from typing import Any, NoReturn

from newspace_grading.engine.protocol.codec.scalars import NotSerializableError
from newspace_grading.engine.protocol.codec.shared_classes import SharedClasses, fill_fields, make_builtin_exception
from newspace_grading.engine.protocol.messages import (
    ErrorFamily,
    ErrorReport,
    MalformedMessageError,
    error_report,
)
from newspace_grading.sandbox import limits

_frames = itertools.count()
_MAX_NAME_CHARS = 200
_MAX_CLASSES = 20
_MAX_CAUSES = 5


class ExceptionFactory:
    """Make exceptions, and classes of exceptions, from what a worker reports.

    Parameters
    ----------
    known : SharedClasses
        The classes that both sides have.
    decode : callable
        Decodes a value.
    judges_error : callable, optional
        Returns an error of the judge's by its number.
    """

    def __init__(
        self,
        known: SharedClasses,
        decode: Callable[[Any], Any],
        judges_error: Callable[[int], BaseException] | None = None,
    ) -> None:
        self._known = known
        self._judges_error = judges_error
        self._decode = decode
        self._classes: dict[int, type[BaseException]] = {}

    def class_of(self, family: ErrorFamily) -> type[BaseException]:
        """Find or make the class that stands for one of the learner's."""
        shared = [self._find(name) for name in family.shared[:_MAX_CLASSES]]
        own = family.own[:_MAX_CLASSES]
        made = next(filter(None, shared), Exception)
        for place in reversed(range(len(own))):
            handle, title = own[place]
            if handle not in self._classes:
                bases = [
                    shared[-1 - parent] if parent < 0 else self._classes[own[parent][0]]
                    for parent in (family.parents[place] if place < len(family.parents) else ())
                    if place < parent < len(own) or -len(shared) <= parent < 0
                ]
                self._classes[handle] = _made_class(handle, title, tuple(filter(None, bases)), made)
            made = self._classes[handle]
        return made

    def make(self, report: ErrorReport, depth: int = 0) -> BaseException:
        """Make the exception that a report describes; ``depth`` counts the errors that were raised from it.

        Raises
        ------
        NotSerializableError
            If it is said to be an error of the judge's, and is none of this test's.
        """
        if report.judges is not None and self._judges_error is not None:
            return self._judges_error(report.judges).with_traceback(None)
        try:
            arguments = self._decode(report.args)
        except NotSerializableError:
            arguments = None
        made = _instance(
            self.class_of(report.family), arguments if isinstance(arguments, list) else [report.text], report.text
        )
        vars(made).update(learners_text=report.text, learners_limit=is_limit_report(report))
        try:
            fields = [(key, self._decode(value)) for key, value in report.fields]
            fill_fields(made, [*fields, *dict(vars(made)).items()])
        except (NotSerializableError, ValueError, TypeError):
            pass  # its further attributes are not needed here
        if isinstance(made, NameError) and report.name:
            made.name = report.name
        if report.cause is not None and depth < _MAX_CAUSES:
            with contextlib.suppress(MalformedMessageError, NotSerializableError):
                made.__cause__ = self.make(error_report(report.cause), depth + 1)
        return made

    def _find(self, name: tuple[str, str]) -> type[BaseException] | None:
        try:
            found = self._known.find(name)
        except NotSerializableError:
            return None
        return found if issubclass(found, BaseException) else None


def _made_class(
    handle: int, title: str, bases: tuple[type[BaseException], ...], last: type[BaseException]
) -> type[BaseException]:
    """Make the class that stands for one of the learner's, after these, or after the last alone."""
    space = {"__module__": "__main__", "__str__": _learners_text, "learners": handle}
    name = title[:_MAX_NAME_CHARS] or "Error"
    with contextlib.suppress(TypeError):  # no order of the bases, or two that do not go together
        return type(name, bases or (last,), dict(space))
    return type(name, (last,), space)


def is_limit_report(report: ErrorReport) -> bool:
    """Tell whether a limit of processes, threads, open files or disk space was reached, whatever the error's text."""
    return report.no_thread or report.errno in limits.EXHAUSTED


def is_limit_error(error: BaseException) -> bool:
    """Tell whether the error that ended a test, the learner's or this process's own, reports a reached limit."""
    reported = vars(error).get("learners_limit")
    if reported is not None:
        return reported is True
    return limits.error_number(error) in limits.EXHAUSTED or limits.could_start_no_thread(error)


def _learners_text(self: BaseException) -> str:
    text = vars(self).get("learners_text")
    return text if isinstance(text, str) else BaseException.__str__(self)


def _instance(kind: type[BaseException], arguments: list[Any], text: str) -> BaseException:
    if kind.__module__ == "builtins":
        return make_builtin_exception(kind, arguments, text)
    try:
        made = kind.__new__(kind)
    except TypeError:
        return RuntimeError(text)
    made.args = tuple(arguments)
    return made


def raise_from_line(error: BaseException, line: str) -> NoReturn:
    """Raise an error from a frame that shows the learner's own line, as it would in one process."""
    if line:
        name = f"<ipython-input-learner-{next(_frames)}>"
        linecache.cache[name] = (len(line), None, [line + "\n"], name)
        space: dict[str, Any] = {}
        exec(compile("def learners_line(error): raise error", name, "exec"), space)  # noqa: S102 - a fixed text
        space["learners_line"](error)
    raise error
