"""Choose package versions anew (``make lock``): write ``requirements.lock``, from it ``environment.yml``, and the lock of the browser edition.

The lock has a name, a version and hashes for each package, and no address: whoever installs says where packages come from.
(uv.lock, pylock.toml and their like cannot do without addresses; that is why this is a list of requirements, which uv and pip read.)
Its first part is what learners and teachers install; below comments stand what a hub's machine needs besides, and then what tests,
documents and benchmarks need.
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
HUB_MARK = "# What a hub's machine needs besides: make lab does not install it, deploy/ does."
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


def joined_locks(learners: str, hub: str, everything: str) -> str:
    """One lock of three: first what learners get, then what a hub's machine needs besides, then the rest."""
    known = [set(NAME.findall(lock)) for lock in (learners, hub)]
    parts: list[list[str]] = [[], [], []]
    for entry in entries(everything):
        name = entry.split("==")[0]
        parts[next((place for place, names in enumerate(known) if name in names), 2)].append(entry)
    return "\n".join([*parts[0], HUB_MARK, *parts[1], MARK, *parts[2]]) + "\n"


def hub_part(lock: str) -> str:
    """Return the part of the lock that is installed on a hub's machine: what learners get, and what a hub needs besides."""
    return lock.partition(f"{MARK}\n")[0]


def main(arguments: list[str]) -> int:
    """Write the files; the argument is the path of uv."""
    (uv,) = arguments
    try:
        with tempfile.TemporaryDirectory() as folder:
            learners = compiled(uv, Path(folder), "", "setup")
            hub = compiled(uv, Path(folder), learners, "setup", "hub")
            everything = compiled(uv, Path(folder), hub, "setup", "dev")
            site = compiled_site(uv)
    except subprocess.CalledProcessError as error:
        print(f"The lock could not be made.\n{error.stderr}", file=sys.stderr)
        return 2
    LOCK.write_text(joined_locks(learners, hub, everything), encoding="utf-8")
    SITE_LOCK.write_text(site, encoding="utf-8")
    return write_environment()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
