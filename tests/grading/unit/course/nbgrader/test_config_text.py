"""A configuration that is handed to another process: plain data, and what a command line left as text."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from traitlets import Int, List, Unicode
from traitlets.config import Config, Configurable
from traitlets.config.loader import DeferredConfigList, DeferredConfigString

from newspace_grading.course.nbgrader.configuration.config_files import config_text, read_config


class Step(Configurable):
    """Something that has settings."""

    permissions = Int(444).tag(config=True)
    names = List(Unicode()).tag(config=True)
    title = Unicode("none").tag(config=True)


def test_text_of_a_command_line_becomes_the_type_of_its_setting() -> None:
    given = Config()
    given.Step.permissions = DeferredConfigString("644")
    given.Step.names = DeferredConfigList(["a", "b"])
    given.Step.title = "7"
    step = Step(config=read_config(config_text(given)))
    assert (step.permissions, step.names, step.title) == (644, ["a", "b"], "7")


def test_what_is_no_plain_data_is_left_out() -> None:
    given = Config({"Step": {"title": "one", "hook": print, "names": [print]}, "Other": {"hook": print}})
    assert read_config(config_text(given)) == {"Step": {"title": "one"}}


def test_modules_of_the_first_process_are_found_in_the_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    text = config_text(Config())
    monkeypatch.setattr(sys, "path", sys.path[:-1])
    before = len(sys.path)
    read_config(text)
    assert sys.path[before:] == [str(tmp_path)]
