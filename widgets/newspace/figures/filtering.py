"""A flight from the navigation filter's point of view: what it believed, what the altimeter said, and the gate between them."""

from __future__ import annotations

import numpy as np

from newspace.figures.drawing import Drawing
from newspace.figures.style import COLOURS, new_figure
from newspace.models.descent import Flight, Reading

_BEFORE_S, _AFTER_S = 45.0, 60.0
"""How much of the flight is shown before the first reading and after the last."""


def gate(flight: Flight) -> Drawing:
    """Believed altitude with the gate around it, and the altimeter's readings: used inside the gate, rejected outside.

    Parameters
    ----------
    flight : Flight
        A flight of ``newspace.models.descent``.
    """
    used, rejected = flight.reading == Reading.ACCEPTED, flight.reading == Reading.REJECTED
    seen_s = flight.time_s[used | rejected]
    rim, off = flight.event("rim"), flight.event("sensor_off")
    starts_s = [*seen_s[:1], *([rim.time_s] if rim else [])]
    start_s = max(min(starts_s, default=0.0) - _BEFORE_S, 0.0)
    end_s = min((off.time_s if off else start_s + 2 * _BEFORE_S) + _AFTER_S, flight.duration_s)
    shown = (flight.time_s >= start_s) & (flight.time_s <= end_s)
    minutes, believed_km = flight.time_s / 60, flight.believed_altitude_m / 1000
    fig, ax = new_figure(8.0, 4.4)
    band = (believed_km - flight.gate_m / 1000, believed_km + flight.gate_m / 1000)
    ax.fill_between(minutes[shown], band[0][shown], band[1][shown], color=COLOURS["sky"], alpha=0.25, linewidth=0)
    ax.plot(
        minutes[shown],
        flight.true_altitude_m[shown] / 1000,
        color=COLOURS["black"],
        linewidth=1.5,
        label="true altitude",
    )
    ax.plot(
        minutes[shown],
        believed_km[shown],
        color=COLOURS["blue"],
        linestyle="--",
        label="believed altitude, with the gate",
    )
    for mask, marker, colour, label in (
        (used & shown, ".", "green", "reading used"),
        (rejected & shown, "x", "vermillion", "reading rejected"),
    ):
        if mask.any():
            measured_km = flight.measured_m[mask] / 1000
            ax.plot(
                minutes[mask], measured_km, marker, color=COLOURS[colour], markersize=9, markeredgewidth=2, label=label
            )
    if rim and start_s <= rim.time_s <= end_s:
        ax.axvline(rim.time_s / 60, color="0.3", linestyle=":", linewidth=1.5)
        ax.text(rim.time_s / 60, 0.02, " the rim", transform=ax.get_xaxis_transform(), ha="left", va="bottom")
    ax.set_xlim(start_s / 60, end_s / 60)
    ax.set_xlabel("time since the start of the braking burn (min)")
    ax.set_ylabel("altitude (km)")
    ax.legend(loc="best")
    return Drawing(
        fig,
        "The shaded band is the gate: a reading inside it is used, one outside it is rejected. Model: newspace.models.descent.",
        _words(flight, int(np.count_nonzero(used)), int(np.count_nonzero(rejected))),
    )


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
