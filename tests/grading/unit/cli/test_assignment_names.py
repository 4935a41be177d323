"""Assignments are found by name, path and prefix."""

from __future__ import annotations

import pytest

from newspace_grading.cli.assignment_names import match_assignment, match_assignments, match_students

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


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (["ps1", "02/"], ["ps1", "02_ispace_missions"]),
        (["ps*"], ["ps1", "ps10"]),
        (["ps1", "p*", "ps1"], ["ps1", "ps10"]),
        (["x*", "ps1"], ["x*", "ps1"]),
        (["?0*"], ["00_start"]),
    ],
)
def test_several_assignments_and_patterns(given: list[str], meant: list[str]) -> None:
    assert match_assignments(given, KNOWN) == meant


@pytest.mark.parametrize(
    ("given", "found", "unknown"),
    [
        (["ada"], ["ada"], []),
        (["a*"], ["a*"], []),  # somebody is called so
        (["?da", "ada"], ["ada"], []),
        (["b*", "zoe"], ["ben", "bob"], ["zoe"]),
        (["[xyz]*"], [], ["[xyz]*"]),
    ],
)
def test_learners_are_found_by_name_and_pattern(given: list[str], found: list[str], unknown: list[str]) -> None:
    assert match_students(given, ["a*", "ada", "ben", "bob"]) == (found, unknown)
