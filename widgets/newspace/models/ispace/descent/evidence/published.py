"""Comparison of published and computed values, including those that do not agree.

Published values, bounds and sources come from :mod:`newspace.content.facts`; none is repeated here.
"""

from __future__ import annotations

from dataclasses import dataclass

from newspace.content import facts
from newspace.models.ispace.descent.evidence.fit import FIRST_POINT, LAST_POINT
from newspace.models.ispace.descent.flight import Flight, Sample
from newspace.models.ispace.descent.physics.guidance import GUIDANCE
from newspace.models.ispace.descent.physics.moon import braking_achieved, circular_speed, hohmann_deorbit
from newspace.models.ispace.descent.physics.scenario import MISSION_1, MISSION_2, NOMINAL
from newspace.models.ispace.descent.physics.vehicle import VEHICLE, mass_at_braking
from newspace.models.ispace.descent.simulate import fly

NEAR = 0.1  # a computed value matches within the source's bounds, or within this share of its value: most sources say "about"

_PUT_IN = "Put in."
_TARGET = "A target of the guidance, from webcast notes."
_FITTED = "Fitted by the pair of error and terminal thrust; other pairs fit as well."


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One quantity: the sources' and the computed value (None: there is none), whether they agree, and a remark.

    ``basis`` is the kind of the sources' value: ``"published"``, ``"derived"`` (computed from published ones) or ``"none"``.
    ``fact`` is the id in :mod:`newspace.content.facts` ("" if the value is derived or not published), ``source`` names publishers.
    """

    mission: str
    quantity: str
    from_sources: float | None
    basis: str
    computed: float | None
    unit: str
    source: str
    matched: bool
    remark: str
    fact: str = ""


def published_vs_computed() -> tuple[Comparison, ...]:
    """Build the table of both missions, in the order of the descent."""
    nominal, first, second = fly(NOMINAL), fly(MISSION_1), fly(MISSION_2)
    return (*_orbit(nominal), *_mission_1(first, nominal), *_mission_2(second, nominal))


def _row(mission: str, quantity: str, fact_id: str, computed: float, remark: str = "") -> Comparison:
    fact = facts.get(fact_id)
    value = fact.value
    if not isinstance(value, (int, float)):
        raise RuntimeError(f"The fact {fact_id} holds no number: this is a fault of the table, please report it.")
    bounded = fact.low is not None or fact.high is not None
    inside = bounded and (fact.low is None or computed >= fact.low) and (fact.high is None or computed <= fact.high)
    matched = inside or abs(computed - value) <= NEAR * abs(value)
    sources = "; ".join(f"{source.publisher.partition(';')[0]} [{source.id}]" for source in facts.sources_of(fact))
    basis = "derived" if fact.derived_from else "published"
    return Comparison(
        mission=mission,
        quantity=quantity,
        from_sources=float(value),
        basis=basis,
        computed=float(computed),
        unit=fact.unit,
        source=sources,
        matched=matched,
        remark=remark,
        fact=fact_id,
    )


def _derived(mission: str, quantity: str, published: float, computed: float, unit: str, remark: str) -> Comparison:
    near = abs(computed - published) <= NEAR * abs(published)
    return Comparison(
        mission=mission,
        quantity=quantity,
        from_sources=published,
        basis="derived",
        computed=computed,
        unit=unit,
        source="derived from the rows above",
        matched=near,
        remark=remark,
    )


def _unpublished(mission: str, quantity: str, computed: float, unit: str, remark: str) -> Comparison:
    return Comparison(
        mission=mission,
        quantity=quantity,
        from_sources=None,
        basis="none",
        computed=computed,
        unit=unit,
        source="none",
        matched=False,
        remark=remark,
    )


def _orbit(nominal: Flight) -> tuple[Comparison, ...]:
    coast, budget = hohmann_deorbit(), mass_at_braking()
    burned = budget.steps[-2].mass_after_kg - budget.steps[-1].mass_after_kg
    all_out = burned * VEHICLE.exhaust_speed_m_s / VEHICLE.main_thrust_n
    m2 = "Mission 2"
    return (
        _row("Mission 1", "speed in the 100 km orbit", "m1_braking_start_speed_m_s", circular_speed(100e3), "“About 6,000 km/h”."),
        _row(m2, "speed after the de-orbit burn", "m2_orbit_speed_m_s", circular_speed(100e3) - coast.delta_v_m_s, "“About 5,800 km/h”."),
        _row(m2, "length of the de-orbit burn", "m2_deorbit_burn_s", all_out,
             f"For {coast.delta_v_m_s:.1f} m/s the assumed main engine needs {all_out:.0f} s: less thrust was used, or more speed was taken off."),
        _row(m2, "coast from 100 to 20 km", "m2_coast_s", coast.coast_time_s,
             f"Half an orbit takes {coast.coast_time_s / 60:.0f} minutes with any engine: the published figure is rounded, or it was not half an orbit."),
        _row(m2, "from the de-orbit to the planned touchdown", "m2_descent_duration_s", coast.coast_time_s + nominal.duration_s,
             f"64 minutes from the command, 62 from the start two minutes later. The coast alone takes {coast.coast_time_s / 60:.0f} minutes, and with the assumed thrust the powered part {nominal.duration_s / 60:.0f}."),
    )  # fmt: skip


def _mission_1(flight: Flight, nominal: Flight) -> tuple[Comparison, ...]:
    zero, dry, turn = flight.event("believed_zero"), flight.event("dry"), nominal.event("pitch_up")
    if zero is None or dry is None or turn is None:
        raise RuntimeError("Mission 1 no longer sinks until it is dry: the model has been changed.")
    sinking = -flight.at_time(zero.time_s + 60).vertical_speed_m_s
    miss = abs(float(flight.downrange_m[-1]) - flight.site_downrange_m)
    m1 = "Mission 1"
    return (
        _row(m1, "planned powered descent", "m1_powered_descent_s", nominal.duration_s),
        _row(m1, "planned time from the end of braking to the ground", "m1_time_left_after_braking_s", nominal.duration_s - turn.time_s,
             "Webcast notes; the profile of guidance comes down faster."),
        _row(m1, "planned speed at the end of braking", "m1_braking_end_speed_m_s", _down(nominal, GUIDANCE.pitch_up_altitude_m).speed_m_s, _TARGET),
        _row(m1, "planned speed at the end of the pitch-up", "m1_pitch_up_end_speed_m_s", _down(nominal, GUIDANCE.terminal_altitude_m).speed_m_s, _TARGET),
        _row(m1, "planned speed at the end of the terminal descent", "m1_terminal_end_speed_m_s", _down(nominal, GUIDANCE.slow_altitude_m).speed_m_s, _TARGET),
        _row(m1, "height of the step at the rim", "m1_step_m", MISSION_1.terrain.step_m, _PUT_IN),
        _row(m1, "true altitude at believed zero", "m1_true_altitude_m", zero.true_altitude_m,
             f"Put in: {MISSION_1.terrain.step_m / 1000:g} km are the step, the other {-MISSION_1.altitude_error_m / 1000:g} km an assumed earlier error that no source explains."),
        _row(m1, "sink rate at believed zero", "m1_sink_speed_m_s", sinking, "Published: slower than 1 m/s."),
        _unpublished(m1, "time of sinking until dry", flight.sink_duration_s, "s",
                     "No source says how long. It depends on the propellant left and on the assumed specific impulse."),
        _row(m1, "speed on the ground", "m1_fall_speed_m_s", flight.touchdown_speed_m_s,
             f"The sources' value is the bound of a fall from rest at 5 km; in the model the tanks run dry {dry.true_altitude_m / 1000:.1f} km up."),
        _row(m1, "distance of the wreck from the target", "m1_miss_distance_m", miss,
             "The model knows an error of altitude only, and none along or across the track."),
    )  # fmt: skip


def _mission_2(flight: Flight, nominal: Flight) -> tuple[Comparison, ...]:
    reading, turn = flight.event("first_reading"), flight.event("pitch_up")
    if reading is None or turn is None:
        raise RuntimeError("Mission 2 no longer reads its altimeter: the model has been changed.")
    seven, high, low = flight.at_time(7 * 60.0), _down(flight, FIRST_POINT[0]), _down(flight, LAST_POINT[0])
    published = braking_achieved(*FIRST_POINT, *LAST_POINT)
    computed = braking_achieved(FIRST_POINT[0], high.speed_m_s, LAST_POINT[0], low.speed_m_s)
    longest = facts.get("m2_last_telemetry_speed_m_s").high
    lowest = facts.get("m2_last_telemetry_altitude_m").low
    frame = ""
    if longest is not None and lowest is not None:
        frame = f" The webcast's last frame, {longest:g} m/s at {lowest:g} m, is not met: the model has {_down(flight, lowest).speed_m_s:.0f} m/s there."
    thrust = flight.vehicle.main_thrust_n / 1000
    m2 = "Mission 2"
    return (
        _row(m2, "length of the braking burn", "m2_braking_s", turn.time_s,
             f"“About 10 min” asks for more thrust than the assumed {thrust:g} kN, by about {100 * (turn.time_s / 600 - 1):.0f} %."),
        _row(m2, "speed seven minutes into the burn", "m2_braking_7min_speed_m_s", seven.speed_m_s,
             f"“About 1,800 km/h”, one weak source: the assumed {thrust:g} kN brake more slowly."),
        _row(m2, "altitude seven minutes into the burn", "m2_braking_7min_altitude_m", seven.true_altitude_m,
             "“Under 12,000 m”, one weak source: the model's guidance loses most of its height at the end of the burn."),
        _row(m2, "altitude of the first valid range", "m2_lrf_first_valid_m", reading.true_altitude_m, _PUT_IN),
        _row(m2, "speed at 900 m", "m2_lrf_first_valid_speed_m_s", high.speed_m_s, _FITTED),
        _row(m2, "speed at 192 m", "m2_last_telemetry_speed_m_s", low.speed_m_s, _FITTED + frame),
        _derived(m2, "net braking between the two", published.net_m_s2, computed.net_m_s2, "m/s²", _FITTED),
        _derived(m2, "time between the two", published.time_s, low.time_s - high.time_s, "s", _FITTED),
        _row(m2, "time from 192 m to the ground", "m2_time_left_s", flight.duration_s - low.time_s,
             "The sources' value holds for a constant speed. The model still brakes, so it takes longer."),
        _row(m2, "last telemetry before the planned touchdown", "m2_contact_lost_s", nominal.duration_s - low.time_s,
             "Sources differ; computed from 192 m to the touchdown of the nominal flight."),
        _unpublished(m2, "error before the first reading", MISSION_2.altitude_error_m, "m", "No source gives it: fitted, not known."),
    )  # fmt: skip


def _down(flight: Flight, altitude_m: float) -> Sample:
    sample = flight.at_true_altitude(altitude_m)
    if sample is None:
        raise RuntimeError(f"The flight never came down through {altitude_m:g} m: the model has been changed.")
    return sample
