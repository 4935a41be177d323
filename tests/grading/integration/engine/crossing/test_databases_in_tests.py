"""Databases of sqlite that a test hands over: what the learner's function does there is done in the test's own."""

# ruff: noqa: S608 - programs that are graded, with queries in them

from __future__ import annotations

from pathlib import Path

import pytest
from courses.small_assignment import assigned, graded, tried

from newspace_grading.engine.engine import Engine
from newspace_grading.model.results.verdict import Verdict

SQL = "import sqlite3\n"
MADE = SQL + "c = sqlite3.connect(':memory:')\nc.execute('create table t (id integer primary key autoincrement, a)')\n"
ADD = SQL + "def add(c, a):\n    c.execute('insert into t (a) values (?)', (a,))\n    c.commit()"
ADD_OPEN = ADD.replace("    c.commit()", "    return None")
COUNT = "c.execute('select count(*) from t').fetchone()[0]"
FAMILY = SQL + (
    "c = sqlite3.connect(':memory:')\nc.execute('pragma foreign_keys = on')\n"
    "c.executescript('create table p (id integer primary key); "
    "create table k (id integer primary key, p integer not null references p (id) on delete cascade)')\n"
)
ISOLATED = {  # the reference's answer, and a test in which it needs no process of the learner's
    "rows that are committed": (
        ADD,
        MADE + f"add(c, 'x')\nadd(c, 'y')\nassert {COUNT} == 2\nc.rollback()\nassert {COUNT} == 2",
    ),
    "rows that are not committed": (
        ADD_OPEN,
        MADE + f"add(c, 1)\nassert {COUNT} == 1\nc.rollback()\nassert {COUNT} == 0",
    ),
    "a transaction of the test's that the function ends": (
        SQL + "def undo(c): c.rollback()",
        MADE + f"c.execute('insert into t (a) values (1)')\nundo(c)\nassert {COUNT} == 0 and not c.in_transaction",
    ),
    "a transaction of the test's that the function goes on with": (
        ADD_OPEN,
        MADE + f"c.execute('insert into t (a) values (1)')\nadd(c, 2)\nassert {COUNT} == 2 and c.in_transaction\n"
        f"c.rollback()\nassert {COUNT} == 0",
    ),
    "tables": (
        SQL + "def make(c): c.executescript('create table u (a text); create index i on u (a)')",
        SQL + "c = sqlite3.connect(':memory:')\nmake(c)\nc.execute('insert into u values (1)')\n"
        "assert c.execute('select type, name from sqlite_master').fetchall() == [('table', 'u'), ('index', 'i')]",
    ),
    "a function that opens a cursor, and names columns": (
        SQL
        + "def names(c):\n    c.row_factory = sqlite3.Row\n    return [row['a'] for row in c.execute('select a from t')]",
        MADE + "c.execute(\"insert into t (a) values ('x')\")\nc.commit()\nassert names(c) == ['x']\n"
        "assert c.execute('select a from t').fetchone()['a'] == 'x'",
    ),
    "a cursor": (
        SQL
        + "def add(cursor, a):\n    cursor.execute('insert into t (a) values (?)', (a,))\n    return cursor.lastrowid",
        MADE + f"cursor = c.cursor()\nassert add(cursor, 'x') == 1\nassert {COUNT} == 1",
    ),
    "a store that keeps the connection": (
        SQL + "class Store:\n    def __init__(self, c): self.c = c\n"
        "    def add(self, a):\n        with self.c: self.c.execute('insert into t (a) values (?)', (a,))\n"
        f"    def size(self): return self.{COUNT}",
        MADE + f"s = Store(c)\ns.add('x')\nassert {COUNT} == 1\nc.execute('delete from t')\nc.commit()\n"
        f"assert s.size() == 0\ns.add('y')\nassert s.size() == {COUNT} == 1 and s.c is c",
    ),
    "a file": (
        ADD,
        SQL + "import os, tempfile\nname = os.path.join(tempfile.mkdtemp(), 'a.db')\nc = sqlite3.connect(name)\n"
        f"c.execute('create table t (a)')\nadd(c, 'x')\nc.close()\nc = sqlite3.connect(name)\nassert {COUNT} == 1",
    ),
    "foreign keys": (
        SQL + "def add(c, p):\n    with c: c.execute('insert into k (p) values (?)', (p,))",
        FAMILY + "c.execute('insert into p values (7)')\nc.commit()\nadd(c, 7)\n"
        "try: add(c, 8)\nexcept sqlite3.IntegrityError: pass\nelse: raise AssertionError('no such parent')\n"
        "assert c.execute('select p from k').fetchall() == [(7,)]",
    ),
    "foreign keys in a transaction that stays open": (
        SQL + "def move(c):\n    c.execute('insert into p values (2)')\n    c.execute('update k set p = 2')\n"
        "    c.execute('delete from p where id = 1')",
        FAMILY
        + "c.execute('insert into p values (1)')\nc.execute('insert into k values (5, 1)')\nc.commit()\nmove(c)\n"
        "assert c.execute('select * from k').fetchall() == [(5, 2)]\nc.rollback()\n"
        "assert c.execute('select * from k').fetchall() == [(5, 1)] and c.execute('select * from p').fetchall() == [(1,)]",
    ),
    "a connection that is closed": (
        SQL + "def end(c): c.close()",
        MADE
        + "end(c)\ntry: c.execute('select 1')\nexcept sqlite3.ProgrammingError: pass\nelse: raise AssertionError('open')",
    ),
    "a frame that is written": (
        SQL + "import pandas as pd\ndef write(frame, c): frame.to_sql('u', c, index=False)",
        SQL + "import pandas as pd\nc = sqlite3.connect(':memory:')\nwrite(pd.DataFrame({'a': [1, 2]}), c)\n"
        "assert pd.read_sql('select sum(a) as s from u', c)['s'][0] == 3",
    ),
}


@pytest.mark.parametrize("case", ISOLATED)
def test_databases_are_written_across_processes(engine: Engine, tmp_path: Path, case: str) -> None:
    task = dict(zip(("answer", "test"), ISOLATED[case], strict=True), name="t")
    source, records = graded(engine, tmp_path, assigned([task]), {})
    engine.probe_reference(source)
    found = records["t"]
    assert (found.verdict, found.isolated, engine.findings(source).needs) == ("passed", True, {}), found


WRONG = {  # the reference's answer, a test, and what somebody hands in for it
    "nothing is committed": (*ISOLATED["rows that are committed"], ADD_OPEN),
    "everything is committed": (*ISOLATED["rows that are not committed"], ADD),
    "other columns": (
        *ISOLATED["a frame that is written"],
        SQL + "def write(frame, c): frame.to_sql('u', c, index=True, index_label='a0')\nimport pandas as pd\n"
        "def write(frame, c): frame.assign(a=1).to_sql('u', c)",
    ),
    "rows where the reference only reads": (
        SQL + f"def count(c): return {COUNT}",
        MADE + f"assert count(c) == {COUNT}",
        SQL
        + "def count(c):\n    c.execute('delete from t')\n    c.execute('insert into t (a) values (1)')\n    return 1",
    ),
    "a connection that is closed": (
        SQL + f"def count(c): return {COUNT}",
        MADE + f"assert count(c) == 0\nassert {COUNT} == 0",
        SQL + "def count(c):\n    c.close()\n    return 0",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_work_on_databases_earns_no_points(engine: Engine, tmp_path: Path, case: str) -> None:
    record = tried(engine, tmp_path, *WRONG[case])
    assert not record.score
    assert record.verdict in (Verdict.FAILED, Verdict.TAMPERED), record
