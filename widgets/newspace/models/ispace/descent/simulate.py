"""Simulation of one flight from the start of braking to contact."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from newspace.models.ispace.descent.events import events_of
from newspace.models.ispace.descent.flight import AltimeterReading, Flight, outcome_of
from newspace.models.ispace.descent.physics._ops import SCALAR
from newspace.models.ispace.descent.physics.dynamics import Case, State, TimeStep, advance
from newspace.models.ispace.descent.physics.guidance import GUIDANCE, Guidance
from newspace.models.ispace.descent.physics.moon import hohmann_deorbit, in_range
from newspace.models.ispace.descent.physics.navigation import NAVIGATION, Navigation
from newspace.models.ispace.descent.physics.scenario import NOMINAL, Scenario
from newspace.models.ispace.descent.physics.vehicle import VEHICLE, Vehicle, mass_at_braking

ORBIT_ALTITUDE_M = 100_000.0
BRAKING_ALTITUDE_M = 20_000.0
LOWEST_BRAKING_M, HIGHEST_BRAKING_M = 15_000.0, 25_000.0
LEAST_PROPELLANT_KG, MOST_PROPELLANT_KG = 100.0, 660.0
MOST_STEPS = 20_000  # a flight takes about 500; the tanks run dry long before this


def start_mass(vehicle: Vehicle, propellant_kg: float | None) -> float:
    """Return the mass (kg) at the start of braking: what capture left, or the dry mass plus the given propellant (100 to 660 kg)."""
    if propellant_kg is None:
        return mass_at_braking(vehicle).mass_kg
    return vehicle.dry_mass_kg + in_range("propellant_kg", propellant_kg, LEAST_PROPELLANT_KG, MOST_PROPELLANT_KG, "kg")


def start_state(braking_altitude_m: float, mass_kg: float, altitude_error_m: float) -> State:
    """Build the state at perilune: the coast down from 100 km is a Hohmann ellipse, so it needs no integration."""
    altitude = in_range("braking_altitude_m", braking_altitude_m, LOWEST_BRAKING_M, HIGHEST_BRAKING_M, "m")
    speed = hohmann_deorbit(ORBIT_ALTITUDE_M, altitude).perilune_speed_m_s
    return State(
        time=0.0,
        downrange=0.0,
        height=altitude,
        sink=0.0,
        horizontal=speed,
        mass=mass_kg,
        offset=altitude_error_m,
        rejected=0,
        phase=0,
    )


def _true(step: TimeStep) -> float:
    return float(step.state.height - step.land)


def run(case: Case, state: State) -> list[TimeStep]:
    """Compute every step of one flight; the last one is cut at contact."""
    before = TimeStep(state, 0.0, 0.0, 0.0, math.nan, False, False)
    steps = [before]
    for _ in range(MOST_STEPS):
        step = advance(SCALAR, case, before.state)
        if _true(step) <= 0:
            steps.append(touch(before, step))
            return steps
        steps.append(step)
        before = step
    raise RuntimeError("The flight did not end: this is a fault of the model, please report it with the inputs.")


def touch(before: TimeStep, after: TimeStep) -> TimeStep:
    """Interpolate the moment of contact linearly between two steps (within a step the speed changes by under 2 m/s)."""
    high, low = _true(before), _true(after)
    share = high / (high - low)
    old, new = before.state, after.state
    mixed = [a + share * (b - a) for a, b in zip(old[:6], new[:6], strict=True)]
    land = before.land + share * (after.land - before.land)
    state = State._make([*mixed, old.offset, new.rejected, new.phase])
    return after._replace(state=state._replace(height=land), land=land, measured=math.nan, heard=False, accepted=False)


@lru_cache(maxsize=256)
def planned_site(vehicle: Vehicle, guidance: Guidance, braking_altitude_m: float, mass_kg: float) -> float:
    """Compute the distance (m) that an error-free flight covers from the start of braking: braking begins that far before the site."""
    case = make_case(NOMINAL, vehicle, NAVIGATION, guidance, gate_m=NAVIGATION.gate_m, site_m=0.0)
    return float(run(case, start_state(braking_altitude_m, mass_kg, 0.0))[-1].state.downrange)


def make_case(
    scenario: Scenario, vehicle: Vehicle, navigation: Navigation, guidance: Guidance, gate_m: float, site_m: float
) -> Case:
    """Collect the fixed parameters of a flight of this scenario to a site ``site_m`` ahead."""
    land = scenario.terrain
    return Case(
        vehicle=vehicle,
        navigation=navigation,
        guidance=guidance,
        sensor_range=scenario.sensor_range_m,
        gate=in_range("gate_m", gate_m, 1, 100_000, "m"),
        step=land.step_m,
        width=land.width_m,
        rim=site_m - land.rim_before_site_m,
        drift=0.0,
        terminal_thrust=vehicle.terminal_thrust_n,
        pace=1.0,
    )


def _columns(rows: Sequence[Sequence[float]]) -> np.ndarray:
    """Convert the columns of a table to arrays (converting row by row takes numpy twice as long)."""
    every = itertools.chain.from_iterable(rows)
    return np.fromiter(every, np.float64, len(rows) * len(rows[0])).reshape(len(rows), -1).T


def fly(
    scenario: Scenario = NOMINAL,
    *,
    gate_m: float | None = None,
    braking_altitude_m: float = BRAKING_ALTITUDE_M,
    propellant_kg: float | None = None,
    vehicle: Vehicle = VEHICLE,
    navigation: Navigation = NAVIGATION,
    guidance: Guidance = GUIDANCE,
) -> Flight:
    """Simulate one flight of a scenario.

    Parameters
    ----------
    scenario : sensor range, error before the first reading, terrain.
    gate_m : the navigation's gate, if it is to differ (1 to 100,000 m).
    braking_altitude_m : altitude of the perilune where braking starts, 15,000 to 25,000 m.
    propellant_kg : propellant there, 100 to 660 kg; None: what lunar capture left (:func:`mass_at_braking`).
    vehicle, navigation, guidance : the vehicle and its software; change them only to see their effect.

    Returns
    -------
    Flight

    Raises
    ------
    ValueError
        If an input is out of its range.
    """
    mass = start_mass(vehicle, propellant_kg)
    state = start_state(braking_altitude_m, mass, scenario.altitude_error_m)
    site = planned_site(vehicle, guidance, float(braking_altitude_m), mass)
    case = make_case(
        scenario, vehicle, navigation, guidance, gate_m=navigation.gate_m if gate_m is None else gate_m, site_m=site
    )
    steps = run(case, state)
    time, downrange, height, sink, horizontal, mass_kg, offset, rejected, phase = _columns(
        [step.state for step in steps]
    )
    up, back, land, measured, heard, accepted = _columns([step[1:] for step in steps])
    off = (rejected >= navigation.rejections_allowed) & (heard == 0)
    reading = np.where(
        heard > 0,
        np.where(accepted > 0, AltimeterReading.ACCEPTED, AltimeterReading.REJECTED),
        np.where(off, AltimeterReading.OFF, AltimeterReading.NONE),
    )
    speed = np.hypot(sink, horizontal)
    flight = Flight(
        scenario=scenario, vehicle=vehicle, navigation=navigation, gate_m=float(case.gate), braking_altitude_m=float(braking_altitude_m),
        propellant_start_kg=mass - vehicle.dry_mass_kg, site_downrange_m=site,
        time_s=time, downrange_m=downrange, height_m=height, terrain_m=land,
        true_altitude_m=height - land, believed_altitude_m=height + offset,
        measured_m=np.where(heard > 0, measured, np.nan), reading=reading.astype(np.int64),
        speed_m_s=speed, horizontal_speed_m_s=horizontal, vertical_speed_m_s=-sink,
        mass_kg=mass_kg, propellant_kg=np.maximum(mass_kg - vehicle.dry_mass_kg, 0.0),
        thrust_n=np.hypot(up, back), pitch_rad=np.arctan2(up, back), phase=phase.astype(np.int64),
        events=(), outcome=outcome_of(float(speed[-1]), bool(steps[-1].state.phase == 4)),
    )  # fmt: skip
    # Events are derived from the arrays, so that the two cannot disagree.
    object.__setattr__(flight, "events", events_of(flight, rim_m=case.rim))
    return flight
