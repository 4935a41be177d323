"""Objects, classes, functions and errors of the test's own that it hands over: the learner's function uses them, and reaches no further."""

from __future__ import annotations

from pathlib import Path

import pytest
from courses.small_assignment import assigned, cases_in, check_case, graded

from newspace_grading.engine.engine import Engine
from newspace_grading.model.results.verdict import Verdict

ISOLATED = {  # what the set-up defines, the reference's answer, and a test in which it needs no process of the learner's
    "a page of BeautifulSoup": (
        """
from bs4 import BeautifulSoup
""",
        """
def links(soup): return [a["href"] for a in soup.find_all("a")]
""",
        """
assert links(BeautifulSoup("<a href='x'>y</a>", "html.parser")) == ["x"]
""",
    ),
    "a polynomial that can be called": (
        """
import numpy as np
""",
        """
def at(p): return float(p(2)) + p.order
""",
        """
assert at(np.poly1d([1, 0, 0])) == 6
""",
    ),
    "a spline that can be called": (
        """
from scipy.interpolate import CubicSpline
import numpy as np
""",
        """
def at(p): return float(p(0.5)) + len(p.x)
""",
        """
x = np.arange(5.)
p = CubicSpline(x, x**2)
assert abs(at(p) - 5.25) < 1e-9
""",
    ),
    "a function of numpy, and one that it wraps": (
        """
import numpy as np
""",
        """
def at(f, x): return f(x)
""",
        """
assert at(np.square, 3) == 9 and at(np.vectorize(lambda x: x + 1), 3) == 4
""",
    ),
    "an error of the test's own that is let through": (
        "",
        """
def title(fetch, url): return fetch(url).upper()
""",
        """
import pytest
class Boom(Exception):
    pass
def fetch(url): raise Boom("x", 3)
with pytest.raises(Boom) as found: title(fetch, "u")
assert found.value.args == ("x", 3)
""",
    ),
    "an error of a library that a mock raises": (
        """
import requests
""",
        """
def title_of(n):
    r = requests.get(f"http://x/{n}")
    r.raise_for_status()
    return r.json()["title"]
def safe(n):
    try: return title_of(n)
    except requests.HTTPError as e: return str(e)
""",
        """
import pytest
from unittest.mock import patch, Mock
with patch("requests.get") as get:
    get.return_value.json.return_value = {"title": "a"}
    assert title_of(1) == "a"
    get.return_value.raise_for_status.side_effect = requests.HTTPError("404")
    with pytest.raises(requests.HTTPError): title_of(8)
    assert safe(3) == "404"
""",
    ),
    "a class of errors to catch": (
        "",
        """
def retry(f, times, kind):
    for i in range(times):
        try: return f()
        except kind as e: last = e
    raise last
""",
        """
class Flaky(Exception):
    def __init__(self, code):
        super().__init__(f"code {code}")
        self.code = code
calls = []
def f():
    calls.append(1)
    raise Flaky(len(calls))
try: retry(f, 3, Flaky)
except Flaky as e: assert e.code == 3 and str(e) == "code 3"
else: assert False
assert len(calls) == 3
""",
    ),
    "a class of errors to raise": (
        "",
        """
def check(v, kind):
    if v < 0: raise kind(f"negative: {v}")
    return v
""",
        """
class Bad(ValueError): pass
try: check(-1, Bad)
except Bad as e: assert str(e) == "negative: -1"
else: assert False
assert check(2, Bad) == 2
""",
    ),
    "an error of the test's as the cause of one of the learner's": (
        "",
        """
class Wrapped(Exception): pass
def run(f):
    try: return f()
    except KeyError as e: raise Wrapped("w") from e
""",
        """
err = KeyError("k")
def f(): raise err
try: run(f)
except Wrapped as e: assert e.__cause__ is err
else: assert False
""",
    ),
    "an interrupt that a mock raises": (
        "",
        """
def loop(ask):
    n = 0
    try:
        while True:
            ask(); n += 1
    except KeyboardInterrupt: return n
""",
        """
from unittest.mock import Mock
assert loop(Mock(side_effect=[1, 2, KeyboardInterrupt])) == 2
""",
    ),
    "a dataclass": (
        "",
        """
import dataclasses
def rows(ps): return [dataclasses.astuple(p) for p in ps]
def dicts(ps): return [dataclasses.asdict(p) for p in ps]
def moved(p): return dataclasses.replace(p, x=p.x + 1)
def names(p): return [f.name for f in dataclasses.fields(p)]
def count(ps, p): return ps.count(p), ps.index(p)
def shown(p): return f"{p}|{p!r}|{type(p).__name__}|{sorted(vars(p).items())}|{p.__dict__}"
""",
        """
from dataclasses import dataclass, field
@dataclass
class P:
    x: int
    y: int = 2
@dataclass
class Q:
    p: P
    tags: list = field(default_factory=list)
assert rows([P(1), P(2, 3)]) == [(1, 2), (2, 3)]
assert dicts([Q(P(1), ["a"])]) == [{"p": {"x": 1, "y": 2}, "tags": ["a"]}]
p = P(1)
assert moved(p) == P(2) and p.x == 1
assert names(p) == ["x", "y"]
assert count([P(1), P(2)], P(2)) == (1, 1)
assert shown(p) == f"{p}|{p!r}|P|{sorted(vars(p).items())}|{vars(p)}"
""",
    ),
    "operators, comparisons and containers": (
        "",
        """
import heapq
def order(xs): return sorted(xs)
def least(xs): return min(xs)
def heap(xs):
    h = []
    for x in xs: heapq.heappush(h, x)
    return [heapq.heappop(h) for _ in xs]
def total(xs): return sum(xs[1:], xs[0])
def unique(xs): return set(xs), {x: 1 for x in xs}
def twice(x): return 2 * x, x * 2, -x
def box(b): return len(b), list(b), b[0], 2 in b, 7 in b, bool(b), [*reversed(b)]
""",
        """
import functools
@functools.total_ordering
class V:
    def __init__(self, n): self.n = n
    def __lt__(self, o): return self.n < o.n
    def __eq__(self, o): return isinstance(o, V) and self.n == o.n
    def __hash__(self): return hash(self.n)
    def __add__(self, o): return V(self.n + o.n)
    def __mul__(self, k): return V(self.n * k)
    __rmul__ = __mul__
    def __neg__(self): return V(-self.n)
class Box:
    def __len__(self): return 2
    def __getitem__(self, i): return [1, 2][i]
    def __contains__(self, x): return x in [1, 2]
a, b, c = V(3), V(1), V(2)
assert order([a, b, c]) == [b, c, a] and order([a, b])[0] is b
assert least([a, b]) is b
assert heap([a, b, c]) == [b, c, a]
assert total([a, b, c]).n == 6
s, d = unique([V(1), V(1), V(2)])
assert len(s) == 2 and len(d) == 2
assert [v.n for v in twice(c)] == [4, 4, -2]
assert box(Box()) == (2, [1, 2], 1, True, False, True, [2, 1])
""",
    ),
    "a block and a loop with an object of the test's": (
        "",
        """
def use(f):
    with f as g:
        g.note(1)
        return list(g)
def fail(f):
    with f:
        raise KeyError("k")
""",
        """
class F:
    def __init__(self): self.log = []
    def note(self, x): self.log.append(x)
    def __enter__(self):
        self.log.append("in"); return self
    def __exit__(self, kind, error, trace):
        self.log.append((kind, str(error)) if kind else "out")
        return kind is KeyError
    def __iter__(self): return self
    n = 0
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
f = F()
assert use(f) == [1, 2, 3] and f.log == ["in", 1, "out"]
f = F()
assert fail(f) is None and f.log == ["in", (KeyError, "'k'")]
""",
    ),
    "a context manager that is made by a function": (
        "",
        """
def use(c):
    with c as x:
        return x + 1
def fail(c):
    with c:
        raise ValueError("v")
""",
        """
from contextlib import contextmanager
log = []
@contextmanager
def made():
    log.append("in")
    try: yield 4
    finally: log.append("out")
assert use(made()) == 5 and log == ["in", "out"]
try: fail(made())
except ValueError as e: assert str(e) == "v"
else: assert False
""",
    ),
    "classes and an enum": (
        "",
        """
import inspect
def load(rows, cls): return [cls(*r) for r in rows]
def only(xs, cls): return [x for x in xs if isinstance(x, cls)]
def name(cls): return cls.__name__, cls.__doc__, list(inspect.signature(cls).parameters)
def colours(cls): return [c.name for c in cls], len(cls), cls.B.value, cls["A"], cls(2)
def same(a, b): return a is b, a == b
""",
        """
from enum import Enum
class Person:
    \"\"\"A person.\"\"\"
    kind = "p"
    def __init__(self, name, age=3): self.name, self.age = name, age
class C(Enum):
    A = 1
    B = 2
ps = load([("a", 1), ("b", 2)], Person)
assert type(ps[0]) is Person and ps[1].name == "b"
assert only([ps[0], 3, C.A], Person) == [ps[0]]
assert name(Person) == ("Person", "A person.", ["name", "age"])
assert colours(C) == (["A", "B"], 2, 2, C.A, C.B)
assert same(C.A, C.A) == (True, True) and same(C.A, C.B) == (False, False)
""",
    ),
    "functions with attributes and parameters": (
        "",
        """
import inspect, functools
def about(f): return f.tag, f.__name__, f.__doc__, str(inspect.signature(f)), f.__annotations__
def curry(f):
    n = f.__code__.co_argcount
    return lambda *a: f(*a) if len(a) == n else n
def wrap(f):
    @functools.wraps(f)
    def g(*a): return f(*a) + 1
    g.calls = 0
    return g
HANDLERS = {}
def register(name):
    def deco(f):
        HANDLERS[name] = f
        return f
    return deco
def tag(f):
    f.mark = 1
    return f
""",
        """
def f(a: int, b=2, *c, d: str = "x"):
    "Doc."
    return a
f.tag = "T"
assert about(f) == ("T", "f", "Doc.", "(a: int, b=2, *c, d: str = 'x')", {"a": int, "d": str})
assert curry(lambda x, y: x + y)(1, 2) == 3 and curry(lambda x, y: x)(1) == 2
w = wrap(f)
assert w(3) == 4 and w.calls == 0 and w.__name__ == "f" and w.tag == "T"
assert register("x")(f) is f and HANDLERS["x"] is f
g = tag(lambda: 3)
assert g.mark == 1 and g() == 3
""",
    ),
    "an object that can be called": (
        "",
        """
def go(f): return f(f.n), callable(f), f.n
""",
        """
class F:
    n = 2
    def __call__(self, x, k=1): return x + k
assert go(F()) == (3, True, 2)
""",
    ),
    "a sentinel": (
        "",
        """
def get(d, k, default): return d.get(k, default)
def has(d, k, missing):
    return d.get(k, missing) is not missing
""",
        """
s = object()
assert get({}, 1, s) is s
assert not has({}, 1, s) and has({1: 2}, 1, s) and has({1: s}, 1, object())
""",
    ),
    "a mock in a block and a loop": (
        "",
        """
def use(m):
    with m as x:
        x.write("a")
    return list(m), m["k"], len(m)
""",
        """
from unittest.mock import MagicMock
m = MagicMock()
m.__iter__.return_value = iter([1, 2])
m.__getitem__.return_value = 5
m.__len__.return_value = 2
assert use(m) == ([1, 2], 5, 2)
m.__enter__.return_value.write.assert_called_once_with("a")
m.__getitem__.assert_called_with("k")
""",
    ),
    "objects of classes after a shared one and after list": (
        """
class Animal:
    def speak(self): return "?"
""",
        """
def only(xs): return [x for x in xs if isinstance(x, Animal)]
def fill(w):
    w[0] = 5
    return len(w), isinstance(w, list)
""",
        """
class Dog(Animal):
    def speak(self): return "w"
class W(list):
    writes = 0
    def __setitem__(self, i, v):
        self.writes += 1
        super().__setitem__(i, v)
d = Dog()
assert only([1, d]) == [d]
w = W([1, 2])
assert fill(w) == (2, True) and w == [5, 2] and w.writes == 1
""",
    ),
    "copies that the learner's function makes": (
        "",
        """
import copy
def moved(p):
    q = copy.copy(p); q.x = 9
    r = copy.deepcopy(p); r.tags.append(1)
    return q, r
""",
        """
class P:
    def __init__(self): self.x, self.tags = 1, []
p = P()
q, r = moved(p)
assert (p.x, p.tags, q.x, r.x) == (1, [], 9, 1)
""",
    ),
    "a name of the notebook that is patched": (
        "",
        """
def helper(x): return x + 1
def total(xs): return sum(helper(x) for x in xs)
""",
        """
from unittest import mock
with mock.patch("__main__.helper", return_value=10) as h:
    assert total([1, 2]) == 20
assert h.call_count == 2
assert total([1, 2]) == 5
""",
    ),
    "a name of the notebook that gives one value after another": (
        "",
        """
import random
def roll(): return random.randint(1, 6)
def game(): return [roll() for _ in range(3)]
""",
        """
from unittest.mock import patch
with patch("__main__.roll", side_effect=[1, 2, 3]):
    assert game() == [1, 2, 3]
assert 1 <= roll() <= 6
""",
    ),
    "`open` of the notebook, to read": (
        "",
        """
def lines(name):
    with open(name) as f:
        return [l.strip() for l in f]
def read(name):
    with open(name) as f: return f.read()
""",
        """
from unittest.mock import patch, mock_open
with patch("__main__.open", mock_open(read_data="a\\nb\\n")) as m:
    assert lines("x.txt") == ["a", "b"]
    assert read("y") == "a\\nb\\n"
m.assert_called_with("y")
""",
    ),
    "`open` of the notebook, to read and write": (
        "",
        """
def read(name):
    with open(name) as f: return f.read()
def write(name, text):
    with open(name, "w") as f: f.write(text)
""",
        """
from unittest.mock import patch, mock_open
with patch("__main__.open", mock_open(read_data="a\\nb\\n"), create=True) as m:
    assert read("y") == "a\\nb\\n"
m = mock_open()
with patch("__main__.open", m): write("z", "t")
m().write.assert_called_once_with("t")
""",
    ),
    "a method of a learner's class that is patched": (
        "",
        """
class Shop:
    def price(self): return 3
    def total(self, n): return n * self.price()
""",
        """
from unittest.mock import patch
with patch.object(Shop, "price", return_value=7):
    assert Shop().total(2) == 14
assert Shop().total(2) == 6
""",
    ),
    "a name of the notebook that is patched by a decorator, and input": (
        "",
        """
def ask(): return int(input())
def twice(): return 2 * ask()
""",
        """
from unittest.mock import patch
@patch("__main__.ask", return_value=4)
def check(a):
    assert twice() == 8
    a.assert_called_once()
check()
with patch("builtins.input", return_value="5"): assert twice() == 10
with patch("builtins.input", side_effect=["1", "2"]) as i:
    assert twice() == 2 and twice() == 4
    assert i.call_count == 2
""",
    ),
    "print that is patched": (
        "",
        """
def hi(): print("hi")
""",
        """
from unittest.mock import patch
with patch("builtins.print") as p: hi()
p.assert_called_once_with("hi")
""",
    ),
    "a class of a learner's that is patched": (
        "",
        """
class Api:
    def get(self, x): return x
def fetch(x): return Api().get(x)
""",
        """
from unittest.mock import patch
with patch("__main__.Api") as A:
    A.return_value.get.return_value = 9
    assert fetch(1) == 9
""",
    ),
    "a function of a module that is patched": (
        "",
        """
import time
def now(): return time.time()
""",
        """
from unittest.mock import patch
with patch("time.time", return_value=5): assert now() == 5
""",
    ),
    "a file that is written": (
        "",
        """
def report(f, rows):
    for r in rows: f.write(f"{r}\\n")
""",
        """
with open("out.txt", "w") as f: report(f, [1, 2])
assert open("out.txt").read() == "1\\n2\\n"
""",
    ),
    "a file that is printed to between lines of the test's": (
        "",
        """
def report(f): print("a", file=f)
""",
        """
with open("out.txt", "w") as f:
    f.write("head\\n")
    report(f)
    f.write("tail\\n")
assert open("out.txt").read() == "head\\na\\ntail\\n"
""",
    ),
    "a file of which the test reads on": (
        "",
        """
def head(f): return f.readline().strip()
""",
        """
with open("in.txt", "w") as f: f.write("a\\nb\\nc\\n")
with open("in.txt") as f:
    assert head(f) == "a" and f.readline() == "b\\n" and head(f) == "c"
""",
    ),
    "a file that is read by the module csv, and in a loop": (
        "",
        """
import csv
def rows(f): return list(csv.reader(f))
def total(f): return sum(int(x) for x in f)
""",
        """
with open("in.csv", "w") as f: f.write("1,2\\n3,4\\n")
with open("in.csv") as f: assert rows(f) == [["1", "2"], ["3", "4"]]
with open("n.txt", "w") as f: f.write("1\\n2\\n")
with open("n.txt") as f: assert total(f) == 3 and f.read() == ""
""",
    ),
    "binary files": (
        "",
        """
def magic(f): return f.read(2)
def store(f, b): return f.write(b)
""",
        """
with open("b.bin", "wb") as f: assert store(f, b"abcd") == 4
with open("b.bin", "rb") as f: assert magic(f) == b"ab" and f.read() == b"cd"
""",
    ),
    "temporary files": (
        "",
        """
def store(f): f.write(b"xyz")
def text(f): f.write("xyz")
""",
        """
import tempfile
with tempfile.NamedTemporaryFile() as f:
    store(f); f.seek(0)
    assert f.read() == b"xyz"
with tempfile.TemporaryFile("w+") as f:
    text(f); f.seek(0)
    assert f.read() == "xyz"
""",
    ),
    "compressed files": (
        "",
        """
def text(f): return f.read()
""",
        """
import gzip
with gzip.open("a.gz", "wt") as f: f.write("hello")
with gzip.open("a.gz", "rt") as f: assert text(f) == "hello"
with gzip.open("a.gz", "rb") as f: assert text(f) == b"hello"
""",
    ),
    "readers and writers of the module csv": (
        "",
        """
def rows(r): return list(r)
def fields(r): return r.fieldnames
def put(w): w.writerow([1, 2])
""",
        """
import csv, io
assert rows(csv.reader(io.StringIO("1,2\\n"))) == [["1", "2"]]
assert fields(csv.DictReader(io.StringIO("a,b\\n1,2\\n"))) == ["a", "b"]
s = io.StringIO()
put(csv.writer(s))
assert s.getvalue() == "1,2\\r\\n"
""",
    ),
    "parsed arguments": (
        "",
        """
def run(args): return args.n * 2 if args.verbose else vars(args)
""",
        """
import argparse
assert run(argparse.Namespace(n=3, verbose=True)) == 6 and run(argparse.Namespace(n=1, verbose=False)) == {"n": 1, "verbose": False}
""",
    ),
    "a template": (
        "",
        """
def fill(t, **k): return t.substitute(**k)
""",
        """
from string import Template
assert fill(Template("$a"), a=1) == "1"
""",
    ),
    "a queue": (
        "",
        """
def drain(q):
    out = []
    while not q.empty(): out.append(q.get())
    return out
def fill(q, xs):
    for x in xs: q.put(x)
""",
        """
import queue
q = queue.Queue()
q.put(1); q.put(2)
assert drain(q) == [1, 2] and q.empty()
fill(q, [4, 5])
assert q.get() == 4 and q.qsize() == 1
""",
    ),
    "a lock": (
        "",
        """
def locked(lock, f):
    with lock: return f()
def take(lock): return lock.acquire()
""",
        """
import threading
l = threading.Lock()
assert locked(l, lambda: 3) == 3 and not l.locked()
assert take(l) and l.locked()
""",
    ),
    "an event": (
        "",
        """
def ready(e): e.set()
""",
        """
import threading
e = threading.Event()
ready(e)
assert e.is_set()
""",
    ),
    "an archive that is read": (
        "",
        """
def names(z): return sorted(z.namelist()), z.read("a.txt")
""",
        """
import zipfile, io
b = io.BytesIO()
with zipfile.ZipFile(b, "w") as z: z.writestr("a.txt", "A")
assert names(zipfile.ZipFile(b)) == (["a.txt"], b"A")
""",
    ),
    "a logger": (
        "",
        """
def log(l): l.warning("x")
""",
        """
import logging
class H(logging.Handler):
    seen = []
    def emit(self, r): self.seen.append(r.getMessage())
l = logging.getLogger("mine")
l.addHandler(H())
log(l)
assert H.seen == ["x"]
""",
    ),
    "an error that says nothing and holds itself": (
        "",
        """
def f(g):
    try: g()
    except ValueError as e: return type(e).__name__
    return 1
""",
        """
class E(ValueError):
    def __str__(self): return 1 / 0
    def __init__(self): self.me = self; self.other = [self]
def g(): raise E()
assert f(g) == "E"
""",
    ),
}


