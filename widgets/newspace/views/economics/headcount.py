"""The head count explorer: who must count as a foreigner for a printed 67 %."""

from __future__ import annotations

from functools import partial

from newspace.core.i18n import _, ngettext
from newspace.figures.economics.headcount import HeadcountPicture, headcount_words
from newspace.models.economics import plausibility
from newspace.views.shared.explorer.controls import Prediction, Preset, Run, Slider, Values
from newspace.views.shared.explorer.explorer import Explorer
from newspace.views.shared.explorer.pictures import Pictures

_PRINTED = 0.67
_DENVER, _LUXEMBOURG = 10, 70
"""A first guess of who is a foreigner in the country of the office. Assumed: the reading does not say."""


def headcount_explorer() -> Explorer:
    """Recount the foreigners in three offices: set whom you count in Denver and in Luxembourg."""
    draw = Pictures(partial(HeadcountPicture, plausibility.ISPACE))

    def run(values: Values, narrow: bool) -> Run:
        offices = _offices(values)
        share = plausibility.foreign_share(offices)
        result = f"{100 * share:.1f} %"
        return Run(
            draw(narrow).png(offices), _sentence(share), headcount_words(offices), _outcome(share), result=result
        )

    return Explorer(
        run,
        pictures=draw,
        title=_("Who counts as a foreigner?"),
        name="headcount_explorer",
        controls=[
            Slider("tokyo", _("Tokyo, 182 people"), 0, 100, 1, 41, unit="%", help=_("counted as foreign; the reading gives 41")),
            Slider("denver", _("Denver, 100 people"), 0, 100, 1, _DENVER, unit="%", help=_("counted as foreign; not in the reading")),
            Slider("luxembourg", _("Luxembourg, 44 people"), 0, 100, 1, _LUXEMBOURG, unit="%", help=_("counted as foreign; not in the reading")),
        ],
        presets=[
            Preset("abroad", _("Everybody abroad is a foreigner"), {"tokyo": 41, "denver": 100, "luxembourg": 100}),
            Preset("guess", _("Foreigners where they work (a guess)"), {"tokyo": 41, "denver": _DENVER, "luxembourg": _LUXEMBOURG}),
            Preset("tokyo", _("Nobody outside Tokyo"), {"tokyo": 41, "denver": 0, "luxembourg": 0}),
        ],
        prediction=Prediction(
            _(
                "The reading says that 67 % of the employees are foreigners. Count as a foreigner only who is not from the country of the office. "
                "Suppose that these are 41 % in Tokyo, {denver} % in Denver and {luxembourg} % in Luxembourg. What share of all 326 people is that?"
            ).format(denver=_DENVER, luxembourg=_LUXEMBOURG),
            {
                "most": _("More than half, not far from 67 %."),
                "some": _("Between a third and a half."),
                "few": _("Less than a third."),
            },
            _("Count"),
        ),
        caption=_(
            "People and the 41 % for Tokyo: the reading gap, paragraph 4. The shares for Denver and Luxembourg are yours to choose: no source that we saw gives them. "
            "Computed by newspace.models.economics.plausibility."
        ),
    )  # fmt: skip


def _offices(values: Values) -> tuple[plausibility.Office, ...]:
    keys = ("tokyo", "denver", "luxembourg")
    return tuple(
        plausibility.Office(office.name, office.people, float(values[key]) / 100)
        for key, office in zip(keys, plausibility.ISPACE, strict=True)
    )


def _outcome(share: float) -> str:
    return "most" if share > 1 / 2 else "some" if share >= 1 / 3 else "few"


def _sentence(share: float) -> str:
    said = _("{share:.1f} % of the 326 people are counted as foreigners.").format(share=100 * share)
    if round(share, 2) == _PRINTED:
        return said + " " + _("This is the reading’s 67 %.")
    gap = round(100 * (share - _PRINTED))
    more = (
        ngettext("That is {gap} point above the reading’s 67 %.", "That is {gap} points above the reading’s 67 %.", gap)
        if gap > 0
        else ngettext(
            "That is {gap} point below the reading’s 67 %.", "That is {gap} points below the reading’s 67 %.", -gap
        )
    )
    return said + " " + more.format(gap=abs(gap))
