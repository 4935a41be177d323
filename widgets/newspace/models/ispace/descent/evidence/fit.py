"""Fit of error and thrust to Mission 2's published points: a valley of pairs, not one point. They are fitted, not known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from newspace.models.ispace.descent.flight import Floats
from newspace.models.ispace.descent.monte_carlo import NO_SPREAD, fly_many
from newspace.models.ispace.descent.physics.scenario import MISSION_2

FIRST_POINT = (900.0, 66.0)  # true altitude (m) and speed (m/s) of the first valid range: R23
LAST_POINT = (192.0, 42.0)  # and of the last telemetry: R114, R349
TOLERANCE_M_S = 2.0  # our tolerance on "about 66" and "about 42"


@dataclass(frozen=True, eq=False)
class FitGrid:
    """Speeds at the two points and the misfit, on grids with a row for each thrust and a column for each error.

    The misfit is the root of the mean squared deviation, in units of :data:`TOLERANCE_M_S`: a pair with at most 1 fits.
    """

    altitude_error_m: Floats
    terminal_thrust_n: Floats
    speed_at_900_m_s: Floats
    speed_at_192_m_s: Floats
    misfit: Floats

    @property
    def best(self) -> tuple[float, float, float]:
        """Return error (m), thrust (N) and misfit of the best pair of the grid."""
        row, column = np.unravel_index(int(np.argmin(self.misfit)), self.misfit.shape)
        return float(self.altitude_error_m[column]), float(self.terminal_thrust_n[row]), float(self.misfit[row, column])

    @property
    def valley_n(self) -> Floats:
        """Return for each error the thrust (N) of the grid that fits best."""
        return np.asarray(self.terminal_thrust_n[np.argmin(self.misfit, axis=0)], dtype=np.float64)


def fit_pairs(
    altitude_errors_m: ArrayLike, terminal_thrusts_n: ArrayLike, *, sensor_range_m: float = FIRST_POINT[0]
) -> FitGrid:
    """Simulate Mission 2 for every pair of error before the first reading (m) and terminal thrust (N), all at once.

    ``sensor_range_m``: where the first valid range comes; the sources say only "below 900 m" (R23).
    Raises ``ValueError`` for inputs out of range (errors -8,000 to 8,000 m, thrusts 1 to 1e5 N).
    """
    errors = np.atleast_1d(np.asarray(altitude_errors_m, dtype=np.float64))
    thrusts = np.atleast_1d(np.asarray(terminal_thrusts_n, dtype=np.float64))
    shape = (thrusts.size, errors.size)
    landings = fly_many(
        thrusts.size * errors.size, np.random.default_rng(0), scenario=MISSION_2, spread=NO_SPREAD, sensor_range_m=sensor_range_m,
        altitude_error_m=np.tile(errors, thrusts.size), terminal_thrust_n=np.repeat(thrusts, errors.size),
        watch_m=(FIRST_POINT[0], LAST_POINT[0]),
    )  # fmt: skip
    first, last = (row.reshape(shape) for row in landings.passing_speed_m_s)
    misfit = np.hypot(first - FIRST_POINT[1], last - LAST_POINT[1]) / np.sqrt(2.0) / TOLERANCE_M_S
    return FitGrid(errors, thrusts, first, last, misfit)