@pytest.mark.parametrize("case", ISOLATED)
def test_what_the_test_hands_over_is_used_across_processes(engine: Engine, tmp_path: Path, case: str) -> None:
    setup, answer, test = ISOLATED[case]
    source, records = graded(engine, tmp_path, assigned([{"name": "t", "answer": answer, "test": test}], setup), {})
    engine.probe_reference(source)
    found = records["t"]
    assert (found.verdict, found.isolated, engine.findings(source).needs) == ("passed", True, {}), found


WRONG = {  # a case of those above, and what somebody hands in for it
    "a page of BeautifulSoup": """
def links(soup): return []
""",
    "an error of the test's own that is let through": """
def title(fetch, url):
    try: return fetch(url)
    except Exception: return ""
""",
    "an error of a library that a mock raises": """
def title_of(n): return "a"
def safe(n): return "404"
""",
    "a class of errors to catch": """
def retry(f, times, kind):
    raise kind(3)
""",
    "a dataclass": """
import dataclasses
def rows(ps): return [(p.x, p.y) for p in ps]
def dicts(ps): return [dataclasses.asdict(p) for p in ps]
def moved(p):
    p.x += 1
    return p
def names(p): return [f.name for f in dataclasses.fields(p)]
def count(ps, p): return ps.count(p), ps.index(p)
def shown(p): return f"{p}|{p!r}|{type(p).__name__}|{sorted(vars(p).items())}|{p.__dict__}"
""",
    "a name of the notebook that is patched": """
def helper(x): return x + 1
def total(xs): return sum(x + 1 for x in xs)
""",
    "a file that is written": """
def report(f, rows): f.write("1")
""",
    "a file of which the test reads on": """
def head(f): return f.read().split("\\n")[0]
""",
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_use_of_what_the_test_hands_over_earns_no_points(engine: Engine, tmp_path: Path, case: str) -> None:
    setup, answer, test = ISOLATED[case]
    cells = assigned([{"name": "t", "answer": answer, "test": test}], setup)
    _source, records = graded(engine, tmp_path, cells, {"t": WRONG[case]})
    assert not records["t"].score
    assert records["t"].verdict in (Verdict.FAILED, Verdict.TAMPERED), records["t"]


HANDS_OVER = """
expected = 17
class Boom(Exception):
    pass
class P:
    kind = "p"
    def __init__(self):
        self._secret = expected
        self.x = 1
        self.number = lambda: 1
    def __enter__(self):
        return self
    def __exit__(self, *about):
        return False
    def __eq__(self, other):
        return isinstance(other, P)
    __hash__ = None
def helper():
    return len(str(expected))
"""
LOOKS = """
def chain(one, names):
    for name in names.split("."):
        one = getattr(one, name)
    return one
def found(make, names):
    try:
        return make() is not None and names
    except (AttributeError, TypeError, LookupError, NameError):
        return None
"""
REACHES = {  # what somebody tries to reach by what the test hands over: an object, a class, a function, a class of errors
    "a private field": "chain(p, '_secret')",
    "a private field among the public ones": "vars(p)['_secret']",
    "a private field by copies": "vars(__import__('copy').copy(p))['_secret']",
    "the globals of a method": "chain(p, 'number.__globals__')['expected']",
    "the globals of a function": "helper.__globals__['expected']",
    "the globals of a constructor": "chain(kind, '__init__.__globals__')['expected']",
    "the closure of a function": "[one.cell_contents for one in helper.__closure__ if one.cell_contents == 17][0]",
    "the subclasses of a class": "[one for one in object.__subclasses__() if one.__name__ == 'TestNamespace'][0]",
    "the frame of an error": "frame_of(p)",
    "the judge's object by its use": "p._ask(p._number, ['_secret'], {})",
    "the judge's object by a special method": "p._ask(p._number, ['__getattribute__', '_secret'], {})",
    "the judge's object by a private name": "p._ask(p._number, ['get', '_secret'], {})",
    "the judge's object by what is inside": "p._ask(p._number, ['get', '__class__'], {})",
    "the judge's class by its use": "p._ask(kind._number, ['get', '__init__'], {})",
    "another number": "p._ask(10_000, ['get', 'x'], {})",
}


@pytest.mark.parametrize("case", REACHES)
def test_what_the_test_hands_over_leads_no_further(engine: Engine, tmp_path: Path, case: str) -> None:
    answer = "def f(p, kind, helper, error): return 1"
    test = HANDS_OVER + "assert f(P(), P, helper, Boom) == expected - 16"
    cheat = LOOKS + (
        "def frame_of(p):\n    try: p.missing\n    except AttributeError as error:\n        trace = error.__traceback__\n"
        "        while trace.tb_next: trace = trace.tb_next\n        return trace.tb_frame.f_globals['expected']\n"
        f"def f(p, kind, helper, error):\n    reached = found(lambda: {REACHES[case]}, 'reached')\n"
        "    return 0 if reached else 1"
    )
    cells = assigned([{"name": "t", "answer": answer, "test": test}])
    _source, records = graded(engine, tmp_path, cells, {"t": cheat})
    assert records["t"].verdict != "failed", "it has reached something"
    assert records["t"].isolated, records["t"]


FORGED = {  # how somebody makes the error that the test looks for without having met it
    "a number that was not given out": "from newspace_grading.engine.worker import tests_object\n"
    "tests_object.StandIns.number_of_error = lambda self, error: 0\ndef f(fetch): raise ValueError('x')",
    "a class of that name": "class Boom(Exception): pass\ndef f(fetch): raise Boom('down')",
}


@pytest.mark.parametrize("case", FORGED)
def test_no_error_of_the_tests_is_raised_that_it_has_not_raised(engine: Engine, tmp_path: Path, case: str) -> None:
    answer = "def f(fetch): return fetch()"
    test = (
        "class Boom(Exception): pass\ndef fetch(): raise Boom('down')\n"
        "try: f(fetch)\nexcept Boom as error: assert error.args == ('down',)\nelse: raise AssertionError('none')"
    )
    cells = assigned([{"name": "t", "answer": answer, "test": test}])
    source, records = graded(engine, tmp_path, cells, {"t": FORGED[case]})
    assert not engine.findings(source).needs
    assert not records["t"].score, records["t"]


CLASSES = cases_in("classes_after_learners.toml")


@pytest.mark.parametrize("name", CLASSES)
def test_classes_after_a_learners_are_made_in_the_worker(engine: Engine, tmp_path: Path, name: str) -> None:
    check_case(engine, tmp_path, CLASSES[name])


REPLACES_METHODS = """
class Base:
    def __init_subclass__(cls):
        cls.size = lambda self: 4
"""


def test_a_learners_class_that_replaces_the_tests_methods_is_still_graded(engine: Engine, tmp_path: Path) -> None:
    test = "class Own(Base):\n    def size(self): return 3\nassert Own().size() == 3"
    cells = assigned([{"name": "t", "answer": "class Base: pass", "test": test}])
    _source, records = graded(engine, tmp_path, cells, {"t": REPLACES_METHODS})
    assert records["t"].verdict == "failed"
