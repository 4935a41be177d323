"""Build the browser edition of the course into ``dist/site`` (``make site``): static files for any web server."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from release.site.build import HOME, build_site
from release.site.errors import SiteError
from release.site.lab.exercises import Edition
from release.site.serve import serve


def _docs() -> Path | None:
    """Return where ``make docs`` has built the documents; None if it has not been run."""
    return folder if ((folder := HOME / "build" / "docs") / "index.html").is_file() else None


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    made = argparse.ArgumentParser(prog="make site", description=__doc__)
    made.add_argument("--to", type=Path, default=HOME / "dist" / "site", metavar="FOLDER", help="where the site goes")
    made.add_argument(
        "--pyodide",
        type=Path,
        default=os.environ.get("NEWSPACE_PYODIDE") or None,
        metavar="FOLDER",
        help="put Pyodide from this folder into the site; nothing outside the site is asked then (default: $NEWSPACE_PYODIDE)",
    )
    made.add_argument(
        "--course-python",
        type=Path,
        default=sys.executable,
        metavar="PROGRAM",
        help="the Python in which the course is installed; make site names it",
    )
    made.add_argument(
        "--docs",
        type=Path,
        default=_docs(),
        metavar="FOLDER",
        help="put the documents from this folder into the site (default: build/docs, if make docs has been run)",
    )
    edition = made.add_mutually_exclusive_group()
    edition.add_argument(
        "--self-study",
        dest="edition",
        action="store_const",
        const=Edition.SELF_STUDY,
        default=Edition.SELF_STUDY,
        help="with solutions and hidden tests, so that exercises are graded in the browser (default)",
    )
    edition.add_argument(
        "--class",
        dest="edition",
        action="store_const",
        const=Edition.CLASS,
        help="without solutions and hidden tests: in the browser the visible tests are run",
    )
    made.add_argument("--serve", action="store_true", help="serve the site on this computer and open it")
    made.add_argument("--port", type=int, default=8000, help="the port to serve it on (default: 8000)")
    return made


def main(arguments: list[str] | None = None) -> int:
    """Build, and serve if asked to: 0 if that went well, else 2."""
    options = parser().parse_args(arguments)
    try:
        folder = build_site(
            options.to.resolve(),
            options.course_python,
            options.pyodide.resolve() if options.pyodide else None,
            options.edition,
            options.docs,
        )
    except SiteError as error:
        print(f"newspace: {error}", file=sys.stderr)
        return 2
    megabytes = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    print(f"{folder}: the site, {megabytes:.0f} MB. Any web server can serve it.", flush=True)
    if options.docs is None:
        print("It is without the documents. What to do if it should have them: run make docs, then make site again.")
    if options.serve:
        serve(folder, options.port)
    return 0


if __name__ == "__main__":
    sys.exit(main())
