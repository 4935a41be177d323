"""The three explorers of lesson 4: the acts in time, the promises and their grounds, and the shared cost of a mission."""

from __future__ import annotations

from newspace.core import dates
from newspace.core.i18n import _, ngettext
from newspace.figures.shared.marks import Box, Mark, source_links
from newspace.figures.us_japan import acts as acts_picture
from newspace.figures.us_japan import commitment_graph, cost_shares
from newspace.models.us_japan import agreements, commitments, cost_sharing
from newspace.views.shared.explorer.controls import ChoiceControl, Prediction, Preset, Run, Slider, Values
from newspace.views.shared.explorer.explorer import Explorer
from newspace.views.shared.explorer.pictures import Pictures

_NO_ACT = "none"
_START: Values = {
    "alone_a": 800.0,
    "alone_b": 200.0,
    "alone_c": 200.0,
    "common": 70.0,
    "per_pair": 0.0,
    "rule": "proportional",
}


def timeline_explorer() -> Explorer:
    """Show the acts between Japan and the USA, 1962 to 2026: which kinds of act, and since when."""
    draw = Pictures(acts_picture.ActsPicture)

    def run(values: Values, narrow: bool) -> Run:
        found = agreements.chosen(
            str(values["weight"]), first_year=int(float(values["first"])), last_year=int(float(values["last"]))
        )
        ringed = None if values["one"] == _NO_ACT else agreements.act(str(values["one"]))
        said = timeline_sentence(found) if ringed is None else f"{act_sentence(ringed)} {timeline_sentence(found)}"
        result = ngettext("{n} act", "{n} acts", len(found)).format(n=len(found))
        picture = draw(narrow)
        return Run(
            picture.png(found, ringed),
            said,
            acts_picture.acts_words(found),
            _first(found),
            result=result,
            marks=[_act_mark(name, box) for name, box in picture.places().items()],
        )

    everything: Values = {"weight": "all", "one": _NO_ACT, "first": 1960.0, "last": 2026.0}
    return Explorer(
        run,
        pictures=draw,
        title=_("Acts between Japan and the United States"),
        name="timeline_explorer",
        controls=[
            ChoiceControl(
                "weight",
                _("Count"),
                {
                    "all": _("every act of the list"),
                    "binds": _("agreements and exchanges of notes"),
                    "fills in": _("memoranda and arrangements"),
                    "words": _("statements and one-sided decisions"),
                },
                "all",
            ),
            ChoiceControl(
                "one",
                _("Look closely at"),
                {_NO_ACT: _("no single act")}
                | {act.id: f"{act.day.year}: {act.title.removeprefix('Notes: ')}" for act in agreements.acts()},
                _NO_ACT,
            ),
            Slider("first", _("From the year"), 1960, 2026, 1, 1960, help=_("1960 to 2026")),
            Slider("last", _("To the year"), 1960, 2026, 1, 2026, help=_("1960 to 2026")),
        ],
        presets=[
            Preset("all", _("The whole list"), everything),
            Preset("note", _("As the note tells it"), everything | {"first": 1969.0, "last": 2023.0}),
            Preset("binding", _("What binds governments"), everything | {"weight": "binds"}),
            Preset("since", _("Since the Framework"), everything | {"first": 2023.0}),
        ],
        prediction=Prediction(
            _("The market note says that the cooperation started in 1969. From when is the first act on our list?"),
            {
                "before": _("Before 1969."),
                "in": _("In 1969, as the note says."),
                "after": _("After 1969."),
            },
            _("Show the list"),
        ),
        caption=_(
            "The list is ours and not complete: {n} acts that public sources gave us. Kinds are read off the titles. Blue: binds governments as a rule; green: carries out another act; orange: political words. Letters behind a source: P primary, N news, M mirror (a copy), W weak."
        ).format(n=len(agreements.acts())),
    )


def _act_mark(name: str, box: Box) -> Mark:
    one = agreements.act(name)
    return Mark(
        name,
        box,
        f"{one.title}, {one.day.year}",
        _act_words(one),
        source_links(one.fact, one.fact_in_force),
        _("Look closely"),
        {"one": name},
    )


def timeline_sentence(found: tuple[agreements.Act, ...]) -> str:
    """Say how many acts were chosen, which is the first, how it relates to the notes of 1969, and the longest gap."""
    if not found:
        return _("There is no act of this kind in these years.")
    first, start = found[0], agreements.act("notes-1969")
    days = agreements.days_between(first.signed, start.signed)
    if days == 0:
        place = _("the notes of 1969 themselves")
    elif days > 0:
        place = _("{n:,} days before the notes of 1969").format(n=days)
    else:
        place = _("{n:,} days after the notes of 1969").format(n=-days)
    parts = [
        _("{n} of {total} acts. The first is “{title}” ({when}), {place}.").format(
            n=len(found),
            total=len(agreements.acts()),
            title=first.title,
            when=dates.date_in_words(first.signed),
            place=place,
        )
    ]
    gap = agreements.longest_gap(found)
    if gap:
        years = (gap[1].day - gap[0].day).days / agreements.DAYS_A_YEAR
        parts.append(
            _("The longest gap is {years:.1f} years, from {start} to {end}.").format(
                years=years, start=gap[0].day.year, end=gap[1].day.year
            )
        )
    return " ".join(parts)


