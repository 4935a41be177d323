"""The command ``newspace``: open the course (``lab``), open its sources (``author``), or only fill the working folder (``work``).

A JupyterHub starts ``newspace lab --hub`` for a learner and ``newspace author --hub`` for a teacher: the same, as a server of the hub.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from newspace.core.errors import CourseError
from newspace.core.lab import old_views, workspace
from newspace.core.lab.server_settings import IDLE_KERNELS, LEARNER, as_options, server_settings
from newspace.core.lab.workspace import ExercisesFrom
from newspace.core.paths import room

START = "lessons/00_start_here.ipynb"
PRIVATE_UMASK, SHARED_UMASK = 0o077, 0o007
"""What others may do with files that a server of a hub makes: nothing; and with a teacher's, what the folder's group may."""


def _say(text: str) -> None:
    print(f"newspace: {text}", file=sys.stderr, flush=True)


def fill_work(work: Path, exercises: ExercisesFrom = ExercisesFrom.COURSE) -> None:
    """Update the learner's working folder and print what changed."""
    rooms = {name: room(name) for name in ("lessons", "exercises")}
    if exercises is ExercisesFrom.EXCHANGE:
        # The assignment list fetches each one into this folder when it is released: a copy from here would be in its way.
        del rooms["exercises"]
        workspace.make_folder(work / "exercises")
    filled = workspace.fill(work, rooms)
    for line in workspace.describe_result(filled, work):
        _say(line)


def _is_open(folder: Path) -> bool:
    """Whether a JupyterLab of this computer works in a folder already: then the views in it may be alive."""
    command = [sys.executable, "-m", "jupyter_server", "list", "--jsonlist"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    try:
        return any(Path(server["root_dir"]) == folder for server in json.loads(done.stdout))
    except (ValueError, KeyError, TypeError):
        return True  # nobody knows: leave everything as it is


def _environment(settings: tuple[Path, ...]) -> dict[str, str]:
    """Return the environment of a server, with extra configuration folders."""
    env = dict(os.environ)
    # nbgrader looks for its configuration on this path, because the folder that JupyterLab opens does not hold it.
    searched = [*map(str, settings), str(room("lessons").parent), env.get("JUPYTER_CONFIG_PATH")]
    env["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, searched))
    return env


_JUPYTERS_OWN = (
    "IPYTHONDIR",
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    "JUPYTERLAB_SETTINGS_DIR",
    "JUPYTERLAB_WORKSPACES_DIR",
)
"""Variables that name the folders below the home in which Jupyter keeps what it needs to run."""


def _folders_of_jupyter() -> dict[str, str]:
    """Return other folders for what Jupyter keeps at home, if nothing can be written there: else no server and no kernel would start."""
    try:
        with tempfile.TemporaryFile(dir=Path.home()) as probe:
            probe.write(bytes(4096))
    except OSError as error:
        _say(f"Nothing can be written into {Path.home()}: {error.strerror}. The server starts all the same.")
        place = Path(tempfile.mkdtemp(prefix="newspace-"))
        return {name: str(place / name.lower()) for name in _JUPYTERS_OWN}
    return {}


def _open_lab(folder: Path, page: str, rest: list[str], settings: tuple[Path, ...] = ()) -> int:
    """Run JupyterLab in a folder, opened at a page, with extra configuration folders; return its exit code."""
    options = as_options(server_settings(folder))
    command = [sys.executable, "-m", "jupyterlab", *options, f"--LabApp.default_url=/lab/tree/{page}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    try:
        return subprocess.run([*command, *rest], cwd=folder, env=_environment(settings), check=False).returncode  # noqa: S603 - our own command
    except KeyboardInterrupt:
        return 0


def _become_server(folder: Path, rest: list[str], settings: tuple[Path, ...] = (), page: str | None = None) -> int:
    """Go on as the server that a JupyterHub waits for; it opens on a page, else on the hub's ``default_url``, else on the course's start."""
    env = _environment(settings)
    if page is None:
        env.setdefault("JUPYTERHUB_DEFAULT_URL", f"/lab/tree/{START}")
    else:
        env["JUPYTERHUB_DEFAULT_URL"] = page
    env["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), env.get("PATH", os.defpath)))
    env |= _folders_of_jupyter()
    options = as_options(server_settings(folder) | IDLE_KERNELS)
    os.chdir(folder)
    command = [sys.executable, "-m", "jupyterhub.singleuser", *options, *rest]
    os.execve(sys.executable, command, env)  # noqa: S606 - the hub ends the process that it has started


def command_line() -> argparse.ArgumentParser:
    """Describe what the command takes; what it does not know goes on to JupyterLab."""
    parser = argparse.ArgumentParser(prog="newspace", description=__doc__)
    parser.add_argument("command", choices=("lab", "author", "work"))
    parser.add_argument(
        "--work",
        type=Path,
        help="the learner's folder (default: work/ in the course, on a hub ~/newspace-work, or $NEWSPACE_WORK)",
    )
    parser.add_argument(
        "--hub", action="store_true", help="be a server of a JupyterHub, which gives the rest on its own"
    )
    parser.add_argument(
        "--exercises",
        type=ExercisesFrom,
        default=ExercisesFrom.COURSE,
        choices=list(ExercisesFrom),
        help="exchange: leave the exercises to nbgrader's assignment list, which fetches each when it is released",
    )
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 0 on success, 2 when a person has to put something right."""
    known, rest = command_line().parse_known_args(arguments)
    try:
        checkout = room("lessons").parent
        if known.command == "author":
            if not known.hub:
                return _open_lab(checkout, START, rest)
            os.umask(SHARED_UMASK)  # several teachers may share a course
            return _become_server(checkout, rest)
        if known.hub:
            inside = Path.home() / "newspace-work"
        else:
            inside = checkout / "work" if (checkout / "pyproject.toml").exists() else Path.cwd() / "newspace-work"
        work = (known.work or Path(os.environ.get("NEWSPACE_WORK", inside))).expanduser().resolve()
        if known.hub:
            return _serve_learner(work, known.exercises, rest)
        fill_work(work, known.exercises)
        if known.command == "work":
            return 0
        if not _is_open(work):
            old_views.replace_views(work)
        return _open_lab(work, START, rest, (LEARNER,))
    except CourseError as error:
        _say(str(error))
        return 2


def _serve_learner(work: Path, exercises: ExercisesFrom, rest: list[str]) -> int:
    """Bring the folder up to date and become its server; a full disk keeps nobody out of what is there already."""
    os.umask(PRIVATE_UMASK)
    try:
        fill_work(work, exercises)
    except CourseError as error:
        _say(str(error))
    if not work.is_dir():
        # There is no course to open on, but the person can get in, look and make room.
        return _become_server(Path.home(), rest, (LEARNER,), page="/lab")
    old_views.replace_views(work)  # no kernel runs yet: this is the one server of this person
    return _become_server(work, rest, (LEARNER,))


if __name__ == "__main__":
    raise SystemExit(main())
