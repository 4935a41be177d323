"""Errors: what a person can put right, and failures of the grader itself, as opposed to errors of a submission."""

from __future__ import annotations


class UserError(Exception):
    """Something that a teacher or learner can put right; its text says what, where, and what to do.

    Parameters
    ----------
    what : str
        What is wrong, as one sentence.
    where : str
        The file, folder or option that it concerns; may be empty.
    remedy : str
        What to do now; may be empty.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        parts = [self.what]
        if self.where:
            parts.append(f"Where: {self.where}")
        if self.remedy:
            parts.append(f"What to do: {self.remedy}")
        return "\n".join(parts)


class GraderError(Exception):
    """The grader itself could not do its work; never the learner's fault."""
