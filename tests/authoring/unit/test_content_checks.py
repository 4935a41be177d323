"""The content check: each fault that an author can make is named with file, cell and remedy."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from repository import ROOT

from authoring import content
from authoring.commands import check
from authoring.content import contradictions, notebook_model, numbered_sources, right_options
from authoring.content.checks import executed_outputs, glossary_terms, objectives, reading_time, used_facts
from newspace.content import facts
from newspace.core.errors import CourseError
from newspace.questions import load_bank
from newspace.questions.kinds.choice import Choice, One

UNIT = "02_ispace_missions"
LESSON = f"lessons/{UNIT}.ipynb"
COURSE = content.load_course(ROOT)
NUMBERED = [page for page in (*COURSE.lessons, *COURSE.solutions.values()) if "(#Sources" in page.prose]
A_SINGLE_CHOICE = next(
    question
    for question in load_bank(ROOT / "lessons" / "quizzes" / f"{UNIT}.toml").questions
    if isinstance(question, One)
)


def copied(folder: Path) -> Path:
    """Copy unit 2 and the start page into a folder."""
    for room in ("lessons", "solutions", "exercises"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("0[013-9]_*", ".*"))
    shutil.copy(ROOT / "lessons" / "00_start_here.ipynb", folder / "lessons")
    return folder


@pytest.fixture
def course(tmp_path):
    """A copy that can be broken."""
    return copied(tmp_path)


@pytest.fixture(scope="module")
def problems_before(tmp_path_factory):
    """What the check finds in the lesson of a copy that nobody has broken."""
    return problems(copied(tmp_path_factory.mktemp("unbroken")))


def edit(root: Path, old: str, new: str, file: str = LESSON) -> None:
    """Change a notebook's text, which must be there once at least, as an author would."""
    path = root / file
    if path.suffix == ".ipynb":
        table = json.loads(path.read_text(encoding="utf-8"))
        before = json.dumps(table)
        for cell in table["cells"]:
            source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
            cell["source"] = source.replace(old, new, 1)
        assert json.dumps(table) != before
        path.write_text(json.dumps(table), encoding="utf-8")
    else:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(root: Path, file: str = LESSON) -> list[content.Problem]:
    """What the check finds in one file, beyond links to units that are not in the copy."""
    return [
        problem
        for problem in content.find_problems(root, run=False)
        if problem.file == file and ", which is not there" not in problem.what and "has no link" not in problem.what
    ]


