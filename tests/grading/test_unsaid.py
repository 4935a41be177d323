"""Which words of a learner's program are told after hidden tests were run: of those that cannot remember, all."""

from __future__ import annotations

import pytest

from newspace_grading.disclosure import statelessness
from newspace_grading.disclosure.statelessness import is_stateless
from newspace_grading.disclosure.withholding import DisclosureTracker
from newspace_grading.engine.protocol.codec import scalars
from newspace_grading.engine.worker import preload
from newspace_grading.model.execution_plan import Plan, Step
from newspace_grading.model.outcome import Outcome
from newspace_grading.model.record import Record, arrived

GIVEN = (
    "import math\nimport numpy as np\nimport matplotlib.pyplot as plt\nRATE = 2 * math.pi\nROWS = [1, 2]\nNOTES = []",
    "def ready(number):\n    return number * RATE",
    "def note(number):\n    NOTES.append(number)\n    return NOTES",
)


def cannot_remember(*cells: str) -> bool:
    return is_stateless(cells, GIVEN)


@pytest.mark.parametrize(
    "cell",
    [
        "def f(x, y=2):\n    'It is said here.'\n    total = 0\n    for n in range(x):\n        total += n * RATE\n    return math.sqrt(total)",
        "def f(xs):\n    found = []\n    for x in xs:\n        if x < 0:\n            raise ValueError(f'negative: {x}')\n        found.append(x)\n    found[0] = 1\n    return sorted(found, key=lambda one: -one)",
        "from math import sqrt\nimport numpy as np\ndef f(x: float) -> float:\n    return np.array([sqrt(x), ready(x)]).mean()",
        "def draw(xs):\n    fig, ax = plt.subplots(figsize=(4, 3))\n    ax.plot(xs, [x * 2 for x in xs])\n    ax.set(xlabel='x')\n    return ax",
        "def draw(xs):\n    pass\n    plt.figure()\n    plt.plot(xs, xs)\n    plt.title('x')\n    return plt.gca()",
        "LIMIT = 5\nseen = [1, 2]\nseen.append(LIMIT)\ndef f(x):\n    return min(x, LIMIT)\nprint(f(3), seen)",
        "f = lambda x: x + 1",
        "def f(x):\n    raise NotImplementedError()",
        "evidence = {'a': {'b': 1}}\nevidence['c'] = 2",
    ],
)
def test_a_plain_program_cannot_remember(cell: str) -> None:
    assert cannot_remember(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "seen = []\ndef f(x):\n    seen.append(x)",
        "seen = {}\ndef f(x):\n    seen[0] = x",
        "def f(x, seen=[]):\n    seen.append(x)",
        "def f(x):\n    f.seen = x",
        "def f(x):\n    global seen\n    seen = x",
        "def f():\n    n = 0\n    def g(x):\n        nonlocal n\n        n += x\n        return n\n    return g",
        "class Seen:\n    def __init__(self, x):\n        self.x = x",
        "def f(x):\n    np.random.seed(int(x))",
        "def f(x):\n    return np.empty(3)",
        "def f(x):\n    return np.sqrt([x], where=[False])",
        "def f(x):\n    return np.sqrt([x], **{'where': [False]})",
        "def f(x):\n    plt.plot([x])\n    return plt.gca()",
        "ax = plt.gca()",
        "def f(x):\n    plt.figure()\n    plt.close()\n    return plt.gca()",
        "def f(x):\n    plt.figure(1)\n    return plt.gca()",
        "def f(x):\n    plt.figure(num=1)\n    return plt.gca()",
        "def f(x):\n    fig, ax = plt.subplots(num=1)\n    return fig",
        "def f(x):\n    ROWS.append(x)",
        "def f(x):\n    return note(x)",
        "def f(x):\n    open('seen', 'w').write(str(x))",
        "def f(x):\n    return '{0.__globals__}'.format(f)",
        "def f(x):\n    return f.__globals__",
        "def f(x):\n    try:\n        return 1 / x\n    except ZeroDivisionError as error:\n        return error.__traceback__.tb_frame",
        "import sys\ndef f(x):\n    return sys",
        "import math as np\ndef f(x):\n    return np.empty(x)",
        "from functools import cache\n@cache\ndef f(x):\n    return x",
        "def f(x):\n    yield x",
        "import os as math\ndef f(x):\n    math.putenv('a', x)",
        "from .math import sqrt\ndef f(x):\n    return sqrt(x)",
        "math = []\ndef f(x):\n    math.append(x)",
        "def f(x) -> exec('seen = []'):\n    return x",
        "fs = [lambda x: seen.append(x) for seen in [[]]]",
        "RATE = []\ndef f(x):\n    RATE.append(x)",
        "sum = []\ndef f(x):\n    sum.append(x)",
        "def f(x):\n    return Out",
        "def f(x:\n",
    ],
)
def test_whatever_could_remember_is_taken_to_do_so(cell: str) -> None:
    assert not cannot_remember("def other(x):\n    return x", cell)


