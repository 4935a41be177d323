"""The learner's page: it helps, it gives nothing of the hidden tests away, and nothing in it runs."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from newspace_grading.course.nbgrader.hide_hidden_preprocessor import HideHiddenTests
from newspace_grading.disclosure.policy import disclose, rows_of, secret_numbers
from newspace_grading.disclosure.redaction import descriptions, hidden_sources
from newspace_grading.engine.analysis.reference import read_source
from newspace_grading.engine.engine import Engine
from newspace_grading.model.record import Record
from newspace_grading.pages.learner import markdown, task_texts
from newspace_grading.pages.learner.page import LONGEST_ANSWER, Given, Work, render
from newspace_grading.pages.learner.verdict_labels import WORDS
from newspace_grading.pages.learner.writer import answers, texts, write_whole

HOME = Path(__file__).resolve().parents[2]
ANSWERS = HOME / "tests" / "exercises" / "answers"
UNITS = sorted(path.name for path in (HOME / "solutions").iterdir() if (path / f"{path.name}.ipynb").exists())
SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>"
NUMBER = re.compile(r"\d[\d_,]*(?:\.\d+)?(?:[eE][+-]?\d+)?")


class Page(HTMLParser):
    """What a browser would see: elements, attributes, and the text outside style sheets."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["style"]:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def harmless(page: Page) -> bool:
    dangerous = {"script", "img", "iframe", "object", "embed", "form", "link", "base"}
    links = [value or "" for name, value in page.attributes if name in ("href", "src")]
    return (
        not dangerous & set(page.tags)
        and not any(name.startswith("on") for name, _value in page.attributes)
        and all(link.startswith(("#", "https://", "http://", "mailto:")) for link in links)
    )


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine(readable=(HOME / "seeds", HOME / "lessons")) as made:
        yield made


def source_path(unit: str) -> Path:
    return HOME / "solutions" / unit / f"{unit}.ipynb"


def page_of(engine: Engine, unit: str, written: dict[str, str], folder: Path, **more: Any) -> tuple[Page, list[Record]]:
    """Put answers (task → text) into the released notebook, grade it, and make the page."""
    table = json.loads((HOME / "exercises" / unit / f"{unit}.ipynb").read_text(encoding="utf-8"))
    left = dict(written)
    for cell in table["cells"]:
        meta = cell["metadata"]
        if meta.get("nbgrader", {}).get("solution") and meta.get("newspace", {}).get("task") in left:
            cell["source"] = left.pop(meta["newspace"]["task"])
    (folder / f"{unit}.ipynb").write_text(json.dumps(table), encoding="utf-8")
    path = source_path(unit)
    source = read_source(path, HOME / "exercises" / unit / f"{unit}.ipynb")
    records = engine.grade(source, folder)
    work = Work(unit, "min-seo", "", records, answers(source, folder), **more)
    return Page(render(work, task_texts.read(path), texts(path))), records


def wrong_answers(unit: str, number: int) -> dict[str, str]:
    chosen = {}
    for folder in sorted((ANSWERS / unit).iterdir()) if (ANSWERS / unit).is_dir() else ():
        files = sorted(folder.glob("wrong_*.py"))
        chosen[folder.name] = files[number % len(files)].read_text(encoding="utf-8")
    return chosen


def hidden_constants(unit: str) -> tuple[set[float], set[str]]:
    """The numbers and texts that the hidden tests of a unit call with or expect; not the words that they say to learners."""
    numbers, words = set(), set()
    for task in task_texts.read(source_path(unit)):
        for source in task.tests.values():
            for region in hidden_sources(source):
                tree = ast.parse(region)
                told_anyway = [
                    inner
                    for node in ast.walk(tree)
                    for part in (
                        [
                            k.value
                            for k in node.keywords
                            if k.arg in ("because", "why", "expected", "unit", "x_unit", "y_unit")
                        ]
                        + (node.args if isinstance(node.func, ast.Attribute) and node.func.attr == "hidden" else [])
                        if isinstance(node, ast.Call)
                        else []
                    )
                    for inner in ast.walk(part)
                ]
                for node in ast.walk(tree):
                    if isinstance(node, ast.Constant) and node not in told_anyway:
                        if isinstance(node.value, str) and len(node.value) > 3:
                            words.add(node.value)
                        elif isinstance(node.value, int | float) and not isinstance(node.value, bool):
                            numbers.add(abs(float(node.value)))
    return numbers, words


