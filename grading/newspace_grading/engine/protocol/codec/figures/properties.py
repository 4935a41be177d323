"""Properties of artists: which are described, and which may be set from a received description."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

Description = dict[str, Any]
MAX_TEXT_CHARS = 10_000
MAX_PARTS = 10_000  # artists in axes, members of a container, entries of a legend
MARGINS = ("left", "bottom", "right", "top", "wspace", "hspace")  # around and between the axes of a figure
_MAX_LIST = 100_000


def plain_property(value: Any) -> Any:
    """Convert a property to plain values; None if it has none."""
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tuple | list):
        return [plain_property(item) for item in value]
    if hasattr(value, "dtype") and hasattr(value, "tolist"):
        return value.tolist()
    return None


def words(value: Any) -> str:
    """Check a text."""
    if not isinstance(value, str) or len(value) > MAX_TEXT_CHARS:
        raise ValueError("text")
    return value


def finite(value: Any) -> float:
    """Check a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("number")
    return value


def numbers(value: Any, length: int | None = None) -> list[float]:
    """Check a list of numbers, of which some may be missing."""
    if not isinstance(value, list) or len(value) > _MAX_LIST or length not in (None, len(value)):
        raise ValueError("numbers")
    return [float(one) for one in value]


def checked_parts(value: Any) -> list[Any]:
    """Check a list of parts."""
    if not isinstance(value, list) or len(value) > MAX_PARTS:
        raise ValueError("parts")
    return value


def _colour(value: Any) -> Any:
    from matplotlib.colors import is_color_like

    found = tuple(numbers(value)) if isinstance(value, list) else words(value)
    if found not in ("auto", "none") and not is_color_like(found):
        raise ValueError("colour")
    return found


def _colours(value: Any) -> Any:
    import numpy as np

    found = np.asarray(value, dtype=float)
    if found.ndim != 2 or found.shape[1] != 4 or not ((found >= 0) & (found <= 1)).all():
        raise ValueError("colours")
    return found


def _flag(value: Any) -> bool:
    return value is True


def _style(value: Any) -> Any:
    from matplotlib.lines import Line2D

    if isinstance(value, list):  # the lengths of dashes and gaps
        start, dashes = value
        return (finite(start), None if dashes is None else tuple(finite(one) for one in dashes))
    if value not in ("solid", "dashed", "dashdot", "dotted") and words(value) not in Line2D.lineStyles:
        raise ValueError("style")
    return value


def _marker(value: Any) -> Any:
    from matplotlib.lines import Line2D

    if isinstance(value, list):
        sides, style, angle = value
        return (int(sides), int(style), finite(angle))
    if (type(value) is not int and not isinstance(value, str)) or value not in Line2D.markers:
        return "o"  # a custom path or mathematical text still counts as a mark
    return value


def _size(value: Any) -> Any:
    return words(value) if isinstance(value, str) else finite(value)


def _widths(value: Any) -> Any:
    return numbers(value) if isinstance(value, list) else finite(value)


Checks = Mapping[str, Callable[[Any], Any]]
_ALL: Checks = {"alpha": finite, "visible": _flag, "zorder": finite, "label": words}
LINE: Checks = {
    **_ALL,
    "color": _colour,
    "linestyle": _style,
    "linewidth": finite,
    "marker": _marker,
    "markersize": finite,
    "markerfacecolor": _colour,
    "markeredgecolor": _colour,
    "markeredgewidth": finite,
    "drawstyle": words,
}
PATCH: Checks = {
    **_ALL,
    "facecolor": _colour,
    "edgecolor": _colour,
    "linewidth": finite,
    "linestyle": _style,
    "fill": _flag,
    "hatch": words,
}
COLLECTION: Checks = {**_ALL, "linewidth": _widths}
IMAGE: Checks = {**_ALL, "interpolation": words}
TEXT: Checks = {
    "text": words,
    "color": _colour,
    "fontsize": finite,
    "fontweight": _size,
    "fontstyle": words,
    "rotation": finite,
    "horizontalalignment": words,
    "verticalalignment": words,
    "alpha": finite,
    "visible": _flag,
}
TITLE: Checks = {name: TEXT[name] for name in ("text", "color", "fontsize", "fontweight", "rotation")}
GRID: Checks = {"color": _colour, "linestyle": _style, "linewidth": finite, "alpha": finite}
COLOURS: Checks = {"facecolor": _colours, "edgecolor": _colours}


def describe_artist(artist: Any, checks: Checks) -> Description:
    """Describe the properties of an artist that are in a table."""
    return {name: plain_property(getattr(artist, f"get_{name}")()) for name in checks}


def settable(raw: Any, checks: Checks) -> Description:
    """Check received properties.

    Raises
    ------
    ValueError, TypeError, KeyError
        If one is broken.
    """
    return {name: check(raw[name]) for name, check in checks.items() if raw[name] is not None}
