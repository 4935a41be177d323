"""The help of the commands names every option."""

from __future__ import annotations

from pathlib import Path

import pytest

from newspace_grading.cli.command import absolute_path
from newspace_grading.cli.process.command_line import _parser


def test_every_option_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    for name, options in (
        ("autograde", ("--student", "--jobs", "--shard", "--journal-dir", "--force", "--json", "--wait")),
        ("merge", ("JOURNAL", "--journal-dir", "--json", "--wait")),
    ):
        with pytest.raises(SystemExit):
            _parser().parse_args([name, "--help"])
        text = capsys.readouterr().out
        for option in options:
            assert option in text, (name, option)
    with pytest.raises(SystemExit) as ended:
        _parser().parse_args(["autograde", "x", "--jobs", "0"])
    assert ended.value.code == 2


def test_paths_are_relative_to_the_starting_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert absolute_path("a/../b") == Path.cwd() / "b"
    assert absolute_path("~/b") == tmp_path / "home" / "b"
