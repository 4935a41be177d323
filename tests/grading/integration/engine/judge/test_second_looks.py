"""Second looks: tests that pass with more empty values or changed arguments than with the reference are run again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from courses.small_assignment import assigned, graded, notebook, tried

from newspace_grading.engine.analysis.reference import read_source
from newspace_grading.engine.engine import Engine
from newspace_grading.model.results.verdict import Reason, Verdict

SQUARES, DATA = "def f(xs): return [x**2 for x in xs]", "data = [1, 2, 3]\nassert f(data) == [x**2 for x in data]"
SORTED, XS = "def f(xs): return sorted(xs)", "xs = [3, 1, 2]\nassert f(xs) == sorted(xs)"
ARRAY = "import numpy as np\na = np.array([1.0, 2.0])\nassert np.allclose(f(a), a * 2)"
FRAME = "import pandas as pd\nt = pd.DataFrame({'a': [1, 2, 3]})\nassert f(t) == t['a'].sum()"
FILE = "with open('w.txt', 'w') as w: w.write('a b c')\nassert f('w.txt') == len(open('w.txt').read().split())"
ZIP = "for a, b in zip(f([1, 2]), [2, 4]): assert a == b"
DOUBLED = "def f(xs): return [x * 2 for x in xs]"
CASE = """import unittest
class Case(unittest.TestCase):
    def test_four(self): self.assertEqual(f(2), 4)
