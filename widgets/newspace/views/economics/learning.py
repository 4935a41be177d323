"""The learning-curve explorer: how many units must be made before one is cheaper by a given factor."""

from __future__ import annotations

import math

from newspace.core.i18n import _, ngettext
from newspace.figures.economics.learning_curves import MOST_UNITS, LearningPicture, learning_words
from newspace.figures.shared.marks import Box, Mark
from newspace.models.economics import learning
from newspace.views.shared.explorer.controls import Prediction, Preset, Run, Slider, Values
from newspace.views.shared.explorer.explorer import Explorer
from newspace.views.shared.explorer.pictures import Pictures

_MOST_DOUBLINGS = 20


def learning_explorer() -> Explorer:
    """Set the slope of a learning curve, the target factor, and how many units are made."""
    draw = Pictures(LearningPicture)

    def run(values: Values, narrow: bool) -> Run:
        slope, factor = float(values["slope"]) / 100, float(values["factor"])
        units = 2.0 ** float(values["doublings"])
        picture = draw(narrow)
        return Run(
            picture.png(slope, factor, units),
            _sentence(slope, factor, units),
            learning_words(slope, factor, units),
            _outcome(learning.units_for(factor, slope)),
            result=_("{needed} units needed, so far {times:.1f} times cheaper").format(
                needed=_units(learning.units_for(factor, slope)), times=1 / learning.unit_cost(1.0, units, slope)
            ),
            marks=[_dot_mark(n, slope, box) for n, box in picture.places(slope).items() if n <= _MOST_DOUBLINGS],
        )

    return Explorer(
        run,
        pictures=draw,
        title=_("Learning curve"),
        name="learning_explorer",
        controls=[
            Slider("slope", _("Slope"), 60, 98, 1, 85, unit="%", help=_("each doubling multiplies the cost by this")),
            Slider("factor", _("How many times cheaper"), 1.5, 30, 0.5, 20, unit="×", help=_("the first unit against the last")),
            Slider("doublings", _("Doublings so far"), 0, _MOST_DOUBLINGS, 1, 8, help=_("the dotted line: each doubling moves it one dot")),
        ],
        presets=[
            Preset("typical", _("85 %, an assumption"), {"slope": 85, "factor": 20, "doublings": 8}),
            Preset("steep", _("70 %, the steepest reported"), {"slope": 70, "factor": 20, "doublings": 8}),
            Preset("station", _("Only four times cheaper"), {"slope": 85, "factor": 4, "doublings": 8}),
        ],
        prediction=Prediction(
            _(
                "Each time the number of rockets doubles, a rocket becomes 15 % cheaper: a slope of 85 %. "
                "How many rockets must be built before one costs a twentieth of the first?"
            ),
            {
                "hundreds": _("A few hundred: fewer than 1,000."),
                "thousands": _("Some thousands: 1,000 to 100,000."),
                "more": _("Hundreds of thousands: more than 100,000."),
            },
            _("Draw the curve"),
        ),
        caption=_("Wright’s law, computed by newspace.models.economics.learning. Each dot is a doubling; the star is where the dashed line is met."),
    )  # fmt: skip


def _dot_mark(doublings: int, slope: float, box: Box) -> Mark:
    units = 2**doublings
    return Mark(
        f"doubling-{doublings}",
        box,
        ngettext("{n} doubling", "{n} doublings", doublings).format(n=doublings),
        _("Unit {units:,} costs {cost:.3g} % of the first.").format(
            units=units, cost=100 * learning.unit_cost(1.0, units, slope)
        ),
        action=_("Make this many"),
        values={"doublings": float(doublings)},
    )


def _outcome(needed: float) -> str:
    return "hundreds" if needed < 1000 else "thousands" if needed <= 100_000 else "more"


def _sentence(slope: float, factor: float, units: float) -> str:
    needed = learning.units_for(factor, slope)
    number = _units(needed)
    said = _(
        "{factor:g} times cheaper needs {doublings:.1f} doublings, which is {number} units{beyond}. "
        "After {units:,.0f} units one costs {cost:.1f} % of the first: {so_far:.1f} times cheaper."
    )
    cost = learning.unit_cost(1.0, units, slope)
    return said.format(
        factor=factor,
        doublings=learning.doublings(factor, slope),
        number=number,
        beyond=_(" (beyond the picture)") if needed > MOST_UNITS else "",
        units=units,
        cost=100 * cost,
        so_far=1 / cost,
    )


def _units(needed: float) -> str:
    """Say a number of units: digits, then millions, and powers of ten for what no factory will make."""
    if needed < 1e6:
        return f"{needed:,.0f}"
    if needed < 1e9:
        return _("{millions:,.1f} million").format(millions=needed / 1e6)
    exponent = math.floor(math.log10(needed))
    return _("about 10 to the power {exponent}").format(exponent=exponent)
