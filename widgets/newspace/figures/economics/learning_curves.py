"""One learning curve on two logarithmic axes, with the target cost."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from newspace.core.i18n import _
from newspace.figures.shared.marks import Box, point_box
from newspace.figures.shared.raster import Raster
from newspace.figures.shared.style import COLOURS, STYLE
from newspace.models.economics import learning

MOST_UNITS = 1e7
_CHEAPEST = 0.008
_HALO: dict[str, Any] = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.0}


class LearningPicture:
    """Pictures of learning curves, redrawn as fast as a slider moves; ``narrow`` is the layout for a narrow page."""

    def __init__(self, *, narrow: bool = False, pixels_per_inch: float = 150.0) -> None:
        style: Any = dict(STYLE)  # matplotlib's stubs type each rcParams key separately
        with mpl.rc_context(style):
            self.figure = Figure(figsize=(4.2, 4.2) if narrow else (8.0, 4.2), layout="constrained")
            ax = self.axes = self.figure.add_subplot()
            ax.set(xscale="log", yscale="log", xlim=(1, MOST_UNITS), ylim=(_CHEAPEST, 1.4))
            ax.set_yticks([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1], labels=["1", "2", "5", "10", "20", "50", "100"])
            powers = range(0, 8, 2) if narrow else range(8)
            ax.set_xticks([10.0**power for power in powers], labels=[f"{10**power:,}" for power in powers])
            ax.minorticks_off()
            ax.set_xlabel(_("unit number (logarithmic)"))
            ax.set_ylabel(_("cost of this unit (% of the first)"))
            self._units = np.logspace(0, 7, 80)
            self._curve = ax.plot([], [], color=COLOURS["blue"])[0]
            self._doubled = ax.plot([], [], "o", color=COLOURS["blue"], markersize=5)[0]
            self._asked = ax.plot([], [], "--", color=COLOURS["vermillion"], linewidth=1.6)[0]
            self._made = ax.plot([], [], ":", color="0.25", linewidth=1.8)[0]
            self._met = ax.plot([], [], "*", color=COLOURS["orange"], markeredgecolor="black", markersize=16)[0]
            self._asked_text = ax.text(1.3, 0.1, "", color=COLOURS["vermillion"], va="bottom", bbox=_HALO)
            self._made_text = ax.text(10, 0.9, "", color="0.15", va="top", ha="left", bbox=_HALO)
        self.moving: list[Artist] = [
            self._curve, self._doubled, self._asked, self._made, self._met, self._asked_text, self._made_text,
        ]  # fmt: skip
        self.raster = Raster(self.figure, self.moving, pixels_per_inch=pixels_per_inch)

    def show(self, slope: float, factor: float, units: float) -> Figure:
        """Update the figure to show a curve, the target factor, and the number of units made."""
        self._curve.set_data(self._units, learning.unit_cost(1.0, self._units, slope))
        doubled = 2.0 ** np.arange(24)
        self._doubled.set_data(doubled, learning.unit_cost(1.0, doubled, slope))
        self._asked.set_data([1, MOST_UNITS], [1 / factor, 1 / factor])
        self._asked_text.set_text(_("{factor:g} times cheaper").format(factor=factor))
        self._asked_text.set_position((1.3, 1.05 / factor))
        self._made.set_data([units, units], [_CHEAPEST, 1.4])
        right = units < 3000
        self._made_text.set_text(
            (" " if right else "") + _("{units:,.0f} made").format(units=units) + ("" if right else " ")
        )
        self._made_text.set(position=(units, 1.3), ha="left" if right else "right")
        needed = learning.units_for(factor, slope)
        self._met.set_data([needed], [1 / factor])
        self._met.set_visible(needed <= MOST_UNITS)
        return self.figure

    def places(self, slope: float) -> dict[int, Box]:
        """Say where the dot of each doubling stands that can be seen, by the number of doublings."""
        dots = {n: float(learning.unit_cost(1.0, 2.0**n, slope)) for n in range(24)}
        return {
            n: point_box(self.axes, 2.0**n, cost, points=6.0)
            for n, cost in dots.items()
            if 2.0**n <= MOST_UNITS and cost >= _CHEAPEST
        }

    def png(self, slope: float, factor: float, units: float) -> bytes:
        """Render the picture as PNG."""
        self.show(slope, factor, units)
        return self.raster.png()


def learning_words(slope: float, factor: float, units: float) -> str:
    """Describe the picture, for those who cannot see it."""
    return _(
        "A falling straight line on two logarithmic axes: each doubling multiplies the cost by {slope:.2f}. "
        "At unit {units:,.0f} the cost is {made:.1f} % of the first; the dashed line for “{factor:g} times cheaper” lies at {asked:.1f} %."
    ).format(
        slope=slope,
        units=units,
        made=100 * learning.unit_cost(1.0, units, slope),
        factor=factor,
        asked=100 / factor,
    )
