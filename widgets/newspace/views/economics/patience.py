"""The patience simulator: the same yearly money as short grants or as long support."""

from __future__ import annotations

import numpy as np

from newspace.core.i18n import _
from newspace.figures.economics.patience import PatiencePicture, patience_words
from newspace.models.economics import patience
from newspace.views.shared.explorer.controls import Prediction, Preset, Run, Slider, Values
from newspace.views.shared.explorer.explorer import Explorer
from newspace.views.shared.explorer.pictures import Pictures

_FIRMS = 3000
_SEED = 3
_LEVEL = 0.05
"""Two schemes count as level when one gives less than this share more firms than the other for the same money."""
_START: dict[str, float] = {
    "short": 2, "long": 8, "renewal": 60, "insight": 0, "work": 4, "spread": 50, "burn": 20, "reserve": 4, "rebuild": 0.5,
}  # fmt: skip


def patience_explorer() -> Explorer:
    """Support thousands of firms in two ways, and see how many reach revenue and what it costs."""
    draw = Pictures(PatiencePicture)

    def run(values: Values, narrow: bool) -> Run:
        short, long = _outcomes(values)
        return Run(
            draw(narrow).png(short, long),
            _sentence(short, long),
            patience_words(short, long),
            _outcome(short, long),
            result=_("short {short:.0f} %, long {long:.0f} % reach revenue").format(
                short=100 * short.reached, long=100 * long.reached
            ),
        )

    return Explorer(
        run,
        pictures=draw,
        title=_("Short grants or long support"),
        name="patience_explorer",
        controls=[
            Slider("short", _("Short grant"), 1, 4, 1, _START["short"], unit=_("years"), help=_("must be won again after this time")),
            Slider("long", _("Long support"), 5, 10, 1, _START["long"], unit=_("years"), help=_("the same money a year")),
            Slider("renewal", _("Chance to win again"), 10, 90, 5, _START["renewal"], unit="%", help=_("at each application")),
            Slider("insight", _("What the panel sees"), 0, 95, 5, _START["insight"], unit="%", help=_("0: a lottery; 95: it knows who needs little time")),
            Slider("work", _("Development time"), 1, 10, 0.5, _START["work"], unit=_("years"), help=_("half of the firms need less, at full pace")),
            Slider("spread", _("Spread of that time"), 0, 100, 5, _START["spread"], unit="%", help=_("at 50 %, two firms in three need 0.6 to 1.6 times the middle time")),
            Slider("burn", _("Spread of the spending"), 0, 60, 5, _START["burn"], unit="%", help=_("at 20 %, two firms in three spend 2.5 to 3.7 bn won a year")),
            Slider("reserve", _("Own money"), 0, 15, 0.5, _START["reserve"], unit=_("bn won"), help=_("a year at full pace costs about 3, a grant pays 2.5")),
            Slider("rebuild", _("Lost when a grant ends"), 0, 2, 0.25, _START["rebuild"], unit=_("years"), help=_("of work: people leave and must be replaced")),
        ],
        presets=[
            Preset("lottery", _("The panel sees nothing"), _START),
            Preset("sharp", _("The panel sees almost everything"), _START | {"insight": 95}),
            Preset("slow", _("The same, and slow, uncertain work"), _START | {"work": 6, "spread": 80, "insight": 95}),
        ],
        prediction=Prediction(
            _(
                "Both programmes pay 2.5 billion won a year to a firm that they support. One lets it apply again every 2 years, and wins go by lot, with a chance of 60 %. "
                "The other supports it for 8 years. Which brings more firms to revenue for the same money paid out?"
            ),
            {
                "long": _("Long support."),
                "short": _("Short grants."),
                "level": _("About the same: less than 5 % apart."),
            },
            _("Support them"),
        ),
        caption=_(
            "{firms:,} firms each, computed by newspace.models.economics.patience. Every number is assumed: the model shows what would follow from its rules, not what happened in Korea or Japan. Another draw of firms moves a share by up to 2 points, and a number of firms for the money by up to 0.2."
        ).format(firms=_FIRMS),
    )  # fmt: skip


def _outcomes(values: Values) -> tuple[patience.SupportOutcome, patience.SupportOutcome]:
    number = {name: float(value) for name, value in values.items()}
    firm = patience.Firm(
        work_years=number["work"],
        spread=number["spread"] / 100,
        reserve_krw=number["reserve"] * 1e9,
        burn_spread=number["burn"] / 100,
        rebuild_years=number["rebuild"],
    )
    first, second = (
        patience.support(
            firm,
            patience.Scheme(number[name], number["renewal"] / 100, number["insight"] / 100),
            _FIRMS,
            np.random.default_rng(_SEED),
        )
        for name in ("short", "long")
    )
    return first, second


def _outcome(short: patience.SupportOutcome, long: patience.SupportOutcome) -> str:
    """Return which scheme is clearly better for the same money; they are level if no firm reaches revenue."""
    one, other = short.per_100bn_krw, long.per_100bn_krw
    if one > other * (1 + _LEVEL):
        return "short"
    return "long" if other > one * (1 + _LEVEL) else "level"


def _sentence(short: patience.SupportOutcome, long: patience.SupportOutcome) -> str:
    verdict = {
        "short": _("For the same money short grants bring more firms to revenue"),
        "long": _("For the same money long support brings more firms to revenue"),
        "level": _("For the same money the two are about level"),
    }[_outcome(short, long)]
    return _(
        "{short:.0f} % of the firms with short grants and {long:.0f} % of those with long support reach revenue. "
        "{verdict}: {short_money:.1f} against {long_money:.1f} for each 100 billion won."
    ).format(
        short=100 * short.reached,
        long=100 * long.reached,
        verdict=verdict,
        short_money=short.per_100bn_krw,
        long_money=long.per_100bn_krw,
    )
