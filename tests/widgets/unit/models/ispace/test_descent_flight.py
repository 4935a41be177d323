"""Invariants of every flight over the whole range of the sliders, and of thousands of flights at once."""

from __future__ import annotations

import math
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newspace.models.ispace import descent
from newspace.models.ispace.descent import (
    MISSION_1,
    MISSION_2,
    NOMINAL,
    SCENARIOS,
    Flight,
    Scenario,
    Terrain,
    fly,
    simulate,
)
from newspace.models.ispace.descent.physics._ops import SCALAR
from newspace.models.ispace.descent.physics.dynamics import State, move

TERRAINS = st.builds(Terrain, step_m=st.floats(0, 6000), rim_before_site_m=st.floats(0, 100_000))
ANY_SCENARIO = st.builds(
    Scenario, sensor_range_m=st.floats(0, 30_000), altitude_error_m=st.floats(-8000, 8000), terrain=TERRAINS
)
OVERRIDES = st.fixed_dictionaries(
    {
        "gate_m": st.floats(1, 10_000),
        "braking_altitude_m": st.floats(15_000, 25_000),
        "propellant_kg": st.floats(100, 660),
    }
)


def check(flight: Flight) -> None:
    """Check that a flight ends on the ground with a verdict, and that its arrays are consistent."""
    check_arrays(flight)
    check_motion(flight)
    check_verdict(flight)


def check_arrays(flight: Flight) -> None:
    """Check that all arrays have one length, and that only what the altimeter measures may be missing."""
    values = {field.name: getattr(flight, field.name) for field in fields(flight)}
    arrays = {name: value for name, value in values.items() if isinstance(value, np.ndarray)}
    assert len({len(array) for array in arrays.values()}) == 1
    for name in arrays.keys() - {"measured_m"}:
        assert np.all(np.isfinite(arrays[name])), name


def check_motion(flight: Flight) -> None:
    """Check that time goes on, propellant is only burnt, and the lander stays between ground and what its engines can do."""
    assert np.all(np.diff(flight.time_s) > 0)
    assert np.all(np.diff(flight.mass_kg) <= 1e-9)
    assert np.all(flight.mass_kg >= flight.vehicle.dry_mass_kg - 1e-6)
    assert np.all(np.diff(flight.phase) >= 0)
    assert np.all(flight.true_altitude_m[:-1] > 0)
    assert flight.true_altitude_m[-1] == pytest.approx(0, abs=1e-6)
    assert np.all((flight.terrain_m <= 0) & (flight.terrain_m >= -flight.scenario.terrain.step_m - 1e-9))
    limit = max(flight.vehicle.main_thrust_n, flight.vehicle.terminal_thrust_n)
    assert np.all(flight.thrust_n <= limit * (1 + 1e-9))


def check_verdict(flight: Flight) -> None:
    """Check that outcome, events and sentence say how the flight ended."""
    assert flight.outcome in descent.LandingOutcome
    assert flight.landed == (flight.touchdown_speed_m_s <= 2)
    times = [event.time_s for event in flight.events]
    assert times == sorted(times)
    assert flight.events[-1].name == "touchdown"
    sentence = descent.flight_sentence(flight)
    assert "nan" not in sentence
    assert sentence.startswith(("It landed", "A hard landing", "It crashed"))


@settings(max_examples=60, deadline=None)
@given(scenario=ANY_SCENARIO, overrides=OVERRIDES)
def test_every_flight_ends_with_a_verdict(scenario: Scenario, overrides: dict[str, float]) -> None:
    check(fly(scenario, **overrides))


@pytest.mark.parametrize("propellant_kg", [100.0, 660.0])
@pytest.mark.parametrize("braking_altitude_m", [15_000.0, 25_000.0])
@pytest.mark.parametrize("altitude_error_m", [-8000.0, 8000.0])
@pytest.mark.parametrize("sensor_range_m", [0.0, 30_000.0])
def test_flights_at_the_ends_of_all_sliders(
    propellant_kg: float, braking_altitude_m: float, altitude_error_m: float, sensor_range_m: float
) -> None:
    scenario = Scenario(sensor_range_m, altitude_error_m, Terrain(step_m=6000.0))
    check(fly(scenario, gate_m=1.0, braking_altitude_m=braking_altitude_m, propellant_kg=propellant_kg))


