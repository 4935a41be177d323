"""Stateless programs, whose own text is disclosed after hidden tests were run."""

from __future__ import annotations

import pytest

from newspace_grading.disclosure import statelessness
from newspace_grading.disclosure.statelessness import is_stateless
from newspace_grading.engine.launch import preload
from newspace_grading.engine.protocol.codec import scalars

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
def test_a_plain_program_is_stateless(cell: str) -> None:
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
def test_programs_that_may_keep_state_are_not_stateless(cell: str) -> None:
    assert not cannot_remember("def other(x):\n    return x", cell)


def test_what_it_relies_on_is_loaded_before_any_file_beside_the_notebook_could_stand_in_for_it() -> None:
    """Learners' processes are forked from one that has imported what the warm one has, and the codec's own."""
    for module in statelessness._MODULES:
        assert module in preload.PRELOADED or module in ("math", "fractions")
    assert scalars.fractions.__name__ == "fractions"
