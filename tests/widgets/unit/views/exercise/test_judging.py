"""Rating briefs: three of ours, one's own from the saved notebook, then the reference."""

from __future__ import annotations

import re

import ipywidgets
import nbformat
import pytest
from repository import ROOT

import newspace as ns
from newspace.attempts import results
from newspace.attempts.location import open_store
from newspace.attempts.overview import overview, points_given, ratings, record_rating
from newspace.content.solutions import written_text
from newspace.models.policy_brief import briefs

UNIT = "05_policy_brief"
SOLUTION = ROOT / "solutions" / UNIT / f"{UNIT}.ipynb"


@pytest.fixture
def store(tmp_path):
    return open_store(tmp_path / "progress.sqlite")


@pytest.fixture
def saved(tmp_path, monkeypatch):
    """The learner's notebook, with a brief in the right form; changed by its argument."""

    def save(**changed):
        notebook = nbformat.read(SOLUTION, as_version=4)
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id", "").replace("-", "_")
            cell.source = changed.get(name, cell.source)
        nbformat.write(notebook, tmp_path / f"{UNIT}.ipynb")
        monkeypatch.chdir(tmp_path)
        monkeypatch.delenv("JPY_SESSION_NAME", raising=False)

    return save


def everything(widget):
    if isinstance(widget, ipywidgets.Box):
        for child in widget.children:
            yield from everything(child)
    else:
        yield widget


def said(view):
    pages = [one.value for one in everything(view) if isinstance(one, ipywidgets.HTML)]
    return " ".join(re.sub(r"<[^>]+>", " ", " ".join(pages)).split())


def rate(view, *points):
    chosen = [one for one in everything(view) if isinstance(one, ipywidgets.Dropdown)]
    for one, value in zip(chosen, points, strict=True):
        one.value = value
    press(view, "Compare with our levels", "Keep these points")


def press(view, *names):
    (button,) = (one for one in everything(view) if isinstance(one, ipywidgets.Button) and one.description in names)
    button.click()


def test_the_brief_is_written_before_others_are_read(saved, store):
    saved(brief_text='brief = ""\n# YOUR CODE HERE\nraise NotImplementedError()')
    told = said(ns.judge_briefs(store=store))
    assert "Write your brief first" in told
    assert "It has 0 words" in told
    assert "Brief A" not in told


def test_three_briefs_are_rated_then_ones_own_and_then_the_reference_is_shown(saved, store):
    saved()
    view = ns.judge_briefs(store=store)
    press(view, "Compare with our levels")
    assert "Choose a level for each of the four criteria first." in said(view)
    for number, brief in enumerate(briefs.examples(), start=1):
        told = said(view)
        assert f"Brief {brief.id.upper()}, {number} of 3" in told
        assert next(iter(brief.levels.values())).why not in told, "no level is told before the learner's own"
        rate(view, 3, 2, 1, 0)
        assert f"You gave 6 of 12 points, we gave {brief.points}" in said(view)
        assert brief.text.split()[-1] in said(view), "the text stays beside the reasons"
        choices = [one for one in everything(view) if isinstance(one, ipywidgets.Dropdown)]
        assert [one.layout.display for one in choices] == ["none"] * 4, "reasons stand in place of the choices"
        first = briefs.criteria()[0]
        assert f"{first.name}: you 3, we {brief.levels[first.id].points}." in said(view)
        press(view, "Next brief", "Now your own")
        assert f"You gave 6 of 12 points, we gave {brief.points}" in said(view)
    assert "Brief B was meant to be weak, A fair and C good." in said(view)
    assert "The reference brief" not in said(view)
    rate(view, 3, 2, 2, 2)
    told = said(view)
    assert "You gave yourself 9 of 12 points. Nobody else has judged them." in told
    assert "Why it has its levels: 12 of 12 points" in told
    assert points_given(store.latest_by_unit(), UNIT) == 9
    press(view, "Rate mine again")
    rate(view, 2, 2, 2, 2)
    assert points_given(store.latest_by_unit(), UNIT) == 8


def test_what_was_rated_is_there_again_beside_what_the_checks_gave(saved, store):
    saved(covering_note="Too short.")
    for name in (*(one.id for one in briefs.examples()), "own"):
        record_rating(store, UNIT, name, {one.id: 2 for one in briefs.criteria()}, most=12)
    store.record_graded(UNIT, points=30, possible=42, waiting=12)
    told = said(ns.judge_briefs(store=store))
    assert "The checks gave 30 of 42 points; 12 are yours to judge. You gave yourself 8 of 12 points." in told
    assert "The form of the note: It has 2 words" in told


def test_without_solutions_the_reference_is_for_the_teacher_to_give(saved, store, monkeypatch):
    saved()
    for name in (*(one.id for one in briefs.examples()), "own"):
        record_rating(store, UNIT, name, {one.id: 2 for one in briefs.criteria()}, most=12)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert ns.judge_briefs(store=store) is None
    monkeypatch.delenv("NBGRADER_EXECUTION")
    monkeypatch.setattr("newspace.content.solutions._self_study", list)
    assert "once your teacher has given the solutions out" in said(ns.judge_briefs(store=store))


def test_ratings_are_kept_apart_from_answers(store):
    record_rating(store, UNIT, "own", {"form": 2}, most=12)
    assert ratings(store, UNIT) == {"own": {"form": 2}}
    assert results.collect_results(store.attempts(), name="Ada")["units"] == {}
    (unit,) = overview(store, {UNIT: ["a"]})
    assert (unit.answered, unit.given) == (0, 2)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('brief = """ Hello\n"""', "Hello"),
        ('brief = ""\nbrief = "Hello"', "Hello"),
        ("brief = compose()", ""),
        ("def f():\n    return 1", ""),
        ("brief = (", ""),
        ("brief = 7", ""),
        ("", ""),
    ],
)
def test_a_text_is_read_out_of_a_cell_without_running_it(code, text):
    assert written_text(code) == text


def test_the_reference_brief_is_shown_as_a_text(monkeypatch):
    own = 'brief = """My **own** text"""'
    monkeypatch.setattr("newspace.views.shared.exercise.solution._history", lambda: [own])
    page = ns.solution(UNIT, "brief-text")._repr_html_()
    assert "<pre" not in page
    assert "My own text" in page
    assert "Another position, argued as well" in page
