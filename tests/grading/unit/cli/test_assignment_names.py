"""Assignments are found by name, path and prefix."""

from __future__ import annotations

import pytest

from newspace_grading.cli.assignment_names import match_assignment

KNOWN = ("00_start", "02_ispace_missions", "ps1", "ps10")


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("ps1", "ps1"),
        ("ps1/", "ps1"),
        ("source/ps1", "ps1"),
        ("./source/ps1/problem1.ipynb", "ps1"),
        (r"source\ps1\problem1.ipynb", "ps1"),
        ("02_ispace_missions.ipynb", "02_ispace_missions"),
        ("02", "02_ispace_missions"),
        ("source/02", "02_ispace_missions"),
        ("ps", "ps"),
        ("0", "0"),
        ("week-1", "week-1"),
        ("week-1/", "week-1"),
        ("", ""),
        ("/", "/"),
    ],
)
def test_an_assignment_is_found_by_path_and_by_the_beginning_of_its_name(given: str, meant: str) -> None:
    assert match_assignment(given, KNOWN) == meant
