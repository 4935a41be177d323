"""Provenance of every number of the model: published, derived, fitted, assumed, or chosen by us."""

from __future__ import annotations

from dataclasses import dataclass

from newspace.models.ispace.descent.flight import HARD_M_S, SOFT_M_S
from newspace.models.ispace.descent.physics.guidance import GUIDANCE
from newspace.models.ispace.descent.physics.moon import MOON_GM_M3_S2, MOON_RADIUS_M
from newspace.models.ispace.descent.physics.navigation import NAVIGATION
from newspace.models.ispace.descent.physics.scenario import MISSION_1, MISSION_2, NOMINAL
from newspace.models.ispace.descent.physics.vehicle import VEHICLE, mass_at_braking


@dataclass(frozen=True)
class Assumption:
    """One number of the model: ``status`` is published, derived, fitted, assumed (no source) or chosen (by us, to make it work)."""

    name: str
    value: float
    unit: str
    status: str
    source: str


def assumptions() -> tuple[Assumption, ...]:
    """List every number that the model uses, with its status; sources by their id in :mod:`newspace.content.facts`."""
    guide, budget = GUIDANCE, mass_at_braking()
    fitted = "fitted together to 66 m/s at 900 m and 42 m/s at 192 m (R23, R114, R349); other pairs fit as well"
    rows = (
        ("gravitational parameter of the Moon", MOON_GM_M3_S2, "m³/s²", "published", "standard value; R57 rounds it"),
        ("mean radius of the Moon", MOON_RADIUS_M, "m", "published", "R57"),
        ("mass at launch", VEHICLE.launch_mass_kg, "kg", "published", "about; R104, R73"),
        ("dry mass", VEHICLE.dry_mass_kg, "kg", "published", "about; R72, R76"),
        ("mass at the start of braking", budget.mass_kg, "kg", "derived", "rocket equation over capture, circularising and de-orbit (orbits: R106)"),
        ("propellant at the start of braking", budget.propellant_kg, "kg", "derived", "the same, less the dry mass"),
        ("specific impulse", VEHICLE.isp_s, "s", "assumed", "no source found; 290 to 320 s is usual for hydrazine with nitrogen tetroxide"),
        ("main engine, most thrust", VEHICLE.main_thrust_n, "N", "assumed", "no source found"),
        ("terminal thrusters, most thrust", VEHICLE.terminal_thrust_n, "N", "fitted", fitted),
        ("engines can be throttled down to", 0.0, "N", "assumed", "stands for pulsed thrusters"),
        ("speed at the pitch-up gate", 300 / 3.6, "m/s", "published", "R108, webcast notes, Mission 1"),
        ("altitude of the pitch-up gate", guide.pitch_up_altitude_m, "m", "published", "R108"),
        ("of that, horizontal", guide.pitch_up_horizontal_m_s, "m/s", "chosen", ""),
        ("altitude at which the main engine stops", guide.terminal_altitude_m, "m", "published", "R108"),
        ("sink rate there", guide.terminal_sink_m_s, "m/s", "published", "R108"),
        ("sink rate at 20 m", guide.slow_sink_m_s, "m/s", "published", "R108"),
        ("sink rate at believed zero", guide.contact_sink_m_s, "m/s", "chosen", "R110: slower than 1 m/s"),
        ("fastest sink rate that guidance asks for", guide.fastest_sink_m_s, "m/s", "chosen", ""),
        ("time in which guidance answers", guide.response_s, "s", "chosen", ""),
        ("time in which horizontal speed is taken off", guide.horizontal_response_s, "s", "chosen", ""),
        ("largest share of the braking thrust that points upwards", guide.steepest_braking, "", "chosen", ""),
        ("gate of the navigation filter", NAVIGATION.gate_m, "m", "chosen", "wider than Mission 2's error, narrower than Mission 1's step of about 3 km (R32)"),
        ("rejected readings in a row until the altimeter is off", float(NAVIGATION.rejections_allowed), "", "chosen", ""),
        ("time in which readings are followed", NAVIGATION.settling_time_s, "s", "chosen", ""),
        ("range of the altimeter, nominal and Mission 1", NOMINAL.sensor_range_m, "m", "assumed", "R27: data expected from 10 to 3 km, of Mission 2's sensor"),
        ("step at the rim, Mission 1", MISSION_1.terrain.step_m, "m", "published", "about 3 km; R32"),
        ("rim before the landing site, Mission 1", MISSION_1.terrain.rim_before_site_m, "m", "chosen", "far enough that the first reading comes after the rim"),
        ("error before the first reading, Mission 1", MISSION_1.altitude_error_m, "m", "assumed", "the 2 km that no source explains: about 5 km (R110) less the step"),
        ("range of the altimeter, Mission 2", MISSION_2.sensor_range_m, "m", "published", "below 900 m; R23"),
        ("error before the first reading, Mission 2", MISSION_2.altitude_error_m, "m", "fitted", fitted),
        ("fastest touchdown that counts as a landing", SOFT_M_S, "m/s", "chosen", ""),
        ("fastest touchdown that counts as a hard landing", HARD_M_S, "m/s", "chosen", ""),
    )  # fmt: skip
    return tuple(Assumption(*row) for row in rows)
