"""A market with an ecosystem: some histories drawn by chance, and the exact probabilities of a latecomer's final shares."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist

from newspace.core.i18n import _
from newspace.figures.shared.raster import Raster
from newspace.figures.shared.style import COLOURS, new_figures
from newspace.models.korea_hubs.latecomers import LockIn

_BINS = 20


class LockInPicture:
    """Some histories over time, and how probable each final share is."""

    def __init__(self, *, narrow: bool = False, pixels_per_inch: float = 150.0) -> None:
        self._moving: list[Artist] = []
        shape: Any = {"nrows": 2} if narrow else {"ncols": 2, "width_ratios": (1.4, 1)}
        self.figure, (time, end) = new_figures(*((4.4, 6.6) if narrow else (8.0, 3.9)), **shape)
        self._lines = self._add(time.plot([], [], color=COLOURS["blue"], linewidth=0.8)[0])
        time.axhline(50, color="0.4", linestyle="--", linewidth=1)
        time.set(xlim=(0, 200), ylim=(0, 100), xlabel=_("new customers so far"), ylabel=_("latecomer's share (%)"))
        time.set_title(_("25 histories"))
        self._bars = [
            self._add(bar)
            for bar in end.bar(np.arange(_BINS) * 5 + 2.5, np.zeros(_BINS), width=4.4, color=COLOURS["orange"])
        ]
        end.set(xlim=(0, 100), ylim=(0, 100), xlabel=_("share at the end (%)"), ylabel=_("probability (%)"))
        end.set_title(_("How all of them end"))
        self.raster = Raster(self.figure, self._moving, pixels_per_inch=pixels_per_inch)

    def png(self, found: LockIn) -> bytes:
        """Render the picture of one market."""
        some = found.shares
        lifted = np.vstack([some, np.full(some.shape[1], np.nan)])  # one line with gaps: many lines would be slow
        steps = np.tile(np.arange(lifted.shape[0], dtype=float), some.shape[1])
        self._lines.set_data(steps, 100 * lifted.T.ravel())
        heights, _edges = np.histogram(found.ends, np.linspace(0, 1, _BINS + 1), weights=found.chances)
        for bar, height in zip(self._bars, heights, strict=True):
            bar.set_height(100 * height)
        return self.raster.png()

    def _add(self, artist: Any) -> Any:
        self._moving.append(artist)
        return artist


def lock_in_words(found: LockIn) -> str:
    """Describe the picture in words."""
    low, middle, high = (100 * found.quantile(share) for share in (0.1, 0.5, 0.9))
    return _("At the end the latecomer's share is {m:.0f} % in the middle history; one in ten ends below {a:.0f} %, one in ten above {b:.0f} %.").format(
        m=middle, a=low, b=high
    )  # fmt: skip
