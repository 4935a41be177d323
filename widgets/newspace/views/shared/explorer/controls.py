"""What an explorer is made of, declared in plain data: its controls, presets and first question, and what a run returns."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from newspace.core.errors import CourseError
from newspace.core.i18n import _

Value = float | str
Values = dict[str, Value]


class Control(Protocol):
    """One thing that a learner may set."""

    @property
    def name(self) -> str:
        """The key of its value."""

    @property
    def value(self) -> Value:
        """Where it stands at first."""

    def page(self) -> dict[str, Any]:
        """What the page needs to show it."""

    def checked(self, value: object) -> Value:
        """The value if it can be set; ``CourseError`` otherwise."""


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
        Where it stands at first.
    unit : str
        Shown behind the number.
    help : str
        One short line below it; may be empty.
    """

    name: str
    label: str
    low: float
    high: float
    step: float
    value: float
    unit: str = ""
    help: str = ""

    def page(self) -> dict[str, Any]:
        """What the page needs to show it."""
        return {"kind": "slider", **asdict(self)}

    def checked(self, value: object) -> float:
        """The number, if it lies within the bounds."""
        number = value if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
        if not self.low <= number <= self.high:
            raise CourseError(
                _("“{label}” must be a number from {low:,g} to {high:,g} {unit}.").format(
                    label=self.label, low=self.low, high=self.high, unit=self.unit
                )
            )
        return float(number)


@dataclass(frozen=True)
class Choice:
    """One of a few named values, set by a list. ``options`` maps a value to its words."""

    name: str
    label: str
    options: Mapping[str, str]
    value: str
    help: str = ""

    def page(self) -> dict[str, Any]:
        """What the page needs to show it."""
        options = [{"value": value, "text": text} for value, text in self.options.items()]
        return {"kind": "choice", **asdict(self), "options": options}

    def checked(self, value: object) -> str:
        """The value, if it is one of the options."""
        if not isinstance(value, str) or value not in self.options:
            raise CourseError(_("“{label}” has no such choice.").format(label=self.label))
        return value


@dataclass(frozen=True)
class Preset:
    """Values for all controls under one button."""

    name: str
    label: str
    values: Mapping[str, Value]


@dataclass(frozen=True)
class Prediction:
    """A question that is asked before the first run. ``options`` maps each outcome of a run to its words."""

    prompt: str
    options: Mapping[str, str]
    button: str = field(default_factory=lambda: _("Run it"))


@dataclass(frozen=True)
class Run:
    """What came of one run.

    Parameters
    ----------
    picture : bytes
        PNG.
    sentence : str
        The verdict, with its numbers.
    words : str
        What the picture shows, for those who cannot see it.
    outcome : str
        Which of the prediction's options happened; may be empty.
    """

    picture: bytes
    sentence: str
    words: str
    outcome: str = ""
