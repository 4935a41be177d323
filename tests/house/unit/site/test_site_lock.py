"""The wheels that the kernel gets besides Pyodide's packages, and the lock that names them."""

from __future__ import annotations

import re
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from repository import ROOT

from release.site.errors import SiteError
from release.site.kernel import lock, wheels
from release.site.kernel.pyodide import PinnedFile
from release.site.kernel.wheels import Wheel

SITE_LOCK = (ROOT / "tools" / "release" / "site" / "site.lock").read_text(encoding="utf-8")


def a_wheel(folder: Path, name: str, requires: str = "", version: str = "1.0") -> Wheel:
    path = folder / f"{name}-{version}-py3-none-any.whl"
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}/__init__.py", "")
        lines = [f"Requires-Dist: {one}" for one in requires.split("|") if one]
        archive.writestr(
            f"{name}-{version}.dist-info/METADATA",
            "\n".join(["Metadata-Version: 2.1", f"Name: {name}", *lines]) + "\n\n",
        )
    return Wheel(path)


OFFICIAL = {
    "info": {"version": "0.27.7"},
    "packages": {
        "numpy": {"file_name": "numpy.whl", "depends": [], "imports": ["numpy"]},
        "matplotlib": {
            "file_name": "matplotlib.whl",
            "depends": ["numpy", "absent", "pytz"],
            "imports": ["matplotlib"],
        },
        "pytz": {"file_name": "pytz.whl", "depends": [], "imports": ["pytz"]},
        "sqlite3": {"file_name": "sqlite3.whl", "depends": [], "imports": ["sqlite3"]},
        "absent": {"file_name": "absent.whl", "depends": [], "imports": ["absent"]},
    },
}
PINNED = [PinnedFile(name, "0" * 64, 1) for name in ("numpy.whl", "matplotlib.whl", "pytz.whl", "sqlite3.whl")]


def test_the_lock_names_what_the_site_has_and_nothing_else(tmp_path):
    course = a_wheel(
        tmp_path,
        "newspace",
        "numpy>=2|helper|jupyterlab_widgets|nbgrader|pytest; extra == 'dev'|colorama; sys_platform == 'win32'",
    )
    helper = a_wheel(tmp_path, "helper")
    made = lock.site_lock(OFFICIAL, PINNED, [course, helper])
    assert sorted(made["packages"]) == ["helper", "matplotlib", "newspace", "numpy", "pytz", "sqlite3"]
    assert made["packages"]["matplotlib"]["depends"] == ["numpy"]
    entry = made["packages"]["newspace"]
    assert sorted(entry["depends"]) == ["helper", "numpy", "sqlite3"]
    assert entry["imports"] == ["newspace"]
    assert entry["file_name"] == "wheels/newspace-1.0-py3-none-any.whl"
    assert entry["sha256"] == course.sha256
    assert lock.closure(made, ["newspace"]) == ["helper", "newspace", "numpy", "sqlite3"]
    assert "wheels/" in (ROOT / "tools/release/site/assets/python/python_files.js").read_text(encoding="utf-8")


def test_what_a_wheel_needs_is_taken_from_the_cache_if_its_sum_is_locked(tmp_path):
    course = a_wheel(tmp_path, "newspace", "numpy|helper")
    helper = a_wheel(tmp_path / "cache", "helper", "deeper")
    deeper = a_wheel(tmp_path / "cache", "deeper")
    locked = "".join(f"{one.name}==1.0 \\\n    --hash=sha256:{one.sha256}\n" for one in (helper, deeper))
    found = wheels.gather([course], {"numpy"}, locked, tmp_path / "cache")
    assert [wheel.name for wheel in found] == ["deeper", "helper", "newspace"]


def test_a_wheel_that_is_nowhere_is_named(tmp_path):
    course = a_wheel(tmp_path, "newspace", "mystery")
    with pytest.raises(SiteError, match="needs mystery"):
        wheels.gather([course], set(), SITE_LOCK, tmp_path / "cache")


def test_the_sites_lock_has_hashes_and_names_no_address():
    assert "://" not in SITE_LOCK
    entries = wheels.locked_wheels(SITE_LOCK)
    assert all("--hash=sha256:" in entry for entry in entries.values())
    group = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]["site"]
    for wanted in map(Requirement, group):
        version = re.search(r"==([^\s;]+)", entries[canonicalize_name(wanted.name)])
        assert version, f"run make lock: {wanted}"
        assert wanted.specifier.contains(version[1]), f"run make lock: {wanted}"


def test_a_wheel_is_made_of_files_and_holds_the_same_bytes_each_time(tmp_path):
    files = {"newspace/course/solutions/a.ipynb": b"{}"}
    one, other = (wheels.write_wheel("some-name", "1", files, tmp_path / place) for place in ("one", "other"))
    assert one.path.name == "some_name-1-py3-none-any.whl"
    assert (one.name, one.version, one.requirements()) == ("some-name", "1", [])
    assert one.sha256 == other.sha256
    with zipfile.ZipFile(one.path) as archive:
        assert archive.read("newspace/course/solutions/a.ipynb") == b"{}"


def test_a_package_is_taken_without_what_is_compiled_for_this_machine(tmp_path):
    made = wheels.without_compiled("markupsafe", tmp_path)
    with zipfile.ZipFile(made.path) as archive:
        names = archive.namelist()
    assert {"markupsafe/__init__.py", "markupsafe/_native.py"} <= set(names)
    assert not [name for name in names if name.endswith((".so", ".pyd", ".c"))]
