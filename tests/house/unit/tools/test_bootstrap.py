"""The set-up: what it installs, when it does not, and what it says when it cannot."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from repository import ROOT


@pytest.fixture
def bootstrap(tmp_path, monkeypatch):
    """The set-up script, pointed at an empty virtual environment."""
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "tools" / "bootstrap.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "BIN", tmp_path / ".venv" / "bin")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    return module


def test_the_installer_is_locked_with_its_hashes(bootstrap):
    entry = bootstrap.entry_of("uv")
    assert entry.startswith("uv==")
    assert "--hash=sha256:" in entry
    assert entry.count("==") == 1
    with pytest.raises(bootstrap.SetupError, match="make lock"):
        bootstrap.entry_of("no-such-package")


def fake_install(bootstrap, monkeypatch):
    commands = []

    def run(command, failure):  # noqa: ARG001 - the signature of bootstrap.run_command
        commands.append(command)
        bootstrap.BIN.mkdir(parents=True, exist_ok=True)
        bootstrap.PYTHON.touch()

    monkeypatch.setattr(bootstrap, "run_command", run)
    monkeypatch.setattr(bootstrap, "uv_in_venv", lambda: "uv")
    return commands


def test_a_second_run_installs_nothing(bootstrap, monkeypatch):
    commands = fake_install(bootstrap, monkeypatch)
    bootstrap.install("lab")
    assert len(commands) == 3  # the environment, the locked packages, both distributions
    bootstrap.install("lab")
    assert len(commands) == 3


DECIDING = ["widgets/pyproject.toml", "grading/pyproject.toml", "requirements.lock"]


def test_learners_get_the_first_part_of_the_lock_and_authors_all_of_it(bootstrap, monkeypatch):
    commands = fake_install(bootstrap, monkeypatch)
    for kind in bootstrap.WIDER:
        bootstrap.install(kind)
    files = [command[command.index("-r") + 1] for command in commands if "-r" in command]
    lab, hub, dev = (Path(file).read_text(encoding="utf-8") for file in files)
    assert "\nnbgrader==" in lab
    assert "\njupyterhub==" not in lab
    assert hub.startswith(lab)
    assert "\njupyterhub==" in hub
    assert "\npytest==" not in hub
    assert dev.startswith(hub)
    assert "\npytest==" in dev


def test_whoever_has_more_installed_needs_no_less(bootstrap, monkeypatch):
    fake_install(bootstrap, monkeypatch)
    bootstrap.install("hub")
    assert bootstrap.is_installed("lab")
    assert not bootstrap.is_installed("dev")


@pytest.mark.parametrize("name", DECIDING)
def test_a_change_of_versions_installs_again(bootstrap, monkeypatch, tmp_path, name):
    for file in DECIDING:
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_bytes((ROOT / file).read_bytes())
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    fake_install(bootstrap, monkeypatch)
    bootstrap.install("lab")
    assert bootstrap.is_installed("lab")
    (tmp_path / name).write_text("changed", encoding="utf-8")
    assert not bootstrap.is_installed("lab")


def test_a_failed_install_is_retried(bootstrap, monkeypatch):
    def broken(command, failure):
        if "-r" in command:
            raise bootstrap.SetupError(failure)
        bootstrap.BIN.mkdir(parents=True, exist_ok=True)
        bootstrap.PYTHON.touch()

    monkeypatch.setattr(bootstrap, "run_command", broken)
    monkeypatch.setattr(bootstrap, "uv_in_venv", lambda: "uv")
    with pytest.raises(bootstrap.SetupError, match="network"):
        bootstrap.install("lab")
    assert not bootstrap.is_installed("lab")


def test_an_interrupted_setup_is_redone(bootstrap, monkeypatch):
    fake_install(bootstrap, monkeypatch)
    bootstrap.make_venv("uv")  # and then somebody pulled the plug
    half = bootstrap.VENV / "half-a-package"
    half.touch()
    bootstrap.install("lab")
    assert bootstrap.is_installed("lab")
    assert not half.exists()
    half.touch()
    bootstrap.install("dev")
    assert half.exists(), "a whole one is kept, and added to"


def test_an_old_python_is_refused_with_a_remedy(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda _: None)
    with pytest.raises(bootstrap.SetupError, match=r"needs Python 3\.11"):
        bootstrap.leave_for_newer_python()


def test_an_unknown_command_is_refused(bootstrap, capsys):
    assert bootstrap.main(["launch"]) == 2
    assert "lab" in capsys.readouterr().err


def test_the_site_has_an_environment_of_its_own_and_is_installed_once(bootstrap, monkeypatch, tmp_path):
    place = tmp_path / "site-venv"
    python = place / "bin" / "python"
    commands, started, asked = [], [], []

    def run(command, failure):  # noqa: ARG001 - the signature of bootstrap.run_command
        commands.append(command)
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()

    class Done:
        returncode = 0

    def start(command, **options):
        started.append((command, options["env"]["PYTHONPATH"]))
        return Done()

    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "SITE_VENV", place)
    (tmp_path / bootstrap.SITE_LOCK).parent.mkdir(parents=True)
    (tmp_path / bootstrap.SITE_LOCK).write_text("packaging==24 --hash=sha256:0\n", encoding="utf-8")
    monkeypatch.setattr(bootstrap, "run_command", run)
    monkeypatch.setattr(bootstrap.subprocess, "run", start)
    monkeypatch.setattr(bootstrap, "install", asked.append)
    for _ in range(2):
        assert bootstrap.main(["site", "--serve"]) == 0
    assert asked == ["lab"] * 2  # the course draws the pictures of the pages to read
    assert len(commands) == 2  # the environment, and the locked packages
    assert "--require-hashes" in commands[1]
    assert bootstrap.SITE_LOCK in commands[1]
    command = [str(python), "-m", "release.site", "--course-python", str(bootstrap.PYTHON), "--serve"]
    assert started == [(command, str(tmp_path / "tools"))] * 2
    (tmp_path / bootstrap.SITE_LOCK).write_text("packaging==25 --hash=sha256:1\n", encoding="utf-8")
    bootstrap.main(["site"])
    assert len(commands) == 4
