"""Draw a figure again from its description. Every value is checked; nothing but matplotlib's own plain artists is made."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from typing import Any

from newspace_grading.engine.protocol.codec.figures import properties
from newspace_grading.engine.protocol.codec.figures.artists import draw_artist, draw_container
from newspace_grading.engine.protocol.codec.figures.properties import (
    MARGINS,
    Description,
    finite,
    numbers,
    settable,
    words,
)

_SCALES = ("linear", "log", "symlog", "logit")
_KINDS = ("rectilinear", "polar")
_MAX_AXES = 200
_MAX_PIXELS = 20_000  # the largest width and height, if a test draws it
_MAX_COLUMNS = 100
_MAX_TICKS = 1_000
_SPARES = 4


class SpareFigures:
    """Figures with empty axes, made ahead of the processes that need one: matplotlib takes as long for axes as for all they show.

    Each is handed out once in a process. None is made where nobody asks for that: a process that forks no other needs few.

    Attributes
    ----------
    are_made : bool
        Whether they were made, here or in the process from which this one was forked.
    """

    def __init__(self) -> None:
        self.are_made = False
        self._style: Any = None
        self._figures: list[Any] = []

    def make(self) -> None:
        """Make them, in the style that figures have now."""
        import matplotlib as mpl

        self.are_made = True
        self._style = dict.copy(mpl.rcParams)
        self._figures = [_figure_with_axes() for _number in range(_SPARES)]

    def take(self) -> Any:
        """Hand out a figure; None if there is none left, or if figures look different by now."""
        import matplotlib as mpl

        return self._figures.pop() if self._figures and dict.__eq__(mpl.rcParams, self._style) else None


@functools.lru_cache(maxsize=1)
def spare_figures() -> SpareFigures:
    """Return the spare figures of this process; those that are forked from it have the same."""
    return SpareFigures()


def _figure_with_axes() -> Any:
    from matplotlib.figure import Figure

    figure = Figure()
    figure.add_subplot(figure.add_gridspec(1, 1)[0:1, 0:1])
    return figure


def draw_once() -> None:
    """Draw once, so that processes forked from this one find all of matplotlib ready, and spare figures with it."""
    if spare_figures().are_made:
        return
    from matplotlib.figure import Figure

    from newspace_grading.engine.protocol.codec.figures.description import describe_figure

    figure = Figure()
    ax = figure.subplots()
    ax.plot([0.0, 1.0], [0.1, 1.0], "o-", label="")
    ax.bar([0.0], [1.0])
    ax.set_yscale("log")
    ax.legend([""])
    draw_figure(describe_figure(figure))
    spare_figures().make()


def draw_figure(data: Description, figure: Any = None) -> Any:
    """Draw the figure of a description; into a given figure, if there is one, whose axes stay the same objects.

    Raises
    ------
    ValueError, TypeError, KeyError
        If the description is broken.
    """
    from matplotlib.figure import Figure

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        spare = spare_figures().take() if figure is None and _is_usual(data) else None
        if spare is not None:
            return _fill(spare, data, is_new=True)
        return _fill(Figure() if figure is None else figure, data)


def _is_usual(data: Description) -> bool:
    """Tell whether a figure has the axes that a spare one has."""
    axes = properties.checked_parts(data["axes"])
    return len(axes) == 1 and axes[0]["kind"] == "rectilinear" and axes[0]["place"] == [1, 1, 0, 1, 0, 1]


def _fill(figure: Any, data: Description, *, is_new: bool = False) -> Any:
    size, dots = numbers(data["size"], 2), finite(data["dpi"])
    if not all(0 < side * dots <= _MAX_PIXELS for side in (*size, 1)):
        raise ValueError("size")
    figure.set_dpi(dots)
    figure._original_dpi = dots  # what `savefig` takes
    figure.set_size_inches(size)
    figure.set_facecolor(tuple(numbers(data["face"])))
    figure.set_label(words(data["label"]))
    figure.subplots_adjust(**dict(zip(MARGINS, numbers(data["margins"], len(MARGINS)), strict=True)))
    for old in [*figure.legends, *(text for text in figure.texts)]:
        old.remove()
    axes = figure.axes if is_new else _arranged(figure, properties.checked_parts(data["axes"]))
    for ax, one in zip(axes, data["axes"], strict=True):
        _fill_axes(ax, one)
    for name, title in data["titles"].items():
        if name in ("suptitle", "supxlabel", "supylabel") and title is not None:
            shown = settable(title, properties.TITLE)
            setattr(figure, f"_{name}", None)
            getattr(figure, name)(shown.pop("text"), **shown)
    for text in properties.checked_parts(data["texts"]):
        shown = settable(text["p"], properties.TEXT)
        figure.text(*numbers(text["v"], 2), shown.pop("text"), **shown)
    for legend in properties.checked_parts(data["legends"]):
        _draw_legend(figure.legend, legend)
    if type(data["current"]) is int and 0 <= data["current"] < len(axes):
        figure.sca(axes[data["current"]])
    return figure


def _arranged(figure: Any, described: list[Description]) -> list[Any]:
    """Make the described axes, each in its place; reuse existing ones."""
    if len(described) > _MAX_AXES:
        raise ValueError("axes")
    there = list(figure.axes)
    for ax in there[len(described) :]:
        figure.delaxes(ax)
    grids: dict[tuple[int, int], Any] = {}
    made = []
    for number_, one in enumerate(described):
        if one["kind"] not in _KINDS:
            raise ValueError("axes")
        if number_ < len(there) and there[number_].name == one["kind"]:
            there[number_].clear()
            made.append(there[number_])
            continue
        if number_ < len(there):
            figure.delaxes(there[number_])
        made.append(_new_axes(figure, one, grids))
    return made


def _new_axes(figure: Any, data: Description, grids: dict[tuple[int, int], Any]) -> Any:
    place = data["place"]
    if len(place) == 4:
        return figure.add_axes(tuple(numbers(place)), projection=data["kind"])
    rows, columns, top, bottom, left, right = place
    if not all(type(one) is int for one in place) or not 0 < rows * columns <= _MAX_AXES:
        raise ValueError("grid")
    if not (0 <= top < bottom <= rows and 0 <= left < right <= columns):
        raise ValueError("grid")
    if (rows, columns) not in grids:
        grids[rows, columns] = figure.add_gridspec(rows, columns)
    return figure.add_subplot(grids[rows, columns][top:bottom, left:right], projection=data["kind"])


def _fill_axes(ax: Any, data: Description) -> None:
    across, up = data["axis"]
    for axis, one in ((ax.xaxis, across), (ax.yaxis, up)):
        _set_units(axis, one["units"])
        if one["scale"] in _SCALES and one["scale"] != "linear" and data["kind"] == "rectilinear":
            getattr(ax, f"set_{axis.axis_name}scale")(one["scale"])
    artists = [draw_artist(ax, one) for one in properties.checked_parts(data["artists"])]
    for container in properties.checked_parts(data["containers"]):
        ax.add_container(draw_container(container, artists))
    if data["legend"] is not None:
        _draw_legend(ax.legend, data["legend"])
    for side in ("left", "center", "right"):
        shown = settable(data["titles"][side], properties.TITLE)
        if shown["text"]:
            ax.set_title(shown.pop("text"), loc=side, **shown)
    _fill_frame(ax, data)
    if not isinstance(data["aspect"], str):
        ax.set_aspect(finite(data["aspect"]))
    ax.set_label(words(data["label"]))
    for axis, one, automatic in zip((ax.xaxis, ax.yaxis), (across, up), data["automatic"], strict=True):
        _fill_axis(ax, axis, one, automatic=automatic is True)


def _fill_frame(ax: Any, data: Description) -> None:
    """Set what stands around and behind all that is drawn in axes."""
    ax.set_facecolor(tuple(numbers(data["face"])))
    if data["on"] is not True:
        ax.set_axis_off()
    for name, spine in ax.spines.items():
        spine.set_visible(data["spines"].get(name) is True)


def _set_units(axis: Any, units: Any) -> None:
    """Set the units of an axis to names or dates."""
    import numpy as np

    if units is not None and units[0] == "names":
        axis.update_units([words(one) for one in properties.checked_parts(units[1])])
    elif units is not None and units[0] == "dates":
        axis.update_units(np.array(["2000-01-01"], dtype="datetime64[us]"))


def _fill_axis(ax: Any, axis: Any, data: Description, *, automatic: bool) -> None:
    set_limits: Callable[..., Any] = ax.set_xlim if axis is ax.xaxis else ax.set_ylim
    label = settable(data["label"], properties.TITLE)
    axis.set_label_text(label.pop("text"), **label)
    if data["ticks"] is not None:
        places = numbers(data["ticks"])
        names = None if data["names"] is None else [words(one) for one in properties.checked_parts(data["names"])]
        if len(places) > _MAX_TICKS:
            raise ValueError("ticks")
        axis.set_ticks(places, names if names is None or len(names) == len(places) else None)
    if data["rotation"]:
        axis.set_tick_params(labelrotation=finite(data["rotation"]))
    if data["size"] is not None:
        axis.set_tick_params(labelsize=finite(data["size"]))
    if data["grid"] is True:
        axis.grid(visible=True, **settable(data["gridline"], properties.GRID))
    set_limits(*(finite(one) for one in numbers(data["limits"], 2)), auto=automatic)


def _draw_legend(make: Callable[..., Any], data: Description) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    names = [words(one) for one in properties.checked_parts(data["names"])]
    handles: list[Any] = []
    for one in properties.checked_parts(data["handles"])[: len(names)]:
        if one["t"] == "line":
            handles.append(Line2D([], [], **settable(one["p"], properties.LINE)))
        elif one["t"] == "patch":
            handles.append(Patch(**settable(one["p"], properties.PATCH)))
        else:
            handles.append(Line2D([], []))
    handles += [Line2D([], []) for _ in names[len(handles) :]]
    where = data["where"] if data["where"] in range(11) else 0
    columns = data["columns"] if data["columns"] in range(1, _MAX_COLUMNS) else 1
    made = make(handles, names, loc=where, frameon=data["frame"] is True, ncols=columns)
    if data["title"]:
        made.set_title(words(data["title"]))
