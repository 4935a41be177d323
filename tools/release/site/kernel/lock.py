"""The site's copy of Pyodide's lock: what the kernel may load, with our wheels beside Pyodide's packages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from packaging.utils import canonicalize_name

from release.site.kernel.pyodide import PinnedFile
from release.site.kernel.wheels import Wheel

FOLDER = "wheels/"
"""Where our wheels lie, seen from the lock."""
ALSO = {"newspace": ["sqlite3"]}
"""What a wheel needs of the standard library, which Pyodide keeps in packages of its own."""
UNUSED = {"matplotlib": {"pytz"}}
"""What Pyodide's lock says to be needed, and is imported by nothing in it any more: 600 files to unpack."""
START = ["comm", "ipykernel", "ipython", "micropip", "newspace", "piplite", "pyodide-kernel", "sqlite3"]
"""What is loaded as the kernel starts: what JupyterLite's kernel is made of, and the course."""
PACKED = ["jedi"]
"""What is fetched as the kernel starts, and unpacked when it is first used: completion needs it, with its 1,900 files."""
GRADER = ["newspace", "newspace-grade", "sqlite3"]
"""What is loaded where a notebook is graded."""


def taken(official: dict[str, Any], pinned: Iterable[PinnedFile]) -> dict[str, Any]:
    """Return the packages of Pyodide's lock whose files the site is made of."""
    files = {one.name for one in pinned}
    return {name: package for name, package in official["packages"].items() if package["file_name"] in files}


def site_lock(official: dict[str, Any], pinned: Iterable[PinnedFile], wheels: Iterable[Wheel]) -> dict[str, Any]:
    """Return the site's lock: Pyodide's packages that the site has, and our wheels.

    A package that is not there is not named, so that asking for it gives “not found” and no broken download.
    """
    packages = taken(official, pinned)
    ours = list(wheels)
    known = {*packages, *(wheel.name for wheel in ours)}
    for name, package in packages.items():
        needed = known - UNUSED.get(name, set())
        depends = [other for other in package["depends"] if canonicalize_name(other) in needed]
        packages[name] = {**package, "depends": depends}
    for wheel in ours:
        packages[wheel.name] = {
            "name": wheel.name,
            "version": wheel.version,
            "file_name": FOLDER + wheel.path.name,
            "install_dir": "site",
            "sha256": wheel.sha256,
            "package_type": "package",
            "imports": wheel.imports(),
            "depends": [name for name in wheel.requirements() if name in known] + ALSO.get(wheel.name, []),
            "unvendored_tests": False,
        }
    return {"info": official["info"], "packages": dict(sorted(packages.items()))}


def closure(lock: dict[str, Any], names: Iterable[str]) -> list[str]:
    """Return packages and all that they need."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name not in found:
            found.add(name)
            waiting += lock["packages"][name]["depends"]
    return sorted(found)
