"""The Moon, its orbits, and closed-form formulas of the descent: pure functions, SI units.

Constants: mean radius 1737.4 km and gravity 1.62 m/s² from NASA's Moon fact sheet (source R57 of newspace.content.facts);
GM 4902.8 km³/s² is the standard value, which the sheet rounds to 4.9e3.
"""

from __future__ import annotations

import math
from typing import NamedTuple

MOON_GM_M3_S2 = 4902.8e9
MOON_RADIUS_M = 1_737_400.0
MOON_GRAVITY_M_S2 = 1.62


class Deorbit(NamedTuple):
    """A Hohmann transfer down from a circular orbit."""

    delta_v_m_s: float
    coast_time_s: float
    perilune_speed_m_s: float


class Fall(NamedTuple):
    """A fall from rest without air."""

    speed_m_s: float
    time_s: float


class Braking(NamedTuple):
    """Constant deceleration between two points of a vertical descent."""

    net_m_s2: float
    time_s: float


def in_range(name: str, value: float, low: float, high: float, unit: str = "") -> float:
    """Return the value as a float if it lies from ``low`` to ``high``; raise ``ValueError`` otherwise."""
    number = float(value)
    if not low <= number <= high:  # also refuses NaN
        tail = f" {unit}" if unit else ""
        raise ValueError(f"{name} is {number:g}{tail}; it must lie from {low:g} to {high:g}{tail}.")
    return number


_HIGHEST_M = 1e9
_FASTEST_M_S = 1e5


def circular_speed(altitude_m: float) -> float:
    """Compute the speed (m/s) in a circular orbit at ``altitude_m`` (0 to 1e9 m) above the mean surface: v = sqrt(GM / r).

    Raises ``ValueError`` outside that range.
    """
    return math.sqrt(MOON_GM_M3_S2 / (MOON_RADIUS_M + in_range("altitude_m", altitude_m, 0, _HIGHEST_M, "m")))


def orbital_period(altitude_m: float) -> float:
    """Compute the period (s) of a circular orbit at ``altitude_m`` (0 to 1e9 m): T = 2 pi sqrt(r³ / GM)."""
    radius = MOON_RADIUS_M + in_range("altitude_m", altitude_m, 0, _HIGHEST_M, "m")
    return 2 * math.pi * math.sqrt(radius**3 / MOON_GM_M3_S2)


def orbit_speed(altitude_m: float, perilune_m: float, apolune_m: float) -> float:
    """Compute the speed (m/s) at ``altitude_m`` on the ellipse between two altitudes: vis-viva, v² = GM (2/r - 1/a).

    Raises ``ValueError`` if the altitude is not on the ellipse.
    """
    low = in_range("perilune_m", perilune_m, 0, _HIGHEST_M, "m")
    high = in_range("apolune_m", apolune_m, low, _HIGHEST_M, "m")
    radius = MOON_RADIUS_M + in_range("altitude_m", altitude_m, low, high, "m")
    semi_major = MOON_RADIUS_M + (low + high) / 2
    return math.sqrt(MOON_GM_M3_S2 * (2 / radius - 1 / semi_major))


def hohmann_deorbit(from_altitude_m: float = 100_000.0, to_altitude_m: float = 20_000.0) -> Deorbit:
    """Compute impulse, coast time and arrival speed of a transfer from a circular orbit to a perilune on the opposite side.

    Parameters
    ----------
    from_altitude_m : altitude of the circular orbit, m (0 to 1e9).
    to_altitude_m : altitude of the perilune, m (0 to ``from_altitude_m``).

    Returns
    -------
    Deorbit
        delta-v (m/s), half the period of the ellipse (s), speed at perilune (m/s). Vis-viva and Kepler's third law.

    Raises
    ------
    ValueError
        If an altitude is out of range.
    """
    high = in_range("from_altitude_m", from_altitude_m, 0, _HIGHEST_M, "m")
    low = in_range("to_altitude_m", to_altitude_m, 0, high, "m")
    semi_major = MOON_RADIUS_M + (high + low) / 2
    return Deorbit(
        delta_v_m_s=circular_speed(high) - orbit_speed(high, low, high),
        coast_time_s=math.pi * math.sqrt(semi_major**3 / MOON_GM_M3_S2),
        perilune_speed_m_s=orbit_speed(low, low, high),
    )


def free_fall(height_m: float, gravity_m_s2: float = MOON_GRAVITY_M_S2) -> Fall:
    """Compute speed (m/s) and time (s) of a fall from rest: v = sqrt(2 g h), t = sqrt(2 h / g); h 0 to 1e5 m, g 0.01 to 100 m/s²."""
    height = in_range("height_m", height_m, 0, 1e5, "m")
    gravity = in_range("gravity_m_s2", gravity_m_s2, 0.01, 100, "m/s²")
    return Fall(math.sqrt(2 * gravity * height), math.sqrt(2 * height / gravity))


def braking_needed(altitude_m: float, speed_m_s: float, gravity_m_s2: float = MOON_GRAVITY_M_S2) -> float:
    """Compute the thrust acceleration (m/s²) that stops a vertical descent exactly at the ground: a = v² / 2h + g.

    ``altitude_m`` above 0 to 1e5 m, ``speed_m_s`` downward 0 to 1e5 m/s. Raises ``ValueError`` outside.
    """
    altitude = in_range("altitude_m", altitude_m, 1e-6, 1e5, "m")
    speed = in_range("speed_m_s", speed_m_s, 0, _FASTEST_M_S, "m/s")
    return speed**2 / (2 * altitude) + in_range("gravity_m_s2", gravity_m_s2, 0.01, 100, "m/s²")


def braking_achieved(high_m: float, fast_m_s: float, low_m: float, slow_m_s: float) -> Braking:
    """Compute the net deceleration (m/s²), taken as constant, and the time (s) between two points of a vertical descent.

    a = (v1² - v2²) / 2(h1 - h2), t = 2(h1 - h2) / (v1 + v2). Raises ``ValueError`` unless h1 > h2 and v1 >= v2 > 0.
    """
    low = in_range("low_m", low_m, 0, 1e5, "m")
    high = in_range("high_m", high_m, low + 1e-6, 1e5, "m")
    slow = in_range("slow_m_s", slow_m_s, 1e-6, _FASTEST_M_S, "m/s")
    fast = in_range("fast_m_s", fast_m_s, slow, _FASTEST_M_S, "m/s")
    way = high - low
    return Braking((fast**2 - slow**2) / (2 * way), 2 * way / (fast + slow))


def great_circle_to_pole(latitude_deg: float, radius_m: float = MOON_RADIUS_M) -> float:
    """Compute the distance (m) on a sphere from a latitude (degrees, -90 to 90, north positive) to the north pole."""
    latitude = in_range("latitude_deg", latitude_deg, -90, 90, "degrees")
    return math.radians(90 - latitude) * in_range("radius_m", radius_m, 1, 1e9, "m")
