"""The three scenarios: they end as the missions did, and differ in three inputs only."""

from __future__ import annotations

import inspect
import re
from dataclasses import FrozenInstanceError, fields, replace

import numpy as np
import pytest

from newspace.content import facts
from newspace.models.ispace import descent
from newspace.models.ispace.descent import MISSION_1, MISSION_2, NOMINAL, SCENARIOS, Terrain, fly, simulate
from newspace.models.ispace.descent.evidence import fit


def test_nominal_lands_softly_with_propellant_left() -> None:
    flight = fly(NOMINAL)
    assert flight.outcome is descent.LandingOutcome.LANDED
    assert flight.touchdown_speed_m_s < 2
    assert 20 < flight.propellant_left_kg < 150
    assert flight.event("first_rejected") is None
    assert flight.duration_s / 60 == pytest.approx(15, rel=0.15)  # published: the powered part takes about 15 minutes


def test_mission_1_believes_zero_about_5_km_up_then_sinks_until_dry_and_falls() -> None:
    flight = fly(MISSION_1)
    zero, dry = flight.event("believed_zero"), flight.event("dry")
    assert zero is not None
    assert dry is not None
    assert zero.true_altitude_m == pytest.approx(5000, abs=100)
    assert 120 < flight.sink_duration_s < 900
    sinking = (flight.time_s > zero.time_s + 10) & (flight.time_s < dry.time_s - 5)
    assert np.all(flight.vertical_speed_m_s[sinking] < 0)
    assert np.all(flight.vertical_speed_m_s[sinking] > -1)
    assert np.all(np.abs(flight.horizontal_speed_m_s[sinking]) < 0.5)
    assert flight.outcome is descent.LandingOutcome.CRASHED_DRY
    assert flight.propellant_left_kg == 0
    assert dry.true_altitude_m < zero.true_altitude_m
    bound = descent.free_fall(5000).speed_m_s
    assert 0.9 * bound < flight.touchdown_speed_m_s < bound


def test_mission_1_rejects_the_step_and_switches_the_altimeter_off() -> None:
    flight = fly(MISSION_1)
    rim, rejected, off = (flight.event(name) for name in ("rim", "first_rejected", "sensor_off"))
    assert rim is not None
    assert rejected is not None
    assert off is not None
    assert rim.time_s < rejected.time_s < off.time_s
    assert rejected.true_altitude_m - rejected.believed_altitude_m == pytest.approx(5000, abs=1)
    assert (
        np.count_nonzero(flight.reading == descent.AltimeterReading.REJECTED) == descent.NAVIGATION.rejections_allowed
    )
    assert not np.any(flight.reading == descent.AltimeterReading.ACCEPTED)
    after = flight.time_s >= off.time_s
    assert np.all(flight.reading[after][:-1] == descent.AltimeterReading.OFF)


def test_mission_2_reproduces_its_published_points() -> None:
    flight = fly(MISSION_2)
    reading, high, low = flight.event("first_reading"), flight.at_true_altitude(900), flight.at_true_altitude(192)
    assert reading is not None
    assert high is not None
    assert low is not None
    assert 850 < reading.true_altitude_m <= 900
    assert high.speed_m_s == pytest.approx(66, abs=1)
    assert low.speed_m_s == pytest.approx(42, abs=1)
    assert low.time_s - high.time_s == pytest.approx(13.1, abs=0.3)
    assert flight.outcome is descent.LandingOutcome.CRASHED
    assert flight.touchdown_speed_m_s > 20
    assert 500 < MISSION_2.altitude_error_m < 2000
    assert flight.event("first_rejected") is None


@pytest.mark.parametrize("sensor_range_m", [2000.0, 2250.0, 2500.0, 2750.0, 3000.0])
def test_mission_2_lands_when_its_sensor_starts_at_2_to_3_km(sensor_range_m: float) -> None:
    flight = fly(replace(MISSION_2, sensor_range_m=sensor_range_m))
    assert flight.landed
    assert flight.propellant_left_kg > 20


def test_the_faults_of_mission_1_have_separate_effects() -> None:
    assert fly(replace(MISSION_1, terrain=Terrain())).landed  # 2 km of error alone pass the gate
    step_alone = fly(replace(MISSION_1, altitude_error_m=0.0)).event("believed_zero")
    assert step_alone is not None
    assert step_alone.true_altitude_m == pytest.approx(3000, abs=100)
    assert fly(MISSION_1, gate_m=5100).landed
    assert not fly(MISSION_1, gate_m=4900).landed
    assert fly(replace(MISSION_1, altitude_error_m=0.0), gate_m=3100).landed
    assert not fly(replace(MISSION_1, altitude_error_m=0.0), gate_m=2900).landed