def numbers_in(text: str) -> set[float]:
    return {float(found.replace(",", "").replace("_", "")) for found in NUMBER.findall(text)}


def telling(number: float) -> bool:
    return len(repr(number).replace(".", "").strip("0")) >= 3


@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("number", range(2))
def test_no_constant_of_a_hidden_test_reaches_the_page(engine: Engine, unit: str, number: int, tmp_path: Path) -> None:
    written = wrong_answers(unit, number)
    page, records = page_of(engine, unit, written, tmp_path)
    assert any(record.verdict == "failed" for record in records)
    numbers, words = hidden_constants(unit)
    assert numbers or words
    release = (HOME / "exercises" / unit / f"{unit}.ipynb").read_text(encoding="utf-8")
    known = ["".join(cell["source"]) for cell in json.loads(release)["cells"]] + [*written.values()]
    tests = [source for task in task_texts.read(source_path(unit)) for source in task.tests.values()]
    abouts = [about for source in tests for about in descriptions(source)]
    cells = "\n".join([*known, *abouts])
    shown = numbers_in(page.text) - numbers_in(cells)
    assert {value for value in numbers & shown if telling(value)} == set()
    assert [word for word in words if word in page.text and word not in cells] == []
    assert [about for about in abouts if about not in page.text] == []


@pytest.mark.slow
def test_what_a_program_remembers_of_hidden_calls_does_not_come_out_elsewhere(engine: Engine, tmp_path: Path) -> None:
    spy = {
        "orbit-speed": "seen = []\ndef orbit_speed(altitude_m):\n    seen.append(altitude_m)\n    return math.sqrt(GM_MOON / (R_MOON + altitude_m))",
        "deorbit": "def deorbit(high_m, low_m):\n    return 1",
        "braking-need": "def braking_need(altitude_m, speed_m_s):\n    seen.append((altitude_m, speed_m_s))\n    return 4.04 if altitude_m == 900 else 0",
        "braking-figure": "def plot_braking_need(altitudes_m, speed_m_s):\n    raise ValueError(f'{seen}')",
    }
    page, records = page_of(engine, "02_ispace_missions", spy, tmp_path)
    assert next(record for record in records if record.task == "test-braking-figure").verdict == "failed"
    assert "it stopped with ValueError: []" in page.text, "as in a process in which no other test was run"
    assert not {"6000000", "20000.0", "192"} & set(page.text.replace(",", " ").split())


@pytest.mark.slow
def test_the_page_says_what_was_asked_called_came_back_and_expected(engine: Engine, tmp_path: Path) -> None:
    written = {
        "orbit-speed": "def orbit_speed(altitude_m):\n    return math.sqrt(GM_MOON / altitude_m)",
        "free-fall": "def free_fall(height_m, speed_m_s=0.0):\n    return 127.27922, 78.567420",
    }
    page, _records = page_of(engine, "02_ispace_missions", written, tmp_path)
    for words in (
        "1. The speed of an orbit", "How fast were they there?", "Called orbit_speed(100000)", "Came back 7002",
        "Expected a number in m/s, about 1633.504", "The radius of the orbit counts from the Moon's centre",
        "return math.sqrt(GM_MOON / altitude_m)", "Not right yet: 0 of 2 points",
        "A hidden test did not pass. It tries: other heights, with and without a speed at the start, and no height at all .",
        "Expected 2 numbers in m/s and s Why",
    ):  # fmt: skip
        assert words in page.text, words
    assert "192" not in page.text


HIDDEN = (
    "check.number(f, 1, expect=2.5)\n### BEGIN HIDDEN TESTS\nwith checks.hidden('t', 'other values') as check:\n"
    "    check.number(f, 71234.5, expect=9.87654)\n### END HIDDEN TESTS"
)
FAILED = (
    "t: not right yet.\n  Hidden test:  other values\n  Called:       f(71234.5)\n  Came back:    71234.5\n\n"
    "  Expected:     a number in m/s,\n                and no more\n  Why:          It is near 71234.5."
)