def test_what_it_relies_on_is_loaded_before_any_file_beside_the_notebook_could_stand_in_for_it() -> None:
    """Learners' processes are forked from one that has imported what the warm one has, and the codec's own."""
    for module in statelessness._MODULES:
        assert module in preload.PRELOADED or module in ("math", "fractions")
    assert scalars.fractions.__name__ == "fractions"


SOURCE = "assert f(1) == 2\n### BEGIN HIDDEN TESTS\nassert f(3) == 4\n### END HIDDEN TESTS\nassert f(5) == 6"


@pytest.mark.parametrize(("line", "spoken"), [(1, False), (0, True), (3, True), (5, True)])
def test_a_test_that_ended_before_its_hidden_part_has_given_nothing_away(line: int, spoken: bool) -> None:
    unsaid = DisclosureTracker()
    unsaid.ran(Step("test", SOURCE, "t"), Outcome("failed", 0.0, "", line=line))
    assert unsaid.hidden_test_ran is spoken


def test_python_s_own_name_of_an_error_is_all_that_is_left() -> None:
    unsaid = DisclosureTracker()
    unsaid.hidden_test_ran = True
    step = Step("test", "assert g(1) == 2", "t", 1.0)
    record = Record("t", "failed", 0.0, 1.0, "ValueError: 0x3", "(1)", "ValueError: 0x3", stopped="Odd0x3: x")
    assert unsaid.doubts(record, step, quotes=True, stopped_late=True)
    bare = unsaid.without_learner_text(record)
    assert "0x3" not in bare.line()
    assert bare.message.startswith("ValueError. What your code said is not shown here")
    again = Record("t", "failed", 0.0, 1.0, "ValueError: negative", "(1)", "ValueError: negative")
    assert unsaid.told(again, "") is not None
    more = unsaid.told(again, "NameError: x")
    assert more is not None
    assert (more.message, more.came_back, more.stopped) == ("ValueError: negative",) * 2 + ("NameError: x",)
    assert unsaid.told(Record("t", "passed", 1.0, 1.0, "", "(1)", "2"), "") is None
    records = [bare, Record("u", "passed", 1.0, 1.0)]
    arrived(records, "=")
    arrived(records, "=" + more.line())
    assert [one.message for one in records] == ["ValueError: negative", ""]


def test_only_what_the_doubtful_tests_need_is_run_again() -> None:
    unsaid = DisclosureTracker()
    unsaid.withheld["t3"] = Record("t3", "failed", 0.0, 1.0)
    steps = [
        Step("setup", "x = 1", "s"),
        Step("learner", "show(1)"),
        Step("learner", "def f(x):\n    return x", "a"),
        Step("test", "import numpy as np", "t1"),
        Step("test", "assert f(1)", "t2"),
        Step("test", f"np.ones(1)\n{SOURCE}", "t3"),
        Step("test", "assert f(1)", "t4"),
    ]
    reference = Plan([Step("learner", "show(1)"), Step("learner", "f = 1", "a")])
    plan = unsaid.visible(Plan(steps), reference)
    assert [step.task for step in plan.steps] == ["s", "a", "t1", "t3"]
    assert plan.steps[-1].source == "np.ones(1)\nassert f(1) == 2\n\n\n\nassert f(5) == 6"
