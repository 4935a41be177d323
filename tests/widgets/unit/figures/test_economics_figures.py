"""The figures of lesson 1: pictures and text alternatives agree with the model."""

from __future__ import annotations

import re

import numpy as np
import pytest

from newspace.figures import describe, economics
from newspace.figures.economics.headcount import HeadcountPicture
from newspace.figures.economics.headcount import headcount_words as headcount_words
from newspace.figures.economics.learning_curves import LearningPicture
from newspace.figures.economics.learning_curves import learning_words as learning_words
from newspace.figures.economics.patience import PatiencePicture
from newspace.figures.economics.patience import patience_words as patience_words
from newspace.figures.economics.ventures import SeriesPicture
from newspace.figures.economics.ventures import series_words as series_words
from newspace.models.economics import learning, patience, plausibility, venture

PNG = b"\x89PNG"


@pytest.mark.parametrize("name", economics.__all__)
def test_every_figure_has_labels_a_caption_and_words(name):
    drawing = getattr(economics, name)()
    for axes in drawing.figure.axes:
        assert describe(axes)["x_label"]
    assert drawing.caption.endswith(".")
    assert re.search(r"\d", drawing.words)
    assert "<figcaption>" in drawing._repr_mimebundle_()["text/html"]


def test_all_vehicles_are_drawn_on_a_logarithmic_axis():
    shown = describe(economics.kilogram_prices().figure.axes[0])
    assert shown["y_scale"] == "log"
    classes = [line for line in shown["lines"] if line["label"].startswith(("Small", "Medium", "Heavy"))]
    assert [len(line["x"]) for line in classes] == [23, 29, 9]
    (record,) = [line for line in shown["lines"] if line["label"] == "cheapest so far"]
    assert record["y"][:-1] == [118500, 14900, 8200, 5400, 5100, 2600, 1500]


def test_the_prices_of_the_shuttle_are_those_of_the_facts():
    words = economics.shuttle_prices().words
    for price in ("65,400", "54,545", "14,200", "4,700", "2,719"):
        assert price in words
    assert "(open)" in words, "a price without a source is called open"


def test_the_two_totals_are_drawn_and_described():
    drawing = economics.two_totals()
    assert "613" in drawing.words
    assert "47.7" not in drawing.words + drawing.caption, "the question after the figure asks for it"
    lines = {line["label"]: line for line in describe(drawing.figure.axes[0])["lines"]}
    assert lines["Satellite Industry Association"]["y"][-1] == 415
    assert lines["Space Foundation, first print"]["y"][-1] == 613


def test_ranks_and_scores_are_those_of_the_facts():
    words = economics.index_ranks().words
    assert "space 13" in words
    assert "Japan 23.8, Korea 20.0" in words


def test_the_funds_differ_by_a_factor_of_a_hundred():
    assert "0.944 bn won" in economics.funds_in_won().words
    assert "94.4 bn won" in economics.funds_in_won().words
    assert "9,440 bn won" in economics.funds_in_won().words
    assert "90 bn won" in economics.funds_in_won(9).words
    with pytest.raises(ValueError, match="krw_per_jpy"):
        economics.funds_in_won(0)


@pytest.mark.parametrize("narrow", [False, True])
def test_the_learning_picture_shows_its_curve(narrow):
    picture = LearningPicture(narrow=narrow, pixels_per_inch=40)
    first = picture.png(0.85, 20, 256)
    lines = describe(picture.axes)["lines"]
    stars = [line for line in lines if line["x"] and abs(line["x"][0] - learning.units_for(20, 0.85)) < 1]
    assert stars[0]["y"] == [0.05]
    assert first.startswith(PNG)
    assert picture.png(0.7, 20, 256) != first
    assert picture.png(0.85, 20, 256) == first, "nothing of the last picture stays"
    picture.show(0.98, 20, 256)
    assert not picture._met.get_visible(), "a star outside the picture is not drawn"
    assert "27.2 %" in learning_words(0.85, 20, 256)


@pytest.mark.parametrize("narrow", [False, True])
def test_the_series_picture_shows_shares_and_ends(narrow):
    plan = venture.VenturePlan(184e6, 100e6, 65e6, chance=0.5, learning=0.3, outside_usd=40e6)
    series = venture.fly_series(plan, 300, np.random.default_rng(1))
    picture = SeriesPicture(narrow=narrow, pixels_per_inch=40)
    first = picture.png(series)
    (bars,) = describe(picture.flying)["bars"]
    assert bars["y"] == pytest.approx(100 * series.still_flying())
    assert f"{100 * series.still_flying()[-1]:.0f}" in series_words(series)
    ends = {
        (flown, round(left / 1e6, 3))
        for flown, left in zip(series.flown[series.ruined], series.money_usd[series.ruined, -1], strict=True)
    }
    assert set(zip(picture._ends.get_xdata(), picture._ends.get_ydata(), strict=True)) == ends
    # In each mission the widths of those never ruined add up to their share; the ruined lie below them, and wider.
    first_steps = [
        width
        for width, way in zip(picture._alive.get_linewidths(), picture._alive.get_segments(), strict=True)
        if way[0][0] == 0
    ]
    assert sum(width - 0.5 for width in first_steps) == pytest.approx(14 * (1 - series.risk_of_ruin))
    nobody = venture.fly_series(venture.VenturePlan(0, 1e8, 0, chance=0), 50, np.random.default_rng(1))
    assert picture.png(nobody) != first
    assert picture.png(series) == first


@pytest.mark.parametrize("narrow", [False, True])
def test_the_patience_picture_shows_both_schemes(narrow):
    short, long = (
        patience.support(patience.Firm(), patience.Scheme(years), 200, np.random.default_rng(1)) for years in (2, 8)
    )
    picture = PatiencePicture(narrow=narrow, pixels_per_inch=40)
    first = picture.png(short, long)
    widths = [bar.get_width() for bar in picture._bars]
    assert widths == pytest.approx([short.per_100bn_krw, long.per_100bn_krw])
    assert picture._long.get_ydata()[-1] == pytest.approx(100 * long.reached)
    assert f"{100 * short.reached:.0f}" in patience_words(short, long)
    assert picture.png(long, short) != first
    assert picture.png(short, long) == first


def test_the_headcount_picture_counts_people():
    picture = HeadcountPicture(plausibility.ISPACE, pixels_per_inch=40)
    assert picture.png(plausibility.ISPACE).startswith(PNG)
    widths = [bar.get_width() for bar in picture._bars]
    assert widths == pytest.approx([74.62, 100, 44, 218.62])
    assert "67.1 %" in headcount_words(plausibility.ISPACE)
