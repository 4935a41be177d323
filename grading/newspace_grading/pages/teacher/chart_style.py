"""The style of the teacher's charts: colours that colour-blind people can tell apart, quiet axes, and letters of every script."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from newspace_grading.model.course_plugin import installed

COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "blue": "#0072B2",
        "vermillion": "#D55E00",
        "green": "#009E73",
        "sky": "#56B4E9",
        "black": "#000000",
    }
)
"""From Okabe and Ito's palette (2008), made for the common kinds of colour blindness."""

_STYLE: Mapping[str, Any] = MappingProxyType(
    {
        "axes.axisbelow": True,
        "axes.edgecolor": "0.3",
        "axes.grid": True,
        "axes.labelsize": 11,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "figure.facecolor": "white",
        "font.size": 10,
        "grid.color": "0.88",
        "grid.linewidth": 0.7,
        "lines.linewidth": 2.0,
        "xtick.labelsize": 10,
        "ytick.labelsize": 10,
    }
)
_FIRST = "DejaVu Sans"
# Titles of tasks may be in any language. Of these fonts those are used that the machine has.
_OTHER_SCRIPTS = (
    "Noto Sans CJK JP", "Noto Sans CJK KR", "Noto Sans KR", "Noto Sans JP", "Noto Sans SC", "Apple SD Gothic Neo",
    "Hiragino Sans", "PingFang SC", "Malgun Gothic", "Yu Gothic", "Microsoft YaHei", "WenQuanYi Zen Hei", "Arial Unicode MS",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart, the caption under it, and a sentence that says the same for those who cannot see it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The chart.
    caption : str
        What it shows; it stands under the chart.
    words : str
        The same result in words; read aloud in place of the chart.
    """

    figure: Figure
    caption: str
    words: str

    def png(self, pixels_per_inch: float) -> bytes:
        """Render the chart as PNG."""
        families = list(_families())
        for text in self.figure.findobj(Text):
            if isinstance(text, Text):
                text.set_fontfamily(families)
        buffer = io.BytesIO()
        # Texts that matplotlib makes while it draws (labels of ticks) use the default font family.
        with mpl.rc_context({"font.family": families}):
            self.figure.savefig(buffer, format="png", dpi=pixels_per_inch)
        return buffer.getvalue()


def new_chart(width_in: float, height_in: float) -> tuple[Figure, Axes]:
    """Make a figure in this style with one pair of axes, outside pyplot's state."""
    style: Any = dict(_STYLE)  # matplotlib's own type lists every key
    with mpl.rc_context(style):
        fig = Figure(figsize=(width_in, height_in), layout="constrained")
        axes = fig.subplots()
    return fig, axes


@lru_cache(maxsize=1)
def _families() -> tuple[str, ...]:
    """List the fonts in which a letter is looked for: matplotlib's own, then the courses', then the machine's."""
    added = [name for path in installed().fonts() for name in _added(path)]
    present = {font.name for font in font_manager.fontManager.ttflist}
    return tuple(dict.fromkeys((_FIRST, *added, *(name for name in _OTHER_SCRIPTS if name in present))))


def _added(path: Path) -> list[str]:
    """Tell matplotlib of a font file; the name of its family, or nothing if it cannot be used."""
    fonts = font_manager.fontManager
    try:
        fonts.addfont(path)
    except (OSError, RuntimeError):
        return []
    # It serves for bold too: matplotlib warns at every bold title whose font has no bold face.
    fonts.ttflist.append(replace(fonts.ttflist[-1], weight=700))
    return [fonts.ttflist[-1].name]
