"""How a tool of the course ends: what a person has to put right is told in words."""

from __future__ import annotations

import sys
from collections.abc import Callable

from newspace.core.errors import CourseError


def exit_code_of(work: Callable[[], object]) -> int:
    """Do the work of a tool that writes files into a folder ``--to``; its exit code.

    Returns
    -------
    int
        0 if it was done, 2 if a person has to do something first.
    """
    try:
        work()
    except CourseError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"{error.strerror}: {error.filename}\nWhat to do: name another folder with --to.", file=sys.stderr)
    else:
        return 0
    return 2
