"""Builders that validate each kind of question of a bank and create it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from newspace.content import readings
from newspace.core.i18n import _
from newspace.questions._fields import Fields, listing, suggestion
from newspace.questions._numbers import parse_number, same_unit
from newspace.questions.base import Question, QuestionPart
from newspace.questions.kinds.choice import Choice, One, Several
from newspace.questions.kinds.claim import ABSENT, VERDICTS, Claim, Passage
from newspace.questions.kinds.gap import GAP, Gap, GapSlip, folded
from newspace.questions.kinds.match import Item, Match
from newspace.questions.kinds.number import Number, NumberSlip
from newspace.questions.kinds.order import Order, OrderStep

COMMON = ("id", "kind", "objective", "prompt", "hints", "explanation", "facts", "contradictions")
Build = Callable[[Fields, dict[str, Any], tuple[str, ...]], Question]


def _choice(fields: Fields, kind: str, outer: tuple[str, ...]) -> Choice:
    fields.only(("id", "text", "right", "feedback", *(["missed"] if kind == "several" else [])), outer=outer)
    right = fields.flag("right")
    if "missed" in fields.table and not right:
        fields.refuse("“missed” is for right choices.", "missed", remedy="Remove it, or write feedback instead.")
    return Choice(
        id=fields.text("id"),
        text=fields.prose("text"),
        right=right,
        feedback=fields.prose("feedback", "" if right else None),
        missed=fields.prose("missed", ""),
    )


def _choices(fields: Fields, outer: tuple[str, ...]) -> tuple[Choice, ...]:
    kind = fields.table["kind"]
    choices = fields.parts("choice", lambda part: _choice(part, kind, outer), least=2)
    fields.distinct("choice", (choice.id for choice in choices), "id")
    fields.distinct("choice", (choice.text for choice in choices), "text")
    right = [choice.id for choice in choices if choice.right]
    if not right:
        fields.refuse("No choice is right.", "choice", remedy="Write right = true in the right choice.")
    if kind == "one" and len(right) > 1:
        remedy = 'Leave right = true in one of them, or write kind = "several".'
        fields.refuse(f"{len(right)} choices are right: {listing(right)}.", "choice", remedy=remedy)
    if len(right) == len(choices):
        fields.refuse("Every choice is right.", "choice", remedy="Add a wrong choice with its feedback.")
    return choices


def one(fields: Fields, common: dict[str, Any], outer: tuple[str, ...]) -> Question:
    return One(**common, choices=_choices(fields, outer), keep_order=fields.flag("keep_order"))


def several(fields: Fields, common: dict[str, Any], outer: tuple[str, ...]) -> Question:
    return Several(**common, choices=_choices(fields, outer), keep_order=fields.flag("keep_order"))


def _number_slip(fields: Fields, outer: tuple[str, ...]) -> NumberSlip:
    fields.only(("value", "feedback"), outer=outer)
    return NumberSlip(fields.number("value"), fields.prose("feedback"))


def number(fields: Fields, common: dict[str, Any], outer: tuple[str, ...]) -> Question:
    if ("tolerance" in fields.table) == ("abs_tolerance" in fields.table):
        both = "both are given" if "tolerance" in fields.table else "neither is given"
        remedy = "Write either tolerance = 0.01 (relative: 1 %) or abs_tolerance = 5 (in the unit)."
        fields.refuse(f"“tolerance” and “abs_tolerance”: {both}.", "tolerance", remedy=remedy)
    answer, unit = fields.number("answer"), fields.text("unit", "")
    if "unit" not in fields.table:
        fields.refuse("“unit” is missing.", "unit", remedy='Write unit = "km", or unit = "" for a plain number.')
    question = Number(
        **common,
        answer=answer,
        unit=unit,
        tolerance=_tolerance(fields, answer),
        abs_tolerance=_abs_tolerance(fields),
        feedback=fields.prose("feedback"),
        other_units=_other_units(fields, unit),
        slips=fields.parts("slip", lambda part: _number_slip(part, outer), least=0),
    )
    for at, slip in enumerate(question.slips, start=1):
        if question.near(slip.value, answer):
            remedy = "Remove the slip, or make the tolerance smaller."
            fields.refuse(
                f"The slip {slip.value} counts as right within the tolerance.", f"slip {at} → value", remedy=remedy
            )
        if any(question.near(slip.value, other.value) for other in question.slips[: at - 1]):
            remedy = "Keep one of them."
            fields.refuse(
                f"The slip {slip.value} is the same as one above, within the tolerance.",
                f"slip {at} → value",
                remedy=remedy,
            )
    return question


def _tolerance(fields: Fields, answer: float) -> float | None:
    if "tolerance" not in fields.table:
        return None
    value = fields.number("tolerance")
    if not 0 < value < 1:
        fields.refuse(
            f"“tolerance” must lie between 0 and 1, not {value}.",
            "tolerance",
            remedy="It is relative: write 0.01 for 1 %.",
        )
    if answer == 0:
        fields.refuse("A relative tolerance of 0 allows nothing.", "tolerance", remedy="Write abs_tolerance instead.")
    return value


def _abs_tolerance(fields: Fields) -> float | None:
    if "abs_tolerance" not in fields.table:
        return None
    value = fields.number("abs_tolerance")
    if value < 0:
        fields.refuse(
            f"“abs_tolerance” must not be negative, and is {value}.", "abs_tolerance", remedy="Write 0 or more."
        )
    return value


def _other_units(fields: Fields, unit: str) -> dict[str, float]:
    read_back = parse_number(f"1 {unit}")
    # The reader normalises superscripts (m/s² → m/s^2), so compare units by meaning.
    if unit and (read_back is None or read_back[0] != 1.0 or not same_unit(read_back[1], unit)):
        fields.refuse(
            f"A number with the unit “{unit}” cannot be read.",
            "unit",
            remedy="Write a unit that does not begin with a digit.",
        )
    if "other_units" not in fields.table:
        return {}
    inner = fields.inner("other_units")
    units = {name: inner.number(name) for name in inner.table}
    for name, factor in units.items():
        if factor <= 0:
            inner.refuse(
                f"The factor of “{name}” must be positive.",
                name,
                remedy="Write what one of it is in the question's unit.",
            )
        if same_unit(name, unit):
            inner.refuse(f"“{name}” is the question's own unit.", name, remedy="Remove it.")
    return units


def _step(fields: Fields, outer: tuple[str, ...]) -> OrderStep:
    fields.only(("id", "text", "feedback"), outer=tuple(key for key in outer if key != "feedback"))
    return OrderStep(fields.text("id"), fields.prose("text"), fields.prose("feedback", ""))


def order(fields: Fields, common: dict[str, Any], outer: tuple[str, ...]) -> Question:
    items = fields.parts("item", lambda part: _step(part, outer), least=3)
    fields.distinct("item", (item.id for item in items), "id")
    fields.distinct("item", (item.text for item in items), "text")
    return Order(**common, items=items, feedback=fields.prose("feedback"))


def _group(fields: Fields, outer: tuple[str, ...]) -> QuestionPart:
    fields.only(("id", "text"), outer=outer)
    return QuestionPart(fields.text("id"), fields.prose("text"))


def _item(fields: Fields, groups: list[str], outer: tuple[str, ...]) -> Item:
    fields.only(("id", "text", "group", "feedback"), outer=outer)
    return Item(fields.text("id"), fields.prose("text"), fields.choice_of("group", groups), fields.prose("feedback"))


def match(fields: Fields, common: dict[str, Any], outer: tuple[str, ...]) -> Question:
    groups = fields.parts("group", lambda part: _group(part, outer), least=2)
    items = fields.parts("item", lambda part: _item(part, [group.id for group in groups], outer), least=2)
    fields.distinct("group or item", [part.id for part in (*groups, *items)], "id")
    fields.distinct("group", (group.text for group in groups), "text")
    fields.distinct("item", (item.text for item in items), "text")
    return Match(**common, groups=groups, items=items)


def _gap_slip(fields: Fields, outer: tuple[str, ...]) -> GapSlip:
    fields.only(("text", "feedback"), outer=tuple(key for key in outer if key != "text"))
    return GapSlip(fields.text("text"), fields.prose("feedback"))


def gap(fields: Fields, common: dict[str, Any], outer: tuple[str, ...]) -> Question:
    text = fields.prose("text")
    if text.count(GAP) != 1 or "____" in text:
        fields.refuse(
            "“text” must have exactly one gap.",
            "text",
            remedy="Write the gap as three underscores: The lander lost its ___ …",
        )
    accepted = fields.words("accepted")
    fields.distinct("accepted", map(folded, accepted), "text (letter case and spaces do not count)")
    slips = fields.parts("slip", lambda part: _gap_slip(part, outer), least=0)
    for at, slip in enumerate(slips, start=1):
        if folded(slip.text) in map(folded, accepted):
            fields.refuse(
                f"The slip “{slip.text}” is an accepted form.", f"slip {at} → text", remedy="Remove one of the two."
            )
    fields.distinct("slip", (folded(slip.text) for slip in slips), "text (letter case and spaces do not count)")
    return Gap(**common, text=text, accepted=accepted, feedback=fields.prose("feedback"), slips=slips)


def claim(fields: Fields, common: dict[str, Any], outer: tuple[str, ...]) -> Question:
    del outer  # this kind has no inner tables that could take a key by mistake
    verdict = fields.choice_of("verdict", VERDICTS)
    offered = _offered(fields)
    places = fields.parts("paragraphs", lambda part: _claim_place(part, offered), least=0)
    if verdict == ABSENT and places:
        fields.refuse(
            "What is not in the readings has no paragraph.",
            "paragraphs",
            remedy="Remove “paragraphs”, or correct the verdict.",
        )
    if verdict != ABSENT and not places:
        remedy = 'Write paragraphs = [{ reading = "crash", paragraph = 8 }].'
        fields.refuse(f"No paragraph shows that the claim is {verdict}.", "paragraphs", remedy=remedy)
    wrong = tuple(other for other in VERDICTS if other != verdict)
    inner = fields.inner("feedback")
    inner.only(wrong)
    feedback = {other: inner.prose(other) for other in wrong}
    return Claim(
        **common,
        claim=fields.prose("claim"),
        verdict=verdict,
        places=places,
        offered=offered,
        feedback=feedback,
        paragraph_feedback=fields.prose("paragraph_feedback", ""),
    )


def _offered(fields: Fields) -> dict[str, tuple[int, ...]]:
    names, known = fields.words("readings"), readings.names()
    fields.distinct("readings", names, "name")
    offered = {}
    for name in names:
        if name not in known:
            fields.refuse(
                f"There is no reading “{name}”.",
                "readings",
                remedy=f"{suggestion(name, known)}Readings: {listing(known)}.",
            )
        text = readings.load(name)
        offered[name] = tuple(n for n in range(1, len(text.paragraphs) + 1) if n not in text.furniture)
    return offered


def _claim_place(fields: Fields, offered: dict[str, tuple[int, ...]]) -> Passage:
    fields.only(("reading", "paragraph"))
    reading, number = fields.text("reading"), fields.number("paragraph")
    if reading not in offered:
        fields.refuse(
            f"“{reading}” is not among the readings offered.",
            "reading",
            remedy=f"Add it to “readings”, or write one of: {listing(offered)}.",
        )
    if number not in offered[reading]:
        last = len(readings.load(reading).paragraphs)
        remedy = f"{reading} has paragraphs 1 to {last}; page furniture is not offered."
        fields.refuse(f"{reading} offers no paragraph {number}.", "paragraph", remedy=remedy)
    return Passage(reading, int(number))


@dataclass(frozen=True)
class KindSpec:
    """The keys of one kind beside the common ones, its builder, and its standard prompt (if it has one)."""

    keys: tuple[str, ...]
    build: Build
    prompt: Callable[[], str] | None = None


KINDS: dict[str, KindSpec] = {
    "one": KindSpec(("choice", "keep_order"), one),
    "several": KindSpec(("choice", "keep_order"), several),
    "number": KindSpec(("answer", "unit", "tolerance", "abs_tolerance", "other_units", "feedback", "slip"), number),
    "order": KindSpec(("item", "feedback"), order),
    "match": KindSpec(("group", "item"), match),
    "gap": KindSpec(("text", "accepted", "feedback", "slip"), gap, lambda: _("Fill the gap.")),
    "claim": KindSpec(
        ("claim", "verdict", "paragraphs", "readings", "feedback", "paragraph_feedback"),
        claim,
        lambda: _("What do the readings say about this claim?"),
    ),
}
