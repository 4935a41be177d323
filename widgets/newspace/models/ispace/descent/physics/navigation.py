"""Navigation: dead reckoning from the inertial unit, corrected by altimeter readings inside a gate.

The inertial unit measures the acceleration that moves the lander, so the believed height runs parallel to the true one. The error
is the difference between the two, the *offset* (believed - true height, with a slow drift if the believed vertical speed is
wrong). An altimeter reading reduces the offset, or is rejected because it differs from the belief by more than the gate.

Left out: dead reckoning with the gravity of a wrong height makes the offset itself grow a little. A scenario gives the offset at
the time of the first reading, so this growth is already included. Navigation knows no rim: it assumes level land, so its believed
height is also its believed altitude, until readings correct it.
"""

from __future__ import annotations

from dataclasses import dataclass

from newspace.models.ispace.descent.physics._ops import Num, Ops


@dataclass(frozen=True)
class Navigation:
    """The gate (m), the number of consecutive rejections that switches the altimeter off for good, and the filter's time constant (s)."""

    gate_m: float = 2500.0
    rejections_allowed: int = 5
    settling_time_s: float = 0.5


NAVIGATION = Navigation()


def listen(
    ops: Ops, navigation: Navigation, believed: Num, measured: Num, heard: Num, gate: Num, rejected: Num, elapsed: Num
) -> tuple[Num, Num, Num]:
    """Process one altimeter reading.

    Parameters
    ----------
    believed, measured : altitude (m) that navigation believes, and that the altimeter reads.
    heard : whether there is a reading (in range, and the altimeter not off).
    gate : largest difference (m) that is still accepted.
    rejected : consecutive rejections so far.
    elapsed : time (s) since the last reading.

    Returns
    -------
    tuple
        Correction (m) to add to the believed altitude, whether the reading was accepted, consecutive rejections after it.
    """
    if not ops.any(heard):
        return 0.0, heard, rejected
    gap = measured - believed
    accepted = heard & (gap <= gate) & (gap >= -gate)
    gain = 1 - ops.exp(-elapsed / navigation.settling_time_s)
    return (
        ops.where(accepted, gain * gap, 0.0),
        accepted,
        ops.where(heard, ops.where(accepted, 0, rejected + 1), rejected),
    )
