"""Tests that use the learner's functions, classes and objects as one does in a single process: they need none of the learner's."""

from __future__ import annotations

from pathlib import Path

import pytest
from courses.small_assignment import assigned, graded, tried

from newspace_grading.engine.engine import Engine
from newspace_grading.model.results.verdict import Verdict

EVENS = "def evens(n):\n    for i in range(n):\n        yield 2 * i"
CLAMP = (
    "import functools\ndef clamp(low, high):\n    def decorate(function):\n        @functools.wraps(function)\n"
    "        def inner(self, *given): return max(low, min(high, function(self, *given)))\n"
    "        return inner\n    return decorate"
)
POSITIVE = (
    "class Positive:\n    def __set_name__(self, owner, name): self.private = '_' + name\n"
    "    def __get__(self, item, kind=None): return self if item is None else getattr(item, self.private)\n"
    "    def __set__(self, item, value):\n        if value <= 0: raise ValueError('positive!')\n"
    "        setattr(item, self.private, value)"
)
TYPED = (
    "class Typed:\n    def __init__(self, kind): self.kind = kind\n"
    "    def __set_name__(self, owner, name): self.name = name\n"
    "    def __get__(self, item, kind): return self if item is None else item.__dict__[self.name]\n"
    "    def __set__(self, item, value):\n"
    "        if not isinstance(value, self.kind): raise TypeError(f'{self.name} must be {self.kind.__name__}')\n"
    "        item.__dict__[self.name] = value\n"
    "    def __delete__(self, item): del item.__dict__[self.name]"
)
ITEM = (
    "class Item:\n    price = Positive()\n    count = Positive()\n"
    "    def __init__(self, price, count): self.price, self.count = price, count\n"
)
REFUSES = (
    "try: item.price = -1\nexcept ValueError as error: assert 'positive' in str(error)\nelse: raise AssertionError\n"
)
SENSOR = (
    "class Sensor:\n    gain = 2\n    @clamp(-1, 1)\n    def read(self, raw): return self.gain * raw\ns = Sensor()\n"
)
PIXEL = "class Pixel:\n    __slots__ = ('x', 'y')\n    def __init__(self, x, y): self.x, self.y = x, y"
COUNTER = (
    "def counter():\n    n = 0\n    def step():\n        nonlocal n\n        n += 1\n        return n\n    return step"
)
STACK = "class Stack:\n    size = 0\n    def push(self, x):\n        'Add.'\n    def pop(self):\n        'Take.'"
ISOLATED = {  # the reference's answer, and a test in which it needs no process of the learner's
    "an iterator is its own": (
        EVENS,
        "g = evens(3)\nassert iter(g) is g\nassert next(g) == 0 and list(g) == [2, 4] and list(g) == []\n"
        "h = evens(3)\nfor one in h: break\nassert next(h) == 2",
    ),
    "one of Python's iterators": (
        "def squares(xs): return map(lambda x: x * x, xs)",
        "g = squares([1, 2, 3])\nassert iter(g) is g and next(g) == 1 and sum(g) == 13 and next(g, None) is None",
    ),
    "a decorator for a method": (
        CLAMP,
        SENSOR + "assert s.read(10) == 1 and s.read(-10) == -1 and s.read(0.25) == 0.5 and Sensor.read(s, 10) == 1\n"
        "assert s.read.__name__ == 'read'",
    ),
    "a function as a method": (
        "def describe(self, word='is'): return f'{self.name} {word} here'",
        "class A:\n    def __init__(self, name): self.name = name\n    one = describe\n    two = staticmethod(describe)\n"
        "assert A('x').one(word='was') == 'x was here' and A.two(A('y')) == 'y is here'",
    ),
    "a descriptor": (
        POSITIVE,
        ITEM + "item, other = Item(3, 4), Item(1, 1)\n" + REFUSES + "item.price = 8\n"
        "assert item.price * item.count == 32 and other.price == 1 and item._price == 8\n"
        "assert isinstance(Item.price, Positive) and Item.price.private == '_price'",
    ),
    "a descriptor that keeps its values in the object's fields": (
        TYPED,
        "class P:\n    name = Typed(str)\np = P()\np.name = 'a'\nassert p.name == 'a' and P.name.name == 'name'\n"
        "try: p.name = 1\nexcept TypeError as error: assert str(error) == 'name must be str'\n"
        "else: raise AssertionError\ndel p.name\nassert 'name' not in vars(p)",
    ),
    "a descriptor that gives way to the object's fields": (
        "class lazy:\n    def __init__(self, make): self.make, self.name = make, make.__name__\n"
        "    def __get__(self, item, kind=None):\n        if item is None: return self\n"
        "        item.__dict__[self.name] = found = self.make(item)\n        return found",
        "calls = []\nclass A:\n    @lazy\n    def x(self):\n        calls.append(1)\n        return 5\n"
        "a = A()\nassert a.x == a.x == 5 and len(calls) == 1",
    ),
    "a property that a function makes": (
        "def positive(name):\n    def get(self): return getattr(self, '_' + name)\n    def put(self, value):\n"
        "        if value <= 0: raise ValueError('positive!')\n        setattr(self, '_' + name, value)\n"
        "    return property(get, put)",
        "class Item: price = positive('price')\nitem = Item()\nitem.price = 3\n" + REFUSES + "assert item.price == 3",
    ),
    "an object with slots has no dictionary": (
        PIXEL,
        "p = Pixel(1, 2)\nassert not hasattr(p, '__dict__') and hasattr(p, '__slots__')\n"
        "try: vars(p)\nexcept TypeError: pass\nelse: raise AssertionError",
    ),
    "an iterator that is split in two": (
        "import itertools\ndef most(numbers): return itertools.accumulate(numbers, max)",
        "import itertools\nfirst, second = itertools.tee(most(iter([2, 9])))\n"
        "assert list(itertools.chain(first, second)) == [2, 9, 2, 9]",
    ),
    "an operand that numpy leaves an operator to": (
        "import numpy as np\nclass Metre:\n    __array_ufunc__ = None\n    def __init__(self, n): self.n = n\n"
        "    def __rmul__(self, other): return Metre(other * self.n)\n"
        "    def __eq__(self, other): return np.all(self.n == other.n)",
        "import numpy as np\nassert (np.array([1.0, 2.0]) * Metre(2)) == Metre(np.array([2.0, 4.0]))\n"
        "assert not Metre(1) == Metre(2)",
    ),
    "what a function closes over": (
        COUNTER,
        "c = counter()\nassert c() == 1 and c.__closure__ is not None and c.__closure__[0].cell_contents == 1\n"
        "c()\nassert [one.cell_contents for one in c.__closure__] == [2] and c.__code__.co_freevars == ('n',)\n"
        "assert counter.__closure__ is None",
    ),
    "the functions of a class": (
        STACK,
        "import inspect\nfound = inspect.getmembers(Stack, inspect.isfunction)\n"
        "assert [name for name, _one in found] == ['pop', 'push'] and all(one.__doc__ for _name, one in found)\n"
        "assert [name for name, _one in inspect.getmembers(Stack) if name[0] != '_'] == ['pop', 'push', 'size']",
    ),
}


