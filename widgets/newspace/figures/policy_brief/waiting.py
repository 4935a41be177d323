"""Value of waiting before a decision, and how often the decision is wrong."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist

from newspace.core.i18n import _
from newspace.figures.shared.raster import Raster, ScaledRaster
from newspace.figures.shared.style import COLOURS, new_figures
from newspace.models.policy_brief import waiting
from newspace.models.policy_brief.waiting import Waiting

_WIDE_IN, _NARROW_IN = (8.0, 3.9), (4.4, 6.8)
SCALES = ((-10.0, 25.0), (-20.0, 55.0), (-55.0, 165.0))
"""Ends of the axis of points, from the narrowest; a picture takes the first that holds its curve."""


class WaitingPicture:
    """Two panels over the years of waiting; `png` renders an outlook, on the narrowest of `SCALES` that holds it.

    Parameters
    ----------
    narrow : bool
        Whether the panels are stacked.
    pixels_per_inch : float
        The resolution.
    """

    def __init__(self, *, narrow: bool = False, pixels_per_inch: float = 150.0) -> None:
        self.raster: ScaledRaster[tuple[float, float], Waiting] = ScaledRaster(
            lambda scale: _ScaledPicture(scale, narrow=narrow, pixels_per_inch=pixels_per_inch), SCALES
        )

    def png(self, outlook: Waiting) -> bytes:
        """Render the picture of one outlook."""
        return self.raster.png(scale_of(outlook), outlook)


def scale_of(outlook: Waiting) -> tuple[float, float]:
    """Choose the narrowest of `SCALES` that holds all values of an outlook."""
    low, high = float(outlook.values.min()), float(outlook.values.max())
    return next((scale for scale in SCALES if scale[0] <= low and high <= scale[1]), SCALES[-1])


class _ScaledPicture:
    """The two panels with one axis of points."""

    def __init__(self, scale: tuple[float, float], *, narrow: bool, pixels_per_inch: float) -> None:
        self._moving: list[Artist] = []
        shape: Any = {"nrows": 2} if narrow else {"ncols": 2, "width_ratios": (1.35, 1)}
        self.figure, (value, wrong) = new_figures(*(_NARROW_IN if narrow else _WIDE_IN), **shape)
        years = np.arange(waiting.LONGEST_YEARS + 1)
        low, high = scale
        self._lift = 0.045 * (high - low)
        value.axhline(0, color="0.35", linewidth=1.2)
        value.text(-0.3, low + 0.02 * (high - low), _("thin line at 0: not to begin at all"), ha="left", va="bottom", fontsize=10)  # fmt: skip
        value.set(xlim=(-0.5, waiting.LONGEST_YEARS + 0.5), ylim=(low, high + 3 * self._lift), xticks=years)
        value.set(xlabel=_("years of waiting"), ylabel=_("expected value (points)"))
        value.set_title(_("What each date is worth"))
        self._values = self._add(value.plot([], [], "o-", color=COLOURS["blue"])[0])
        self._best = self._add(
            value.plot([], [], "*", color=COLOURS["orange"], markeredgecolor="black", markersize=17)[0]
        )
        self._note = self._add(value.text(0, 0, "", ha="center", va="bottom", fontweight="bold"))
        wrong.set(xlim=(-0.5, waiting.LONGEST_YEARS + 0.5), ylim=(0, 102), xticks=years[::2])
        wrong.set(xlabel=_("years of waiting"), ylabel=_("wrong decisions (%)"))
        wrong.set_title(_("Chance to decide wrongly"))
        self._wrong = self._add(wrong.plot([], [], "s--", color=COLOURS["vermillion"])[0])
        self.raster = Raster(self.figure, self._moving, pixels_per_inch=pixels_per_inch)

    def show(self, outlook: Waiting) -> None:
        """Make the artists show one outlook."""
        self._values.set_data(outlook.years, outlook.values)
        self._wrong.set_data(outlook.years, 100 * outlook.wrong)
        if outlook.best < 0:
            self._best.set_data([], [])
            self._note.set_text("")
        else:
            height = float(outlook.values[outlook.best])
            self._best.set_data([outlook.best], [height])
            self._note.set_position((outlook.best, height + self._lift))
            self._note.set_text(_("best"))

    def _add(self, artist: Any) -> Any:
        self._moving.append(artist)
        return artist


def waiting_words(outlook: Waiting) -> str:
    """Describe the picture in words."""
    points = ", ".join(f"{value:.0f}" for value in outlook.values)
    return _(
        "Expected value after 0 to {years} years of waiting, in points: {points}. Wrong decisions: from {a:.0f} % to {b:.0f} %."
    ).format(years=waiting.LONGEST_YEARS, points=points, a=100 * outlook.wrong[0], b=100 * outlook.wrong[-1])
