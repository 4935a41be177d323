"""The bank of answers: right ones written differently must pass, plausible wrong ones must fail, for the reason that is meant."""

from __future__ import annotations

import functools
from pathlib import Path

import matplotlib as mpl
import pytest
from repository import ANSWERS, ROOT

from authoring.assignment import find_notebook, read_assignment
from authoring.mutation.in_process_runner import Bench

FILES = sorted(ANSWERS.glob("*/*/*.py"))
UNITS = sorted(folder.name for folder in ANSWERS.iterdir() if folder.is_dir())

mpl.use("agg")


@functools.lru_cache(maxsize=1)
def bench(unit: str) -> Bench:
    return Bench(read_assignment(find_notebook(ROOT / "solutions" / unit)), limit_s=600)


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.with_suffix("").parts[-3:]))
def test_answer_gets_the_verdict_of_its_name(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    outcome = bench(path.parts[-3]).judge(path.parts[-2], source)
    if path.name.startswith("right_"):
        assert outcome.passed, outcome.message
        return
    assert path.name.startswith("wrong_"), "an answer's name begins with right_ or wrong_"
    assert not outcome.passed
    assert outcome.message.startswith("CheckFailed:"), "a wrong answer gets a message, not a broken test"
    first = source.splitlines()[0]
    if first.startswith("# says: "):
        assert first.removeprefix("# says: ") in " ".join(outcome.message.split())


@pytest.mark.parametrize("unit", UNITS)
def test_every_task_has_enough_answers(unit: str) -> None:
    for task in bench(unit).assignment.tasks:
        if not task.manual:
            folder = ANSWERS / unit / task.name
            assert len(list(folder.glob("right_*.py"))) >= 3, task.name
            assert len(list(folder.glob("wrong_*.py"))) >= 5, task.name


def test_every_assignment_has_a_bank() -> None:
    assert sorted(folder.name for folder in (ROOT / "solutions").iterdir() if folder.is_dir()) == UNITS
