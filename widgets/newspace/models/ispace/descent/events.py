"""Events of a flight in order of time, derived from its arrays."""

from __future__ import annotations

import numpy as np

from newspace.models.ispace.descent.flight import AltimeterReading, Event, Flight
from newspace.models.ispace.descent.physics.guidance import Phase


def _first(condition: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> int | None:
    index = int(np.argmax(condition))
    return index if condition[index] else None


def km(metres: float) -> str:
    """Format a height: metres below 2 km, kilometres above."""
    return f"{metres / 1000:.1f} km" if abs(metres) >= 2000 else f"{metres:,.0f} m"


def believed_before(flight: Flight, index: int) -> float:
    """Return the altitude (m) that navigation believed at a step before that step's reading corrected it."""
    offset = float(flight.believed_altitude_m[index - 1] - flight.height_m[index - 1])
    return float(flight.height_m[index]) + offset


def events_of(flight: Flight, *, rim_m: float) -> tuple[Event, ...]:
    """Find the events of a flight; their names are listed in the package's docstring."""
    found: list[tuple[int, str, str]] = [(0, "braking", "The braking burn starts.")]

    def note(index: int | None, name: str, text: str) -> None:
        if index is not None:
            found.append((index, name, text))

    true, believed, reading, phase = flight.true_altitude_m, flight.believed_altitude_m, flight.reading, flight.phase
    if flight.scenario.terrain.step_m > 0:
        note(
            _first(flight.downrange_m >= rim_m),
            "rim",
            f"It passes the rim: the land falls away by {km(flight.scenario.terrain.step_m)}.",
        )
    heard = (reading == AltimeterReading.ACCEPTED) | (reading == AltimeterReading.REJECTED)
    first = _first(heard)
    if first is not None:
        held = believed_before(flight, first)
        note(
            first,
            "first_reading",
            f"The altimeter gives its first reading, {km(float(flight.measured_m[first]))}; navigation believed {km(held)}.",
        )
    rejected = _first(reading == AltimeterReading.REJECTED)
    if rejected is not None:
        note(
            rejected,
            "first_rejected",
            f"A reading of {km(float(flight.measured_m[rejected]))} is rejected: navigation believes {km(float(believed[rejected]))}.",
        )
    note(
        _first(reading == AltimeterReading.OFF),
        "sensor_off",
        "Too many readings rejected: the altimeter is off for good.",
    )
    for number, name, text in (
        (Phase.PITCH_UP, "pitch_up", "The lander turns upright."),
        (Phase.TERMINAL, "terminal", "The main engine stops; the thrusters take over."),
    ):
        note(_first((phase >= number) & (phase < Phase.DRY)), name, text)
    note(
        _first((phase == Phase.SINK) & (true > 0)),
        "believed_zero",
        "Navigation believes that it is on the ground; no leg has touched.",
    )
    note(_first(phase == Phase.DRY), "dry", "The tanks are dry.")
    last = len(true) - 1
    found.append((last, "touchdown", f"Contact at {flight.speed_m_s[-1]:.1f} m/s."))
    return tuple(
        Event(
            name, float(flight.time_s[i]), float(flight.downrange_m[i]), float(true[i]), float(believed[i]),
            float(flight.speed_m_s[i]), text,
        )
        for i, name, text in sorted(found, key=lambda item: item[0])
    )  # fmt: skip
