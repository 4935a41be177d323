"""Describe a failed test as data: its flags, never its texts, decide what may be disclosed to a learner.

A course's checks may raise an error with an attribute ``failure``, a dict of plain data: ``task`` (the check's name for its task),
``rows`` (a list of pairs: the code of a `Label` and a text, see `newspace_grading.model.results.message`), ``hidden`` (whether it is a
hidden test), ``about`` (what that one tries, in words for the learner) and ``stub`` (whether it saw only the
``NotImplementedError`` that learners are given to replace). All but ``rows`` may be left out. Any other error is described by its type and text.
A number of points with which a test ends may carry such an error, raised and caught again, in an attribute ``error``: what earned less.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from enum import StrEnum
from typing import Any

from newspace_grading.model.results.message import Sentence, Text, text_from_plain, text_to_plain

STUB = "NotImplementedError"
"""The error with which an answer stops that is as it was given out."""
_LONGEST = 4_000
_LONGEST_NAME = 200
_MOST_ROWS = 20


class Label(StrEnum):
    """The subject of a row about a failure."""

    CALLED = "called"
    LOOKED_AT = "looked at"
    CAME_BACK = "came back"
    EXPECTED = "expected"
    WHY = "why"
    WHAT_HAPPENED = "what happened"
    """The error of a test without checks, or the reason in words."""
    WHERE = "where"
    CELL_STOPPED = "cell stopped"
    """The error with which the learner's own cell ended."""


OF_CHECKS = frozenset({Label.CALLED, Label.LOOKED_AT, Label.CAME_BACK, Label.EXPECTED, Label.WHY})
"""The rows that a course's checks may write."""


@dataclass(frozen=True)
class RaisedError:
    """An error that a learner's program raised.

    Attributes
    ----------
    kind : str
        The name of its class; "" if that is withheld.
    text : str
        What it says.
    """

    kind: str
    text: str = ""

    def __str__(self) -> str:
        """Write the error as the last line of a traceback does."""
        return f"{self.kind}: {self.text}" if self.text else self.kind

    def plain(self) -> dict[str, str]:
        """Return it as plain data."""
        return {"kind": self.kind, "text": self.text}

    @classmethod
    def from_plain(cls, data: dict[str, str]) -> RaisedError:
        """Read it from plain data."""
        return cls(data["kind"], data["text"])


@dataclass(frozen=True)
class Failure:
    """A failed test.

    Attributes
    ----------
    rows : tuple of (Label, Text)
        What a course's check says, in order; none if it was another error.
    hidden : bool
        Whether it is a hidden test: what was called and came back is then for teachers only.
    about : str
        What the hidden test tries, in words for the learner; "" if it does not say.
    stub : bool
        Whether the test saw only the stub that learners are given.
    task : str
        The check's own name for its task.
    error : RaisedError or None
        The error, if no check reports the failure.
    line : int
        The line of the test cell in which it ended; 0 if that is not known for certain.
    withheld : bool
        Whether words of the learner's program were left out, since hidden tests had been run before it said them.
    """

    rows: tuple[tuple[Label, Text], ...] = ()
    _: KW_ONLY
    hidden: bool = False
    about: str = ""
    stub: bool = False
    task: str = ""
    error: RaisedError | None = None
    line: int = 0
    withheld: bool = False

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "rows": [[label.value, text_to_plain(text)] for label, text in self.rows],
            "hidden": self.hidden,
            "about": self.about,
            "stub": self.stub,
            "task": self.task,
            "error": None if self.error is None else self.error.plain(),
            "line": self.line,
            "withheld": self.withheld,
        }

    @classmethod
    def from_plain(cls, data: dict[str, Any]) -> Failure:
        """Read it from plain data of the grader's own."""
        error = data["error"]
        return cls(
            rows_from_plain(data["rows"]),
            hidden=data["hidden"] is not False,
            about=data["about"],
            stub=data["stub"],
            task=data["task"],
            error=None if error is None else RaisedError.from_plain(error),
            line=data["line"],
            withheld=data["withheld"],
        )


def of_error(kind: str, text: str, line: int = 0) -> Failure:
    """Describe an error that no check raised."""
    error = RaisedError(kind[:_LONGEST_NAME], text[:_LONGEST])
    return Failure(error=error, stub=kind == STUB and not text, line=line)


def from_check(raw: object, line: int = 0) -> Failure | None:
    """Read what a course's check says of itself (see this module); None if it says nothing that can be read."""
    if type(raw) is not dict:
        return None
    task, about = raw.get("task", ""), raw.get("about", "")
    try:
        rows = rows_from_plain(raw.get("rows"))
    except ValueError:
        return None
    if type(task) is not str or type(about) is not str:
        return None
    hidden = raw.get("hidden", False) is not False
    return Failure(
        rows, hidden=hidden, about=about[:_LONGEST], stub=raw.get("stub") is True, task=task[:_LONGEST_NAME], line=line
    )


def rows_from_plain(raw: object) -> tuple[tuple[Label, Text], ...]:
    """Read the rows of a check.

    Raises
    ------
    ValueError
        If they are none.
    """
    if type(raw) is not list:
        raise ValueError("a list of rows was expected")
    rows: list[tuple[Label, Text]] = []
    for row in raw[:_MOST_ROWS]:
        if type(row) is not list or len(row) != 2 or type(row[0]) is not str:
            raise ValueError("a row is a label and a text")
        label = Label(row[0])
        if label not in OF_CHECKS:
            raise ValueError(f"no check writes a row “{label}”")
        rows.append((label, text_from_plain(row[1])))
    return tuple(rows)


def quoted_texts(text: Text) -> list[str]:
    """List the words of the learner's program in a text, at any depth."""
    found: list[str] = []
    if isinstance(text, Sentence):
        for name, value in text.arguments:
            if name in text.quoted:
                found.append(str(value) if not isinstance(value, Sentence) else value.template)
            if isinstance(value, Sentence):
                found += quoted_texts(value)
    return found
