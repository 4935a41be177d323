"""How far a learner's work on an assignment is graded: one set of words for tables, pages and messages."""

from __future__ import annotations

from enum import StrEnum


class GradeState(StrEnum):
    """How far a learner's work on an assignment is graded; the value is what tables and pages show."""

    GRADED = "graded"
    WAITS = "waits for a person"
    NOT_GRADED = "not graded yet"
    NOTHING = "handed in nothing"
