"""A question bank as Moodle XML, to import under *Question bank* → *Import* → *Moodle XML format*.

Shapes: Moodle's ``question/format/xml/format.php`` and, for questions of order, ``question/type/ordering``. There is no published schema;
the elements are those that the importer reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from xml.etree import ElementTree as ET

from newspace.questions.bank import Bank
from newspace.questions.base import Question, wrong_message
from newspace.questions.kinds.choice import One, Several
from newspace.questions.kinds.claim import ABSENT, VERDICTS, Claim
from newspace.questions.kinds.gap import GAP, Gap
from newspace.questions.kinds.match import Match
from newspace.questions.kinds.number import Number
from newspace.questions.kinds.order import Order

_PENALTY = "0.3333333"
"""Moodle's own default: what a try with a hint takes off where the quiz allows several tries."""
_MOST_RIGHT = 10
"""Moodle takes fractions of a list: a tenth is the smallest share of one right choice."""


def moodle_xml(bank: Bank) -> bytes:
    """Return the bank as a file in Moodle's format, in UTF-8; its category is the unit.

    Raises
    ------
    NotImplementedError
        If the bank has a question of a kind that is not known here.
    """
    quiz = ET.Element("quiz")
    category = ET.SubElement(quiz, "question", type="category")
    _text(ET.SubElement(category, "category"), f"$course$/top/{bank.unit}")
    _html(category, "info", bank.title)
    for question in bank.questions:
        write = _WRITERS.get(type(question))
        if write is None:
            raise NotImplementedError(
                f"{question.id}: questions of the kind “{question.kind}” are not known to Moodle XML"
            )
        write(quiz, question)
    ET.indent(quiz)
    data: bytes = ET.tostring(quiz, encoding="utf-8", xml_declaration=True)
    return data


def html_paragraphs(text: str) -> str:
    """Return a plain text as HTML: a blank line begins a new paragraph, and everything is escaped."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    return "".join(f"<p>{_escaped(part)}</p>" for part in parts)


def fraction(share: float) -> str:
    """Return a share of the points as Moodle writes it: percent with at most five decimals, as in its list of fractions."""
    return f"{100 * share:.5f}".rstrip("0").rstrip(".")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")


def _text(parent: ET.Element, text: str) -> None:
    ET.SubElement(parent, "text").text = text


def _html(parent: ET.Element, tag: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, tag, format="html")
    _text(element, html_paragraphs(text))
    return element


def _begin(quiz: ET.Element, question: Question, kind: str, text: str | None = None) -> ET.Element:
    """Write what all kinds have: name, text, explanation, penalty, id."""
    element = ET.SubElement(quiz, "question", type=kind)
    _text(ET.SubElement(element, "name"), question.id)
    asked = ET.SubElement(element, "questiontext", format="html")
    _text(asked, html_paragraphs(question.prompt) if text is None else text)
    _html(element, "generalfeedback", question.explanation)
    if kind != "cloze":
        ET.SubElement(element, "defaultgrade").text = "1"
    ET.SubElement(element, "penalty").text = _PENALTY
    ET.SubElement(element, "hidden").text = "0"
    ET.SubElement(element, "idnumber").text = question.id
    return element


def _end(element: ET.Element, question: Question) -> None:
    """Write the hints and the objective as a tag."""
    for hint in question.hints:
        _html(element, "hint", hint)
    _text(ET.SubElement(ET.SubElement(element, "tags"), "tag"), question.objective)


def _answer(element: ET.Element, text: str, share: float, feedback: str, form: str = "html") -> ET.Element:
    answer = ET.SubElement(element, "answer", fraction=fraction(share), format=form)
    _text(answer, html_paragraphs(text) if form == "html" else text)
    _html(answer, "feedback", feedback)
    return answer


def _one(quiz: ET.Element, question: One) -> None:
    element = _choices(quiz, question, single=True)
    for choice in question.choices:
        _answer(element, choice.text, float(choice.right), choice.feedback)
    _end(element, question)


def _several(quiz: ET.Element, question: Several) -> None:
    """Write the course's rule: a right choice counts one part, a wrong one takes one part away, never below 0."""
    right = sum(choice.right for choice in question.choices)
    if right > _MOST_RIGHT:
        raise NotImplementedError(f"{question.id}: Moodle knows no share for more than {_MOST_RIGHT} right choices")
    element = _choices(quiz, question, single=False)
    for choice in question.choices:
        _answer(element, choice.text, (1 if choice.right else -1) / right, choice.feedback)
    _end(element, question)


def _choices(quiz: ET.Element, question: One | Several, *, single: bool) -> ET.Element:
    element = _begin(quiz, question, "multichoice")
    ET.SubElement(element, "single").text = "true" if single else "false"
    ET.SubElement(element, "shuffleanswers").text = "false" if question.keep_order else "true"
    ET.SubElement(element, "answernumbering").text = "none"
    return element


