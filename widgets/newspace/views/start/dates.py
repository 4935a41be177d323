"""The two explorers of the start page: one moment on four clocks, and the search for a date."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import partial

from newspace.content import facts
from newspace.core.i18n import _
from newspace.figures.shared.marks import Box, Mark, source_links
from newspace.figures.start.dates import ClockPicture, CluePicture
from newspace.models.shared import clocks
from newspace.models.start import landing_date_evidence
from newspace.views.shared.explorer.controls import ChoiceControl, Prediction, Preset, Run, Slider, Values
from newspace.views.shared.explorer.explorer import Explorer
from newspace.views.shared.explorer.pictures import Pictures

_MONTHS = ("2023-07", "2023-08", "2023-09", "2023-10", "2023-11", "2023-12", "2024-01", "2024-02", "2024-03")


def clock_explorer() -> Explorer:
    """Set a moment of 5 June 2025 in UTC, and see the date that four places write for it."""
    planned = datetime.fromisoformat(str(facts.get("m2_planned_touchdown_utc").settled())).astimezone(UTC)
    draw = Pictures(partial(ClockPicture, planned.date()))

    def run(values: Values, narrow: bool) -> Run:
        moment = planned.replace(hour=int(float(values["hour"])), minute=int(float(values["minute"])))
        shown = [(place.name, clocks.local(moment, place.offset_h)) for place in clocks.PLACES]
        dates = {when.date() for _place, when in shown}
        told = ", ".join(f"{when:%H:%M} on {when.day} {when:%B} in {name}" for name, when in shown)
        west, east = clocks.PLACES[0], clocks.PLACES[-1]
        hours = 24 * clocks.two_dates_share(west.offset_h, east.offset_h)
        verdict = _(
            "{time} UTC is {told}: {count}. In {hours:.0f} of the day’s 24 hours {west} writes a different date from {east}."
        )
        sentence = verdict.format(
            time=f"{moment:%H:%M}",
            told=told,
            count=_("two dates for one moment") if len(dates) > 1 else _("one date everywhere"),
            west=west.name,
            east=east.name,
            hours=hours,
        )
        share = clocks.two_dates_share(west.offset_h, east.offset_h)
        outcome = "few" if share < 0.25 else "half" if share <= 0.75 else "most"
        result = f"{moment:%H:%M} UTC, " + (_("two dates") if len(dates) > 1 else _("one date"))
        return Run(draw(narrow).png(moment), sentence, sentence, outcome, result=result)

    return Explorer(
        run,
        pictures=draw,
        title=_("One moment, which date?"),
        name="clock_explorer",
        controls=[
            Slider("hour", _("Hour in UTC"), 0, 23, 1, 12, unit="h", help=_("on 5 June 2025"), whole=True),
            Slider("minute", _("Minute"), 0, 59, 1, 0, unit="min", whole=True),
        ],
        presets=[
            Preset("noon", _("Noon"), {"hour": 12.0, "minute": 0.0}),
            Preset(
                "touchdown", _("The planned landing"), {"hour": float(planned.hour), "minute": float(planned.minute)}
            ),
        ],
        prediction=Prediction(
            _(
                "Something happens at a random hour. How often do newspapers in Washington and in Tokyo write different dates for it?"
            ),
            {
                "few": _("In fewer than 6 of 24 hours."),
                "half": _("In about half of the hours."),
                "most": _("In more than 18 of 24 hours."),
            },
            _("Look"),
        ),
        caption=_(
            "Each place’s clock is UTC plus a fixed number of hours, here those of June. Computed by newspace.models.shared.clocks."
        ),
    )


def date_explorer() -> Explorer:
    """Try a day for SLIM's landing, and see which statements of the readings and of the sources it fits."""
    draw = Pictures(CluePicture)

    def run(values: Values, narrow: bool) -> Run:
        wanted = int(float(values["day"]))
        day = _day(str(values["month"]), wanted)
        held = landing_date_evidence.holding(day)
        fails = [clue.says for clue, holds in zip(landing_date_evidence.clues(), held, strict=True) if not holds]
        sentence = _("If SLIM landed on {day}, {n} of {all} statements are true.").format(
            day=f"{day.day} {day:%B %Y}", n=sum(held), all=len(held)
        )
        if day.day < wanted:
            sentence = _("{month} has only {n} days.").format(month=f"{day:%B %Y}", n=day.day) + " " + sentence
        if fails:
            sentence += " " + _("Not true: {fails}.").format(fails="; ".join(fails))
        picture = draw(narrow)
        return Run(
            picture.png(day),
            sentence,
            sentence,
            "some" if landing_date_evidence.days_that_fit() else "none",
            result=_("{n} of {all} true").format(n=sum(held), all=len(held)),
            marks=[_clue_mark(name, box) for name, box in picture.places().items()],
        )

    months = {month: f"{date.fromisoformat(month + '-01'):%B %Y}" for month in _MONTHS}
    return Explorer(
        run,
        pictures=draw,
        title=_("When did SLIM land?"),
        name="date_explorer",
        controls=[
            ChoiceControl("month", _("Month"), months, "2023-11"),
            Slider("day", _("Day of the month"), 1, 31, 1, 15, help=_("31: the last day of any month"), whole=True),
        ],
        prediction=Prediction(
            _(
                "Six statements about the landing: two from the readings, four from outside sources. Is there a day on which all six are true?"
            ),
            {"some": _("Yes, at least one day."), "none": _("No, not one day.")},
            _("Try a day"),
        ),
        caption=_(
            "A bar covers the days on which a statement would be true: blue from the readings crash and gap, green from outside sources. "
            "The upright line is your day, in Japan’s calendar. Computed by newspace.models.start.landing_date_evidence."
        ),
    )


def _clue_mark(name: str, box: Box) -> Mark:
    clue = next(one for one in landing_date_evidence.clues() if one.id == name)
    first = max(clue.start, landing_date_evidence.FIRST)
    last = min(clue.end, landing_date_evidence.LAST) - timedelta(days=1)
    words = (
        _("True on one day of the picture: {first}.")
        if first == last
        else _("True in the picture from {first} to {last}.")
    )
    fact = clue.where.removeprefix("fact ")
    return Mark(
        name,
        box,
        clue.says,
        words.format(first=_written(first), last=_written(last)),
        source_links(fact) if fact != clue.where else ((clue.where, ""),),
        _("Try its first day"),
        {"month": f"{first:%Y-%m}", "day": float(first.day)},
    )


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _day(month: str, day: int) -> date:
    """Build the date; where the month is shorter, its last day."""
    year, number = (int(part) for part in month.split("-"))
    return date(year, number, min(day, monthrange(year, number)[1]))
