"""The files of Pyodide are held to their sums before anything is built."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from release.site.errors import SiteError
from release.site.kernel import pyodide

PACKAGE = b"a wheel"
LOCK = json.dumps(
    {"info": {}, "packages": {"numpy": {"file_name": "numpy.whl", "sha256": hashlib.sha256(PACKAGE).hexdigest()}}}
)
FILES = {"pyodide.js": b"core", "numpy.whl": PACKAGE, pyodide.LOCK: LOCK.encode()}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small Pyodide, and the sums of its files."""
    place = tmp_path / "pyodide"
    place.mkdir()
    rows = ["# a comment"]
    for name, data in FILES.items():
        (place / name).write_bytes(data)
        rows.append(f"{hashlib.sha256(data).hexdigest()}  {len(data)}  {name}")
    sums = tmp_path / "sums"
    sums.write_text("\n".join(rows) + "\n", encoding="utf-8")
    monkeypatch.setattr(pyodide, "SUMS", sums)
    return place


def test_whole_files_are_accepted(folder):
    assert pyodide.check_folder(folder) == json.loads(LOCK)


@pytest.mark.parametrize("name", sorted(FILES))
@pytest.mark.parametrize("spoil", [lambda data: data[:-1], lambda data: b"x" + data[1:]], ids=["cut off", "changed"])
def test_a_spoilt_file_is_named_with_both_sums(folder, name, spoil):
    spoilt = spoil(FILES[name])
    (folder / name).write_bytes(spoilt)
    with pytest.raises(SiteError) as refused:
        pyodide.check_folder(folder)
    said = str(refused.value)
    assert str(folder / name) in said
    assert hashlib.sha256(FILES[name]).hexdigest() in said
    assert hashlib.sha256(spoilt).hexdigest() in said
    assert "Nothing was built" in said


def test_a_missing_file_is_named(folder):
    (folder / "numpy.whl").unlink()
    with pytest.raises(SiteError, match=r"numpy\.whl is missing"):
        pyodide.check_folder(folder)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(SiteError, match="There is no folder"):
        pyodide.check_folder(tmp_path / "nowhere")


def test_our_sums_are_held_to_those_of_pyodides_own_lock(folder, tmp_path):
    other = LOCK.replace(hashlib.sha256(PACKAGE).hexdigest(), "0" * 64)
    (folder / pyodide.LOCK).write_text(other, encoding="utf-8")
    text = pyodide.SUMS.read_text(encoding="utf-8")
    changed = text.replace(hashlib.sha256(LOCK.encode()).hexdigest(), hashlib.sha256(other.encode()).hexdigest())
    (tmp_path / "sums").write_text(changed, encoding="utf-8")
    with pytest.raises(SiteError, match=r"disagree about numpy\.whl"):
        pyodide.check_folder(folder)


def test_without_a_folder_the_lock_is_fetched_and_checked(folder):
    assert pyodide.fetch_lock(f"{folder.as_uri()}/") == json.loads(LOCK)
    (folder / pyodide.LOCK).write_text("{}", encoding="utf-8")
    with pytest.raises(SiteError, match="sha256 found"):
        pyodide.fetch_lock(f"{folder.as_uri()}/")


def test_without_a_network_it_says_how_to_go_on(tmp_path):
    with pytest.raises(SiteError, match="--pyodide FOLDER"):
        pyodide.fetch_lock(f"{tmp_path.as_uri()}/")


def test_the_pinned_files_are_of_one_version_and_no_file_is_named_twice():
    pinned = pyodide.pinned_files()
    names = [file.name for file in pinned]
    assert len(set(names)) == len(names)
    assert {"pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", pyodide.LOCK} <= set(names)
    assert pyodide.VERSION in pyodide.CDN
    assert pyodide.VERSION in pyodide.SUMS.read_text(encoding="utf-8").splitlines()[0]
    assert all(len(file.sha256) == 64 and file.size > 0 for file in pinned)
    # assets/python/python_files.js mends the list of fonts of this version.
    assert any(name.startswith("matplotlib-3.8.4-") for name in names)
