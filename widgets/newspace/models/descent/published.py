"""What the sources say and what the model computes, side by side, also where they do not meet."""

from __future__ import annotations

from dataclasses import dataclass

from newspace.models.descent.fit import FIRST_POINT, LAST_POINT
from newspace.models.descent.flight import Flight, Sample
from newspace.models.descent.guidance import GUIDANCE
from newspace.models.descent.moon import braking_achieved, circular_speed, free_fall, hohmann_deorbit
from newspace.models.descent.scenario import MISSION_1, MISSION_2, NOMINAL
from newspace.models.descent.simulate import fly


@dataclass(frozen=True)
class Comparison:
    """One quantity: published and computed value (None: there is none), whether they meet, and what to say about it."""

    mission: str
    quantity: str
    published: float | None
    computed: float | None
    unit: str
    source: str
    matched: bool
    remark: str


def _near(published: float, computed: float, share: float) -> bool:
    return abs(computed - published) <= share * abs(published)


def published_vs_computed() -> tuple[Comparison, ...]:
    """The table of both missions; sources by their number in the facts' register."""
    nominal, first, second = fly(NOMINAL), fly(MISSION_1), fly(MISSION_2)
    return (*_orbit(second), *_mission_1(first, nominal), *_mission_2(second, nominal))


def _row(
    mission: str, quantity: str, published: float | None, computed: float | None, unit: str, source: str,
    *, share: float = 0.05, matched: bool | None = None, remark: str = "",
) -> Comparison:  # fmt: skip
    if matched is None:
        matched = published is not None and computed is not None and _near(published, computed, share)
    return Comparison(mission, quantity, published, computed, unit, source, matched, remark)


def _orbit(second: Flight) -> tuple[Comparison, ...]:
    coast = hohmann_deorbit()
    return (
        _row("both", "speed in the 100 km orbit", 6000 / 3.6, circular_speed(100e3), "m/s", "R106", remark="“about 6,000 km/h”"),
        _row("Mission 2", "speed after de-orbit", 5800 / 3.6, circular_speed(100e3) - coast.delta_v_m_s, "m/s", "R113", remark="“about 5,800 km/h”"),
        _row("Mission 2", "coast from 100 to 20 km", 50 * 60.0, coast.coast_time_s, "s", "R113",
             remark="Half an orbit takes 57 minutes, whatever the engine does: “about 50 min” is rounded, or the perilune was not half an orbit away."),
        _row("Mission 2", "descent from de-orbit to planned touchdown", 63 * 60.0, coast.coast_time_s + fly(NOMINAL).duration_s, "s", "R20, R27",
             remark=f"62 to 64 minutes published. The coast alone takes 57; the powered part of {second.duration_s / 60:.0f} minutes is too long with the assumed thrust."),
    )  # fmt: skip


def _mission_1(flight: Flight, nominal: Flight) -> tuple[Comparison, ...]:
    zero, dry = flight.event("believed_zero"), flight.event("dry")
    if zero is None or dry is None:
        raise RuntimeError("Mission 1 no longer sinks until it is dry: the model has been changed.")
    gates = [(GUIDANCE.pitch_up_altitude_m, 300.0), (GUIDANCE.terminal_altitude_m, 120.0), (GUIDANCE.slow_altitude_m, 17.0)]
    planned = tuple(
        _row("Mission 1", f"planned speed at {altitude:,.0f} m", speed / 3.6, _down(nominal, altitude).speed_m_s, "m/s", "R108",
             share=0.1, remark="A target of the guidance; webcast notes, a weak source.")
        for altitude, speed in gates
    )  # fmt: skip
    fall = free_fall(5000.0)
    return (
        _row("Mission 1", "powered descent, planned", 15 * 60.0, nominal.duration_s, "s", "R108", share=0.1, remark="Webcast notes, a weak source."),
        *planned,
        _row("Mission 1", "height of the step", 3000.0, MISSION_1.terrain.step_m, "m", "R30, R32", remark="Put in."),
        _row("Mission 1", "true altitude at believed zero", 5000.0, zero.true_altitude_m, "m", "R30, R32",
             remark="3 km are the step; the other 2 km are an assumed earlier error that no source explains."),
        _row("Mission 1", "sink rate at believed zero", 1.0, -flight.at_time(zero.time_s + 60).vertical_speed_m_s, "m/s", "R30, R32",
             matched=-flight.at_time(zero.time_s + 60).vertical_speed_m_s < 1, remark="Published: slower than 1 m/s."),
        _row("Mission 1", "time of sinking until dry", None, flight.sink_duration_s, "s", "none",
             matched=False, remark="No source says how long; it hangs on the propellant left and on the assumed specific impulse."),
        _row("Mission 1", "speed on the ground", fall.speed_m_s, flight.touchdown_speed_m_s, "m/s", "derived from R30",
             matched=flight.touchdown_speed_m_s < fall.speed_m_s,
             remark=f"The first is the upper bound of a fall from 5 km; in the model the tanks run dry {dry.true_altitude_m / 1000:.1f} km up."),
        _row("Mission 1", "distance of the wreck from the target", 6730.0, abs(flight.downrange_m[-1] - flight.site_downrange_m), "m", "R110, R112",
             remark="The model knows only an error of altitude, and none along the track."),
    )  # fmt: skip


