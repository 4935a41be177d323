"""Prices of a kilogram: the table, the cheapest so far, and numbers worked out by hand."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newspace.models.economics import launch

YEARS = st.integers(1957, 2030)
PRICES = st.floats(1, 1e6)


def test_the_table_is_complete():
    rows = launch.vehicles()
    assert len(rows) == 61
    assert (rows[0].first_launch, rows[-1].first_launch) == (1961, 2019)
    assert {row.size for row in rows} == set(launch.CLASSES)
    assert [sum(row.size == size for row in rows) for size in launch.CLASSES] == [23, 29, 9]
    assert len({row.vehicle for row in rows}) == 61


def test_the_table_names_its_source_and_licence():
    from newspace.core.paths import data

    head = data("launch_cost_leo.csv").read_text(encoding="utf-8").split("vehicle,")[0]
    assert "CSIS" in head
    assert "CC BY 4.0" in head
    assert "R127" in head


def test_costs_of_two_vehicles():
    assert launch.vehicle("Falcon 9").cost_usd2021_per_kg == 2600
    assert launch.vehicle("Space Shuttle").cost_usd2021_per_kg == 65400
    with pytest.raises(ValueError, match="Starship"):
        launch.vehicle("Starship")


def test_cheapest_so_far_of_the_table():
    assert [row.vehicle for row in launch.cheapest_so_far()] == [
        "Scout", "Kosmos", "Proton", "Saturn V", "Zenit 2", "Falcon 9", "Falcon Heavy",
    ]  # fmt: skip
    assert launch.cheapest_so_far([]) == ()


@given(st.lists(st.tuples(YEARS, PRICES), max_size=30))
def test_cheapest_so_far_falls_strictly_and_ends_at_the_cheapest(pairs):
    rows = [launch.LaunchVehicle(f"v{n}", year, price, "Small") for n, (year, price) in enumerate(pairs)]
    record = launch.cheapest_so_far(rows)
    costs = [row.cost_usd2021_per_kg for row in record]
    assert all(later < earlier for earlier, later in itertools.pairwise(costs))
    assert all(later.first_launch > earlier.first_launch for earlier, later in itertools.pairwise(record))
    assert (costs[-1] if costs else None) == min((price for _, price in pairs), default=None)


def test_prices_per_kilogram_of_lesson_1():
    shuttle, falcon = launch.price_per_kg(1.5e9, 27_500), launch.price_per_kg(62e6, 22_800)
    assert shuttle == pytest.approx(54_545, abs=1)
    assert falcon == pytest.approx(2_719, abs=1)
    assert launch.times_cheaper(shuttle, falcon) == pytest.approx(20.06, abs=0.005)
    station = launch.times_cheaper(launch.price_per_kg(1.5e9, 16_050), launch.price_per_kg(140e6, 6_000))
    assert station == pytest.approx(4.01, abs=0.005)
    assert launch.price_per_kg(16e6, 30) == pytest.approx(533e3, rel=2e-3)
    assert launch.price_per_kg(65e6, 300) == pytest.approx(217e3, rel=2e-3)


@pytest.mark.parametrize(("price", "mass"), [(-1, 10), (10, 0), (10, -5)])
def test_an_invalid_price_or_payload_is_refused(price, mass):
    with pytest.raises(ValueError, match=r"must be|cannot be"):
        launch.price_per_kg(price, mass)


@pytest.mark.parametrize(("before", "after"), [(0, 1), (1, 0), (-1, -1)])
def test_prices_that_are_not_positive_are_not_compared(before, after):
    with pytest.raises(ValueError, match="above 0"):
        launch.times_cheaper(before, after)
