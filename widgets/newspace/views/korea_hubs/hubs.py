"""The three explorers of lesson 3: where to meet, how long a project takes, and what a latecomer's market does."""

from __future__ import annotations

from collections.abc import Mapping

from newspace.content import facts
from newspace.core.i18n import _, ngettext
from newspace.core.number_format import share_in_percent
from newspace.figures.korea_hubs import korea_map, latecomer_shares, project_lengths
from newspace.figures.shared.marks import Box, Mark, source_links
from newspace.models.korea_hubs import handovers, journeys, latecomers, places
from newspace.views.shared.explorer.controls import ChoiceControl, Prediction, Preset, Run, Slider, Values
from newspace.views.shared.explorer.explorer import Explorer
from newspace.views.shared.explorer.pictures import Pictures

_MEETING: Values = {"daejeon": 1.0, "sacheon": 1.0, "goheung": 1.0, "seoul": 0.0}
_PROJECT: Values = {"layout": "three hubs", "measure": "none", "length": 100.0, "round": 20.0}
_MARKET: Values = {"early": 10.0, "late": 2.0, "pull": 1.0, "quality": 1.0}


def meeting_explorer() -> Explorer:
    """Find where the people of the hubs should meet, so that the total distance is shortest."""
    draw = Pictures(korea_map.MeetingPicture)

    def run(values: Values, narrow: bool) -> Run:
        people = {name: int(float(values[name])) for name in places.PLACES}
        meeting = places.best_meeting(people)
        far = meeting.travel_m[meeting.at]
        others = sorted(way for name, way in meeting.travel_m.items() if name != meeting.at)
        count = sum(people.values())
        sentence = ngettext(
            "Meet in {place}: {n} person travels {far:,.0f} km, one way; the next best place would cost {more:,.0f} km more.",
            "Meet in {place}: {n} people travel {far:,.0f} km in all, one way; the next best place would cost {more:,.0f} km more.",
            count,
        ).format(place=places.PLACES[meeting.at].name, n=count, far=far / 1000, more=(others[0] - far) / 1000)
        picture = draw(narrow)
        return Run(
            picture.png(people, meeting),
            sentence,
            korea_map.meeting_words(people, meeting),
            meeting.at,
            result=_("{place}, {far:,.0f} km in all").format(place=places.PLACES[meeting.at].name, far=far / 1000),
            motion=picture.motion(journeys.meeting_day(people, meeting.at)),
            marks=[_place_mark(key, box, people, meeting) for key, box in picture.places().items()],
        )

    return Explorer(
        run,
        pictures=draw,
        title=_("Where should they meet?"),
        name="meeting_explorer",
        controls=[
            Slider(name, _("From {place}").format(place=place.name), 0, 20, 1, float(_MEETING[name]), unit=_("people"), whole=True)
            for name, place in places.PLACES.items()
        ],
        presets=[
            Preset("hubs", _("One from each hub"), _MEETING),
            Preset("seoul", _("One from Seoul, too"), _MEETING | {"seoul": 1.0}),
            Preset("firms", _("Many firms in Seoul"), _MEETING | {"seoul": 10.0}),
        ],
        prediction=Prediction(
            _("One person from each of the three hubs. Where must they meet for the sum of their journeys to be shortest?"),
            {name: place.name for name, place in places.PLACES.items()},
            _("Find the place"),
        ),
        caption=_("Computed by newspace.models.korea_hubs.places. Straight lines, not roads; one way. The star is the best of the four places. The day that plays: a meeting from 11:00 to 12:00, roads 1.3 times the straight line, 80 km/h from door to door; all three assumed."),
    )  # fmt: skip


