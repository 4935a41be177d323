"""Number questions: give a number with its unit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from newspace.core.i18n import _
from newspace.questions._numbers import format_number, parse_number, same_unit
from newspace.questions.base import Question, all_or_nothing, right_message, wrong_message
from newspace.questions.verdict import Example, Note, Verdict, invalid

_TO_THE_NEXT = 0.5
"""A count with a smaller margin than this allows no other whole number."""


@dataclass(frozen=True)
class NumberSlip:
    """A common wrong value (in the question's unit), and its feedback."""

    value: float
    feedback: str


@dataclass(frozen=True, kw_only=True)
class Number(Question):
    """A number within a tolerance. Answer: the text typed (``"894.5 km"``), or a plain number in the question's unit.

    Parameters
    ----------
    answer : float
        The right value in ``unit``.
    unit : str
        Empty for a plain number.
    tolerance, abs_tolerance : float or None
        Exactly one is given: relative to the value, or in ``unit``.
    other_units : mapping of str to float
        The size of each other accepted unit, in ``unit``.
    """

    kind: ClassVar[str] = "number"

    answer: float
    unit: str
    tolerance: float | None
    abs_tolerance: float | None
    feedback: str
    other_units: Mapping[str, float] = field(default_factory=dict)
    slips: tuple[NumberSlip, ...] = ()

    def margin(self, value: float) -> float:
        """Return how far from ``value`` an answer may be, in ``unit``."""
        return self.abs_tolerance if self.abs_tolerance is not None else (self.tolerance or 0.0) * abs(value)

    def near(self, found: float, value: float) -> bool:
        """Return whether a found value counts as ``value``; the bound itself counts, despite rounding errors."""
        return abs(found - value) <= self.margin(value) + 1e-9 * max(abs(value), abs(found))

    def rule(self) -> str:
        """Say which tolerance holds."""
        if self.tolerance is not None:
            allowed = _("{percent} % either way").format(percent=format_number(100 * self.tolerance))
        elif not self.unit and self.answer == int(self.answer) and self.margin(self.answer) < _TO_THE_NEXT:
            allowed = _("exactly this whole number")
        elif self.abs_tolerance:
            allowed = _("{value} either way").format(value=_with_unit(self.abs_tolerance, self.unit))
        else:
            allowed = _("exactly this number")
        return all_or_nothing() + " " + _("Accepted: {allowed}.").format(allowed=allowed)

    def solution(self) -> tuple[str, ...]:
        """Return the right value with its unit."""
        return (_with_unit(self.answer, self.unit),)

    def shape(self) -> dict[str, object]:
        """Return the unit and the other accepted units."""
        names = ", ".join(name for name in self.other_units if self.unit)
        return {"unit": self.unit, "other_units": names}

    def _judge(self, answer: object) -> Verdict:
        if isinstance(answer, int | float) and not isinstance(answer, bool):
            # A huge int cannot be converted to float, and nan is not an answer.
            given = (float(answer), "") if abs(answer) < 1e300 else None
        else:
            given = parse_number(answer) if isinstance(answer, str) else None
        if given is None:
            return invalid(self._how_to_write())
        value, typed = given
        factor = self._factor(typed)
        if factor is None:
            if self.near(value, self.answer):
                return self._wrong(self._unit_is_wrong(value, typed))
            return invalid(_("The unit “{unit}” is not known here.").format(unit=typed) + " " + self._how_to_write())
        if self.near(value * factor, self.answer):
            return Verdict(1.0, right_message(), (Note("", True, self._read_as(value, typed)),))
        return self._wrong(self._feedback(value, factor, typed))

    def _factor(self, typed: str) -> float | None:
        if not typed:
            return 1.0
        if self.unit and same_unit(typed, self.unit):
            return 1.0
        return next((factor for unit, factor in self.other_units.items() if same_unit(typed, unit)), None)

    def _feedback(self, value: float, factor: float, typed: str) -> str:
        slip = next((slip for slip in self.slips if self.near(value * factor, slip.value)), None)
        if slip:
            return slip.feedback
        if typed and self.near(value, self.answer):
            return self._unit_is_wrong(value, typed)
        for unit, other in self.other_units.items():
            if other != factor and self.near(value * other, self.answer):
                read_here = _("This number would be right in {other}; here it was read in {unit}.")
                return read_here.format(other=unit, unit=typed or self.unit)
        return self.feedback

    def _unit_is_wrong(self, value: float, typed: str) -> str:
        if not self.unit:
            return _("The number {value} is right, but it has no unit: you wrote “{typed}”.").format(
                value=format_number(value), typed=typed
            )
        text = _("The number {value} would be right in {unit}, but you wrote “{typed}”.")
        return text.format(value=format_number(value), unit=self.unit, typed=typed)

    def _read_as(self, value: float, typed: str) -> str:
        return _("Read as {value}.").format(value=_with_unit(value, typed or self.unit))

    @staticmethod
    def _wrong(feedback: str) -> Verdict:
        return Verdict(0.0, wrong_message(), (Note("", False, feedback),))

    def _how_to_write(self) -> str:
        if self.unit:
            return _(
                "Write one number and, if you like, its unit, for example 1234.5 {unit}. The point is the decimal sign."
            ).format(unit=self.unit)
        return _("Write one number, for example 1234.5. The point is the decimal sign.")

    def samples(self) -> Iterator[Example]:
        """Yield values inside and outside the tolerance, known slips, other units and invalid texts."""
        edge = self.answer + 0.999 * self.margin(self.answer)
        yield Example(self.answer, 1.0, "right")
        yield Example(f"{self.answer!r} {self.unit}", 1.0, "right")
        yield Example(f"  {edge!r}", 1.0, "right")
        yield Example(f"{self.answer:.12e}".replace("-", "−"), 1.0, "right")
        for unit, factor in self.other_units.items():
            yield Example(f"{self.answer / factor!r} {unit}", 1.0, "right")
        outside = self.answer + 1.5 * self.margin(self.answer) + 1e-6 * abs(self.answer)
        yield Example(outside if outside != self.answer else self.answer + 1.0, 0.0, "wrong")
        yield Example(f"{self.answer!r} parsecs per fortnight", 0.0, "wrong")
        for slip in self.slips:
            yield Example(slip.value, 0.0, "wrong")
        for answer in ("", "  ", "about a lot", "1.2.3", "1.234,5", "1e999", "nan", "−", math.inf, 10**400):
            yield Example(answer, None, "invalid")


def _with_unit(value: float, unit: str) -> str:
    return f"{format_number(value)} {unit}".strip()
