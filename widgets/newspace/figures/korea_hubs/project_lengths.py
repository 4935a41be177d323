"""Length of a project in one place or several: the distribution over many runs, and what a measure saves."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist

from newspace.core.i18n import _
from newspace.core.number_format import share_in_percent
from newspace.figures.shared.drawing import Drawing
from newspace.figures.shared.raster import Raster, ScaledRaster
from newspace.figures.shared.style import COLOURS, new_figure, new_figures, set_commas
from newspace.models.korea_hubs import handovers
from newspace.models.korea_hubs.handovers import ProjectRuns

SHORTEST_DAYS = 300.0
LONGEST_DAYS = (1200.0, 1600.0, 2000.0, 3000.0)
"""Ends of the axis of days, from the shortest: a picture takes the first that holds 99 runs of 100."""
_BIN_DAYS = 50.0


class ProjectPicture:
    """The runs of one plan compared with those of a single site, on the shortest axis that holds nearly all of them."""

    def __init__(self, *, narrow: bool = False, pixels_per_inch: float = 150.0) -> None:
        self.raster: ScaledRaster[float, tuple[ProjectRuns, ProjectRuns]] = ScaledRaster(
            lambda longest: _ScaledPicture(longest, narrow=narrow, pixels_per_inch=pixels_per_inch), LONGEST_DAYS
        )

    def png(self, plan: ProjectRuns, site: ProjectRuns) -> bytes:
        """Render the picture of one plan."""
        return self.raster.png(longest_of(plan, site), (plan, site))


def longest_of(plan: ProjectRuns, site: ProjectRuns) -> float:
    """Choose the shortest axis of `LONGEST_DAYS` that holds 99 of 100 runs of both."""
    needed = max(plan.quantile(0.99), site.quantile(0.99))
    return next((days for days in LONGEST_DAYS if needed <= days), LONGEST_DAYS[-1])


class _ScaledPicture:
    """The runs on one axis of days."""

    def __init__(self, longest: float, *, narrow: bool, pixels_per_inch: float) -> None:
        self._longest = longest
        self._edges = np.arange(SHORTEST_DAYS, longest + 1, _BIN_DAYS)
        self._moving: list[Artist] = []
        self.figure, ax = new_figures(*((4.4, 4.2) if narrow else (8.0, 3.9)))
        self._site = self._add(ax.plot([], [], color="0.45", linestyle="--", label=_("one site"))[0])
        self._plan = self._add(ax.plot([], [], color=COLOURS["blue"], label=_("this plan"))[0])
        self._mean = self._add(ax.axvline(0, color=COLOURS["vermillion"], linestyle=":"))
        self._note = self._add(ax.text(0, 43, "", color="0.15", va="top"))
        box: Any = {"fc": "white", "ec": "none", "alpha": 0.8, "pad": 1}
        self._beyond = self._add(ax.text(longest - 15, 8, "", color="0.15", ha="right", va="bottom", bbox=box))
        ax.set(xlim=(SHORTEST_DAYS, longest), ylim=(0, 45))
        ax.set(xlabel=_("days from permit to launch"), ylabel=_("runs in each 50 days (%)"))
        set_commas(ax.xaxis)
        ax.set_title(_("4,000 runs of one project"))
        ax.legend(loc="center right")
        self.raster = Raster(self.figure, self._moving, pixels_per_inch=pixels_per_inch)

    def show(self, runs: tuple[ProjectRuns, ProjectRuns]) -> None:
        """Make the artists show the runs of one plan, and those of a single site."""
        plan, site = runs
        middle = (self._edges[:-1] + self._edges[1:]) / 2
        for line, result in ((self._plan, plan), (self._site, site)):
            counts, _edges = np.histogram(result.days, self._edges)
            line.set_data(middle, 100 * counts / result.days.size)
        self._mean.set_xdata([plan.mean, plan.mean])
        left = plan.mean > 0.6 * self._longest
        self._note.set_position((plan.mean + (-0.005 if left else 0.005) * self._longest, 43))
        self._note.set_horizontalalignment("right" if left else "left")
        self._note.set_text(_("mean {n:,.0f} days").format(n=plan.mean))
        beyond = float((plan.days > self._longest).mean())
        self._beyond.set_text(
            _("{share} % of the runs\ntake longer than {n:,.0f} days →").format(
                share=share_in_percent(beyond), n=self._longest
            )
            if beyond
            else ""
        )

    def _add(self, artist: Any) -> Any:
        self._moving.append(artist)
        return artist


def project_words(plan: ProjectRuns, site: ProjectRuns) -> str:
    """Describe the picture in words."""
    return _("One site: mean {a:,.0f} days, one run in ten over {b:,.0f}. This plan: mean {c:,.0f}, one run in ten over {d:,.0f}.").format(
        a=site.mean, b=site.quantile(0.9), c=plan.mean, d=plan.quantile(0.9)
    )  # fmt: skip


def network() -> Drawing:
    """Draw the tasks of the project and their dependencies."""
    figure, ax = new_figure(8.0, 4.8)
    spots = {
        "permit": (0, 1), "design": (1, 1), "parts": (2, 2), "software": (2, 1), "review": (2, 0), "rocket": (3, 0),
        "assembly": (3, 1.5), "tests": (4, 1.5), "licence": (5, 2.1), "launch": (6, 0.4),
    }  # fmt: skip
    colours = {"sacheon": "orange", "daejeon": "sky", "goheung": "green"}
    boxes = {}
    for task in handovers.TASKS:
        x, y = spots[task.name]
        boxes[task.name] = ax.text(
            x, y, f"{task.name}\n{task.home.title()}\n{task.days:.0f} days", ha="center", va="center", fontsize=11,
            bbox={"boxstyle": "round", "fc": COLOURS[colours[task.home]], "ec": "0.3", "alpha": 0.55},
        )  # fmt: skip
    for task in handovers.TASKS:
        for earlier in task.after:
            far = next(one.home for one in handovers.TASKS if one.name == earlier) != task.home
            ends = {"patchA": boxes[earlier].get_bbox_patch(), "patchB": boxes[task.name].get_bbox_patch()}
            ax.annotate(
                "", spots[task.name], spots[earlier],
                arrowprops={"arrowstyle": "->", "lw": 2.2 if far else 1.0, "shrinkA": 2, "shrinkB": 2, "color": COLOURS["vermillion"] if far else "0.4"} | ends,
            )  # fmt: skip
    ax.set(xlim=(-0.5, 6.5), ylim=(-0.5, 2.5))
    ax.axis("off")
    ax.set_title(_("A satellite project in three hubs"))
    crossings = handovers.simulate("three hubs", runs=1).crossings
    links = sum(len(task.after) for task in handovers.TASKS)
    return Drawing(
        figure,
        _("Thick and red: a hand-over between two places. Tasks, days and places are the course's example, not a real project."),
        _("{tasks} tasks, {links} hand-overs; {far} of them go from one place to another.").format(
            tasks=len(handovers.TASKS), links=links, far=crossings
        ),
    )  # fmt: skip
