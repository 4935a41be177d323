"""The static figures of lesson 5: counts of the tables, and text alternatives."""

from __future__ import annotations

from newspace import figures
from newspace.figures import policy_brief
from newspace.models.policy_brief import evidence, weighing


def test_the_text_alternative_states_the_counts_of_verdicts():
    drawing = policy_brief.verdict_counts()
    assert drawing.words.startswith("26 claims speak to one of the four choices: 3 hold")
    assert drawing.png().startswith(b"\x89PNG")
    shown = [int(text) for text in figures.describe(drawing.figure.axes[0])["texts"] if text.isdigit()]
    assert sum(shown) == len(evidence.claims())


def test_the_bases_of_the_scores_are_counted():
    drawing = policy_brief.basis_counts()
    assert "What our 48 scores lean on: 16 on a sentence of a reading, 11 on a fact" in drawing.caption
    assert "21 on our judgement alone" in drawing.caption
    assert (
        "Three hubs or one? 4 on a sentence of a reading, 2 on a fact with a source, 6 on our judgement alone"
        in drawing.words
    )
    shown = [int(text) for text in figures.describe(drawing.figure.axes[0])["texts"] if text.isdigit()]
    assert sum(shown) == len(weighing.scores())
