"""The figures of lesson 4: the model's numbers, labels inside the picture, text alternatives."""

from __future__ import annotations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from newspace import figures
from newspace.figures import us_japan as drawings
from newspace.figures.us_japan.acts import ActsPicture, acts_words
from newspace.figures.us_japan.commitment_graph import GroundsPicture
from newspace.figures.us_japan.cost_shares import SharesPicture
from newspace.models.us_japan import agreements, commitments, cost_sharing


@pytest.mark.parametrize("make", [drawings.delays, drawings.document_graph, drawings.one_moment])
def test_each_drawing_has_a_text_alternative_and_labels_inside_the_picture(make):
    drawing = make()
    assert drawing.words.endswith(".")
    assert drawing.caption
    canvas = FigureCanvasAgg(drawing.figure)
    canvas.draw()
    for ax in drawing.figure.axes:
        for text in ax.texts:
            if text.get_text():
                box = text.get_window_extent(canvas.get_renderer())
                assert box.x0 >= -1
                assert box.x1 <= drawing.figure.bbox.x1 + 1, text.get_text()


def test_the_delays_drawn_are_those_of_the_model():
    shown = figures.describe(drawings.delays().figure.axes[0])
    assert any("1,153" in text for text in shown["texts"])
    assert "157 days" in drawings.delays().words


def test_the_graph_names_each_link_once():
    links = [(act.title, parent) for act in agreements.acts() for parent in act.rests_on]
    said = drawings.document_graph().words.split("; ")
    assert len(said) == len(links)
    assert any("Rover" in one and "Framework" in one for one in said)
    assert not any("Gateway Implementing" in one and "Framework" in one for one in said)


def test_the_text_alternative_states_the_hours_with_two_dates():
    assert "13 of 24 hours" in drawings.one_moment().words
    assert "14 of 24 hours" in drawings.one_moment().words
    with pytest.raises(ValueError, match="24"):
        drawings.one_moment(24)


@pytest.mark.parametrize("narrow", [False, True])
def test_selected_acts_are_highlighted(narrow):
    picture = ActsPicture(narrow=narrow, pixels_per_inch=60)
    found = agreements.chosen("binds", first_year=1969)
    picture.show(found)
    assert sum(len(mark.get_xdata()) for mark in picture._marks.values()) == len(found)
    picture.show(())
    assert not picture._gap.get_visible()
    assert "no act" in acts_words(())


def test_one_act_is_ringed():
    picture = ActsPicture(pixels_per_inch=60)
    framework = agreements.act("framework-2023")
    picture.show(agreements.chosen(), framework)
    ((year, row),) = zip(*picture._ring.get_data(), strict=True)
    assert 2023 < year < 2023.1
    assert row == picture._rows["agreement"]
    picture.show(agreements.chosen())
    assert not len(picture._ring.get_xdata())


def test_a_line_in_the_narrow_column_of_acts_crosses_no_other_box():
    picture = GroundsPicture(narrow=True, pixels_per_inch=60)
    picture.show(commitments.take_away("nothing"))
    links = {pair: line for pair, line in picture._edges.items() if {*pair} <= {act.id for act in agreements.acts()}}
    assert ("framework-2023", "rover-2024") in links
    for pair, line in links.items():
        (x, _x), (low, high) = line.get_data()
        assert low < high
        for name, (x0, y0, x1, y1) in picture._bounds.items():
            assert name in pair or not (x0 < x < x1 and y0 < high and y1 > low), (pair, name)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("away", ["nothing", "gateway", "framework-2023"])
def test_lost_items_are_marked_by_a_cross_and_not_only_by_colour(narrow, away):
    picture = GroundsPicture(narrow=narrow, pixels_per_inch=60)
    loss = commitments.take_away(away)
    picture.show(loss)
    down = {*loss.lost, *loss.fallen_acts, away} - {"nothing"}
    assert {name for name, frame in picture._frames.items() if frame.get_visible()} == down
    corners = {picture._corner(name) for name in down}
    assert set(zip(*picture._crosses.get_data(), strict=True)) == corners, "a cross for each of them"


@pytest.mark.parametrize("narrow", [False, True])
def test_boxes_do_not_overlap(narrow):
    picture = GroundsPicture(narrow=narrow, pixels_per_inch=100)
    picture.show(commitments.take_away("gateway"))
    canvas = FigureCanvasAgg(picture.figure)
    canvas.draw()
    boxes = [text.get_bbox_patch().get_window_extent() for text in picture.boxes.values()]
    for index, one in enumerate(boxes):
        assert one.x0 >= 0
        assert one.x1 <= picture.figure.bbox.x1
        for other in boxes[index + 1 :]:
            assert not (one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1)


def test_a_group_that_would_leave_is_marked():
    picture = SharesPicture(pixels_per_inch=60)
    costs = cost_sharing.costs_of_groups([800, 200, 200], common=0.7)
    picture.show(costs, cost_sharing.split(costs, "proportional"))
    assert [pays.get_marker() for _line, _alone, pays, _text in picture._rows] == ["D"] * 5 + ["X"]
    assert picture._rows[5][3].get_text() == "+47"
    costs = cost_sharing.costs_of_groups([800, 800, 800], common=0, per_pair=150)
    for rule in cost_sharing.RULES:
        picture.show(costs, cost_sharing.split(costs, rule))
        limit = picture.axes.get_xlim()[1]
        assert all(max(row[0].get_xdata()) <= limit for row in picture._rows), "every amount fits into the panel"
