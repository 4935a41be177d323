"""``newspace-grade merge`` warns of shards that were graded under different limits."""

from __future__ import annotations

import pytest

from newspace_grading.cli.commands.merge import warn_of_different_limits
from newspace_grading.course.parallel.shards import LimitsCount
from newspace_grading.course.records.journal import Entry


def warning(capsys: pytest.CaptureFixture[str], *seconds: float) -> str:
    """Return what is printed after submissions were graded under these limits of time."""
    count = LimitsCount()
    for value in seconds:
        count.add(Entry("k", "ada", "ps1", "", {}, limits={"cell_seconds": value, "memory_mb": 512}))
    warn_of_different_limits(count)
    return capsys.readouterr().err


def test_different_limits_are_named_with_the_number_of_submissions(capsys: pytest.CaptureFixture[str]) -> None:
    text = warning(capsys, 60.0, 30.0, 60.0)
    assert "cell_seconds is 60 for 2 submissions, 30 for 1 submission." in text
    assert "memory_mb" not in text
    assert "c.GraderLimits in nbgrader_config.py" in text


def test_equal_limits_print_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert warning(capsys, 60.0, 60.0) == ""
