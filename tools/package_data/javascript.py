"""Check the widgets' JavaScript and bundle it: ``make js``; ``python tools/package_data/javascript.py check`` writes nothing.

The sources stand in ``widgets/js``. The bundles are committed, so only whoever changes the sources needs node.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "widgets" / "js"
LOWEST = (20, 19)
CHECKS = ("lint", "types", "test")
"""The scripts of ``package.json`` that only look."""
STEPS = ("format", "types", "test", "build")
"""Those that ``make js`` runs; the first brings the sources into shape, as far as no person has to decide."""


class NodeError(Exception):
    """Why node's tools cannot run; the text says what to do."""


def node_version(answer: str) -> tuple[int, int]:
    """Read ``v20.19.2`` as major and minor number; (0, 0) if it is no version."""
    found = re.match(r"v(\d+)\.(\d+)", answer)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def npm() -> str:
    """Return the path of npm beside a node that is new enough."""
    wanted = ".".join(map(str, LOWEST))
    advice = f"What to do: install node.js {wanted} or newer, which brings npm. Only who changes widgets/js needs it."
    node, found = shutil.which("node"), shutil.which("npm")
    if node is None or found is None:
        raise NodeError(f"the widgets' JavaScript needs node.js and npm, and they are not on this machine.\n{advice}")
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    if node_version(answer) < LOWEST:
        raise NodeError(f"the widgets' JavaScript needs node.js {wanted} or newer; {node} is {answer}.\n{advice}")
    return found


def install_packages(npm_path: str) -> None:
    """Install the locked packages, unless that has been done."""
    stamp = FOLDER / "node_modules" / ".newspace"
    wanted = hashlib.sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    print("newspace: installing the locked packages of widgets/js …", file=sys.stderr, flush=True)
    command = [npm_path, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-12:])
        advice = "What to do: check the network connection, then run the same command again."
        raise NodeError(f"the packages of widgets/js could not be installed.\n{advice}\nThe last lines:\n{tail}")
    stamp.write_text(wanted, encoding="utf-8")


def run_scripts(npm_path: str, scripts: tuple[str, ...]) -> int:
    """Run scripts of ``package.json`` in order, up to the first that fails; its exit code."""
    for name in scripts:
        code = subprocess.run([npm_path, "run", "--silent", name], cwd=FOLDER, check=False).returncode
        if code:
            return code
    return 0


def main(arguments: list[str]) -> int:
    """Check the JavaScript and bundle it, or only check it; return the exit code."""
    if arguments not in ([], ["check"]):
        print("Usage: python tools/package_data/javascript.py [check]", file=sys.stderr)
        return 2
    only_look = arguments == ["check"]
    try:
        npm_path = npm()
        install_packages(npm_path)
    except NodeError as error:
        # Whoever changes no JavaScript needs no node: a digest of each source tells whether the bundles are stale.
        if only_look and not os.environ.get("CI"):
            print(f"newspace: not checked: {error}", file=sys.stderr)
            return 0
        print(f"newspace: {error}", file=sys.stderr)
        return 2
    return run_scripts(npm_path, CHECKS if only_look else STEPS)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
