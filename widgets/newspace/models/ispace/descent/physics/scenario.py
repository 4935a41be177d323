"""The three inputs that differ between the missions: sensor range, error before the first reading, and terrain."""

from __future__ import annotations

from dataclasses import dataclass

from newspace.models.ispace.descent.physics._ops import SCALAR, Num, Ops
from newspace.models.ispace.descent.physics.moon import in_range


@dataclass(frozen=True)
class Terrain:
    """Land that is level, drops by ``step_m`` at a crater's rim, and is level again to the landing site.

    Heights are counted from the level before the rim, which is the level that the lander assumes. ``rim_before_site_m`` is
    the distance along the ground from the rim to the planned landing site, ``width_m`` the width of the slope. By default it is a cliff,
    far narrower than the way between two readings: one reading on a slope would lead the filter down in two small jumps.
    """

    step_m: float = 0.0
    rim_before_site_m: float = 25_000.0
    width_m: float = 1.0

    def __post_init__(self) -> None:
        in_range("step_m", self.step_m, 0, 6000, "m")
        in_range("rim_before_site_m", self.rim_before_site_m, 0, 500_000, "m")
        in_range("width_m", self.width_m, 1, 100_000, "m")

    def height_m(self, distance_to_site_m: Num) -> Num:
        """Return the height (m, 0 down to ``-step_m``) at a distance before the planned site (m; negative = past it); float or array."""
        ops = SCALAR if isinstance(distance_to_site_m, (int, float)) else Ops.arrays()
        return land_height(ops, self.rim_before_site_m - distance_to_site_m, self.step_m, self.width_m)


def land_height(ops: Ops, past_rim_m: Num, step_m: Num, width_m: Num) -> Num:
    """Return the height of the land (m) at a distance past the rim: 0 before it, a linear slope over the width, then ``-step_m``."""
    return -step_m * ops.minimum(ops.maximum(past_rim_m / width_m, 0.0), 1.0)


@dataclass(frozen=True)
class Scenario:
    """The three inputs in which the missions differ.

    Parameters
    ----------
    sensor_range_m : the altimeter reads only at or below this true altitude, 0 (never) to 30,000 m.
    altitude_error_m : believed minus true altitude before the altimeter's first reading, -8,000 to 8,000 m.
        Negative: the lander believes that it is lower than it is.
    terrain : the land under the track.
    """

    sensor_range_m: float
    altitude_error_m: float
    terrain: Terrain

    def __post_init__(self) -> None:
        in_range("sensor_range_m", self.sensor_range_m, 0, 30_000, "m")
        in_range("altitude_error_m", self.altitude_error_m, -8_000, 8_000, "m")


NOMINAL = Scenario(sensor_range_m=10_000.0, altitude_error_m=0.0, terrain=Terrain())
MISSION_1 = Scenario(sensor_range_m=10_000.0, altitude_error_m=-2_000.0, terrain=Terrain(step_m=3_000.0))
MISSION_2 = Scenario(sensor_range_m=900.0, altitude_error_m=1_250.0, terrain=Terrain())
SCENARIOS = {"nominal": NOMINAL, "mission_1": MISSION_1, "mission_2": MISSION_2}
