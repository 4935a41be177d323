"""Whole assignments in two processes: what a test may do with a learner's work, and which answers earn points."""

from __future__ import annotations

import dataclasses
import socket
import tomllib
from pathlib import Path

import pytest
from courses.engines import warm
from courses.small_assignment import LIMITS, assigned, graded, notebook, tried
from repository import TESTS

from newspace_grading.disclosure.messages import record_text
from newspace_grading.engine import judge_supervisor
from newspace_grading.engine.analysis.reference import Source, read_source
from newspace_grading.engine.engine import Engine
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Verdict

TABLE = tomllib.loads((TESTS / "grading" / "data" / "proxied_tasks.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def right(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Record]:
    return graded(engine, tmp_path_factory.mktemp("right"), assigned(TABLE["task"], TABLE["setup"]), {})[1]


@pytest.mark.parametrize("task", TABLE["task"], ids=lambda task: task["name"])
def test_values_through_proxies_equal_those_in_one_process(right: dict[str, Record], task: dict[str, str]) -> None:
    record = right[task["name"]]
    assert (record.verdict, record.score, record.isolated) == ("passed", 1, True), record


@pytest.fixture(scope="module")
def alone(strict_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> tuple[Source, dict[str, Record]]:
    return graded(strict_engine, tmp_path_factory.mktemp("alone"), assigned(TABLE["one"], TABLE["setup"]), {})


@pytest.mark.parametrize("task", TABLE["one"], ids=lambda task: task["name"])
def test_tests_that_need_one_process_are_left_to_a_person_by_a_strict_engine(
    strict_engine: Engine, alone: tuple[Source, dict[str, Record]], task: dict[str, str]
) -> None:
    source, records = alone
    record = records[task["name"]]
    assert (record.verdict, record.score) == (Verdict.NEEDS_PROCESS, None)
    why = strict_engine.findings(source).needs[f"test-{task['name']}"][0]
    assert why.why
    assert why.remedy


WRONG = {  # the same tasks, with answers that are wrong, and with attacks that are easy to see
    "isin": "class K: pass\ndef mk(): return 5",
    "patch": "def dbl(): return LIMIT * 3",
    "input": "def ask(): return int(input()) + 1",
    "mock": "import builtins\nbuiltins.AssertionError = Warning\ndef f(m): return 0",
    "src": "class Drop(__import__('ast').NodeTransformer):\n    def visit_Assert(self, node): return None\n"
    "get_ipython().ast_transformers.append(Drop())\ndef f(): return 0",
    "aio": "class Yes(int):\n    def __eq__(self, other): return True\nasync def f(): yield Yes(0)",
}


def test_by_default_such_tests_run_in_process_and_are_marked_not_isolated(engine: Engine, tmp_path: Path) -> None:
    cells = assigned(TABLE["one"], TABLE["setup"])
    source, records = graded(engine, tmp_path, cells, {})
    for record in records.values():
        assert (record.verdict, record.score, record.isolated) == ("passed", 1, False), record
    _source, records = graded(engine, tmp_path, cells, WRONG, source)
    for task, record in records.items():
        assert not record.score, (task, record)


def test_values_of_hidden_tests_are_not_disclosed_in_process(engine: Engine, tmp_path: Path) -> None:
    first = "class K:\n    def __init__(self, n): self.n = n\ndef mk(n): return K(n)"
    hidden = "### BEGIN HIDDEN TESTS\nassert mk(71234).n == 71234\n### END HIDDEN TESTS"
    cells = assigned(
        [
            {"name": "one", "answer": first, "test": f"assert mk.__globals__\nassert isinstance(mk(1), K)\n{hidden}"},
            {
                "name": "two",
                "answer": "def two(): return K(2)",
                "test": "assert two.__globals__\nassert isinstance(two(), K)",
            },
        ]
    )
    spy = (
        "class K:\n    def __init__(self, n): self.n = n\ngot = []\ndef mk(n):\n    got.append(n + 1)\n    return K(n)"
    )
    source, told = graded(engine, tmp_path, cells, {"one": spy, "two": "def two(): raise ValueError(f'got {got}')"})
    _source, late = graded(engine, tmp_path, cells, {"one": first.replace("self.n = n", "self.n = 5")}, source)
    assert (told["one"].verdict, told["two"].verdict, told["two"].isolated) == ("passed", "failed", False)
    assert record_text(told["two"]) == "ValueError: got []", "as where no hidden test was run"
    assert record_text(late["one"]) == "A hidden test did not pass."


K = "class K: pass\ndef mk(): return K()"
IS_MADE = "assert mk.__globals__\nassert isinstance(mk(), K)"  # what is read of a function needs its process
FRAME = "[c for c in sys._getframe(1).f_code.co_consts if c != x][-1]"
HIDDEN = (
    "assert mk.__globals__ and isinstance(mk(), K)\n### BEGIN HIDDEN TESTS\nassert f(7) == 22\n### END HIDDEN TESTS"
)
MADE_TO_PLEASE = {  # in the learner's own process: the answer, a test that needs one process, and what somebody hands in for it
    "one of Python's functions replaced": (
        K,
        IS_MADE,
        "import builtins\nbuiltins.isinstance = lambda *a: True\nclass K: pass\ndef mk(): return 5",
    ),
    "a function of Python's shadowed": (
        K,
        IS_MADE,
        "def isinstance(*a): return True\nclass K: pass\ndef mk(): return 5",
    ),
    "builtins of its own": (
        K,
        IS_MADE,
        "import builtins\n__builtins__ = dict(vars(builtins), isinstance=lambda *a: True)\n"
        "class K: pass\ndef mk(): return 5",
    ),
    "the module that decides replaced": (
        f"{K}\ndef f(): return [1.0, 2.0]",
        f"import numpy as np\n{IS_MADE}\nnp.testing.assert_allclose(f(), [1.0, 2.0])",
        f"{K}\nimport numpy.testing\nnumpy.testing.assert_allclose = print\ndef f(): return 5",
    ),
    "the code of a function of unittest's replaced": (
        K,
        "import unittest\nassert mk.__globals__\nt = unittest.TestCase()\nt.assertIsInstance(mk(), K)",
        "import unittest\ndef no(self, obj, cls, msg=None): pass\n"
        "unittest.TestCase.assertIsInstance.__code__ = no.__code__\nclass K: pass\ndef mk(): return 5",
    ),
    "what the test expects is read from its frame": (
        f"{K}\ndef f(x): return 3 * x + 1",
        HIDDEN,
        f"{K}\nimport sys\ndef f(x): return {FRAME}",
    ),
    "the frame is read, and remembered where a later process would find it": (
        f"{K}\ndef f(x): return 3 * x + 1",
        HIDDEN,
        f"{K}\nimport os, sys, tempfile\ndef f(x):\n    name = os.path.join(tempfile.gettempdir(), 'seen')\n"
        f"    if os.path.exists(name): return int(open(name).read())\n    found = {FRAME}\n"
        "    open(name, 'w').write(str(found))\n    return found",
    ),
    "a trace function": (
        K,
        IS_MADE,
        "import sys, threading\ndef trace(frame, event, arg): return trace\nthreading.settrace(trace)\nsys.settrace(trace)\n"
        "class K: pass\ndef mk(): return K()",
    ),
    "the proof of progress replaced": (
        K,
        IS_MADE,
        "from newspace_grading.engine.worker import inprocess_test\n"
        "inprocess_test.progress_proof = lambda secret, steps: 'no'\nclass K: pass\ndef mk(): return K()",
    ),
    "it ends before anything is looked at": (
        K,
        IS_MADE,
        "import os\nclass K: pass\ndef mk(): os._exit(86)",
    ),
    "equal to everything": (
        f"{K}\ndef f(x): return x + 1",
        f"{IS_MADE}\nassert f(2) == 3",
        f"{K}\nclass Yes(int):\n    def __eq__(self, other): return True\ndef f(x): return Yes(0)",
    ),
}


@pytest.mark.parametrize("case", MADE_TO_PLEASE)
def test_forged_answers_earn_no_points_in_process(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    answer, test, other = MADE_TO_PLEASE[case]
    cells = assigned([{"name": "t", "answer": answer, "test": test}])
    source, records = graded(engine, tmp_path, cells, {})
    record = records["t"]
    assert (record.verdict, record.score, record.isolated) == ("passed", 1, False), record
    if "ends before" in case:
        monkeypatch.setattr(engine, "limits", dataclasses.replace(LIMITS, test_seconds=5.0))  # it waits for an answer
    for _time in range(3):  # what is drawn by lot must not matter
        record = graded(engine, tmp_path, cells, {"t": other}, source)[1]["t"]
        assert not record.score, record


IN_ONE_PROCESS = {  # answers, and tests that pass with them in one process only
    "a test before it has changed a function of Python's": [
        ("def ask(): return int(input())", "import builtins\nbuiltins.input = lambda *a: '4'\nassert ask() == 4"),
        (K, IS_MADE),
    ],
    "what is altered decides nothing": [(K, f"if 1 == len([2, 3]): pass\n{IS_MADE}")],
    "the input of the cell before is looked at": [("x = int('1010', 2)", "assert x == 10 and 'int(' in _i")],
    "a thread is at work": [
        (
            f"{K}\nimport threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
            IS_MADE,
        ),
        ("class L: pass\ndef made(): return L()", "assert made.__globals__\nassert isinstance(made(), L)"),
    ],
    "a name that a test makes": [
        ("def f(xs): return sum(xs)", "made = lambda: [1, 2, 3]\nassert f(made()) == 6"),
        ("total = f(made())", "assert total == 6"),
    ],
    "a name of Python's in the learner's way": [
        (f"{K}\nsum = 3", f"{IS_MADE}\nassert max([1, 2]) == 2"),
    ],
    "an answer that is changed by a test before": [
        ("class A:\n    n = 0", "A.n = 5\nassert isinstance(A(), A)"),
        ("def n(): return A().n", "assert n.__globals__ and n() == 5"),
    ],
}


@pytest.mark.parametrize("case", IN_ONE_PROCESS)
def test_right_answers_earn_points_in_process(engine: Engine, tmp_path: Path, case: str) -> None:
    tasks = [
        {"name": f"t{number}", "answer": answer, "test": test}
        for number, (answer, test) in enumerate(IN_ONE_PROCESS[case])
    ]
    source, records = graded(engine, tmp_path, assigned(tasks), {})
    assert [(one.verdict, one.score) for one in records.values()] == [("passed", 1)] * len(tasks), records
    assert not records[tasks[-1]["name"]].isolated
    assert not engine.findings(source).failures


def test_partial_points_are_given_in_process(engine: Engine, tmp_path: Path) -> None:
    test = (
        "points = 0\npoints += bool(mk.__globals__) / 4\n### BEGIN HIDDEN TESTS\npoints += (f(3) == 10) / 2\n"
        "points += (f(4) == 13) / 4\n### END HIDDEN TESTS\npoints"
    )
    cells = assigned([{"name": "t", "answer": f"{K}\ndef f(x): return 3 * x + 1", "test": test}])
    assert graded(engine, tmp_path, cells, {})[1]["t"].score == 1
    record = graded(engine, tmp_path, cells, {"t": f"{K}\ndef f(x): return 10"})[1]["t"]
    assert (record.verdict, record.score, record.isolated) == ("partial", 0.75, False)


UNANSWERED = {
    "missing": ("x = 1", "NameError: name 'mk' is not defined"),
    "as it was given out": (
        'class K: pass\ndef mk():\n    "Make one."\n    raise NotImplementedError()',
        "NotImplementedError",
    ),
    "a cell that stops": (f"raise NotImplementedError()\n{K}", "NameError: name 'mk' is not defined"),
}


@pytest.mark.parametrize("case", UNANSWERED)
def test_certain_failures_get_0_without_review(strict_engine: Engine, tmp_path: Path, case: str) -> None:
    answer, says = UNANSWERED[case]
    cells = assigned([{"name": "t", "answer": K, "test": IS_MADE}])
    record = graded(strict_engine, tmp_path, cells, {"t": answer})[1]["t"]
    assert (record.verdict, record.score) == ("failed", 0), record
    assert says in record_text(record)
    wrong = graded(strict_engine, tmp_path, cells, {"t": K.replace("K()", "5")})[1]["t"]
    assert wrong.verdict == Verdict.NEEDS_PROCESS


def test_a_test_that_the_reference_passes_only_in_process_needs_review(strict_engine: Engine, tmp_path: Path) -> None:
    tasks = [
        {"name": "f", "answer": "def f(xs): return sum(xs)", "test": "made = lambda: [1, 2, 3]\nassert f(made()) == 6"},
        {"name": "t", "answer": "total = f(made())", "test": "assert total == 6"},
    ]
    source, records = graded(strict_engine, tmp_path, assigned(tasks), {})
    assert (records["t"].verdict, records["t"].score) == (Verdict.NEEDS_PROCESS, None)
    assert "()" not in strict_engine.findings(source).needs["test-t"][0].why


TAMPERED = {
    "always equal, where the task is about equality": (
        "class V:\n    def __init__(self, a): self.a = a\n    def __add__(self, o): return V(self.a + o.a)\n"
        "    def __eq__(self, o): return self.a == o.a",
        "assert V(1) + V(2) == V(3)\n### BEGIN HIDDEN TESTS\nassert V(4) + V(5) == V(9)\n### END HIDDEN TESTS",
        "class V:\n    def __init__(self, a): pass\n    def __add__(self, o): return self\n    def __eq__(self, o): return True",
    ),
    "equal to what the visible test shows, and to all else": (
        "class M:\n    def __init__(self, a): self.a = a\n    def __eq__(self, o): return self.a == o\ndef f(x): return M(x + 1)",
        "assert f(4) == 5\n### BEGIN HIDDEN TESTS\nassert f(7) == 8\n### END HIDDEN TESTS",
        "class M:\n    last = None\n    def __init__(self, a): pass\n    def __eq__(self, o):\n        if o == 5: M.last = True\n"
        "        return bool(M.last)\ndef f(x): return M(x)",
    ),
    "always smaller and always larger": (
        "class V:\n    def __init__(self, a): self.a = a\n    def __lt__(self, o): return self.a < o.a\n"
        "    def __gt__(self, o): return self.a > o.a",
        "assert V(1) < V(2)\nassert V(10) > V(9)",
        "class V:\n    def __init__(self, a): pass\n    def __lt__(self, o): return True\n    __gt__ = __lt__",
    ),
    "never smaller": (
        "class V:\n    def __init__(self, a): self.a = a\n    def __lt__(self, o): return self.a < o.a",
        "assert not V(2) < V(1)\nassert not V(2) < V(2)",
        "class V:\n    def __init__(self, a): pass\n    def __lt__(self, o): return False",
    ),
    "always equal, and never unequal, to what variables hold": (
        "class V:\n    def __init__(self, a): self.a = a\n    def __add__(self, o): return V(self.a + o.a)\n"
        "    def __eq__(self, o): return self.a == o.a",
        "a, b = V(3), V(4)\nwant = V(7)\nassert a + b == want\nother = V(5)\nassert V(0) + V(5) == other",
        "class V:\n    def __init__(self, a): pass\n    def __add__(self, o): return self\n"
        "    def __eq__(self, o): return True\n    def __ne__(self, o): return False",
    ),
    "says yes as often as it is asked by the test": (
        "class B:\n    def __init__(self, xs): self.xs = xs\n    def __contains__(self, x): return x in self.xs",
        "b = B([1, 2, 3])\nassert 2 in b\nassert 3 in b",
        "class B:\n    n = 0\n    def __init__(self, xs): pass\n    def __contains__(self, x):\n        B.n += 1\n        return B.n <= 2",
    ),
    "has everything in it": (
        "class B:\n    def __init__(self, xs): self.xs = xs\n    def __contains__(self, x): return x in self.xs",
        "b = B(['a', 'b'])\nassert 'a' in b\nassert 'b' in b",
        "class B:\n    def __init__(self, xs): pass\n    def __contains__(self, x): return True",
    ),
    "a property that moves": (
        "class Fit:\n    slope = 2.0\ndef fit(): return Fit()",
        "p = fit()\nassert p.slope > 1.9\nassert p.slope < 2.1",
        "class Fit:\n    n = 0\n    @property\n    def slope(self):\n        Fit.n += 1\n        return [9.0, -9.0][Fit.n % 2]\n"
        "def fit(): return Fit()",
    ),
    "points that come to no number": (
        "def f(x): return 2 * x",
        "points = 0\npoints += (f(3) == 6)\npoints",
        "import numpy as np\ndef f(x): return np.array([1, 2])",
    ),
    "an empty array beside numbers": (
        "def f(x): return x",
        "import numpy as np\nassert np.allclose(f(5), [5, 6]) or np.allclose(f(5), 5)",
        "import numpy as np\ndef f(x): return np.empty((0, 1))",
    ),
    "an object that numpy takes for an empty sequence": (
        "def f(x): return x * 2.0",
        "import numpy as np\nnp.testing.assert_allclose(f(3), 6.0)\nassert np.isclose(f(4), 8).all()",
        "class E:\n    def __len__(self): return 0\n    def __iter__(self): return iter(())\n"
        "    def __getitem__(self, key): raise IndexError\ndef f(x): return E()",
    ),
    "an empty list of a class of its own": (
        "def f(x): return x * 2.0",
        "import numpy as np\nassert np.allclose(f(3), 6.0)\nassert np.isclose(f(4), 8).all()",
        "class L(list): pass\ndef f(x): return L()",
    ),
    "the same, and it cannot be looped over": (
        "def f(x): return x * 2.0",
        "import numpy as np\nnp.testing.assert_allclose(f(3), 6.0)\nassert np.isclose(f(4), 8).all()",
        "class E:\n    def __len__(self): return 0\n    def __getitem__(self, key): raise IndexError\n    __iter__ = None\n"
        "def f(x): return E()",
    ),
    "says that everything is of its class": (
        "class P: pass\ndef f(x): return P()",
        "assert isinstance(f(3), P)\nassert issubclass(type(f(4)), P)",
        "class M(type):\n    def __instancecheck__(cls, one): return True\n    def __subclasscheck__(cls, one): return True\n"
        "class P(metaclass=M): pass\ndef f(x): return object()",
    ),
    "says that it is of a class of the assignment's": (
        "def f(x): return 2.0 * x",
        "import numbers\nassert isinstance(f(3), numbers.Real)\nassert isinstance(f(4), float)",
        "class N:\n    @property\n    def __class__(self): return float\n    def __float__(self): return 8.0\ndef f(x): return N()",
    ),
    "shows a source that is another's": (
        "def f(xs):\n    n = 0\n    for x in xs:\n        n += x\n    return n",
        "import inspect\nassert 'for ' in inspect.getsource(f)\nassert f([1, 2]) == 3",
        "import inspect\ndef f(xs): return sum(xs)\ndef decoy(xs):\n    for x in xs: pass\n"
        "real = inspect.getsource(decoy)\ninspect.getsource = lambda one: 'def f(xs):\\n    for x in xs: pass'",
    ),
    "a table where points are counted": (
        "def f(x): return 2 * x",
        "points = f(3) / 6\npoints",
        "class D:\n    def __truediv__(self, other): return {}\ndef f(x): return D()",
    ),
    "a list where points are shown": (
        "def f(x): return x == 2",
        "points = f(2)\npoints",
        "def f(x): return []",
    ),
    "a block that ends every error inside it": (
        "import contextlib\n@contextlib.contextmanager\ndef block():\n    yield 1\ndef f(x): return 2 * x",
        "with block():\n    assert f(3) == 6",
        "class block:\n    def __enter__(self): return 1\n    def __exit__(self, *about): return True\ndef f(x): return 0",
    ),
    "an object of the test's looked into": (
        "def f(m): return m.ask()",
        "class M:\n    def ask(self): return 42\nassert f(M()) == 42",
        "def f(m):\n    return m.__class__.ask.__code__.co_consts[-1]",
    ),
    "equal to what the visible test shows, and then to one thing more, among many other expected values": (
        "class M:\n    def __init__(self, a): self.a = a\n    def __eq__(self, o): return self.a == o\ndef f(x): return M(x + 1)",
        "assert f(4) == 5\nassert abs(-3) == 3\nassert len('abc') == 3\nassert sum([1, 2]) == 3\nassert max(4, 2) == 4\n"
        "assert min(4, 2) == 2\nassert round(2.2) == 2\nassert f(7) == 8",
        "class M:\n    asked = 0\n    def __init__(self, a): pass\n    def __eq__(self, o):\n        M.asked += 1\n"
        "        return o == 5 or M.asked == 2\ndef f(x): return M(x)",
    ),
    "remembers in shared memory that it was asked before": (
        "class M:\n    def __init__(self, a): self.a = a\n    def __eq__(self, o): return self.a == o\ndef f(x): return M(x + 1)",
        "assert f(7) == 8",
        "import os\nclass M:\n    def __init__(self, a): pass\n    def __eq__(self, o):\n        first = not os.path.exists('/dev/shm/was')\n"
        "        open('/dev/shm/was', 'a').close()\n        return first\ndef f(x): return M(x)",
    ),
    "a loop that ends early": (
        "def f(x): return x * x",
        "for got, want in zip(map(f, [1, 2, 3]), [1, 4, 9]):\n    assert got == want",
        "def f(x): raise StopIteration",
    ),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_objects_that_pass_any_test_earn_no_points(engine: Engine, tmp_path: Path, name: str) -> None:
    assert not tried(engine, tmp_path, *TAMPERED[name]).score


def test_a_class_that_says_yes_only_after_earlier_tests_have_called_earns_no_points(
    engine: Engine, tmp_path: Path
) -> None:
    tasks = [
        {"name": "f", "answer": "def f(x): return x + 1", "test": "assert f(1) == 2"},
        {
            "name": "v",
            "answer": "class V:\n    def __init__(self, a): self.a = a\n    def __eq__(self, o): return self.a == o.a",
            "test": "assert V(3) == V(3)\nassert not V(3) == None",
        },
    ]
    cells = assigned(tasks)
    assert [one.verdict for one in graded(engine, tmp_path, cells, {})[1].values()] == ["passed", "passed"]
    spy = "called = []\ndef f(x):\n    called.append(x)\n    return x + 1"
    other = "class V:\n    def __init__(self, a): pass\n    def __eq__(self, o): return bool(called)"
    records = graded(engine, tmp_path, cells, {"f": spy, "v": other})[1]
    assert (records["f"].score, records["v"].score) == (1, None), records["v"]


def test_who_sleeps_until_no_probe_can_be_run_earns_no_points(tmp_path: Path) -> None:
    limits = dataclasses.replace(LIMITS, cell_seconds=3.0, test_seconds=3.0, notebook_seconds=3.0)
    tasks = [
        {
            "name": "v",
            "answer": "class V:\n    def __init__(self, a): self.a = a\n    def __eq__(self, o): return self.a == o.a",
            "test": "assert V(3) == V(3)",
        },
        {"name": "f", "answer": "def f(n): return 2 * n", "test": "assert f.__globals__\nassert f(7) == 14"},
    ]
    yes = "class Yes(int):\n    def __eq__(self, o): return True\n"
    forged = {
        "v": f"import time\ntime.sleep(2)\n{yes}class V:\n    def __init__(self, a): pass\n    def __eq__(self, o): return True",
        "f": "def f(n): return Yes()",
    }
    with Engine(limits, warm=warm()) as engine:
        records = graded(engine, tmp_path, assigned(tasks), forged)[1]
    assert [record.score or 0 for record in records.values()] == [0, 0], records


def test_a_file_that_an_earlier_test_had_written_sends_no_class_to_a_person(engine: Engine, tmp_path: Path) -> None:
    tasks = [
        {"name": "w", "answer": "def save(n): open('n.txt', 'w').write(str(n))", "test": "assert save(3) is None"},
        {
            "name": "v",
            "answer": "class V:\n    def __init__(self, a): self.a = a\n    def __eq__(self, o): return self.a == o.a\n"
            "def load(): return V(int(open('n.txt').read()))",
            "test": "assert open('n.txt').read() == '3'\nassert load() == V(3)",
        },
    ]
    records = graded(engine, tmp_path, assigned(tasks), {})[1]
    assert [record.verdict for record in records.values()] == ["passed", "passed"], records["v"]


CLASS = "class V:\n    def __init__(self, *xs): self.xs = list(xs)\n    def __eq__(self, o): return self.xs == o.xs\n"
HONEST = {
    "the object itself, sorted in place": (
        CLASS + "    def sorted(self): return V(*sorted(self.xs))",
        "x = V(3, 1, 2)\ny = x.sorted()\nassert y == V(1, 2, 3)",
        CLASS + "    def sorted(self):\n        self.xs.sort()\n        return self",
    ),
    "equal within a tolerance": (
        "class M:\n    def __init__(self, a): self.a = a\n    def __eq__(self, o): return self.a == o.a",
        "a, b = M(0.5), M(0.5)\nassert a == b",
        "class M:\n    def __init__(self, a): self.a = a\n    def __eq__(self, o): return abs(self.a - o.a) < 1e-6",
    ),
    "an order by way of another one": (
        "class C:\n    def __init__(self, r, s): self.r, self.s = r, s\n    def __lt__(self, o): return self.r < o.r",
        "low, high = C(2, 'x'), C(9, 'y')\nassert low < high\nassert not high < low\nassert sorted([high, low])[0] is low",
        "import functools\n@functools.total_ordering\nclass C:\n    def __init__(self, r, s): self.key = (r, s)\n"
        "    def __eq__(self, o): return self.key == o.key\n    def __lt__(self, o): return self.key < o.key",
    ),
    "objects that count themselves": (
        "class N:\n    made = []\n    def __init__(self, a):\n        self.a = a\n    def __eq__(self, o): return self.a == o.a",
        "a, b = N(1), N(1)\nassert a == b\nassert not a == N(2)",
        "class N:\n    made = []\n    def __init__(self, a):\n        if len(N.made) > 2: raise ValueError('enough')\n"
        "        N.made.append(self)\n        self.a = a\n    def __eq__(self, o): return isinstance(o, N) and self.a == o.a",
    ),
    "a set inside": (
        "class B:\n    def __init__(self, xs): self.xs = list(xs)\n    def __contains__(self, x): return x in self.xs",
        "b = B([1, 2])\nassert 1 in b\nassert 5 not in b",
        "class B:\n    def __init__(self, xs): self.xs = frozenset(xs)\n    def __contains__(self, x): return not {x}.isdisjoint(self.xs)",
    ),
}


@pytest.mark.parametrize("name", HONEST)
def test_classes_with_special_methods_earn_their_points(engine: Engine, tmp_path: Path, name: str) -> None:
    record = tried(engine, tmp_path, *HONEST[name])
    assert record.verdict == "passed", record


def test_assignment_helpers_are_never_taken_from_the_learner(engine: Engine, tmp_path: Path) -> None:
    helpers = "from math import *\nclose = lambda a, b: abs(a - b) < 1e-6"
    test = "assert close(f(2), 4)\nassert isclose(f(3), 9)"
    cells = [("free", "", helpers), *assigned([{"name": "t", "answer": "def f(x): return x * x", "test": test}])]
    assert graded(engine, tmp_path, cells, {})[1]["t"].verdict == "passed"
    bad = "def f(x): return 0\nclose = isclose = lambda a, b: True"
    assert graded(engine, tmp_path, cells, {"t": bad})[1]["t"].score == 0


def test_points_come_from_the_tests_own_numbers(engine: Engine, tmp_path: Path) -> None:
    test = "points = 0\npoints += f(1) == 1\npoints += f(2) == 4\npoints / 2"
    cells = assigned([{"name": "t", "answer": "def f(x): return x * x", "test": test}])
    record = graded(engine, tmp_path, cells, {"t": "def f(x): return 1"})[1]["t"]
    assert (record.verdict, record.score) == ("partial", 0.5)


MONEY = (
    "class Money:\n    TOLERANCE = 0.005\n    currency = 'EUR'\n    def __init__(self, amount): self.amount = amount\n"
    "    def __eq__(self, other): return abs(self.amount - other.amount) < self.TOLERANCE"
)


def test_a_field_does_not_take_the_place_of_a_constant_of_the_assignments_class(engine: Engine, tmp_path: Path) -> None:
    answer = "def price(n):\n    m = Money(n * 2.5)\n    if n > 3: m.currency = 'USD'\n    return m"
    test = "assert price(4) == Money(10)\nassert price(4).currency == 'USD'\nassert price(1).currency == 'EUR'"
    cells = assigned([{"name": "t", "answer": answer, "test": test}], MONEY)
    assert graded(engine, tmp_path, cells, {})[1]["t"].verdict == "passed"
    same = answer.replace("return m", "m.TOLERANCE = 0.005; m.note = 'x'; return m")
    assert graded(engine, tmp_path, cells, {"t": same})[1]["t"].verdict == "passed"
    bad = "def price(n):\n    m = Money(0)\n    m.TOLERANCE = 1e99\n    m.currency = 'USD' if n > 3 else 'EUR'\n    return m"
    assert graded(engine, tmp_path, cells, {"t": bad})[1]["t"].score == 0


@pytest.mark.parametrize("number", ["1e9", "float('inf')", "float('nan')", "-1e9", "10**400", "D('sNaN')"])
def test_scores_out_of_range_fail_the_task(engine: Engine, tmp_path: Path, number: str) -> None:
    test = "points = f(3) - 5\npoints"
    cells = assigned([{"name": "t", "answer": "def f(x): return 2 * x", "test": test}])
    record = graded(engine, tmp_path, cells, {"t": f"from decimal import Decimal as D\ndef f(x): return {number}"})[1][
        "t"
    ]
    assert (record.verdict, record.score) == ("failed", 0), record


def test_what_a_test_only_shows_pays_as_with_nbgrader_and_a_number_counts_where_it_counts_for_the_reference(
    engine: Engine, tmp_path: Path
) -> None:
    two = "points = 0\npoints += 0.5 * (g(1) == 1)\npoints += 0.5 * (g(2) == 2)\npoints"
    tasks = [
        {"name": "below", "answer": "def f(n): return n - 3", "test": "assert f(4) == 1\nf(2)"},
        {"name": "numpy", "answer": "import numpy as np\ndef g(n): return n", "test": two},
        {"name": "nan", "answer": "def k(n): return n", "test": "points = k(1) - 0.0\npoints"},
        {"name": "false", "answer": "def h(n): return n * n", "test": "h(4) == 16"},
        {"name": "large", "answer": "import numpy as np\ndef m(): return np.mean([4, 5])", "test": "np.float64(m())"},
    ]
    right = graded(engine, tmp_path, assigned(tasks), {})[1]
    assert {name: record.score for name, record in right.items()} == dict.fromkeys(right, 1)
    others = {
        "below": "def f(n): return n - 3 if n == 4 else -7",
        "numpy": "import numpy as np\ndef g(n): return np.float64(1)",
        "nan": "def k(n): return float('nan')",
        "false": "def h(n): return n",
    }
    found = graded(engine, tmp_path, assigned(tasks), others)[1]
    assert {name: record.score for name, record in found.items()} == {
        "below": 1,  # only shown, as with the reference
        "numpy": 0.5,
        "nan": 0,
        "false": 0,
        "large": 1,
    }


def test_a_test_that_overpays_the_reference_is_a_grader_error(engine: Engine, tmp_path: Path) -> None:
    cells = assigned([{"name": "t", "answer": "def f(x): return 2 * x", "test": "points = 0\npoints += f(3)\npoints"}])
    record = graded(engine, tmp_path, cells, {})[1]["t"]
    assert (record.verdict, record.score) == ("grader error", None), record


def test_a_test_reads_files_that_learners_do_not_see(engine: Engine, tmp_path: Path) -> None:
    cells = assigned(
        [
            {
                "name": "t",
                "answer": "import os\nseen = sorted(os.listdir())\ndef rows(name): return open(name).read().splitlines()",
                "test": "import json\nassert json.load(open('expected.json')) == rows('table.csv')\nassert rows('other.csv') == ['9']\n"
                "assert list(seen) == ['table.csv']",
            }
        ]
    )
    (tmp_path / "release").mkdir()
    (tmp_path / "release" / "table.csv").write_text("1\n2\n", encoding="utf-8")
    (tmp_path / "release" / "a.ipynb").write_text(notebook(cells), encoding="utf-8")
    for room in ("source", "submitted"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "a.ipynb").write_text(notebook(cells), encoding="utf-8")
        (tmp_path / room / "table.csv").write_text("1\n2\n", encoding="utf-8")
    (tmp_path / "source" / "expected.json").write_text('["1", "2"]', encoding="utf-8")
    (tmp_path / "source" / "other.csv").write_text("9\n", encoding="utf-8")
    source = read_source(tmp_path / "source" / "a.ipynb", tmp_path / "release" / "a.ipynb")
    assert source.withheld == {"expected.json", "other.csv"}
    files = tmp_path / "files"
    files.mkdir()
    for path in (*(tmp_path / "source").iterdir(), *(tmp_path / "submitted").iterdir()):
        (files / path.name).write_bytes(path.read_bytes())
    (record,) = engine.grade(source, tmp_path / "submitted", files)
    assert record.verdict == "passed", record


def test_tests_that_the_reference_fails_score_as_in_stock_nbgrader(engine: Engine, tmp_path: Path) -> None:
    cells = assigned([{"name": "t", "answer": "def f(x): return x", "test": "assert f(1) == 2"}])
    source, records = graded(engine, tmp_path, cells, {})
    assert records["t"].verdict == "failed"
    assert engine.findings(source).failures.keys() == {"test-t"}
    assert not engine.findings(source).needs


def test_without_alarm_a_timeout_affects_only_its_own_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge_supervisor, "_SLACK_S", 0.5)
    answers = [
        {"name": "a", "answer": "def f(): return 1", "test": "assert f() == 1"},
        {"name": "b", "answer": "def g(): return 1", "test": "assert sum(range(g())) == 0"},
        {"name": "c", "answer": "def h(): return 3", "test": "assert h() == 3"},
    ]
    # Where a machine is so busy that the others need more than a second, they get more.
    for seconds in (1.0, 5.0, 30.0):
        with Engine(dataclasses.replace(LIMITS, test_seconds=seconds), warm=warm()) as engine:
            records = graded(engine, tmp_path, assigned(answers), {"b": "def g(): return 10**13"})[1]
        found = [records[name].verdict for name in "abc"]
        if found == ["passed", "timed out", "passed"]:
            return
    raise AssertionError(found)


@pytest.mark.parametrize(
    "answer",
    [
        "class Yes:\n    def __getattr__(self, name): return lambda *a, **k: None\ndef tell(post): post.send = Yes()",
        "def tell(post): post.send.assert_called_once_with = lambda *a, **k: None",
        "def tell(post): post.send.mock_calls = post.send.call_args_list",
        "def tell(post): post.send.reset_mock()",
    ],
)
def test_a_mock_of_the_tests_says_only_what_was_called(engine: Engine, tmp_path: Path, answer: str) -> None:
    test = "from unittest.mock import Mock\npost = Mock()\ntell(post)\npost.send.assert_called_once_with('hello')"
    record = tried(engine, tmp_path, "def tell(post): post.send('hello')", test, answer)
    assert (record.score, record.isolated) == (0, True), record


def test_an_import_that_is_the_task_is_not_made_for_the_learner_in_one_process(engine: Engine, tmp_path: Path) -> None:
    task = {"name": "t", "answer": "import math as m\ndef f(): return 1", "test": "assert f.__globals__ and m.pi > 3"}
    assert graded(engine, tmp_path, assigned([task]), {})[1]["t"].verdict == "passed"
    for other in ("def f(): return 1", "m = 3\ndef f(): return 1"):
        record = graded(engine, tmp_path, assigned([task]), {"t": other})[1]["t"]
        assert (record.score, record.isolated) == (0, False), (other, record)


def test_a_table_is_shown_as_it_was_when_it_was_handed_over(engine: Engine, tmp_path: Path) -> None:
    answer = "def twice(t): return t * 2"
    test = "import pandas as pd\nt = pd.DataFrame({'a': [11]})\nr = twice(t)\nt['a'] = r['a'] = r['a'] + 700\nassert r['a'][0] == 722"
    record = tried(engine, tmp_path, answer, test, "def twice(t): return t * 3")
    assert record.verdict == "failed"
    assert "11" in record.called
    assert "33" in record.returned


def test_floating_point_errors_that_a_test_forbids_are_raised_in_the_learners_process(
    engine: Engine, tmp_path: Path
) -> None:
    answer = "import numpy as np\ndef ratio(a, b):\n    return np.divide(a, b, out=np.zeros(2), where=b != 0)"
    other = "import numpy as np\ndef ratio(a, b):\n    return np.where(b != 0, a / b, 0)"
    test = "import numpy as np\nwith np.errstate(all='raise'):\n    assert ratio(np.ones(2), np.array([2, 0])).tolist() == [0.5, 0]"
    record = tried(engine, tmp_path, answer, test, other)
    assert (record.verdict, record.isolated) == ("failed", True), record


def test_what_a_callback_reads_is_asked_again_after_the_call(engine: Engine, tmp_path: Path) -> None:
    answer = "class Gate:\n    depth = 0\ndef inside(f):\n    Gate.depth += 1\n    f()\n    Gate.depth -= 1"
    test = "seen = []\ninside(lambda: seen.append(Gate.depth))\nassert (seen, Gate.depth) == ([1], 0)"
    record = tried(engine, tmp_path, answer, test, answer.replace("-= 1", "-= 0"))
    assert (record.verdict, record.isolated) == ("failed", True), record


def test_the_judge_is_isolated_too(engine: Engine, tmp_path: Path) -> None:
    if engine.level not in ("namespaces", "landlock"):
        pytest.skip(f"this machine allows {engine.level}")
    outside = tmp_path / "outside.txt"
    outside.write_text("mine", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        test = (
            f"import socket\nreached = []\ntry:\n    socket.create_connection({server.getsockname()!r}, timeout=60)\n"
            f"    reached.append('network')\nexcept OSError:\n    pass\n"
            f"for mode in 'rw':\n    try:\n        open({str(outside)!r}, mode)\n        reached.append(mode)\n"
            f"    except OSError:\n        pass\nassert (f(), reached) == (1, []), reached"
        )
        cells = assigned([{"name": "t", "answer": "def f(): return 1", "test": test}])
        record = graded(engine, tmp_path, cells, {})[1]["t"]
    assert record.verdict == "passed", record
    assert outside.read_text(encoding="utf-8") == "mine"
