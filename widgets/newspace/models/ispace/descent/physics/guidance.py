"""Guidance: computes the thrust from the believed state. It never sees the true altitude.

Two laws. Braking aims for a target state, the gate (believed altitude, vertical and horizontal speed), with the main engine at its limit;
below the gate a profile of speed over believed altitude is followed, first on the main engine, then on the terminal thrusters.
The profile passes through the points of Mission 1's webcast notes (source R108 of newspace.content.facts): 300 km/h at 3 km, 120 km/h at 1 km,
17 km/h at 20 m; at believed zero it sinks slower than 1 m/s until a leg touches (R110).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from newspace.models.ispace.descent.physics._ops import Num, Ops
from newspace.models.ispace.descent.physics.moon import MOON_GM_M3_S2, MOON_RADIUS_M


class Phase(IntEnum):
    """Flight phases, in order."""

    BRAKING = 0
    PITCH_UP = 1
    TERMINAL = 2
    SINK = 3
    DRY = 4


@dataclass(frozen=True)
class Guidance:
    """Targets (m, m/s) and time constants (s) of the descent; altitudes are believed altitudes."""

    pitch_up_altitude_m: float = 3000.0
    pitch_up_sink_m_s: float = 82.46
    pitch_up_horizontal_m_s: float = 12.0  # with the 82.46 m/s downwards: 300 km/h in all
    terminal_altitude_m: float = 1000.0
    terminal_sink_m_s: float = 120 / 3.6
    slow_altitude_m: float = 20.0
    slow_sink_m_s: float = 17 / 3.6
    contact_sink_m_s: float = 0.8
    fastest_sink_m_s: float = 100.0
    response_s: float = 2.0
    horizontal_response_s: float = 6.0
    steepest_braking: float = 0.9  # largest share of the thrust that may point upwards while braking

    @cached_property
    def legs(self) -> tuple[float, ...]:
        """The profile's two altitudes (m), three speeds squared (m²/s²), the slopes between (m/s²), and the highest speed squared."""
        v0, v1, v2, v3 = (
            self.contact_sink_m_s**2, self.slow_sink_m_s**2, self.terminal_sink_m_s**2, self.pitch_up_sink_m_s**2,
        )  # fmt: skip
        h1, h2, h3 = self.slow_altitude_m, self.terminal_altitude_m, self.pitch_up_altitude_m
        low, middle, high = (v1 - v0) / h1, (v2 - v1) / (h2 - h1), (v3 - v2) / (h3 - h2)
        return h1, h2, v0, v1, v2, low, middle, high, self.fastest_sink_m_s**2


GUIDANCE = Guidance()


def time_to_gate(ops: Ops, guide: Guidance, sink: Num, horizontal: Num, mass: Num, thrust: Num, exhaust: Num) -> Num:
    """Estimate the time (s, at least 4) until the horizontal speed is that of the gate, at full thrust.

    The rocket equation gives the time for the speed to be removed; the upward component of the thrust carries the
    weight, which grows as the speed falls (on average g - v²/3R, when v falls evenly), less the gain of sink rate.
    """
    excess = ops.maximum(horizontal - guide.pitch_up_horizontal_m_s, 0.0)
    weight = MOON_GM_M3_S2 / MOON_RADIUS_M**2 - horizontal * horizontal / (3 * MOON_RADIUS_M)
    mean_acceleration = thrust / mass * (1 + ops.exp(excess / exhaust)) / 2
    sooner = ops.maximum(excess / mean_acceleration, 4.0)
    upward = (weight - (guide.pitch_up_sink_m_s - sink) / sooner) / mean_acceleration
    level = ops.sqrt(ops.maximum(1 - upward * upward, 0.19))
    return ops.maximum(mass * exhaust / thrust * (1 - ops.exp(-excess / (exhaust * level))), 4.0)


def braking_thrust(
    ops: Ops, guide: Guidance, altitude: Num, sink: Num, horizontal: Num, mass: Num, thrust: Num, exhaust: Num
) -> tuple[Num, Num, Num]:
    """Compute thrust upwards (N), thrust against the motion (N) and time to the gate (s) in the braking burn.

    The vertical acceleration is the one that, changing evenly with time, reaches altitude and sink rate of the gate together:
    a = 6 (h1 - h)/t² - (4 v + 2 v1)/t. The sink rate is limited to what can still be stopped. The rest of the thrust brakes.
    """
    left = time_to_gate(ops, guide, sink, horizontal, mass, thrust, exhaust)
    radius = MOON_RADIUS_M + altitude
    wanted = (
        6 * (guide.pitch_up_altitude_m - altitude) / (left * left) + (4 * sink + 2 * guide.pitch_up_sink_m_s) / left
    )
    caught = ops.maximum(wanted, (sink - guide.fastest_sink_m_s) / guide.response_s)
    carried = caught + MOON_GM_M3_S2 / (radius * radius) - horizontal * horizontal / radius
    up = ops.minimum(ops.maximum(mass * carried, 0.0), guide.steepest_braking * thrust)
    return up, ops.sqrt(thrust * thrust - up * up), left


def profile(ops: Ops, guide: Guidance, altitude: Num) -> tuple[Num, Num]:
    """Return the profile's sink rate (m/s) at a believed altitude (m), and the deceleration (m/s²) that follows it.

    Between its points the deceleration is constant, so the square of the speed is a straight line over altitude.
    """
    h1, h2, v0, v1, v2, low, middle, high, limit = guide.legs
    above = ops.maximum(altitude, 0.0)
    lowest, highest = above < h1, above > h2
    slope = ops.where(lowest, low, ops.where(highest, high, middle))
    base = ops.where(lowest, v0, ops.where(highest, v2 + high * (above - h2), v1 + middle * (above - h1)))
    square = ops.where(lowest, v0 + low * above, base)
    keep = ops.where((altitude <= 0.0) | (square >= limit), 0.0, slope / 2)
    return ops.sqrt(ops.minimum(square, limit)), keep


def vertical_thrust(
    ops: Ops, guide: Guidance, altitude: Num, sink: Num, horizontal: Num, mass: Num, limit: Num
) -> tuple[Num, Num]:
    """Compute thrust upwards (N) and against the horizontal motion (N) below the gate; vertical control has priority."""
    speed, keep = profile(ops, guide, altitude)
    radius = MOON_RADIUS_M + altitude
    carried = (
        keep + (sink - speed) / guide.response_s + MOON_GM_M3_S2 / (radius * radius) - horizontal * horizontal / radius
    )
    up = ops.minimum(ops.maximum(mass * carried, 0.0), limit)
    spare = ops.sqrt(limit * limit - up * up)
    back = mass * horizontal / guide.horizontal_response_s
    return up, ops.minimum(ops.maximum(back, -spare), spare)


def next_phase(ops: Ops, guide: Guidance, phase: Num, altitude: Num, horizontal: Num, dry: Num) -> Num:
    """Determine the next phase from believed altitude (m) and horizontal speed (m/s); it never goes back."""
    gate = (horizontal <= guide.pitch_up_horizontal_m_s) | (altitude <= guide.pitch_up_altitude_m)
    due = ops.where(gate, 1, 0)
    due = ops.where((phase >= 1) & (altitude <= guide.terminal_altitude_m), 2, due)
    due = ops.where((phase >= 2) & (altitude <= 0.0), 3, due)
    return ops.where(dry, 4, ops.maximum(phase, due))
