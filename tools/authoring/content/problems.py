"""What a check of the content finds: where, what, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from newspace.core.errors import CourseError


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend.

    Parameters
    ----------
    file : str
        The file, relative to the repository.
    cell : str
        The id of the cell, or another place in the file; may be empty.
    what, remedy : str
        What is wrong, and what to do.
    """

    file: str
    cell: str
    what: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}, {self.cell}" if self.cell else self.file
        return f"{place}\n    {self.what}\n    What to do: {self.remedy}"


def problem_from_error(error: CourseError, file: str, cell: str = "") -> Problem:
    """Turn a loader's error into a problem of a file."""
    detail = f" ({error.where})" if error.where and file not in error.where else ""
    return Problem(file, cell, f"{error.what}{detail}", error.remedy or "Mend it, and run the check again.")
