"""One time step of the flight: guidance, motion, altimeter reading.

A point mass in the plane of its orbit over a spherical Moon, in polar form (height, distance along the ground, sink rate,
horizontal speed), its mass falling by the rocket equation. The thrust is held for the step; the motion is integrated by the
midpoint rule. The code works for floats and for arrays: see :mod:`._ops`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from newspace.models.ispace.descent.physics._ops import Num, Ops
from newspace.models.ispace.descent.physics.guidance import Guidance, braking_thrust, next_phase, vertical_thrust
from newspace.models.ispace.descent.physics.moon import MOON_GM_M3_S2, MOON_RADIUS_M
from newspace.models.ispace.descent.physics.navigation import Navigation, listen
from newspace.models.ispace.descent.physics.scenario import land_height
from newspace.models.ispace.descent.physics.vehicle import Vehicle


class State(NamedTuple):
    """State of the lander at one moment; each entry is a float, or an array of landings."""

    time: Num
    downrange: Num
    height: Num
    sink: Num
    horizontal: Num
    mass: Num
    offset: Num  # believed - true height
    rejected: Num
    phase: Num


class TimeStep(NamedTuple):
    """A state, and the thrust and reading of the step that led to it."""

    state: State
    up: Num  # thrust, N
    back: Num
    land: Num  # height of the land under the new state, m
    measured: Num
    heard: Num
    accepted: Num


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Parameters that are fixed during a flight. An entry marked Num is a float, or an array with one entry for each landing."""

    vehicle: Vehicle
    navigation: Navigation
    guidance: Guidance
    sensor_range: Num
    gate: Num
    step: Num
    width: Num
    rim: Num  # distance from the start of braking to the rim, m
    drift: Num  # error of the believed vertical speed, m/s up
    terminal_thrust: Num
    pace: float  # 1; less makes every step shorter, to test that the result does not depend on the step


def steer(ops: Ops, case: Case, state: State) -> tuple[Num, Num, Num]:
    """Compute thrust upwards and against the motion (N), and the length of the next step (s), from the believed state."""
    vehicle, guide, phase = case.vehicle, case.guidance, state.phase
    altitude, sink = state.height + state.offset, state.sink - case.drift
    braking = phase == 0
    main = vehicle.main_thrust_n
    if ops.all(braking):
        up, back, left = braking_thrust(
            ops, guide, altitude, sink, state.horizontal, state.mass, thrust=main, exhaust=vehicle.exhaust_speed_m_s
        )
        return up, back, ops.minimum(ops.maximum(left / 40, 0.5), 4.0)
    limit = ops.where(phase <= 1, main, case.terminal_thrust)
    up, back = vertical_thrust(ops, guide, altitude, sink, state.horizontal, state.mass, limit)
    length = ops.where(phase >= 3, 1.5, 0.5)
    if ops.any(braking):
        braking_up, braking_back, left = braking_thrust(
            ops, guide, altitude, sink, state.horizontal, state.mass, thrust=main, exhaust=vehicle.exhaust_speed_m_s
        )
        up, back = ops.where(braking, braking_up, up), ops.where(braking, braking_back, back)
        length = ops.where(braking, ops.minimum(ops.maximum(left / 40, 0.5), 4.0), length)
    return up, back, length


def move(ops: Ops, vehicle: Vehicle, state: State, up: Num, back: Num, length: Num) -> tuple[Num, ...]:
    """Integrate the motion over ``length`` seconds: time, downrange, height, sink rate, horizontal speed, mass, and mean thrust."""
    time, downrange, height, sink, horizontal, mass, *_ = state
    burned = ops.sqrt(up * up + back * back) * length / vehicle.exhaust_speed_m_s
    fuel = mass - vehicle.dry_mass_kg
    dry = burned > fuel
    if ops.any(dry):  # the tanks run dry within the step: the mean thrust is less
        share = ops.where(dry, fuel / ops.maximum(burned, 1e-12), 1.0)
        up, back, burned = up * share, back * share, burned * share
    half = length / 2
    middle_mass = mass - burned / 2
    lift, drag = up / middle_mass, back / middle_mass
    radius = MOON_RADIUS_M + height
    down = MOON_GM_M3_S2 / (radius * radius) - horizontal * horizontal / radius - lift
    slower = drag - horizontal * sink / radius
    height_m, sink_m, horizontal_m = height - sink * half, sink + down * half, horizontal - slower * half
    radius = MOON_RADIUS_M + height_m
    down = MOON_GM_M3_S2 / (radius * radius) - horizontal_m * horizontal_m / radius - lift
    slower = drag - horizontal_m * sink_m / radius
    return (
        time + length,
        downrange + horizontal_m * length * MOON_RADIUS_M / radius,
        height - sink_m * length,
        sink + down * length,
        horizontal - slower * length,
        mass - burned,
        up,
        back,
    )


def advance(ops: Ops, case: Case, state: State, noise: Num = 0.0) -> TimeStep:
    """Compute the next state. ``noise`` (m) is added to the altimeter's reading."""
    up, back, length = steer(ops, case, state)
    length = length * case.pace
    time, downrange, height, sink, horizontal, mass, up, back = move(ops, case.vehicle, state, up, back, length)
    land = land_height(ops, downrange - case.rim, case.step, case.width)
    true = height - land
    offset = state.offset + case.drift * length
    heard = (true <= case.sensor_range) & (true > 0) & (state.rejected < case.navigation.rejections_allowed)
    measured = true + noise
    correction, accepted, rejected = listen(
        ops, case.navigation, height + offset, measured, heard, gate=case.gate, rejected=state.rejected, elapsed=length
    )
    offset = offset + correction
    dry = mass <= case.vehicle.dry_mass_kg + 1e-9
    phase = next_phase(ops, case.guidance, state.phase, height + offset, horizontal, dry)
    new = State(
        time=time,
        downrange=downrange,
        height=height,
        sink=sink,
        horizontal=horizontal,
        mass=mass,
        offset=offset,
        rejected=rejected,
        phase=phase,
    )
    return TimeStep(new, up, back, land, measured, heard, accepted)
