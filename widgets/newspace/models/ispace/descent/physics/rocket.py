"""The rocket equation, and the mass of the lander when the braking burn begins."""

from __future__ import annotations

import math
from dataclasses import dataclass

from newspace.models.ispace.descent.physics.moon import (
    MOON_GM_M3_S2,
    MOON_RADIUS_M,
    circular_speed,
    hohmann_deorbit,
    in_range,
    orbit_speed,
)

STANDARD_GRAVITY_M_S2 = 9.80665


@dataclass(frozen=True)
class MassStep:
    """One burn before the powered descent."""

    name: str
    delta_v_m_s: float
    mass_after_kg: float
    note: str


@dataclass(frozen=True)
class MassBudget:
    """Mass at the start of braking, and the burns before it."""

    steps: tuple[MassStep, ...]
    mass_kg: float
    propellant_kg: float


def rocket_delta_v(start_mass_kg: float, end_mass_kg: float, isp_s: float) -> float:
    """Compute the change of speed (m/s) from burning ``start_mass_kg`` down to ``end_mass_kg``: isp g0 ln(m0 / m1).

    Masses above 0 to 1e7 kg with end <= start; specific impulse 1 to 10,000 s. Raises ``ValueError`` outside.
    """
    start = in_range("start_mass_kg", start_mass_kg, 1e-6, 1e7, "kg")
    end = in_range("end_mass_kg", end_mass_kg, 1e-6, start, "kg")
    return in_range("isp_s", isp_s, 1, 1e4, "s") * STANDARD_GRAVITY_M_S2 * math.log(start / end)


def mass_after(start_mass_kg: float, delta_v_m_s: float, isp_s: float) -> float:
    """Compute the mass (kg) left after a burn of ``delta_v_m_s`` (0 to 1e5 m/s): m0 exp(-dv / (isp g0))."""
    start = in_range("start_mass_kg", start_mass_kg, 1e-6, 1e7, "kg")
    speed = in_range("delta_v_m_s", delta_v_m_s, 0, 1e5, "m/s")
    return start * math.exp(-speed / (in_range("isp_s", isp_s, 1, 1e4, "s") * STANDARD_GRAVITY_M_S2))


def mass_budget(launch_mass_kg: float, dry_mass_kg: float, isp_s: float) -> MassBudget:
    """Compute the mass at 20 km from the mass at launch: capture, circularising and de-orbit, by the rocket equation.

    The trajectory is Mission 1's (source R106 of newspace.content.facts): first orbit 100 × 6,000 km, then 100 km circular. The lander is taken to
    arrive at 100 km with just the escape speed, sqrt(2 GM / r): a slow transfer by way of 1.4 million km brings it to
    the Moon with almost no speed left over. Course corrections (some tens of m/s) are left out.
    """
    arrival = math.sqrt(2 * MOON_GM_M3_S2 / (MOON_RADIUS_M + 100e3))
    ellipse = orbit_speed(100e3, 100e3, 6000e3)
    burns = (
        ("capture into 100 × 6,000 km", arrival - ellipse, "from the escape speed at 100 km"),
        ("to 100 km circular", ellipse - circular_speed(100e3), "at perilune"),
        ("de-orbit to 20 km", hohmann_deorbit().delta_v_m_s, "Hohmann"),
    )
    mass, steps = launch_mass_kg, []
    for name, delta_v, note in burns:
        mass = mass_after(mass, delta_v, isp_s)
        steps.append(MassStep(name, delta_v, mass, note))
    return MassBudget(tuple(steps), mass, mass - dry_mass_kg)
