"""Grading one submission after another in this process: for machines on which a process cannot be forked."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator

from newspace_grading.course.grading.submission_grader import GradingResult
from newspace_grading.course.parallel.process_pool import Ask, Open


class SerialPool:
    """What a pool of processes does, without them. Use it in a ``with`` block.

    Parameters
    ----------
    prepare : callable
        Gives a context whose value grades one student.
    """

    def __init__(self, prepare: Open) -> None:
        self._prepare = prepare
        self._opened = contextlib.ExitStack()
        self._ask: Ask

    def __enter__(self) -> SerialPool:
        self._ask = self._opened.enter_context(self._prepare())
        return self

    def __exit__(self, *_error: object) -> None:
        self._opened.close()

    def results(self, students: Iterable[str]) -> Iterator[GradingResult]:
        """The results, one after another.

        Raises
        ------
        GraderError
            If it cannot even begin.
        """
        for student in students:
            yield self._ask(student)
