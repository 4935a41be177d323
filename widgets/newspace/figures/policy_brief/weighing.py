"""Weighing for the policy brief: the value of each side of four choices, and how often each side wins."""

from __future__ import annotations

from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes

from newspace.core.i18n import _
from newspace.figures.shared.raster import Raster
from newspace.figures.shared.style import COLOURS, new_figures
from newspace.models.policy_brief import weighing
from newspace.models.policy_brief.weighing import Shares, Weighing

_WIDE_IN, _NARROW_IN = (8.0, 4.4), (4.4, 7.6)
_FIRST: dict[str, Any] = {"color": COLOURS["blue"]}
_SECOND: dict[str, Any] = {"facecolor": COLOURS["orange"], "edgecolor": "white", "hatch": "//"}
_INK = "0.15"


class WeighingPicture:
    """Bars for the eight sides, and bars for how often they win; `png` renders a result.

    Parameters
    ----------
    narrow : bool
        Whether the panels are stacked.
    pixels_per_inch : float
        The resolution.
    """

    def __init__(self, *, narrow: bool = False, pixels_per_inch: float = 150.0) -> None:
        self._moving: list[Artist] = []
        shape: Any = {"nrows": 2, "height_ratios": (1.5, 1)} if narrow else {"ncols": 2, "width_ratios": (1.25, 1)}
        self.figure, (self.values, self.shares) = new_figures(*(_NARROW_IN if narrow else _WIDE_IN), **shape)
        layout: Any = self.figure.get_layout_engine()  # matplotlib's stubs do not know which one it is
        layout.set(wspace=0.06)  # the last number of one axis stood on the first of the other
        self._value_panel(self.values)
        self._share_panel(self.shares)
        self.raster = Raster(self.figure, self._moving, pixels_per_inch=pixels_per_inch)

    def png(self, result: Weighing, shares: Shares) -> bytes:
        """Render the picture of one weighing."""
        for bar, note, value in zip(self._bars, self._notes, result.values.ravel(), strict=True):
            bar.set_width(value)
            note.set_x(value + 0.12)
            note.set_text(f"{value:.2f}")
        for note, bold in zip(self._notes, _leading(result), strict=True):
            note.set_fontweight("bold" if bold else "normal")
        for first, second, left, right, share in zip(
            self._firsts, self._seconds, self._lefts, self._rights, shares.first, strict=True
        ):
            first.set_width(100 * share)
            second.set_x(100 * share)
            second.set_width(100 * (1 - share))
            left.set_text(f"{100 * share:.0f} %")
            right.set_text(f"{100 * (1 - share):.0f} %")
        return self.raster.png()

    def _value_panel(self, ax: Axes) -> None:
        names = [name for choice in weighing.choices() for name in choice.names]
        places = [choice + 0.36 * side for choice in range(len(weighing.choices())) for side in (-0.5, 0.5)]
        self._bars = [
            self._add(ax.barh(place, 5, height=0.32, **(_SECOND if index % 2 else _FIRST))[0])
            for index, place in enumerate(places)
        ]
        self._notes = [self._add(ax.text(5, place, "", va="center", fontsize=10, color=_INK)) for place in places]
        ax.set_yticks(places, names)
        ax.set(xlim=(0, weighing.HIGHEST), ylim=(len(names) / 2 - 0.5, -0.5), xlabel=_("value (0 to 10 points)"))
        ax.set_title(_("Value with your weights"))
        ax.grid(visible=False, axis="y")

    def _share_panel(self, ax: Axes) -> None:
        count = len(weighing.choices())
        self._firsts = [self._add(ax.barh(row, 50, height=0.4, **_FIRST)[0]) for row in range(count)]
        self._seconds = [self._add(ax.barh(row, 50, left=50, height=0.4, **_SECOND)[0]) for row in range(count)]
        self._lefts = [
            self._add(ax.text(0, row - 0.27, "", ha="left", va="bottom", color=_INK)) for row in range(count)
        ]
        self._rights = [
            self._add(ax.text(100, row - 0.27, "", ha="right", va="bottom", color=_INK)) for row in range(count)
        ]
        for row, choice in enumerate(weighing.choices()):
            box: Any = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
            ax.text(50, row - 0.25, choice.question, ha="center", va="bottom", fontsize=10, color=_INK, bbox=box)
        ax.axvline(50, color=_INK, linewidth=1, linestyle=":")
        ax.set(xlim=(0, 100), ylim=(count - 0.5, -0.65), yticks=[], xlabel=_("share of random draws (%)"))
        ax.set_title(_("How often each side wins"))
        ax.grid(visible=False, axis="y")

    def _add(self, artist: Any) -> Any:
        self._moving.append(artist)
        return artist


def _leading(result: Weighing) -> list[bool]:
    """Return for each side, in order, whether it is the better one."""
    return [bool(best) for lead in result.leads for best in (lead > 0, lead < 0)]


def weighing_words(result: Weighing, shares: Shares) -> str:
    """Describe the picture in words."""
    parts = []
    for choice, (first, second), share in zip(weighing.choices(), result.values, shares.first, strict=True):
        parts.append(
            _("{first} {a:.2f} points, {second} {b:.2f}; {first} wins in {share:.0f} % of the draws").format(
                first=choice.names[0], second=choice.names[1], a=first, b=second, share=100 * share
            )
        )
    return "; ".join(parts) + "."


def firmness_note(result: Weighing, shares: Shares) -> str:
    """Say how often all choices that are not level come out as with the weights that were set."""
    words = (
        _(
            "Those that are not level come out like this together in {share:.0f} % of {draws:,} random draws (give or take {margin:.0f} by chance)."
        )
        if any(result.level)
        else _(
            "All four come out like this together in {share:.0f} % of {draws:,} random draws (give or take {margin:.0f} by chance)."
        )
    )
    return words.format(share=100 * shares.same, draws=shares.draws, margin=max(1.0, 100 * shares.margin))
