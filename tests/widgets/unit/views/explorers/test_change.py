"""The last run beside the new one: what is said of the change, and the ghost in the picture."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from typing import get_type_hints
from unittest.mock import Mock

import matplotlib.image as mpimg
import pytest

import newspace
from newspace.figures.shared.raster import Raster
from newspace.views.shared.explorer.change import Shown, change_words
from newspace.views.shared.explorer.controls import ChoiceControl, Preset, Slider
from newspace.views.shared.explorer.explorer import Explorer

MAKERS = [name for name in newspace._VIEWS if get_type_hints(getattr(newspace, name)).get("return") is Explorer]
RANGE = Slider("range", "Altimeter range", 0, 20_000, 100, 10_000, unit="m")
GATE = Slider("gate", "Filter gate", 0, 8000, 100, 2500, unit="m")
YEAR = Slider("year", "Year", 1960, 2026, 1, 1960)
PLACE = ChoiceControl("place", "Place", {"moon": "the Moon", "mars": "Mars"}, "moon")
CONTROLS = (RANGE, GATE, YEAR, PLACE)
START = {"range": 14_400.0, "gate": 2500.0, "year": 1960.0, "place": "moon"}
PRESETS = (Preset("one", "Mission 1", START), Preset("two", "Mission 2", START | {"range": 900.0, "gate": 100.0}))


def words(before="51 m/s", now="0.8 m/s", *, pale=True, **changed):
    first, second = Shown(START, before, False), Shown(START | changed, now, False)
    return change_words(first, second, controls=CONTROLS, presets=PRESETS, pale=pale)


def test_both_results_and_the_control_that_moved_are_named():
    assert words(range=15_000.0) == "Before (pale): 51 m/s; now: 0.8 m/s. Changed: Altimeter range 14,400 → 15,000 m."
    assert words(range=15_000.0, pale=False).startswith("Before: 51 m/s; now")
    assert words(year=1985.0, place="mars").endswith("Changed: Year 1960 → 1985, Place “the Moon” → “Mars”.")


def test_a_result_that_stays_is_said_once():
    assert words("51 m/s", "51 m/s", gate=100.0) == "As before: 51 m/s. Changed: Filter gate 2,500 → 100 m."


def test_without_a_move_or_a_result_nothing_is_said():
    assert words() == ""
    assert words("", gate=100.0) == ""


def test_a_preset_is_named_in_place_of_its_settings():
    assert words(range=900.0, gate=100.0).endswith("Changed: “Mission 1” → “Mission 2”.")
    assert words(range=900.0, gate=200.0).endswith(
        "Changed: Altimeter range 14,400 → 900 m, Filter gate 2,500 → 200 m."
    )


def test_of_many_moves_the_rest_is_counted():
    assert words(range=1.0, gate=2.0, year=1961.0, place="mars").endswith("Year 1960 → 1961, 1 more.")


def pixels(explorer):
    return mpimg.imread(io.BytesIO(explorer.picture), format="png")


def moves(explorer):
    """Yield values with one control elsewhere: a quarter of its range away, or at its next choice."""
    for control in explorer.controls:
        if control["kind"] == "choice":
            value = next(one["value"] for one in control["options"] if one["value"] != control["value"])
        else:
            steps = max(1, round((control["high"] - control["low"]) / control["step"] / 4))
            up = control["value"] + steps * control["step"] <= control["high"]
            value = control["value"] + (steps if up else -steps) * control["step"]
        yield control["label"], {**explorer.start, control["name"]: value}


@pytest.mark.parametrize("name", MAKERS)
def test_every_explorer_keeps_the_last_run_and_says_what_changed(name):
    explorer = getattr(newspace, name)()
    explorer.explore(explorer.start)
    assert explorer.state["change"] == ""
    for label, values in moves(explorer):
        explorer.explore(values)
        plain = pixels(explorer)
        explorer.explore(explorer.start)
        explorer.explore(values, rested=True)
        assert explorer.state["error"] == ""
        assert f"Changed: {label} " in explorer.state["change"]
        if (pixels(explorer) != plain).any():
            return
        explorer.explore(explorer.start, rested=True)
    pytest.fail("no move leaves a ghost")


def test_a_ghost_is_paler_than_what_it_was():
    explorer = newspace.landing_simulator("mission_1")
    explorer.explore(explorer.start)
    before = pixels(explorer)
    values = {**explorer.start, "gate_m": 5500.0}
    explorer.explore(values)
    plain = pixels(explorer)
    explorer.explore(explorer.start)
    explorer.explore(values, rested=True)
    ghosted = pixels(explorer)
    pale = (ghosted != plain).any(axis=2) & (plain[..., :3] == 1).all(axis=2)
    assert pale.sum() > 500
    assert (ghosted[pale] >= before[pale] - 0.01).all()
    assert ghosted[pale].mean() > before[pale].mean() + 0.05


def test_while_a_slider_moves_the_ghost_stays_the_run_from_which_it_set_out():
    explorer = newspace.landing_simulator("mission_2")
    explorer.explore(explorer.start)
    first = explorer.state["sentence"]
    for number, metres in enumerate((1000, 1100, 1800)):
        explorer.explore({**explorer.start, "sensor_range_m": metres}, rested=number == 0)
        assert f"Altimeter range 900 → {metres:,} m." in explorer.state["change"]
    assert explorer.state["sentence"] != first
    explorer.explore({**explorer.start, "sensor_range_m": 2000}, rested=True)
    assert "Altimeter range 1,800 → 2,000 m." in explorer.state["change"]


def test_another_scale_is_told_and_in_another_width_there_is_no_ghost():
    explorer = newspace.waiting_simulator()
    explorer.explore(explorer.start)
    explorer.explore({**explorer.start, "chance": 65.0}, rested=True)
    assert explorer.state["change"].startswith("Before (pale): ")
    assert explorer.state["change"].endswith("another scale now, and the pale run is drawn on it.")
    explorer.explore({**explorer.start, "chance": 45.0})
    assert explorer.state["change"].startswith("Before (pale): ")
    assert "another scale" not in explorer.state["change"]
    explorer.explore({**explorer.start, "chance": 45.0}, narrow=True)
    assert explorer.state["change"].startswith("Before: ")


@pytest.mark.usefixtures("new_pictures")
def test_no_move_waits_for_another_scale(monkeypatch):
    class Loop:
        def call_later(self, _seconds, work):
            due.append(work)
            return work

    due: list[Callable[[], None]] = []
    explorer = newspace.waiting_simulator()
    monkeypatch.setattr(asyncio, "get_running_loop", Loop)
    explorer.explore(explorer.start)
    while due:
        due.pop()()
    monkeypatch.setattr(Raster, "__init__", Mock(side_effect=AssertionError("a figure was made while a slider moves")))
    for chance in (45.0, 65.0, 100.0):
        explorer.explore({**explorer.start, "chance": chance})
        assert explorer.state["error"] == ""


def test_a_value_that_is_refused_does_not_become_the_ghost():
    explorer = newspace.landing_simulator()
    explorer.explore(explorer.start)
    explorer.explore({**explorer.start, "gate_m": -1}, rested=True)
    assert explorer.state["error"]
    explorer.explore({**explorer.start, "gate_m": 3000}, rested=True)
    assert "Filter gate 2,500 → 3,000 m." in explorer.state["change"]
