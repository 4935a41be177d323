"""One record for each graded cell of a submission.

As JSON (a line of ``autograde --json``, in a journal, in the metadata of a graded notebook's cell) a record is an object::

    {"task": "test-area", "verdict": "failed", "score": 0.0, "points": 2.0,
     "reason": "check failed", "arguments": {},
     "failure": {"rows": [["called", "area(2)"], ["why", {"template": "It happened in your line: {line}",
                                                          "arguments": {"line": "return 1 / 0"}, "quoted": ["line"]}]],
                 "hidden": false, "about": "", "stub": false, "task": "area", "error": null, "line": 3, "withheld": false},
     "called": "(2)", "returned": "", "raised": {"kind": "ZeroDivisionError", "text": "division by zero"}, "cell_error": null,
     "seconds": 0.01, "level": "namespaces", "isolated": true, "repaired": []}

``verdict`` and ``reason`` are codes (`newspace_grading.model.results.verdict`); ``score`` is null where there is no number;
``reason``, ``failure``, ``raised`` and ``cell_error`` are null where there is none. A text is a string, or an object with the English
``template`` of a sentence, its ``arguments``, and perhaps ``plural`` and ``number``. ``failure`` and ``raised`` can hold values of hidden
tests: they are for teachers and programs, and a learner gets what `newspace_grading.disclosure.policy` leaves of them.
``autograde --json`` adds ``student``, ``notebook``, and ``message``, which is the same in words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from newspace_grading.model.results.failure import Failure, RaisedError
from newspace_grading.model.results.message import (
    Argument,
    Text,
    argument_from_plain,
    arguments_plain,
    text_from_plain,
    text_to_plain,
)
from newspace_grading.model.results.verdict import Reason, Verdict
from newspace_grading.model.text import as_json


@dataclass(frozen=True)
class Record:
    """The result of one graded cell: data only, nothing is rendered yet.

    Attributes
    ----------
    task : str
        The grade_id of the graded cell.
    verdict : Verdict
        The verdict; those in `NEEDS_REVIEW` carry no score and go to a person.
    score : float or None
        Points; None where there is no evidence for any number.
    points : float
        What the cell is worth.
    reason : Reason or None
        Why; None if it passed.
    failure : Failure or None
        The failure of a test that did not pass.
    arguments : mapping
        The arguments of the reason's sentence, by name.
    called : str
        The arguments of the last call that the test made; "" for a test that was passed beyond doubt, like the next two.
    returned : str
        Its result, as a short text; "" if it raised an error.
    raised : RaisedError or None
        The error that it raised.
    seconds : float
        Wall time.
    level : str
        The isolation level of the learner's code.
    isolated : bool
        Whether tests and learner's code ran in different processes.
    repaired : tuple of Text
        The repairs that were made to the file.
    cell_error : RaisedError or None
        The error with which the learner's own cell of this task ended, if the task did not pass.
    """

    task: str
    verdict: Verdict
    score: float | None
    points: float
    reason: Reason | None = None
    _: KW_ONLY
    failure: Failure | None = None
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    called: str = ""
    returned: str = ""
    raised: RaisedError | None = None
    seconds: float = 0.0
    level: str = ""
    isolated: bool = True
    repaired: tuple[Text, ...] = ()
    cell_error: RaisedError | None = None

    def plain(self) -> dict[str, Any]:
        """Return it as plain data, as this module describes it."""
        return {
            **{name: getattr(self, name) for name in _AS_THEY_ARE},
            "verdict": self.verdict.value,
            "reason": None if self.reason is None else self.reason.value,
            "arguments": arguments_plain(self.arguments),
            "failure": None if self.failure is None else self.failure.plain(),
            "raised": None if self.raised is None else self.raised.plain(),
            "cell_error": None if self.cell_error is None else self.cell_error.plain(),
            "repaired": [text_to_plain(text) for text in self.repaired],
        }

    @classmethod
    def from_plain(cls, data: dict[str, Any]) -> Record:
        """Read it from plain data.

        Raises
        ------
        ValueError, KeyError, TypeError
            If that is no record.
        """
        reason, failure = data["reason"], data["failure"]
        raised, cell_error = data["raised"], data["cell_error"]
        return cls(
            **{name: data[name] for name in _AS_THEY_ARE},
            verdict=Verdict(data["verdict"]),
            reason=None if reason is None else Reason(reason),
            arguments={name: argument_from_plain(value) for name, value in data["arguments"].items()},
            failure=None if failure is None else Failure.from_plain(failure),
            raised=None if raised is None else RaisedError.from_plain(raised),
            cell_error=None if cell_error is None else RaisedError.from_plain(cell_error),
            repaired=tuple(text_from_plain(text) for text in data["repaired"]),
        )

    def line(self) -> str:
        """Return it as one line of JSON."""
        return as_json(self.plain())

    @classmethod
    def from_line(cls, line: str) -> Record:
        """Read it from one line of JSON."""
        return cls.from_plain(json.loads(line))


_AS_THEY_ARE = ("task", "score", "points", "called", "returned", "seconds", "level", "isolated")


def grader_failed(task: str, points: float, detail: str, level: str) -> Record:
    """Make the record of a cell that the grader itself could not grade; ``detail`` says why, in its own words."""
    return Record(
        task, Verdict.GRADER_ERROR, None, points, Reason.GRADER_FAILED, arguments={"detail": detail}, level=level
    )


def replace_record(records: list[Record], better: Record) -> None:
    """Replace the record of the same task."""
    records[:] = [better if record.task == better.task else record for record in records]
