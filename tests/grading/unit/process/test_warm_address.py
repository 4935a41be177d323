"""Which commands a warm server runs, and for which of them it is the same one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newspace_grading.cli.process import warm_address, warm_client


@pytest.fixture(autouse=True)
def _plain_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As if this process had just been started from a shell."""
    for name in [name for name in os.environ if name.startswith("PYTHON")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv(warm_address.VARIABLE, raising=False)
    monkeypatch.delenv("NEWSPACE_GRADE_FORK", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(warm_address.sys, "platform", "linux")
    monkeypatch.setattr(warm_address.sys, "modules", {"newspace_grading": None, "newspace_grading.cli.main": None})
    monkeypatch.setattr(warm_address.sys, "warnoptions", [])
    monkeypatch.setattr(warm_address.sys, "gettrace", lambda: None)


def test_the_same_circumstances_have_the_same_server_and_others_another(monkeypatch: pytest.MonkeyPatch) -> None:
    first = warm_address.server_address()
    assert first is not None
    assert first == warm_address.server_address()
    monkeypatch.setenv("TOKEN", "secret")  # it is passed on, and decides nothing
    assert first == warm_address.server_address()
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert first != warm_address.server_address()


@pytest.mark.parametrize(
    ("name", "value"),
    [("NEWSPACE_GRADE_SERVER", "no"), ("NEWSPACE_GRADE_FORK", "no"), ("PYTHONPATH", "/x"), ("MATPLOTLIBRC", "/x")],
)
def test_some_settings_keep_a_command_in_its_own_process(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    assert warm_address.server_address() is None


def test_a_program_that_has_loaded_the_grader_runs_its_commands_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm_address.sys, "modules", {"newspace_grading.course.journal": None})
    assert warm_address.server_address() is None


def test_no_server_is_sought_in_a_folder_that_others_may_enter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "newspace-grade").mkdir(mode=0o755)
    monkeypatch.setattr(warm_address.tempfile, "gettempdir", lambda: str(tmp_path))
    (tmp_path / f"newspace-grade-servers-{os.getuid()}").symlink_to(tmp_path)
    assert warm_address.server_address() is None


def test_changed_code_has_another_server(tmp_path: Path) -> None:
    package = tmp_path / "package" / "inner"
    package.mkdir(parents=True)
    (tmp_path / "package" / "__init__.py").touch()
    module = package / "module.py"
    module.touch()
    before = warm_address._latest_change(str(tmp_path))
    os.utime(module, ns=(0, before[1] + 10**9))
    assert warm_address._latest_change(str(tmp_path)) == (2, before[1] + 10**9)
    (package / "other.py").touch()
    assert warm_address._latest_change(str(tmp_path))[0] == 3


def test_only_commands_that_grade_are_handed_to_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm_client, "server_address", lambda: pytest.fail("a server is sought"))
    for arguments in (["doctor"], ["report", "ps1"], ["autograde", "--help"], []):
        assert warm_client.run_served(arguments) is None
