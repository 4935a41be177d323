"""One day of UTC, and the dates shown during it in Japan and on the US east coast."""

from __future__ import annotations

from typing import Any

from newspace.core.i18n import _
from newspace.figures.shared.drawing import Drawing
from newspace.figures.shared.style import COLOURS, new_figure
from newspace.models.shared import clocks
from newspace.models.us_japan import two_dates

_HOURS = 24.0
_HALO: dict[str, Any] = {"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 1.5}


_PLANNED_LANDING_H = 19.0 + 17.0 / 60.0
"""The planned touchdown of Mission 2 in UTC (fact m2_planned_touchdown_utc)."""


def one_moment(hour_utc: float = _PLANNED_LANDING_H) -> Drawing:
    """Draw the date that each place shows during one day of UTC, with a line at one moment.

    Parameters
    ----------
    hour_utc : float
        The moment, 0 to 24; by default the planned landing of Mission 2.

    Raises
    ------
    ValueError
        If the hour lies outside the day.
    """
    if not 0 <= hour_utc < _HOURS:
        raise ValueError(f"hour_utc must lie between 0 and 24; got {hour_utc}")
    places = (
        (_("Japan"), two_dates.JAPAN_H),
        (_("Washington, summer"), two_dates.EAST_COAST_SUMMER_H),
        (_("Washington, winter"), two_dates.EAST_COAST_WINTER_H),
    )
    names = {-1: _("day before"), 0: _("same day as UTC"), 1: _("day after")}
    colours = {-1: COLOURS["sky"], 0: "#e2e2e2", 1: COLOURS["orange"]}
    fig, ax = new_figure(8.0, 2.8)
    for row, (_name, offset_h) in enumerate(reversed(places)):
        for shift, name in names.items():
            start, end = max(0.0, shift * _HOURS - offset_h), min(_HOURS, (shift + 1) * _HOURS - offset_h)
            if start < end:
                ax.barh(row, end - start, left=start, height=0.6, color=colours[shift], edgecolor="white")
                ax.text((start + end) / 2, row, name, ha="center", va="center", fontsize=10, zorder=4, bbox=_HALO)
    ax.axvline(hour_utc, color=COLOURS["vermillion"], linewidth=2)
    ax.set_yticks(range(len(places)), [name for name, _offset in reversed(places)])
    ax.set(xlim=(0, _HOURS), xticks=range(0, 25, 3), xlabel=_("hour in UTC"))
    ax.grid(visible=False)
    japan = two_dates.JAPAN_H
    words = [
        _("{place} and Japan show different dates in {h:.0f} of 24 hours").format(
            place=place, h=_HOURS * clocks.two_dates_share(offset_h, japan)
        )
        for place, offset_h in places[1:]
    ]
    hour, minute = divmod(round(hour_utc * 60), 60)
    line = (
        _("The line stands at {time} UTC, the planned landing of Resilience.")
        if hour_utc == _PLANNED_LANDING_H
        else _("The line stands at {time} UTC.")
    )
    return Drawing(
        fig,
        line.format(time=f"{hour:02d}:{minute:02d}")
        + " "
        + _("Colours and words give the date that a calendar shows there, beside the date in UTC."),
        "; ".join(words) + ".",
    )
