"""Set the course up and start it: ``python tools/bootstrap.py lab`` (or author, test, bench, check, docs, exercises, js, prove, results, release-solutions, student, lock).

This file uses the standard library alone, because it runs before anything is installed.
It makes ``.venv``, installs the locked versions into it with uv (bootstrapped there by pip, or the one on this machine),
and writes a stamp: as long as the stamp fits, a second run installs nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOWEST = (3, 11)
LOCKS = {"lab": "requirements.lock", "dev": "requirements-dev.lock"}


class SetupError(Exception):
    """Something that the person at the keyboard can mend; its text says what, where and what to do."""


def say(text: str) -> None:
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


def stamp_for(kind: str) -> str:
    """A fingerprint of all that decides what gets installed."""
    digest = hashlib.sha256()
    for name in ("pyproject.toml", LOCKS[kind]):
        digest.update((ROOT / name).read_bytes())
    digest.update(str(ROOT).encode() + sys.version.encode())
    return digest.hexdigest()


def is_installed(kind: str) -> bool:
    stamp = VENV / f".newspace-{kind}"
    return PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == stamp_for(kind)


def run(command: list[str], failure: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-12:])
        raise SetupError(f"{failure}\nThe last lines of what went wrong:\n{tail}")


def make_venv(uv: str | None) -> None:
    """Make ``.venv``; one whose first installation was interrupted holds halves of packages, and is made anew."""
    begun = VENV / ".newspace-begun"
    if begun.exists():
        say("the last set-up was interrupted: beginning anew …")
        shutil.rmtree(VENV)
    if PYTHON.exists():
        return
    say("making the virtual environment in .venv …")
    command = (
        [uv, "venv", "--quiet", "--python", sys.executable, str(VENV)]
        if uv
        else [sys.executable, "-m", "venv", str(VENV)]
    )
    run(
        command,
        "The virtual environment could not be made in .venv.\n"
        "What to do: check that the disk is not full; on Debian or Ubuntu install python3-venv; then run the command again.",
    )
    begun.touch()


def locked(name: str) -> str:
    """The entry of one package in the lock, its hashes included."""
    for entry in re.split(r"\n(?=\S)", (ROOT / LOCKS["lab"]).read_text(encoding="utf-8")):
        if entry.startswith(f"{name}=="):
            return entry
    raise SetupError(f"{LOCKS['lab']} does not name {name}.\nWhat to do: run make lock, or restore the file from git.")


def uv_in_venv() -> str | None:
    """The locked uv inside ``.venv``; None where it has no build for this machine (pip then does the work)."""
    uv = BIN / ("uv.exe" if os.name == "nt" else "uv")
    if not uv.exists():
        with tempfile.TemporaryDirectory() as folder:
            wanted = Path(folder) / "uv.txt"
            wanted.write_text(locked("uv") + "\n", encoding="utf-8")
            command = [
                str(PYTHON),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--only-binary",
                "uv",
            ]
            done = subprocess.run(
                [*command, "--require-hashes", "-r", str(wanted)], capture_output=True, text=True, check=False
            )
        if done.returncode != 0:
            say("uv could not be installed, so pip does the work; that takes longer.")
            return None
    return str(uv)


def install(kind: str) -> None:
    """Install the locked packages and this repository, unless that has been done."""
    if is_installed(kind):
        return
    uv = shutil.which("uv")
    make_venv(uv)
    uv = uv or uv_in_venv()
    pip = (
        [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
        if uv
        else [str(PYTHON), "-m", "pip", "install", "-q"]
    )
    say(f"installing the locked versions ({LOCKS[kind]}) …")
    advice = "What to do: check the network connection and the space on the disk, then run the same command again."
    run([*pip, "--require-hashes", "-r", LOCKS[kind]], f"The packages could not be installed.\n{advice}")
    run([*pip, "--no-deps", "--no-build-isolation", "-e", "."], f"The course itself could not be installed.\n{advice}")
    (VENV / f".newspace-{kind}").write_text(stamp_for(kind), encoding="utf-8")
    (VENV / ".newspace-begun").unlink(missing_ok=True)


def in_venv(*arguments: str, env: dict[str, str] | None = None) -> int:
    """Run the virtual environment's Python; its exit code."""
    try:
        return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, env=env, check=False).returncode
    except KeyboardInterrupt:
        return 130


def test(arguments: list[str]) -> int:
    """Everything that must hold before a change lands: lint, types, tests."""
    install("dev")
    env = dict(os.environ)
    done = subprocess.run([str(PYTHON), "tools/chromium.py"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    browser = json.loads(done.stdout or "{}")
    if browser.get("path"):
        env["NEWSPACE_CHROMIUM"] = browser["path"]
    else:
        env["NEWSPACE_NO_CHROMIUM"] = browser.get("reason", "no Chromium was found")
    codes = [
        in_venv("-m", "ruff", "check", "--quiet", "."),
        in_venv("-m", "ruff", "format", "--quiet", "--check", "."),
        in_venv("-m", "mypy"),
        in_venv("tools/javascript.py", "check"),
        # On every core; a file's tests stay together, since they share what is costly to set up, and the long ones begin first.
        in_venv("-m", "pytest", "-n", "logical", "--dist", "loadfile", "--no-loadscope-reorder", *arguments, env=env),
    ]
    return next((code for code in codes if code), 0)


def lock(_: list[str]) -> int:
    """Write both lock files anew: versions and hashes, no addresses."""
    install("dev")
    uv = shutil.which("uv") or uv_in_venv()
    if uv is None:
        raise SetupError("make lock needs uv, and uv has no build for this machine.")
    common = [uv, "pip", "compile", "pyproject.toml", "--quiet", "--universal", "--generate-hashes", "--no-annotate"]
    common += ["--no-header", "--python-version", ".".join(map(str, LOWEST)), "--extra", "lab", "--group", "setup"]
    common += ["-c", "tools/constraints.txt"]
    run([*common, "-o", LOCKS["lab"]], "The lock could not be made.")
    run([*common, "--group", "dev", "-c", LOCKS["lab"], "-o", LOCKS["dev"]], "The lock for tests could not be made.")
    return in_venv("tools/environment_yml.py")


def script(kind: str, *command: str) -> int:
    install(kind)
    return in_venv(*command)


def main(arguments: list[str]) -> int:
    commands = {
        "lab": lambda rest: script("lab", "-m", "newspace", "lab", *rest),
        "author": lambda rest: script("lab", "-m", "newspace", "author", *rest),
        "test": test,
        "lock": lock,
        "bench": lambda rest: script("dev", "benchmarks/run.py", *rest),
        "check": lambda rest: script("lab", "tools/check.py", *rest),
        "docs": lambda rest: script("dev", "tools/build_docs.py", *rest),
        "exercises": lambda rest: script("lab", "tools/make_exercises.py", *rest),
        "js": lambda rest: script("lab", "tools/javascript.py", *rest),
        "prove": lambda rest: script("dev", "tools/prove.py", *rest),
        "results": lambda rest: script("lab", "tools/results.py", *rest),
        "release-solutions": lambda rest: script("lab", "tools/release_solutions.py", *rest),
        "student": lambda rest: script("lab", "tools/student.py", *rest),
        "install": lambda _: script("lab", "-c", ""),
    }
    if not arguments or arguments[0] not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        leave_for_newer_python()
        return commands[arguments[0]](arguments[1:])
    except SetupError as error:
        say(str(error))
        return 2
    except OSError as error:
        say(
            f"{error.strerror}: {error.filename}\nWhat to do: free some space or mend the rights of that file, then run again."
        )
        return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
