"""Set the course up and start it: ``python tools/bootstrap.py lab`` (or author, quick, test, bench, check, docs, exercises, js, prove, results, questions, release-solutions, student, site, peer, lock).

This file uses the standard library alone, because it runs before anything is installed.
It makes ``.venv`` and has uv (the one on this machine, or one that pip puts there) install the locked versions and both
distributions of this repository. It writes a stamp: as long as the stamp fits, a second run installs nothing.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOWEST = (3, 11)
LOCK = "requirements.lock"
SITE_VENV = ROOT / "build" / "site-venv"
SITE_LOCK = "tools/release/site/site.lock"
DISTRIBUTIONS = ("widgets", "grading")
WIDER = ("lab", "hub", "dev")
"""What can be installed; each holds what stands before it."""


class SetupError(Exception):
    """Something that the person at the keyboard can mend; its text says what, where and what to do."""


def print_message(text: str) -> None:
    """Print a message to stderr."""
    print(f"newspace: {text}", file=sys.stderr, flush=True)


def leave_for_newer_python() -> None:
    """Start again under a Python that is new enough, if this one is not."""
    if sys.version_info[:2] >= LOWEST:
        return
    for minor in range(14, LOWEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other:
            os.execv(other, [other, *sys.argv])  # noqa: S606 - the same script under a newer Python
    raise SetupError(
        f"This course needs Python {LOWEST[0]}.{LOWEST[1]} or newer; {sys.executable} is {sys.version.split()[0]}.\n"
        "What to do: install a newer Python, or name one: make lab PYTHON=/path/to/python3.12"
    )


def locked(kind: str) -> str:
    """Return the locked packages: all (dev), those of a hub's machine (hub), or those that learners and teachers get (lab).

    A comment stands between what learners get, what a hub needs besides, and the rest.
    """
    parts = re.split(r"^#.*\n", (ROOT / LOCK).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return "".join(parts[: 1 + WIDER.index(kind)])


def stamp_for(kind: str) -> str:
    """Hash all that decides what gets installed."""
    digest = hashlib.sha256()
    for name in DISTRIBUTIONS:
        digest.update((ROOT / name / "pyproject.toml").read_bytes())
    digest.update(locked(kind).encode() + str(ROOT).encode() + sys.version.encode())
    return digest.hexdigest()


def is_installed(kind: str) -> bool:
    """Tell whether the stamp of the last installation still fits; one that holds more will do."""
    stamps = {wider: VENV / f".newspace-{wider}" for wider in WIDER[WIDER.index(kind) :]}
    return PYTHON.exists() and any(
        stamp.exists() and stamp.read_text(encoding="utf-8") == stamp_for(wider) for wider, stamp in stamps.items()
    )


def run_command(command: list[str], failure: str) -> None:
    """Run a command; raise `SetupError` with its last lines if it fails."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-12:])
        raise SetupError(f"{failure}\nThe last lines of what went wrong:\n{tail}")


def make_venv(uv: str | None) -> None:
    """Make ``.venv``; one whose first installation was interrupted holds halves of packages, and is made anew."""
    begun = VENV / ".newspace-begun"
    if begun.exists():
        print_message("the last set-up was interrupted: beginning anew …")
        shutil.rmtree(VENV)
    if PYTHON.exists():
        return
    print_message("making the virtual environment in .venv …")
    command = (
        [uv, "venv", "--quiet", "--python", sys.executable, str(VENV)]
        if uv
        else [sys.executable, "-m", "venv", str(VENV)]
    )
    run_command(
        command,
        "The virtual environment could not be made in .venv.\n"
        "What to do: check that the disk is not full; on Debian or Ubuntu install python3-venv; then run the command again.",
    )
    begun.touch()


def entry_of(name: str) -> str:
    """Return the entry of one package in the lock, its hashes included."""
    for entry in re.split(r"\n(?=\S)", locked("lab")):
        if entry.startswith(f"{name}=="):
            return entry
    raise SetupError(f"{LOCK} does not name {name}.\nWhat to do: run make lock, or restore the file from git.")


def pip_install(*arguments: str) -> list[str]:
    """Build the command that installs into ``.venv`` with pip."""
    return [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]


def uv_in_venv() -> str | None:
    """Install the locked uv into ``.venv`` and return its path; None where it has no build for this machine (pip then does the work)."""
    uv = BIN / ("uv.exe" if os.name == "nt" else "uv")
    if not uv.exists():
        wanted = VENV / "uv.txt"
        wanted.write_text(entry_of("uv") + "\n", encoding="utf-8")
        command = pip_install("--only-binary", "uv", "--require-hashes", "-r", str(wanted))
        if subprocess.run(command, capture_output=True, check=False).returncode != 0:
            print_message("uv could not be installed, so pip does the work; that takes longer.")
            return None
    return str(uv)


