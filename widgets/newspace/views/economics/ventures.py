"""The mission-series simulator: how often the money runs out before the series is over."""

from __future__ import annotations

import numpy as np

from newspace.core.i18n import _
from newspace.figures.economics.ventures import MISSIONS, SeriesPicture, series_words
from newspace.models.economics import venture
from newspace.views.shared.explorer.controls import Prediction, Preset, Run, Slider, Values
from newspace.views.shared.explorer.explorer import Explorer
from newspace.views.shared.explorer.pictures import Pictures

_FIRMS = 4000
_SEED = 20250606
_NOISE_USD = 0.5e6
_START: dict[str, float] = {
    "capital": 184, "cost": 100, "revenue": 65, "outside": 40, "chance": 50, "learning": 30, "insured": 0,
}  # fmt: skip


def mission_series() -> Explorer:
    """Let thousands of firms fly up to seven missions each, with the money, the chance and the insurance that you set."""
    draw = Pictures(SeriesPicture)

    def run(values: Values, narrow: bool) -> Run:
        plan = _plan(values)
        series = venture.fly_series(plan, _FIRMS, np.random.default_rng(_SEED))
        risk = 100 * venture.exact_series(plan).risk_of_ruin
        return Run(
            draw(narrow).png(series),
            _sentence(series),
            series_words(series),
            _outcome(series.risk_of_ruin),
            result=_("{risk:.3g} % run out of money").format(risk=risk),
        )

    def millions(name: str, label: str, low: float, high: float, note: str) -> Slider:
        return Slider(name, label, low, high, 1, _START[name], unit=_("US$ m"), help=note)

    def percent(name: str, label: str, high: float, note: str) -> Slider:
        return Slider(name, label, 0, high, 5, _START[name], unit="%", help=note)

    return Explorer(
        run,
        pictures=draw,
        title=_("A series of missions"),
        name="mission_series",
        controls=[
            millions("capital", _("Money at the start"), 0, 500, _("cash before the first mission")),
            millions("cost", _("Cost of a mission"), 20, 250, _("launch, lander and people")),
            millions("revenue", _("Payload revenue"), 0, 250, _("paid for a mission that lands")),
            millions("outside", _("New money each time"), 0, 150, _("grants, shares sold, loans")),
            percent("chance", _("Chance to land, first time"), 95, _("after that, learning raises it")),
            percent("learning", _("Learning from a failure"), 90, _("30 % turns a chance to fail of 50 % into 35 %")),
            percent("insured", _("Insured share of the cost"), 100, _("paid back after a failure, for a premium: the mean loss and 30 % more")),
        ],
        presets=[
            Preset("second", _("Payloads of 16, as on Mission 2"), _START | {"revenue": 16, "outside": 0}),
            Preset("third", _("Contracts of 65, as for Mission 3"), _START | {"outside": 0}),
            Preset("grants", _("The same, and new money"), _START),
            Preset("insured", _("New money and insurance"), _START | {"insured": 100}),
        ],
        prediction=Prediction(
            _(
                "A firm has US$184 million. A mission costs 100 million and brings 65 million if it lands; that happens in half of the first tries, and each failure teaches. "
                "Before each mission come 40 million of new money. Of many such firms, how many run out of money before their seventh mission?"
            ),
            {"few": _("Fewer than one in four."), "half": _("Between one and three in four."), "most": _("More than three in four.")},
            _("Fly"),
        ),
        caption=_(
            "{firms:,} firms, computed by newspace.models.economics.venture. The sums are of the size of ispace’s; the chance to land, learning and new money are assumed. "
            "A cross marks firms that cannot pay for their next mission. The picture shows firms drawn by chance; the sentence computes risk and means exactly."
        ).format(firms=_FIRMS),
    )  # fmt: skip


def _plan(values: Values) -> venture.VenturePlan:
    number = {name: float(value) for name, value in values.items()}
    return venture.VenturePlan(
        capital_usd=number["capital"] * 1e6,
        cost_usd=number["cost"] * 1e6,
        revenue_usd=number["revenue"] * 1e6,
        outside_usd=number["outside"] * 1e6,
        chance=number["chance"] / 100,
        learning=number["learning"] / 100,
        insured=number["insured"] / 100,
        missions=MISSIONS,
    )


def _outcome(risk: float) -> str:
    return "few" if risk < 0.25 else "half" if risk <= 0.75 else "most"


def _sentence(series: venture.MissionSeries) -> str:
    plan, exact = series.plan, venture.exact_series(series.plan)
    gain = plan.gain_usd(plan.chance) / 1e6
    meaning = (
        _("loses US${amount:,.1f} million")
        if gain < -_NOISE_USD / 1e6
        else _("earns US${amount:,.1f} million")
        if gain > _NOISE_USD / 1e6
        else _("earns nothing and loses nothing")
    ).format(amount=abs(gain))
    return _(
        "{risk:.3g} % of all possible firms run out of money before mission {missions}; of the {firms:,} drawn here, {drawn:.3g} %. "
        "On average a firm flies {flown:.1f} missions, lands {landed:.1f} and has US${end:,.0f} million left. Its first mission {meaning} on average, new money left out."
    ).format(
        risk=100 * exact.risk_of_ruin,
        missions=plan.missions,
        firms=_FIRMS,
        drawn=100 * series.risk_of_ruin,
        flown=exact.flown,
        landed=exact.landed,
        end=exact.end_usd / 1e6,
        meaning=meaning,
    )
