"""What moves over a picture, as plain data: sampled once, so that the page can play it without asking the kernel again.

A page interpolates the series linearly at the time that is shown, and places each mover in the panel that it belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

_DIGITS = 4


@dataclass(frozen=True)
class Panel:
    """Where axes are in their picture, and what they span.

    Parameters
    ----------
    box : tuple of float
        Left, top, right and bottom edge, as shares of the picture's width and height, counted from its upper left corner.
    x, y : tuple of float
        The limits of the axes.
    x_unit, y_unit : float
        How much of a series one unit of the axes is: 60 for minutes where the series is in seconds.
    log : bool
        Whether y is logarithmic.
    """

    box: tuple[float, float, float, float]
    x: tuple[float, float]
    y: tuple[float, float]
    x_unit: float = 1.0
    y_unit: float = 1.0
    log: bool = False


@dataclass(frozen=True)
class Mover:
    """A mark that moves in a panel.

    Parameters
    ----------
    panel : str
        The panel's name.
    x, y : str
        The series that it follows; without ``y`` it is a line across the panel.
    look : str
        What it stands for, which the page gives a colour and a shape: ``"true"``, ``"believed"``, ``"now"`` or ``"person"``.
    number : str
        The series whose value is written beside it; may be empty.
    label : str
        Written beside it, before the number.
    """

    panel: str
    x: str
    y: str = ""
    look: str = "true"
    number: str = ""
    label: str = ""


@dataclass(frozen=True)
class Moment:
    """Something that happens at a time (s): a short label and a sentence."""

    time: float
    label: str
    text: str


@dataclass(frozen=True)
class Spoken:
    """The moment that is shown, in words: a template with the names of series in braces, and ``{time}``.

    Parameters
    ----------
    template : str
        Such as ``"at t = {time}: true altitude {true} m"``; may be empty, then the last moment's sentence is said.
    digits : mapping of str to int
        Decimals of each series that the template names.
    """

    template: str = ""
    digits: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Motion:
    """A motion that can be played over a picture.

    Parameters
    ----------
    name : str
        What is played; the page's group of buttons bears it.
    series : mapping of str to sequence of float
        Numbers of equal length; ``"time"`` (s, rising) must be one of them.
    panels : mapping of str to Panel
    movers : sequence of Mover
    moments : sequence of Moment
        In order of time.
    spoken : Spoken
    clock : str
        ``"elapsed"`` for seconds since the start, ``"day"`` for the time of the day.
    pace : tuple of float
        Seconds played in one second at most, at least, and the time constant (s) by which it slows down towards the end; the last is 0
        if it does not.
    scene : mapping
        What the page's own drawing of the motion needs; empty if there is none.
    """

    name: str
    series: Mapping[str, ArrayLike]
    panels: Mapping[str, Panel]
    movers: Sequence[Mover]
    moments: Sequence[Moment]
    spoken: Spoken
    clock: str = "elapsed"
    pace: tuple[float, float, float] = (60.0, 60.0, 0.0)
    scene: Mapping[str, Any] = field(default_factory=dict)

    def page(self) -> dict[str, Any]:
        """Return what the page needs, ready for JSON.

        Raises
        ------
        ValueError
            If the series differ in length, a number is not finite, or the time does not rise.
        """
        columns = {name: np.asarray(values, dtype=np.float64) for name, values in self.series.items()}
        times = columns["time"]
        if any(column.shape != times.shape for column in columns.values()):
            raise ValueError("the series of a motion must be of equal length")
        if not all(np.isfinite(column).all() for column in columns.values()):
            raise ValueError("the numbers of a motion must be finite")
        if times.ndim != 1 or times.size < 2 or not (np.diff(times) > 0).all():
            raise ValueError("the times of a motion must rise")
        return {
            "name": self.name,
            "series": {name: _short(column, column) for name, column in columns.items()},
            "panels": {name: asdict(panel) for name, panel in self.panels.items()},
            "movers": [asdict(mover) for mover in self.movers],
            "moments": [
                {"time": time, "label": moment.label, "text": moment.text}
                for time, moment in zip(_short([one.time for one in self.moments], times), self.moments, strict=True)
            ],
            "spoken": {"template": self.spoken.template, "digits": dict(self.spoken.digits)},
            "clock": self.clock,
            "pace": list(self.pace),
            "scene": dict(self.scene),
        }


def panel_of(ax: Axes, *, x_unit: float = 1.0, y_unit: float = 1.0) -> Panel:
    """Read off where axes stand in their picture; the figure must have been laid out, as it is once a `Raster` is made of it."""
    place = ax.get_position()
    box = (float(place.x0), 1 - float(place.y1), float(place.x1), 1 - float(place.y0))
    left, right = (float(edge) for edge in ax.get_xlim())
    low, high = (float(edge) for edge in ax.get_ylim())
    return Panel(box, (left, right), (low, high), x_unit, y_unit, ax.get_yscale() == "log")


def _short(column: ArrayLike, like: np.ndarray) -> list[float]:
    """Round to so many significant digits of the largest number of a series, but never whole numbers: it keeps the message small."""
    largest = float(np.abs(like).max())
    digits = _DIGITS - (int(np.floor(np.log10(largest))) if largest > 0 else 0)
    rounded: list[float] = np.round(np.asarray(column, dtype=np.float64), max(digits, 0)).tolist()
    return rounded
