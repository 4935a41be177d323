"""Describe matplotlib axes as plain data in the worker, and draw them again from that in the judge."""

from __future__ import annotations

from typing import Any

Description = dict[str, Any]
_MAX_POINTS = 100_000
_SPARES = 4
_spare: list[Any] = []


def draw_once() -> None:
    """Draw once, so that processes forked from this one find all of matplotlib ready, and a few empty axes with it."""
    from matplotlib.figure import Figure

    line = {
        "x": [0.0, 1.0],
        "y": [0.0, 1.0],
        "label": "",
        "color": "#000000ff",
        "style": "-",
        "marker": "o",
        "data": True,
    }
    nothing = {"titles": {"center": ""}, "suptitle": "", "labels": ["", ""], "scales": ["linear", "log"]}
    draw_axes(
        {
            **nothing,
            "limits": [[0.0, 1.0], [0.1, 1.0]],
            "lines": [line],
            "points": [],
            "bars": [],
            "texts": [],
            "legend": [""],
        }
    )
    _spare.extend(Figure().subplots() for _number in range(_SPARES - len(_spare)))


def describe_axes(ax: Any) -> Description:
    """Describe what matplotlib axes show: title, labels, scales, limits, lines, points, bars, texts and legend."""
    import numpy as np
    from matplotlib.collections import PathCollection

    legend = ax.get_legend()
    return {
        "titles": {side: str(ax.get_title(loc=side)) for side in ("left", "center", "right")},
        "suptitle": str(ax.figure.get_suptitle()),
        "labels": [str(ax.get_xlabel()), str(ax.get_ylabel())],
        "scales": [str(ax.get_xscale()), str(ax.get_yscale())],
        "limits": [_floats(ax.get_xlim()), _floats(ax.get_ylim())],
        "lines": [
            {
                "x": _floats(line.get_xdata()),
                "y": _floats(line.get_ydata()),
                "label": str(line.get_label()),
                "color": _colour(line.get_color()),
                "style": str(line.get_linestyle()),
                "marker": str(line.get_marker()),
                "data": line.get_transform().contains_branch(ax.transData),
            }
            for line in ax.get_lines()
        ],
        "points": [
            {"xy": [_floats(pair) for pair in np.asarray(found.get_offsets())], "label": str(found.get_label())}
            for found in ax.collections
            if isinstance(found, PathCollection)
        ],
        "bars": [
            {
                "label": str(group.get_label()),
                "boxes": [_floats((p.get_x(), p.get_y(), p.get_width(), p.get_height())) for p in group.patches],
            }
            for group in ax.containers
            if hasattr(group, "patches")
        ],
        "texts": [[*_floats(text.get_position()), str(text.get_text())] for text in ax.texts],
        "legend": None if legend is None else [str(text.get_text()) for text in legend.get_texts()],
    }


def draw_axes(data: Description) -> Any:
    """Draw axes that show what the description says, on a figure of their own.

    Raises
    ------
    ValueError, TypeError, KeyError
        If the description is broken.
    """
    from matplotlib.figure import Figure

    ax = _spare.pop() if _spare else Figure().subplots()
    if data["suptitle"]:
        ax.figure.suptitle(_words(data["suptitle"]))
    for axis, scale in zip("xy", data["scales"], strict=True):
        if scale in ("log", "symlog", "logit"):
            getattr(ax, f"set_{axis}scale")(scale)
    _draw_lines(ax, data["lines"])
    _draw_marks(ax, data)
    if data["legend"] is not None:
        shown = [_words(text) for text in data["legend"]]
        ax.legend([_empty() for _ in shown], shown)
    for side, title in data["titles"].items():
        ax.set_title(_words(title), loc=side)
    ax.set(xlabel=_words(data["labels"][0]), ylabel=_words(data["labels"][1]))
    ax.set(xlim=_numbers(data["limits"][0]), ylim=_numbers(data["limits"][1]))
    return ax


def _draw_lines(ax: Any, lines: list[Description]) -> None:
    for line in lines:
        across = _numbers(line["x"])
        (made,) = ax.plot(across, _numbers(line["y"]), color=_words(line["color"]), label=_words(line["label"]))
        if line["style"] in ("-", "--", "-.", ":", "None"):
            made.set_linestyle(line["style"])
        if len(line["marker"]) == 1:
            made.set_marker(line["marker"])
        if line["data"] is not True and len(across) == 2:  # a line across the whole picture: drawn, and told apart
            made.set_transform(ax.get_yaxis_transform())


def _draw_marks(ax: Any, data: Description) -> None:
    for points in data["points"]:
        pairs = [_numbers(pair) for pair in points["xy"]]
        ax.scatter([pair[0] for pair in pairs], [pair[1] for pair in pairs], label=_words(points["label"]))
    for group in data["bars"]:
        boxes = [_numbers(box) for box in group["boxes"]]
        left, base, wide, high = ([box[side] for box in boxes] for side in range(4))
        ax.bar(left, high, wide, base, align="edge", label=_words(group["label"]))
    for across, up, text in data["texts"]:
        ax.text(float(across), float(up), _words(text))


def _empty() -> Any:
    from matplotlib.lines import Line2D

    return Line2D([], [])


def _colour(colour: Any) -> str:
    from matplotlib.colors import to_hex

    try:
        return str(to_hex(colour, keep_alpha=True))
    except ValueError:
        return "#000000ff"


def _floats(values: Any) -> list[float]:
    import numpy as np

    array = np.ma.filled(np.ma.asarray(values), np.nan)
    if array.dtype.kind in "OMm":
        from matplotlib.dates import date2num

        array = np.asarray(date2num(array))  # type: ignore[no-untyped-call]  # matplotlib leaves it untyped
    return [float(value) for value in array.ravel()[:_MAX_POINTS]]


def _numbers(values: Any) -> list[float]:
    if not isinstance(values, list) or len(values) > _MAX_POINTS:
        raise ValueError("numbers")
    return [float(value) for value in values]


def _words(text: Any) -> str:
    if not isinstance(text, str) or len(text) > 10_000:
        raise ValueError("text")
    return text
