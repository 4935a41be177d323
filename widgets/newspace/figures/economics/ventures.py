"""Many firms that fly mission after mission: their money, and the share that still flies."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from newspace.core.i18n import _
from newspace.figures.shared.raster import Raster
from newspace.figures.shared.style import COLOURS, STYLE
from newspace.models.economics.venture import MissionSeries

MISSIONS = 7
_RICHEST_M = 600.0
_THIN, _WIDTH = 0.5, 14.0
"""Line widths in points: of a way that hardly a firm takes, and how much wider one is that all take."""


class SeriesPicture:
    """Pictures of series of missions; ``narrow`` is the layout for a narrow page."""

    def __init__(self, *, narrow: bool = False, pixels_per_inch: float = 150.0) -> None:
        style: Any = dict(STYLE)  # matplotlib's stubs type each rcParams key separately
        with mpl.rc_context(style):
            self.figure = Figure(figsize=(4.2, 7.0) if narrow else (8.0, 3.9), layout="constrained")
            shape: dict[str, Any] = {"nrows": 2} if narrow else {"ncols": 2, "width_ratios": (1.35, 1)}
            self.money, self.flying = self.figure.subplots(**shape)
            self._money_panel()
            self._flying_panel()
        self.raster = Raster(self.figure, self.moving, pixels_per_inch=pixels_per_inch)

    @property
    def moving(self) -> list[Artist]:
        """The artists that depend on the series."""
        return [self._ruined, self._alive, self._ends, self._middle, *self._bars, *self._shares]

    def _money_panel(self) -> None:
        ax = self.money
        ax.set(xlim=(-0.2, MISSIONS + 0.3), ylim=(0, _RICHEST_M), xticks=range(MISSIONS + 1))
        ax.set(xlabel=_("missions flown"), ylabel=_("money (million US dollars)"))
        ax.set_title(_("Money of the firms (thicker: more firms)"))
        self._ruined, self._alive = (
            LineCollection([], colors=[COLOURS[colour]], capstyle="round") for colour in ("orange", "sky")
        )
        for ways in (self._ruined, self._alive):
            ax.add_collection(ways)
        self._ends = ax.plot([], [], "X", color=COLOURS["vermillion"], markersize=7)[0]
        self._middle = ax.plot([], [], color="black", linewidth=2.4)[0]
        names = {
            _("all missions paid for"): {"color": COLOURS["sky"]},
            _("ruined on the way"): {
                "color": COLOURS["orange"],
                "marker": "X",
                "markerfacecolor": COLOURS["vermillion"],
            },
            _("mean of all firms"): {"color": "black"},
        }
        handles = [ax.plot([], [], label=label, **look)[0] for label, look in names.items()]
        ax.legend(handles=handles, loc="upper left", frameon=True, edgecolor="none", framealpha=0.9)

    def _flying_panel(self) -> None:
        ax = self.flying
        ax.set(xlim=(0.4, MISSIONS + 0.6), ylim=(0, 112), xticks=range(1, MISSIONS + 1), yticks=range(0, 101, 20))
        ax.set(xlabel=_("mission"), ylabel=_("firms that could pay for it (%)"))
        ax.set_title(_("How many still fly"))
        self._bars = list(ax.bar(range(1, MISSIONS + 1), [0.0] * MISSIONS, width=0.7, color=COLOURS["blue"]))
        self._shares = [ax.text(number, 0, "", ha="center", va="bottom") for number in range(1, MISSIONS + 1)]

    def show(self, series: MissionSeries) -> Figure:
        """Update the panels to show a series."""
        numbers = np.arange(series.money_usd.shape[1])
        ways = _ways(series)
        everybody = len(series.flown)
        alive = [(way, firms) for way, (firms, _ruined) in ways.items() if firms]
        ruined = [(way, firms + lost) for way, (firms, lost) in ways.items() if lost]  # below the others, and wider
        for collection, drawn in ((self._ruined, ruined), (self._alive, alive)):
            collection.set_segments([[(start, low), (start + 1, high)] for (start, low, high), _firms in drawn])
            collection.set_linewidth([_THIN + _WIDTH * firms / everybody for _way, firms in drawn])
        ends = sorted(
            {
                (int(flown), float(left))
                for flown, left in zip(
                    series.flown[series.ruined], np.round(series.money_usd[series.ruined, -1] / 1e6, 3), strict=True
                )
            }
        )
        self._ends.set_data([flown for flown, _left in ends], [left for _flown, left in ends])
        self._middle.set_data(numbers, series.money_usd.mean(axis=0) / 1e6)
        for bar, text, share in zip(self._bars, self._shares, 100 * series.still_flying(), strict=True):
            bar.set_height(share)
            text.set_y(share + 1)
            text.set_text(f"{share:.0f}")
        return self.figure

    def png(self, series: MissionSeries) -> bytes:
        """Render the picture as PNG."""
        self.show(series)
        return self.raster.png()


def _ways(series: MissionSeries) -> dict[tuple[int, float, float], tuple[int, int]]:
    """Count for each step from one sum to the next how many firms took it: those never ruined, and those ruined later.

    A step is named by its mission and the money (million US dollars) before and after it.
    """
    millions = np.round(series.money_usd / 1e6, 3)
    found: dict[tuple[int, float, float], tuple[int, int]] = {}
    for number in range(millions.shape[1] - 1):
        for lost in (False, True):
            took = (series.flown > number) & (series.ruined == lost)
            steps, counts = np.unique(millions[took, number : number + 2], axis=0, return_counts=True)
            for (low, high), count in zip(steps.tolist(), counts.tolist(), strict=True):
                safe, ruined = found.get((number, low, high), (0, 0))
                found[number, low, high] = (safe, ruined + count) if lost else (safe + count, ruined)
    return found


def series_words(series: MissionSeries) -> str:
    """Describe the two panels, for those who cannot see them."""
    shares = ", ".join(f"{100 * share:.0f}" for share in series.still_flying())
    return _(
        "Two charts. Money: on average it goes from {start:,.0f} to {end:,.0f} million US dollars. "
        "Firms that could pay for mission 1, 2, 3 and so on, in per cent: {shares}."
    ).format(start=series.plan.capital_usd / 1e6, end=series.money_usd[:, -1].mean() / 1e6, shares=shares)