FAULTS = [
    ("## 2. Where is", "#### 2. Where is", "s2", "leaves out a level"),
    ("## 2. Where is", "# 2. Where is", "s2", "second title"),
    ("# 2 · Two", "2 · Two", "", "does not begin with its title"),
    ("[Start here](00_start_here.ipynb) shows", "[here](00_start_here.ipynb) shows", "next", "does not say where it leads"),
    ("#Sources \"fact m1_step_m\"", "#Nowhere \"fact m1_step_m\"", "s4-explain", "No heading of this notebook"),
    ("A *mare* (Latin", "![](moon.png) A *mare* (Latin", "s2", "no words"),
    ("[crash ¶7 \"a one-hour descent from lunar orbit\"]", "[crash ¶7 \"an one-hour descent\"]", "s3", "to the letter"),
    ("fact m1_step_m", "fact no_such_fact", "s4-explain", "no_such_fact"),
    ("[[?]](#Sources", "[](#Sources", "s3-assumed", "out of date"),
    ("[[?]](#Sources \"fact lander_thrust_n", "[[1]](#Sources \"fact lander_thrust_n", "s3-assumed", "out of date"),
    ("?]](#Sources \"fact m1_altitude_sensor", "]](#Sources \"fact m1_altitude_sensor", "s6-open", "out of date"),
    ("Mission 1 was launched on 11 December 2022[[1]](#Sources \"fact m1_launch_utc\")", "Mission 1 was launched on 11 December 2022", "sources", "out of date"),
    ("\n1. ", "\n1. Another paper: ", "sources", "out of date"),
    ("quote=\"roughly 900 kilometers from", "quote=\"about 900 kilometers from", "s2-read", "does not hold"),
    ("ns.reading(\"gap\", 1)", "ns.reading(\"gap\", 99)", "s1-read-gap", "99"),
    ("| Readings |", "| Texts |", "header", "header lacks: Readings"),
    ("60 to 115 minutes", "10 minutes", "header", "It says 10 minutes; by the rule it takes 60 to 115 minutes"),
    ("60 to 115 minutes", "an hour", "", "does not say how long"),
    ("| Last checked | 29 November 2026 |", "| Last checked | recently |", "header", "is no day"),
    ("Explain the phases of a lunar landing and what each of them needs.", "Explain a landing.", "header", "lacks the objective"),
    ("\"which-day\", \"claim-before-landing\"", "\"which-day\"", "", "asked 0 times"),
    ("\"which-day\", \"claim-before-landing\"", "\"which-day\", \"claim-before-landing\", \"plans-2027\"", "", "asked 2 times"),
    ("\"which-day\", \"claim-before-landing\"", "\"which-day\", \"claim-before-landing\", \"who\"", "", "none of this name"),
    ("ns.quiz(\"02_ispace_missions\", \"plans-2027\"", "ns.quiz(\"03_hubs\", \"plans-2027\"", "s8-check", "asks the bank"),
    ("[Glossary](glossary.ipynb)", "Glossary", "header", "does not link the glossary"),
    ("A *mare* (Latin", "A *lava sea* (Latin", "s2", "the glossary does not hold it"),
    ("A *mare* (Latin", "A _lava sea_ (Latin", "s2", "*lava sea* is set as a term"),
    ("<details>\n<summary>After you have tried: what came out, and why</summary>\n\n**Explain.** Mission 1", "**Explain.** Mission 1", "s1-explain", "beside its question"),
    ("## 3. How to come down\n\n**Read.** The reading calls it", "So it is 30 degrees. The reading calls it", "s3", "beside its question"),
    ("## What the sources leave open", "## Open questions", "", "is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "cell", "what"), FAULTS, ids=[row[3] + " " + row[2] for row in FAULTS])
def test_each_fault_is_named(course, problems_before, old, new, cell, what):
    edit(course, old, new)
    found = [problem for problem in problems(course) if problem not in problems_before]
    assert any(what in problem.what and cell in problem.cell and problem.remedy for problem in found), found


A_MARK = '[[{}]](#Sources "fact {}")'


def marks_of(page: content.Page) -> list[tuple[str, str]]:
    """What each mark of a notebook shows, and the facts that it names."""
    return re.findall(r'\[\[([^\]]*)\]\]\(#Sources "fact ([^"]+)"\)', page.prose)


@pytest.mark.parametrize("page", NUMBERED, ids=lambda page: page.file)
def test_numbers_follow_the_text_and_the_list_has_each_once(page):
    found = marks_of(page)
    numbers = [int(number) for shown, _ in found if (number := shown.rstrip("?≠"))]
    first = list(dict.fromkeys(numbers))
    assert first == list(range(1, len(first) + 1)), "consecutive, in the order in which they first appear"
    (listed,) = [
        cell.prose.split(numbered_sources.LEAD)[1] for cell in page.cells if numbered_sources.LEAD in cell.prose
    ]
    entries = dict(re.findall(r"^(\d+)\. (.+)$", listed, re.MULTILINE))
    assert [int(number) for number in entries] == first, "an entry for each number, and none without a mark"
    assert all(re.search(r"\((?:no date|.*\d{4}); [PNMW]\), <http[^>]+>", entry) for entry in entries.values())
    for shown, names in found:
        cited = [facts.get(name) for name in names.split()]
        number = shown.rstrip("?≠")
        sources = {source.url for fact in cited for source in facts.sources_of(fact)}
        assert set(re.findall(r"<(http[^>]+)>", entries[number])) == sources if number else not sources
        assert shown.removeprefix(number) == numbered_sources.sign(cited)
        notes = [line for line in listed.splitlines() if shown in line.partition(":")[0].removeprefix("- ").split(", ")]
        assert len(notes) >= sum(fact.status != "confirmed" for fact in cited)


def test_a_sentence_can_move_and_its_number_follows(course):
    page = content.load_course(course).lesson(UNIT)
    before = dict(marks_of(page))
    first = next(names for number, names in marks_of(page) if number == "1")
    edit(course, A_MARK.format(1, first), "")
    edit(course, "Both landers were lost.", f'Both landers were lost[](#Sources "fact {first} m1_end").')
    written = content.load_course(course).lesson(UNIT)
    assert notebook_model.rewrite(written, numbered_sources.numbered_prose(written))
    after = content.load_course(course).lesson(UNIT)
    assert marks_of(after)[0] == ("1", f"{first} m1_end")
    assert list(numbered_sources.current(after)) == []
    assert not notebook_model.rewrite(after, numbered_sources.numbered_prose(after)), "nothing is left to write"
    assert len(dict(marks_of(after))) >= len(before)
    assert not [problem for problem in problems(course) if "out of date" in problem.what]


def test_facts_that_rest_on_the_same_sources_share_a_number_and_open_ones_have_none(tmp_path):
    text = (
        'A[](#Sources "fact sia_ground_2024_usd"), b[x](#Sources "fact sia_services_2024_usd"), '
        'c[[9]](#Sources "fact lander_thrust_n"), `d`[](#Sources "fact moon_gm_m3_s2").\n\n'
        '```\ne[](#Sources "fact moon_gm_m3_s2")\n```'
    )
    cells = (("a", text), ("z", "## Sources\n\nWhat we read."))
    page = content.Page(
        tmp_path, "p", tuple(content.notebook_model.NotebookCell(name, False, text, {}, False) for name, text in cells)
    )
    made = numbered_sources.numbered_prose(page)
    shown = re.findall(r"\[\[(.*?)\]\]", made["a"])
    assert shown == ["1", "1", "?", "2"]
    assert 'e[](#Sources "fact moon_gm_m3_s2")' in made["a"], "fenced code stays as it is"
    assert made["z"].startswith("## Sources\n\nWhat we read.\n\n" + numbered_sources.LEAD)
    assert made["z"].count("\n- ?: ") == 1
    (problem,) = numbered_sources.current(content.Page(tmp_path, "p", page.cells[:1]))
    assert "have no list" in problem.what


def test_the_command_writes_numbers_and_times_and_names_the_notebook(course, capsys):
    edit(course, "Both landers were lost.", 'Both landers were lost[](#Sources "fact m1_end").')
    edit(course, "Time needed | 60 to 115 minutes", "Time needed | 1 to 2 minutes")
    check.write_generated(course)
    assert capsys.readouterr().out == f"{LESSON}: written\n"
    assert not [problem for problem in problems(course) if "out of date" in problem.what or "rule" in problem.what]
    check.write_generated(course)
    assert capsys.readouterr().out == ""


def test_links_to_previous_and_next_lesson_are_checked(course):
    edit(course, "[Back: Start here](", "[Start here](")
    (found,) = [problem for problem in content.find_problems(course, run=False) if "“Back”" in problem.what]
    assert (found.file, found.cell) == (LESSON, "cell title")
    assert "[Back: …](00_start_here.ipynb)" in found.remedy


def test_a_term_must_be_explained_where_the_glossary_says(course, monkeypatch):
    monkeypatch.setenv("NEWSPACE_HOME", str(course))
    (course / "seeds").symlink_to(ROOT / "seeds")
    before = {
        problem.cell for problem in content.find_problems(course, run=False) if problem.file == glossary_terms.GLOSSARY
    }
    assert not before & {"term mare", "term gate"}  # terms of units that are not in the copy are named rightly
    edit(course, "A *mare* (Latin for sea; the plural is *maria*)", "A mare (Latin for sea)")
    edit(course, "This page is a *notebook*", "This page is a *notebook* with a *gate*", "lessons/00_start_here.ipynb")
    found = {
        problem.cell: problem.what
        for problem in content.find_problems(course, run=False)
        if problem.file == glossary_terms.GLOSSARY
    }
    assert "No lesson sets *mare* in italics" in found["term mare"]
    assert "first in 00_start_here, not in 02_ispace_missions" in found["term gate"]


@pytest.mark.parametrize(
    ("text", "italics"),
    [
        ("a *cell* and *two words*", ["cell", "two words"]),
        ("**bold** and ***both***", []),
        ("2 * 3 * 4 and `*code*` and $a *b* c$", []),
        ("an _old way_, and snake_case_name", ["old way"]),
        ("(*cell*) [a *term*](x_y_z.ipynb)", ["cell", "term"]),
    ],
)
def test_italics_are_found_and_nothing_else(text, italics):
    assert glossary_terms.italics(content.notebook_model.NotebookCell("c", False, text, {}, False)) == italics


def test_an_output_is_named(course):
    path = course / LESSON
    table = json.loads(path.read_text(encoding="utf-8"))
    cell = next(cell for cell in table["cells"] if cell["cell_type"] == "code")
    cell["execution_count"] = 3
    path.write_text(json.dumps(table), encoding="utf-8")
    assert any("output" in problem.what and cell["id"] in problem.cell for problem in problems(course))


def test_a_notebook_or_bank_that_cannot_be_read_is_one_problem_and_the_rest_is_checked(course):
    (course / "lessons/00_start_here.ipynb").write_text("{", encoding="utf-8")
    edit(course, 'kind = "one"', 'kind = "won"', f"lessons/quizzes/{UNIT}.toml")
    edit(course, "| Readings |", "| Texts |")
    found = content.find_problems(course, run=False)
    assert sum("not a notebook" in problem.what for problem in found) == 1
    assert any("Unknown kind" in problem.what and problem.file.endswith(".toml") for problem in found)
    assert any("header lacks" in problem.what for problem in found)


def test_an_objective_without_task_or_question_is_named(course):
    edit(course, "[objectives]", '[objectives]\nspare = "Do something more."', f"lessons/quizzes/{UNIT}.toml")
    found = [problem for problem in content.find_problems(course, run=False) if "objective spare" in problem.cell]
    assert sorted(problem.what for problem in found) == ["No question tests it.", "No task practises it."]


def test_the_table_names_sections_questions_and_tasks():
    row = next(
        row
        for row in objectives.objective_rows(content.load_course(ROOT))
        if (row.unit, row.objective) == (UNIT, "orbit")
    )
    assert row.taught == ("2", "3")
    assert "pole-distance" in row.questions
    assert row.tasks == ("orbit-speed", "deorbit")


@pytest.mark.parametrize(
    ("as_of", "today", "is_due"),
    [
        ("2025-11-20", date(2026, 11, 21), True),
        ("2025-11-21", date(2026, 11, 21), False),  # a year to the day
        ("2025-11", date(2026, 11, 21), False),
        ("2025-10", date(2026, 11, 21), True),
        ("2025", date(2026, 11, 21), False),  # perhaps said in December
        ("2024", date(2026, 11, 21), True),
        ("constant", date(2099, 1, 1), False),
    ],
)
def test_a_fact_is_due_after_a_year(monkeypatch, as_of, today, is_due):
    course = content.load_course(ROOT)
    fact = dataclasses.replace(used_facts.facts.get("m1_step_m"), as_of=as_of)
    monkeypatch.setattr(used_facts, "used", lambda _: {fact.id})
    monkeypatch.setattr(used_facts.facts, "get", lambda _: fact)
    assert used_facts.facts_due(course, today) == ([fact] if is_due else [])


def test_a_fact_is_as_good_as_its_best_source(course):
    assert used_facts.best_grade(used_facts.facts.get("price_limit_1000_1499_jpy")) == "P"
    assert used_facts.best_grade(used_facts.facts.get("share_price_before_m2_jpy")) == "P", "its parent's source counts"
    assert used_facts.best_grade(used_facts.facts.get("hubs_road_times")) == "-"
    loaded = content.load_course(course)
    found = used_facts.by_grade(loaded)
    assert list(found) == ["P", "N", "M", "W", "-"]
    assert {fact.id for rows in found.values() for fact in rows} == used_facts.used(loaded)
    assert {used_facts.best_grade(fact) for fact in used_facts.weak(loaded)} <= {"M", "W"}


def test_the_time_follows_its_rule():
    one = reading_time.Estimate(words=1200, questions=4, simulators=2, figures=6, tasks=3, texts=1)
    assert one.minutes(reading_time.QUICK) == pytest.approx(6 + 4 + 4 + 3 + 15 + 20)
    assert one.minutes(reading_time.CAREFUL) == pytest.approx(10 + 8 + 10 + 6 + 36 + 40)
    assert str(one) == "50 to 110 minutes"


def test_the_start_page_tells_the_rule():
    page = COURSE.lesson("00_start_here")
    (told,) = [cell.prose for cell in page.cells if cell.id == "units"]
    quick, careful = reading_time.QUICK, reading_time.CAREFUL
    assert (
        f"reads {quick.words} words a minute and needs {quick.question} minute for a question, {quick.simulator} for a simulator"
        in told
    )
    assert quick.figure == 0.5
    assert f"half a minute for a figure, {quick.task} for a task of Python and {quick.text} for a text" in told
    numbers = (careful.question, careful.simulator, careful.figure, careful.task)
    assert f"{careful.words} words a minute, and {', '.join(map(str, numbers))} and {careful.text} minutes" in told


@pytest.mark.parametrize("table", ["README.md", "docs/guides/learners/study.md"])
def test_the_tables_of_units_tell_the_times_of_the_lessons(table):
    rows = dict(re.findall(r"^\| (\d) \| .+ \| (.+) min \|$", (ROOT / table).read_text(encoding="utf-8"), re.MULTILINE))
    assert rows == {page.name[1]: str(reading_time.estimate(page)).removesuffix(" minutes") for page in COURSE.numbered}


def test_the_guide_tells_the_times_of_lessons_and_exercises():
    guide = (ROOT / contradictions.GUIDE).read_text(encoding="utf-8")
    for page in COURSE.numbered:
        exercise = reading_time.estimate_exercise(COURSE.solutions[page.name], COURSE.assignments[page.name])
        assert re.search(
            rf"^\| {page.name[1]} \| {reading_time.estimate(page)} \| .+ \| {exercise} \|$", guide, re.MULTILINE
        )


def page_of(root: Path, source: str) -> content.Page:
    cell = {"cell_type": "code", "id": "c", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
    (root / "lessons").mkdir()
    path = root / "lessons" / "09_try.ipynb"
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    (root / "solutions").mkdir()
    return content.load_course(root).lessons[0]


DRAW = """
from newspace.figures import Drawing
from newspace.figures.shared.style import new_figure
fig, ax = new_figure(4, 3)
ax.set_title({title!r})
Drawing(fig, caption={caption!r}, words={words!r})
"""
LONG = "The price falls from 10 to 5 dollars in ten years, then it stays."


@pytest.mark.parametrize(
    ("source", "what"),
    [
        (DRAW.format(title="Moon", caption="", words=LONG), "no caption"),
        (DRAW.format(title="Moon", caption="Price", words="A plot."), "not told in words"),
        (DRAW.format(title="Moon \U00013080", caption="Price", words=LONG), "no glyph for: \U00013080"),
        ("1 / 0", "ZeroDivisionError"),
        ("import matplotlib.pyplot as plt\nplt.figure()", "bare figure"),
    ],
)
def test_what_a_cell_shows_is_judged(tmp_path, source, what):
    (problem,) = executed_outputs.executed_pictures(page_of(tmp_path, source))
    assert what in problem.what
    assert problem.cell == "cell c"


def test_a_figure_with_caption_and_words_is_fine(tmp_path):
    assert (
        list(
            executed_outputs.executed_pictures(
                page_of(tmp_path, DRAW.format(title="Moon", caption="Price", words=LONG))
            )
        )
        == []
    )


def in_file(root: Path, file: str) -> list[content.Problem]:
    return [problem for problem in content.find_problems(root, run=False) if problem.file == file]


BANK = f"lessons/quizzes/{UNIT}.toml"


def test_the_register_is_the_twenty_of_the_course_and_quotes_to_the_letter(course):
    assert [one.number for one in contradictions.read_register(ROOT)] == list(range(1, 21))
    assert in_file(course, contradictions.REGISTER) == []
    edit(course, "SLIM in January last year", "SLIM in January of last year", contradictions.REGISTER)
    (problem,) = in_file(course, contradictions.REGISTER)
    assert "to the letter" in problem.what


def test_a_tag_that_is_not_true_is_named(course):
    edit(course, "contradictions = [3]", "contradictions = [17]", BANK)
    edit(course, "contradictions = [20]", "contradictions = [21]", BANK)
    found = {problem.cell: problem for problem in in_file(course, BANK) if "contradiction" in problem.what}
    assert "cites none of its paragraphs" in found["question claim-blackouts"].what
    assert "[gap ¶8]" in found["question claim-blackouts"].remedy
    assert "no contradiction 21" in found["question which-day"].what


def test_a_contradiction_that_no_unit_uses_is_named_when_all_units_are_there(course, monkeypatch):
    assert in_file(course, contradictions.REGISTER) == []
    monkeypatch.setattr(contradictions, "UNITS", 1)
    named = {problem.cell for problem in in_file(course, contradictions.REGISTER)}
    assert "contradiction 10" in named
    assert "contradiction 3" not in named


@pytest.mark.parametrize(
    ("source", "cited"),
    [
        ("The text says [gap ¶8].", {("gap", 8)}),
        ('ns.reading("gap", 8, 9)', {("gap", 8), ("gap", 9)}),
        ('{"reading": "gap", "paragraph": 8}', {("gap", 8)}),
        ('claims = {"a": ("contradicted", "gap", 8, "…")}', {("gap", 8)}),
        ('print("gap", 8.5, "nap", 8)', set()),
    ],
)
def test_what_a_cell_cites(source, cited):
    code = "¶" not in source
    assert contradictions._of_cell(content.notebook_model.NotebookCell("c", code, source, {}, False)) == cited


def test_a_lessons_cell_and_a_task_can_be_tagged(course):
    for file, cell, name in (
        (LESSON, "s6-read-crash", "section “6"),
        (f"solutions/{UNIT}/{UNIT}.ipynb", "argument-answer", "argument"),
    ):
        path = course / file
        table = json.loads(path.read_text(encoding="utf-8"))
        one = next(one for one in table["cells"] if one["id"] == cell)
        one["metadata"].setdefault("newspace", {})["contradictions"] = [2 if name == "argument" else 7]
        path.write_text(json.dumps(table), encoding="utf-8")
    found = content.load_course(course)
    kinds = {(one.number, one.kind) for one in contradictions.meetings(found) if one.unit == UNIT}
    assert {(2, "task"), (7, "lesson")} <= kinds
    assert not [problem for problem in contradictions.met(found) if "section" in problem.cell or "task" in problem.cell]


def test_the_guides_table_follows_the_tags(course):
    guide = course / contradictions.GUIDE
    guide.write_text(contradictions.guide_text(content.load_course(course)), encoding="utf-8")
    assert in_file(course, contradictions.GUIDE) == []
    assert "unit 2, question claim-blackouts" in guide.read_text(encoding="utf-8")
    edit(course, "contradictions = [3]\n", "", BANK)
    (problem,) = in_file(course, contradictions.GUIDE)
    assert "--write-guide" in problem.remedy


def test_each_written_task_is_in_the_guide(course):
    guide = course / contradictions.GUIDE
    guide.write_text(contradictions.guide_text(content.load_course(course)), encoding="utf-8")
    edit(course, f"### {UNIT}: argument", f"### {UNIT}: essay", contradictions.GUIDE)
    found = {problem.cell: problem.what for problem in in_file(course, contradictions.GUIDE)}
    assert "**Good.**, **Fair.**, **Weak.**" in found[f"### {UNIT}: argument"]
    assert "no such written task" in found[f"### {UNIT}: essay"]


def test_the_guide_is_not_among_what_learners_get():
    assert not list((ROOT / "lessons").rglob("teacher_guide*"))
    assert not list((ROOT / "exercises").rglob("teacher_guide*"))


def test_each_reference_answer_is_explained(course):
    file = f"solutions/{UNIT}.toml"
    assert in_file(course, file) == []
    edit(course, "deorbit =", "orbits =", file)
    found = {problem.cell: problem.what for problem in in_file(course, file)}
    assert found == {
        "task deorbit": "Its reference answer has no explanation.",
        "task orbits": "There is no such task.",
    }
    (course / file).unlink()
    assert "cannot be read" in in_file(course, file)[0].what


def test_a_hint_cites_to_the_letter(course):
    file = f"lessons/hints/{UNIT}.toml"
    assert in_file(course, file) == []
    edit(course, '"An orbit goes round', '\'[crash ¶7 "one thousand kilometers"]\', "An orbit goes round', file)
    (problem,) = in_file(course, file)
    assert "to the letter" in problem.what
    assert problem.cell == "task orbit-speed"


def test_the_command_says_what_is_wrong_and_ends_with_its_code(course, monkeypatch, capsys):
    monkeypatch.setattr(check, "HOME", course)
    edit(course, "| Readings |", "| Texts |")
    assert check.main(["--no-run", "--facts", "--sources"]) == 1
    said = capsys.readouterr()
    assert "02 orbit" in said.out
    assert "m1_step_m" in said.out
    assert f"{LESSON}, cell header\n    The header lacks: Readings." in said.err
    monkeypatch.setattr(content, "find_problems", lambda *_, **__: [])
    assert check.main(["--no-run"]) == 0
    assert "Nothing is wrong." in capsys.readouterr().out

    def broken(_root):
        raise CourseError("The facts are broken.", where="facts.toml", remedy="Mend them.")

    monkeypatch.setattr(content, "load_course", broken)
    assert check.main([]) == 1
    assert capsys.readouterr().err == "The facts are broken.\nWhere: facts.toml\nWhat to do: Mend them.\n"


def one(name: str, *texts: str, keep_order: bool = False) -> One:
    """Make a single-choice question; the first text is the right one."""
    choices = tuple(Choice(f"c{place}", text, right=place == 0) for place, text in enumerate(texts))
    return dataclasses.replace(A_SINGLE_CHOICE, id=name, choices=choices, keep_order=keep_order)


def test_the_right_option_is_measured_in_length_and_place():
    bank = dataclasses.replace(
        load_bank(ROOT / "lessons" / "quizzes" / f"{UNIT}.toml"),
        questions=(
            one("long", "the longest of all", "short", "shorter"),
            one("level", "aaaa", "bbbb"),
            one("short", "a", "bb", "ccc", keep_order=True),
        ),
    )
    found = right_options.of_bank(bank)
    assert found.questions == 3
    assert found.longest == ("long", "level")
    assert found.by_chance == pytest.approx(1 / 3 + 1 / 2 + 1 / 3)
    assert found.kept == (("short", 1),)
    # Shuffled options stand anywhere; of the three questions one is never shuffled.
    assert found.places[1] == pytest.approx((1 / 3 + 1 / 2 + 1) / 3, abs=0.06)
    assert sum(found.places.values()) == pytest.approx(1)


def test_no_bank_reveals_answers_by_length_or_place():
    """Whoever takes the longest option, or always the same place, wins no more than by chance."""
    found = {name: right_options.of_bank(bank) for name, bank in content.load_course(ROOT).banks.items()}
    assert sum(len(bank.longest) for bank in found.values()) <= sum(bank.by_chance for bank in found.values())
    questions = sum(bank.questions for bank in found.values())
    for place in (1, 2, 3, 4):
        share = sum(bank.places.get(place, 0) * bank.questions for bank in found.values()) / questions
        assert share < 0.4, f"place {place}"


def test_the_check_prints_length_and_place_of_the_right_options(capsys):
    check.print_right_options(content.load_course(ROOT))
    shown = capsys.readouterr().out
    assert all(name in shown for name in content.load_course(ROOT).units)
    assert "never shuffled: wait-when (place 2)" in shown
