"""The figures and explorers of lesson 3."""

from __future__ import annotations

import pytest
from matplotlib.text import Text
from matplotlib.transforms import Bbox

import newspace as ns
from newspace.figures import korea_hubs
from newspace.figures.korea_hubs import korea_map, project_lengths
from newspace.models.korea_hubs import handovers, places

EXPLORERS = (ns.meeting_explorer, ns.project_simulator, ns.latecomer_explorer)


@pytest.mark.parametrize("make", [korea_hubs.hub_map, korea_hubs.network, korea_hubs.reporting])
def test_each_drawing_has_words(make):
    drawing = make()
    assert drawing.words.endswith(".")
    assert drawing.caption
    assert drawing.png(60).startswith(b"\x89PNG")


def test_the_outline_closes_and_holds_the_hubs():
    rings = korea_map.outline()
    assert all(x[0] == x[-1] and y[0] == y[-1] for x, y in rings)
    x, y = rings[0]
    assert min(x) < 126.9 < 128.1 < max(x)
    assert min(y) < 34.43 < 37.6 < max(y)


@pytest.mark.parametrize("narrow", [False, True])
def test_no_name_of_a_place_stands_where_the_page_writes_how_many_travel(narrow):
    picture = korea_map.MeetingPicture(narrow=narrow)
    picture.figure.canvas.draw()
    west, east = picture.axes.get_xlim()
    for place in places.PLACES.values():
        (x, y) = picture.axes.transData.transform((place.longitude_deg, place.latitude_deg))
        line = picture.figure.dpi * 0.2  # the page's 12 px letters, where 8 in of the picture are 555 px wide
        room = picture.figure.dpi * 1.2  # "20 people"
        left = x if place.longitude_deg < (west + east) / 2 else x - room
        written = Bbox.from_extents(left, y - line / 2, left + room, y + line / 2)
        met = [key for key, name in picture.names.items() if name.get_window_extent().overlaps(written)]
        assert not met, place.name


@pytest.mark.parametrize("make", EXPLORERS, ids=lambda make: make.__name__)
class TestEachExplorer:
    def test_the_first_outcome_is_an_option_of_the_prediction(self, make):
        explorer = make()
        assert not explorer.picture
        values = [option["value"] for option in explorer.question["options"]]
        explorer._receive(None, {"values": explorer.start, "predicted": values[0], "request": "1"}, [])
        assert explorer.state["error"] == ""
        assert explorer.state["prediction"]["happened"]

    def test_presets_run_wide_and_narrow(self, make):
        explorer = make()
        seen = set()
        for preset in explorer.presets:
            for narrow in (False, True):
                explorer.explore(preset["values"], narrow=narrow)
                assert explorer.state["error"] == ""
                assert explorer.picture.startswith(b"\x89PNG")
                seen.add(explorer.picture)
            assert any(letter.isdigit() for letter in explorer.state["sentence"])
        assert len(seen) == 2 * len(explorer.presets)


def test_sentences_agree_with_the_lesson():
    explorer = ns.project_simulator()
    explorer.explore({"layout": "three hubs and Seoul", "measure": "shared site", "length": 100.0, "round": 20.0})
    assert "costs 7 days more than it saves, give or take 4" in explorer.state["sentence"]
    explorer.explore({"layout": "three hubs and Seoul", "measure": "fewer hand-overs", "length": 375.0, "round": 0.0})
    assert "cannot be told from chance" in explorer.state["sentence"]
    explorer.explore({"layout": "three hubs", "measure": "none", "length": 100.0, "round": 20.0})
    assert "One site takes 584 days; this plan takes +306 days (+52 %)." in explorer.state["sentence"]
    explorer.explore({"layout": "one site", "measure": "none", "length": 100.0, "round": 20.0})
    assert "this plan takes" not in explorer.state["sentence"]
    explorer = ns.latecomer_explorer()
    explorer.explore({"early": 14.0, "late": 2.0, "pull": 1.0, "quality": 1.0})
    assert explorer.state["sentence"].startswith("In less than 0.1 % of all histories the latecomer ends ahead")
    explorer = ns.meeting_explorer()
    explorer.explore({"daejeon": 1.0, "sacheon": 1.0, "goheung": 1.0, "seoul": 3.0})
    assert explorer.state["sentence"].startswith("Meet in Seoul: 6 people")
    explorer.explore({"daejeon": 0.0, "sacheon": 0.0, "goheung": 0.0, "seoul": 0.0})
    assert "at least one person" in explorer.state["error"]


@pytest.mark.parametrize("narrow", [False, True])
def test_runs_outside_the_axes_are_mentioned(narrow):
    """With the sliders at their ends the mean is inside the axes, and the share of runs outside is stated."""
    picture = project_lengths.ProjectPicture(narrow=narrow)
    site = handovers.simulate("one site", round_days=60)
    longest = handovers.simulate("three hubs and Seoul", length_m=25e3, round_days=60)
    picture.png(longest, site)
    end = project_lengths.LONGEST_DAYS[-1]
    assert longest.mean < end
    beyond = (longest.days > end).mean()
    told = [text.get_text() for text in picture.raster.on(end).figure.findobj(Text)]
    assert sum(f"{100 * beyond:.1f} % of the runs" in text for text in told) == 1
    inside = handovers.simulate("three hubs"), site
    picture.png(*inside)
    shown = picture.raster.on(project_lengths.longest_of(*inside))
    assert not any("of the runs\ntake" in text.get_text() for text in shown.figure.findobj(Text))


def test_the_axis_of_days_follows_the_runs():
    site = handovers.simulate("one site")
    plans = (
        site,
        handovers.simulate("three hubs"),
        handovers.simulate("three hubs", length_m=25e3),
        handovers.simulate("three hubs and Seoul", length_m=25e3, round_days=60),
    )
    assert [project_lengths.longest_of(plan, site) for plan in plans] == [1200, 1600, 1600, 3000]
    for layout in handovers.LAYOUTS:
        plan = handovers.simulate(layout)
        assert (plan.days < project_lengths.SHORTEST_DAYS).mean() < 0.001
        assert plan.quantile(0.99) <= project_lengths.longest_of(plan, site)


def test_people_are_whole_numbers():
    explorer = ns.meeting_explorer()
    explorer.explore({**explorer.start, "daejeon": 2.5})
    assert "“From Daejeon” must be a whole number; got 2.5" in explorer.state["error"]
