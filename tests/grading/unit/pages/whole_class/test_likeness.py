"""Answers that are alike: what does not count, what does, and which share of known copies is found among honest answers."""

from __future__ import annotations

import numpy as np
import pytest
from ordinary import made_class

from newspace_grading.pages.likeness.collect import ClassAnswers
from newspace_grading.pages.likeness.page import render_pairs
from newspace_grading.pages.likeness.passages import cut_code, cut_text
from newspace_grading.pages.likeness.scores import (
    FEWEST_LEARNERS,
    AlikePair,
    TaskLikeness,
    passage_weights,
    similar_pairs,
)

PROGRAM = '''
import numpy as np
import math

def distance(first, second):
    """The distance."""
    total: float = 0.0  # so far
    for a, b in zip(first, second):
        total += (a - b) ** 2
    return math.sqrt(total)
'''
RENAMED = """
import math
def weite(p, q):
    # of my own
    summe = 0.0
    for x, y in zip(p, q):
        summe += (x-y)**2

    return (math.sqrt(summe))
"""
OTHER = "def distance(first, second):\n    return float(np.linalg.norm(np.subtract(first, second)))\n"


def test_names_comments_layout_imports_and_hints_of_types_do_not_count() -> None:
    assert cut_code(PROGRAM).lines.keys() == cut_code(RENAMED).lines.keys()
    assert not cut_code(PROGRAM).lines.keys() & cut_code(OTHER).lines.keys()


def test_moving_a_statement_changes_only_its_edges() -> None:
    body = [f"    part{n} = other.method{n}(3 + {n}, key='k{n}')" for n in range(6)]
    moved = [body[3], *body[:3], *body[4:]]
    first, second = (cut_code("\n".join(["def f(other):", *lines])).lines.keys() for lines in (body, moved))
    assert len(first & second) > 0.6 * len(first)


def test_passages_know_their_lines() -> None:
    lines = {line for found in cut_code(PROGRAM).lines.values() for line in found}
    assert lines == {4, 6, 7, 8, 9}


@pytest.mark.parametrize(
    "broken", ["def f(:\n  x = 1 + two + three(4, 5) # no Python\n", "1 +", "\x00", "%%bash\nls " * 9]
)
def test_what_is_no_python_is_cut_by_its_signs(broken: str) -> None:
    assert cut_code(broken) == cut_code(broken)


def test_quotations_of_a_source_do_not_count() -> None:
    quoted = 'It says [gap ¶9 "short periods, usually 5 to 10 years"] and “a sentence that anybody may quote from it”.'
    assert cut_text(quoted) == cut_text("")


def test_a_passage_that_everybody_has_weighs_nothing_and_a_rare_one_most() -> None:
    cuts = [cut_text("one two three four five"), *[cut_text("a b c d e")] * 8, cut_text("one two three four five")]
    weights = passage_weights(cuts, {("a", "b", "c", "d", "e")})
    assert weights["a", "b", "c", "d", "e"] == 0
    assert weights["one", "two", "three", "four", "five"] == pytest.approx(np.log2(5))


ESSAY = " ".join(f"word{n} because{n % 7} reason{n % 11}" for n in range(40))


def essays(learners: int) -> dict[str, str]:
    """As many different texts, of which the last is the first with every tenth word changed."""
    made = {f"learner-{n:02}": " ".join(f"own{n}x{k} word{k % 5}" for k in range(60)) for n in range(learners)}
    copied = [word if place % 20 else "changed" for place, word in enumerate(ESSAY.split())]
    return made | {"learner-00": ESSAY, f"learner-{learners - 1:02}": " ".join(copied)}


def test_a_copied_text_is_found_by_its_task_alone() -> None:
    texts = essays(20)
    cut = {"essay": {name: cut_text(text) for name, text in texts.items()}}
    (pair,) = similar_pairs(cut, {})
    assert pair.learners == ("learner-00", "learner-19")
    assert pair.tasks[0].rare > 50
    given = {"": set(cut_text(ESSAY).lines)}
    assert similar_pairs(cut, given) == [], "everybody was given that text"


def test_short_answers_and_small_classes_prove_nothing() -> None:
    short = {
        f"learner-{n}": cut_code("def f(x):\n    return x * 17 + 4\n" if n < 2 else f"def f(y):\n    return {n} * y\n")
        for n in range(30)
    }
    assert similar_pairs({"short": short}, {}) == []
    few = {f"learner-{n}": cut_text(ESSAY) for n in range(FEWEST_LEARNERS - 1)}
    assert similar_pairs({"essay": few}, {}) == []


@pytest.mark.parametrize(("way", "floor"), [(made_class.renamed, 1.0), (made_class.reordered, 0.7)])
def test_copies_of_all_tasks_are_found_among_honest_answers(way, floor: float) -> None:
    """Measured with more classes in benchmarks/grading/bench_likeness.py; this is the floor under one of them."""
    rng = np.random.default_rng(7)
    made = made_class.copied(made_class.honest("03_korea_hubs", 30, rng), way, 4, rng)
    found = {pair.learners for pair in similar_pairs(made.cut(), {})}
    assert len(found & set(made.copies)) >= floor * len(made.copies)
    assert len(found - set(made.copies)) <= 1


def test_the_page_shows_both_answers_escaped_and_accuses_nobody() -> None:
    answers = ClassAnswers(texts={"t": {"ada": "<script>\nx = 1", "bob": "y = 1"}}, titles={"t": "The <b>task"})
    pair = AlikePair(("ada", "bob"), 300.0, 0.9, (TaskLikeness("t", 300.0, 0.9, 40, (frozenset({1}), frozenset({0}))),))
    page = render_pairs([pair], answers, "ps1", "today")
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert '<span class="line shared">x = 1</span>' in page
    for word in ("plagiar", "cheat", "guilty", "stole"):
        assert word not in page.lower()
