"""Choose package versions anew (``make lock``): write ``requirements.lock``, from it ``environment.yml``, and the locks of editions of their own.

These are the browser edition and the images of ``deploy/kubernetes``; what each needs is a group in ``pyproject.toml``.

The lock has a name, a version and hashes for each package, and no address: whoever installs says where packages come from.
(uv.lock, pylock.toml and their like cannot do without addresses; that is why this is a list of requirements, which uv and pip read.)
Its first part is what learners and teachers install; below comments stand what a hub's machine needs besides, and then what tests,
documents and benchmarks need.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from release.environment_yml import ROOT, learners_part
from release.environment_yml import main as write_environment

LOCK = ROOT / "requirements.lock"
SITE_LOCK = ROOT / "tools" / "release" / "site" / "site.lock"
IMAGES = ROOT / "deploy" / "kubernetes" / "images"
FITS = "# Fits what learners get by requirements.lock, whose hash is "
"""The first line of the lock of the hub's packages in the learners' image: they are installed together."""
CONSTRAINTS = "tools/release/constraints.txt"
"""What the locks of the course and of the site must not take, and why."""
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
        CONSTRAINTS,
    ]
    given += ["-c", str(folder / "known.txt")] if known else []
    return _run(uv, *given, *(part for group in groups for part in ("--group", group)))


def compiled_site(uv: str) -> str:
    """Resolve what builds the browser edition, which has an environment of its own, for every system."""
    return _run(uv, "--group", "site", "-c", CONSTRAINTS)


def compiled_images(uv: str, folder: Path, learners: str) -> dict[str, str]:
    """Resolve what the images of ``deploy/kubernetes`` have besides: the text of each lock, by its path below their folder.

    Parameters
    ----------
    uv : str
        The path of uv.
    folder : Path
        A folder for what lies between.
    learners : str
        The lock of what learners get, which is installed in the same environment and so is not named again.
    """
    known = folder / "learners.txt"
    known.write_text(learners, encoding="utf-8")
    return {
        "learner/hub.lock": besides(_run(uv, "--group", "image-hub", "-c", str(known)), learners),
        # It asks for a jupyter_core of 2022 and runs with today's (test_exchange_service.py), so it is installed without what it asks for.
        "learner/exchange.lock": _run(uv, "--group", "image-exchange-client", "--no-deps"),
        "ngshare/ngshare.lock": _run(uv, "--group", "image-exchange-service"),
    }


def besides(lock: str, learners: str) -> str:
    """Leave out of a lock what learners get anyway, and say with which version of that it fits."""
    known = set(NAME.findall(learners))
    kept = [entry for entry in entries(lock) if entry.split("==")[0] not in known]
    return "\n".join([f"{FITS}{hash_of_pins(learners)}", *kept]) + "\n"


def hash_of_pins(learners: str) -> str:
    """Hash the packages of a lock and their versions, in whatever order."""
    pins = sorted(entry.partition(" ")[0] for entry in entries(learners))
    return hashlib.sha256("\n".join(pins).encode()).hexdigest()[:16]


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
            lock = joined_locks(learners, hub, everything)
            images = compiled_images(uv, Path(folder), learners_part(lock))
    except subprocess.CalledProcessError as error:
        print(f"The lock could not be made.\n{error.stderr}", file=sys.stderr)
        return 2
    LOCK.write_text(lock, encoding="utf-8")
    SITE_LOCK.write_text(site, encoding="utf-8")
    for name, text in images.items():
        (IMAGES / name).write_text(text, encoding="utf-8")
    return write_environment()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
