"""Marks that answer: each stands where it is drawn, says what it is, and names its sources."""

from __future__ import annotations

import json

import numpy as np
import pytest

import newspace
from newspace.figures.shared.marks import box_of, point_box
from newspace.figures.shared.raster import Raster
from newspace.figures.shared.style import new_figure
from newspace.figures.us_japan.acts import ActsPicture, year_of
from newspace.models.korea_hubs import places
from newspace.models.us_japan import agreements, commitments


def marks_of(name, *, narrow=False, **changed):
    explorer = getattr(newspace, name)()
    explorer.explore({**explorer.start, **changed}, narrow=narrow)
    assert explorer.state["error"] == ""
    return explorer, {mark["name"]: mark for mark in explorer.marks}


def test_a_box_is_where_the_axes_draw_it():
    figure, ax = new_figure(4, 3)
    ax.set(xlim=(0, 10), ylim=(0, 5))
    Raster(figure, [], pixels_per_inch=50)
    place = ax.get_position()
    assert box_of(ax, 0, 0, 10, 5) == pytest.approx((place.x0, 1 - place.y1, place.x1, 1 - place.y0))
    left, top, right, bottom = point_box(ax, 5, 2.5, points=9)
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx(
        ((place.x0 + place.x1) / 2, 1 - (place.y0 + place.y1) / 2)
    )
    assert ((right - left) * 4, (bottom - top) * 3) == pytest.approx((0.25, 0.25)), "18 points are a quarter of an inch"


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("name", ["timeline_explorer", "what_if_explorer", "meeting_explorer"])
def test_every_mark_is_in_the_picture_and_can_be_sent(name, narrow):
    explorer, marks = marks_of(name, narrow=narrow)
    assert len(marks) == len(explorer.marks) > 3
    json.dumps(explorer.marks, allow_nan=False)
    for mark in marks.values():
        left, top, right, bottom = mark["box"]
        assert -0.02 < left < right < 1.02
        assert -0.02 < top < bottom < 1.02
        assert mark["label"]
        assert mark["text"].endswith((".", ")"))


@pytest.mark.parametrize("name", ["timeline_explorer", "what_if_explorer"])
def test_every_act_promise_and_programme_names_a_source_with_its_address(name):
    _explorer, marks = marks_of(name)
    for mark in marks.values():
        assert mark["sources"], mark["name"]
        assert all(source["url"].startswith("http") for source in mark["sources"])


def test_the_timeline_has_a_mark_for_each_act_in_order_of_time():
    explorer, marks = marks_of("timeline_explorer")
    assert list(marks) == [act.id for act in agreements.acts()]
    middles = [(mark["box"][0] + mark["box"][2]) / 2 for mark in marks.values()]
    assert middles == sorted(middles)
    picture = ActsPicture()
    for act in agreements.acts():
        x, _y = picture.axes.transData.transform((year_of(act), 0))
        box = picture.places()[act.id]
        assert (box[0] + box[2]) / 2 * picture.figure.bbox.width == pytest.approx(x)
    for mark in marks.values():
        explorer.explore({**explorer.start, **mark["values"]})
        assert explorer.state["error"] == ""
        assert explorer.state["sentence"].startswith(mark["text"])


def test_the_graph_says_of_each_promise_whether_it_keeps_its_ground():
    explorer, marks = marks_of("what_if_explorer", away="gateway")
    loss = commitments.take_away("gateway")
    for name in loss.lost:
        assert marks[name]["text"].endswith("It loses its ground.")
    for name in loss.kept:
        assert marks[name]["text"].endswith("It keeps its ground.")
    can_go = {name for name, mark in marks.items() if mark["action"]}
    assert can_go == set(commitments.grounds())
    for name in can_go:
        explorer.explore({**explorer.start, **marks[name]["values"]})
        assert explorer.state["error"] == ""


def test_boxes_of_the_graph_do_not_cover_one_another():
    for narrow in (False, True):
        _explorer, marks = marks_of("what_if_explorer", narrow=narrow)
        boxes = np.array([mark["box"] for mark in marks.values()])
        for n, (left, top, right, bottom) in enumerate(boxes):
            others = np.delete(boxes, n, axis=0)
            apart = (others[:, 0] >= right) | (others[:, 2] <= left) | (others[:, 1] >= bottom) | (others[:, 3] <= top)
            assert apart.all(), list(marks)[n]


def test_the_map_says_how_far_each_place_is_from_the_meeting():
    _explorer, marks = marks_of("meeting_explorer")
    assert "The meeting is here: altogether the others travel 245 km" in marks["sacheon"]["text"]
    far = places.distance_m("goheung", "sacheon")
    hours = places.road_time_s(far) / 3600
    assert f"1 person from here travels {far / 1000:.0f} km to Sacheon, about {hours:.1f} h" in marks["goheung"]["text"]
