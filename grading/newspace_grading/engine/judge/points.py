"""Turn the value with which a test cell ends into an outcome and points."""

from __future__ import annotations

import decimal
import math
import numbers

from newspace_grading.model.results.outcome import Outcome
from newspace_grading.model.results.verdict import Reason, Verdict

_NUMBERS = ("builtins", "numpy", "fractions", "decimal")
_NO_NUMBER = Outcome(Verdict.FAILED, 0.0, Reason.NO_NUMBER)


def is_number_of_points(result: object) -> bool:
    """Tell whether a test's final value can stand for points; a string stands for all of them."""
    kind = type(result)
    if kind.__module__ == "numpy" and getattr(result, "size", 0) == 1:
        return True
    return issubclass(kind, str | bool | int | float | complex | decimal.Decimal | numbers.Real)


def is_read_as_points(result: object) -> bool:
    """Tell whether nbgrader reads points off a test's final value: off what a notebook shows for it, as a number from 0.

    What it does not read (``-1``, ``nan``, ``False``, ``Fraction(1, 2)``, and of numpy 2 ``np.float64(1.5)``) is worth all points there.
    """
    try:
        text = repr(result)
    except ValueError:  # of a whole number with thousands of digits
        return True
    try:
        return float(text) >= 0.0
    except ValueError:
        return False


def outcome_of_value(result: object, points: float, *, shown: bool = False) -> Outcome:
    """Convert a test's final value to points, after strict checks: it may come from what the learner returned.

    A string means full points. A boolean means all or none. Anything else must be a number of points, unless it is only
    displayed (``shown``), like a table or a picture: the test ends so for the reference, too.
    """
    if isinstance(result, str):
        return Outcome(Verdict.PASSED, points)
    if type(result).__module__ == "numpy" and getattr(result, "size", 0) == 1:
        result = result.item()  # type: ignore[attr-defined]  # it was looked at
    if isinstance(result, bool):
        return Outcome(Verdict.PASSED, points) if result else _NO_NUMBER
    if issubclass(type(result), float):  # such as a check's, which says besides what is not right
        result = float.__float__(result)  # type: ignore[arg-type]  # mypy does not see the subclass
    elif issubclass(type(result), int):
        result = int.__int__(result)  # type: ignore[arg-type]  # the same
    if not isinstance(result, numbers.Real | decimal.Decimal) or type(result).__module__ not in _NUMBERS:
        return Outcome(Verdict.PASSED, points) if shown and not is_number_of_points(result) else _NO_NUMBER
    try:
        return _outcome_of_number(float(result), points)
    except (OverflowError, ValueError):  # a huge whole number, or a decimal that signals
        return _NO_NUMBER


def _outcome_of_number(score: float, points: float) -> Outcome:
    if math.isnan(score):
        return _NO_NUMBER
    if score > points:
        return Outcome(
            Verdict.FAILED, 0.0, Reason.TOO_MANY_POINTS, arguments={"score": f"{score:g}", "points": f"{points:g}"}
        )
    if score == points:
        return Outcome(Verdict.PASSED, points)
    return Outcome(Verdict.PARTIAL, score) if score > 0 else Outcome(Verdict.FAILED, 0.0, Reason.NO_POINTS)
