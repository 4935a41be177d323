"""Declarative parts of an explorer: controls, presets, prediction, and the result of a run."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, asdict, dataclass, field
from typing import Any, Protocol

from newspace.core.errors import CourseError
from newspace.core.i18n import _
from newspace.core.number_format import group_thousands
from newspace.figures.shared.marks import Mark
from newspace.figures.shared.motion import Motion

Value = float | str
Values = dict[str, Value]
_FIRST_YEAR, _LAST_YEAR = 1800, 2200
"""A slider without a unit that stays between these is one of years."""


class Control(Protocol):
    """A control that a learner may set."""

    @property
    def name(self) -> str:
        """The key of its value."""

    @property
    def value(self) -> Value:
        """Its initial value."""

    def page(self) -> dict[str, Any]:
        """Return what the page needs to show it."""

    @property
    def label(self) -> str:
        """What it is, in words."""

    def checked(self, value: object) -> Value:
        """Return the value if it is allowed; raise ``CourseError`` otherwise."""

    def said(self, value: Value, *, unit: bool = False) -> str:
        """Return a value in words, with its unit or without."""


@dataclass(frozen=True)
class Slider:
    """A number between two bounds, set by a slider or typed.

    Parameters
    ----------
    name : str
        The key of its value.
    label : str
        What it is, in words.
    low, high, step : float
        Bounds, and the width of a step.
    value : float
        Its initial value.
    unit : str
        Shown behind the number.
    help : str
        One short line below it; may be empty.
    whole : bool
        Whether only whole numbers make sense, as for people.
    """

    name: str
    label: str
    low: float
    high: float
    step: float
    value: float
    _: KW_ONLY
    unit: str = ""
    help: str = ""
    whole: bool = False

    def page(self) -> dict[str, Any]:
        """Return what the page needs to show it."""
        return {"kind": "slider", **asdict(self)}

    def checked(self, value: object) -> float:
        """Return the number if it is within the bounds; raise ``CourseError`` otherwise."""
        number = value if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
        if not self.low <= number <= self.high:
            raise CourseError(
                _("“{label}” must be a number from {low:,g} to {high:,g} {unit}.").format(
                    label=self.label, low=self.low, high=self.high, unit=self.unit
                )
            )
        if self.whole and number != int(number):
            raise CourseError(
                _("“{label}” must be a whole number; got {number:g}.").format(label=self.label, number=number)
            )
        return float(number)

    def said(self, value: Value, *, unit: bool = False) -> str:
        """Return a number in words, with its unit or without; years have no comma."""
        is_year = not self.unit and self.low >= _FIRST_YEAR and self.high <= _LAST_YEAR
        number = f"{float(value):.0f}" if is_year else group_thousands(float(value))
        return f"{number} {self.unit}" if unit and self.unit else number


@dataclass(frozen=True)
class ChoiceControl:
    """One of a few named values, set by a list. ``options`` maps a value to its label."""

    name: str
    label: str
    options: Mapping[str, str]
    value: str
    help: str = ""

    def page(self) -> dict[str, Any]:
        """Return what the page needs to show it."""
        options = [{"value": value, "text": text} for value, text in self.options.items()]
        return {"kind": "choice", **asdict(self), "options": options}

    def checked(self, value: object) -> str:
        """Return the value if it is one of the options; raise ``CourseError`` otherwise."""
        if not isinstance(value, str) or value not in self.options:
            raise CourseError(_("“{label}” has no such choice.").format(label=self.label))
        return value

    def said(self, value: Value, *, unit: bool = False) -> str:  # noqa: ARG002 - a choice has no unit
        """Return the label of a value, in quotation marks."""
        return f"“{self.options.get(str(value), value)}”"


@dataclass(frozen=True)
class Preset:
    """A button that sets all controls."""

    name: str
    label: str
    values: Mapping[str, Value]


@dataclass(frozen=True)
class Prediction:
    """A question that is asked before the first run. ``options`` maps each outcome of a run to its label."""

    prompt: str
    options: Mapping[str, str]
    button: str = field(default_factory=lambda: _("Run it"))


@dataclass(frozen=True)
class Run:
    """The result of one run.

    Parameters
    ----------
    picture : bytes
        PNG.
    sentence : str
        The verdict, with its numbers.
    words : str
        The text alternative of the picture.
    outcome : str
        Which of the prediction's options happened; may be empty.
    result : str
        The outcome in a few words, to be compared with that of the run before; may be empty.
    motion : Motion, optional
        What can be played over the picture.
    marks : sequence of Mark
        What answers in the picture, in the order in which arrow keys go through it.
    """

    picture: bytes
    sentence: str
    words: str
    outcome: str = ""
    _: KW_ONLY
    result: str = ""
    motion: Motion | None = None
    marks: Sequence[Mark] = ()
