"""The closed-form formulas of the descent, compared with numbers worked out by hand from the facts."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newspace.models.ispace import descent


def test_orbit_at_100_km() -> None:
    assert descent.circular_speed(100_000) == pytest.approx(1633.5, abs=0.05)
    assert descent.circular_speed(100_000) * 3.6 == pytest.approx(5881, abs=1)
    assert descent.orbital_period(100_000) / 60 == pytest.approx(117.8, abs=0.05)


def test_deorbit_to_20_km() -> None:
    deorbit = descent.hohmann_deorbit()
    assert deorbit.delta_v_m_s == pytest.approx(18.3, abs=0.05)
    assert deorbit.coast_time_s / 60 == pytest.approx(57.0, abs=0.05)
    assert deorbit.perilune_speed_m_s == pytest.approx(1689, abs=0.5)


def test_fall_from_5_km() -> None:
    fall = descent.free_fall(5000)
    assert fall.speed_m_s == pytest.approx(127.3, abs=0.05)
    assert fall.time_s == pytest.approx(78.6, abs=0.05)


@pytest.mark.parametrize(("altitude_m", "speed_m_s", "needed"), [(900, 66, 4.04), (192, 42, 6.21), (3000, 83.3, 2.78)])
def test_braking_needed(altitude_m: float, speed_m_s: float, needed: float) -> None:
    assert descent.braking_needed(altitude_m, speed_m_s) == pytest.approx(needed, abs=0.006)


def test_braking_achieved_by_mission_2() -> None:
    braking = descent.braking_achieved(900, 66, 192, 42)
    assert braking.net_m_s2 == pytest.approx(1.83, abs=0.005)
    assert braking.time_s == pytest.approx(13.1, abs=0.05)


def test_distance_to_the_pole() -> None:
    assert descent.great_circle_to_pole(60.5) == pytest.approx(894_500, abs=100)
    assert descent.great_circle_to_pole(60.32) == pytest.approx(900_000, abs=200)
    assert descent.great_circle_to_pole(90) == 0


@pytest.mark.parametrize(("isp_s", "delta_v_m_s"), [(320, 3385), (290, 3068)])
def test_rocket_equation(isp_s: float, delta_v_m_s: float) -> None:
    assert descent.rocket_delta_v(1000, 340, isp_s) == pytest.approx(delta_v_m_s, abs=1)


def test_the_mass_at_braking_is_about_800_kg() -> None:
    budget = descent.mass_at_braking()
    assert budget.mass_kg == pytest.approx(800, abs=10)
    assert budget.propellant_kg == budget.mass_kg - descent.VEHICLE.dry_mass_kg
    total = sum(step.delta_v_m_s for step in budget.steps)
    assert descent.rocket_delta_v(1000, budget.mass_kg, descent.VEHICLE.isp_s) == pytest.approx(total)
    masses = [descent.VEHICLE.launch_mass_kg, *(step.mass_after_kg for step in budget.steps)]
    assert masses == sorted(masses, reverse=True)


@given(low=st.floats(0, 1e6), more=st.floats(0, 1e7), share=st.floats(0, 1))
def test_energy_and_momentum_are_constant_along_the_coast(low: float, more: float, share: float) -> None:
    high, radius = low + more, descent.MOON_RADIUS_M
    between = low + share * more

    def energy(altitude: float) -> float:
        return descent.orbit_speed(altitude, low, high) ** 2 / 2 - descent.MOON_GM_M3_S2 / (radius + altitude)

    assert energy(between) == pytest.approx(energy(low), rel=1e-9)
    ends = [descent.orbit_speed(altitude, low, high) * (radius + altitude) for altitude in (low, high)]
    assert ends[0] == pytest.approx(ends[1], rel=1e-9)


@given(start=st.floats(1, 1e5), delta_v=st.floats(0, 5000), isp=st.floats(100, 500))
def test_mass_after_inverts_rocket_delta_v(start: float, delta_v: float, isp: float) -> None:
    left = descent.mass_after(start, delta_v, isp)
    assert left <= start
    assert descent.rocket_delta_v(start, left, isp) == pytest.approx(delta_v, rel=1e-9, abs=1e-6)


@given(height=st.floats(0.1, 1e5), gravity=st.floats(0.1, 30))
def test_a_fall_conserves_energy(height: float, gravity: float) -> None:
    fall = descent.free_fall(height, gravity)
    assert fall.speed_m_s == pytest.approx(gravity * fall.time_s)
    assert fall.speed_m_s**2 / 2 == pytest.approx(gravity * height)


@given(altitude=st.floats(10, 1e5), speed=st.floats(1, 500))
def test_the_needed_deceleration_stops_at_the_ground(altitude: float, speed: float) -> None:
    net = descent.braking_needed(altitude, speed) - descent.MOON_GRAVITY_M_S2
    time = speed / net
    assert speed * time - net * time**2 / 2 == pytest.approx(altitude)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: descent.circular_speed(-1), "altitude_m"),
        (lambda: descent.orbital_period(math.nan), "altitude_m"),
        (lambda: descent.orbit_speed(30e3, 40e3, 50e3), "altitude_m"),
        (lambda: descent.hohmann_deorbit(20e3, 100e3), "to_altitude_m"),
        (lambda: descent.free_fall(-5), "height_m"),
        (lambda: descent.free_fall(5, 0), "gravity_m_s2"),
        (lambda: descent.braking_needed(0, 10), "altitude_m"),
        (lambda: descent.braking_needed(100, -10), "speed_m_s"),
        (lambda: descent.braking_achieved(192, 66, 900, 42), "high_m"),
        (lambda: descent.braking_achieved(900, 42, 192, 66), "fast_m_s"),
        (lambda: descent.great_circle_to_pole(91), "latitude_deg"),
        (lambda: descent.rocket_delta_v(340, 1000, 300), "end_mass_kg"),
        (lambda: descent.rocket_delta_v(1000, 340, 0), "isp_s"),
        (lambda: descent.mass_after(0, 100, 300), "start_mass_kg"),
    ],
)
def test_a_value_out_of_range_is_named(call: object, name: str) -> None:
    assert callable(call)
    with pytest.raises(ValueError, match=rf"^{name} is .*must lie from"):
        call()