def _place_mark(key: str, box: Box, people: Mapping[str, int], meeting: places.Meeting) -> Mark:
    """Describe a place of the map: who comes from there, how far and how long it is to the meeting, and where its position is from."""
    place, there = places.PLACES[key], places.PLACES[meeting.at]
    if key == meeting.at:
        said = _("The meeting is here: altogether the others travel {far:,.0f} km, one way.").format(
            far=meeting.travel_m[key] / 1000
        )
    else:
        metres = places.distance_m(key, meeting.at)
        words = ngettext(
            "{n} person from here travels {km:,.0f} km to {there}, about {hours:.1f} h by road (assumed).",
            "{n} people from here travel {km:,.0f} km to {there}, about {hours:.1f} h by road (assumed).",
            people[key],
        )
        said = words.format(
            n=people[key],
            km=metres / 1000,
            there=there.name,
            hours=places.road_time_s(metres) / 3600,
        )
    fact = facts.get(place.fact)
    return Mark(key, box, f"{place.name} {place.korean}", f"{said} {fact.statement}", source_links(place.fact))


def project_simulator() -> Explorer:
    """Simulate how long a project takes in one place, three or four, and how much a measure saves."""
    draw = Pictures(project_lengths.ProjectPicture)

    def run(values: Values, narrow: bool) -> Run:
        length, again = 1000 * float(values["length"]), float(values["round"])
        plan = handovers.simulate(str(values["layout"]), str(values["measure"]), length_m=length, round_days=again)
        site = handovers.simulate("one site", length_m=length, round_days=again)
        ratio = plan.mean / site.mean
        outcome = "same" if ratio < 1.1 else "half" if ratio <= 1.6 else "double"
        return Run(draw(narrow).png(plan, site), project_sentence(values, plan, site), project_lengths.project_words(plan, site), outcome, result=_("{mean:,.0f} days on average").format(mean=plan.mean))  # fmt: skip

    return Explorer(
        run,
        pictures=draw,
        title=_("A project between places"),
        name="project_simulator",
        controls=[
            ChoiceControl(
                "layout",
                _("Places"),
                {"one site": _("one site"), "three hubs": _("three hubs"), "three hubs and Seoul": _("three hubs and Seoul")},
                "three hubs",
            ),
            ChoiceControl(
                "measure",
                _("Measure"),
                {
                    "none": _("none"),
                    "shared site": _("shared site: Daejeon's tasks move to Sacheon"),
                    "liaison team": _("liaison team: half the faults between places"),
                    "fewer hand-overs": _("fewer hand-overs: tests stay with assembly, review with design"),
                    "better video": _("better video: contact reaches twice as far"),
                },
                "none",
            ),
            Slider("length", _("Contact length"), 25, 400, 25, 100, unit="km", help=_("where contact has fallen to 37 %: assumed")),
            Slider("round", _("Mending"), 0, 60, 5, 20, unit=_("days"), help=_("mean time for each round of mending: assumed")),
        ],
        presets=[
            Preset("site", _("One site"), _PROJECT | {"layout": "one site"}),
            Preset("hubs", _("Three hubs"), _PROJECT),
            Preset("seoul", _("With Seoul"), _PROJECT | {"layout": "three hubs and Seoul"}),
            Preset("shared", _("Shared site"), _PROJECT | {"measure": "shared site"}),
            Preset("trap", _("Shared site, with Seoul"), _PROJECT | {"layout": "three hubs and Seoul", "measure": "shared site"}),
        ],
        prediction=Prediction(
            _(
                "The same ten tasks with the same luck, once in one site, once in three hubs. How much longer does the project in three hubs take on average?"
            ),
            {
                "same": _("Less than 10 % longer: only letters travel."),
                "half": _("10 to 60 % longer."),
                "double": _("More than 60 % longer."),
            },
            _("Run it 4,000 times"),
        ),
        caption=_(
            "Computed by newspace.models.korea_hubs.handovers. Tasks, days, faults and mending are assumptions of this course: no Korean project was measured. Do not trust the number of days; trust the order of the measures only as far as it stays the same when you change the assumptions."
        ),
    )  # fmt: skip


