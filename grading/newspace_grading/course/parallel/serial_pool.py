"""Grade submissions one after another in this process, where processes cannot be forked."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator

from newspace_grading.course.grading.submission_grader import GradingResult
from newspace_grading.course.parallel.process_pool import GradeStudent, OpenGrader


class SerialPool:
    """A pool without processes, with the interface of `Pool`; a context manager.

    Parameters
    ----------
    prepare : callable
        Returns a context manager whose value grades one student.
    """

    def __init__(self, prepare: OpenGrader) -> None:
        self._prepare = prepare
        self._opened = contextlib.ExitStack()
        self._ask: GradeStudent

    def __enter__(self) -> SerialPool:
        self._ask = self._opened.enter_context(self._prepare())
        return self

    def __exit__(self, *_error: object) -> None:
        self._opened.close()

    def results(self, students: Iterable[str]) -> Iterator[GradingResult]:
        """Yield the results in the order of the students.

        Raises
        ------
        GraderError
            If the engine cannot start.
        """
        for student in students:
            yield self._ask(student)
