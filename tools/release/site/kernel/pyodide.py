"""Pyodide, the Python of the browser: which version, from where, and whether its files are whole.

The core's files are held to the sums in ``pyodide.sha256``; every package to the sum in Pyodide's own lock, too.
"""

from __future__ import annotations

import base64
import hashlib
import json
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from release.site.errors import SiteError

VERSION = "0.27.7"
CDN = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
"""Where Pyodide's makers serve it; a site without a folder of its own loads it from there."""
LOCK = "pyodide-lock.json"
SUMS = Path(__file__).with_name("pyodide.sha256")
_TIMEOUT_S = 60


@dataclass(frozen=True)
class PinnedFile:
    """A file of Pyodide as it must be.

    Attributes
    ----------
    name : str
        Its name in Pyodide's folder.
    sha256 : str
        Its checksum, in hexadecimal digits.
    size : int
        Its length in bytes.
    """

    name: str
    sha256: str
    size: int

    @property
    def integrity(self) -> str:
        """The checksum as a browser takes it."""
        return f"sha256-{base64.b64encode(bytes.fromhex(self.sha256)).decode('ascii')}"


def pinned_files() -> list[PinnedFile]:
    """Read which files of Pyodide the site is made of."""
    rows = [line.split() for line in SUMS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [PinnedFile(name, sha256, int(size)) for sha256, size, name in rows]


def check_folder(folder: Path) -> dict[str, Any]:
    """Check every file of Pyodide in a folder; return its lock.

    Raises
    ------
    SiteError
        If a file is missing, or is not the one that was pinned.
    """
    if not folder.is_dir():
        raise SiteError(f"There is no folder {folder}.\nWhat to do: name the folder that holds Pyodide {VERSION}.")
    for pinned in pinned_files():
        path = folder / pinned.name
        if not path.is_file():
            raise SiteError(
                f"{path} is missing. Nothing was built.\nWhat to do: copy it from the distribution of Pyodide {VERSION}."
            )
        _compare(path.read_bytes(), pinned.sha256, str(path))
    return _consistent(json.loads((folder / LOCK).read_text(encoding="utf-8")))


def fetch_lock(source: str = CDN) -> dict[str, Any]:
    """Fetch Pyodide's lock from where Pyodide is served, and check it.

    Raises
    ------
    SiteError
        If it cannot be fetched, or is not the one that was pinned.
    """
    url = source + LOCK
    try:
        with urllib.request.urlopen(url, timeout=_TIMEOUT_S) as answer:  # noqa: S310 - an address of ours
            data = answer.read()
    except OSError as error:
        raise SiteError(
            f"{url} could not be fetched: {error}.\n"
            f"What to do: check the network connection, or name a folder with Pyodide {VERSION}: "
            'make site ARGS="--pyodide FOLDER"'
        ) from error
    (wanted,) = [pinned.sha256 for pinned in pinned_files() if pinned.name == LOCK]
    _compare(data, wanted, url)
    return _consistent(json.loads(data))


def _compare(data: bytes, wanted: str, where: str) -> None:
    found = hashlib.sha256(data).hexdigest()
    if found != wanted:
        raise SiteError(
            f"{where} is not the file of Pyodide {VERSION}, or was cut off. Nothing was built.\n"
            f"  sha256 expected: {wanted}\n  sha256 found:    {found}\n"
            "What to do: fetch this file anew."
        )


def _consistent(lock: dict[str, Any]) -> dict[str, Any]:
    """Hold the sums that we pinned to those in Pyodide's own lock."""
    own = {package["file_name"]: package["sha256"] for package in lock["packages"].values()}
    for pinned in pinned_files():
        if own.get(pinned.name, pinned.sha256) != pinned.sha256:
            raise SiteError(
                f"{SUMS.name} and Pyodide's own lock disagree about {pinned.name}. Nothing was built.\n"
                f"  pinned here: {pinned.sha256}\n  in {LOCK}: {own[pinned.name]}\n"
                f"What to do: write {SUMS} anew for Pyodide {VERSION}."
            )
    return lock
