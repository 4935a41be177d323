"""Run what must hold before a change lands: ``run_checks.py quick`` (lint, types, unit tests) or ``run_checks.py test`` (everything).

Further arguments go to pytest. The static checks run beside the tests; what they have to say comes out as soon as one fails.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINT = [
    ["ruff", "check", "--quiet", "."],
    ["ruff", "format", "--quiet", "--check", "."],
    ["mypy"],
]
JAVASCRIPT = ["tools/package_data/javascript.py", "check"]


def checks_environment() -> dict[str, str]:
    """Return the environment of the checks: compiled modules are kept, because hundreds of processes load the same ones."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def browser() -> dict[str, str]:
    """Find a Chromium, or install one; return the variables that tell the tests where it is."""
    command = [sys.executable, "tools/checks/chromium.py"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    found = json.loads(done.stdout or "{}")
    if found.get("path"):
        paths = {"NEWSPACE_CHROMIUM": found["path"], "NEWSPACE_HEADLESS_SHELL": found.get("shell")}
        return {name: path for name, path in paths.items() if path}
    return {"NEWSPACE_NO_CHROMIUM": found.get("reason", "no Chromium was found")}


class StaticChecks(threading.Thread):
    """Checks that read the sources, one after the other beside the tests."""

    def __init__(self, commands: list[list[str]], env: dict[str, str]) -> None:
        super().__init__(daemon=True)
        self._commands, self._env = commands, env
        self.failed: list[str] = []

    def run(self) -> None:
        """Run all of them, and show what those say that fail."""
        for command in self._commands:
            line = [sys.executable, *([] if command[0].endswith(".py") else ["-m"]), *command]
            done = subprocess.run(line, cwd=ROOT, env=self._env, capture_output=True, text=True, check=False)
            if done.returncode:
                name = " ".join(command)
                self.failed.append(name)
                print(f"\n{done.stdout}{done.stderr}\nnewspace: this check failed: {name}", file=sys.stderr, flush=True)


def pytest_arguments(kind: str, given: list[str]) -> list[str]:
    """Build pytest's arguments; a file's tests stay together where they share what is costly to set up."""
    if kind == "quick":
        folders = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("unit") if path.is_dir())
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        return ["-q", "-n", str(cores), "--dist", "worksteal", *(given or folders), *(["-m", "unit"] if given else [])]
    return ["-n", "logical", "--dist", "loadfile", "--no-loadscope-reorder", *given]


def compile_modules(arguments: list[str], env: dict[str, str]) -> None:
    """Collect the tests once in one process, where that was never done: each of those that run them would compile all they import."""
    if not (ROOT / "tests" / "__pycache__").is_dir():
        command = [sys.executable, "-m", "pytest", "--collect-only", *arguments]
        subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=False)  # what is wrong is told by the run


def main(arguments: list[str]) -> int:
    """Run the checks; return 0 when all of them hold."""
    if not arguments or arguments[0] not in ("quick", "test"):
        print(__doc__, file=sys.stderr)
        return 2
    kind, given = arguments[0], arguments[1:]
    began, env = time.monotonic(), checks_environment()
    static = StaticChecks(LINT if kind == "quick" else [*LINT, JAVASCRIPT], env)
    static.start()
    if kind == "test":
        env |= browser()
    options = pytest_arguments(kind, given)
    compile_modules(options, env)
    command = [sys.executable, "-m", "pytest", *options]
    code = subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
    static.join()
    for name in static.failed:
        print(f"newspace: this check failed: {name} (see above)", file=sys.stderr)
    print(f"newspace: make {kind} took {time.monotonic() - began:.0f} s", file=sys.stderr)
    return code or (1 if static.failed else 0)


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
