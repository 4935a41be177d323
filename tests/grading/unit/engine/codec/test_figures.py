"""Figures cross as plain data: what is drawn again says the same of itself, and nothing broken is drawn."""

from __future__ import annotations

import datetime as dt
import importlib
import json
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import pytest

from newspace_grading.engine.protocol.codec.codec import Decoder, Encoder, NotSerializableError
from newspace_grading.engine.protocol.codec.figures import drawing
from newspace_grading.engine.protocol.codec.figures.description import describe_figure
from newspace_grading.engine.protocol.codec.figures.drawing import SpareFigures
from newspace_grading.engine.protocol.codec.figures.registry import FigureRegistry, readers

matplotlib_figure = importlib.import_module("matplotlib.figure")
np = importlib.import_module("numpy")


class Side:
    """One side of the boundary, with the figures that it knows."""

    def __init__(self, letter: str) -> None:
        self.figures = FigureRegistry(letter)

    def encode(self, value: object) -> Any:
        return json.loads(json.dumps(Encoder(figures=self.figures).encode(value)))

    def decode(self, raw: Any) -> Any:
        return Decoder(readers(self.figures, self.decode)).decode(raw)


def lines(ax: Any) -> None:
    ax.plot([1, 2, 3], [1.5, 2.5, float("nan")], "r--o", label="measured", linewidth=3)
    ax.axhline(2, color="green")
    ax.axvline(1)
    ax.set_title("A title", fontsize=15)
    ax.set(xlabel="x", ylabel="y")
    ax.legend(title="what")
    ax.grid(visible=True)


def names_and_bars(ax: Any) -> None:
    ax.bar(["a", "b"], [3, 1], yerr=[0.1, 0.2], label="bars")
    ax.set_xticks([0, 1], ["first", "second"], rotation=45)


def dates(ax: Any) -> None:
    ax.plot([dt.date(2026, 1, day) for day in (1, 2, 3)], [1, 2, 3])


def clouds(ax: Any) -> None:
    ax.scatter([1, 2], [3, 4], c=[0.1, 0.9], s=[10, 40], cmap="plasma", label="points")
    ax.fill_between([1, 2], [0, 0], [1, 1], color="red", alpha=0.5)
    ax.errorbar([1, 2], [3, 4], yerr=0.1, fmt="s", capsize=3)
    ax.vlines([1, 2], 0, 1)
    ax.annotate("here", (1, 3), (2, 4), arrowprops={})
    ax.text(1, 3, "there")


def pictures(ax: Any) -> None:
    ax.imshow(np.arange(6.0).reshape(2, 3), cmap="gray", origin="lower")
    ax.contour(np.arange(9.0).reshape(3, 3), levels=[1.0, 3.0])
    ax.pcolormesh(np.arange(4.0).reshape(2, 2))
    ax.pcolormesh([1, 2, 3], [1, 2], np.arange(6.0).reshape(2, 3), shading="gouraud")


def shapes(ax: Any) -> None:
    from matplotlib.patches import Circle, Ellipse, Polygon

    ax.pie([1, 2, 3], labels=["a", "b", "c"])
    ax.stairs([1, 2], [0, 1, 2])
    ax.hist([1, 2, 2, 3], bins=3, histtype="step")
    for one in (Circle((0, 0), 1), Ellipse((0, 0), 1, 2), Polygon([[0, 0], [1, 1], [0, 1]])):
        ax.add_patch(one)


def dressed(ax: Any) -> None:
    ax.plot([1, 2], [3, 4], label="a")
    ax.legend(loc="upper left", frameon=False, ncols=2)
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(axis="y", linestyle="--", color="red", alpha=0.5)
    ax.tick_params(labelsize=15)


def scales(ax: Any) -> None:
    ax.loglog([1, 10], [1, 100])
    ax.stem([1, 2, 3])
    ax.invert_yaxis()
    ax.set_axis_off()


def unshared(described: Any) -> Any:
    """A description in which nothing stands twice: what is drawn again may share other parts."""
    if isinstance(described, dict):
        return {key: unshared(one) for key, one in described.items()}
    if isinstance(described, list | tuple):
        return type(described)(map(unshared, described))
    return described.copy() if hasattr(described, "copy") else described


@pytest.mark.parametrize("draw", [lines, names_and_bars, dates, clouds, pictures, shapes, dressed, scales])
def test_what_is_drawn_again_says_the_same_of_itself(draw: Callable[[Any], None]) -> None:
    figure = matplotlib_figure.Figure(figsize=(5, 4))
    axes = figure.subplots(1, 2)
    draw(axes[0])
    figure.suptitle("All of it")
    copy = Side("j").decode(Side("w").encode(figure))
    assert Encoder().encode(unshared(describe_figure(copy))) == Encoder().encode(unshared(describe_figure(figure)))
    assert [type(one) for one in copy.axes[0].containers] == [type(one) for one in axes[0].containers]
    for ours, theirs in zip(copy.axes, figure.axes, strict=True):
        assert [one.get_text() for one in ours.get_xticklabels()] == [
            one.get_text() for one in theirs.get_xticklabels()
        ]


