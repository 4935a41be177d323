"""The two simulators of the policy brief: weighing four choices, and the value of waiting."""

from __future__ import annotations

import numpy as np

from newspace.core.i18n import _, ngettext
from newspace.figures.policy_brief import waiting as waiting_figure
from newspace.figures.policy_brief import weighing as weighing_figure
from newspace.models.policy_brief import waiting, weighing
from newspace.views.shared.explorer.controls import Prediction, Preset, Run, Slider, Values
from newspace.views.shared.explorer.explorer import Explorer
from newspace.views.shared.explorer.pictures import Pictures

_SEED = 20261121
_FIRMNESS = 0.0
_DOUBT = 0.0
_ROLE = {"firmness": 20.0}
"""Somebody with an interest has weights of their own, and the draws should stay near them."""


def weighing_simulator(*, guess_first: bool = True) -> Explorer:
    """Weigh the four choices of the brief with six weights, and see how often each side would win if the weights or scores were others.

    Parameters
    ----------
    guess_first : bool
        Whether the learner predicts the result before the first run. At the desk, where one comes back to it, not: it begins with
        the weights that the learner last set, there or in the lesson.
    """
    draw = Pictures(weighing_figure.WeighingPicture)

    def run(values: Values, narrow: bool) -> Run:
        weights = [float(values[aim.id]) for aim in weighing.aims()]
        result = weighing.weigh(weights)
        shares = weighing.win_shares(
            weights, np.random.default_rng(_SEED), firmness=float(values["firmness"]), doubt=float(values["doubt"])
        )
        closest = weighing.choices()[result.closest].id
        return Run(
            draw(narrow).png(result, shares),
            _sentence(weights, result, shares),
            weighing_figure.weighing_words(result, shares),
            closest,
            result=_sides(result),
        )

    return Explorer(
        run,
        pictures=draw,
        title=_("Weighing the four choices"),
        name="weighing_simulator",
        settings="keep" if guess_first else "resume",
        controls=[
            *(Slider(aim.id, aim.name, 0, 10, 1, 5, help=aim.question) for aim in weighing.aims()),
            Slider(
                "firmness",
                _("Firmness of the weights"),
                0,
                60,
                5,
                _FIRMNESS,
                help=_("0: the draws ignore your weights, but for those of 0; 60: they stay close to them"),
            ),
            Slider(
                "doubt",
                _("Doubt in each score"),
                0,
                4,
                0.5,
                _DOUBT,
                unit=_("points"),
                help=_("each score may be off by this much"),
            ),
        ],
        presets=[Preset(name, label, _preset(**weights)) for name, label, weights in _presets()],
        prediction=Prediction(
            _(
                "All six aims count the same at first. In which of the four choices will the two sides lie closest together?"
            ),
            {choice.id: choice.question for choice in weighing.choices()},
            _("Weigh them"),
        )
        if guess_first
        else None,
        caption=_(
            "Left: weighted mean of our scores, which lean on sentences, facts or mere judgement (see the table). "
            "Right: the share of {draws:,} random draws of weights, and of scores if they are doubted, in which each side wins. An aim with the weight 0 is gone from both."
        ).format(draws=weighing.DRAWS),
    )


def _presets() -> list[tuple[str, str, dict[str, float]]]:
    return [
        ("equal", _("All the same"), {}),
        ("exporter", _("The exporter"), {"earn": 10, "skills": 8, "control": 2, "money": 3, **_ROLE}),
        ("general", _("The general"), {"control": 10, "speed": 7, "earn": 2, "money": 2, **_ROLE}),
        ("treasurer", _("The treasurer"), {"money": 10, "plan": 2, "skills": 2, "control": 2, **_ROLE}),
    ]


def _preset(**weights: float) -> Values:
    return {**{aim.id: 5.0 for aim in weighing.aims()}, "firmness": _FIRMNESS, "doubt": _DOUBT, **weights}


def _sides(result: weighing.Weighing) -> str:
    """Name the side that each choice falls to; both where they are level."""
    sides = zip(weighing.choices(), result.leads, result.level, strict=True)
    return ", ".join(
        " = ".join(choice.names) if level else choice.names[0 if lead >= 0 else 1] for choice, lead, level in sides
    )


def _sentence(weights: list[float], result: weighing.Weighing, shares: weighing.Shares) -> str:
    chosen = []
    for choice, lead, level, share in zip(weighing.choices(), result.leads, result.level, shares.first, strict=True):
        side, often = (0, share) if lead >= 0 else (1, 1 - share)
        words = (
            _("neither {side} nor {other} (level; {side} wins in {often:.0f} % of the draws)")
            if level
            else _("{side} (by {lead:.2f} points, in {often:.0f} % of the draws)")
        )
        chosen.append(
            words.format(side=choice.names[side], other=choice.names[1 - side], lead=abs(lead), often=100 * often)
        )
    return " ".join(
        [
            _("Your weights choose {chosen}.").format(chosen=", ".join(chosen)),
            _flip(weights, result),
            weighing_figure.firmness_note(result, shares),
        ]
    )


def _flip(weights: list[float], result: weighing.Weighing) -> str:
    """Say which change of one weight would reverse the closest choice."""
    choice = weighing.choices()[result.closest]
    if result.level[result.closest]:
        return _("In “{question}” the two sides are level: the next change in the weight of any aim decides.").format(
            question=choice.question
        )
    found = weighing.nearest_flip(weights, result.closest)
    if found is None:
        return _("The two sides lie closest in “{question}”, and no change of a single weight turns it.").format(
            question=choice.question
        )
    aim, share = found
    now = weighing.shares_of(weights)[aim]
    return _(
        "The two sides lie closest in “{question}”: this turns if “{aim}” gets {share:.0f} % of all weight in place of {now:.0f} %."
    ).format(question=choice.question, aim=weighing.aims()[aim].name, share=100 * share, now=100 * now)


