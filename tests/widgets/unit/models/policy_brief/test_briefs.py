"""The briefs to rate: their form, their levels, the rubric, and the numbers and sources of the reference."""

from __future__ import annotations

import re

import nbformat
import numpy as np
import pytest
from repository import ROOT

from newspace.checks.essay import BRIEF, NOTE, examine
from newspace.content import facts
from newspace.content.solutions import read_references
from newspace.models.policy_brief import briefs, evidence, weighing

NOTEBOOK = ROOT / "solutions" / "05_policy_brief" / "05_policy_brief.ipynb"
REFERENCES = read_references(NOTEBOOK, NOTEBOOK.parent.with_suffix(".toml"))
TEXT = REFERENCES["brief-text"].prose


@pytest.mark.parametrize("text", [*(one.text for one in briefs.examples()), TEXT], ids=["a", "b", "c", "reference"])
def test_each_brief_has_the_form_that_the_exercise_asks_for(text):
    assert examine(text, BRIEF).faults == ()


def test_the_note_of_the_reference_has_its_form():
    assert examine(REFERENCES["covering-note"].prose, NOTE).faults == ()


def test_one_is_weak_one_fair_and_one_good_and_their_order_does_not_tell():
    points = [one.points for one in briefs.examples()]
    assert sorted(points) == [3, 8, 11]
    assert points not in (sorted(points), sorted(points, reverse=True))
    assert briefs.reference().points == briefs.most_points() == 12


def test_the_weak_brief_uses_claims_that_fail_and_the_reference_none():
    failing = [one for one in evidence.claims() if one.verdict == "fails"]

    def uses(text):
        places = {
            (one.citation.reading, one.citation.paragraph) for one in examine(text, BRIEF).citations if one.citation
        }
        quoted = " ".join(one.written for one in examine(text, BRIEF).citations)
        return [one for one in failing if (one.reading, one.paragraph) in places and one.quote in quoted]

    assert len(uses(min(briefs.examples(), key=lambda one: one.points).text)) == 2
    assert uses(TEXT) == []


def test_the_rubric_is_that_of_the_exercise_word_for_word():
    source = next(
        cell.source for cell in nbformat.read(NOTEBOOK, as_version=4).cells if cell.id == "covering-note-answer"
    )
    rows = [
        [part.strip() for part in line.strip("|").split("|")] for line in source.splitlines() if line.startswith("|")
    ]
    assert rows[0] == ["criterion", "3", "2", "1", "0"]
    assert rows[2:] == [[one.name, *reversed(one.levels)] for one in briefs.criteria()]


def test_the_reference_and_the_good_brief_state_what_the_weighing_computes():
    equal = [1.0] * len(weighing.aims())
    result = weighing.weigh(equal)
    shares = weighing.win_shares(equal, np.random.default_rng(20261121), firmness=0.0, doubt=0.0)
    lead = {choice.id: abs(float(one)) for choice, one in zip(weighing.choices(), result.leads, strict=True)}
    wins = {choice.id: 100 * (1 - float(one)) for choice, one in zip(weighing.choices(), shares.first, strict=True)}
    assert "one hub and long support lead by 0.83 points each, agreements by 0.50, the world market by 0.33" in TEXT
    assert [round(lead[name], 2) for name in ("places", "support", "partners", "market")] == [0.83, 0.83, 0.5, 0.33]
    assert "win in 80, 72, 65 and 58 %; all four together in 34 %" in TEXT
    assert [wins[name] for name in ("places", "support", "partners", "market")] == pytest.approx(
        [80, 72, 65, 58], abs=1
    )
    assert 100 * shares.same == pytest.approx(34, abs=1)
    market = [choice.id for choice in weighing.choices()].index("market")
    aim, share = weighing.nearest_flip(equal, market)
    assert (weighing.aims()[aim].name, round(100 * share)) == ("Earn abroad", 11)
    assert "The market turns if exports count less than 11 %." in TEXT
    judged = [row["leans on"] for row in weighing.score_rows("places")]
    assert judged.count(weighing.JUDGEMENT) == len(judged) / 2
    good = max(briefs.examples(), key=lambda one: one.points).text
    assert "agreements lead by 0.50 points, the world market by 0.33, long support by 0.83" in good
    assert "they win in 65, 58 and 72 % of 10,000 draws" in good


def test_each_dated_source_in_the_reference_stands_behind_one_of_its_facts():
    known = [source for name in briefs.reference().facts for source in facts.get(name).sources]
    named = re.findall(r"\(([A-Z][^()]*?), ([^()]*\d{4})\)", TEXT + REFERENCES["covering-note"].prose)
    assert len(named) >= 6
    for publisher, date in named:
        assert any(publisher in str(source) and date in str(source) for source in known), (publisher, date)


def test_the_reference_is_ordered_by_how_sure_and_long_support_is_not_called_sure():
    head = TEXT.split("**Grounds.**")[0]
    assert head.startswith("**Recommendation.** In the order of how sure we are.")
    assert "Of the first we are fairly sure, of the second and third less, of the fourth unsure." in head
    assert head.index("agreements") < head.index("Support firms") < head.index("sell abroad") < head.index("one hub")
