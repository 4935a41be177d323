"""Tasks of several parts: each part earns its share, and the message says which parts are not right."""

from __future__ import annotations

import pytest

from newspace import checks


def parts_of(table: dict[str, str], *, graded: bool = True) -> float | None:
    """The points of a table of five entries, each of which is a part: one visible, four hidden."""
    with checks.task("cards", points=2) as check:
        check.entry(table, "a", expect="1", because="Look for a.")
    if graded:
        with checks.hidden("cards", "the other four", of=check) as check:
            for key in "bcde":
                check.entry(table, key, expect=str("abcde".index(key) + 1), because=f"Look for {key}.")
    return check.points


RIGHT = {"a": "1", "b": "2", "c": "3", "d": "4", "e": "5"}


@pytest.mark.parametrize(
    ("changes", "earned"),
    [({}, 2.0), ({"a": "x"}, 1.6), ({"c": "x", "e": "x"}, 1.2), (dict.fromkeys("abcd", "x"), 0.4)],
)
def test_each_part_that_is_right_earns_its_share(changes, earned, capsys):
    points = parts_of(RIGHT | changes)
    assert points == earned
    assert repr(points) == str(earned)  # what nbgrader reads
    told = capsys.readouterr().out
    assert ("cards: 5 hidden checks passed." in told) is not changes
    for key in RIGHT:
        assert (f"“{key}”" in told) is (key in changes)
        assert (f"Look for {key}." in told) is (key in changes)
    if changes:
        assert f"cards: {5 - len(changes)} of 5 parts right." in told
        assert points.error.failure["hidden"] is (changes.keys() != {"a"})


def test_no_part_that_is_right_earns_nothing_and_ends_the_test():
    with pytest.raises(checks.CheckFailed, match="Look for a") as caught:
        parts_of({})
    assert "not right yet" in caught.value.message()


def test_an_entry_that_is_missing_is_called_missing():
    with pytest.raises(checks.CheckFailed) as caught:
        parts_of({})
    told = " ".join(caught.value.message().split())
    assert "Came back: nothing" in told
    assert "The entry is missing. Look for a." in told


def test_without_hidden_tests_no_number_of_points_is_shown(capsys):
    assert parts_of(RIGHT, graded=False) is None
    assert "Hidden ones remain" in capsys.readouterr().out
    with pytest.raises(checks.CheckFailed, match="Look for a"):
        parts_of(RIGHT | {"a": "x"}, graded=False)


def test_only_a_task_of_several_parts_has_points():
    with checks.task("one") as check:
        check.number(abs, -5, expect=5, unit="")
    with pytest.raises(ValueError, match="several parts"):
        _ = check.points
