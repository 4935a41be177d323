"""Description of a figure as plain data: numbers and strings, no matplotlib objects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.container import BarContainer

from newspace.core.errors import CourseError


class PlottedSeries(TypedDict):
    """One line or set of points: its legend label (empty if it has none) and its coordinates, two lists of equal length."""

    label: str
    x: list[float]
    y: list[float]


class Description(TypedDict):
    """What `describe` returns. Bars are given as a series too: x is the middle of each bar, y its height."""

    title: str
    figure_title: str
    x_label: str
    y_label: str
    x_scale: str
    y_scale: str
    x_limits: list[float]
    y_limits: list[float]
    lines: list[PlottedSeries]
    points: list[PlottedSeries]
    bars: list[PlottedSeries]
    legend: list[str]
    texts: list[str]


def describe(ax: Axes) -> Description:
    """Describe the content of matplotlib axes as numbers, strings, lists and dicts.

    The tests of the exercises check drawings by it; it can be sent from one process to another.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The axes; they are not modified.

    Raises
    ------
    CourseError
        If ``ax`` is something else.
    """
    if not isinstance(ax, Axes):
        raise CourseError(
            f"describe() needs matplotlib axes, and got {type(ax).__name__}.",
            remedy="After “fig, ax = plt.subplots()” give it ax.",
        )
    figure = ax.figure
    legend = ax.get_legend()
    return {
        "title": next((text for side in ("center", "left", "right") if (text := ax.get_title(loc=side))), ""),
        "figure_title": figure.get_suptitle(),
        "x_label": ax.get_xlabel(),
        "y_label": ax.get_ylabel(),
        "x_scale": ax.get_xscale(),
        "y_scale": ax.get_yscale(),
        "x_limits": [float(value) for value in ax.get_xlim()],
        "y_limits": [float(value) for value in ax.get_ylim()],
        "lines": [
            _series(line.get_label(), line.get_xdata(orig=False), line.get_ydata(orig=False)) for line in ax.get_lines()
        ],
        "points": [_points(group) for group in ax.collections if isinstance(group, PathCollection)],
        "bars": [_bars(group) for group in ax.containers if isinstance(group, BarContainer)],
        "legend": [text.get_text() for text in legend.get_texts()] if legend is not None else [],
        "texts": [text.get_text() for text in ax.texts],
    }


def _series(label: object, x: object, y: object) -> PlottedSeries:
    name = str(label)
    return {"label": "" if name.startswith("_") else name, "x": _floats(x), "y": _floats(y)}


def _points(group: PathCollection) -> PlottedSeries:
    places = np.asarray(group.get_offsets(), dtype=float).reshape(-1, 2)
    return _series(group.get_label(), places[:, 0], places[:, 1])


def _bars(group: BarContainer) -> PlottedSeries:
    middles: Iterable[float] = [bar.get_x() + bar.get_width() / 2 for bar in group.patches]
    return _series(group.get_label(), middles, [bar.get_height() for bar in group.patches])


def _floats(values: object) -> list[float]:
    return [float(value) for value in np.atleast_1d(np.ma.filled(np.ma.asarray(values, dtype=float), np.nan))]
