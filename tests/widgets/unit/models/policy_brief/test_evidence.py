"""The evidence table: valid rows, all readings covered, and the counts of lesson 5."""

from __future__ import annotations

import pytest

from newspace.content import facts, readings
from newspace.models.policy_brief import evidence, weighing


def test_the_table_covers_all_readings_and_choices():
    claims = evidence.claims()
    assert {claim.reading for claim in claims} == set(readings.names())
    assert {claim.verdict for claim in claims} == set(evidence.VERDICTS)
    assert tuple(choice.id for choice in weighing.choices()) == evidence.CHOICES
    for choice in evidence.CHOICES:
        assert evidence.bearing_on(choice)


def test_each_claim_has_an_exact_citation_and_each_verdict_a_basis():
    for claim in evidence.claims():
        (cited,) = readings.citations_in(claim.citation)
        assert (cited.reading, cited.paragraph, cited.quote) == (claim.reading, claim.paragraph, claim.quote)
        if claim.verdict != "untested":
            assert claim.facts, claim.citation
        for fact in claim.facts:
            assert facts.get(fact)


def test_numbers_of_lesson_5():
    assert len(evidence.claims()) == 38
    assert evidence.counts(evidence.bearing_on()) == {
        "holds": 3,
        "limited": 7,
        "overtaken": 1,
        "untested": 12,
        "fails": 3,
    }


def test_claims_as_rows_of_a_table():
    assert len(evidence.rows()) == 38
    assert sum(len(evidence.rows(which)) for which in (*evidence.CHOICES, evidence.NONE)) == 38
    assert evidence.rows("support")[0]["claim"] == evidence.bearing_on("support")[0].citation
    assert set(evidence.rows("places")[0]) == {"claim", "verdict", "why"}


def test_an_unknown_choice_is_refused():
    with pytest.raises(ValueError, match="choices"):
        evidence.bearing_on("budget")
    with pytest.raises(ValueError, match="budget"):
        evidence.rows("budget")


# By the rule that stands in the lesson: the paragraphs that give a reason for one side of a question.
REASONS = {
    "places": {("cluster", 4), ("cluster", 5), ("cluster", 7)},
    "support": {("gap", 8), ("gap", 9), ("gap", 10), ("preview", 10)},
    "market": {("gap", 5), ("gap", 6), ("crash", 10), ("cluster", 6)},
    "partners": {("gap", 12), ("crash", 10), ("preview", 13), ("cluster", 8), ("market", 4), ("market", 5)},
}


@pytest.mark.parametrize("choice", evidence.CHOICES)
def test_each_paragraph_that_gives_a_reason_has_a_claim(choice):
    assert {(claim.reading, claim.paragraph) for claim in evidence.bearing_on(choice)} == REASONS[choice]


def test_the_claims_that_hold_are_those_that_sources_confirm():
    holding = {claim.quote for claim in evidence.bearing_on() if claim.verdict == "holds"}
    assert holding == {
        "about 10 billion won annually",
        "administrative friction between Daejeon and Sacheon over aerospace governance",
        "signed the Framework Agreement",
    }
    funds = [facts.get(f"new_space_fund_{number}_krw").settled() for number in (1, 2, 3)]
    assert sum(funds) / 3 / 1e9 == pytest.approx(10.03, abs=0.005)
