"""The closing page: the learner's evidence for each objective, what comes back, and the page to keep."""

from __future__ import annotations

import base64
import re
from datetime import UTC, date, datetime, timedelta

import pytest

import newspace as ns
from newspace.attempts.location import open_store
from newspace.attempts.overview import ObjectiveEvidence, evidence, record_rating
from newspace.attempts.store import Attempt
from newspace.questions import load_bank
from newspace.views.shared.quiz.closing.abilities import evidence_words

UNIT = "05_policy_brief"
BANK = load_bank(UNIT)


@pytest.fixture
def store(tmp_path):
    return open_store(tmp_path / "progress.sqlite")


def attempt(question, score, day=0, hints=0):
    moment = datetime(2026, 11, 2, 12, tzinfo=UTC) + timedelta(days=day)
    return Attempt("u", question, "a", score, hints, moment, attempts=1, best=score)


def test_evidence_tells_first_tries_from_last_ones_and_one_evening_from_two():
    given = [attempt("a", 0.5), attempt("b", 1), attempt("a", 1, day=1, hints=2), attempt("b", 1), attempt("other", 1)]
    assert evidence(given, ["a", "b", "c"], UTC) == ObjectiveEvidence(
        asked=3, answered=2, right_at_first=1, right_now=2, hints=2, reviewed=1
    )


def test_evidence_is_put_into_words():
    assert evidence_words(ObjectiveEvidence(3, 0, 0, 0, 0, 0)) == "no question answered yet"
    assert evidence_words(ObjectiveEvidence(3, 2, 1, 2, 1, 1)) == (
        "right at the first try: 1 of 2; right now: 2 of 3; 1 hint opened; 1 answered again on a later day"
    )


def test_every_objective_of_every_unit_stands_on_the_page(store):
    page = ns.abilities(store=store)._repr_html_()
    assert page.count("no question answered yet") == len(re.findall("<tr><td", page))
    for sentence in BANK.objectives.values():
        assert sentence in page.replace("&quot;", '"')
        assert sentence in repr(ns.abilities(store=store))


def test_own_answers_stand_beside_their_objective(store):
    question = BANK.questions[0]
    store.record(UNIT, question.id, answer="a", score=0.5)
    store.record_graded(UNIT, points=30, possible=42, waiting=12)
    said = repr(ns.abilities(store=store))
    line = next(one for one in said.splitlines() if BANK.objectives[question.objective] in one)
    assert "right at the first try: 0 of 1" in line
    assert "12 of the 42 are yours to judge" in said


def test_the_plan_names_the_days_and_the_units_of_what_comes_back(store):
    today = datetime.now().astimezone().date()
    assert repr(ns.review_plan(store=store, today=today)).startswith("Nothing comes back")
    store.record(UNIT, BANK.questions[0].id, answer="a", score=0)
    assert "1 question (5 · A brief" in repr(ns.review_plan(store=store, today=today))
    assert "today: 1 question" in ns.review_plan(store=store, today=date(2100, 1, 1))._repr_html_()


def downloaded(view):
    address = re.search(r'href="data:text/html;base64,([^"]+)"', view.children[1].value)
    assert address
    return base64.b64decode(address[1]).decode("utf-8")


def test_points_that_the_learner_gave_are_shown_where_nothing_was_graded(store):
    record_rating(store, UNIT, "own", {"form": 8}, most=12)
    assert "not graded here; 8 points for written work given by the learner" in ns.keepsake(store=store).text()


def test_the_page_to_keep_bears_the_name_and_tells_what_was_judged_by_the_learner(store):
    store.record(UNIT, BANK.questions[0].id, answer="a", score=1)
    store.record_graded(UNIT, points=30, possible=42, waiting=12)
    assert "30 of 42 points by the checks; 12 of them for written work, not judged" in ns.keepsake(store=store).text()
    record_rating(store, UNIT, "own", {"form": 9}, most=12)
    view = ns.keepsake("Min-seo <b>", store=store)
    page = downloaded(view)
    assert "Min-seo &lt;b&gt;" in page
    assert f"1 of {len(BANK.questions)} right, 1 answered" in page
    assert "30 of 42 points by the checks; 9 of 12 points for written work given by the learner" in page
    assert "the learner&#x27;s own judgement" in page or "the learner's own judgement" in page
    assert "Nobody watched who answered" in page
    view.children[0].value = "Jun"
    assert "Jun" in downloaded(view)
    assert "<script" not in page


def test_without_a_name_the_page_asks_for_one(store):
    assert "(your name)" in downloaded(ns.keepsake(store=store))
