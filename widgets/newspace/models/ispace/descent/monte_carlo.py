"""Monte Carlo simulation of landings: the same time step as one flight, on arrays with one entry for each landing."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from newspace.models.ispace.descent.flight import SOFT_M_S, Floats
from newspace.models.ispace.descent.physics._ops import Ops
from newspace.models.ispace.descent.physics.dynamics import Case, State, advance
from newspace.models.ispace.descent.physics.guidance import GUIDANCE, Phase
from newspace.models.ispace.descent.physics.moon import in_range
from newspace.models.ispace.descent.physics.navigation import NAVIGATION
from newspace.models.ispace.descent.physics.scenario import MISSION_2, NOMINAL, Scenario
from newspace.models.ispace.descent.physics.vehicle import VEHICLE
from newspace.models.ispace.descent.simulate import (
    BRAKING_ALTITUDE_M,
    MOST_STEPS,
    make_case,
    planned_site,
    start_mass,
    start_state,
)

_PER_LANDING = (
    "sensor_range",
    "drift",
    "terminal_thrust",
)  # the entries of a Case that may differ from landing to landing


@dataclass(frozen=True)
class Spread:
    """Scatter of the inputs: standard deviations of normal distributions; all four are chosen, not published.

    ``altitude_error_m`` of the error before the first reading, ``drift_m_s`` of the believed vertical speed, ``sensor_noise_m`` of each
    reading, ``sensor_range_share`` of the altimeter's range, as a share of it.
    """

    altitude_error_m: float = 300.0
    drift_m_s: float = 0.1
    sensor_noise_m: float = 1.0
    sensor_range_share: float = 0.05

    def __post_init__(self) -> None:
        in_range("altitude_error_m", self.altitude_error_m, 0, 3000, "m")
        in_range("drift_m_s", self.drift_m_s, 0, 5, "m/s")
        in_range("sensor_noise_m", self.sensor_noise_m, 0, 1000, "m")
        in_range("sensor_range_share", self.sensor_range_share, 0, 0.5)


SPREAD = Spread()
NO_SPREAD = Spread(0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, eq=False)
class Landings:
    """Inputs and results of many landings: arrays with one entry for each landing."""

    altitude_error_m: Floats
    sensor_range_m: Floats
    drift_m_s: Floats
    touchdown_speed_m_s: Floats
    touchdown_vertical_m_s: Floats
    propellant_left_kg: Floats
    duration_s: Floats
    first_reading_m: Floats
    sensor_off: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    dry: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    passing_speed_m_s: Floats

    @property
    def landed(self) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """A flag for each landing: whether it was soft."""
        return np.asarray(self.touchdown_speed_m_s <= SOFT_M_S)

    @property
    def landed_share(self) -> float:
        """Share of the landings that were soft, 0 to 1."""
        return float(np.mean(self.landed))


@dataclass(frozen=True, eq=False)
class LandingShare:
    """Share of soft landings for each sensor range, with its 95 % interval (Wilson 1927)."""

    sensor_range_m: Floats
    share: Floats
    low: Floats
    high: Floats
    n: int


def run_many(
    case: Case, start: State, n: int, rng: np.random.Generator | None, noise_m: float, watch_m: tuple[float, ...] = ()
) -> dict[str, Floats]:
    """Simulate ``n`` landings to contact. Landings that have touched down leave the arrays, which saves time.

    ``watch_m``: true altitudes (m) at which the speed is recorded when the lander descends through them.
    """
    ops, full = Ops.arrays(), np.ones(n)
    state = State._make([*(entry * full for entry in start[:7]), np.zeros(n, np.int64), np.zeros(n, np.int64)])
    case = replace(case, **{name: getattr(case, name) * full for name in _PER_LANDING})
    names = ("time", "sink", "horizontal", "mass", "rejected", "phase", "first")
    result = {name: np.full(n, np.nan) for name in names} | {f"at {h:g}": np.full(n, np.nan) for h in watch_m}
    index, true = np.arange(n), state.height
    for _ in range(MOST_STEPS):
        noise = rng.normal(0.0, noise_m, index.size) if rng is not None and noise_m > 0 else 0.0
        step = advance(ops, case, state, noise)
        new, lower = step.state, step.state.height - step.land
        fresh = step.heard & np.isnan(result["first"][index])
        if fresh.any():
            result["first"][index[fresh]] = (lower + noise)[fresh]
        for level in watch_m:
            passed = (true > level) & (lower <= level)
            if passed.any():
                share = (true[passed] - level) / (true[passed] - lower[passed])
                result[f"at {level:g}"][index[passed]] = _speed_between(state, new, passed, share)
        down = lower <= 0
        if down.any():
            result["rejected"][index[down]], result["phase"][index[down]] = new.rejected[down], new.phase[down]
            share = true[down] / (true[down] - lower[down])
            for name, values in _at_contact(state, new, down, share).items():
                result[name][index[down]] = values
            left = ~down
            if not left.any():
                return result
            new, lower, index = State(*(entry[left] for entry in new)), lower[left], index[left]
            case = _of_landings(case, left)
        state, true = new, lower
    raise RuntimeError("The flights did not end: this is a fault of the model, please report it with the inputs.")


def _of_landings(case: Case, chosen: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Case:
    """Keep the inputs of the chosen landings."""
    return replace(case, **{name: getattr(case, name)[chosen] for name in _PER_LANDING})


def _at_contact(
    old: State, new: State, down: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], share: Floats
) -> dict[str, Floats]:
    """Interpolate what the landings that are down had at the moment of contact."""
    names = ("time", "sink", "horizontal", "mass")
    before, after = ({name: getattr(state, name)[down] for name in names} for state in (old, new))
    return {name: before[name] + share * (after[name] - before[name]) for name in names}


def _speed_between(
    old: State, new: State, chosen: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], share: Floats
) -> Floats:
    """Interpolate the speed of the chosen landings between two states; ``share`` 0 stands for the old one, 1 for the new."""
    before, after = (np.hypot(state.sink, state.horizontal)[chosen] for state in (old, new))
    return np.asarray(before + share * (after - before))


def fly_many(
    n: int,
    rng: np.random.Generator,
    *,
    scenario: Scenario = NOMINAL,
    spread: Spread = SPREAD,
    sensor_range_m: ArrayLike | None = None,
    gate_m: float | None = None,
    braking_altitude_m: float = BRAKING_ALTITUDE_M,
    propellant_kg: float | None = None,
    terminal_thrust_n: ArrayLike | None = None,
    altitude_error_m: ArrayLike | None = None,
    watch_m: tuple[float, ...] = (),
) -> Landings:
    """Simulate a scenario ``n`` times (1 to 1,000,000) with inputs scattered about their values.

    Parameters
    ----------
    rng : a seeded numpy Generator; the same seed gives the same landings.
    spread : scatter of the inputs; with :data:`NO_SPREAD` all flights are the same as that of :func:`fly`.
    sensor_range_m, altitude_error_m, terminal_thrust_n : a number or ``n`` of them, in place of the scenario's and the vehicle's.
    gate_m, braking_altitude_m, propellant_kg : as for :func:`fly`.
    watch_m : true altitudes; the speed when descending through each is returned as ``passing_speed_m_s``, a row for each altitude.

    Raises
    ------
    ValueError
        If an input is out of its range.
    """
    in_range("n", n, 1, 1_000_000)
    mass = start_mass(VEHICLE, propellant_kg)
    ranges = _per_landing("sensor_range_m", sensor_range_m, scenario.sensor_range_m, n, 0, 30_000, "m")
    errors = _per_landing("altitude_error_m", altitude_error_m, scenario.altitude_error_m, n, -8000, 8000, "m")
    thrusts = _per_landing("terminal_thrust_n", terminal_thrust_n, VEHICLE.terminal_thrust_n, n, 1, 1e5, "N")
    errors = errors + spread.altitude_error_m * rng.standard_normal(n)
    drifts = spread.drift_m_s * rng.standard_normal(n)
    ranges = np.maximum(ranges * (1 + spread.sensor_range_share * rng.standard_normal(n)), 0.0)
    site = planned_site(VEHICLE, GUIDANCE, float(braking_altitude_m), mass)
    case = make_case(
        scenario, VEHICLE, NAVIGATION, GUIDANCE, gate_m=NAVIGATION.gate_m if gate_m is None else gate_m, site_m=site
    )
    case = replace(case, sensor_range=ranges, drift=drifts, terminal_thrust=thrusts)
    start = start_state(braking_altitude_m, mass, 0.0)._replace(offset=errors)
    done = run_many(case, start, n, rng, spread.sensor_noise_m, watch_m)
    return Landings(
        altitude_error_m=errors, sensor_range_m=ranges, drift_m_s=drifts,
        touchdown_speed_m_s=np.hypot(done["sink"], done["horizontal"]), touchdown_vertical_m_s=-done["sink"],
        propellant_left_kg=np.maximum(done["mass"] - VEHICLE.dry_mass_kg, 0.0), duration_s=done["time"],
        first_reading_m=done["first"], sensor_off=done["rejected"] >= NAVIGATION.rejections_allowed,
        dry=done["phase"] == Phase.DRY,
        passing_speed_m_s=np.array([done[f"at {level:g}"] for level in watch_m]).reshape(len(watch_m), n),
    )  # fmt: skip


def _per_landing(
    name: str, given: ArrayLike | None, usual: float, n: int, low: float, high: float, unit: str
) -> Floats:
    values = np.asarray(usual if given is None else given, dtype=np.float64)
    if values.shape not in ((), (n,)):
        raise ValueError(f"{name} has the shape {values.shape}; it must be one number or {n} of them.")
    in_range(name, float(values.min()), low, high, unit)
    in_range(name, float(values.max()), low, high, unit)
    return np.broadcast_to(values, (n,)).copy()


def landing_share(
    sensor_ranges_m: ArrayLike,
    n: int,
    rng: np.random.Generator,
    *,
    scenario: Scenario = MISSION_2,
    spread: Spread = SPREAD,
) -> LandingShare:
    """Estimate the share of soft landings for each sensor range (m), from ``n`` landings each."""
    ranges = np.atleast_1d(np.asarray(sensor_ranges_m, dtype=np.float64))
    landings = fly_many(n * ranges.size, rng, scenario=scenario, spread=spread, sensor_range_m=np.repeat(ranges, n))
    share = landings.landed.reshape(ranges.size, n).mean(axis=1)
    z = 1.959964
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return LandingShare(ranges, share, np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0), n)