"""
RUN = "found = unittest.TextTestRunner().run(unittest.defaultTestLoader.loadTestsFromTestCase(Case))\nassert found.wasSuccessful()"
MAIN = "assert unittest.main(argv=['x'], exit=False).result.wasSuccessful()"
MEANS = "import pandas as pd\nimport numpy as np\ndef f(xs): return pd.Series(xs).rolling(2).mean()"
NOT_PAID = {  # the reference's answer, a test, and what somebody hands in for it
    "a list that is changed to fit": (SQUARES, DATA, "def f(xs):\n    xs[:] = [1]\n    return [1]"),
    "a list that is emptied": (SQUARES, DATA, "def f(xs):\n    xs.clear()\n    return []"),
    "a list that is sorted already": (SORTED, XS, "def f(xs):\n    xs[:] = [1]\n    return [1]"),
    "an array of zeros": ("def f(a): return a * 2", ARRAY, "def f(a):\n    a[:] = 0\n    return a * 1"),
    "a frame of zeros": ("def f(t): return t['a'].sum()", FRAME, "def f(t):\n    t['a'] = 0\n    return 0"),
    "a file that is emptied": (
        "def f(name): return len(open(name).read().split())",
        FILE,
        "def f(name):\n    open(name, 'w').close()\n    return 0",
    ),
    "a graph that is emptied": (
        "def f(g): return g.number_of_nodes()",
        "import networkx as nx\ng = nx.path_graph(4)\nassert f(g) == len(g)",
        "def f(g):\n    g.clear()\n    return 0",
    ),
    "a database that is written into": (
        "def f(c): return c.execute('select count(*) from t').fetchone()[0]",
        "import sqlite3\nc = sqlite3.connect(':memory:')\nc.execute('create table t (a)')\nc.execute('insert into t values (1)')\n"
        "assert f(c) == c.execute('select count(*) from t').fetchone()[0]",
        "def f(c):\n    c.execute('delete from t')\n    return 0",
    ),
    "a list that is kept and changed later": (
        "def keep(xs): return None\ndef f(xs): return [x**2 for x in xs]",
        "data = [1, 2, 3]\nkeep(data)\nassert f([1, 2]) == [1, 4]\nassert f(data) == [x**2 for x in data]",
        "kept = []\ndef keep(xs): kept.append(xs)\n"
        "def f(xs):\n    kept[0].clear()\n    return [1, 4] if len(xs) == 2 else []",
    ),
    "no iterator's items": (DOUBLED, ZIP, "def f(xs): return iter([])"),
    "no generator's items": (DOUBLED, ZIP, "def f(xs):\n    return\n    yield"),
    "a list of gaps alone": (
        MEANS,
        "for a, b in zip(f([1, 3, 5]), [0, 2, 4]): assert not abs(a - b) > 1",
        "def f(xs): return [float('nan')] * 3",
    ),
    "no map's items": (DOUBLED, ZIP, "def f(xs): return map(abs, [])"),
    "no dictionary's items": (DOUBLED, ZIP, "def f(xs): return {}"),
    "no neighbours to be in order": (
        "def f(xs): return sorted(xs)",
        "found = f([2, 1])\nassert found == sorted(found) and all(a <= b for a, b in zip(found, found[1:]))",
        "def f(xs): return []",
    ),
    "nothing in an array": (
        "import numpy as np\ndef f(a): return a * 2",
        "import numpy as np\nfound = f(np.ones(2))\nassert np.all(found > 0) and np.allclose(found, found)",
        "import numpy as np\ndef f(a): return np.array([])",
    ),
    "nothing that is shorter": ("def f(xs): return xs[:1]", "assert len(f([3, 1, 2])) < 3", "def f(xs): return []"),
    "nothing that differs": ("def f(xs): return xs[:1]", "assert f([3, 1, 2]) != [3, 1, 2]", "def f(xs): return []"),
    "a list of nothing that is shorter": (
        "def f(xs): return xs[:1]",
        "found = f([3, 1, 2])\nassert isinstance(found, list) and type(found) is list and len(found) < 3",
        "def f(xs): return []",
    ),
    "an array of nothing that is shorter": (
        "import numpy as np\ndef f(a): return a[:1]",
        "import numpy as np\nfound = f(np.ones(4))\nassert found.ndim == 1 and found.size < 4",
        "import numpy as np\ndef f(a): return np.array([])",
    ),
    "no items of a class of its own": (DOUBLED, ZIP, "class E(list): pass\ndef f(xs): return E()"),
    "no items of what is no list": (
        DOUBLED,
        ZIP,
        "class E:\n    def __iter__(self): return iter(())\ndef f(xs): return E()",
    ),
    "no generator's items, where the reference gives one": (
        "def f(xs):\n    for x in xs: yield x * 2",
        ZIP,
        "def f(xs): return zip()",
    ),
    "a test that is skipped": (
        "def f(x): return 2 * x",
        CASE + RUN,
        "import unittest\ndef f(x): raise unittest.SkipTest('no')",
    ),
    "a test that is skipped by a class of its own": (
        "def f(x): return 2 * x",
        CASE + MAIN,
        "import unittest\nclass S(unittest.SkipTest): pass\ndef f(x): raise S('no')",
    ),
    "a test that is over": (
        "def f(x): return 2 * x",
        CASE + RUN,
        "import unittest\ndef f(x): raise unittest.case._ShouldStop",
    ),
    "a wrong answer to a test that looks for its cases in the notebook": (
        "def f(x): return 2 * x",
        CASE + MAIN,
        "def f(x): return 5",
    ),
}
REASONS = {"a list that is changed to fit": Reason.ARGUMENTS_CHANGED, "no map's items": Reason.EMPTY_VALUES}
PAID = {  # the same, for what is right
    "a list with gaps, where the reference gives a series with the same": (
        MEANS,
        "m = list(f([1, 3, 5]))\nassert np.isnan(m[0]) and m[1:] == [2, 4]",
        "import numpy as np\ndef f(xs): return [float('nan')] + [(a + b) / 2 for a, b in zip(xs, xs[1:])]",
    ),
    "a list that is sorted in place": (SORTED, XS, "def f(xs):\n    xs.sort()\n    return xs"),
    "a list that is sorted in place and copied": (SORTED, XS, "def f(xs):\n    xs.sort()\n    return xs[:]"),
    "a list that is used up": (
        SQUARES,
        "assert f([1, 2, 3]) == [1, 4, 9]",
        "def f(xs):\n    found = []\n    while xs: found.append(xs.pop(0) ** 2)\n    return found",
    ),
    "what the reference changes as well": (
        "def f(xs): xs.sort()",
        "xs = [3, 1, 2]\nf(xs)\nassert xs == [1, 2, 3]",
        "def f(xs): xs[:] = sorted(xs)",
    ),
    "an empty list, where the test asks for its type alone": (
        "found = [1]",
        "assert type(found) == list and isinstance(found, list)",
        "found = []",
    ),
    "an empty dictionary, the same": ("def f(): return {1: 2}", "assert isinstance(f(), dict)", "def f(): return {}"),
    "an empty array, the same": (
        "import numpy as np\ndef f(): return np.ones(3)",
        "assert type(f()) == np.ndarray",
        "import numpy as np\ndef f(): return np.array([])",
    ),
    "a series for a list": (
        "import pandas as pd\n" + DOUBLED,
        "assert list(f([1, 2])) == [2, 4]",
        "import pandas as pd\ndef f(xs): return pd.Series(xs) * 2",
    ),
    "a frame for a dict": (
        "import pandas as pd\ndef f(): return {'a': [1, 2], 'b': [3, 4]}",
        "found = f()\nassert list(found['a']) == [1, 2] and set(found) == {'a', 'b'}",
        "import pandas as pd\ndef f(): return pd.DataFrame({'a': [1, 2], 'b': [3, 4]})",
    ),
    "a stack that is a list": (
        "class Stack:\n    def __init__(self): self.items = []\n    def push(self, x): self.items.append(x)\n"
        "    def pop(self): return self.items.pop()\ndef f(): return Stack()",
        "s = f()\ns.push(1)\nassert s.pop() == 1",
        "class Pile(list):\n    def push(self, x): self.append(x)\ndef f(): return Pile()",
    ),
    "one more field, which is empty": (
        "def f(): return {'a': 1}",
        "assert f()['a'] == 1",
        "def f(): return {'a': 1, 'b': []}",
    ),
    "one more field, which is no number": (
        "def f(): return {'a': 1}",
        "assert f()['a'] == 1",
        "def f(): return {'a': 1, 'b': float('nan')}",
    ),
    "a generator for a list": (DOUBLED, ZIP + "\nassert list(f([])) == []", "def f(xs):\n    for x in xs: yield x * 2"),
}


@pytest.mark.parametrize("case", NOT_PAID)
def test_empty_changed_or_skipped_values_earn_no_points(engine: Engine, tmp_path: Path, case: str) -> None:
    record = tried(engine, tmp_path, *NOT_PAID[case])
    assert not record.score, record
    assert record.reason == REASONS.get(case, record.reason)
    assert record.verdict in (Verdict.TAMPERED, Verdict.FAILED)


@pytest.mark.parametrize("case", PAID)
def test_right_answers_with_empty_or_changed_values_still_earn_points(
    engine: Engine, tmp_path: Path, case: str
) -> None:
    record = tried(engine, tmp_path, *PAID[case])
    assert (record.verdict, record.score, record.isolated) == ("passed", 1, True), record


def test_value_of_a_locked_cell_that_an_answer_changes_to_fit_earns_no_points(engine: Engine, tmp_path: Path) -> None:
    task = {"name": "t", "answer": "def f(): return sum(DATA)", "test": "assert f() == sum(DATA)"}
    cells = assigned([task], "DATA = [1, 2, 3]")
    source, records = graded(engine, tmp_path, cells, {"t": "DATA.clear()\ndef f(): return 0"})
    engine.probe_reference(source)
    assert not engine.findings(source).failures
    assert records["t"].verdict in (Verdict.FAILED, Verdict.TAMPERED)
    sorts = graded(engine, tmp_path, cells, {"t": "DATA.sort(reverse=True)\ndef f(): return sum(DATA)"}, source)[1]["t"]
    assert (sorts.verdict, sorts.isolated) == ("passed", True)


def test_only_changes_that_the_reference_does_not_make_are_left_out(engine: Engine, tmp_path: Path) -> None:
    tasks = [
        {
            "name": "t",
            "answer": "def add(names, one): names.append(one)\ndef first(names): return sorted(names)[0]",
            "test": "names = []\nadd(names, 'b')\nadd(names, 'a')\nassert first(names) == 'a'\nassert len(names) == 2",
        }
    ]
    cells = assigned(tasks)
    source, records = graded(engine, tmp_path, cells, {})
    assert records["t"].verdict == "passed"
    other = "def add(names, one): names.append(one)\ndef first(names):\n    names.sort()\n    return names[0]"
    assert graded(engine, tmp_path, cells, {"t": other}, source)[1]["t"].verdict == "passed"


OF_ITS_OWN = "class N:\n    def __init__(self, n): self.n = n\n    def __add__(self, o): return self.n + o\n"
AT_THE_BORDER = {  # a test of `def f(): return 4`, what somebody hands in for it, and what becomes of that
    "right in one process": ("assert f() + 1 == 5", OF_ITS_OWN + "def f(): return N(4)", "needs process"),
    "wrong in one process, too": ("assert f() + 1 == 5", OF_ITS_OWN + "def f(): return N(5)", "failed"),
    "anything pleases": (
        "assert f() + 1 == 5",
        "class A:\n    def __add__(self, o): return self\n    def __eq__(self, o): return True\ndef f(): return A()",
        "tampered",
    ),
    "a function in place of a number": ("assert f() + 1 == 5", "def f(): return f", "failed"),
}


@pytest.mark.parametrize("case", AT_THE_BORDER)
def test_what_cannot_cross_goes_to_a_person_only_if_it_may_be_right(engine: Engine, tmp_path: Path, case: str) -> None:
    test, other, verdict = AT_THE_BORDER[case]
    record = tried(engine, tmp_path, "def f(): return 4", test, other)
    assert (record.verdict, bool(record.score)) == (verdict, False), record


def test_a_strict_engine_runs_no_test_in_the_learners_process_for_it(strict_engine: Engine, tmp_path: Path) -> None:
    test, other, _verdict = AT_THE_BORDER["right in one process"]
    assert tried(strict_engine, tmp_path, "def f(): return 4", test, other).verdict == "needs process"


SAVES = "import numpy as np\nnp.savez('o.npz', x=np.array([{0}]))"
PICKLES = "import pickle\nwith open('o.pkl', 'wb') as o: pickle.dump([{0}], o)"
PACKS = "import gzip\nwith gzip.open('o.csv.gz', 'wt') as o: o.write('{0}')"
STORES = (
    "import os, sqlite3\nif os.path.exists('o.sqlite3'): os.remove('o.sqlite3')\nc = sqlite3.connect('o.sqlite3')\n"
    "c.execute('create table t(a)')\nc.execute('insert into t values({0})')\nc.commit()"
)
LEFT_OVERS = {  # an answer that writes a file, and a test that reads it; the right file lies there already
    "npz": (SAVES, "assert np.load('o.npz')['x'].tolist() == [1]", True),
    "pkl": (PICKLES, "with open('o.pkl', 'rb') as o: assert pickle.load(o) == [1]", False),
    "gz": (PACKS, "with gzip.open('o.csv.gz', 'rt') as o: assert o.read() == '1'", True),
    "sqlite3": (STORES, "assert sqlite3.connect('o.sqlite3').execute('select a from t').fetchall() == [(1,)]", True),
}


@pytest.mark.parametrize("kind", LEFT_OVERS)
def test_a_file_left_over_by_the_course_is_not_taken_for_the_learners(
    engine: Engine, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer, test, isolated = LEFT_OVERS[kind]
    cells = assigned([{"name": "t", "answer": answer.format(1), "test": test}])
    (name,) = re.findall(r"'(o\.[\w.]+)'", answer)[:1]
    answers = {"wrong": answer.format(5), "gone": f"import os, sqlite3\nos.remove({name!r})"}
    for folder in ("source", "right", *answers):
        (tmp_path / folder).mkdir()
        monkeypatch.chdir(tmp_path / folder)
        exec(answer.format(1), {})  # noqa: S102 - it writes the file
        text = answers.get(folder, answer.format(1))
        (tmp_path / folder / "a.ipynb").write_text(
            notebook([(role, name, text if name == "t" else source) for role, name, source in cells]), encoding="utf-8"
        )
    source = read_source(tmp_path / "source" / "a.ipynb")
    right, *others = (engine.grade(source, tmp_path / one, tmp_path / one)[0] for one in ("right", *answers))
    assert (right.verdict, right.isolated) == ("passed", isolated), right
    assert [(one.verdict, one.score) for one in others] == [("failed", 0)] * 2, others


DATA_READ = "assert total() == sum(map(int, open('d.csv').read().split()))"
CHANGES_DATA = {
    "to please": ("with open('d.csv', 'w') as d: d.write('0')\ndef total(): return 0", "tampered"),
    "and does not hang on it": (
        "def total(): return sum(map(int, open('d.csv').read().split()))\nwith open('d.csv', 'a') as d: d.write('\\n')",
        "passed",
    ),
}


@pytest.mark.parametrize("case", CHANGES_DATA)
def test_data_of_the_course_is_not_the_learners_to_change(engine: Engine, tmp_path: Path, case: str) -> None:
    other, verdict = CHANGES_DATA[case]
    answer = "def total(): return sum(map(int, open('d.csv').read().split()))"
    cells = assigned([{"name": "t", "answer": answer, "test": DATA_READ}])
    for folder, text in (("source", answer), ("submitted", other)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "d.csv").write_text("1\n2\n", encoding="utf-8")
        (tmp_path / folder / "a.ipynb").write_text(
            notebook([(role, name, text if name == "t" else source) for role, name, source in cells]), encoding="utf-8"
        )
    source = read_source(tmp_path / "source" / "a.ipynb")
    (record,) = engine.grade(source, tmp_path / "submitted", tmp_path / "submitted")
    assert record.verdict == verdict, record