def install(kind: str) -> None:
    """Install the locked packages and this repository, unless that has been done."""
    if is_installed(kind):
        return
    uv = shutil.which("uv")
    make_venv(uv)
    uv = uv or uv_in_venv()
    pip = [uv, "pip", "install", "--quiet", "--python", str(PYTHON)] if uv else pip_install()
    wanted = VENV / f"{kind}.txt"
    wanted.write_text(locked(kind), encoding="utf-8")
    print_message(f"installing the locked versions ({LOCK}) …")
    advice = "What to do: check the network connection and the space on the disk, then run the same command again."
    run_command([*pip, "--require-hashes", "-r", str(wanted)], f"The packages could not be installed.\n{advice}")
    editable = [part for name in DISTRIBUTIONS for part in ("-e", f"./{name}")]
    run_command(
        [*pip, "--no-deps", "--no-build-isolation", *editable], f"The course itself could not be installed.\n{advice}"
    )
    (VENV / f".newspace-{kind}").write_text(stamp_for(kind), encoding="utf-8")
    (VENV / ".newspace-begun").unlink(missing_ok=True)


def in_venv(*arguments: str, env: dict[str, str] | None = None) -> int:
    """Run the virtual environment's Python; return its exit code."""
    try:
        return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, env=env, check=False).returncode
    except KeyboardInterrupt:
        return 130


def lock(_: list[str]) -> int:
    """Choose package versions anew."""
    install("dev")
    uv = shutil.which("uv") or uv_in_venv()
    if uv is None:
        raise SetupError("make lock needs uv, and uv has no build for this machine.")
    return tool("dev", "-m", "release.lock", uv)


def script(kind: str, *command: str) -> int:
    """Set up, and run the virtual environment's Python with these arguments."""
    install(kind)
    return in_venv(*command)


def tool(kind: str, *command: str) -> int:
    """Set up, and run a script or module of ``tools/``."""
    install(kind)
    return in_venv(*command, env={**os.environ, "PYTHONPATH": str(ROOT / "tools")})


def site(arguments: list[str]) -> int:
    """Build the browser edition in an environment of its own: what JupyterLite needs touches nothing else; the course draws its pictures."""
    install("lab")
    python = SITE_VENV / PYTHON.relative_to(VENV)
    stamp = SITE_VENV / ".newspace-site"
    wanted = hashlib.sha256((ROOT / SITE_LOCK).read_bytes() + f"{ROOT}{sys.version}".encode()).hexdigest()
    if not python.exists() or not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        print_message(f"installing what builds the site ({SITE_LOCK}) into {SITE_VENV.relative_to(ROOT)} …")
        advice = "What to do: check the network connection and the space on the disk, then run make site again."
        shutil.rmtree(SITE_VENV, ignore_errors=True)
        installed = BIN / ("uv.exe" if os.name == "nt" else "uv")
        uv = shutil.which("uv") or (str(installed) if installed.exists() else None)
        make = [uv, "venv", "--quiet", "--python", sys.executable] if uv else [sys.executable, "-m", "venv"]
        run_command([*make, str(SITE_VENV)], f"The environment could not be made in {SITE_VENV}.\n{advice}")
        pip = [uv, "pip", "install", "--python", str(python)] if uv else [str(python), "-m", "pip", "install"]
        run_command(
            [*pip, "--quiet", "--require-hashes", "-r", SITE_LOCK], f"The packages could not be installed.\n{advice}"
        )
        stamp.write_text(wanted, encoding="utf-8")
    command = [str(python), "-m", "release.site", "--course-python", str(PYTHON), *arguments]
    try:
        return subprocess.run(
            command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT / "tools")}, check=False
        ).returncode
    except KeyboardInterrupt:
        return 130


def main(arguments: list[str]) -> int:
    """Set up, and run a command of the Makefile; return its exit code."""
    commands = {
        "lab": lambda rest: script("lab", "-m", "newspace", "lab", *rest),
        "author": lambda rest: script("lab", "-m", "newspace", "author", *rest),
        "test": lambda rest: script("dev", "tools/checks/run_checks.py", "test", *rest),
        "quick": lambda rest: script("dev", "tools/checks/run_checks.py", "quick", *rest),
        "lock": lock,
        "bench": lambda rest: tool("dev", "benchmarks/run.py", *rest),
        "check": lambda rest: tool("lab", "-m", "authoring.commands.check", *rest),
        "docs": lambda rest: tool("dev", "-m", "documentation.build", *rest),
        "exercises": lambda rest: tool("lab", "-m", "authoring.commands.exercises", *rest),
        "js": lambda rest: script("lab", "tools/package_data/javascript.py", *rest),
        "prove": lambda rest: tool("dev", "-m", "authoring.commands.prove", *rest),
        "results": lambda rest: tool("lab", "-m", "authoring.commands.results", *rest),
        "questions": lambda rest: tool("lab", "-m", "authoring.commands.questions", *rest),
        "release-solutions": lambda rest: tool("lab", "-m", "authoring.commands.release_solutions", *rest),
        "peer": lambda rest: tool("dev", "-m", "checks.peer", *rest),
        "student": lambda rest: tool("lab", "-m", "release.student_zip", *rest),
        "site": site,
        "install": lambda _: script("lab", "-c", ""),
    }
    if not arguments or arguments[0] not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        leave_for_newer_python()
        return commands[arguments[0]](arguments[1:])
    except SetupError as error:
        print_message(str(error))
        return 2
    except OSError as error:
        print_message(
            f"{error.strerror}: {error.filename}\nWhat to do: free some space or mend the rights of that file, then run again."
        )
        return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
