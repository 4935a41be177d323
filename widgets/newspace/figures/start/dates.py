"""Pictures of lesson 0: one moment on four clocks, and the clues to one date."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from matplotlib.artist import Artist

from newspace.core.i18n import _
from newspace.figures.shared.marks import Box, box_of
from newspace.figures.shared.raster import Raster
from newspace.figures.shared.style import COLOURS, new_figure
from newspace.models.shared import clocks
from newspace.models.start import landing_date_evidence

_INK = "0.15"
_DAY_H = 24.0
_FEWEST_DAYS = 8.0
"""A mark is at least so wide: a bar of one day could not be met with a finger."""


class ClockPicture:
    """One day of UTC from left to right, and for each place the date that its calendars show."""

    def __init__(self, day: date, *, narrow: bool = False, pixels_per_inch: float = 150.0) -> None:
        self._moving: list[Artist] = []
        self.figure, ax = new_figure(4.6 if narrow else 8.0, 4.0 if narrow else 3.6)
        shades, labels = {-1: COLOURS["sky"], 0: "#dddddd", 1: COLOURS["orange"]}, []
        for row, place in enumerate(clocks.PLACES):
            for shift in (-1, 0, 1):
                start = max(0.0, shift * _DAY_H - place.offset_h)
                end = min(_DAY_H, (shift + 1) * _DAY_H - place.offset_h)
                if start < end:
                    ax.barh(row, end - start, left=start, height=0.62, color=shades[shift], edgecolor="white")
                    label = _short(day + timedelta(days=shift))
                    if end - start > 2.5:
                        written = ax.text(start + 0.4, row, label, ha="left", va="center", fontsize=10, color=_INK)
                        written.set_bbox({"facecolor": shades[shift], "edgecolor": "none", "pad": 1.0})
                        labels.append(written)
        ax.set_yticks(range(len(clocks.PLACES)), [place.name for place in clocks.PLACES])
        ax.set(xlim=(0, _DAY_H), ylim=(-0.9, len(clocks.PLACES) - 0.5), xticks=range(0, 25, 6 if narrow else 3))
        ax.set_xlabel(_("hour in UTC, on {day}").format(day=_short(day)))
        ax.grid(visible=False)
        self._line = self._add(ax.axvline(0, color=_INK, linewidth=2.5))
        self._moving.extend(labels)  # over the line, which would else cross them
        self._note = self._add(ax.text(0, -0.85, "", ha="center", va="bottom", fontweight="bold", color=_INK))
        self._note.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1.5})
        self.raster = Raster(self.figure, self._moving, pixels_per_inch=pixels_per_inch)

    def png(self, moment: datetime) -> bytes:
        """Render the picture with its line at a moment of that day."""
        hour = moment.hour + moment.minute / 60
        self._line.set_xdata([hour, hour])
        self._note.set_position((min(max(hour, 2.0), _DAY_H - 2.0), -0.85))
        self._note.set_text(f"{moment:%H:%M} UTC")
        return self.raster.png()

    def _add(self, artist: Any) -> Any:
        self._moving.append(artist)
        return artist


class CluePicture:
    """For each clue the days on which it would be true, and a line at the day tried."""

    def __init__(self, *, narrow: bool = False, pixels_per_inch: float = 150.0) -> None:
        self._moving: list[Artist] = []
        self.figure, ax = new_figure(4.6 if narrow else 8.0, 4.6 if narrow else 3.9)
        self.axes = ax
        self._bars: dict[str, tuple[float, float, float, float]] = {}
        found, labels = landing_date_evidence.clues(), []
        first, last = (day.toordinal() for day in (landing_date_evidence.FIRST, landing_date_evidence.LAST))
        for row, clue in enumerate(found):
            start, end = (min(max(day.toordinal(), first), last) for day in (clue.start, clue.end))
            colour = COLOURS["blue"] if row < 2 else COLOURS["green"]
            ax.barh(row, max(end - start, 3.0), left=start, height=0.42, color=colour)
            middle, half = (start + end) / 2, max(end - start, _FEWEST_DAYS) / 2
            self._bars[clue.id] = (middle - half, row + 0.21, middle + half, row - 0.21)
            says = ax.text(first + 2, row - 0.26, clue.says, ha="left", va="bottom", fontsize=10, color=_INK)
            says.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.5})
            labels.append(says)
        months = [date(2023 + (6 + n) // 12, (6 + n) % 12 + 1, 1) for n in range(0, 10, 3 if narrow else 1)]
        ax.set_xticks([day.toordinal() for day in months], [f"{day:%b}\n{day:%Y}" for day in months])
        ax.set(xlim=(first, last), ylim=(len(found) - 0.5, -0.75), yticks=[])
        ax.grid(visible=False, axis="y")
        self._line = self._add(ax.axvline(first, color=COLOURS["vermillion"], linewidth=2.5))
        self._moving.extend(labels)  # over the line, which would else cross them
        self._marks = [
            self._add(ax.text(last, row, "", ha="right", va="center", fontweight="bold", color=_INK))
            for row in range(len(found))
        ]
        for mark in self._marks:
            mark.set_bbox({"facecolor": "white", "edgecolor": _INK, "pad": 2.0, "linewidth": 0.8})
        self.raster = Raster(self.figure, self._moving, pixels_per_inch=pixels_per_inch)

    def png(self, day: date) -> bytes:
        """Render the picture with its line at a day."""
        place = day.toordinal()
        self._line.set_xdata([place, place])
        for mark, holds in zip(self._marks, landing_date_evidence.holding(day), strict=True):
            mark.set_text(_("fits") if holds else _("does not fit"))
        return self.raster.png()

    def places(self) -> dict[str, Box]:
        """Say where the bar of each clue stands, by the clue's id, from the top down."""
        return {name: box_of(self.axes, *bar) for name, bar in self._bars.items()}

    def _add(self, artist: Any) -> Any:
        self._moving.append(artist)
        return artist


def _short(day: date) -> str:
    return f"{day.day} {day:%B}"