def act_sentence(one: agreements.Act) -> str:
    """Describe one act: kind, parties, dates, grounds and sources."""
    return f"{_act_words(one)} " + _("Source: {source}.").format(source=agreements.act_sources(one))


def _act_words(one: agreements.Act) -> str:
    """Describe one act without its sources."""
    parts = [
        _("“{title}”: {kind} ({parties}); {signed}.").format(
            title=one.title,
            kind=acts_picture.kind_in_words(one.kind),
            parties=one.parties,
            signed=agreements.signed_in_words(one),
        )
    ]
    if one.weight != "words":
        parts.append(_("In force: {when}.").format(when=agreements.in_force_in_words(one)))
    if one.rests_on:
        grounds_of = ", ".join(f"“{agreements.act(name).title}”" for name in one.rests_on)
        parts.append(_("It rests on {grounds}.").format(grounds=grounds_of))
    return " ".join(parts)


def _first(found: tuple[agreements.Act, ...]) -> str:
    if not found:
        return "none"
    days = agreements.days_between(found[0].signed, agreements.act("notes-1969").signed)
    return "before" if days > 0 else "in" if days == 0 else "after"


def what_if_explorer() -> Explorer:
    """Take one act or programme away, and see which promises lose their ground."""
    draw = Pictures(commitment_graph.GroundsPicture)

    def run(values: Values, narrow: bool) -> Run:
        picture = draw(narrow)
        loss = commitments.take_away(str(values["away"]), parents_matter=values["parents"] == "fall")
        outcome = "none" if not loss.lost else "landings" if "landings" in loss.lost else "own"
        result = _("{n} of {all} promises lose their ground").format(
            n=len(loss.lost), all=len(commitments.commitments())
        )
        return Run(
            picture.png(loss),
            commitments.sentence(loss),
            commitment_graph.grounds_words(loss),
            outcome,
            result=result,
            marks=[_ground_mark(name, box, loss) for name, box in picture.places().items()],
        )

    return Explorer(
        run,
        pictures=draw,
        title=_("What if … were taken away?"),
        name="what_if_explorer",
        controls=[
            ChoiceControl("away", _("Take away"), {"nothing": _("nothing")} | commitments.grounds(), "gateway"),
            ChoiceControl(
                "parents",
                _("An act whose ground falls"),
                {"fall": _("falls with it"), "stand": _("stands by its own words")},
                "fall",
            ),
        ],
        presets=[
            Preset("gateway", _("The Gateway"), {"away": "gateway", "parents": "fall"}),
            Preset("framework", _("The Framework Agreement"), {"away": "framework-2023", "parents": "fall"}),
            Preset("artemis", _("The Artemis crew flights"), {"away": "artemis", "parents": "fall"}),
        ],
        prediction=Prediction(
            _(
                "In March 2026 NASA says that it means to pause the Gateway. In 2024 it promised two Japanese landings on the Moon. Take the Gateway away: what loses its ground?"
            ),
            {
                "none": _("Nothing: every promise is written in an act, and the acts are still there."),
                "own": _("Promises on the Gateway only; the two landings keep their ground."),
                "landings": _("The two landings as well."),
            },
            _("Take it away"),
        ),
        caption=_(
            "A promise needs all that it is joined to. Crossed out and dashed: lost its ground. That is not the same as cancelled: the two sides may write a new act."
        ),
    )


def _ground_mark(name: str, box: Box, loss: commitments.Loss) -> Mark:
    """Describe an act, a promise or a programme of the graph, and what becomes of it."""
    promise = next((one for one in commitments.commitments() if one.id == name), None)
    if promise:
        grounds = [agreements.act(act).title for act in promise.acts]
        grounds += [commitments.programmes()[programme] for programme in promise.programmes]
        said = _("A promise by {giver}. It stands on: {grounds}.")
        text = said.format(giver=promise.giver, grounds=", ".join(f"“{ground}”" for ground in grounds))
        text += " " + (_("It loses its ground.") if name in loss.lost else _("It keeps its ground."))
        return Mark(name, box, promise.title, text, source_links(promise.fact))
    action, values = _("Take it away"), {"away": name}
    if name in commitments.programmes():
        users = [one for one in commitments.commitments() if name in one.programmes]
        text = _("A programme. Promises that need it: {titles}.").format(
            titles=", ".join(f"“{one.title}”" for one in users)
        )
        sources = source_links(*(one.fact for one in users))
        return Mark(name, box, commitments.programmes()[name], text, sources, action, values)
    one = agreements.act(name)
    return Mark(
        name,
        box,
        commitments.grounds()[name],
        _act_words(one),
        source_links(one.fact, one.fact_in_force),
        action,
        values,
    )


