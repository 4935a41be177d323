"""Navigation: dead reckoning from the inertial unit, corrected by the altimeter unless its gate forbids it.

The inertial unit measures the same acceleration that moves the lander, so the believed height runs parallel to the true one: what
navigation gets wrong is the difference between the two, its *offset* (believed - true height, and a slow drift if the unit's
vertical speed is wrong). A reading of the altimeter closes the gap, or is thrown out because the gap is wider than the gate.

Left out: dead reckoning with the gravity of a wrong height makes the offset itself grow a little. A scenario gives the offset that
there is when the first reading is due, so the growth is already in it. Navigation knows nothing of the rim: it takes the land to be
level, and so its believed height is also its believed altitude, until readings teach it otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

from newspace.models.ispace.descent.physics._ops import Num, Ops


@dataclass(frozen=True)
class Navigation:
    """The gate (m), how many rejected readings in a row switch the altimeter off for good, and how fast readings are followed (s)."""

    gate_m: float = 2500.0
    rejections_allowed: int = 5
    settling_time_s: float = 0.5


NAVIGATION = Navigation()


def listen(
    ops: Ops, navigation: Navigation, believed: Num, measured: Num, heard: Num, gate: Num, rejected: Num, elapsed: Num
) -> tuple[Num, Num, Num]:
    """What one reading does.

    Parameters
    ----------
    believed, measured : altitude (m) that navigation holds, and that the altimeter reads.
    heard : whether there is a reading at all (in range, and the altimeter not off).
    gate : widest difference (m) that is still taken for real.
    rejected : readings rejected in a row so far.
    elapsed : time (s) since the last reading.

    Returns
    -------
    tuple
        Correction (m) to be added to what is believed, whether the reading was accepted, rejections in a row after it.
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
