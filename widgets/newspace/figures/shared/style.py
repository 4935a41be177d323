"""Common style of the course's figures: colours that colour-blind people can tell apart, plain axes, readable type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import StrMethodFormatter

from newspace.core.paths import data

COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "blue": "#0072B2",
        "vermillion": "#D55E00",
        "green": "#009E73",
        "orange": "#E69F00",
        "sky": "#56B4E9",
        "purple": "#CC79A7",
        "yellow": "#F0E442",
        "black": "#000000",
    }
)
"""Okabe and Ito's palette (2008), made for the common kinds of colour blindness."""

STYLE: Mapping[str, Any] = MappingProxyType(
    {
        "axes.axisbelow": True,
        "axes.edgecolor": "0.3",
        "axes.grid": True,
        "axes.labelsize": 11,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlelocation": "left",
        "axes.titlesize": 12,
        "figure.facecolor": "white",
        "font.size": 10,
        "grid.color": "0.88",
        "grid.linewidth": 0.7,
        "legend.frameon": False,
        "lines.linewidth": 2.0,
        "xtick.labelsize": 10,
        "ytick.labelsize": 10,
    }
)


#: The fonts searched for a glyph, in this order: matplotlib's own, then ours with Korean and Japanese letters.
FONTS = ("DejaVu Sans", "Newspace CJK")


@lru_cache(maxsize=1)
def _add_font() -> None:
    """Register our font with matplotlib once. No setting of the learner's changes, and no other figure uses it."""
    fonts = font_manager.fontManager
    fonts.addfont(data("fonts") / "NewspaceCJK.otf")
    # Registered for bold too: a bold face would double the size, and without one matplotlib warns at every bold title.
    fonts.ttflist.append(replace(fonts.ttflist[-1], weight=700))


@contextmanager
def lettered(figure: Figure) -> Iterator[None]:
    """Make fonts with Korean and Japanese letters available while a figure is drawn.

    Existing texts get the fonts set; texts that matplotlib creates while drawing (tick labels) take them from the defaults.
    """
    _add_font()
    for text in figure.findobj(Text):
        if isinstance(text, Text):
            text.set_fontfamily(list(FONTS))
    with mpl.rc_context({"font.family": list(FONTS)}):
        yield


def new_figures(width_in: float, height_in: float, **grid: Any) -> tuple[Figure, Any]:
    """Create a figure in the course's style with a grid of axes (arguments as for ``Figure.subplots``), without pyplot."""
    style: Any = dict(STYLE)  # matplotlib's own type lists every key
    with mpl.rc_context(style):
        fig = Figure(figsize=(width_in, height_in), layout="constrained")
        axes = fig.subplots(**grid)
    return fig, axes


def new_figure(width_in: float, height_in: float) -> tuple[Figure, Axes]:
    """Create a figure in the course's style with one axes.

    Parameters
    ----------
    width_in, height_in : float
        The size in inches; a lesson's column is 8 inches wide.
    """
    fig, ax = new_figures(width_in, height_in)
    return fig, ax


def set_commas(*axes: Axis) -> None:
    """Write the numbers of these axes with commas between thousands, as the course's sentences do; not for years."""
    for axis in axes:
        axis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
