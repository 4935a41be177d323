"""The command ``newspace``: open the course (``lab``), open its sources (``author``), or only fill the working folder (``work``)."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from newspace.core.errors import CourseError
from newspace.core.lab import old_views, workspace
from newspace.core.paths import room

START = "lessons/00_start_here.ipynb"
SETTINGS = Path(__file__).resolve().parent / "core" / "lab" / "jupyter"
LEARNER = SETTINGS / "learner"
"""What only learners' JupyterLab is told: it does not offer to make assignments."""
EXTENSIONS = SETTINGS / "labextensions"
"""What JupyterLab does for the course: names of tabs, and room for the text."""
PAPER = "newspace"
PRINTED = SETTINGS / "printed"
"""How a notebook looks on paper: what is folded on the screen is open."""


def _say(text: str) -> None:
    print(f"newspace: {text}", file=sys.stderr, flush=True)


def fill_work(work: Path) -> None:
    """Update the learner's working folder and print what changed."""
    filled = workspace.fill(work, {name: room(name) for name in ("lessons", "exercises")})
    for line in workspace.report(filled, work):
        _say(line)


def _is_open(folder: Path) -> bool:
    """Whether a JupyterLab of this computer works in a folder already: then the views in it may be alive."""
    command = [sys.executable, "-m", "jupyter_server", "list", "--jsonlist"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    try:
        return any(Path(server["root_dir"]) == folder for server in json.loads(done.stdout))
    except (ValueError, KeyError, TypeError):
        return True  # nobody knows: leave everything as it is


def _open_lab(folder: Path, page: str, rest: list[str], settings: tuple[Path, ...] = ()) -> int:
    """Run JupyterLab in a folder, opened at a page, with extra configuration folders; return its exit code."""
    checkout = room("lessons").parent
    env = dict(os.environ)
    # nbgrader looks for its configuration on this path, because the folder that JupyterLab opens does not hold it.
    searched = [*map(str, settings), str(checkout), env.get("JUPYTER_CONFIG_PATH")]
    env["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, searched))
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"]
    command += [f"--LabApp.default_url=/lab/tree/{page}", f"--LabApp.app_settings_dir={SETTINGS}"]
    command.append(f"--LabApp.extra_labextensions_path={EXTENSIONS}")
    command += [f"--HTMLExporter.template_name={PAPER}", f"--HTMLExporter.extra_template_basedirs={PRINTED}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    try:
        return subprocess.run([*command, *rest], cwd=folder, env=env, check=False).returncode  # noqa: S603 - our own command
    except KeyboardInterrupt:
        return 0


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 0 on success, 2 when a person has to put something right."""
    parser = argparse.ArgumentParser(prog="newspace", description=__doc__)
    parser.add_argument("command", choices=("lab", "author", "work"))
    parser.add_argument(
        "--work", type=Path, help="the learner's folder (default: work/ in the course, or $NEWSPACE_WORK)"
    )
    known, rest = parser.parse_known_args(arguments)
    try:
        checkout = room("lessons").parent
        if known.command == "author":
            return _open_lab(checkout, START, rest)
        inside = checkout / "work" if (checkout / "pyproject.toml").exists() else Path.cwd() / "newspace-work"
        work = (known.work or Path(os.environ.get("NEWSPACE_WORK", inside))).expanduser().resolve()
        fill_work(work)
        if known.command == "work":
            return 0
        if not _is_open(work):
            old_views.replace_views(work)
        return _open_lab(work, START, rest, (LEARNER,))
    except CourseError as error:
        _say(str(error))
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