def test_a_spare_figure_says_the_same_as_a_new_one() -> None:
    figure = matplotlib_figure.Figure()
    lines(figure.subplots())
    data = describe_figure(figure)
    drawing.spare_figures().make()
    in_a_spare, in_a_new_one = drawing.draw_figure(data), drawing.draw_figure(data, matplotlib_figure.Figure())
    assert Encoder().encode(describe_figure(in_a_spare)) == Encoder().encode(describe_figure(in_a_new_one))


def test_spare_figures_are_each_handed_out_once_and_only_in_the_style_that_they_have() -> None:
    spares = SpareFigures()
    assert spares.take() is None, "a process that forks no other makes none"
    spares.make()
    with mpl.rc_context({"axes.grid": True}):
        assert spares.take() is None
    taken = [spares.take() for _number in range(5)]
    assert taken[4] is None
    assert len(set(map(id, taken))) == 5


def test_axes_and_their_figure_stay_together() -> None:
    figure = matplotlib_figure.Figure()
    axes = figure.subplots(2)
    (line,) = axes[1].plot([1, 2], [3, 4])
    whole, pair, drawn = Side("j").decode(Side("w").encode([figure, axes, line]))
    assert pair[1] is whole.axes[1]
    assert drawn is pair[1].lines[0]
    assert drawn.get_ydata().tolist() == [3, 4]


def test_a_figure_that_crosses_again_stays_the_same_object_and_shows_what_is_new() -> None:
    learner, judge = Side("w"), Side("j")
    figure = matplotlib_figure.Figure()
    ax = figure.subplots()
    copy = judge.decode(learner.encode(ax))
    ax.plot([1, 2], [3, 4])
    assert judge.decode(learner.encode(ax)) is copy
    assert len(copy.lines) == 1
    assert learner.decode(judge.encode(copy)) is ax, "the learner's function gets its own axes back"


def test_a_figure_of_the_tests_is_changed_only_if_it_was_handed_over() -> None:
    learner, judge = Side("w"), Side("j")
    with pytest.raises(NotSerializableError, match="never handed over"):
        judge.decode({**learner.encode(matplotlib_figure.Figure()), "k": "j0"})
    own = matplotlib_figure.Figure()
    theirs = learner.decode(judge.encode(own))
    theirs.subplots().plot([1, 2])
    raw = json.loads(json.dumps(learner.figures.encode_again("j0", Encoder().encode)))
    assert judge.decode(raw) is own
    assert len(own.axes[0].lines) == 1


def _broken(raw: Any, place: tuple[Any, ...], value: object) -> Any:
    raw = json.loads(json.dumps(raw))
    target = raw["v"]
    for step in place[:-1]:
        target = _entry(target, step) if isinstance(step, str) else target[step]
    pairs = target["v"]
    next(pair for pair in pairs if pair[0] == place[-1])[1] = value
    return raw


def _entry(table: Any, name: str) -> Any:
    return next(value for key, value in table["v"] if key == name)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("size",), [1e9, 1e9]),
        (("size",), ["a", 1]),
        (("dpi",), -5),
        (("axes", 0, "kind"), "3d"),
        (("axes", 0, "kind"), {"t": "tuple", "v": []}),
        (("axes", 0, "place"), [10**6, 10**6, 0, 1, 0, 1]),
        (("axes", 0, "artists", 0, "t"), "table"),
        (("axes", 0, "artists", 0, "x"), [1.0, 2.0, 3.0]),
        (("axes", 0, "artists", 0, "p", "color"), "no colour"),
        (("axes", 0, "artists", 0, "p", "label"), 7),
        (("axes", 0, "axis", 0, "limits"), [{"t": "float", "v": "inf"}, 1.0]),
    ],
)
def test_a_broken_description_is_refused(place: tuple[Any, ...], value: object) -> None:
    figure = matplotlib_figure.Figure()
    figure.subplots().plot([1.0, 2.0], [3.0, 4.0])
    with pytest.raises(NotSerializableError):
        Side("j").decode(_broken(Side("w").encode(figure), place, value))


def test_three_dimensional_axes_do_not_cross() -> None:
    figure = matplotlib_figure.Figure()
    figure.add_subplot(projection="3d")
    with pytest.raises(NotSerializableError, match="3d axes"):
        Side("w").encode(figure)