IN_ONE_PROCESS = (  # they keep private values in an object of the test's, which a learner's program does not see
    "a descriptor",
    "a descriptor that keeps its values in the object's fields",
    "a descriptor that gives way to the object's fields",
    "a property that a function makes",
)


@pytest.mark.parametrize("case", ISOLATED)
def test_objects_of_the_learners_are_used_across_processes(engine: Engine, tmp_path: Path, case: str) -> None:
    task = dict(zip(("answer", "test"), ISOLATED[case], strict=True), name="t")
    source, records = graded(engine, tmp_path, assigned([task]), {})
    engine.probe_reference(source)
    found = records["t"]
    assert (found.verdict, found.isolated) == ("passed", case not in IN_ONE_PROCESS), found
    assert bool(engine.findings(source).needs) is (case in IN_ONE_PROCESS)


WRONG = {  # the reference's answer, a test, and what somebody hands in for it
    "a list in place of an iterator": (
        *ISOLATED["an iterator is its own"],
        "def evens(n): return [2 * i for i in range(n)]",
    ),
    "an iterator that gives nothing": (
        EVENS,
        "for one in evens(3): assert one % 2 == 0",
        "def evens(n): return iter(())",
    ),
    "a decorator that does nothing": (
        *ISOLATED["a decorator for a method"],
        "def clamp(low, high): return lambda function: function",
    ),
    "a descriptor that checks nothing": (
        *ISOLATED["a descriptor"],
        POSITIVE.replace("if value <= 0", "if value is None"),
    ),
    "a descriptor where the reference has a function": (
        "def area(self): return self.a ** 2",
        "class A:\n    a = 3\n    area = area\nassert A().area() == 9",
        "class Any:\n    def __eq__(self, other): return True\nclass area:\n"
        "    def __get__(self, item, kind=None): return Any\narea = area()",
    ),
    "what the test keeps to itself": (
        "def double(o): return 2 * o.n",
        "class Q:\n    n = 2\n    def __init__(self): self._expected = 4\nq = Q()\nassert double(q) == q._expected",
        "def double(o):\n    try: return o._expected\n    except AttributeError: pass\n"
        "    return vars(o).get('_expected', 0) or vars(o).get('__class__', 0)",
    ),
    "a private field in place of the test's": (
        "def double(o): return 2 * o.n",
        "class Q:\n    n = 2\n    def __init__(self): self._expected = 4\nq = Q()\nassert double(q) == q._expected",
        "def double(o):\n    for put in (lambda: setattr(o, '_expected', 1), lambda: vars(o).update(_expected=1)):\n"
        "        try: put()\n        except Exception: pass\n    return 1",
    ),
    "an object with a dictionary": (
        *ISOLATED["an object with slots has no dictionary"],
        PIXEL.replace("__slots__ = ('x', 'y')", "names = ('x', 'y')"),
    ),
    "a function that closes over nothing": (
        *ISOLATED["what a function closes over"],
        "count = 0\ndef counter():\n    def step():\n        global count\n        count += 1\n        return count\n"
        "    return step",
    ),
    "a type hint that is a program": (
        "def f(x: int) -> int: return x",
        "import typing\nassert typing.get_type_hints(f)['x'] is int",
        "def f(x: 'print() or int') -> int: return x",
    ),
    "a class without a method": (*ISOLATED["the functions of a class"], STACK.replace("def pop", "def poop")),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_functions_and_classes_earn_no_points(engine: Engine, tmp_path: Path, case: str) -> None:
    record = tried(engine, tmp_path, *WRONG[case])
    assert not record.score
    assert record.verdict in (Verdict.FAILED, Verdict.TAMPERED), record


def test_names_in_the_body_of_a_tests_class_are_found(engine: Engine, tmp_path: Path) -> None:
    answer = "def double(x): return 2 * x\nclass Kept: n = 3"
    test = """
class Case:
    four = double(2)
    n, size = Kept.n, len([1])
    def eight(self): return double(self.four)
assert (Case.four, Case.n, Case.size, Case().eight()) == (4, 3, 1, 8)
try:
    class Bad: x = nowhere
except NameError as error: assert "nowhere" in str(error)
else: raise AssertionError("found")
"""
    source, records = graded(engine, tmp_path, assigned([{"name": "t", "answer": answer, "test": test}]), {})
    engine.probe_reference(source)
    assert (records["t"].verdict, records["t"].isolated, engine.findings(source).needs) == ("passed", True, {})
