"""Simulation of a lunar lander's descent, from a 100 km orbit to contact.

A planar point mass over a spherical Moon. Guidance sees what navigation believes, never the truth; the missions differ in three
inputs alone (:class:`Scenario`). :func:`fly` simulates one flight, :func:`fly_many` thousands, by the same formulas.
:func:`assumptions` lists every number and its source, :func:`published_vs_computed` which published values are reproduced.

Names of events: braking, rim, first_reading, first_rejected, sensor_off, pitch_up, terminal, believed_zero, dry, touchdown.
"""

from __future__ import annotations

from newspace.models.ispace.descent.evidence.fit import FitGrid, fit_pairs
from newspace.models.ispace.descent.evidence.provenance import Assumption, assumptions
from newspace.models.ispace.descent.evidence.published import Comparison, published_vs_computed
from newspace.models.ispace.descent.flight import AltimeterReading, Event, Flight, LandingOutcome, Sample
from newspace.models.ispace.descent.monte_carlo import (
    NO_SPREAD,
    SPREAD,
    Landings,
    LandingShare,
    Spread,
    fly_many,
    landing_share,
)
from newspace.models.ispace.descent.physics.guidance import GUIDANCE, Guidance, Phase
from newspace.models.ispace.descent.physics.moon import (
    MOON_GM_M3_S2,
    MOON_GRAVITY_M_S2,
    MOON_RADIUS_M,
    Braking,
    Deorbit,
    Fall,
    braking_achieved,
    braking_needed,
    circular_speed,
    free_fall,
    great_circle_to_pole,
    hohmann_deorbit,
    orbit_speed,
    orbital_period,
)
from newspace.models.ispace.descent.physics.navigation import NAVIGATION, Navigation
from newspace.models.ispace.descent.physics.rocket import (
    STANDARD_GRAVITY_M_S2,
    MassBudget,
    MassStep,
    mass_after,
    rocket_delta_v,
)
from newspace.models.ispace.descent.physics.scenario import MISSION_1, MISSION_2, NOMINAL, SCENARIOS, Scenario, Terrain
from newspace.models.ispace.descent.physics.vehicle import VEHICLE, Vehicle, mass_at_braking
from newspace.models.ispace.descent.sentences import flight_sentence
from newspace.models.ispace.descent.simulate import fly

__all__ = [
    "GUIDANCE",
    "MISSION_1",
    "MISSION_2",
    "MOON_GM_M3_S2",
    "MOON_GRAVITY_M_S2",
    "MOON_RADIUS_M",
    "NAVIGATION",
    "NOMINAL",
    "NO_SPREAD",
    "SCENARIOS",
    "SPREAD",
    "STANDARD_GRAVITY_M_S2",
    "VEHICLE",
    "AltimeterReading",
    "Assumption",
    "Braking",
    "Comparison",
    "Deorbit",
    "Event",
    "Fall",
    "FitGrid",
    "Flight",
    "Guidance",
    "LandingOutcome",
    "LandingShare",
    "Landings",
    "MassBudget",
    "MassStep",
    "Navigation",
    "Phase",
    "Sample",
    "Scenario",
    "Spread",
    "Terrain",
    "Vehicle",
    "assumptions",
    "braking_achieved",
    "braking_needed",
    "circular_speed",
    "fit_pairs",
    "flight_sentence",
    "fly",
    "fly_many",
    "free_fall",
    "great_circle_to_pole",
    "hohmann_deorbit",
    "landing_share",
    "mass_after",
    "mass_at_braking",
    "orbit_speed",
    "orbital_period",
    "published_vs_computed",
    "rocket_delta_v",
]  # fmt: skip
