"""Costs of a joint mission for each group of partners, compared with the cost of flying by itself."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from newspace.core.i18n import _
from newspace.figures.shared.raster import Raster
from newspace.figures.shared.style import COLOURS, STYLE, set_commas
from newspace.models.us_japan import cost_sharing

NAMES = ("A", "B", "C")
GROUPS = ((0,), (1,), (2,), (0, 1), (0, 2), (1, 2))
HIGHEST = 1900.0
_INK = "0.15"


class SharesPicture:
    """Successive pictures of a split; ``narrow`` is the layout for a narrow page."""

    def __init__(self, *, narrow: bool = False, pixels_per_inch: float = 150.0) -> None:
        self.moving: list[Artist] = []
        self._beside = 65.0 if narrow else 30.0
        style: Any = dict(STYLE)  # matplotlib's stubs type each rcParams key separately
        with mpl.rc_context(style):
            self.figure = Figure(figsize=(4.4, 4.4) if narrow else (8.0, 3.7), layout="constrained")
            self.axes = self.figure.add_subplot()
        ax = self.axes
        ax.set(xlim=(0, HIGHEST), ylim=(-len(GROUPS) + 0.4, 1.7), xlabel=_("USD million (example numbers)"))
        set_commas(ax.xaxis)
        ax.set_yticks([-row for row in range(len(GROUPS))], [said(group) for group in GROUPS])
        ax.grid(visible=False, axis="y")
        ax.legend(
            handles=[
                Line2D([], [], linestyle="none", marker="o", markerfacecolor="white", markeredgecolor=_INK, label=_("by itself")),
                Line2D([], [], linestyle="none", marker="D", color=COLOURS["blue"], label=_("pays in the joint mission")),
                Line2D([], [], linestyle="none", marker="X", color=COLOURS["vermillion"], label=_("pays, and would do better by itself")),
            ],
            loc="upper right",
            ncols=1 if narrow else 3,
            borderaxespad=0.1,
            handletextpad=0.2,
            fontsize=10,
        )  # fmt: skip
        self._rows = [self._row(-row) for row in range(len(GROUPS))]
        self.raster = Raster(self.figure, self.moving, pixels_per_inch=pixels_per_inch)

    def show(self, costs: cost_sharing.Costs, split: cost_sharing.Split) -> Figure:
        """Update the figure to show a split."""
        for (line, alone, pays, text), group in zip(self._rows, GROUPS, strict=True):
            cost = costs[frozenset(group)]
            paid = sum(split.shares[member] for member in group)
            better = paid > cost + 1e-6
            row = alone.get_ydata()[0]
            line.set_data([cost, paid], [row, row])
            alone.set_data([cost], [row])
            pays.set_data([paid], [row])
            pays.set_marker("X" if better else "D")
            for artist in (line, pays):
                artist.set_color(COLOURS["vermillion"] if better else COLOURS["blue"])
            right = max(cost, paid)
            room = right < HIGHEST * 0.8
            text.set(
                text=f"{paid - cost:+,.0f}".replace("-", "−"),
                x=right + self._beside if room else min(cost, paid) - self._beside,
                ha="left" if room else "right",
            )
        return self.figure

    def png(self, costs: cost_sharing.Costs, split: cost_sharing.Split) -> bytes:
        """Render the picture as PNG."""
        self.show(costs, split)
        return self.raster.png()

    def _row(self, y: float) -> tuple[Any, Any, Any, Any]:
        ax = self.axes
        line = ax.plot([], [], linewidth=3, alpha=0.5)[0]
        alone = ax.plot(
            [0], [y], linestyle="none", marker="o", markersize=9, markerfacecolor="white", markeredgecolor=_INK
        )[0]
        pays = ax.plot([0], [y], linestyle="none", marker="D", markersize=8)[0]
        text = ax.text(0, y, "", va="center", color=_INK, weight="bold")
        self.moving += [line, alone, pays, text]
        return line, alone, pays, text


def said(group: tuple[int, ...]) -> str:
    """Name a group by its letters."""
    return _(" and ").join(NAMES[member] for member in group)


def shares_words(costs: cost_sharing.Costs, split: cost_sharing.Split) -> str:
    """Describe the picture row by row."""
    rows = [
        _("{group}: {alone:,.0f} by itself, pays {paid:,.0f}").format(
            group=said(group), alone=costs[frozenset(group)], paid=sum(split.shares[member] for member in group)
        )
        for group in GROUPS
    ]
    return _("One row for each group, in USD million. {rows}.").format(rows="; ".join(rows))
