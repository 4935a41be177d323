"""Timeline of the two ispace missions, and a map of their targets on the Moon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from matplotlib.patches import Patch

from newspace.content import facts
from newspace.figures.shared.drawing import Drawing
from newspace.figures.shared.style import COLOURS, new_figure, set_commas
from newspace.models.ispace.descent import great_circle_to_pole

_DAY_S = 86_400.0
_SPAN_DEG = 48.0
"""The map reaches this far from the pole."""


@dataclass(frozen=True)
class _Voyage:
    name: str
    total_days: float
    orbit_days: float | None


def _moment(fact: str) -> datetime:
    """Return the moment of a fact in UTC; a date without an hour counts from its start."""
    moment = datetime.fromisoformat(str(facts.get(fact).settled()).replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _voyages() -> tuple[_Voyage, ...]:
    ispace = []
    for number in (1, 2):
        launch = _moment(f"m{number}_launch_utc")
        touchdown = _moment(f"m{number}_planned_touchdown_utc")
        orbit = _moment(f"m{number}_lunar_orbit_utc")
        days = [(moment - launch).total_seconds() / _DAY_S for moment in (touchdown, orbit)]
        ispace.append(_Voyage(f"ispace Mission {number}", *days))
    return (
        *ispace,
        _Voyage("Blue Ghost (Firefly)", float(facts.get("blue_ghost_flight_time_s").settled()) / _DAY_S, None),
    )


def mission_times() -> Drawing:
    """Draw the days from launch to landing attempt for both missions and the lander that shared the second launch."""
    voyages = _voyages()
    fig, ax = new_figure(8.0, 2.9)
    for row, voyage in enumerate(reversed(voyages)):
        split = voyage.orbit_days if voyage.orbit_days is not None else voyage.total_days
        ax.barh(row, split, color=COLOURS["sky"], edgecolor="black", linewidth=0.8)
        if voyage.orbit_days is not None:
            ax.barh(
                row, voyage.total_days - split, left=split, color="white", edgecolor="black", linewidth=0.8, hatch="///"
            )
        ax.text(voyage.total_days + 2, row, f"{voyage.total_days:.1f} days", va="center")
    ax.legend(
        handles=[
            Patch(facecolor=COLOURS["sky"], edgecolor="black", label="on the way"),
            Patch(facecolor="white", edgecolor="black", hatch="///", label="in orbit around the Moon"),
        ],
        loc="lower right",
    )
    ax.set_yticks(range(len(voyages)), [voyage.name for voyage in reversed(voyages)])
    ax.set_xlim(0, 172)
    ax.set_xlabel("days since launch")
    return Drawing(
        fig,
        "From launch to the landing attempt. Hatched: in orbit around the Moon (given for the two ispace missions only).",
        "; ".join(f"{voyage.name}: {voyage.total_days:.1f} days" for voyage in voyages) + ".",
    )


def polar_map() -> Drawing:
    """Draw the Moon around its north pole with both targets; distances from the centre are distances along the ground."""
    fig, ax = new_figure(6.4, 6.0)
    circle = np.linspace(0, 2 * np.pi, 361)
    for latitude in (80.0, 70.0, 60.0, 50.0):
        radius_km = great_circle_to_pole(latitude) / 1000
        ax.plot(radius_km * np.cos(circle), radius_km * np.sin(circle), color="0.75", linewidth=0.8)
        ax.text(
            0,
            radius_km,
            f"{latitude:.0f}° N",
            ha="center",
            va="center",
            fontsize=8,
            color="0.25",
            backgroundcolor="white",
        )
    edge_km = great_circle_to_pole(90 - _SPAN_DEG) / 1000
    for longitude in np.arange(0.0, 360.0, 45.0):
        x, y = _position(90 - _SPAN_DEG, longitude)
        ax.plot([0, x], [0, y], color="0.85", linewidth=0.8, zorder=0)
    words = []
    targets = (
        ("Mission 1", "m1", "Atlas crater", "D", "blue"),
        ("Mission 2", "m2", "Mare Frigoris", "o", "vermillion"),
    )
    for name, key, place, marker, colour in targets:
        latitude = float(facts.get(f"{key}_target_lat_deg").settled())
        longitude = float(facts.get(f"{key}_target_lon_deg").settled())
        x, y = _position(latitude, longitude)
        distance_km = great_circle_to_pole(latitude) / 1000
        ax.plot([0, x], [0, y], color=COLOURS[colour], linestyle="--", linewidth=1.2)
        ax.plot([x], [y], marker, color=COLOURS[colour], markersize=9, markeredgecolor="black")
        # The lesson asks for the distance of the other target, so the map does not show it.
        told = f"\n{distance_km:,.1f} km from the pole" if key == "m2" else ""
        side = -1 if longitude < 20 else 1
        ax.annotate(
            f"{name}: {place}{told}",
            (x, y),
            xytext=(10 * side, -6),
            textcoords="offset points",
            ha="left" if side > 0 else "right",
            va="top",
            fontsize=9,
        )
        words.append(f"{name} aimed at {place}, at {latitude}° north{told}".replace("\n", ", "))
    ax.plot([0], [0], "+", color="black", markersize=12)
    ax.annotate("north pole", (0, 0), xytext=(6, 6), textcoords="offset points", fontsize=9)
    ax.set_xlim(-edge_km, edge_km)
    ax.set_ylim(-edge_km, edge_km)
    ax.set_aspect("equal")
    ax.set_xlabel("distance along the ground (km); 0° longitude points down, east to the right")
    ax.set_ylabel("distance along the ground (km)")
    set_commas(ax.xaxis, ax.yaxis)
    return Drawing(
        fig,
        "The near side is at the bottom. Azimuthal equidistant map: distances from the pole are true. Mean radius 1,737.4 km.",
        "; ".join(words) + ".",
    )


def _position(latitude_deg: float, longitude_deg: float) -> tuple[float, float]:
    """Return the coordinates of a place on the map, in kilometres from the pole."""
    distance_km = great_circle_to_pole(latitude_deg) / 1000
    angle = np.radians(longitude_deg)
    return float(distance_km * np.sin(angle)), float(-distance_km * np.cos(angle))
