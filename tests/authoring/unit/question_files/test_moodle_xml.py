"""Question banks become Moodle XML with the points of the course.

The elements were checked on 29 November 2026 against Moodle's ``question/format/xml/format.php`` and ``question/type/ordering``; no schema
of the format is published.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from repository import ROOT, TESTS

from authoring.question_files.moodle_xml import fraction, html_paragraphs, moodle_xml
from newspace.questions import Bank, load_bank
from newspace.questions.kinds.choice import One, Several
from newspace.questions.kinds.claim import ABSENT, Claim
from newspace.questions.kinds.gap import Gap
from newspace.questions.kinds.match import Match
from newspace.questions.kinds.number import Number
from newspace.questions.kinds.order import Order

COMPLETE = TESTS / "widgets" / "unit" / "questions" / "banks" / "complete.toml"
BANKS = [COMPLETE, *sorted((ROOT / "lessons" / "quizzes").glob("*.toml"))]
TYPES = {
    One: "multichoice", Several: "multichoice", Number: "numerical", Order: "ordering", Match: "matching", Gap: "shortanswer",
    Claim: "cloze",
}  # fmt: skip
FRACTIONS = {
    "100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333", "30", "25", "20", "16.66667", "14.28571",
    "12.5", "11.11111", "10", "5", "0",
}  # fmt: skip
"""What Moodle's importer takes for a share of the points (``question/engine/bank.php``), also with a minus before it."""


def questions(bank: Bank) -> dict[str, ET.Element]:
    """The questions of a file by their id number, without the category."""
    root = ET.fromstring(moodle_xml(bank))  # noqa: S314  # we have written it ourselves
    assert root.tag == "quiz"
    return {one.findtext("idnumber", ""): one for one in root if one.get("type") != "category"}


@pytest.fixture(params=BANKS, ids=lambda path: path.stem)
def bank(request: pytest.FixtureRequest) -> Bank:
    return load_bank(request.param)


def test_every_question_is_there_with_its_kind_hints_and_explanation(bank: Bank) -> None:
    found = questions(bank)
    assert list(found) == [question.id for question in bank.questions]
    for question in bank.questions:
        element = found[question.id]
        assert element.get("type") == TYPES[type(question)]
        assert [hint.findtext("text") for hint in element.iter("hint")] == [
            html_paragraphs(text) for text in question.hints
        ]
        assert element.findtext("generalfeedback/text") == html_paragraphs(question.explanation)
        assert html_paragraphs(question.prompt) in element.findtext("questiontext/text", "")


def test_shares_are_those_that_moodle_takes_and_come_to_the_courses_points(bank: Bank) -> None:
    found = questions(bank)
    for question in bank.questions:
        if not isinstance(question, One | Several):
            continue
        answers = found[question.id].findall("answer")
        shares = {
            choice.id: float(answer.get("fraction", ""))
            for choice, answer in zip(question.choices, answers, strict=True)
        }
        assert all(answer.get("fraction", "").lstrip("-") in FRACTIONS for answer in answers)
        for example in question.samples():
            if example.score is not None:
                chosen = [example.answer] if isinstance(example.answer, str) else example.answer
                assert max(0.0, sum(shares[one] for one in chosen)) / 100 == pytest.approx(example.score, abs=1e-4)


def test_numbers_have_their_tolerance_slips_and_units(bank: Bank) -> None:
    found = questions(bank)
    for question in bank.questions:
        if isinstance(question, Number):
            answers = found[question.id].findall("answer")
            right, *slips, other = answers
            assert float(right.findtext("text", "")) == question.answer
            assert float(right.findtext("tolerance", "")) == pytest.approx(question.margin(question.answer))
            assert [float(slip.findtext("text", "")) for slip in slips] == [slip.value for slip in question.slips]
            assert (other.findtext("text"), other.get("fraction")) == ("*", "0")
            units = {
                unit.findtext("unit_name"): float(unit.findtext("multiplier", ""))
                for unit in found[question.id].iter("unit")
            }
            for name, size in question.other_units.items():  # the answer in the other unit, back in the question's
                assert question.answer * units[name] * size == pytest.approx(question.answer)


def test_order_match_gap_and_claim_hold_the_right_answers(bank: Bank) -> None:
    found = questions(bank)
    for question in bank.questions:
        element = found[question.id]
        if isinstance(question, Order):
            assert element.findtext("gradingtype") == "RELATIVE_NEXT_EXCLUDE_LAST"
            assert [one.findtext("text") for one in element.findall("answer")] == [
                html_paragraphs(one.text) for one in question.items
            ]
        elif isinstance(question, Match):
            groups = {group.id: group.text for group in question.groups}
            pairs = [(one.findtext("text"), one.findtext("answer/text")) for one in element.findall("subquestion")]
            assert pairs[: len(question.items)] == [
                (html_paragraphs(one.text), groups[one.group]) for one in question.items
            ]
        elif isinstance(question, Gap):
            right = [one.findtext("text") for one in element.findall("answer") if one.get("fraction") == "100"]
            assert right == [form.replace("*", r"\*") for form in question.accepted]
        elif isinstance(question, Claim):
            text = element.findtext("questiontext/text", "")
            assert f"={question.verdict}" in text
            assert text.count("{1:MULTICHOICE:") == (1 if question.verdict == ABSENT else 2)
            for place in question.places:
                assert f"={place.reading} ¶{place.paragraph}" in text


def test_texts_are_escaped_once() -> None:
    assert html_paragraphs("a < b & c\nd\n\n<script>") == "<p>a &lt; b &amp; c<br>d</p><p>&lt;script&gt;</p>"
    assert [fraction(1 / 3), fraction(-0.5), fraction(1.0), fraction(0.0)] == ["33.33333", "-50", "100", "0"]
