"""Fit of two unknown parameters to two published points, and the share of soft landings."""

from __future__ import annotations

import numpy as np

from newspace.figures.shared.drawing import Drawing
from newspace.figures.shared.style import COLOURS, new_figure, set_commas
from newspace.models.ispace import descent

_FITS = 1.0
"""A pair fits when its speeds lie, on average, within the tolerance of the published ones."""


def fitting_pairs(
    errors_m: tuple[float, float] = (900.0, 1700.0), thrusts_n: tuple[float, float] = (1200.0, 2000.0), steps: int = 33
) -> Drawing:
    """Draw which pairs of error and terminal thrust reproduce the published points of Mission 2.

    Parameters
    ----------
    errors_m, thrusts_n : tuple of float
        The lowest and the highest value to try of each: believed − true altitude in metres, thrust in newtons.
    steps : int
        How many values of each.
    """
    grid = descent.fit_pairs(np.linspace(*errors_m, steps), np.linspace(*thrusts_n, steps))
    fig, ax = new_figure(8.0, 4.6)
    levels = [0, _FITS, 2, 4, 8, 16]
    shades = ax.contourf(
        grid.altitude_error_m, grid.terminal_thrust_n, grid.misfit, levels=levels, cmap="cividis", extend="max"
    )
    ax.contour(grid.altitude_error_m, grid.terminal_thrust_n, grid.misfit, levels=[_FITS], colors="white", linewidths=2)
    bar = fig.colorbar(shades, ax=ax)
    bar.set_label("misfit (1 = as far off as the published\nspeeds are uncertain)")
    used = (descent.MISSION_2.altitude_error_m, descent.VEHICLE.terminal_thrust_n)
    ax.plot(
        *used,
        "*",
        color=COLOURS["orange"],
        markersize=16,
        markeredgecolor="black",
        label="the pair used in this lesson",
    )
    ax.legend(loc="upper left")
    ax.set_xlabel("error before the first reading: believed − true altitude (m)")
    ax.set_ylabel("terminal thrust (N)")
    set_commas(ax.xaxis, ax.yaxis)
    return Drawing(
        fig,
        "Pairs inside the thick line reproduce 66 m/s at the first reading and 42 m/s at 192 m. Fitted, not known. "
        "Model: newspace.models.ispace.descent.",
        _words(grid),
    )


def _words(grid: descent.FitGrid) -> str:
    fits = grid.misfit <= _FITS
    if not fits.any():
        return "None of the pairs that were tried reproduces the published points."
    all_errors, all_thrusts = np.meshgrid(grid.altitude_error_m, grid.terminal_thrust_n)
    errors, thrusts = all_errors[fits], all_thrusts[fits]
    return (
        f"{int(fits.sum())} of {fits.size} pairs fit, in a band from {errors.min():,.0f} m with {thrusts[errors.argmin()]:,.0f} N "
        f"to {errors.max():,.0f} m with {thrusts[errors.argmax()]:,.0f} N: the published points cannot tell them apart."
    )


def landing_odds(landings: int = 400, seed: int = 20250606) -> Drawing:
    """Draw how often Mission 2 would land if the altimeter's first reading came at another altitude.

    Parameters
    ----------
    landings : int
        How many landings for each sensor range.
    seed : int
        The seed of the random numbers; the same seed gives the same picture.
    """
    ranges_m = np.arange(600.0, 3001.0, 200.0)
    share = descent.landing_share(ranges_m, landings, np.random.default_rng(seed), scenario=descent.MISSION_2)
    fig, ax = new_figure(8.0, 4.0)
    ax.fill_between(
        share.sensor_range_m, 100 * share.low, 100 * share.high, color=COLOURS["sky"], alpha=0.4, linewidth=0
    )
    ax.plot(share.sensor_range_m, 100 * share.share, "o-", color=COLOURS["blue"])
    ax.axvline(900, color=COLOURS["vermillion"], linestyle="--", linewidth=1.5)
    ax.text(915, 60, "first reading\nof Mission 2", color=COLOURS["vermillion"], fontsize=9)
    ax.set_xlim(ranges_m[0], ranges_m[-1])
    ax.set_ylim(-2, 102)
    ax.set_xlabel("range of the altimeter (m)")
    set_commas(ax.xaxis)
    ax.set_ylabel("landings that succeed (%)")
    safe = share.sensor_range_m[share.share >= 0.9]
    tail = (
        f"Nine in ten succeed from a range of about {safe.min():,.0f} m on."
        if safe.size
        else "No range here gives nine in ten."
    )
    nearest = int(np.argmin(np.abs(share.sensor_range_m - 1000)))
    return Drawing(
        fig,
        f"{landings} landings for each range; the band is the 95 % interval of the share (Wilson). "
        "How much the errors vary from flight to flight is assumed. Model: newspace.models.ispace.descent.",
        f"With a range of {share.sensor_range_m[nearest]:,.0f} m {100 * share.share[nearest]:.0f} % of the landings succeed. {tail}",
    )
