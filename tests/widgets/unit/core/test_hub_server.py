"""What a JupyterHub starts: the same folder and settings as on a laptop, and never a reason to keep a learner out."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from newspace import __main__ as command
from newspace.core.lab import workspace


class ReplacedError(Exception):
    """In place of the process that would go on as the server."""


@pytest.fixture
def started(tmp_path, monkeypatch):
    """Run the command with a home of its own; return the server's command and environment."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("JUPYTERHUB_DEFAULT_URL", raising=False)
    monkeypatch.delenv("NEWSPACE_WORK", raising=False)
    monkeypatch.chdir(tmp_path)
    asked: dict[str, object] = {}

    def replace(program, arguments, env):
        asked.update(program=program, arguments=arguments, env=env, folder=Path.cwd())
        raise ReplacedError

    monkeypatch.setattr(os, "execve", replace)
    monkeypatch.setattr(os, "umask", lambda umask: asked.update(umask=umask))

    def start(*arguments):
        with pytest.raises(ReplacedError):
            command.main(list(arguments))
        return asked

    return start


def test_a_learners_server_opens_on_the_course_in_a_folder_of_the_home(started, tmp_path):
    asked = started("lab", "--hub")
    assert asked["folder"] == tmp_path / "newspace-work"
    assert f"--ServerApp.root_dir={tmp_path / 'newspace-work'}" in asked["arguments"]
    assert asked["arguments"][1:3] == ["-m", "jupyterhub.singleuser"]
    assert asked["env"]["JUPYTERHUB_DEFAULT_URL"] == "/lab/tree/lessons/00_start_here.ipynb"
    assert asked["env"]["JUPYTER_CONFIG_PATH"].startswith(str(command.LEARNER))
    assert (tmp_path / "newspace-work" / "exercises" / "02_ispace_missions").is_dir()
    assert asked["umask"] == 0o077


def test_the_page_that_the_hub_names_comes_first(started, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_DEFAULT_URL", "/lab/tree/lessons/03_korea_hubs.ipynb")
    assert started("lab", "--hub")["env"]["JUPYTERHUB_DEFAULT_URL"] == "/lab/tree/lessons/03_korea_hubs.ipynb"


def test_exercises_of_the_exchange_are_left_to_it(started, tmp_path):
    started("lab", "--hub", "--exercises", "exchange")
    assert (tmp_path / "newspace-work" / "lessons" / "02_ispace_missions.ipynb").is_file()
    assert list((tmp_path / "newspace-work" / "exercises").iterdir()) == []


def test_what_a_learner_wrote_stays_at_every_start(started, tmp_path):
    started("lab", "--hub", "--exercises", "exchange")
    mine = tmp_path / "newspace-work" / "lessons" / "02_ispace_missions.ipynb"
    mine.write_text("my own notes", encoding="utf-8")
    fetched = tmp_path / "newspace-work" / "exercises" / "02_ispace_missions"
    fetched.mkdir()
    started("lab", "--hub", "--exercises", "exchange")
    assert mine.read_text(encoding="utf-8") == "my own notes"
    assert list(fetched.iterdir()) == []


def test_a_full_disk_keeps_nobody_out(started, tmp_path, monkeypatch, capsys):
    def full(*_):
        raise OSError(28, "No space left on device", str(tmp_path))

    (tmp_path / "newspace-work").mkdir()
    monkeypatch.setattr(workspace, "_place", full)
    assert started("lab", "--hub")["folder"] == tmp_path / "newspace-work"
    assert "No space left" in capsys.readouterr().err


def test_without_a_folder_for_the_course_the_server_opens_at_home(started, tmp_path, monkeypatch, capsys):
    (tmp_path / "newspace-work").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("JUPYTERHUB_DEFAULT_URL", "/lab/tree/lessons/00_start_here.ipynb")
    asked = started("lab", "--hub")
    assert asked["folder"] == tmp_path
    assert f"--ServerApp.root_dir={tmp_path}" in asked["arguments"]
    assert asked["env"]["JUPYTERHUB_DEFAULT_URL"] == "/lab", "the page of the course is not there"
    assert "could not be brought up to date" in capsys.readouterr().err


def test_where_nothing_can_be_written_at_home_jupyter_keeps_its_files_elsewhere(started, tmp_path, monkeypatch, capsys):
    """Else it fails to make its folders, and neither server nor kernel starts."""

    def full(**_):
        raise OSError(30, "Read-only file system")

    given = {name: str(tmp_path / "usual" / name) for name in command._JUPYTERS_OWN}
    for name, folder in given.items():
        monkeypatch.setenv(name, folder)
    assert given.items() <= started("lab", "--hub")["env"].items()
    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    env = started("lab", "--hub")["env"]
    elsewhere = {name: Path(env[name]) for name in given}
    assert "Read-only file system" in capsys.readouterr().err
    (place,) = {path.parent for path in elsewhere.values()}
    assert place.stat().st_mode & 0o077 == 0
    place.rmdir()


def test_a_teachers_server_opens_the_course_and_lets_colleagues_write(started):
    asked = started("author", "--hub")
    assert (asked["folder"] / "lessons").is_dir()
    assert str(command.LEARNER) not in asked["env"]["JUPYTER_CONFIG_PATH"]
    assert asked["umask"] == 0o007
