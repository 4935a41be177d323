"""Print the link that opens a lesson on a hub that is there already.

    python deploy/existing-hub/link.py --hub https://hub.school.example --lesson 02

A learner who follows it signs in, and their server opens on that lesson. With ``--repository`` the link is one of nbgitpuller:
it first brings the course, as it is in that repository, into the learner's home.
This file uses the standard library alone.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from urllib.parse import urlencode, urlsplit

LESSONS = Path(__file__).resolve().parents[2] / "lessons"
WORK = "newspace-work"
"""The folder in a learner's home that ``newspace work --work ~/newspace-work`` fills."""


class UnusableError(Exception):
    """What was asked for has no link; the text says what to write instead."""


def lesson_file(wanted: str, lessons: Path = LESSONS) -> str:
    """Return the notebook whose name begins with what was typed.

    Raises
    ------
    UnusableError
        If none or several do: it lists all.
    """
    names = sorted(path.name for path in lessons.glob("*.ipynb"))
    found = [name for name in names if name.startswith(wanted)]
    if len(found) != 1:
        listed = "\n".join(f"  {name}" for name in names)
        raise UnusableError(f"“{wanted}” names {len(found)} lessons. Write the beginning of one of these:\n{listed}")
    return found[0]


def web_address(text: str, what: str) -> str:
    """Return an address without a slash at its end.

    Raises
    ------
    UnusableError
        If it is not one of the web.
    """
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise UnusableError(f"“{text}” is no address of {what}. Write it as the browser shows it: https://…")
    return text.rstrip("/")


def lesson_link(hub: str, lesson: str) -> str:
    """Link to a lesson in the folder that ``newspace work`` fills when a server starts."""
    return f"{web_address(hub, 'a hub')}/hub/user-redirect/lab/tree/{WORK}/lessons/{lesson_file(lesson)}"


def puller_link(hub: str, lesson: str, repository: str, branch: str) -> str:
    """Link of nbgitpuller: it clones or updates ``newspace-work``, and opens the lesson in it."""
    asked = {
        "repo": web_address(repository, "a repository"),
        "branch": branch,
        "targetPath": WORK,
        "urlpath": f"lab/tree/{WORK}/lessons/{lesson_file(lesson)}",
    }
    return f"{web_address(hub, 'a hub')}/hub/user-redirect/git-pull?{urlencode(asked)}"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 0, or 2 where there is no such link."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hub", required=True, help="the hub's address, such as https://hub.school.example")
    parser.add_argument("--lesson", default="00", help="the beginning of a lesson's name (default: 00, the start page)")
    parser.add_argument(
        "--repository", help="the repository of the learners' course: then the link is one of nbgitpuller"
    )
    parser.add_argument("--branch", default="main", help="its branch (default: main)")
    options = parser.parse_args(arguments)
    try:
        if options.repository:
            print(puller_link(options.hub, options.lesson, options.repository, options.branch))
        else:
            print(lesson_link(options.hub, options.lesson))
    except UnusableError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
