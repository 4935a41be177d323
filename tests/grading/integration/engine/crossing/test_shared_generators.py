"""Generators of random numbers that a process has: a test that seeds them again sees the same numbers from the learner's function."""

from __future__ import annotations

from pathlib import Path

import pytest
from courses.small_assignment import assigned, graded

from newspace_grading.engine.engine import Engine

ANSWERS = {
    "the module": "def f(): return random.random()\ndef g(): return random.choice(range(10**6))",
    "functions of it": "from random import random as draw, choice\ndef f(): return draw()\ndef g(): return choice(range(10**6))",
    "numpy": "def f(): return np.random.rand()\ndef g(): return np.random.randint(10**6)",
}
TEST = """
random.seed(1); np.random.seed(1)
first, second, other = f(), f(), g()
assert first != second
random.seed(1); np.random.seed(1)
assert (first, second, other) == (f(), f(), g())
"""


@pytest.mark.parametrize("answer", ANSWERS)
def test_generators_seeded_again_give_the_same_numbers_in_every_test(
    engine: Engine, tmp_path: Path, answer: str
) -> None:
    tasks = [
        {"name": "t", "answer": ANSWERS[answer], "test": TEST},
        {"name": "again", "answer": "def h(): return f()", "test": TEST + "assert h() != f()"},
    ]
    source, records = graded(engine, tmp_path, assigned(tasks, "import random\nimport numpy as np"), {})
    engine.probe_reference(source)
    assert engine.findings(source).needs == {}
    assert [(one.verdict, one.isolated) for one in records.values()] == [("passed", True)] * 2
