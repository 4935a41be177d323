"""The three panels of a landing: content, labels, and constant axis limits."""

from __future__ import annotations

import itertools

import matplotlib as mpl
import numpy as np
import pytest

from newspace.figures import describe
from newspace.figures.ispace.landing import LandingPanels, LandingPicture, landing_words
from newspace.figures.shared.raster import Raster
from newspace.models.ispace import descent

FLIGHTS = {name: descent.fly(scenario) for name, scenario in descent.SCENARIOS.items()}


@pytest.fixture(scope="module")
def panels():
    return LandingPanels()


@pytest.mark.parametrize("name", FLIGHTS)
def test_the_panels_show_the_flight_s_arrays(panels, name):
    flight = FLIGHTS[name]
    panels.show(flight)
    altitude, speed, profile = (describe(ax) for ax in (panels.altitude, panels.speed, panels.profile))
    drawn = [line for line in altitude["lines"] if len(line["x"]) == len(flight.time_s)]
    assert np.allclose(drawn[0]["y"], flight.true_altitude_m / 1000)
    assert np.allclose(drawn[1]["y"], flight.believed_altitude_m / 1000)
    assert np.allclose(speed["lines"][0]["y"], flight.speed_m_s)
    path = max(profile["lines"][1:], key=lambda line: max(line["y"]))
    assert path["x"][-1] == pytest.approx((flight.downrange_m[-1] - flight.site_downrange_m) / 1000)


@pytest.mark.parametrize("name", FLIGHTS)
def test_the_outcome_is_shown_by_marker_and_label(panels, name):
    flight = FLIGHTS[name]
    panels.show(flight)
    said = " ".join(describe(panels.speed)["texts"])
    assert ("lands at" in said) == flight.landed
    assert ("hits at" in said) != flight.landed
    assert panels._end.get_marker() == ("o" if flight.landed else "X")


@pytest.mark.parametrize("narrow", [False, True])
def test_axes_have_titles_quantities_and_units(narrow):
    shown = [describe(ax) for ax in LandingPanels(narrow=narrow).figure.axes]
    assert [page["title"] != "" for page in shown] == [True] * 4
    assert [page["y_label"] for page in shown] == ["altitude (km)", "speed (m/s)", "height (km)", "altitude (km)"]
    assert "(min)" in shown[1]["x_label"]
    assert "(km)" in shown[2]["x_label"]


def test_true_and_believed_lines_differ_without_colour(panels):
    assert panels._true.get_linestyle() == "-"
    assert panels._believed.get_linestyle() != "-"


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("name", FLIGHTS)
def test_every_label_is_inside_the_picture(narrow, name):
    panels = LandingPanels(narrow=narrow)
    panels.show(FLIGHTS[name])
    Raster(panels.figure, panels.moving, pixels_per_inch=100).png()
    width, height = panels.figure.bbox.size
    for ax in panels.figure.axes:
        labels = [ax.xaxis.label, ax.yaxis.label, ax._left_title, ax.get_legend(), *ax.texts]
        for label in labels:
            if label is None or not label.get_visible():
                continue
            box = label.get_window_extent()
            inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height
            assert inside, f"{label} at {box.extents.round()} in {width:.0f} x {height:.0f}"


def test_every_flight_of_the_sliders_stays_within_the_axes(panels):
    limits = [(ax.get_xlim(), ax.get_ylim()) for ax in panels.figure.axes]
    for range_m, step_m, error_m, kilograms in itertools.product((100, 20_000), (0, 6000), (-3000, 3000), (340, 520)):
        scenario = descent.Scenario(range_m, error_m, descent.Terrain(step_m=step_m))
        flight = descent.fly(scenario, propellant_kg=kilograms)
        panels.show(flight)
        assert [(ax.get_xlim(), ax.get_ylim()) for ax in panels.figure.axes] == limits
        assert flight.duration_s / 60 <= limits[0][0][1]
        assert flight.true_altitude_m.max() / 1000 <= limits[0][1][1]


def test_a_flight_drawn_again_gives_the_same_picture():
    picture = LandingPicture(pixels_per_inch=50)
    first = picture.png(FLIGHTS["nominal"])
    assert picture.png(FLIGHTS["mission_1"]) != first
    assert picture.png(FLIGHTS["nominal"]) == first


def test_global_settings_are_not_changed():
    before = dict(mpl.rcParams)
    LandingPicture(pixels_per_inch=50).png(FLIGHTS["nominal"])
    assert dict(mpl.rcParams) == before


def test_the_text_alternative_describes_the_panels():
    said = landing_words(FLIGHTS["mission_1"])
    assert "20.0 and 18.0 km" in said
    assert "drops by 3.0 km" in said
    assert "level" in landing_words(FLIGHTS["nominal"])


def test_the_zoom_shows_where_the_first_reading_of_mission_2_came(panels):
    panels.show(FLIGHTS["mission_2"])
    mark, text = panels._zoom_reading
    (speed,), (high,) = mark.get_data()
    assert 1000 * high == pytest.approx(900, abs=5)
    assert speed == pytest.approx(66, abs=1)
    assert text.get_text() == "first reading:\n899 m, 66 m/s"
    assert panels.zoom.get_ylim() == (0, 3)
    panels.show(FLIGHTS["nominal"])
    assert not mark.get_visible()
