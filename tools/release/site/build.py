"""Put the site together: wheels, lock, JupyterLite, what exercises are graded with, pages, service worker."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from release.own_wheel import WheelBuildError, build_wheel
from release.site.errors import SiteError
from release.site.kernel import lock, pyodide, wheels
from release.site.lab import contents, exercises, jupyterlite
from release.site.lab.exercises import Edition
from release.site.pages import cell_outputs, landing, reading
from release.site.pages.units import read_units

HOME = Path(__file__).resolve().parents[3]
SITE_LOCK = Path(__file__).with_name("site.lock")
CACHE = HOME / "build" / "site-wheels"
OUTPUTS = HOME / "build" / "site-outputs"
OWN = "newspace"
"""The folder of the site with what is ours in it."""
JUPYTERLAB_BYTES = 10_000_000
"""About what the page itself fetches on a first visit, before Python."""
_STATIC = (
    "backup.js",
    "bytecode.py",
    "cannot_begin.js",
    "deferred.py",
    "grade_worker.js",
    "grading.js",
    "hand_in.js",
    "kernel_start.js",
    "known_kernels.js",
    "lab.css",
    "lab.js",
    "open_exercise.js",
    "pages.css",
    "prepared.js",
    "python_files.js",
    "stand.js",
    "storage.js",
    "work_dialog.js",
)
_SMALL = ("api/contents", "files", "read", OWN, "extensions")
"""Folders whose files are kept for a visit without a network even if nobody has opened them yet."""
_PARTS = (".css", ".js", ".woff", ".woff2")
"""Which files of JupyterLab are kept with them."""


def build_site(
    target: Path,
    course_python: Path,
    pyodide_folder: Path | None = None,
    edition: Edition = Edition.SELF_STUDY,
    docs: Path | None = None,
) -> Path:
    """Build the site into a folder, which is replaced only when the new one is whole; return the folder.

    Parameters
    ----------
    target : Path
        Where the site goes.
    course_python : Path
        The Python in which the course is installed; it draws the pictures of the pages to read.
    pyodide_folder : Path, optional
        Pyodide's files, to be put into the site; without it the site loads them from where Pyodide is served.
    edition : Edition
        Whether the solutions, and with them the hidden tests, are part of the site.
    docs : Path, optional
        The documents as ``make docs`` builds them, to be put into the site.

    Raises
    ------
    SiteError
        If it cannot be built; what was in the folder is unchanged then.
    """
    _refuse_another_folder(target)
    official = pyodide.check_folder(pyodide_folder) if pyodide_folder else pyodide.fetch_lock()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".site-", dir=target.parent) as scratch:
        made = Path(scratch) / "site"
        _lab(made, Path(scratch), "pyodide/" if pyodide_folder else pyodide.CDN, edition)
        python_bytes = _kernel(made, Path(scratch), official, pyodide_folder, edition)
        exercises.write_graders(HOME, made / OWN / "grading", edition)
        units = read_units(HOME)
        if docs:
            shutil.copytree(docs, made / "docs", ignore=shutil.ignore_patterns(".*"))
        landing.write_landing_page(HOME, made, units, python_bytes + JUPYTERLAB_BYTES, docs=docs is not None)
        outputs = cell_outputs.cell_outputs(HOME, course_python, OUTPUTS)
        reading.write_reading_pages(HOME, made, units, edition, outputs)
        _service_worker(made, pyodide_folder)
        if target.exists():
            shutil.rmtree(target)
        made.rename(target)
    return target


def _refuse_another_folder(target: Path) -> None:
    """Refuse to replace a folder that holds something else than a site of ours."""
    if target.exists() and not (target / OWN / "site.json").is_file() and (target.is_file() or any(target.iterdir())):
        raise SiteError(
            f"{target} holds something else than a site, and would be replaced. Nothing was built.\n"
            "What to do: name a folder that is empty or does not exist: --to FOLDER"
        )


def _lab(made: Path, scratch: Path, core: str, edition: Edition) -> None:
    """JupyterLite with the notebooks of the course in it."""
    contents.write_notebooks(HOME, scratch / "contents", edition)
    jupyterlite.run_jupyterlite_build(
        scratch / "contents", scratch, made, jupyterlite.config(core, _start(edition), lock.PACKED, edition), _date_s()
    )
    jupyterlite.complete_page(made)
    jupyterlite.leave_out_old_fonts(made)


def _start(edition: Edition) -> list[str]:
    """Return what the kernel of an edition loads as it starts."""
    return [*lock.START, *([exercises.SOLUTIONS] if edition is Edition.SELF_STUDY else [])]


def _kernel(made: Path, scratch: Path, official: dict[str, Any], pyodide_folder: Path | None, edition: Edition) -> int:
    """Write all that the kernel loads, and its lock; return about how many bytes it fetches when it first starts."""
    pinned = pyodide.pinned_files()
    given: set[str] = {canonicalize_name(name) for name in lock.taken(official, pinned)}
    try:
        own = [wheels.Wheel(build_wheel(HOME / name, scratch / "wheels")) for name in ("widgets", "grading")]
    except WheelBuildError as error:
        raise SiteError(f"The course's wheels could not be built:\n{error}") from error
    own += [*wheels.of_the_kernel(), *exercises.solutions(HOME, scratch / "wheels", edition)]
    gathered = wheels.gather(own, given, SITE_LOCK.read_text(encoding="utf-8"), CACHE)
    site_lock = lock.site_lock(official, pinned, gathered)
    ours = made / OWN
    (ours / lock.FOLDER).mkdir(parents=True)
    for wheel in gathered:
        shutil.copy(wheel.path, ours / lock.FOLDER)
    for name in _STATIC:
        shutil.copy(next(jupyterlite.ASSETS.rglob(name)), ours)
    shutil.copy(jupyterlite.TABS_AND_PANELS, ours)
    if pyodide_folder:
        (made / "pyodide").mkdir()
        for file in pinned:
            shutil.copyfile(pyodide_folder / file.name, made / "pyodide" / file.name)
    sizes = {file.name: file.size for file in pinned}
    sizes |= {wheel.path.name: wheel.path.stat().st_size for wheel in gathered}
    started = [
        Path(site_lock["packages"][name]["file_name"]).name
        for name in lock.closure(site_lock, [*lock.START, *lock.PACKED])
    ]
    # What importScripts loads is not counted as it comes, and so is not part of the sum.
    fetched = sum(sizes[name] for name in ["pyodide.asm.wasm", "python_stdlib.zip", *started])
    (ours / pyodide.LOCK).write_text(json.dumps(site_lock), encoding="utf-8")
    about = {
        "first_visit_bytes": fetched,
        "core": "pyodide/" if pyodide_folder else pyodide.CDN,
        "grader": lock.GRADER,
        "kernel": jupyterlite.spelt(_start(edition)),
        "jupyterlite": jupyterlite.version(made),
        "seconds": exercises.LIMIT_S,
    }
    (ours / "site.json").write_text(json.dumps(about), encoding="utf-8")
    return fetched


def _date_s() -> int:
    """Return the time of the last commit, in seconds since 1970; without git, now."""
    done = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=HOME, capture_output=True, text=True, check=False)
    return int(done.stdout) if done.returncode == 0 and done.stdout.strip() else int(time.time())


def _service_worker(made: Path, pyodide_folder: Path | None) -> None:
    """Put our service worker before JupyterLite's; its text changes with any file of the site, so that browsers see an update."""
    (made / "service-worker.js").rename(made / OWN / "jupyterlite-service-worker.js")
    addresses = ["./", *(f"./{path.relative_to(made).as_posix()}" for path in _kept(made))]
    (made / OWN / "offline.json").write_text(json.dumps(addresses), encoding="utf-8")
    digest = hashlib.sha256()
    for path in _files(made):
        digest.update(path.relative_to(made).as_posix().encode() + b"\0" + path.read_bytes())
    text = (jupyterlite.ASSETS / "offline" / "service-worker.js").read_text(encoding="utf-8")
    values = {
        "build": digest.hexdigest()[:16],
        "pyodide": pyodide.VERSION,
        "core": "pyodide/" if pyodide_folder else pyodide.CDN,
        "sums": json.dumps({file.name: file.integrity for file in pyodide.pinned_files()}),
    }
    for name, value in values.items():
        text = text.replace("{{" + name + "}}", value)
    (made / "service-worker.js").write_text(text, encoding="utf-8")


def _kept(made: Path) -> list[Path]:
    """Return what a visit without a network may need, whether or not somebody has opened it before."""
    kept = [path for folder in _SMALL for path in _files(made / folder) if path.suffix != ".whl"]
    # What grades is fetched when somebody first asks for it; without a network that would be too late.
    site_lock = json.loads((made / OWN / pyodide.LOCK).read_text(encoding="utf-8"))
    needed = lock.closure(site_lock, [*lock.START, *lock.PACKED, *lock.GRADER])
    files = {site_lock["packages"][name]["file_name"] for name in needed}
    kept += [path for path in _files(made / OWN / lock.FOLDER) if lock.FOLDER + path.name in files]
    # JupyterLab fetches its parts, and the letters of formulas, when they are first needed: a lesson that was not opened yet may
    # need some.
    return kept + [path for path in _files(made / "build") if path.suffix in _PARTS]


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())
