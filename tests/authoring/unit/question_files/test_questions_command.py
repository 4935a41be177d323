"""``make questions`` writes the files of each unit, and lists what they cannot say."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.commands.questions import main


def test_one_unit_is_written_in_both_formats(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["02_ispace_missions", "--to", str(tmp_path / "out")]) == 0
    names = {"02_ispace_missions-moodle.xml", "02_ispace_missions-qti21.zip"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == names
    told = capsys.readouterr().out
    assert told.count("It cannot say:") == 2
    assert "hints (QTI 2.1 has them in adaptive items only" in told


def test_a_unit_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nowhere", "--to", str(tmp_path)]) == 2
    assert "does not exist" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
