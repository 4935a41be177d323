"""The course's plug-in for the grader, tested without the grader."""

from __future__ import annotations

from newspace.content import readings
from newspace.views.shared.exercise import grader_plugin, hint


def test_after_preparing_neither_readings_nor_hints_are_read_again() -> None:
    grader_plugin.prepare()
    parsed = hint._read.cache_info().misses, readings._catalogue_at.cache_info().misses
    readings.names()
    hint.load_hints("02_ispace_missions")
    assert (hint._read.cache_info().misses, readings._catalogue_at.cache_info().misses) == parsed
