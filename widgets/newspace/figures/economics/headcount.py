"""Share of people counted as foreign: a bar for each office, and one for all together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from newspace.core.i18n import _
from newspace.figures.shared.raster import Raster
from newspace.figures.shared.style import COLOURS, STYLE
from newspace.models.economics.plausibility import Office, foreign_share


class HeadcountPicture:
    """Pictures of a head count; ``narrow`` is the layout for a narrow page."""

    def __init__(self, offices: Sequence[Office], *, narrow: bool = False, pixels_per_inch: float = 150.0) -> None:
        style: Any = dict(STYLE)  # matplotlib's stubs type each rcParams key separately
        people = [office.people for office in offices]
        everybody = [*people, sum(people)]
        with mpl.rc_context(style):
            self.figure = Figure(figsize=(4.2, 3.6) if narrow else (8.0, 2.9), layout="constrained")
            ax = self.axes = self.figure.add_subplot()
            places = range(len(everybody))
            ax.barh(places, everybody, height=0.62, color="0.85", label=_("not counted as foreign"))
            self._bars = list(
                ax.barh(places, [0] * len(everybody), height=0.62, color=COLOURS["blue"], label=_("counted as foreign"))
            )
            ax.set_yticks(places, [*(office.name for office in offices), _("all three")])
            ax.invert_yaxis()
            ax.set(xlim=(0, 400), xlabel=_("people"))
            ax.grid(visible=False, axis="y")
            ax.legend(loc="lower center", bbox_to_anchor=(0.45, 1.0), ncols=1 if narrow else 2)
            self._texts = [ax.text(people + 5, place, "", va="center") for place, people in enumerate(everybody)]
        self.raster = Raster(self.figure, self.moving, pixels_per_inch=pixels_per_inch)

    @property
    def moving(self) -> list[Artist]:
        """The artists that depend on the count."""
        return [*self._bars, *self._texts]

    def show(self, offices: Sequence[Office]) -> Figure:
        """Update the figure to show a count; offices in the order of the constructor."""
        counted = [office.people * office.foreign for office in offices]
        shares = [*(office.foreign for office in offices), foreign_share(offices)]
        for bar, text, number, share in zip(self._bars, self._texts, [*counted, sum(counted)], shares, strict=True):
            bar.set_width(number)
            text.set_text(f"{100 * share:.1f} %")
        return self.figure

    def png(self, offices: Sequence[Office]) -> bytes:
        """Render the picture as PNG."""
        self.show(offices)
        return self.raster.png()


def headcount_words(offices: Sequence[Office]) -> str:
    """Describe the picture, for those who cannot see it."""
    parts = [
        _("{name}: {counted:.1f} of {people} people").format(
            name=office.name, counted=office.people * office.foreign, people=office.people
        )
        for office in offices
    ]
    return _("Bars of people counted as foreign. {parts}; altogether {share:.1f} %.").format(
        parts="; ".join(parts), share=100 * foreign_share(offices)
    )