def test_the_gate_is_between_the_error_of_mission_2_and_the_step_of_mission_1() -> None:
    assert MISSION_2.altitude_error_m < descent.NAVIGATION.gate_m < MISSION_1.terrain.step_m


def test_scenarios_differ_in_three_inputs_only() -> None:
    assert [field.name for field in fields(descent.Scenario)] == ["sensor_range_m", "altitude_error_m", "terrain"]
    for scenario in SCENARIOS.values():
        assert type(scenario) is descent.Scenario
        assert type(scenario.terrain) is Terrain
        assert set(vars(scenario)) == {"sensor_range_m", "altitude_error_m", "terrain"}
        # only the step differs in the terrain
        assert replace(scenario.terrain, step_m=0.0) == NOMINAL.terrain
    with pytest.raises(FrozenInstanceError):
        NOMINAL.sensor_range_m = 1.0  # type: ignore[misc]


def test_every_scenario_uses_the_same_vehicle_navigation_and_guidance(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cases passed to the integrator share all objects except those of the scenario."""
    cases, states = [], []
    run = simulate.run

    def spy(case: simulate.Case, state: simulate.State) -> list[simulate.Step]:
        cases.append(case)
        states.append(state)
        return run(case, state)

    simulate.planned_site(
        descent.VEHICLE, descent.GUIDANCE, 20_000.0, descent.mass_at_braking().mass_kg
    )  # so that only flights are recorded
    monkeypatch.setattr(simulate, "run", spy)
    flights = [fly(scenario) for scenario in SCENARIOS.values()]
    assert len(cases) == 3
    for case, state, flight in zip(cases, states, flights, strict=True):
        assert case.vehicle is descent.VEHICLE
        assert case.navigation is descent.NAVIGATION
        assert case.guidance is descent.GUIDANCE
        assert flight.vehicle is descent.VEHICLE
        same = {"sensor_range": 0.0, "step": 0.0}
        assert replace(case, **same) == replace(cases[0], **same)
        assert state._replace(offset=0.0) == states[0]._replace(offset=0.0)
        assert (case.sensor_range, case.step, state.offset) == (
            flight.scenario.sensor_range_m, flight.scenario.terrain.step_m, flight.scenario.altitude_error_m,
        )  # fmt: skip
    defaults = {name: parameter.default for name, parameter in inspect.signature(fly).parameters.items()}
    assert defaults["vehicle"] is descent.VEHICLE
    assert defaults["navigation"] is descent.NAVIGATION
    assert defaults["guidance"] is descent.GUIDANCE


def test_the_sentences_state_the_numbers() -> None:
    nominal, first, second = (descent.flight_sentence(fly(scenario)) for scenario in SCENARIOS.values())
    assert nominal.startswith("It landed: it touched down at 0.8 m/s")
    assert "5.0 km up" in first
    assert "gate of 2.5 km" in first
    assert "five in a row" in first
    assert "tanks ran dry" in first
    assert "It crashed: it hit the ground at 32 m/s (115 km/h)" in second
    assert "at 66 m/s (238 km/h)" in second
    blind = descent.flight_sentence(fly(replace(MISSION_2, sensor_range_m=0.0)))
    assert "believed that it was still 1,250 m up" in blind
    assert "never gave a reading" in blind


def test_the_fitting_pairs_form_a_valley() -> None:
    errors, thrusts = np.arange(900.0, 1601.0, 50.0), np.arange(1200.0, 1801.0, 50.0)
    grid = descent.fit_pairs(errors, thrusts)
    assert grid.misfit.shape == (thrusts.size, errors.size)
    error, thrust, misfit = grid.best
    assert (error, thrust) == (MISSION_2.altitude_error_m, descent.VEHICLE.terminal_thrust_n)
    assert misfit < 0.5
    assert np.all(np.diff(grid.valley_n) >= 0)  # more error asks for more thrust
    fits = grid.misfit <= 1
    assert fits.any(axis=0).sum() >= 3  # several errors fit, each with its own thrust
    assert not fits.all()


def test_published_and_computed_values_are_compared() -> None:
    rows = descent.published_vs_computed()
    by_name = {(row.mission, row.quantity): row for row in rows}
    assert len(by_name) == len(rows)
    for row in rows:
        assert row.source
        assert row.from_sources is not None or not row.matched
        assert row.basis == (
            "none"
            if row.from_sources is None
            else "published"
            if row.fact and not facts.get(row.fact).derived_from
            else "derived"
        )
        assert row.matched or row.remark, f"{row.quantity} is not matched and no word says why"
    assert by_name["Mission 2", "speed at 900 m"].matched
    assert by_name["Mission 2", "speed at 192 m"].matched
    assert not by_name["Mission 2", "altitude seven minutes into the burn"].matched
    assert not by_name["Mission 1", "time of sinking until dry"].matched
    assert all(row.from_sources is None or row.fact or "derived" in row.source for row in rows)


def test_the_constants_are_those_of_the_facts() -> None:
    guide, vehicle = descent.GUIDANCE, descent.VEHICLE
    for fact, value in (
        ("moon_mean_radius_m", descent.MOON_RADIUS_M),
        ("moon_gm_m3_s2", descent.MOON_GM_M3_S2),
        ("moon_surface_gravity_m_s2", descent.MOON_GRAVITY_M_S2),
        ("lander_launch_mass_kg", vehicle.launch_mass_kg),
        ("lander_dry_mass_kg", vehicle.dry_mass_kg),
        ("m1_step_m", MISSION_1.terrain.step_m),
        ("m2_lrf_first_valid_m", MISSION_2.sensor_range_m),
        ("m2_lrf_first_valid_m", fit.FIRST_POINT[0]),
        ("m2_lrf_first_valid_speed_m_s", fit.FIRST_POINT[1]),
        ("m2_last_telemetry_altitude_m", fit.LAST_POINT[0]),
        ("m2_last_telemetry_speed_m_s", fit.LAST_POINT[1]),
        ("m1_braking_end_altitude_m", guide.pitch_up_altitude_m),
        ("m1_braking_end_speed_m_s", np.hypot(guide.pitch_up_sink_m_s, guide.pitch_up_horizontal_m_s)),
        ("m1_pitch_up_end_altitude_m", guide.terminal_altitude_m),
        ("m1_pitch_up_end_speed_m_s", guide.terminal_sink_m_s),
        ("m1_terminal_end_altitude_m", guide.slow_altitude_m),
        ("m1_terminal_end_speed_m_s", guide.slow_sink_m_s),
    ):
        assert value == pytest.approx(facts.get(fact).value, rel=0.02), fact
    assert facts.get("lander_thrust_n").status == "open"  # when a source is found, the assumption has to be removed
    assert facts.get("lander_specific_impulse_s").status == "open"


def test_every_source_that_the_model_names_is_in_the_register() -> None:
    named = {found for row in descent.assumptions() for found in re.findall(r"\bR\d+[a-z]?\b", row.source)}
    assert len(named) > 10
    for source in named:
        assert facts.source(source).publisher


def test_every_assumption_has_a_status_and_the_assumed_ones_are_marked() -> None:
    rows = {row.name: row for row in descent.assumptions()}
    assert {row.status for row in rows.values()} == {"published", "derived", "fitted", "assumed", "chosen"}
    assert rows["specific impulse"].status == "assumed"
    assert rows["main engine, most thrust"].status == "assumed"
    assert rows["terminal thrusters, most thrust"].status == "fitted"
    assert rows["error before the first reading, Mission 2"].status == "fitted"
    assert rows["error before the first reading, Mission 1"].status == "assumed"
    assert all(row.source for row in rows.values() if row.status != "chosen")


MISSION_1_RANGES_M = range(100, 20_001, 100)
"""Every place of the slider for the altimeter's range."""


@pytest.mark.parametrize("range_m", MISSION_1_RANGES_M)
def test_no_range_of_the_altimeter_saves_mission_1(range_m):
    flight = descent.fly(replace(descent.MISSION_1, sensor_range_m=float(range_m)))
    assert not flight.landed
    assert flight.touchdown_speed_m_s > 80


@pytest.mark.parametrize("range_m", [17_000.0, 18_000.0, 20_000.0])
def test_an_altimeter_that_reads_before_the_rim_shows_the_jump_of_lesson_2(range_m):
    flight = descent.fly(replace(descent.MISSION_1, sensor_range_m=range_m))
    rejected, zero = flight.event("first_rejected"), flight.event("believed_zero")
    assert flight.event("first_reading").time_s < flight.event("rim").time_s
    assert rejected.true_altitude_m - rejected.believed_altitude_m == pytest.approx(3000, abs=5)
    assert zero.true_altitude_m == pytest.approx(3000, abs=5)


@pytest.mark.parametrize("kilograms", range(340, 521, 20))
def test_propellant_alone_changes_no_outcome_within_the_slider(kilograms):
    assert descent.fly(descent.NOMINAL, propellant_kg=kilograms).landed
    assert not descent.fly(descent.MISSION_1, propellant_kg=kilograms).landed
    assert not descent.fly(descent.MISSION_2, propellant_kg=kilograms).landed