def _mission_2(flight: Flight, nominal: Flight) -> tuple[Comparison, ...]:
    reading, turn = flight.event("first_reading"), flight.event("pitch_up")
    if reading is None or turn is None:
        raise RuntimeError("Mission 2 no longer reads its altimeter: the model has been changed.")
    seven, high, low = flight.at_time(7 * 60.0), _down(flight, FIRST_POINT[0]), _down(flight, LAST_POINT[0])
    published = braking_achieved(*FIRST_POINT, *LAST_POINT)
    computed = braking_achieved(FIRST_POINT[0], high.speed_m_s, LAST_POINT[0], low.speed_m_s)
    before = nominal.duration_s - low.time_s
    fitted = "Fitted by the pair of error and terminal thrust; other pairs fit as well."
    return (
        _row("Mission 2", "length of the braking burn", 600.0, turn.time_s, "s", "R113",
             remark=f"“About 10 min” would take about {100 * (turn.time_s / 600 - 1):.0f} % more thrust than the assumed {flight.vehicle.main_thrust_n / 1000:.1f} kN."),
        _row("Mission 2", "speed seven minutes into the burn", 500.0, seven.speed_m_s, "m/s", "R113",
             remark="“About 1,800 km/h”, from a weak source. The assumed thrust brakes more slowly."),
        _row("Mission 2", "altitude seven minutes into the burn", 12_000.0, seven.true_altitude_m, "m", "R113",
             remark="“Under 12,000 m”, from a weak source. The model's guidance loses most of its height at the end of the burn."),
        _row("Mission 2", "altitude of the first valid range", FIRST_POINT[0], reading.true_altitude_m, "m", "R23, R24",
             remark="Put in: “below 900 m”. The preliminary figure of 6 June was 1 to 1.5 km (R27)."),
        _row("Mission 2", "speed at 900 m", FIRST_POINT[1], high.speed_m_s, "m/s", "R23", remark=fitted),
        _row("Mission 2", "speed at 192 m", LAST_POINT[1], low.speed_m_s, "m/s", "R114, R115", remark=fitted),
        _row("Mission 2", "net braking between the two", published.net_m_s2, computed.net_m_s2, "m/s²", "derived from R23, R114, R115", remark=fitted),
        _row("Mission 2", "time between the two", published.time_s, low.time_s - high.time_s, "s", "derived from R23, R114, R115"),
        _row("Mission 2", "time from 192 m to the ground", LAST_POINT[0] / LAST_POINT[1], flight.duration_s - low.time_s, "s", "derived from R114, R115",
             share=0.2, remark="Published: the time at constant speed; the model still brakes."),
        _row("Mission 2", "last telemetry before the planned touchdown", 85.0, before, "s", "R25, R27, R28", matched=65 <= before <= 105,
             remark="65 to 105 s, sources differ; computed against the nominal flight."),
        _row("Mission 2", "speed at 52 m, the webcast's last frame", 187 / 3.6, _down(flight, 52.0).speed_m_s, "m/s", "R25, R28b",
             remark="An on-board estimate that disagrees with 42 m/s at 192 m: both can hold only if the lander sped up while it braked."),
        _row("Mission 2", "error before the first reading", None, MISSION_2.altitude_error_m, "m", "none", matched=False, remark="No source gives it: fitted, not known."),
    )  # fmt: skip


def _down(flight: Flight, altitude_m: float) -> Sample:
    sample = flight.at_true_altitude(altitude_m)
    if sample is None:
        raise RuntimeError(f"The flight never came down through {altitude_m:g} m: the model has been changed.")
    return sample
