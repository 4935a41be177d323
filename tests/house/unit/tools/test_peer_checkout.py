"""``make peer``: which folder it takes, and what it says to another one."""

from __future__ import annotations

import pytest

from checks.peer import __main__ as peer
from checks.peer.checkout import FILES, TESTS, PeerError, checked_source_folder, nbgrader_version

VERSION = 'version_info = (1, 2, 3, "", "")\n__version__ = ".".join(map(str, version_info[:3]))\n'


@pytest.fixture
def checkout(tmp_path):
    """A folder that looks like nbgrader's source, of version 1.2.3."""
    (tmp_path / TESTS).mkdir(parents=True)
    for name in FILES:
        (tmp_path / TESTS / name).touch()
    (tmp_path / "nbgrader" / "_version.py").write_text(VERSION, encoding="utf-8")
    return tmp_path


def test_a_checkout_of_the_installed_version_is_taken(checkout):
    assert checked_source_folder(str(checkout), "1.2.3") == checkout.resolve()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "No folder with nbgrader's source was named"),
        ("missing", "There is no such folder: .*missing"),
        ("nbgrader", "This folder has no nbgrader/_version.py"),
    ],
)
def test_another_folder_is_one_clear_message(checkout, given, said):
    with pytest.raises(
        PeerError, match=rf"(?s){said}.*What to do: get nbgrader's source at the tag v1\.2\.3.*NBGRADER="
    ):
        checked_source_folder(str(checkout / given) if given else "", "1.2.3")


def test_another_version_is_told_with_both_numbers(checkout):
    with pytest.raises(
        PeerError, match=r"(?s)nbgrader 1\.2\.4 is installed, and this folder has 1\.2\.3: .*tag v1\.2\.4"
    ):
        checked_source_folder(str(checkout), "1.2.4")


def test_a_package_without_its_tests_is_not_enough(checkout):
    (checkout / TESTS / FILES[0]).unlink()
    with pytest.raises(PeerError, match=f"lacks {FILES[0]}"):
        checked_source_folder(str(checkout), "1.2.3")


@pytest.mark.parametrize(
    ("text", "number"), [(VERSION, "1.2.3"), ('version_info = (0, 9, 0, "a", "1")', "0.9.0a1"), ("x = 1", "")]
)
def test_the_version_is_read_without_running_the_file(text, number):
    assert nbgrader_version(text) == number


def test_a_wrong_folder_ends_with_2_before_anything_is_run(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER", str(tmp_path / "missing"))
    assert peer.main([]) == 2
    assert capsys.readouterr().err.startswith("newspace: There is no such folder")


def test_only_our_run_has_our_grader_as_the_default(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_PATH", "somewhere")
    stock = peer.tests_environment(tmp_path / "stock", ours=False)
    ours = peer.tests_environment(tmp_path / "ours", ours=True)
    assert "JUPYTER_PATH" not in stock
    assert list((tmp_path / "stock" / "config").iterdir()) == []
    assert ours["JUPYTER_CONFIG_PATH"] == str(tmp_path / "ours" / "config")
    assert peer.EXPORTER in (tmp_path / "ours" / "config" / "nbgrader_config.json").read_text(encoding="utf-8")
