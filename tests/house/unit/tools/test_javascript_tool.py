"""The tool behind ``make js``: what it runs, and what it says where node is missing or too old."""

from __future__ import annotations

import importlib.util
import subprocess

import pytest
from repository import ROOT


@pytest.fixture
def javascript(monkeypatch):
    """The tool, with nothing of this machine on its path, and outside CI."""
    spec = importlib.util.spec_from_file_location("javascript", ROOT / "tools" / "package_data" / "javascript.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module.shutil, "which", lambda _name: None)
    monkeypatch.delenv("CI", raising=False)
    return module


def test_without_node_the_bundles_cannot_be_made_and_it_says_why(javascript, capsys):
    assert javascript.main([]) == 2
    told = capsys.readouterr().err
    assert told.startswith("newspace: the widgets' JavaScript needs node.js and npm")
    assert "What to do: install node.js 20.19 or newer" in told


def test_without_node_the_checks_are_left_out_and_it_says_so(javascript, capsys):
    assert javascript.main(["check"]) == 0
    assert capsys.readouterr().err.startswith("newspace: not checked: the widgets' JavaScript needs node.js")


def test_without_node_the_checks_fail_under_ci(javascript, monkeypatch):
    monkeypatch.setenv("CI", "true")
    assert javascript.main(["check"]) == 2


def test_a_node_that_is_too_old_is_named(javascript, monkeypatch, capsys):
    monkeypatch.setattr(javascript.shutil, "which", lambda name: f"/bin/{name}")
    answer = subprocess.CompletedProcess([], 0, stdout="v18.3.0\n")
    monkeypatch.setattr(javascript.subprocess, "run", lambda *_, **__: answer)
    assert javascript.main([]) == 2
    assert "/bin/node is v18.3.0" in capsys.readouterr().err


def test_the_packages_are_installed_once_for_each_lock(javascript, monkeypatch, tmp_path):
    commands = []

    def run(command, **_):
        commands.append(command[1])
        (tmp_path / "node_modules").mkdir(exist_ok=True)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(javascript.subprocess, "run", run)
    monkeypatch.setattr(javascript, "FOLDER", tmp_path)
    for lock in ("one", "one", "two"):
        (tmp_path / "package-lock.json").write_text(lock, encoding="utf-8")
        javascript.install_packages("npm")
    assert commands == ["ci", "ci"]


def test_the_first_failing_step_stops_the_javascript_tool(javascript, monkeypatch):
    ran = []

    def run(command, **_):
        ran.append(command[-1])
        return subprocess.CompletedProcess(command, 3 if command[-1] == "types" else 0)

    monkeypatch.setattr(javascript.subprocess, "run", run)
    assert javascript.run_scripts("npm", javascript.STEPS) == 3
    assert ran == ["format", "types"]
