"""Short grants compared with long support: the share of firms with revenue over time, and their number for the same money."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from newspace.core.i18n import _
from newspace.figures.shared.raster import Raster
from newspace.figures.shared.style import COLOURS, STYLE
from newspace.models.economics.patience import HORIZON_YEARS, SupportOutcome

_MOST = 24.0
_YEARS = np.arange(0, HORIZON_YEARS + 0.01, 0.25)
_LONG: dict[str, Any] = {"color": COLOURS["blue"], "linestyle": "-"}
_SHORT: dict[str, Any] = {"color": COLOURS["vermillion"], "linestyle": (0, (4, 2))}


class PatiencePicture:
    """Pictures of two schemes side by side; ``narrow`` is the layout for a narrow page."""

    def __init__(self, *, narrow: bool = False, pixels_per_inch: float = 150.0) -> None:
        style: Any = dict(STYLE)  # matplotlib's stubs type each rcParams key separately
        with mpl.rc_context(style):
            self.figure = Figure(figsize=(4.2, 6.4) if narrow else (8.0, 3.7), layout="constrained")
            shape: dict[str, Any] = (
                {"nrows": 2, "height_ratios": (1.5, 1)} if narrow else {"ncols": 2, "width_ratios": (1.3, 1)}
            )
            self.time, self.money = self.figure.subplots(**shape)
            ax = self.time
            ax.set(xlim=(0, HORIZON_YEARS), ylim=(0, 100), xlabel=_("years since the start"))
            ax.set(ylabel=_("firms that have reached revenue (%)"))
            ax.set_title(_("Of all firms that were given a first grant"))
            self._long = ax.plot([], [], **_LONG)[0]
            self._short = ax.plot([], [], **_SHORT)[0]
            handles = [
                ax.plot([], [], label=label, **look)[0]
                for label, look in ((_("long support"), _LONG), (_("short grants"), _SHORT))
            ]
            ax.legend(handles=handles, loc="upper left")
            ax = self.money
            ax.set(xlim=(0, _MOST), ylim=(-0.6, 1.6), yticks=[0, 1])
            ax.set_yticklabels([_("short"), _("long")])
            ax.set_xlabel(_("firms with revenue\nfor each 100 bn won"))
            ax.set_title(_("For the same money"))
            ax.grid(visible=False, axis="y")
            bars = ax.barh([0, 1], [0, 0], height=0.55, color=[COLOURS["vermillion"], COLOURS["blue"]])
            self._bars = list(bars)
            self._numbers = [ax.text(0, place, "", va="center") for place in (0, 1)]
        self.raster = Raster(self.figure, self.moving, pixels_per_inch=pixels_per_inch)

    @property
    def moving(self) -> list[Artist]:
        """The artists that depend on the two outcomes."""
        return [self._long, self._short, *self._bars, *self._numbers]

    def show(self, short: SupportOutcome, long: SupportOutcome) -> Figure:
        """Update the panels to show two outcomes."""
        self._short.set_data(_YEARS, 100 * short.reached_by(_YEARS))
        self._long.set_data(_YEARS, 100 * long.reached_by(_YEARS))
        for bar, text, outcome in zip(self._bars, self._numbers, (short, long), strict=True):
            bar.set_width(min(outcome.per_100bn_krw, _MOST))
            text.set_x(min(outcome.per_100bn_krw, _MOST - 4) + 0.4)
            text.set_text(f"{outcome.per_100bn_krw:.1f}")
        return self.figure

    def png(self, short: SupportOutcome, long: SupportOutcome) -> bytes:
        """Render the picture as PNG."""
        self.show(short, long)
        return self.raster.png()


def patience_words(short: SupportOutcome, long: SupportOutcome) -> str:
    """Describe the two panels, for those who cannot see them."""
    by = np.array([5.0, 10.0, HORIZON_YEARS])
    ends = [", ".join(f"{100 * share:.0f}" for share in one.reached_by(by)) for one in (short, long)]
    return _(
        "Two charts. Share of firms with revenue after 5, 10 and 15 years, in per cent: short grants {short}; long support {long}. "
        "Firms with revenue for each 100 billion won: short {short_money:.1f}, long {long_money:.1f}."
    ).format(short=ends[0], long=ends[1], short_money=short.per_100bn_krw, long_money=long.per_100bn_krw)