@pytest.mark.parametrize("braking_altitude_m", [15_000.0, 17_500.0, 20_000.0, 22_500.0, 25_000.0])
def test_nominal_lands_from_every_braking_altitude(braking_altitude_m: float) -> None:
    flight = fly(NOMINAL, braking_altitude_m=braking_altitude_m)
    assert flight.landed
    assert flight.propellant_left_kg > 20
    assert flight.true_altitude_m[0] == braking_altitude_m
    assert flight.downrange_m[-1] == pytest.approx(flight.site_downrange_m, abs=1)


@settings(max_examples=30, deadline=None)
@given(error=st.floats(-8000, 8000), sensor_range=st.floats(0, 12_000))
def test_the_offset_is_constant_until_the_first_reading(error: float, sensor_range: float) -> None:
    flight = fly(Scenario(sensor_range, error, Terrain()))
    first = flight.event("first_reading")
    before = flight.time_s < (first.time_s if first else math.inf)
    assert np.allclose((flight.believed_altitude_m - flight.true_altitude_m)[before], error, atol=1e-6)
    if first and abs(error) < 2500:
        after = flight.time_s > first.time_s + 20
        assert np.all(np.abs(flight.believed_altitude_m - flight.true_altitude_m)[after] < 1)


def test_the_altimeter_reads_only_in_range_and_guidance_uses_only_the_believed_state() -> None:
    flight = fly(MISSION_2)
    heard = np.isfinite(flight.measured_m)
    assert heard.any()
    assert np.all(flight.true_altitude_m[heard] <= MISSION_2.sensor_range_m)
    # A lander that is 1 km lower, with the same belief as the other, behaves the same until the first reading.
    blind = replace(NOMINAL, sensor_range_m=0.0)
    mistaken, right = (
        fly(replace(blind, altitude_error_m=1000.0), braking_altitude_m=20_000.0),
        fly(blind, braking_altitude_m=21_000.0),
    )
    n = min(len(mistaken.time_s), len(right.time_s)) - 2
    assert np.allclose(
        mistaken.believed_altitude_m[:n], right.believed_altitude_m[:n], atol=60
    )  # the orbits differ a little


def test_guidance_does_not_see_the_terrain() -> None:
    """Without an altimeter a step changes nothing but the moment of contact."""
    level = fly(replace(MISSION_1, sensor_range_m=0.0, terrain=Terrain()))
    step = fly(replace(MISSION_1, sensor_range_m=0.0))
    n = len(level.time_s) - 1
    assert np.array_equal(level.believed_altitude_m[:n], step.believed_altitude_m[:n])
    assert np.array_equal(level.thrust_n[:n], step.thrust_n[:n])


def test_mass_falls_by_the_rocket_equation() -> None:
    flight = fly(NOMINAL)
    impulse = np.sum(flight.thrust_n[1:-1] * np.diff(flight.time_s)[:-1])
    burned = flight.mass_kg[0] - flight.mass_kg[-2]
    assert impulse / flight.vehicle.exhaust_speed_m_s == pytest.approx(burned, rel=1e-9)
    spent = descent.rocket_delta_v(flight.mass_kg[0], flight.mass_kg[-1], flight.vehicle.isp_s)
    assert spent > flight.speed_m_s[0]  # the whole speed, and the gravity losses


@given(
    height=st.floats(1000, 30_000), sink=st.floats(-50, 150), horizontal=st.floats(0, 1700), length=st.floats(0.1, 1.0)
)
def test_without_thrust_energy_and_momentum_are_conserved(
    height: float, sink: float, horizontal: float, length: float
) -> None:
    state = State(
        time=0.0,
        downrange=0.0,
        height=height,
        sink=sink,
        horizontal=horizontal,
        mass=500.0,
        offset=0.0,
        rejected=0,
        phase=0,
    )

    def energy(high: float, down: float, along: float) -> float:
        return (down**2 + along**2) / 2 - descent.MOON_GM_M3_S2 / (descent.MOON_RADIUS_M + high)

    _, _, high, down, along, mass, up, back = move(SCALAR, descent.VEHICLE, state, 0.0, 0.0, length)
    assert (mass, up, back) == (500.0, 0.0, 0.0)
    assert energy(high, down, along) == pytest.approx(energy(height, sink, horizontal), rel=1e-7)
    radius = descent.MOON_RADIUS_M
    assert along * (radius + high) == pytest.approx(horizontal * (radius + height), rel=1e-6)


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_the_result_does_not_depend_on_the_step_length(scenario: Scenario) -> None:
    mass = descent.mass_at_braking().mass_kg
    site = simulate.planned_site(descent.VEHICLE, descent.GUIDANCE, 20_000.0, mass)
    case = simulate.make_case(
        scenario, descent.VEHICLE, descent.NAVIGATION, descent.GUIDANCE, descent.NAVIGATION.gate_m, site
    )
    state = simulate.start_state(20_000.0, mass, scenario.altitude_error_m)
    coarse, fine = simulate.run(case, state)[-1].state, simulate.run(replace(case, pace=0.125), state)[-1].state
    assert math.hypot(fine.sink, fine.horizontal) == pytest.approx(math.hypot(coarse.sink, coarse.horizontal), abs=1.0)
    assert fine.mass == pytest.approx(coarse.mass, abs=2)
    assert fine.time == pytest.approx(coarse.time, rel=0.02)