def test_a_hidden_failure_tells_its_description_and_kind_and_neither_call_nor_result() -> None:
    record = Record("t", "failed", 0.0, 2.0, FAILED, called="(71234.5)", came_back="71234.5")
    shown = disclose(record, HIDDEN, secret_numbers([HIDDEN], []))
    assert shown.failed == "other values"
    assert shown.rows == [("Expected", "a number in m/s, and no more"), ("Why", "It is near ….")]


@pytest.mark.parametrize(
    ("why", "own", "kept"),
    [
        ("It happened in your line: return [0] / 2", "def f(x):\n    return [0] / 2", True),
        ("It happened in your line: return '71234.5'", "def f(x):\n    return made_up(x)", False),
        (
            "Your function uses “speed”, which does not exist. Check the spelling; run the cells above.",
            "speed + 1",
            True,
        ),
        ("Your function uses “arg_71k”, which does not exist. Check the spelling; run the cells above.", "g(x)", False),
        ("At an altitude of 0 the task asks for a ValueError.", "", True),
    ],
)
def test_a_hidden_failure_quotes_only_what_stands_in_the_learner_s_file(why: str, own: str, kept: bool) -> None:
    message = f"t: not right yet.\n  Hidden test:  other values\n  Called:       f(1)\n  Why:          {why}"
    assert disclose(Record("t", "failed", 0.0, 2.0, message), HIDDEN, own=own).rows == ([("Why", why)] if kept else [])


def test_a_message_that_cannot_be_taken_apart_shows_nothing_of_a_hidden_test() -> None:
    broken = FAILED.replace("  Called:", "Called:")
    assert rows_of(broken) == []
    shown = disclose(Record("t", "failed", 0.0, 2.0, broken, called="(71234.5)"), HIDDEN)
    assert shown.failed
    assert shown.rows == []


def test_a_visible_check_is_told_whole_and_a_bare_assert_with_its_last_call() -> None:
    seen = FAILED.replace("  Hidden test:  other values\n", "")
    assert [label for label, _text in disclose(Record("t", "failed", 0.0, 2.0, seen), HIDDEN).rows] == [
        "Called", "Came back", "Expected", "Why",
    ]  # fmt: skip
    bare = Record("t", "failed", 0.0, 2.0, "AssertionError: too small", "(3)", "4")
    assert disclose(bare, "assert f(3) > 5, 'too small'").rows == [
        ("Called", "your function, with (3)"), ("Came back", "4"), ("What happened", "AssertionError: too small"),
    ]  # fmt: skip
    # With a hidden region in the cell nobody can tell whose call was the last.
    assert disclose(bare, HIDDEN).rows == [("What happened", "AssertionError: too small")]


STUB = "def f(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
CALLED = "t: not right yet.\n  Called:     f(3)\n  Came back:  it stopped with NotImplementedError\n  Why:        Write your code."
ERROR = "SyntaxError: expected ':' (<ipython-input-4-b7b7c716ee26>, line 3)"


@pytest.mark.parametrize(
    ("message", "called", "stopped", "answer", "word", "told_too"),
    [
        ("NotImplementedError", "(3)", "", STUB, "Not answered yet", "still holds the line"),
        (CALLED, "(3)", "", STUB, "Not answered yet", "still holds the line"),
        ("t: not right yet.\n  Why: There is no “f” yet.", "", "NotImplementedError", STUB, "Not answered yet", ""),
        (CALLED, "(3)", "", "def f(x):\n    return g(x)", "Not right yet", "another task that is not answered yet"),
        (FAILED, "(3)", "", STUB, "Not right yet", "It tries: other values"),
        ("NameError: f", "", ERROR, "def f(x)", "Does not run", "SyntaxError: expected ':' (line 3 of the cell)"),
        ("NameError: f", "", "KeyError: 'a (b.py)'", "{}['a (b.py)']", "Does not run", "KeyError: 'a (b.py)'"),
        ("AssertionError", "(3)", "NameError: y", "def f(x): return 1\ny", "Not right yet", "NameError: y"),
        ("AssertionError", "(3)", "", "def f(x): return 1", "Not right yet", "AssertionError"),
    ],
)
def test_a_task_without_an_answer_or_whose_cell_does_not_run_says_so(
    message: str, called: str, stopped: str, answer: str, word: str, told_too: str
) -> None:
    record = Record("t", "failed", 0.0, 2.0, message, called, "", stopped=stopped)
    text = Page(one(records=[record], answers={"a": answer})).text
    assert f"{word}: 0 of 2 points" in text
    assert told_too in text
    assert ("Not right yet" in text) is (word == "Not right yet")