def cost_sharing_explorer() -> Explorer:
    """Share the cost of a joint mission among three partners, and see who would leave."""
    draw = Pictures(cost_shares.SharesPicture)

    def run(values: Values, narrow: bool) -> Run:
        alone = [float(values[f"alone_{name}"]) for name in ("a", "b", "c")]
        costs = cost_sharing.costs_of_groups(
            alone, common=float(values["common"]) / 100, per_pair=float(values["per_pair"])
        )
        split = cost_sharing.split(costs, str(values["rule"]))
        outcome = {0: "nobody", 1: "one", 2: "two"}[len(split.leavers)]
        return Run(
            draw(narrow).png(costs, split),
            sharing_sentence(costs, split),
            cost_shares.shares_words(costs, split),
            outcome,
            result=_shares(split),
        )

    def money(name: str, label: str, note: str, high: float = 800, step: float = 10) -> Slider:
        return Slider(name, label, 0, high, step, float(_START[name]), unit=_("USD million"), help=note)

    return Explorer(
        run,
        pictures=draw,
        title=_("Sharing the cost of a joint mission"),
        name="cost_sharing_explorer",
        controls=[
            money("alone_a", _("A alone"), _("what a mission of its own would cost")),
            money("alone_b", _("B alone"), _("the same for B")),
            money("alone_c", _("C alone"), _("the same for C")),
            Slider("common", _("In common"), 0, 100, 5, float(_START["common"]), unit="%", help=_("needed only once, in the largest size")),
            money("per_pair", _("Per pair"), _("coordination, for each pair of partners"), 150, 5),
            ChoiceControl(
                "rule",
                _("Rule"),
                {
                    "proportional": _("in proportion to the cost alone"),
                    "equal": _("the same for each"),
                    "shapley": _("Shapley value"),
                },
                "proportional",
            ),
        ],
        presets=[
            Preset("proportional", _("One large, two small"), _START),
            Preset("shapley", _("The same, by Shapley"), _START | {"rule": "shapley"}),
            Preset("dear", _("Costly coordination"), _START | {"rule": "shapley", "per_pair": 100.0}),
        ],
        prediction=Prediction(
            _(
                "Alone, A would pay 800, B and C 200 each. 70 % of each mission is needed only once if they fly together. Each pays in proportion to its cost alone. Who would do better by leaving?"
            ),
            {
                "nobody": _("Nobody: together is cheaper."),
                "one": _("One partner, by itself."),
                "two": _("Two partners, as a pair."),
            },
            _("Share the cost"),
        ),
        caption=_(
            "Computed by newspace.models.us_japan.cost_sharing. The amounts are examples; no budget of a real mission is meant. The number beside each row: what the group pays more (+) or less (−) than by itself."
        ),
    )  # fmt: skip


def _shares(split: cost_sharing.Split) -> str:
    shares = ", ".join(f"{name} {share:,.0f}" for name, share in zip(cost_shares.NAMES, split.shares, strict=True))
    leaving = _("nobody leaves") if split.stable else _("{group} leave").format(group=cost_shares.said(split.leavers))
    return f"{shares}; {leaving}"


def sharing_sentence(costs: cost_sharing.Costs, split: cost_sharing.Split) -> str:
    """Say the cost and the saving, the three shares, who leaves, and whether any split keeps everybody."""
    single = sum(costs[frozenset({member})] for member in range(3))
    saved = single - split.total
    money = _("saves {n:,.0f}").format(n=saved) if saved >= 0 else _("costs {n:,.0f} more").format(n=-saved)
    shares = ", ".join(f"{name} {share:,.0f}" for name, share in zip(cost_shares.NAMES, split.shares, strict=True))
    parts = [
        _(
            "Together: {total:,.0f}; three missions alone: {single:,.0f}; flying together {money}. Shares: {shares}."
        ).format(total=split.total, single=single, money=money, shares=shares)
    ]
    if split.stable:
        parts.append(_("No partner and no pair would do better by leaving."))
    else:
        parts.append(
            (
                _("But {group} would save {n:,.0f} by leaving.")
                if round(split.saving) >= 1
                else _("But {group} would save a little, less than 1, by leaving.")
            ).format(group=cost_shares.said(split.leavers), n=split.saving)
        )
        parts.append(
            _("Another split would keep everybody.")
            if cost_sharing.can_be_kept(costs)
            else _("No split at all would keep everybody.")
        )
    return " ".join(parts)
