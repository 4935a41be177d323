"""The lander's parameters and the source of each.

There is one :data:`VEHICLE` for every scenario: what differs between the missions is in :mod:`.scenario` and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from newspace.models.ispace.descent.physics.rocket import STANDARD_GRAVITY_M_S2, MassBudget, mass_budget


@dataclass(frozen=True)
class Vehicle:
    """Masses (kg), thrust limits (N) and specific impulse (s) of the lander."""

    launch_mass_kg: float = 1000.0
    dry_mass_kg: float = 340.0
    isp_s: float = 310.0
    main_thrust_n: float = 1500.0
    terminal_thrust_n: float = 1500.0

    @property
    def exhaust_speed_m_s(self) -> float:
        """Effective exhaust speed, isp × g0."""
        return self.isp_s * STANDARD_GRAVITY_M_S2


VEHICLE = Vehicle()


def mass_at_braking(vehicle: Vehicle = VEHICLE) -> MassBudget:
    """Compute how the 1,000 kg at launch become about 800 kg at the start of braking: each burn, its delta-v and the mass after it."""
    return mass_budget(vehicle.launch_mass_kg, vehicle.dry_mass_kg, vehicle.isp_s)
