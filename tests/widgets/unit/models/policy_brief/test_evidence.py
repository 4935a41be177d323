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
    assert len(evidence.claims()) == 30
    assert evidence.counts(evidence.bearing_on()) == {
        "holds": 0,
        "limited": 4,
        "overtaken": 1,
        "untested": 9,
        "fails": 4,
    }


def test_claims_as_rows_of_a_table():
    assert len(evidence.rows()) == 30
    assert sum(len(evidence.rows(which)) for which in (*evidence.CHOICES, evidence.NONE)) == 30
    assert evidence.rows("support")[0]["claim"] == evidence.bearing_on("support")[0].citation
    assert set(evidence.rows("places")[0]) == {"claim", "verdict", "why"}


def test_an_unknown_choice_is_refused():
    with pytest.raises(ValueError, match="choices"):
        evidence.bearing_on("budget")
    with pytest.raises(ValueError, match="budget"):
        evidence.rows("budget")
