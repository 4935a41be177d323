"""Run ``newspace-grade``: grade the notebooks of a class in an nbgrader course folder.

This module loads nothing of the grader by itself: a command that grades is run by a warm server where there can be one
(`newspace_grading.cli.process.warm_client`), and everything that it needs is loaded there.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from newspace_grading.cli.process import warm_client


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code. With ``arguments`` (None: those of this process) it is run in this process."""
    if arguments is None:
        code = warm_client.run_served(sys.argv[1:])
        if code is not None:
            return code
    from newspace_grading.cli.process import command_line

    return command_line.run_here(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
