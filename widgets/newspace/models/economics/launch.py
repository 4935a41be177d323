"""Cost of a kilogram to low Earth orbit, vehicle by vehicle.

Source of the table: CSIS Aerospace Security Project (2022), processed by Our World in Data (``data/launch_cost_leo.csv``):
constant US dollars of 2021, by the year of a vehicle's first successful launch.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from newspace.core.paths import data

CLASSES = ("Small", "Medium", "Heavy")
"""The table's classes of vehicles, from the lightest payload to the heaviest."""


@dataclass(frozen=True)
class LaunchVehicle:
    """One row of the table; the cost in constant US dollars of 2021 per kilogram."""

    vehicle: str
    first_launch: int
    cost_usd2021_per_kg: float
    size: str


@lru_cache(maxsize=1)
def vehicles() -> tuple[LaunchVehicle, ...]:
    """Load the 61 vehicles, by the year of their first launch and then by name."""
    with data("launch_cost_leo.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    found = (
        LaunchVehicle(row["vehicle"], int(row["first_launch"]), float(row["cost_usd2021_per_kg"]), row["class"])
        for row in rows
    )
    return tuple(sorted(found, key=lambda one: (one.first_launch, one.vehicle)))


def vehicle(name: str) -> LaunchVehicle:
    """Return the row of one vehicle.

    Raises
    ------
    ValueError
        If the table has no such vehicle.
    """
    for one in vehicles():
        if one.vehicle == name:
            return one
    raise ValueError(f"the table has no vehicle “{name}”")


def cheapest_so_far(rows: Iterable[LaunchVehicle] | None = None) -> tuple[LaunchVehicle, ...]:
    """Return the vehicles that were cheaper than every one first launched before them, in order of time.

    Of several in one year only the cheapest can count.
    """
    record: list[LaunchVehicle] = []
    for one in sorted(
        vehicles() if rows is None else rows, key=lambda one: (one.first_launch, one.cost_usd2021_per_kg)
    ):
        if not record or one.cost_usd2021_per_kg < record[-1].cost_usd2021_per_kg:
            record.append(one)
    return tuple(record)


def price_per_kg(price: float, payload_kg: float) -> float:
    """Compute the price of one kilogram when the whole capacity is used, in the currency of ``price``.

    Raises
    ------
    ValueError
        If the price is negative or the payload is not above 0.
    """
    if price < 0:
        raise ValueError(f"price cannot be negative; got {price}")
    if payload_kg <= 0:
        raise ValueError(f"payload_kg must be above 0; got {payload_kg}")
    return price / payload_kg


def times_cheaper(before: float, after: float) -> float:
    """Compute how many times ``after`` goes into ``before``; both above 0 and in the same unit.

    Raises
    ------
    ValueError
        If one of them is not above 0.
    """
    if before <= 0 or after <= 0:
        raise ValueError("prices must be above 0")
    return before / after
