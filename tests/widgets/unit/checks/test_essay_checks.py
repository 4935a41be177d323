"""The check of a written text: its length and its citations."""

from __future__ import annotations

import ast
import re

import nbformat
import pytest
from repository import ROOT

from newspace import checks
from newspace.checks.essay import BRIEF, Form, check_essay, count_words, examine
from newspace.models.policy_brief import evidence

CITED = '[crash ¶7 "roughly 900 kilometers"] [gap ¶2 "SLIM in January last year"] [market ¶3 "Japan Space Industry"]'
FORM = Form((5, 8), 3, 3)


def test_words_are_counted_without_citations_and_signs():
    assert count_words(f"One, two – and\nthree. {CITED}") == 4
    assert count_words("") == 0
    assert count_words("a [note] b") == 3  # a bracket without a paragraph sign is not a citation


def test_a_complete_text_passes():
    check_essay(f"There are five words here. {CITED}", FORM)


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
def test_the_first_fault_is_reported(text, said):
    with pytest.raises(checks.CheckFailed) as caught, checks.task("brief") as check:
        check.text(text, words=(5, 8), quotations=3, readings=3)
    assert re.search(said, " ".join(caught.value.message().split()))


def test_a_citation_may_contain_a_line_break():
    broken = CITED.replace("roughly 900", "roughly\n    900").replace("[gap ¶2 ", "[gap ¶2\n")
    check_essay(f"There are five words here. {broken}", FORM)


def said(text):
    with pytest.raises(checks.CheckFailed) as caught, checks.task("brief") as check:
        check.text(text, words=(5, 8), quotations=3, readings=3)
    return " ".join(caught.value.message().split())


def test_all_invalid_citations_are_named_at_once():
    told = said(f"There are five words here. {CITED.replace('900', '901').replace('SLIM', 'SLIMS')}")
    assert "2 citations do not hold." in told
    assert '[crash ¶7 "roughly 901 kilometers"] is not there to the letter. The nearest text' in told
    assert '[gap ¶2 "SLIMS in January last year"] is not there to the letter.' in told
    assert "In the citation" not in told, "no citation is named twice"


def test_full_width_brackets_are_reported():
    wide = CITED.replace("[gap", "［gap").replace('last year"]', 'last year"］')
    assert "stands in wide brackets" in said(f"There are five words here. {wide}")


@pytest.mark.parametrize(
    ("quotation", "signs"),
    [
        ("it's difficult with just a narrow domestic market", True),
        ("it’s difficult with just a wide domestic market", False),
    ],
)
def test_a_straight_apostrophe_in_a_quotation_is_reported(quotation, signs):
    assert ("Only the signs differ" in said(f'There are five words here. [gap ¶5 "{quotation}"]')) is signs


def test_an_unknown_reading_is_named_without_a_file_path():
    told = said('There are five words here. [chosun ¶5 "it is difficult"]')
    assert '[chosun ¶5 "it is difficult"]: There is no reading “chosun”. Choose one of: gap' in told
    assert "toml" not in told


def test_a_repetitive_text_is_refused():
    with pytest.raises(checks.CheckFailed, match="are the same"), checks.task("brief") as check:
        check.text(f"Give more. Give more. Give more. {CITED}", words=(5, 8), quotations=3, readings=3)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (lambda: ["b", "a"], "Called: .* in the order of the alphabet"),
        (lambda: {"a", "b"}, "A list of texts"),
        (lambda: ["a", 2], "index 1 is no text"),
        (lambda: None, "Nothing came back"),
        (lambda: "ab", "A list of texts"),
    ],
)
def test_a_list_of_strings_is_checked(given, said):
    with checks.task("names") as check:
        check.names(lambda: ("a", "b"), expect=["a", "b"], because="")
    with pytest.raises(checks.CheckFailed) as caught, checks.task("names") as check:
        check.names(given, expect=["a", "b"], because="They stand in the order of the alphabet.")
    told = " ".join(caught.value.message().split())
    assert re.search(said, told)


def test_a_hidden_test_does_not_show_the_expected_strings():
    with pytest.raises(checks.CheckFailed) as caught, checks.hidden("names", "others") as check:
        check.names(lambda: ["a"], expect=["secret"], because="Not these.")
    assert "secret" not in caught.value.message()


@pytest.mark.parametrize(("given", "said"), [({"x": "b"}, "Look again"), ({}, "Look again"), (["a"], "A dict")])
def test_an_entry_of_a_dict_is_checked(given, said):
    with checks.task("entry") as check:
        check.entry({"x": "a"}, "x", expect="a", because="")
    with pytest.raises(checks.CheckFailed, match=said), checks.task("entry") as check:
        check.entry(given, "x", expect="a", because="Look again.")


PARTS = ("Recommendation", "The other side", "What would change your mind")
TEN = "one two three four five six seven eight nine ten"


@pytest.mark.parametrize(
    ("written", "there"),
    [
        (f"**Recommendation.** {TEN}", True),
        (f"Recommendation: {TEN}", True),
        (f"## recommendation\n{TEN}", True),
        (f"1. **Recommendation** {TEN}", True),
        (f"It is so. Recommendation: {TEN}", True),
        (f"Our recommendation is {TEN}", False),
        ("**Recommendation.** Only a few words.", False),
        (f"**Recommendation.** One. **The other side.** {TEN}", False),
    ],
)
def test_a_part_begins_with_its_name_and_has_ten_words(written, there):
    assert examine(written, Form((0, 900), 0, 0, PARTS)).parts["Recommendation"] is there


def test_a_part_is_found_with_my_our_or_your_in_its_name():
    for whose in ("my", "our", "your"):
        seen = examine(f"What would change {whose} mind: {TEN}", Form((0, 900), 0, 0, PARTS))
        assert seen.parts["What would change your mind"]


def test_the_part_that_needs_a_number_needs_digits_outside_its_citations():
    form = Form((0, 900), 0, 0, ("How firm",), "How firm")
    assert not examine(f'How firm. {TEN} [crash ¶7 "roughly 900 kilometers"]', form).has_number
    assert examine(f"How firm. {TEN} in 72 % of the draws", form).has_number


def test_of_two_overlapping_passages_only_one_counts():
    written = (
        '[gap ¶9 "have both grown under"] [gap ¶9 "grown under long-term strategies"] [gap ¶9 "strategies and support"]'
    )
    assert examine(written, FORM).quotations == 1 + 1
    assert examine('[gap ¶9 "have both grown under"] [gap ¶10 "uncertainty for private"]', FORM).quotations == 2


def test_a_single_repeated_word_is_refused():
    passages = " ".join(claim.citation for claim in evidence.claims() if len(claim.quote.split()) > 4)
    seen = examine(f"{passages} {'banana ' * 475}", BRIEF)
    assert 400 <= seen.words <= 600
    assert seen.quotations >= 5
    assert seen.readings >= 3
    told = " ".join(map(str, seen.faults))
    assert "The word “banana” makes up 100 % of it" in told
    assert "These parts are missing" in told
    assert "holds no number" in told


def test_the_test_of_the_exercise_asks_for_the_form_that_the_desk_shows():
    cells = nbformat.read(ROOT / "solutions/05_policy_brief/05_policy_brief.ipynb", as_version=4).cells
    (source,) = (cell.source for cell in cells if cell.id == "brief-text-test")
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.keywords]
    assert len(calls) == 2
    for call in calls:
        given = {one.arg: ast.literal_eval(one.value) for one in call.keywords}
        assert Form(**{**given, "parts": tuple(given["parts"])}) == BRIEF
