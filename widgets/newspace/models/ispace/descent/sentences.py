"""Description of a flight in words: the verdict with its numbers."""

from __future__ import annotations

import math

from newspace.models.ispace.descent.events import believed_before, km
from newspace.models.ispace.descent.flight import Flight, LandingOutcome
from newspace.models.ispace.descent.physics.moon import braking_needed


def clock(seconds: float) -> str:
    """Format a duration: ``13 min 37 s``."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _speed(metres_per_second: float) -> str:
    return (
        f"{metres_per_second:.1f} m/s"
        if metres_per_second < 10
        else f"{metres_per_second:.0f} m/s ({metres_per_second * 3.6:,.0f} km/h)"
    )


def flight_sentence(flight: Flight) -> str:
    """Describe what happened in a flight and why, in plain English with numbers."""
    return " ".join(
        part
        for part in (
            _verdict(flight),
            _believed_zero(flight),
            _believed_high(flight),
            _altimeter(flight),
            _braking(flight),
        )
        if part
    )


def _verdict(flight: Flight) -> str:
    speed, left = _speed(flight.touchdown_speed_m_s), f"{flight.propellant_left_kg:.0f} kg of propellant left"
    after = clock(flight.duration_s)
    if flight.outcome is LandingOutcome.LANDED:
        return f"It landed: it touched down at {speed}, {after} after the start of braking, with {left}."
    if flight.outcome is LandingOutcome.HARD:
        return f"A hard landing: it touched down at {speed}, {after} after the start of braking, with {left}."
    if flight.outcome is LandingOutcome.CRASHED_DRY:
        dry = flight.event("dry")
        assert dry is not None  # noqa: S101 - implied by the outcome
        return (
            f"It crashed: the tanks ran dry {km(dry.true_altitude_m)} above the ground, and it hit the ground at {speed}, "
            f"{after} after the start of braking."
        )
    return f"It crashed: it hit the ground at {speed}, {after} after the start of braking, with {left}."


def _believed_zero(flight: Flight) -> str:
    event = flight.event("believed_zero")
    if event is None or event.true_altitude_m < 20:
        return ""
    return (
        f"When navigation believed it was on the ground, it was {km(event.true_altitude_m)} up; "
        f"from there it sank at under 1 m/s for {clock(flight.sink_duration_s)}."
    )


def _believed_high(flight: Flight) -> str:
    believed = float(flight.believed_altitude_m[-1])
    return f"Navigation believed that it was still {km(believed)} up." if believed > 20 else ""


def _altimeter(flight: Flight) -> str:
    if flight.event("sensor_off") or (flight.event("first_rejected") and not flight.landed):
        event = flight.event("first_rejected")
        assert event is not None  # noqa: S101 - the altimeter is off only after a rejection
        gap = abs(event.true_altitude_m - event.believed_altitude_m)
        end = (
            f"and after {_words(flight)} in a row the altimeter was off for good"
            if flight.event("sensor_off")
            else "to the end"
        )
        return (
            f"The altimeter read {km(event.true_altitude_m)} where navigation believed {km(event.believed_altitude_m)}: "
            f"a gap of {km(gap)}, wider than the gate of {km(flight.gate_m)}, so its readings were rejected {end}."
        )
    event = flight.event("first_reading")
    if event is None:
        return "The altimeter never gave a reading."
    held = believed_before(flight, _index(flight, event.time_s))
    return (
        f"The altimeter gave its first reading {km(event.true_altitude_m)} up, at {_speed(event.speed_m_s)}; "
        f"navigation had believed {km(held)}."
    )


def _braking(flight: Flight) -> str:
    event = flight.event("first_reading")
    if (
        event is None
        or flight.outcome is not LandingOutcome.CRASHED
        or flight.event("first_rejected")
        or event.true_altitude_m < 1
    ):
        return ""
    sink = -float(flight.vertical_speed_m_s[_index(flight, event.time_s)])
    if sink <= 0:
        return ""
    mass = float(flight.mass_kg[_index(flight, event.time_s)])
    given = flight.vehicle.terminal_thrust_n / mass
    needed = braking_needed(event.true_altitude_m, sink)
    if needed <= given:
        return ""
    return f"To stop from there it needed {needed:.1f} m/s² of thrust all the way down; the thrusters gave {given:.1f} m/s²."


def _index(flight: Flight, time_s: float) -> int:
    return next(i for i, time in enumerate(flight.time_s) if math.isclose(float(time), time_s))


def _words(flight: Flight) -> str:
    number = flight.navigation.rejections_allowed
    return {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}.get(
        number, str(number)
    )
