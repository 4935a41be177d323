"""Choose package versions anew (``make lock``): write ``requirements.lock``, from it ``environment.yml``, and the lock of the browser edition.

The lock has a name, a version and hashes for each package, and no address: whoever installs says where packages come from.
(uv.lock, pylock.toml and their like cannot do without addresses; that is why this is a list of requirements, which uv and pip read.)
Its first part is what learners and teachers install; the second, below a comment, what tests, documents and benchmarks need besides.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from release.environment_yml import ROOT
from release.environment_yml import main as write_environment

LOCK = ROOT / "requirements.lock"
SITE_LOCK = ROOT / "tools" / "release" / "site" / "site.lock"
MARK = "# What only tests, documents and benchmarks need: make lab does not install it."
LOWEST = "3.11"
NAME = re.compile(r"^[A-Za-z0-9._-]+(?===)", re.MULTILINE)


def compiled(uv: str, folder: Path, known: str, *groups: str) -> str:
    """Resolve what both distributions and these groups need, for every system; versions that are known stay if they can."""
    (folder / "known.txt").write_text(known, encoding="utf-8")
    given = [
        "widgets/pyproject.toml",
        "grading/pyproject.toml",
        "--extra",
        "lab",
        "-c",
        "tools/release/constraints.txt",
    ]
    given += ["-c", str(folder / "known.txt")] if known else []
    return _run(uv, *given, *(part for group in groups for part in ("--group", group)))


def compiled_site(uv: str) -> str:
    """Resolve what builds the browser edition, which has an environment of its own, for every system."""
    return _run(uv, "--group", "site")


def _run(uv: str, *given: str) -> str:
    command = [
        uv,
        "pip",
        "compile",
        *given,
        "--quiet",
        "--universal",
        "--generate-hashes",
        "--no-annotate",
        "--no-header",
    ]
    command += ["--python-version", LOWEST]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def entries(lock: str) -> list[str]:
    """Split a lock into its entries, each with its hashes."""
    return [entry.rstrip("\n") for entry in re.split(r"\n(?=[A-Za-z0-9])", lock.strip()) if "==" in entry]


def joined(learners: str, everything: str) -> str:
    """One lock of two: first what learners get, then what the rest needs besides."""
    names = set(NAME.findall(learners))
    parts: dict[bool, list[str]] = {True: [], False: []}
    for entry in entries(everything):
        parts[entry.split("==")[0] in names].append(entry)
    return "\n".join([*parts[True], MARK, *parts[False]]) + "\n"


def main(arguments: list[str]) -> int:
    """Write the files; the argument is the path of uv."""
    (uv,) = arguments
    try:
        with tempfile.TemporaryDirectory() as folder:
            learners = compiled(uv, Path(folder), "", "setup")
            everything = compiled(uv, Path(folder), learners, "setup", "dev")
            site = compiled_site(uv)
    except subprocess.CalledProcessError as error:
        print(f"The lock could not be made.\n{error.stderr}", file=sys.stderr)
        return 2
    LOCK.write_text(joined(learners, everything), encoding="utf-8")
    SITE_LOCK.write_text(site, encoding="utf-8")
    return write_environment()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
