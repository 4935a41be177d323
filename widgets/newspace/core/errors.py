"""The exception whose message is written for people: what is wrong, where, and what to do."""

from __future__ import annotations


class CourseError(Exception):
    """A fault that a learner, teacher or author can put right.

    Parameters
    ----------
    what : str
        What is wrong, as one sentence.
    where : str
        The file, cell, question or field that it concerns; may be empty.
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

    def _render_traceback_(self) -> list[str]:
        """Show the message alone: IPython asks for this before it prints a traceback."""
        return str(self).splitlines()
