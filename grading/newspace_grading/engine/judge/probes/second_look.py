"""Find tests that passed with more empty or changed values than with the reference; they are run again."""

from __future__ import annotations

from typing import Protocol

from newspace_grading.engine.proxies.previews import SecondLook
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Reason

SHOWN_VALUE, SHOWN_NUMBER, SHOWN_NAN = "the last line", "the number in the last line", "nan in the last line"
"""Where a test ended with something that a notebook only shows: with no number, or with one that nbgrader does not read as points."""


class Judged(Protocol):
    """The reports of judges on one submission's tests."""

    records: dict[str, Record]
    empty_values: dict[str, dict[str, int]]
    changes: dict[str, frozenset[str]]


def place_of(result: object, *, is_number: bool) -> str:
    """Return the place of a value with which a test ended, for the evidence."""
    if not is_number:
        return SHOWN_VALUE
    return SHOWN_NAN if repr(result) == "nan" else SHOWN_NUMBER


def is_doubtful(judged: Judged) -> bool:
    """Tell whether anything was empty or changed in a test that earned points."""
    return any(judged.records[task].score for task in (*judged.empty_values, *judged.changes))


def second_looks(judged: Judged, reference: Judged) -> dict[str, SecondLook]:
    """Return the tests that need a second look, each with what counts in it: no more than with the reference."""
    found: dict[str, SecondLook] = {}
    for task in dict.fromkeys((*judged.empty_values, *judged.changes)):
        ours, theirs = _seen(reference, task), _seen(judged, task)
        # Each of the two by itself: an honest answer may be empty elsewhere, as long as it is not empty more often.
        more_empty = sum(theirs.empty_values.values()) > sum(ours.empty_values.values()) or any(
            theirs.empty_values.get(place, 0) > ours.empty_values.get(place, 0)
            for place in (SHOWN_VALUE, SHOWN_NUMBER, SHOWN_NAN)
        )
        more_changes = not theirs.changes <= ours.changes
        if judged.records[task].score and (more_empty or more_changes):
            found[task] = SecondLook(
                (ours if more_empty else theirs).empty_values, (ours if more_changes else theirs).changes
            )
    return found


def counts_again(look: SecondLook, judged: Judged, task: str) -> bool:
    """Tell whether a test was looked at again only for the number at its end: then the second result is the right one."""
    seen = _seen(judged, task)
    more = {place for place, times in seen.empty_values.items() if times > look.empty_values.get(place, 0)}
    return (more == {SHOWN_NUMBER} or SHOWN_NAN in more) and seen.changes <= look.changes


def reason(look: SecondLook, judged: Judged, task: str) -> Reason:
    """Return why a test that did not pass again earns no points."""
    return Reason.EMPTY_VALUES if look.empty_values != _seen(judged, task).empty_values else Reason.ARGUMENTS_CHANGED


def _seen(judged: Judged, task: str) -> SecondLook:
    return SecondLook(judged.empty_values.get(task, {}), judged.changes.get(task, frozenset()))
