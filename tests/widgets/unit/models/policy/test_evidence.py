"""The evidence table: every row holds together, all readings are in it, and the lesson's counts are its counts."""

from __future__ import annotations

import pytest

from newspace.content import facts, readings
from newspace.models.policy_brief import evidence, weighing


def test_all_readings_and_all_choices_are_in_it():
    claims = evidence.claims()
    assert {claim.reading for claim in claims} == set(readings.names())
    assert {claim.verdict for claim in claims} == set(evidence.VERDICTS)
    assert tuple(choice.id for choice in weighing.choices()) == evidence.CHOICES
    for choice in evidence.CHOICES:
        assert evidence.bearing_on(choice)


def test_each_claim_is_cited_to_the_letter_and_a_verdict_has_a_ground():
    for claim in evidence.claims():
        (cited,) = readings.citations_in(claim.citation)
        assert (cited.reading, cited.paragraph, cited.quote) == (claim.reading, claim.paragraph, claim.quote)
        if claim.verdict != "untested":
            assert claim.facts, claim.citation
        for fact in claim.facts:
            assert facts.get(fact)


def test_what_the_lesson_says():
    assert len(evidence.claims()) == 30
    assert evidence.counts(evidence.bearing_on()) == {
        "holds": 0,
        "limited": 4,
        "overtaken": 1,
        "untested": 9,
        "fails": 4,
    }


def test_rows_of_a_table():
    assert len(evidence.rows()) == 30
    assert sum(len(evidence.rows(which)) for which in (*evidence.CHOICES, evidence.NONE)) == 30
    assert evidence.rows("support")[0]["claim"] == evidence.bearing_on("support")[0].citation
    assert set(evidence.rows("places")[0]) == {"claim", "verdict", "why"}


def test_an_unknown_choice():
    with pytest.raises(ValueError, match="choices"):
        evidence.bearing_on("budget")
    with pytest.raises(ValueError, match="budget"):
        evidence.rows("budget")
