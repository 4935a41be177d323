"""The check of a written text: its length, and its citations to the letter."""

from __future__ import annotations

import pytest

from newspace import checks
from newspace.checks.written import Form, count_words, judge

CITED = '[crash ¶7 "roughly 900 kilometers"] [gap ¶2 "SLIM in January last year"] [market ¶3 "Japan Space Industry"]'
FORM = Form((5, 8), 3, 3)


def test_words_are_counted_without_citations_and_signs():
    assert count_words(f"One, two – and\nthree. {CITED}") == 4
    assert count_words("") == 0
    assert count_words("a [note] b") == 3  # a bracket without a paragraph sign is no citation


def test_a_text_that_has_all():
    judge(f"There are five words here. {CITED}", FORM)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "A text"),
        (["a"], "A text"),
        (f"Four words are few. {CITED}", "It has 4 words"),
        (f"Nine words are too many for this small form. {CITED}", "It has 9 words"),
        (f"There are five words here. {CITED.replace('900', '901')}", "901"),
        (f"There are five words here. {CITED.replace('¶7', '7')}", "not written as a citation"),
        (f"There are five words here. {CITED.replace(' in January last year', '')}", "2 different"),
        (f"There are five words here. {CITED[:36]} {CITED[:36]} {CITED[36:78]}", "2 different"),
        (
            'There are five words here. [gap ¶2 "SLIM in January last year"] [gap ¶2 "Korea has not even attempted"] [gap ¶2 "Why is there such a gap?"]',
            "from 1 of the readings",
        ),
    ],
)
def test_the_first_thing_that_is_not_right_is_said(text, said):
    with pytest.raises(checks.CheckFailed, match=said), checks.task("brief") as check:
        check.text(text, words=(5, 8), quotations=3, readings=3)
