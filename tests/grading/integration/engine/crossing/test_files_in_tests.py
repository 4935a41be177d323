"""Files that a test hands over or names: the judge and the learner's function find the same in them, and in the same order."""

# ruff: noqa: S608 - programs that are graded, with queries in them

from __future__ import annotations

from pathlib import Path

import pytest
from courses.small_assignment import assigned, graded, tried

from newspace_grading.engine.analysis.file_references import UsesOfFiles
from newspace_grading.engine.engine import Engine
from newspace_grading.engine.proxies.arguments.handed_places import HandedPlaces
from newspace_grading.model.results.verdict import Verdict

TODO = """
import json, os
class Todo:
    def __init__(self, name):
        self.name = name
        if not os.path.exists(name):
            self.save([])
        with open(name) as file: self.items = json.load(file)
    def save(self, items):
        with open(self.name, "w") as file: json.dump(items, file)
    def add(self, item):
        self.items.append(item)
        self.save(self.items)
    def __setitem__(self, place, item):
        self.items[place] = item
        self.save(self.items)
"""
FORGETS = TODO.replace(
    "        self.items.append(item)\n        self.save(self.items)", "        self.items.append(item)"
)
LATE = """
import json, os
class Todo:
    def __init__(self, name):
        self.name, self.items = name, json.load(open(name)) if os.path.exists(name) else []
    def add(self, item):
        self.items.append(item)
        with open(self.name, "w") as file: json.dump(self.items, file)
"""
STORE = """
import sqlite3
class Store:
    def __init__(self, name):
        self.c = sqlite3.connect(name)
        with self.c: self.c.execute("create table if not exists t (a)")
    def add(self, a):
        with self.c: self.c.execute("insert into t values (?)", (a,))
    def all(self): return [row[0] for row in self.c.execute("select a from t")]
    def __enter__(self): return self
    def __exit__(self, *about): self.c.close()
"""
COUNTER = """
import json, os
def bump():
    n = json.load(open("state.json"))["n"] if os.path.exists("state.json") else 0
    with open("state.json", "w") as file: json.dump({"n": n + 1}, file)
    return n + 1
bump()
"""
COUNTED = """
from pathlib import Path
import json
Path("state.json").unlink(missing_ok=True)
assert bump() == 1 and bump() == 2
assert json.loads(Path("state.json").read_text()) == {"n": 2}
Path("state.json").write_text('{"n": 9}')
assert bump() == 10
Path("state.json").unlink()
assert bump() == 1
"""
WRITE = "def write(name, text):\n    with open(name, 'w') as file: file.write(text)"
WRITE_X = "def f():\n    with open('x.txt', 'w') as file: file.write('hello')"
PARTS = "def f(n):\n    for i in range(n):\n        with open(f'part{i}.txt', 'w') as file: file.write(str(i))"
MOVES = "import os\ndef drop(n): os.remove(n)\ndef move(a, b): os.rename(a, b)\ndef make(n): os.makedirs(n)"
MOVED = """
import os, tempfile
with open("a.txt", "w") as file: file.write("a")
drop("a.txt")
assert not os.path.exists("a.txt")
with open("a.txt", "w") as file: file.write("a")
move("a.txt", "b.txt")
assert not os.path.exists("a.txt") and open("b.txt").read() == "a"
name = os.path.join(tempfile.mkdtemp(), "u", "v")
make(name)
make("out")
assert os.path.isdir(name) and os.path.isdir("out")
"""
FILL = """
import os
def fill(folder, n):
    os.makedirs(folder, exist_ok=True)
    for i in range(n):
        with open(os.path.join(folder, f"f{i}.txt"), "w") as file: file.write("x")
"""
NAMED = 'import os, tempfile\nname = os.path.join(tempfile.mkdtemp(), "todo.json")\n'
CASES = {  # the reference's answer, a test in which it needs no process of the learner's, and a wrong answer
    "an object that keeps the name": (
        TODO,
        'l = Todo("todo.json")\nl.add("x")\nassert Todo("todo.json").items == ["x"]',
        FORGETS,
    ),
    "a file in a folder that the test has made": (
        TODO,
        NAMED + 'import json\nl = Todo(name)\nl.add("x")\nassert json.load(open(name)) == ["x"] == Todo(name).items\n'
        'l[0] = "y"\nassert json.load(open(name)) == ["y"]\nos.remove(name)\nassert Todo(name).items == []',
        FORGETS,
    ),
    "a database that is held open": (
        STORE,
        NAMED + "import sqlite3\nwith Store(name) as s:\n    s.add('x')\n    assert s.all() == ['x']\n"
        "with Store(name) as s:\n    s.add('y')\n    assert s.all() == ['x', 'y']\n"
        "c = sqlite3.connect(name)\nassert c.execute('select count(*) from t').fetchone() == (2,)\n"
        "c.execute(\"insert into t values ('z')\")\nc.commit()\nc.close()\nassert Store(name).all() == ['x', 'y', 'z']",
        STORE.replace('        with self.c: self.c.execute("insert', '        self.c.execute("insert'),
    ),
    "a file that is not there before": (
        WRITE_X,
        'import os\nassert not os.path.exists("x.txt")\nf()\nassert os.path.exists("x.txt")',
        "def f(): return None",
    ),
    "a file whose name is no argument": (
        WRITE_X,
        'from pathlib import Path\nf()\nassert open("x.txt").read() == Path("x.txt").read_text() == "hello"',
        WRITE_X.replace("hello", "hallo"),
    ),
    "a file that the test deletes and writes": (
        COUNTER,
        COUNTED,
        "def bump():\n    bump.n = getattr(bump, 'n', 0) + 1\n    return bump.n",
    ),
    "files that the test lists": (
        PARTS,
        'import os, glob\nfrom pathlib import Path\nf(2)\nassert sorted(glob.glob("part*.txt")) == ["part0.txt", "part1.txt"]\n'
        'assert "part1.txt" in os.listdir(".") and {"part0.txt"} < {path.name for path in Path().iterdir()}\n'
        'assert open("part1.txt").read() == "1"',
        PARTS.replace("range(n)", "range(n - 1)"),
    ),
    "a name that is given when an object is made": (
        "class Report:\n    def __init__(self, name): self.name = name\n"
        "    def save(self):\n        with open(self.name, 'w') as file: file.write('r')",
        'r = Report("report.txt")\nr.save()\nassert open("report.txt").read() == "r"',
        "class Report:\n    def __init__(self, name): self.name = name\n    def save(self): return None",
    ),
    "files that are deleted and renamed, folders that are made": (
        MOVES,
        MOVED,
        MOVES.replace("os.rename(a, b)", "return None"),
    ),
    "a folder that the function fills": (
        FILL,
        'import os, shutil\nfill("out", 3)\nassert len(os.listdir("out")) == 3\nshutil.rmtree("out")\n'
        'fill("out", 2)\nassert len(os.listdir("out")) == 2',
        FILL.replace("range(n)", "range(3)"),
    ),
    "a folder that the test fills": (
        "import os\ndef count(folder): return len(os.listdir(folder))",
        "import os\nfrom pathlib import Path\nos.makedirs('in/sub')\nPath('in/a.txt').write_text('1')\n"
        "assert count('in') == 2\nos.remove('in/a.txt')\nassert count(Path('in')) == 1",
        "def count(folder): return 2",
    ),
    "a copy beside a file": (
        "import shutil\ndef back_up(name): shutil.copy(name, name + '.bak')",
        NAMED
        + "with open(name, 'w') as file: file.write('a')\nback_up(name)\nassert open(name + '.bak').read() == 'a'",
        "def back_up(name): return None",
    ),
    "the whole path of a file in the working folder": (
        WRITE,
        "import os\nwrite(os.path.abspath('y.txt'), 'hi')\nassert open('y.txt').read() == 'hi'",
        "def write(name, text): return None",
    ),
    "a temporary file with a name": (
        WRITE,
        "import os, tempfile\nwith tempfile.NamedTemporaryFile(delete=False) as file: file.write(b'x')\n"
        "write(file.name, 'hi')\nassert open(file.name).read() == 'hi'",
        "def write(name, text): return None",
    ),
    "a name without a suffix": (
        WRITE,
        'write("notes", "hi")\nwith open("notes") as file: assert file.read() == "hi"',
        "def write(name, text): return None",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_files_are_the_same_on_both_sides(engine: Engine, tmp_path: Path, case: str) -> None:
    answer, test, wrong = CASES[case]
    cells = assigned([{"name": "t", "answer": answer, "test": test}])
    source, records = graded(engine, tmp_path, cells, {})
    engine.probe_reference(source)
    found = records["t"]
    assert (found.verdict, found.isolated, engine.findings(source).needs) == ("passed", True, {}), found
    record = graded(engine, tmp_path, cells, {"t": wrong}, source)[1]["t"]
    assert not record.score
    assert record.verdict in (Verdict.FAILED, Verdict.TAMPERED), record


def test_work_that_writes_at_another_time_is_paid(engine: Engine, tmp_path: Path) -> None:
    record = tried(engine, tmp_path, TODO, CASES["an object that keeps the name"][1], LATE)
    assert (record.verdict, record.isolated) == ("passed", True), record


def test_a_test_in_the_learners_process_finds_the_folder_as_it_was(engine: Engine, tmp_path: Path) -> None:
    test = 'import os\nglobals()["z"] = 1\nassert not os.path.exists("x.bin")\nf()\nassert os.path.exists("x.bin")'
    answer = WRITE_X.replace("x.txt", "x.bin")
    cells = assigned([{"name": "t", "answer": answer, "test": test}, {"name": "u", "answer": "", "test": test}])
    for again in range(4):  # which of the test and its altered copies is run first is drawn
        _source, records = graded(engine, tmp_path, cells, {})
        record = records["t"]
        assert (record.verdict, record.isolated) == ("passed", False), (again, record)
        assert not records["u"].score


WRITES_A_PROGRAM = (
    "import os\ndef f():\n"
    "    for name in ('fractions.py', 'other.csv', '../out.csv'):\n"
    "        with open(name, 'w') as file: file.write('raise SystemExit')\n"
)


def test_no_program_comes_from_the_learners_folder(engine: Engine, tmp_path: Path) -> None:
    answer = "def f():\n    with open('other.csv', 'w') as file: file.write('')\n"
    test = (
        "import os\nf()\nassert 'other.csv' in os.listdir('.')\nassert 'fractions.py' not in os.listdir('.')\n"
        "assert not os.path.exists(os.path.join('..', 'out.' + 'csv'))"
    )
    record = tried(engine, tmp_path, answer, test, WRITES_A_PROGRAM)
    assert (record.verdict, record.isolated) == ("passed", True), record


def test_what_a_function_changes_that_the_references_only_reads_earns_no_points(engine: Engine, tmp_path: Path) -> None:
    answer = "def size(name): return len(open(name).read())"
    test = "with open('a.txt', 'w') as file: file.write('abc')\nassert size('a.txt') == len(open('a.txt').read())"
    record = tried(engine, tmp_path, answer, test, "def size(name):\n    open(name, 'w').close()\n    return 0")
    assert not record.score
    assert record.verdict in (Verdict.FAILED, Verdict.TAMPERED), record


def test_an_operator_that_accepts_anything_is_found_in_a_test_with_files(engine: Engine, tmp_path: Path) -> None:
    answer = (
        "class P:\n    def __init__(self, x): self.x = x\n"
        "    def __eq__(self, other): return isinstance(other, P) and self.x == other.x\n"
        "    def save(self, name):\n        with open(name, 'w') as file: file.write(str(self.x))\n"
        "    @classmethod\n    def load(cls, name): return cls(int(open(name).read()))\n"
    )
    test = "import os\nassert not os.path.exists('p.txt')\nP(3).save('p.txt')\nassert P.load('p.txt') == P(3)"
    other = answer.replace("return isinstance(other, P) and self.x == other.x", "return True")
    record = tried(engine, tmp_path, answer, test, other.replace("cls(int(open(name).read()))", "cls(0)"))
    assert record.verdict == Verdict.TAMPERED, record


HOSTILE = [  # 0 is a file that the test names, 1 the working folder
    (0, "../../out.txt", "YQ=="),
    (0, "/etc/out.txt", "YQ=="),
    (0, "", None),  # it was never there
    (5, "", "YQ=="),
    (-1, "", "YQ=="),
    (0, "a\0b", "YQ=="),
    (1, "fractions.py", "YQ=="),
    (1, "package/__init__.py", "YQ=="),
    (1, "/", None),
    (1, "../out.csv", "YQ=="),
    (1, "kept.csv", None),
    (1, "big.csv", "no base64"),
]


@pytest.mark.parametrize("change", HOSTILE)
def test_only_what_was_handed_over_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: tuple[int, str, str | None]
) -> None:
    (tmp_path / "room").mkdir()
    monkeypatch.chdir(tmp_path / "room")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "room"))
    places = HandedPlaces()
    places.watch(UsesOfFiles(("x.txt",), lists=True), set())
    places.hand_over(["..", "../y.txt", "/etc/passwd", ".", "", str(tmp_path), "a\0.txt", tmp_path / "z.txt"])
    (tmp_path / "room" / "kept.csv").write_text("kept")
    places.take([change], "f", bool)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == ["room", "room/kept.csv"]
    places.take([(0, "", "YQ=="), (1, "new.csv", "YQ==")], "f", bool)
    assert (tmp_path / "room" / "x.txt").read_text() == (tmp_path / "room" / "new.csv").read_text() == "a"
    places.take([(0, "", None), (1, "new.csv", "Yg==")], "f", lambda _what: False)
    assert (tmp_path / "room" / "x.txt").read_text() == (tmp_path / "room" / "new.csv").read_text() == "a"
    places.take([(0, "", None)], "f", bool)
    assert not (tmp_path / "room" / "x.txt").exists()


def test_a_withheld_file_in_a_folder_stays_with_the_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    for name in ("given.csv", "hidden.csv"):
        (tmp_path / "data" / name).write_text(name)
        (tmp_path / name).write_text(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    places = HandedPlaces()
    places.watch(UsesOfFiles(("hidden.csv", "given.csv"), lists=True, loosely=True), {"hidden.csv"})
    places.hand_over(["data", tmp_path / "data"])
    names, changes = places.take_outgoing()
    assert len(names) == 4
    assert not any("hidden" in text for text in (*(name for name, _in in names), *(entry for _n, entry, _c in changes)))
    assert sum(entry == "given.csv" for _n, entry, _c in changes) == 3
    places.hand_over([tmp_path / "data" / "hidden.csv"])
    assert places.take_outgoing()[1][0][1:] == ("", "aGlkZGVuLmNzdg==")
