"""What is sent to be played over a picture: a flight's samples, and where the axes of its picture stand."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pytest

from newspace.figures.ispace.landing import LandingPicture
from newspace.figures.shared.motion import Moment, Motion, Mover, Panel, Spoken, panel_of
from newspace.figures.shared.raster import Raster
from newspace.figures.shared.style import new_figure
from newspace.models.ispace import descent
from newspace.views.ispace.landing import landing_simulator

FLIGHTS = {name: descent.fly(scenario) for name, scenario in descent.SCENARIOS.items()}


def motion(**series):
    return Motion("A motion", series, {}, [], [Moment(1.04, "turn", "It turns.")], Spoken())


@pytest.fixture(scope="module")
def picture():
    return LandingPicture(pixels_per_inch=50)


@pytest.mark.parametrize("name", FLIGHTS)
def test_between_its_samples_a_flight_is_what_the_model_says(picture, name):
    flight = FLIGHTS[name]
    page = picture.motion(flight).page()
    time = np.array(page["series"]["time"])
    assert time[0] == 0
    assert time[-1] == pytest.approx(flight.duration_s, abs=0.051)
    for at in np.linspace(0, flight.duration_s, 300):
        if any(abs(at - event.time_s) < 3 for event in flight.events):
            continue  # where a reading is accepted or the ground falls away, a number jumps between two steps
        sample = flight.at_time(at)
        sent = {key: np.interp(at, time, page["series"][key]) for key in ("true", "believed", "speed", "along")}
        assert sent["true"] == pytest.approx(sample.true_altitude_m, abs=20)
        assert sent["believed"] == pytest.approx(sample.believed_altitude_m, abs=20)
        assert sent["speed"] == pytest.approx(sample.speed_m_s, abs=2)
        assert sent["along"] == pytest.approx(sample.downrange_m - flight.site_downrange_m, abs=200)


@pytest.mark.parametrize("name", FLIGHTS)
def test_at_every_event_the_samples_are_the_event_s(picture, name):
    flight = FLIGHTS[name]
    page = picture.motion(flight).page()
    shown = {moment["text"]: moment["time"] for moment in page["moments"]}
    assert len(shown) == len(page["moments"]) >= 4
    for event in flight.events:
        if event.text in shown:
            assert shown[event.text] == pytest.approx(event.time_s, abs=0.051)
            at = page["series"]["time"].index(shown[event.text])
            assert page["series"]["true"][at] == pytest.approx(event.true_altitude_m, abs=0.51)
            assert page["series"]["believed"][at] == pytest.approx(event.believed_altitude_m, abs=0.51)
            gap = abs(event.true_altitude_m - event.believed_altitude_m)
            assert page["series"]["gap"][at] == pytest.approx(gap, abs=0.51)
    assert page["moments"][-1]["time"] == page["series"]["time"][-1], "contact is the last thing that happens"


def test_the_land_of_the_scene_is_the_model_s(picture):
    for flight in FLIGHTS.values():
        corners = picture.motion(flight).page()["scene"]["land"]
        along, heights = zip(*corners, strict=True)
        assert along[0] < -flight.site_downrange_m
        for place in (-600_000.0, -25_100.0, -24_900.0, 0.0, 1000.0):
            model = flight.scenario.terrain.height_m(-place)
            assert np.interp(place, along, heights) == pytest.approx(model, abs=1e-6)


def test_every_flight_of_the_sliders_can_be_sent(picture):
    for range_m, step_m, error_m, kilograms in itertools.product((100, 20_000), (0, 6000), (-3000, 3000), (340, 520)):
        flight = descent.fly(
            descent.Scenario(range_m, error_m, descent.Terrain(step_m=step_m)), propellant_kg=kilograms
        )
        assert len(json.dumps(picture.motion(flight).page(), allow_nan=False)) < 80_000


@pytest.mark.parametrize("narrow", [False, True])
def test_a_mark_stands_on_the_line_that_is_drawn(narrow):
    picture = LandingPicture(narrow=narrow, pixels_per_inch=50)
    panels, flight = picture._panels, FLIGHTS["mission_1"]
    page = picture.motion(flight).page()
    width, height = panels.figure.bbox.size
    for name, ax in (("altitude", panels.altitude), ("profile", panels.profile), ("zoom", panels.zoom)):
        panel = Panel(**page["panels"][name])
        low, high = panel.x[0], panel.x[1]
        for x, y in ((low, panel.y[0]), (high, panel.y[1]), ((low + high) / 2, sum(panel.y) / 2)):
            left, top, right, bottom = panel.box
            across, up = (x - low) / (high - low), (y - panel.y[0]) / (panel.y[1] - panel.y[0])
            place = (width * (left + across * (right - left)), height * (1 - bottom + up * (bottom - top)))
            assert place == pytest.approx(ax.transData.transform((x, y)), abs=0.01)


def test_every_mover_follows_series_and_panels_that_there_are():
    simulator = landing_simulator()
    simulator.explore(simulator.start)
    sent = simulator.motion
    for mover in sent["movers"]:
        assert mover["panel"] in sent["panels"]
        assert {mover["x"], mover["y"] or "time", mover["number"] or "time"} <= set(sent["series"])
    assert set(sent["spoken"]["digits"]) <= set(sent["series"])


def test_a_run_that_fails_leaves_the_last_flight():
    simulator = landing_simulator()
    simulator.explore(simulator.start)
    before = simulator.motion
    simulator.explore({**simulator.start, "gate_m": 1e9})
    assert simulator.state["error"]
    assert simulator.motion == before


@pytest.mark.parametrize(
    ("series", "wrong"),
    [
        ({"time": [0, 1], "height": [0]}, "equal length"),
        ({"time": [0, 1], "height": [0, np.nan]}, "finite"),
        ({"time": [0, 0], "height": [0, 1]}, "rise"),
        ({"time": [0], "height": [0]}, "rise"),
    ],
)
def test_a_motion_that_cannot_be_played_is_refused(series, wrong):
    with pytest.raises(ValueError, match=wrong):
        motion(**series).page()


def test_numbers_are_rounded_to_what_can_be_seen():
    page = motion(time=[0, 0.51234567, 1.04], height=[0, 20_123.456, -1.6]).page()
    assert page["series"] == {"time": [0, 0.5123, 1.04], "height": [0, 20_123, -2]}
    assert page["moments"] == [{"time": 1.04, "label": "turn", "text": "It turns."}]


def test_a_logarithmic_panel_says_so():
    figure, ax = new_figure(4, 3)
    ax.set(yscale="log", xlim=(0, 25), ylim=(0.3, 3000))
    Raster(figure, [], pixels_per_inch=50)
    panel = panel_of(ax, x_unit=60)
    assert (panel.x, panel.y, panel.x_unit, panel.log) == ((0, 25), (0.3, 3000), 60, True)
    assert 0 < panel.box[0] < panel.box[2] < 1
    assert 0 < panel.box[1] < panel.box[3] < 1
    assert Mover("altitude", "time").y == ""