def test_an_answer_left_as_it_was_given_out_is_not_answered_and_not_shown() -> None:
    record = Record("t", "failed", 0.0, 2.0, "AssertionError: 4711")
    text = Page(one(records=[record], answers={"a": "x = None"}, left=frozenset("a"))).text
    assert "Not answered yet: 0 of 2 points" in text
    assert "4711" not in text
    assert "Your answer" not in text
    passed = Record("t", "passed", 2.0, 2.0)
    assert "Passed: 2 of 2 points" in Page(one(records=[passed], left=frozenset("a"))).text


@pytest.mark.slow
def test_the_error_of_a_cell_that_does_not_run_reaches_the_page(engine: Engine, tmp_path: Path) -> None:
    written = {
        "orbit-speed": "def orbit_speed(altitude_m)\n    return 1",
        "free-fall": "half = 1 / 0\ndef free_fall(height_m, speed_m_s=0.0):\n    return half",
        "gate": "def keeps(measured_m, predicted_m, gate_m):\n    return abs(measured_m - predicted_m) <= gate_m\nkeeps()",
    }
    page, records = page_of(engine, "02_ispace_missions", written, tmp_path, left=frozenset(["deorbit"]))
    assert "1. The speed of an orbit ✗ Does not run 0 of 2" in page.text
    assert "SyntaxError: expected ':' (line 1 of the cell)" in page.text
    assert "ZeroDivisionError: division by zero" in page.text
    assert "2. Leaving the orbit – Not answered yet 0 of 3" in page.text
    found = {record.task: record for record in records}
    assert found["test-gate"].verdict == "passed", "an error after the answer costs nothing"
    assert found["test-gate"].stopped == ""


def test_hidden_tests_are_described_or_counted() -> None:
    def cell(body: str, title: str = "") -> str:
        return f"x = 1\n### BEGIN HIDDEN TESTS{title}\n{body}\n### END HIDDEN TESTS"

    assert descriptions(HIDDEN) == ["other values"]
    assert descriptions(cell("assert f(1) == 2\nassert f(2) == 3")) == ["2 hidden tests"]
    assert descriptions(cell("assert f(1) == 2")) == ["1 hidden test"]
    assert descriptions(cell("self.assertEqual(f(1), 2)")) == ["1 hidden test"]
    assert descriptions(cell("# about: very large radii\nassert f(1e9) > 0")) == ["very large radii"]
    assert descriptions(cell("assert f(1e9) > 0", ": very large radii")) == ["very large radii"]
    assert descriptions("assert f(1)") == []


@pytest.mark.parametrize("message", [FAILED, FAILED.replace("  Called:", "Called:")])
def test_nbgrader_s_own_page_shows_no_more(message: str) -> None:
    from nbformat.v4 import new_code_cell, new_output

    error = new_output("error", ename="failed", evalue=message, traceback=["failed", *message.splitlines()])
    cell = new_code_cell(HIDDEN, outputs=[error], metadata={"nbgrader": {"grade": True, "grade_id": "t"}})
    made, _resources = HideHiddenTests().preprocess_cell(cell, {}, 0)
    assert "A hidden test did not pass" in str(made)
    assert "71234.5)" not in str(made)
    assert "9.87654" not in str(made)


def cells(*marked: tuple[str, str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"cell_type": kind, "source": text, "metadata": {"nbgrader": marks} if marks else {}}
        for kind, text, marks in marked
    ]


def test_tasks_of_any_course_are_told_by_the_order_of_their_cells() -> None:
    answer, test = {"grade_id": "a", "solution": True}, {"grade_id": "ta", "grade": True, "points": 1}
    found = task_texts.tasks(
        cells(
            ("markdown", "# Course\n\nWelcome.", {}), ("markdown", "How to.", {}), ("markdown", "## Part *A*\nDo it.", {}),
            ("markdown", "Carefully.", {}), ("code", "", answer), ("code", "assert a", test),
            ("code", "assert aa", test | {"grade_id": "ta2"}),
            ("code", "", answer | {"grade_id": "b"}), ("code", "assert b", test | {"grade_id": "tb"}),
            ("markdown", "Say why.", {}), ("markdown", "", {"grade_id": "w", "solution": True, "grade": True}),
            ("markdown", "---\n## Draw\nOn paper.", {"grade_id": "d", "task": True}),
        )
    )  # fmt: skip
    assert [(task.title, task.text, list(task.answers), list(task.tests)) for task in found] == [
        ("Part A", "Do it.\n\nCarefully.", ["a"], ["ta", "ta2"]),
        ("", "", ["b"], ["tb"]),
        ("", "Say why.", ["w"], ["w"]),
        ("Draw", "On paper.", ["d"], ["d"]),
    ]


