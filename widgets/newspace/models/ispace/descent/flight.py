"""Result of one flight as plain numbers and arrays, for figures, sentences and tests."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from newspace.models.ispace.descent.physics.navigation import Navigation
from newspace.models.ispace.descent.physics.scenario import Scenario
from newspace.models.ispace.descent.physics.vehicle import Vehicle

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

SOFT_M_S = 2.0  # a touchdown slower than this is a landing
HARD_M_S = 5.0  # slower than this the legs might still hold; both limits are our choice


class LandingOutcome(StrEnum):
    """How a flight ended."""

    LANDED = "landed"
    HARD = "hard landing"
    CRASHED = "crashed"
    CRASHED_DRY = "crashed with dry tanks"


class AltimeterReading(IntEnum):
    """What the altimeter did in a step."""

    NONE = 0
    ACCEPTED = 1
    REJECTED = 2
    OFF = 3


@dataclass(frozen=True)
class Event:
    """One event: a short name, time, place, speed, and a sentence."""

    name: str
    time_s: float
    downrange_m: float
    true_altitude_m: float
    believed_altitude_m: float
    speed_m_s: float
    text: str


@dataclass(frozen=True)
class Sample:
    """State of the flight at one moment."""

    time_s: float
    downrange_m: float
    true_altitude_m: float
    believed_altitude_m: float
    speed_m_s: float
    vertical_speed_m_s: float
    mass_kg: float


@dataclass(frozen=True, eq=False)
class Flight:
    """One flight from the start of braking (time 0) to contact; arrays of equal length, one entry a step.

    Heights are counted from the level of the land before the rim; altitudes from the land under the lander;
    vertical speed is positive upwards; ``reading`` holds :class:`Reading` and ``phase`` :class:`.guidance.Phase` numbers;
    ``measured_m`` is NaN where the altimeter gave nothing.
    """

    scenario: Scenario
    vehicle: Vehicle
    navigation: Navigation
    gate_m: float
    braking_altitude_m: float
    propellant_start_kg: float
    site_downrange_m: float
    time_s: Floats
    downrange_m: Floats
    height_m: Floats
    terrain_m: Floats
    true_altitude_m: Floats
    believed_altitude_m: Floats
    measured_m: Floats
    reading: Ints
    speed_m_s: Floats
    horizontal_speed_m_s: Floats
    vertical_speed_m_s: Floats
    mass_kg: Floats
    propellant_kg: Floats
    thrust_n: Floats
    pitch_rad: Floats
    phase: Ints
    events: tuple[Event, ...]
    outcome: LandingOutcome

    @property
    def landed(self) -> bool:
        """Tell whether it touched down softly."""
        return self.outcome is LandingOutcome.LANDED

    @property
    def touchdown_speed_m_s(self) -> float:
        """Speed at contact, in any direction."""
        return float(self.speed_m_s[-1])

    @property
    def touchdown_vertical_m_s(self) -> float:
        """Vertical speed at contact, up positive."""
        return float(self.vertical_speed_m_s[-1])

    @property
    def touchdown_horizontal_m_s(self) -> float:
        """Horizontal speed at contact."""
        return float(self.horizontal_speed_m_s[-1])

    @property
    def propellant_left_kg(self) -> float:
        """Propellant in the tanks at contact."""
        return float(self.propellant_kg[-1])

    @property
    def duration_s(self) -> float:
        """Time from the start of braking to contact."""
        return float(self.time_s[-1])

    @property
    def sink_duration_s(self) -> float:
        """Time spent sinking at believed altitude zero, until the tanks were dry or a leg touched; 0 if that never happened."""
        start, dry = self.event("believed_zero"), self.event("dry")
        if start is None:
            return 0.0
        return (dry.time_s if dry else self.duration_s) - start.time_s

    def event(self, name: str) -> Event | None:
        """Return the event of that name, or None if it did not happen."""
        return next((event for event in self.events if event.name == name), None)

    def at_time(self, time_s: float) -> Sample:
        """Interpolate the flight linearly at a time (s); raise ``ValueError`` outside the flight."""
        if not 0 <= time_s <= self.duration_s:
            raise ValueError(f"time_s is {time_s:g} s; the flight lasts from 0 to {self.duration_s:g} s.")
        columns = (
            self.downrange_m, self.true_altitude_m, self.believed_altitude_m,
            self.speed_m_s, self.vertical_speed_m_s, self.mass_kg,
        )  # fmt: skip
        return Sample(float(time_s), *(float(np.interp(time_s, self.time_s, column)) for column in columns))

    def at_true_altitude(self, altitude_m: float) -> Sample | None:
        """Return the flight when it last descended through a true altitude (m); None if it never did."""
        above = self.true_altitude_m > altitude_m
        crossings = np.flatnonzero(above[:-1] & ~above[1:])
        if not crossings.size:
            return None
        i = int(crossings[-1])
        high, low = self.true_altitude_m[i], self.true_altitude_m[i + 1]
        share = float((high - altitude_m) / (high - low))
        return self.at_time(float(self.time_s[i] + share * (self.time_s[i + 1] - self.time_s[i])))


def outcome_of(speed_m_s: float, dry: bool) -> LandingOutcome:
    """Classify a touchdown by its speed (m/s) and whether the tanks were dry."""
    if speed_m_s <= SOFT_M_S:
        return LandingOutcome.LANDED
    if speed_m_s <= HARD_M_S:
        return LandingOutcome.HARD
    return LandingOutcome.CRASHED_DRY if dry else LandingOutcome.CRASHED
