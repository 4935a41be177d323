"""Write exercises/ from solutions/: the only way in which it is written (``make exercises``).

nbgrader's own *generate_assignment* does it, in a copy of the course in a temporary folder and with a gradebook of its own,
so that neither the class's gradebook nor a stray file can change what comes out: the same solutions give the same bytes.

    make exercises                  # write exercises/
    make exercises ARGS=--check     # write nothing; exit with 1 if exercises/ has drifted
"""

from __future__ import annotations

import argparse
import filecmp
import io
import logging
import os
import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path

from authoring.assignment import BrokenAssignmentError, find_notebook, read_assignment

HOME = Path(__file__).resolve().parents[3]
IGNORED = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__", ".DS_Store", "*.pyc")


def authored_assignments(home: Path) -> list[str]:
    """List the names of all assignments that have a folder in solutions/."""
    return sorted(
        folder.name for folder in (home / "solutions").iterdir() if folder.is_dir() and not folder.name.startswith(".")
    )


def generate(home: Path, target: Path) -> list[str]:
    """Write what learners get into ``target``, one folder for each assignment, and return their names.

    Raises
    ------
    BrokenAssignmentError
        If a solution notebook cannot be released; nothing is written then.
    """
    names = authored_assignments(home)
    for name in names:
        # Says what is wrong in an author's words, before nbgrader does in its own.
        read_assignment(find_notebook(home / "solutions" / name))
    with tempfile.TemporaryDirectory(prefix="newspace-exercises-") as scratch:
        course = Path(scratch).resolve()
        shutil.copytree(home / "solutions", course / "solutions", ignore=IGNORED)
        for name in names:
            _generate_one(course, name)
        for name in names:
            shutil.rmtree(target / name, ignore_errors=True)
            shutil.copytree(course / "exercises" / name, target / name)
    for folder in target.iterdir():
        if folder.is_dir() and folder.name not in names and not folder.name.startswith("."):
            shutil.rmtree(folder)  # its solution is gone
    return names


def drift(fresh: Path, kept: Path) -> list[str]:
    """List the files, relative to either folder, that differ or stand in one of them only."""
    paths = {
        path.relative_to(root) for root in (fresh, kept) if root.is_dir() for path in root.rglob("*") if path.is_file()
    }
    return sorted(
        path.as_posix()
        for path in paths
        if not (fresh / path).is_file()
        or not (kept / path).is_file()
        or not filecmp.cmp(fresh / path, kept / path, shallow=False)
    )


def _generate_one(course: Path, name: str) -> None:
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    # A new gradebook makes nbgrader start “alembic” by its bare name: it lies beside this Python, which need not be on the path.
    os.environ["PATH"] = os.pathsep.join((sysconfig.get_path("scripts"), os.environ.get("PATH", "")))
    config = Config()
    config.CourseDirectory.course_id = "newspace"
    config.CourseDirectory.root = str(course)
    config.CourseDirectory.source_directory = "solutions"
    config.CourseDirectory.release_directory = "exercises"
    config.CourseDirectory.db_url = f"sqlite:///{(course / 'gradebook.db').as_posix()}"
    config.Exchange.root = str(course / "exchange")
    log = logging.getLogger("nbgrader")
    log.propagate = False
    log.handlers = [
        logging.StreamHandler(io.StringIO())
    ]  # the result holds the log: it is shown when something went wrong
    result = NbGraderAPI(config=config, log=log).generate_assignment(name, force=True, create=True)
    if not result["success"]:
        raise BrokenAssignmentError(
            f"nbgrader cannot make the exercise “{name}”.",
            where=f"solutions/{name}",
            remedy="Mend what nbgrader reports:\n" + "\n".join(filter(None, (result.get("log"), result.get("error")))),
        )


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(description="Write exercises/ from solutions/.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail if exercises/ is not what solutions/ gives"
    )
    options = parser.parse_args(arguments)
    try:
        if not options.check:
            for name in generate(HOME, HOME / "exercises"):
                print(f"exercises/{name}")
            return 0
        with tempfile.TemporaryDirectory() as scratch:
            generate(HOME, Path(scratch))
            changed = [path for path in drift(Path(scratch), HOME / "exercises") if not path.startswith(".")]
    except BrokenAssignmentError as error:
        print(error, file=sys.stderr)
        return 1
    for path in changed:
        print(f"exercises/{path} is not what solutions/ gives now: run “make exercises”.", file=sys.stderr)
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