def project_sentence(values: Values, plan: handovers.ProjectRuns, site: handovers.ProjectRuns) -> str:
    """Say the mean and the spread of a plan, and its extra time compared with a single site."""
    parts = [
        _(
            "Mean {mean:,.0f} days (give or take {margin:.0f} by chance); eight runs in ten take {low:,.0f} to {high:,.0f}. Hand-overs between places: {n}."
        ).format(mean=plan.mean, margin=plan.margin, low=plan.quantile(0.1), high=plan.quantile(0.9), n=plan.crossings),
    ]
    if values["layout"] != "one site":
        more = plan.mean - site.mean
        parts.append(
            _("One site takes {site:,.0f} days; this plan takes {more:+,.0f} days ({share:+.0f} %).").format(
                site=site.mean, more=more, share=100 * more / site.mean
            )
        )
    if values["measure"] != "none":
        again = handovers.simulate(
            str(values["layout"]), length_m=1000 * float(values["length"]), round_days=float(values["round"])
        )
        parts.append(_saving_words(handovers.saved(again, plan)))
    return " ".join(parts)


def _saving_words(saving: handovers.Saving) -> str:
    """Say what a measure saves, with its margin of chance; a saving smaller than its margin is called none."""
    if abs(saving.days) <= saving.margin:
        said = _("Whether the measure saves or costs days cannot be told from chance ({n:+,.0f}, give or take {margin:,.0f}).")  # fmt: skip
    elif saving.days > 0:
        said = _("The measure buys back {n:,.0f} days, give or take {margin:,.0f}.")
    else:
        said = _("The measure costs {lost:,.0f} days more than it saves, give or take {margin:,.0f}.")
    return said.format(n=saving.days, lost=-saving.days, margin=saving.margin)


def latecomer_explorer() -> Explorer:
    """Simulate whether a latecomer can still win customers where each customer looks at the others."""
    draw = Pictures(latecomer_shares.LockInPicture)

    def run(values: Values, narrow: bool) -> Run:
        found = latecomers.lock_in(
            early=int(float(values["early"])), late=int(float(values["late"])), pull=float(values["pull"]), quality=float(values["quality"])
        )  # fmt: skip
        outcome = "hardly" if found.ahead < 0.02 else "some" if found.ahead < 0.4 else "often"
        sentence = _(
            "In {a} % of all histories the latecomer ends ahead, and in {b} % it ends with less than a tenth; its mean share is {m:.0f} %."
        ).format(a=share_in_percent(found.ahead), b=share_in_percent(found.squeezed), m=100 * found.mean)
        result = _("ahead in {a} % of all histories").format(a=share_in_percent(found.ahead))
        return Run(draw(narrow).png(found), sentence, latecomer_shares.lock_in_words(found), outcome, result=result)

    return Explorer(
        run,
        pictures=draw,
        title=_("Coming late to an ecosystem"),
        name="latecomer_explorer",
        controls=[
            Slider("early", _("Early maker"), 1, 30, 1, 10, unit=_("customers"), help=_("at the start"), whole=True),
            Slider("late", _("Latecomer"), 1, 30, 1, 2, unit=_("customers"), help=_("at the start"), whole=True),
            Slider("pull", _("Pull of the crowd"), 0, 2, 0.25, 1, help=_("0: nobody looks at the others; 1: in proportion")),
            Slider("quality", _("Its quality"), 0.5, 3, 0.1, 1, unit=_("times"), help=_("the latecomer's, against the early maker's")),
        ],
        presets=[
            Preset("late", _("Behind by ten to two"), _MARKET),
            Preset("none", _("No ecosystem"), _MARKET | {"pull": 0.0}),
            Preset("even", _("Two at the start"), _MARKET | {"early": 1.0, "late": 1.0}),
            Preset("better", _("Late, but twice as good"), _MARKET | {"quality": 2.0}),
        ],
        prediction=Prediction(
            _(
                "An early maker has 10 customers, a latecomer just as good has 2. Each of 200 new customers chooses in proportion to the customers that are there. In how many of 1,000 histories does the latecomer end ahead?"
            ),
            {"hardly": _("In fewer than 20."), "some": _("In 20 to 400."), "often": _("In more than 400.")},
            _("Let the customers come"),
        ),
        caption=_("Computed by newspace.models.korea_hubs.latecomers (Pólya's urn; Arthur 1989). The 25 lines are drawn by chance; the shares in the sentence and the bars are exact. All numbers are assumptions: the model shows what increasing returns would do."),
    )  # fmt: skip
