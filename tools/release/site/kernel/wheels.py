"""The wheels that the kernel has besides Pyodide's: the course's own, pure Python ones that it needs, and those of the kernel itself."""

from __future__ import annotations

import hashlib
import importlib.metadata
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from release.site.errors import SiteError

BROWSER = {"python_version": "3.12", "sys_platform": "emscripten", "platform_system": "Emscripten", "os_name": "posix"}
"""The environment in which the requirements of a wheel are read."""
LEFT_OUT = {
    "jupyterlab-widgets",  # JavaScript of the page, and no modules for the kernel
    *(
        "jupyter-server",
        "nbconvert",
        "nbformat",
        "nbgrader",
        "nh3",
        "psutil",
        "sqlalchemy",
        "tornado",
    ),  # what the grader needs for a class, and not for one notebook
}
"""Requirements that the browser edition does without."""
OF_C_IN_PART = {"markupsafe"}
"""Packages that have no wheel of pure Python, though they are as good without what is compiled in them."""
_KERNEL = Path("share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi")
_KERNEL_WHEELS = ("ipykernel", "piplite", "pyodide_kernel", "widgetsnbextension-4")


@dataclass(frozen=True)
class Wheel:
    """A wheel of pure Python.

    Attributes
    ----------
    path : Path
        The file.
    """

    path: Path

    @property
    def name(self) -> str:
        """Its normalised name."""
        return canonicalize_name(parse_wheel_filename(self.path.name)[0])

    @property
    def version(self) -> str:
        """Its version."""
        return str(parse_wheel_filename(self.path.name)[1])

    @property
    def sha256(self) -> str:
        """The checksum of the file."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()

    def imports(self) -> list[str]:
        """Return the top-level modules that it holds."""
        with zipfile.ZipFile(self.path) as archive:
            tops = {name.partition("/")[0] for name in archive.namelist() if name.endswith(".py")}
        return sorted(top.removesuffix(".py") for top in tops if ".dist-info" not in top and ".data" not in top)

    def requirements(self) -> list[str]:
        """Return the normalised names of what it needs in the browser."""
        with zipfile.ZipFile(self.path) as archive:
            (metadata,) = [name for name in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name)]
            text = archive.read(metadata).decode("utf-8")
        given = HeaderParser().parsestr(text).get_all("Requires-Dist") or []
        wanted = [Requirement(line) for line in given]
        environment = BROWSER | {"extra": ""}
        return sorted(
            {canonicalize_name(one.name) for one in wanted if not one.marker or one.marker.evaluate(environment)}
        )


def write_wheel(name: str, version: str, files: Mapping[str, bytes], folder: Path) -> Wheel:
    """Write files as a wheel of pure Python, with the same bytes for the same files."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{name.replace('-', '_')}-{version}"
    wheel = "Wheel-Version: 1.0\nGenerator: newspace\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    about = {
        f"{stem}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{stem}.dist-info/WHEEL": wheel.encode(),
        f"{stem}.dist-info/RECORD": b"",
    }
    path = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for inside, content in sorted({**files, **about}.items()):
            archive.writestr(zipfile.ZipInfo(inside), content, zipfile.ZIP_DEFLATED)
    return Wheel(path)


def without_compiled(name: str, folder: Path) -> Wheel:
    """Make a wheel of what is installed here of a package, without what is compiled for this machine."""
    installed = importlib.metadata.distribution(name)
    own = [
        path for path in installed.files or () if path.suffix in (".py", ".txt", ".typed") and ".." not in path.parts
    ]
    files = {path.as_posix(): path.read_binary() for path in own}
    return write_wheel(name, installed.version, files, folder)


def of_the_kernel(prefix: Path = Path(sys.prefix)) -> list[Wheel]:
    """Return the wheels that JupyterLite's kernel brings along."""
    return [Wheel(path) for start in _KERNEL_WHEELS for path in sorted((prefix / _KERNEL).glob(f"{start}*.whl"))]


def locked_wheels(lock: str) -> dict[str, str]:
    """Return the entries of a lock, each with its hashes, by normalised name."""
    entries = re.split(r"\n(?=[A-Za-z0-9])", "\n" + lock)
    return {canonicalize_name(entry.split("==")[0].strip()): entry.strip() for entry in entries if "==" in entry}


def gather(wheels: Iterable[Wheel], given: set[str], lock: str, cache: Path) -> list[Wheel]:
    """Add to some wheels all that they need and Pyodide does not have, at the locked versions.

    Parameters
    ----------
    wheels : iterable of Wheel
        What is there already.
    given : set of str
        The normalised names of what Pyodide brings.
    lock : str
        The versions, with hashes.
    cache : Path
        A folder in which fetched wheels are kept for the next time.

    Raises
    ------
    SiteError
        If something is needed that neither has, or cannot be fetched.
    """
    found = {wheel.name: wheel for wheel in wheels}
    waiting = list(found.values())
    entries = locked_wheels(lock)
    while waiting:
        missing: dict[str, str] = {}
        for needed in waiting:
            for name in needed.requirements():
                if name in given or name in found or name in LEFT_OUT:
                    continue
                if name not in entries:
                    raise SiteError(
                        f"{needed.path.name} needs {name}, which neither Pyodide nor the site's lock holds.\n"
                        "What to do: add it to the dependency group “site” in pyproject.toml, then run make lock."
                    )
                missing[name] = entries[name]
        waiting = [without_compiled(name, cache) for name in missing if name in OF_C_IN_PART]
        waiting += _fetch({name: entry for name, entry in missing.items() if name not in OF_C_IN_PART}, cache)
        found |= {wheel.name: wheel for wheel in waiting}
    return sorted(found.values(), key=lambda wheel: wheel.name)


def _fetch(entries: Mapping[str, str], cache: Path) -> list[Wheel]:
    """Take locked wheels of pure Python from the cache, and fetch those that it has not, all with one start of pip."""
    cache.mkdir(parents=True, exist_ok=True)
    absent = entries.keys() - _cached(entries, cache).keys()
    said = ""
    if absent:
        wanted = cache / "wanted.txt"
        wanted.write_text(
            "".join(re.sub(r" ;[^\\\n]*", "", entries[name]) + "\n" for name in sorted(absent)), encoding="utf-8"
        )
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--require-hashes", "--only-binary", ":all:", "--implementation", "py", "--abi", "none"]
        command += ["--platform", "any", "--python-version", "3.12", "--dest", str(cache), "-r", str(wanted)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        wanted.unlink()
        said = (done.stdout + done.stderr).strip()
    found = _cached(entries, cache)
    if absent := entries.keys() - found.keys():
        raise SiteError(
            f"The wheels of {', '.join(sorted(absent))} could not be fetched.\n"
            f"What to do: check the network connection, then try again.\n{said}"
        )
    return list(found.values())


def _cached(entries: Mapping[str, str], cache: Path) -> dict[str, Wheel]:
    """Return what the cache has of locked wheels, by name; a file that is not the locked one is deleted."""
    found = {}
    for wheel in map(Wheel, sorted(cache.glob("*.whl"))):
        if wheel.name in OF_C_IN_PART or wheel.name not in entries:
            continue
        if wheel.sha256 in re.findall("sha256:([0-9a-f]{64})", entries[wheel.name]):
            found[wheel.name] = wheel
        else:
            wheel.path.unlink()
    return found