def waiting_simulator() -> Explorer:
    """Explore when a country that comes late should decide: now, after some years of watching, or not at all."""
    draw = Pictures(waiting_figure.WaitingPicture)

    def run(values: Values, narrow: bool) -> Run:
        number = {name: float(value) for name, value in values.items()}
        chance, gain, loss = number["chance"] / 100, number["gain"], number["loss"]
        outlook = waiting.outlook(
            chance=chance,
            gain=gain,
            loss=loss,
            reliability=number["reliability"] / 100,
            yearly_decay=number["decay"] / 100,
            yearly_cost=number["cost"],
        )
        most = waiting.perfect_information(chance=chance, gain=gain, loss=loss)
        return Run(
            draw(narrow).png(outlook),
            _verdict(outlook, most),
            waiting_figure.waiting_words(outlook),
            _when(outlook),
            result=_best(outlook),
        )

    return Explorer(
        run,
        pictures=draw,
        title=_("Decide now, or wait and see?"),
        name="waiting_simulator",
        controls=[
            Slider("chance", _("Chance of a good market"), 0, 100, 5, 40, unit="%", help=_("believed before any sign")),
            Slider(
                "gain",
                _("Gain if it is good"),
                0,
                150,
                10,
                120,
                unit=_("points"),
                help=_("100 points: what the programme costs"),
            ),
            Slider(
                "loss", _("Loss if it is bad"), 0, 100, 5, 80, unit=_("points"), help=_("how much of the cost is gone")
            ),
            Slider(
                "reliability",
                _("A year’s sign is right"),
                50,
                100,
                5,
                70,
                unit="%",
                help=_("50: worthless, 100: perfect"),
            ),
            Slider("decay", _("Lost by each year of delay"), 0, 40, 2, 6, unit="%", help=_("others are ahead")),
            Slider(
                "cost", _("Keeping a team together"), 0, 5, 1, 1, unit=_("points"), help=_("for each year of waiting")
            ),
        ],
        presets=[
            Preset("start", _("Start"), _case()),
            Preset("lock", _("Early makers lock others out"), _case(decay=30)),
            Preset("likely", _("A good market is likely"), _case(chance=60)),
            Preset("fog", _("Signs are worthless"), _case(reliability=50)),
            Preset("cheap", _("A failure costs little"), _case(loss=20)),
        ],
        prediction=Prediction(
            _(
                "A programme costs 100 points. In a good market (chance 40 %) it gains 120, in a bad one it loses 80. "
                "Each year of waiting shows one sign that is right 70 % of the time, and costs 6 % of what is to be won. When is it best to decide?"
            ),
            {
                "now": _("Now: those who wait fall behind."),
                "soon": _("After 1 to 3 years."),
                "late": _("After 4 years or more."),
                "never": _("Not at all: the loss is too likely."),
            },
            _("Work it out"),
        ),
        caption=_(
            "Computed by newspace.models.policy_brief.waiting. Every number here is an assumption: no reading gives one. "
            "Left: expected value, if the decision is made in that year; the axis follows the curve. Right: the chance that it is the wrong one. The rule looks for the most points, not for the fewest errors."
        ),
    )


def _case(**changed: float) -> Values:
    start: Values = {"chance": 40.0, "gain": 120.0, "loss": 80.0, "reliability": 70.0, "decay": 6.0, "cost": 1.0}
    return {**start, **changed}


def _when(outlook: waiting.Waiting) -> str:
    if outlook.best < 0:
        return "never"
    return "now" if outlook.best == 0 else "soon" if outlook.best <= 3 else "late"


def _best(outlook: waiting.Waiting) -> str:
    if outlook.best < 0:
        return _("best not to begin")
    if outlook.best == 0:
        return _("best now ({worth:.0f} points)").format(worth=float(outlook.values[0]))
    said = ngettext(
        "best after {n} year ({worth:.0f} points)", "best after {n} years ({worth:.0f} points)", outlook.best
    )
    return said.format(n=outlook.best, worth=float(outlook.values[outlook.best]))


def _verdict(outlook: waiting.Waiting, most: float) -> str:
    now = float(outlook.values[0])
    limit = _("Perfect knowledge would be worth {most:.0f} points at most.").format(most=most)
    if outlook.best < 0:
        return _("Best not to begin: no date is worth more than 0 points.") + " " + limit
    best = float(outlook.values[outlook.best])
    if outlook.best == 0:
        return (
            _("Best to start now, worth {now:.0f} points: no year of waiting brings more.").format(now=now)
            + " "
            + limit
        )
    said = ngettext(
        "Best to decide after {years} year, worth {best:.0f} points; deciding now is worth {now:.0f}. "
        "The chance of a wrong decision goes from {a:.0f} % to {b:.0f} %.",
        "Best to decide after {years} years, worth {best:.0f} points; deciding now is worth {now:.0f}. "
        "The chance of a wrong decision goes from {a:.0f} % to {b:.0f} %.",
        outlook.best,
    )
    return (
        said.format(
            years=outlook.best,
            best=best,
            now=now,
            a=100 * float(outlook.wrong[0]),
            b=100 * float(outlook.wrong[outlook.best]),
        )
        + " "
        + limit
    )