def one(**more: Any) -> str:
    """A page of one task, in which everything that comes from somebody else tries to run."""
    task = task_texts.Asked(
        "t" + SCRIPT,
        SCRIPT,
        f"{SCRIPT} [x](javascript:alert(1)) ![p](http://a.test/p.png)",
        {"a": True},
        {"t": "assert f"},
    )
    work = {
        "notebook": f"n{SCRIPT}", "learner": f"s{SCRIPT}", "handed_in": "",
        "records": [Record("t", "failed", 0.0, 2.0, f"ValueError: {SCRIPT}\x1b[31m\u202e", SCRIPT, SCRIPT, repaired=(SCRIPT, "other"))],
        "answers": {"a": SCRIPT}, "comments": {"t": SCRIPT}, "notes": [SCRIPT],
    } | more  # fmt: skip
    return render(Work(**work), [task])


def test_nothing_on_the_page_runs() -> None:
    page = one()
    assert harmless(Page(page))
    assert "default-src 'none'" in page
    assert Page(page).text.count("alert(1)") >= 7, "it is shown, as text"
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert harmless(Page(one(records=[Record("t", "unreadable", None, 2.0, SCRIPT)])))


def test_prose_keeps_what_is_safe_and_draws_formulas() -> None:
    made = str(
        markdown.html("**a** `b` [c](https://x.test) $\\frac{a<1}{b}$ [d](#Sources)\n\n| h | |\n|---|---|\n| 1 | $x$ |")
    )
    assert "<strong>a</strong> <code>b</code>" in made
    assert '<a href="https://x.test">c</a>' in made
    assert "<a>d</a>" in made
    assert made.count("<svg") == 2
    assert 'aria-label="\\frac{a&lt;1}{b}"' in made
    assert "<th></th>" not in made
    assert markdown.formula("\\nosuch{x}") == "<code>\\nosuch{x}</code>"
    assert "\ue000" not in markdown.html("\ue0007\ue001 <b onclick=x>y</b>")


def test_a_page_has_a_bound() -> None:
    page = one(answers={"a": "x" * 10_000_000}, records=[Record("t", "failed", 0.0, 2.0, "y" * 10_000_000)])
    assert len(page) < LONGEST_ANSWER + 20_000
    assert "9980000 further characters are not shown" in page


@pytest.mark.parametrize("verdict", sorted(WORDS))
def test_every_verdict_has_words_and_what_waits_is_not_0(verdict: Any) -> None:
    held = verdict in ("tampered", "unreadable", "grader error", "not graded")
    record = Record("t", verdict, None if held else 1.0, 2.0, "the engine's own words with 4711")
    text = Page(one(records=[record])).text
    assert WORDS[record.verdict].name.lower() in text.lower()
    assert ("No points yet, of 2" in text) is held
    assert ("1 of 2 points" in text) is not held
    if verdict in ("tampered", "grader error"):
        assert "4711" not in text, "how the grader failed is none of a learner's business"


def test_a_person_s_points_and_comment_count_over_the_machine_s() -> None:
    record = Record("t", "not graded", None, 4.0, "A person grades this task.")
    text = Page(one(records=[record], given={"t": Given(2.5, by_person=True)}, comments={"a": "Well argued."})).text
    assert "Graded by a person: 2.5 of 4 points" in text
    assert "Well argued." in text
    assert "wait" not in text.split("Graded by a person")[0]


def test_a_page_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "deep" / "page.html"
    write_whole(page, "first")
    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", lambda _handle: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(OSError, match="No space"):
            write_whole(page, "second")
    assert page.read_text(encoding="utf-8") == "first"
    assert list(page.parent.iterdir()) == [page]
    if sys.platform != "win32":
        assert page.stat().st_mode & 0o777 == 0o644
