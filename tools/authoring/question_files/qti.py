"""A question bank as an IMS QTI 2.1 package: a zip with an item for each question, and a manifest.

Shape: the published binding ``imsqti_v2p1.xsd`` of IMS QTI 2.1. Its response processing says feedback and points; hints have no place in an
item that is not adaptive.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from xml.etree import ElementTree as ET

from newspace.questions.bank import Bank
from newspace.questions.base import Question
from newspace.questions.kinds.choice import One, Several
from newspace.questions.kinds.claim import ABSENT, VERDICTS, Claim
from newspace.questions.kinds.gap import GAP, Gap
from newspace.questions.kinds.match import Match
from newspace.questions.kinds.number import Number
from newspace.questions.kinds.order import Order

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_ITEM_TYPE = "imsqti_item_xmlv2p1"
_WHEN = (1980, 1, 1, 0, 0, 0)
"""The time of every entry, so that the same bank gives the same zip."""
_RESPONSE, _FEEDBACK, _OTHER, _ALWAYS = "RESPONSE", "FEEDBACK", "other", "EXPLANATION"


def qti_package(bank: Bank) -> bytes:
    """Return the bank as a package of QTI 2.1.

    Raises
    ------
    NotImplementedError
        If the bank has a question of a kind that is not known here.
    """
    files = {f"items/{question.id}.xml": qti_item(question) for question in bank.questions}
    manifest = ET.Element("manifest", xmlns=PACKAGE, identifier=f"manifest-{_name(bank.unit)}")
    metadata = ET.SubElement(manifest, "metadata")
    ET.SubElement(metadata, "schema").text = "QTIv2.1 Package"
    ET.SubElement(metadata, "schemaversion").text = "1.0.0"
    ET.SubElement(manifest, "organizations")
    resources = ET.SubElement(manifest, "resources")
    for name, question in zip(files, bank.questions, strict=True):
        resource = ET.SubElement(resources, "resource", identifier=f"res-{question.id}", type=_ITEM_TYPE, href=name)
        ET.SubElement(resource, "file", href=name)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in {"imsmanifest.xml": _bytes(manifest), **files}.items():
            info = zipfile.ZipInfo(name, _WHEN)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, data)
    return buffer.getvalue()


def qti_item(question: Question) -> bytes:
    """Return one question as an item of QTI 2.1.

    Raises
    ------
    NotImplementedError
        If its kind is not known here.
    """
    write = _WRITERS.get(type(question))
    if write is None:
        raise NotImplementedError(f"{question.id}: questions of the kind “{question.kind}” are not known to QTI")
    item = _Item(question)
    write(item, question)
    return _bytes(item.whole())


class _Item:
    """An item in the making: its parts are kept apart, because the schema asks for them in this order."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.responses: list[ET.Element] = []
        self.outcomes: list[ET.Element] = []
        self.body = ET.Element("itemBody")
        self.processing = ET.Element("responseProcessing")
        self.feedback: list[ET.Element] = []
        _paragraphs(self.body, question.prompt)

    def response(self, cardinality: str, base: str, right: Iterable[str], name: str = _RESPONSE) -> ET.Element:
        """Declare what the learner answers, and the right answer."""
        declared = ET.Element("responseDeclaration", identifier=name, cardinality=cardinality, baseType=base)
        correct = ET.SubElement(declared, "correctResponse")
        for value in right:
            ET.SubElement(correct, "value").text = value
        self.responses.append(declared)
        return declared

    def outcome(self, name: str, cardinality: str, base: str) -> ET.Element:
        """Declare what comes out of an answer."""
        declared = ET.Element("outcomeDeclaration", identifier=name, cardinality=cardinality, baseType=base)
        self.outcomes.append(declared)
        return declared

    def say(self, texts: Mapping[str, str], *, cardinality: str = "single") -> None:
        """Give each code of the outcome FEEDBACK its text."""
        self.outcome(_FEEDBACK, cardinality, "identifier")
        for code, text in texts.items():
            if text:
                self.feedback.append(_modal(_FEEDBACK, code, text))

    def score_by_mapping(self, *names: str) -> None:
        """Let the points be the sum of the responses' mappings."""
        rule = ET.SubElement(self.processing, "setOutcomeValue", identifier="SCORE")
        place = ET.SubElement(rule, "sum") if len(names) > 1 else rule
        for name in names:
            ET.SubElement(place, "mapResponse", identifier=name)

    def whole(self) -> ET.Element:
        """Return the item."""
        item = ET.Element("assessmentItem", xmlns=QTI, identifier=_name(self.question.id), title=self.question.id)
        item.attrib |= {"adaptive": "false", "timeDependent": "false"}
        score = ET.Element("outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
        ET.SubElement(ET.SubElement(score, "defaultValue"), "value").text = "0"
        self.outcome(_ALWAYS, "single", "identifier")
        rule = ET.SubElement(self.processing, "setOutcomeValue", identifier=_ALWAYS)
        ET.SubElement(rule, "baseValue", baseType="identifier").text = "shown"
        explanation = _modal(_ALWAYS, "shown", self.question.explanation)
        item.extend([*self.responses, score, *self.outcomes, self.body, self.processing, *self.feedback, explanation])
        return item


def _one(item: _Item, question: One) -> None:
    names = {choice.id: _name(choice.id) for choice in question.choices}
    right = [names[choice.id] for choice in question.choices if choice.right]
    _map(item.response("single", "identifier", right), dict.fromkeys(right, 1.0))
    item.say({names[choice.id]: choice.feedback for choice in question.choices})
    _choice_interaction(item, question, most=1)
    item.score_by_mapping(_RESPONSE)
    _set_feedback_to_response(item)


def _several(item: _Item, question: Several) -> None:
    """Write the course's rule: a right choice counts one part, a wrong one takes one part away, never below 0."""
    names = {choice.id: _name(choice.id) for choice in question.choices}
    right = [names[choice.id] for choice in question.choices if choice.right]
    shares = {names[choice.id]: (1 if choice.right else -1) / len(right) for choice in question.choices}
    _map(item.response("multiple", "identifier", right), shares)
    item.say({names[choice.id]: choice.feedback for choice in question.choices}, cardinality="multiple")
    _choice_interaction(item, question, most=0)
    item.score_by_mapping(_RESPONSE)
    _set_feedback_to_response(item)


def _choice_interaction(item: _Item, question: One | Several, *, most: int) -> None:
    attributes = {
        "responseIdentifier": _RESPONSE,
        "shuffle": "false" if question.keep_order else "true",
        "maxChoices": str(most),
    }
    interaction = ET.SubElement(item.body, "choiceInteraction", attributes)
    for choice in question.choices:
        ET.SubElement(interaction, "simpleChoice", identifier=_name(choice.id)).text = choice.text


def _set_feedback_to_response(item: _Item) -> None:
    rule = ET.SubElement(item.processing, "setOutcomeValue", identifier=_FEEDBACK)
    ET.SubElement(rule, "variable", identifier=_RESPONSE)


def _number(item: _Item, question: Number) -> None:
    item.response("single", "float", [repr(float(question.answer))])
    slips = {f"slip-{place}": slip for place, slip in enumerate(question.slips, start=1)}
    item.say({**{name: slip.feedback for name, slip in slips.items()}, _OTHER: question.feedback})
    line = ET.SubElement(item.body, "p")
    ET.SubElement(line, "textEntryInteraction", responseIdentifier=_RESPONSE).tail = (
        f" {question.unit}" if question.unit else None
    )
    rule = ET.SubElement(item.processing, "responseCondition")
    right = ET.SubElement(rule, "responseIf")
    _near(right, question.answer, question.margin(question.answer))
    _set(right, "SCORE", "float", "1")
    for name, slip in slips.items():
        branch = ET.SubElement(rule, "responseElseIf")
        _near(branch, slip.value, question.margin(slip.value))
        _set(branch, _FEEDBACK, "identifier", name)
    _set(ET.SubElement(rule, "responseElse"), _FEEDBACK, "identifier", _OTHER)


def _near(branch: ET.Element, value: float, margin: float) -> None:
    """Ask whether the response is within a margin of a value."""
    tolerance = (
        {"toleranceMode": "absolute", "tolerance": f"{margin!r} {margin!r}"} if margin else {"toleranceMode": "exact"}
    )
    equal = ET.SubElement(branch, "equal", tolerance)
    ET.SubElement(equal, "variable", identifier=_RESPONSE)
    ET.SubElement(equal, "baseValue", baseType="float").text = repr(float(value))


def _order(item: _Item, question: Order) -> None:
    """Write an order: QTI cannot ask what stands after what, so only the whole order has points."""
    item.response("ordered", "identifier", [_name(one.id) for one in question.items])
    item.say({_OTHER: question.feedback})
    interaction = ET.SubElement(item.body, "orderInteraction", responseIdentifier=_RESPONSE, shuffle="true")
    for one in question.items:
        ET.SubElement(interaction, "simpleChoice", identifier=_name(one.id)).text = one.text
    rule = ET.SubElement(item.processing, "responseCondition")
    right = ET.SubElement(rule, "responseIf")
    match = ET.SubElement(right, "match")
    ET.SubElement(match, "variable", identifier=_RESPONSE)
    ET.SubElement(match, "correct", identifier=_RESPONSE)
    _set(right, "SCORE", "float", "1")
    _set(ET.SubElement(rule, "responseElse"), _FEEDBACK, "identifier", _OTHER)


def _match(item: _Item, question: Match) -> None:
    pairs = [f"{_name(one.id)} {_name(one.group)}" for one in question.items]
    _map(item.response("multiple", "directedPair", pairs), dict.fromkeys(pairs, 1 / len(pairs)))
    number = str(len(question.items))
    interaction = ET.SubElement(
        item.body, "matchInteraction", responseIdentifier=_RESPONSE, shuffle="true", maxAssociations=number
    )
    for parts, most in ((question.items, "1"), (question.groups, number)):
        choices = ET.SubElement(interaction, "simpleMatchSet")
        for part in parts:
            ET.SubElement(choices, "simpleAssociableChoice", identifier=_name(part.id), matchMax=most).text = part.text
    item.score_by_mapping(_RESPONSE)


def _gap(item: _Item, question: Gap) -> None:
    declared = item.response("single", "string", question.accepted[:1])
    mapping = ET.SubElement(declared, "mapping", lowerBound="0", upperBound="1", defaultValue="0")
    for form in question.accepted:
        ET.SubElement(mapping, "mapEntry", mapKey=form, mappedValue="1", caseSensitive="false")
    slips = {f"slip-{place}": slip for place, slip in enumerate(question.slips, start=1)}
    item.say({**{name: slip.feedback for name, slip in slips.items()}, _OTHER: question.feedback})
    before, _gap_sign, after = question.text.partition(GAP)
    line = ET.SubElement(item.body, "p")
    line.text = before
    ET.SubElement(line, "textEntryInteraction", responseIdentifier=_RESPONSE).tail = after
    item.score_by_mapping(_RESPONSE)
    rule = ET.SubElement(item.processing, "responseCondition")
    for name, slip in slips.items():
        branch = ET.SubElement(rule, "responseElseIf" if len(rule) else "responseIf")
        match = ET.SubElement(branch, "stringMatch", caseSensitive="false")
        ET.SubElement(match, "variable", identifier=_RESPONSE)
        ET.SubElement(match, "baseValue", baseType="string").text = slip.text
        _set(branch, _FEEDBACK, "identifier", name)
    branch = ET.SubElement(rule, "responseElseIf" if len(rule) else "responseIf")
    lower = ET.SubElement(branch, "lt")
    ET.SubElement(lower, "variable", identifier="SCORE")
    ET.SubElement(lower, "baseValue", baseType="float").text = "1"
    _set(branch, _FEEDBACK, "identifier", _OTHER)


def _claim(item: _Item, question: Claim) -> None:
    """Write verdict and paragraph as two menus, each half of the points; where the readings do not tell, the verdict is all."""
    _paragraphs(item.body, question.claim)
    alone = question.verdict == ABSENT
    names = {verdict: _name(verdict.replace(" ", "-")) for verdict in VERDICTS}
    declared = item.response("single", "identifier", [names[question.verdict]])
    _map(declared, {names[question.verdict]: 1.0 if alone else 0.5})
    _menu(item.body, _RESPONSE, {names[verdict]: verdict for verdict in VERDICTS})
    item.say({names[verdict]: question.feedback.get(verdict, "") for verdict in VERDICTS})
    if alone:
        item.score_by_mapping(_RESPONSE)
    else:
        right = [_name(f"{place.reading}-{place.paragraph}") for place in question.places]
        offered = {_name(f"{name}-{one}"): f"{name} ¶{one}" for name, ones in question.offered.items() for one in ones}
        _map(item.response("single", "identifier", right[:1], "PARAGRAPH"), dict.fromkeys(right, 0.5))
        _menu(item.body, "PARAGRAPH", offered)
        item.score_by_mapping(_RESPONSE, "PARAGRAPH")
    _set_feedback_to_response(item)


def _menu(body: ET.Element, name: str, options: Mapping[str, str]) -> None:
    menu = ET.SubElement(ET.SubElement(body, "p"), "inlineChoiceInteraction", responseIdentifier=name, shuffle="false")
    for code, text in options.items():
        ET.SubElement(menu, "inlineChoice", identifier=code).text = text


def _map(declared: ET.Element, shares: Mapping[str, float]) -> None:
    """Give each answer its share; together they are never below 0, nor above 1."""
    mapping = ET.SubElement(declared, "mapping", lowerBound="0", upperBound="1", defaultValue="0")
    for key, share in shares.items():
        ET.SubElement(mapping, "mapEntry", mapKey=key, mappedValue=f"{share:.10g}")


def _set(branch: ET.Element, name: str, base: str, value: str) -> None:
    rule = ET.SubElement(branch, "setOutcomeValue", identifier=name)
    ET.SubElement(rule, "baseValue", baseType=base).text = value


def _modal(outcome: str, code: str, text: str) -> ET.Element:
    feedback = ET.Element("modalFeedback", outcomeIdentifier=outcome, identifier=code, showHide="show")
    _paragraphs(feedback, text)
    return feedback


def _paragraphs(parent: ET.Element, text: str) -> None:
    for part in re.split(r"\n\s*\n", text):
        if part.strip():
            ET.SubElement(parent, "p").text = " ".join(part.split())


def _name(text: str) -> str:
    """Return an identifier of QTI: it begins with a letter."""
    plain = re.sub(r"[^A-Za-z0-9_-]", "-", text)
    return plain if plain[:1].isalpha() else f"n-{plain}"


def _bytes(element: ET.Element) -> bytes:
    data: bytes = ET.tostring(element, encoding="utf-8", xml_declaration=True)
    return data


_WRITERS: Mapping[type[Question], Callable[..., None]] = {  # each takes questions of its own kind only
    One: _one, Several: _several, Number: _number, Order: _order, Match: _match, Gap: _gap, Claim: _claim,
}  # fmt: skip
