"""A flight as the navigation filter sees it: believed altitude, altimeter readings, and the rejection gate."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from newspace.figures.shared.drawing import Drawing
from newspace.figures.shared.style import COLOURS, new_figures
from newspace.models.ispace.descent import AltimeterReading, Flight

_BEFORE_S, _AFTER_S = 45.0, 60.0
"""How much of the flight is shown before the first reading and after the last."""
_CLOSE_S = 1.5
"""How much of it stands before the first and after the last rejected reading in the closer picture."""


def gate(flight: Flight) -> Drawing:
    """Draw the believed altitude with its gate, and the altimeter's readings: used inside the gate, rejected outside.

    Where readings were rejected, a second panel magnifies these few seconds, so that each of them can be seen.

    Parameters
    ----------
    flight : Flight
        A flight of ``newspace.models.ispace.descent``.
    """
    used, rejected = flight.reading == AltimeterReading.ACCEPTED, flight.reading == AltimeterReading.REJECTED
    seen_s = flight.time_s[used | rejected]
    rim, off = flight.event("rim"), flight.event("sensor_off")
    starts_s = [*seen_s[:1], *([rim.time_s] if rim else [])]
    start_s = max(min(starts_s, default=0.0) - _BEFORE_S, 0.0)
    end_s = min((off.time_s if off else start_s + 2 * _BEFORE_S) + _AFTER_S, flight.duration_s)
    closer = bool(rejected.any())
    grid: dict[str, Any] = {"ncols": 2, "sharey": True, "width_ratios": (5, 3)} if closer else {"squeeze": False}
    fig, axes = new_figures(8.0, 4.4, **grid)
    ax = axes.flat[0]
    _draw(ax, flight, start_s, end_s)
    if rim and start_s <= rim.time_s <= end_s:
        ax.axvline(rim.time_s / 60, color="0.3", linestyle=":", linewidth=1.5)
        ax.text(rim.time_s / 60, 0.98, "the rim ", transform=ax.get_xaxis_transform(), ha="right", va="top")
    ax.set_xlabel("time since the start of the braking burn (min)")
    ax.set_ylabel("altitude (km)")
    ax.legend(loc="best")
    if closer:
        _draw_closer(axes[1], flight, flight.time_s[rejected])
    return Drawing(
        fig,
        "The shaded band is the gate: a reading inside it is used, one outside it is rejected. Model: newspace.models.ispace.descent.",
        _words(flight, int(np.count_nonzero(used)), int(np.count_nonzero(rejected))),
    )


def _draw(ax: Axes, flight: Flight, start_s: float, end_s: float, *, clock_s: float = 60.0) -> None:
    """Draw truth, belief with its gate, and readings from ``start_s`` to ``end_s``, on a time axis in units of ``clock_s``."""
    shown = (flight.time_s >= start_s) & (flight.time_s <= end_s)
    time, believed_km = flight.time_s / clock_s, flight.believed_altitude_m / 1000
    gate_km = flight.gate_m / 1000
    low, high = believed_km[shown] - gate_km, believed_km[shown] + gate_km
    ax.fill_between(time[shown], low, high, color=COLOURS["sky"], alpha=0.25, linewidth=0)
    true_km = flight.true_altitude_m[shown] / 1000
    ax.plot(time[shown], true_km, color=COLOURS["black"], linewidth=1.5, label="true altitude")
    belief = "believed altitude, with the gate"
    ax.plot(time[shown], believed_km[shown], color=COLOURS["blue"], linestyle="--", label=belief)
    for kind, marker, colour, label in (
        (AltimeterReading.ACCEPTED, ".", "green", "reading used"),
        (AltimeterReading.REJECTED, "x", "vermillion", "reading rejected"),
    ):
        mask = (flight.reading == kind) & shown
        if mask.any():
            measured_km = flight.measured_m[mask] / 1000
            ax.plot(
                time[mask], measured_km, marker, color=COLOURS[colour], markersize=9, markeredgewidth=2, label=label
            )
    ax.set_xlim(start_s / clock_s, end_s / clock_s)


def _draw_closer(ax: Axes, flight: Flight, rejected_s: np.ndarray[Any, Any]) -> None:
    _draw(ax, flight, rejected_s[0] - _CLOSE_S, rejected_s[-1] + _CLOSE_S, clock_s=1.0)
    count = len(rejected_s)
    ax.set_title(f"the {count} rejected readings" if count > 1 else "the rejected reading")
    ax.set_xlabel("closer, in seconds")


def _words(flight: Flight, used: int, rejected: int) -> str:
    text = (
        f"The gate is {flight.gate_m:,.0f} m wide on either side of the believed altitude. "
        f"Readings used: {used}; readings rejected: {rejected}."
    )
    off = flight.event("sensor_off")
    if off is None:
        return text
    return (
        f"{text} {off.time_s / 60:.1f} minutes after the start of the braking burn the altimeter was off for good, "
        f"at a true altitude of {off.true_altitude_m:,.0f} m and a believed one of {off.believed_altitude_m:,.0f} m."
    )
