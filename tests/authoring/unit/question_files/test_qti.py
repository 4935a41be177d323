"""Question banks become QTI 2.1, and its response processing gives the points of the course.

All items of all banks, and the manifests, were validated on 29 November 2026 against the published schemas (``imsqti_v2p1.xsd``, final
release of 31 July 2012, and ``imscp_v1p1.xsd``), outside this repository: these schemas are not part of it. Here the order of the parts,
the names and the references are checked, and an answer of every sort is run through the response processing.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from repository import ROOT, TESTS

from authoring.question_files.losses import FORMATS, losses
from authoring.question_files.qti import QTI, qti_item, qti_package
from newspace.questions import Bank, load_bank
from newspace.questions.base import Question
from newspace.questions.kinds.claim import ABSENT, Claim
from newspace.questions.kinds.gap import Gap
from newspace.questions.kinds.match import Match
from newspace.questions.kinds.number import Number
from newspace.questions.kinds.order import Order

COMPLETE = TESTS / "widgets" / "unit" / "questions" / "banks" / "complete.toml"
BANKS = [COMPLETE, *sorted((ROOT / "lessons" / "quizzes").glob("*.toml"))]
ORDER_OF_PARTS = ["responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "modalFeedback"]
N = {"q": QTI}


@pytest.fixture(params=BANKS, ids=lambda path: path.stem)
def bank(request: pytest.FixtureRequest) -> Bank:
    return load_bank(request.param)


def parsed(data: bytes) -> ET.Element:
    return ET.fromstring(data)  # noqa: S314  # we have written it ourselves


def plain(element: ET.Element) -> str:
    return element.tag.removeprefix(f"{{{QTI}}}")


def named(text: str) -> str:
    """An id of the bank as an identifier of QTI."""
    return text if text[:1].isalpha() else f"n-{text}"


class Processor:
    """Runs the response processing of an item as the specification says, for the expressions that are written here."""

    def __init__(self, item: ET.Element, responses: dict[str, Any]) -> None:
        self.item = item
        self.values: dict[str, Any] = {"SCORE": 0.0, **responses}
        for rule in item.find("q:responseProcessing", N) or ():
            self.rule(rule)

    def rule(self, rule: ET.Element) -> bool:
        if plain(rule) == "setOutcomeValue":
            self.values[rule.get("identifier", "")] = self.value(rule[0])
            return True
        for branch in rule:
            first, *rules = branch
            if plain(branch) == "responseElse":
                rules, holds = [first, *rules], True
            else:
                holds = bool(self.value(first))
            if holds:
                return all(self.rule(one) for one in rules)
        return False

    def value(self, expression: ET.Element) -> Any:
        name, kind = expression.get("identifier", ""), plain(expression)
        if kind == "variable":
            return self.values.get(name)
        if kind == "baseValue":
            return float(expression.text or "") if expression.get("baseType") == "float" else expression.text
        if kind == "mapResponse":
            return self.mapped(name)
        if kind == "correct":
            return [value.text for value in self.declaration(name).iter(f"{{{QTI}}}value")]
        given = [self.value(one) for one in expression]
        if kind == "sum":
            return sum(given)
        if kind == "equal":
            low, high = map(float, expression.get("tolerance", "0 0").split())
            return given[0] is not None and given[1] - low - 1e-9 <= given[0] <= given[1] + high + 1e-9
        if kind == "stringMatch":
            return given[0] is not None and given[0].casefold() == given[1].casefold()
        return {"match": lambda a, b: a == b, "lt": lambda a, b: a < b}[kind](*given)

    def declaration(self, name: str) -> ET.Element:
        return next(one for one in self.item if one.get("identifier") == name)

    def mapped(self, name: str) -> float:
        mapping = self.declaration(name).find("q:mapping", N)
        assert mapping is not None
        given = self.values.get(name)
        keys = {str(one).casefold() for one in (given if isinstance(given, list) else [given])}
        total = sum(float(one.get("mappedValue", "")) for one in mapping if one.get("mapKey", "").casefold() in keys)
        return min(max(total, float(mapping.get("lowerBound", ""))), float(mapping.get("upperBound", "")))


def responses(question: Question, answer: Any) -> dict[str, Any] | None:
    """A learner's answer as QTI's responses; None for one that no field of QTI takes."""
    if isinstance(question, Number):
        return {"RESPONSE": float(answer)} if isinstance(answer, int | float) else None
    if isinstance(question, Claim):
        found = {"RESPONSE": named(answer["verdict"].replace(" ", "-"))}
        return found | ({"PARAGRAPH": f"{answer['reading']}-{answer['paragraph']}"} if answer.get("reading") else {})
    if isinstance(question, Match):
        return {"RESPONSE": [f"{named(one)} {named(group)}" for one, group in answer.items()]}
    if isinstance(question, Gap):
        return {"RESPONSE": " ".join(answer.split())}
    return {"RESPONSE": [named(one) for one in answer] if isinstance(answer, list) else named(answer)}


def test_answers_of_every_sort_get_the_courses_points(bank: Bank) -> None:
    for question in bank.questions:
        item = parsed(qti_item(question))
        tried = 0
        for example in question.samples():
            if example.score is None or (isinstance(question, Order) and 0 < example.score < 1):
                continue
            given = responses(question, example.answer)
            if given is not None:
                assert Processor(item, given).values["SCORE"] == pytest.approx(example.score), (question.id, example)
                tried += 1
        assert tried or isinstance(question, Number), question.id


def test_a_number_within_the_tolerance_is_right_and_a_slip_has_its_feedback(bank: Bank) -> None:
    for question in bank.questions:
        if isinstance(question, Number):
            item = parsed(qti_item(question))
            margin = question.margin(question.answer)
            for value, score in (
                (question.answer, 1),
                (question.answer + margin, 1),
                (question.answer + 3 * margin + 1, 0),
            ):
                assert Processor(item, {"RESPONSE": value}).values["SCORE"] == (score if score else pytest.approx(0)), (
                    question.id
                )
            for place, slip in enumerate(question.slips, start=1):
                assert Processor(item, {"RESPONSE": slip.value}).values["FEEDBACK"] == f"slip-{place}"


def test_the_parts_stand_in_the_order_of_the_schema_and_every_reference_leads_somewhere(bank: Bank) -> None:
    for question in bank.questions:
        item = parsed(qti_item(question))
        parts = [plain(part) for part in item]
        assert [ORDER_OF_PARTS.index(part) for part in parts] == sorted(ORDER_OF_PARTS.index(part) for part in parts)
        declared = {part.get("identifier") for part in item if plain(part).endswith("Declaration")}
        assert len(declared) == sum(plain(part).endswith("Declaration") for part in item)
        for element in item.iter():
            for attribute in ("responseIdentifier", "outcomeIdentifier"):
                assert element.get(attribute) in {None, *declared}, (question.id, attribute)
            if plain(element) in ("variable", "mapResponse", "correct", "setOutcomeValue"):
                assert element.get("identifier") in declared, question.id
        choices = {one.get("identifier") for one in item.iter() if "hoice" in plain(one) and one.get("identifier")}
        for value in item.iterfind("q:responseDeclaration[@baseType='identifier']/q:correctResponse/q:value", N):
            assert value.text in choices, question.id


def test_the_package_names_each_item_in_its_manifest(bank: Bank) -> None:
    with zipfile.ZipFile(io.BytesIO(qti_package(bank))) as archive:
        names = archive.namelist()
        manifest = parsed(archive.read("imsmanifest.xml"))
    listed = [one.get("href") for one in manifest.iter() if one.tag.endswith("}resource")]
    assert names == ["imsmanifest.xml", *listed]
    assert len(listed) == len(bank.questions)
    assert qti_package(bank) == qti_package(bank)


@pytest.mark.parametrize("form", FORMATS)
def test_what_a_format_cannot_say_is_listed_with_the_questions(form: str) -> None:
    told = "\n".join(losses(load_bank(COMPLETE).questions, form))
    for kind in ("several", "number", "order", "match", "gap", "claim"):
        assert f"{kind}: " in told
    assert ("hints" in told) is (form == "qti")


def test_a_claim_that_no_reading_decides_asks_for_the_verdict_alone(bank: Bank) -> None:
    for question in bank.questions:
        if isinstance(question, Claim) and question.verdict == ABSENT:
            assert len(list(parsed(qti_item(question)).iter(f"{{{QTI}}}inlineChoiceInteraction"))) == 1
