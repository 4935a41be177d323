"""Tests that need the learner's own process, found in their source."""

from __future__ import annotations

import pytest

from newspace_grading.engine.analysis import isolation_requirements, name_ownership, replacements

ANSWER = """
class Account:
    def __init__(self): self.balance = 0
def rate(amount): return amount * RATE
def ask(): return input()
async def later(): return 1
"""


def of(test: str) -> list[str]:
    found = name_ownership.ownership_of(
        [ANSWER], ["import math\nRATE = 2\nfrom dataclasses import dataclass\n@dataclass\nclass P:\n    x: int"]
    )
    return [need.why for need in isolation_requirements.requirements_of(test, found)]


@pytest.mark.parametrize(
    ("test", "word"),
    [
        ("del RATE", "sets RATE"),
        ("def change():\n    global RATE\n    RATE = 3", "sets RATE"),
        ("from unittest.mock import patch\nwith patch(f'{builtins}.input'):\n    ask()", "patches"),
        ("from unittest import mock\nwith mock.patch.dict(PRICES, a=1):\n    rate(1)", "patches"),
        ("globals()['RATE'] = 5", "globals"),
        ("assert rate.__globals__", "__globals__"),
        ("async for one in later(): pass", "awaits"),
        ("get_ipython().run_line_magic('time', 'rate(1)')", "shell"),
        ("%time rate(1)", "shell"),
        ("assert Out[1] == 2", "shell"),
        ("assert 'for' not in _i", "shell"),
        ("assert 'for' not in _i3", "shell"),
        ("import __main__", "__main__"),
        ("import threading\nthreading.Thread(target=rate, args=(1,)).start()", "threads"),
    ],
)
def test_tests_that_need_one_process_have_a_reason(test: str, word: str) -> None:
    assert any(word in why for why in of(test)), of(test)


@pytest.mark.parametrize(
    "test",
    [
        "assert rate(2) == 4",
        "kept = rate\ndel rate\nrate = kept",
        "assert isinstance(rate(2), (int, float))",
        "class Mine(Account): pass",
        "assert isinstance(rate(2), P)",
        "import io, contextlib\nout = io.StringIO()\nwith contextlib.redirect_stdout(out):\n    rate(1)\nassert out.getvalue() == ''",
        "from unittest.mock import patch\nwith patch('sys.stdout') as out:\n    rate(1)",
        "account = Account()\naccount.balance = 5\nassert account.balance == 5",
        "import random\nrandom.seed(3)\nassert rate(random.random()) > 0",
        "amount = 3\nassert rate(amount) == 6",
        "assert isinstance(Account(), Account)",
        "assert issubclass(type(Account()), (int, Account))",
        "assert type(Account()) is Account",
        "import inspect\nassert 'RATE' in inspect.getsource(rate)",
        "assert await later() == 1",
        "RATE = 3\nassert rate(1) == 3",
        "def input(): return 4\nassert ask() == 4",
        "import builtins\nbuiltins.input = lambda: '4'",
        "from unittest.mock import patch\nwith patch('builtins.input', return_value='4'):\n    assert ask() == '4'",
        "import math\nfrom unittest import mock\nwith mock.patch.object(math, 'pi', 3):\n    rate(1)",
        "from unittest import mock\nwith mock.patch.dict('os.environ', A='1'):\n    rate(1)",
        "assert rate.__code__.co_argcount == 1",
        "def broken(:",
    ],
)
def test_tests_that_work_through_proxies_have_no_reason(test: str) -> None:
    assert of(test) == []


@pytest.mark.parametrize(
    ("test", "changes"),
    [
        ("found = f(2)\nfound.append(3)\nassert f(2) == [1]", True),
        ("item.tags.append('blue')", True),
        ("table()['a'] = 3", True),
        ("del names[0]", True),
        ("a.count += 1", True),
        ("seen = []\nseen.append(f(2))\nassert seen == [1]", False),
        ("total = 0\nfor x in f(2):\n    total += x", False),
        ("assert f([3, 1]) == [1, 3]", False),
        ("this is no Python", False),
    ],
)
def test_a_test_that_changes_what_it_gets_in_place_is_found(test: str, changes: bool) -> None:
    assert replacements.changes_values(test) is changes


def test_a_class_has_the_methods_that_it_inherits_from_the_reference_and_from_a_locked_cell() -> None:
    answers = [
        "class Amount:\n    def __add__(self, other): ...\n\nclass Won(Amount):\n    pass",
        "class Circle(Shape): ...",
    ]
    names = name_ownership.ownership_of(answers, ["class Shape(Thing):\n    def __eq__(self, other): ..."])
    assert names.allows("Won", "__add__")
    assert names.allows("Circle", "__eq__")
    assert not names.allows("Amount", "__eq__")
    assert not names.allows("Shape", "__eq__")  # no class of the learner's
    assert names.classes == {"Amount", "Won", "Circle"}


def test_members_of_flags_can_be_combined() -> None:
    names = name_ownership.ownership_of(
        ["class Access(enum.Flag):\n    READ = 1", "class Kind(enum.Enum):\n    A = 1"], []
    )
    assert names.allows("Access", "__or__")
    assert not names.allows("Kind", "__or__")