def test_a_sample_is_interpolated_between_two_steps() -> None:
    flight = fly(MISSION_2)
    assert flight.at_time(0).true_altitude_m == 20_000
    sample = flight.at_true_altitude(500)
    assert sample is not None
    assert sample.true_altitude_m == pytest.approx(500)
    assert flight.at_true_altitude(30_000) is None
    with pytest.raises(ValueError, match="the flight lasts from 0 to"):
        flight.at_time(flight.duration_s + 1)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: Scenario(-1, 0, Terrain()), "sensor_range_m"),
        (lambda: Scenario(1000, 9000, Terrain()), "altitude_error_m"),
        (lambda: Terrain(step_m=-5), "step_m"),
        (lambda: Terrain(width_m=0), "width_m"),
        (lambda: fly(braking_altitude_m=14_999), "braking_altitude_m"),
        (lambda: fly(braking_altitude_m=math.nan), "braking_altitude_m"),
        (lambda: fly(propellant_kg=50), "propellant_kg"),
        (lambda: fly(gate_m=0), "gate_m"),
        (lambda: descent.fly_many(0, np.random.default_rng(1)), "n"),
        (lambda: descent.fly_many(3, np.random.default_rng(1), altitude_error_m=9000.0), "altitude_error_m"),
        (lambda: descent.Spread(drift_m_s=-1), "drift_m_s"),
    ],
)
def test_an_input_out_of_range_is_named(call: object, name: str) -> None:
    assert callable(call)
    with pytest.raises(ValueError, match=rf"^{name} is .*must lie from"):
        call()


def test_terrain_height_along_the_track() -> None:
    land = Terrain(step_m=3000.0, rim_before_site_m=25_000.0, width_m=500.0)
    assert land.height_m(30_000) == 0
    assert land.height_m(24_750) == pytest.approx(-1500)
    assert land.height_m(0) == -3000
    assert np.array_equal(land.height_m(np.array([26_000.0, 24_000.0, -500.0])), [0, -3000, -3000])


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_many_flights_without_spread_equal_one_flight(scenario: Scenario) -> None:
    one = fly(scenario)
    many = descent.fly_many(3, np.random.default_rng(1), scenario=scenario, spread=descent.NO_SPREAD)
    for got, expected in (
        (many.touchdown_speed_m_s, one.touchdown_speed_m_s),
        (many.touchdown_vertical_m_s, one.touchdown_vertical_m_s),
        (many.propellant_left_kg, one.propellant_left_kg),
        (many.duration_s, one.duration_s),
    ):
        assert np.allclose(got, expected, rtol=1e-6, atol=1e-6)
    first = one.event("first_reading")
    assert first is not None
    assert np.allclose(many.first_reading_m, first.true_altitude_m, rtol=1e-6)
    assert np.all(many.sensor_off == (one.event("sensor_off") is not None))
    assert np.all(many.dry == (one.event("dry") is not None))
    assert np.all(many.landed == one.landed)


def test_each_of_many_flights_equals_the_single_flight_of_its_inputs() -> None:
    spread = descent.Spread(altitude_error_m=800.0, drift_m_s=0.0, sensor_noise_m=0.0, sensor_range_share=0.3)
    many = descent.fly_many(
        25,
        np.random.default_rng(7),
        scenario=MISSION_1,
        spread=spread,
        gate_m=4500,
        braking_altitude_m=18_000,
        propellant_kg=430,
    )
    assert 0 < many.landed_share < 1
    for i in range(25):
        scenario = replace(
            MISSION_1, altitude_error_m=float(many.altitude_error_m[i]), sensor_range_m=float(many.sensor_range_m[i])
        )
        one = fly(scenario, gate_m=4500, braking_altitude_m=18_000, propellant_kg=430)
        assert many.touchdown_speed_m_s[i] == pytest.approx(one.touchdown_speed_m_s, rel=1e-6, abs=1e-6)
        assert many.propellant_left_kg[i] == pytest.approx(one.propellant_left_kg, rel=1e-6, abs=1e-6)