def _number(quiz: ET.Element, question: Number) -> None:
    element = _begin(quiz, question, "numerical")
    for value, share, feedback in (
        (question.answer, 1.0, ""),
        *((slip.value, 0.0, slip.feedback) for slip in question.slips),
    ):
        answer = _answer(element, repr(value), share, feedback, "plain_text")
        ET.SubElement(answer, "tolerance").text = repr(question.margin(value))
    _answer(element, "*", 0.0, question.feedback, "plain_text")
    if question.unit:
        units = ET.SubElement(element, "units")
        # Moodle multiplies the answer by this to get it in the other unit.
        for name, multiplier in (
            (question.unit, 1.0),
            *((name, 1 / size) for name, size in question.other_units.items()),
        ):
            unit = ET.SubElement(units, "unit")
            ET.SubElement(unit, "multiplier").text = repr(multiplier)
            ET.SubElement(unit, "unit_name").text = name
    for name, text in (
        ("unitgradingtype", "0"),
        ("unitpenalty", "0.1"),
        ("showunits", "0" if question.unit else "3"),
        ("unitsleft", "0"),
    ):
        ET.SubElement(element, name).text = text
    _end(element, question)


def _order(quiz: ET.Element, question: Order) -> None:
    """Write the course's rule: each item that is followed by the right next one counts."""
    element = _begin(quiz, question, "ordering")
    for name, text in (
        ("layouttype", "VERTICAL"),
        ("selecttype", "ALL"),
        ("selectcount", "0"),
        ("gradingtype", "RELATIVE_NEXT_EXCLUDE_LAST"),
        ("showgrading", "SHOW"),
        ("numberingstyle", "none"),
    ):
        ET.SubElement(element, name).text = text
    _combined(element, question.feedback)
    for place, item in enumerate(question.items, start=1):
        _text(ET.SubElement(element, "answer", fraction=str(place), format="html"), html_paragraphs(item.text))
    _end(element, question)


def _match(quiz: ET.Element, question: Match) -> None:
    element = _begin(quiz, question, "matching")
    ET.SubElement(element, "shuffleanswers").text = "true"
    _combined(element, wrong_message())
    groups = {group.id: group.text for group in question.groups}
    for item in question.items:
        part = _html(element, "subquestion", item.text)
        _text(ET.SubElement(part, "answer"), groups[item.group])
    used = {item.group for item in question.items}
    for group in question.groups:  # a group of no item is a wrong answer that Moodle offers
        if group.id not in used:
            part = ET.SubElement(element, "subquestion", format="html")
            _text(part, "")
            _text(ET.SubElement(part, "answer"), group.text)
    _end(element, question)


def _combined(element: ET.Element, wrong: str) -> None:
    for tag, text in (("correctfeedback", ""), ("partiallycorrectfeedback", wrong), ("incorrectfeedback", wrong)):
        _html(element, tag, text)
    ET.SubElement(element, "shownumcorrect")


def _gap(quiz: ET.Element, question: Gap) -> None:
    sentence = question.text.replace(GAP, "_____")
    element = _begin(quiz, question, "shortanswer", html_paragraphs(question.prompt) + html_paragraphs(sentence))
    ET.SubElement(element, "usecase").text = "0"
    for form in question.accepted:
        _answer(element, _literal(form), 1.0, "", "plain_text")
    for slip in question.slips:
        _answer(element, _literal(slip.text), 0.0, slip.feedback, "plain_text")
    _answer(element, "*", 0.0, question.feedback, "plain_text")
    _end(element, question)


def _literal(text: str) -> str:
    """Write an answer in which * is no wildcard."""
    return text.replace("*", r"\*")


def _claim(quiz: ET.Element, question: Claim) -> None:
    """Write verdict and paragraph as two menus of one question, each half of the points."""
    verdicts = [(name, name == question.verdict, question.feedback.get(name, "")) for name in VERDICTS]
    text = f"{html_paragraphs(question.prompt)}{html_paragraphs(question.claim)}<p>{_menu(verdicts)}</p>"
    if question.verdict != ABSENT:
        right = {(place.reading, place.paragraph) for place in question.places}
        places = [
            (f"{name} ¶{one}", (name, one) in right, "") for name, ones in question.offered.items() for one in ones
        ]
        text += f"<p>{_menu(places)}</p>"
    _end(_begin(quiz, question, "cloze", text), question)


def _menu(options: Sequence[tuple[str, bool, str]]) -> str:
    parts = [
        f"{'=' if right else ''}{_in_menu(text)}{f'#{_in_menu(feedback)}' if feedback else ''}"
        for text, right, feedback in options
    ]
    return f"{{1:MULTICHOICE:{'~'.join(parts)}}}"


def _in_menu(text: str) -> str:
    """Escape what has a meaning in Moodle's text with embedded answers."""
    return re.sub(r"([\\~=#}/\"])", r"\\\1", _escaped(text).replace("<br>", " "))


_WRITERS: Mapping[type[Question], Callable[..., None]] = {  # each takes questions of its own kind only
    One: _one, Several: _several, Number: _number, Order: _order, Match: _match, Gap: _gap, Claim: _claim,
}  # fmt: skip