def test_the_seed_determines_the_landings() -> None:
    first, again, other = (descent.fly_many(50, np.random.default_rng(seed), scenario=MISSION_2) for seed in (1, 1, 2))
    assert np.array_equal(first.touchdown_speed_m_s, again.touchdown_speed_m_s)
    assert not np.array_equal(first.touchdown_speed_m_s, other.touchdown_speed_m_s)
    assert first.altitude_error_m.mean() == pytest.approx(MISSION_2.altitude_error_m, abs=200)


def test_the_share_of_landings_rises_with_the_sensor_range() -> None:
    result = descent.landing_share([500, 900, 1500, 2000, 3000], 300, np.random.default_rng(3))
    assert result.share[1] < 0.3
    assert result.share[2] < result.share[3]
    assert result.share[4] > 0.95
    assert np.all((result.low <= result.share) & (result.share <= result.high))
    assert np.all((result.low >= 0) & (result.high <= 1))
    # Wilson's interval holds the shares p with |share - p| <= z sqrt(p (1 - p) / n): its ends meet that exactly
    inner = (result.share > 0.02) & (result.share < 0.98)
    assert inner.any()
    for end in (result.low[inner], result.high[inner]):
        assert np.allclose(np.abs(result.share[inner] - end), 1.96 * np.sqrt(end * (1 - end) / 300), rtol=1e-3)


def test_nominal_with_spread_nearly_always_lands() -> None:
    landings = descent.fly_many(500, np.random.default_rng(5), scenario=NOMINAL)
    assert landings.landed_share > 0.98
    assert not landings.dry.any()


def test_steps_are_few_enough_for_a_slider() -> None:
    """Make bench measures the time of a flight; this test limits its number of steps."""
    for scenario in SCENARIOS.values():
        assert len(fly(scenario).time_s) < 1500


def test_the_gate_is_symmetric() -> None:
    for error in (-2600.0, 2600.0):
        flight = fly(replace(NOMINAL, altitude_error_m=error))
        assert flight.event("sensor_off") is not None
        assert not flight.landed
    for error in (-2400.0, 2400.0):
        assert fly(replace(NOMINAL, altitude_error_m=error)).landed


@pytest.mark.parametrize("drift_m_s", [-0.4, 0.4])
def test_a_drift_of_the_inertial_unit_accumulates_and_misleads_guidance(drift_m_s: float) -> None:
    """The believed height departs from the true one by the drift, and guidance controls the believed sink rate."""
    mass = descent.mass_at_braking().mass_kg
    site = simulate.planned_site(descent.VEHICLE, descent.GUIDANCE, 20_000.0, mass)
    case = simulate.make_case(
        MISSION_1, descent.VEHICLE, descent.NAVIGATION, descent.GUIDANCE, descent.NAVIGATION.gate_m, site
    )
    states = [
        step.state
        for step in simulate.run(replace(case, drift=drift_m_s), simulate.start_state(20_000.0, mass, -2000.0))
    ]
    assert states[-2].offset == pytest.approx(-2000 + drift_m_s * states[-2].time, abs=1e-6)
    sinking = [state.sink for state in states if state.phase == descent.Phase.SINK][10:-2]
    assert sinking
    assert np.allclose(sinking, descent.GUIDANCE.contact_sink_m_s + drift_m_s, atol=0.05)


def test_drift_is_drawn_for_each_landing_and_affects_it() -> None:
    spread = descent.Spread(altitude_error_m=0.0, drift_m_s=0.3, sensor_noise_m=0.0, sensor_range_share=0.0)
    landings = descent.fly_many(200, np.random.default_rng(4), scenario=MISSION_2, spread=spread)
    assert landings.drift_m_s.std() == pytest.approx(0.3, rel=0.2)
    # a lander with upward drift believes itself too high, descends too fast, and hits harder
    assert np.corrcoef(landings.drift_m_s, landings.touchdown_speed_m_s)[0, 1] > 0.9
