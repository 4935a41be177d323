"""The review session: due questions, stored answers, and the next dates."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

import newspace as ns
from newspace.attempts import store as store_module
from newspace.attempts.store import Store
from newspace.core.errors import CourseError
from newspace.questions import load_bank

UNIT = "02_ispace_missions"
DAY = date(2026, 11, 23)
EARLY = "To go through today what is due on later days: ns.review(early=True)."


class Clock(datetime):
    """A clock set by the test."""

    moment = datetime(2026, 11, 21, 12, tzinfo=UTC)

    @classmethod
    def now(cls, tz=None):
        return cls.moment.astimezone(tz)


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(store_module, "datetime", Clock)
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setattr(Clock, "moment", datetime(2026, 11, 21, 12, tzinfo=UTC))
    return Store(tmp_path / "progress.sqlite", own_place=True)


def answer(store: Store, question: str, *, right: bool) -> None:
    one = load_bank(UNIT)[question]
    example = next(
        example
        for example in one.examples()
        if (example.score or 0) == (1 if right else 0) and example.score is not None
    )
    store.record(UNIT, question, answer=example.answer, score=example.score)


def test_without_wrong_answers_there_is_nothing_to_review(store):
    answer(store, "which-day", right=True)
    session = ns.review(store=store, today=DAY)
    assert repr(session) == "Nothing is due now."
    assert len(session.children) == 1


def test_a_wrongly_answered_question_is_asked_when_due(store):
    for name in ("which-day", "limit-low"):
        answer(store, name, right=False)
    answer(store, "pole-distance", right=True)
    assert (
        repr(ns.review(store=store, today=date(2026, 11, 21)))
        == "Nothing is due now. Next: 2 questions on 22 November 2026. " + EARLY
    )
    session = ns.review(store=store, today=DAY)
    assert repr(session) == "2 questions are due now."
    _, quiz = session.children
    assert len(quiz.forms) == 2
    assert quiz.progress == {}  # earlier answers are hidden


def test_an_answer_is_stored_and_the_next_date_is_shown(store, monkeypatch):
    answer(store, "limit-low", right=False)
    monkeypatch.setattr(Clock, "moment", datetime(2026, 11, 22, 9, tzinfo=UTC))
    session = ns.review(store=store, today=date(2026, 11, 22))
    _, quiz = session.children
    replies = []
    monkeypatch.setattr(quiz, "send", replies.append)
    example = next(example for example in load_bank(UNIT)["limit-low"].examples() if example.score == 1)
    asked = quiz._asked["q1"]
    quiz._receive(None, {"do": "check", "question": "q1", "answer": asked.shown(example.answer), "request": 1}, None)
    assert replies[0]["said"] == ""
    assert store.latest(UNIT)["limit-low"].score == 1
    assert repr(session) == "Nothing is due now. Next: 1 question on 24 November 2026. " + EARLY
    assert "24 November" in session.children[0].value
    assert repr(ns.review(store=store, today=date(2026, 11, 22))).startswith("Nothing is due now.")


def test_a_session_has_a_limit(store):
    names = [question.id for question in load_bank(UNIT).questions][:5]
    for name in names:
        answer(store, name, right=False)
    session = ns.review(3, store=store, today=DAY)
    assert repr(session) == "3 questions are due now. 2 more wait for the next session."
    assert sum(len(quiz.forms) for quiz in session.children[1:]) == 3
    with pytest.raises(CourseError, match="session of 0"):
        ns.review(0, store=store)


def test_questions_removed_from_the_bank_are_not_reviewed(store):
    store.record(UNIT, "gone", answer="a", score=0)
    store.record("99_gone", "gone", answer="a", score=0)
    assert repr(ns.review(store=store, today=DAY)) == "Nothing is due now."


def test_today_s_mistakes_can_be_gone_through_today(store):
    for name in ("which-day", "limit-low"):
        answer(store, name, right=False)
    today = date(2026, 11, 21)
    session = ns.review(early=True, store=store, today=today)
    assert repr(session) == "2 questions are asked early. Next: 2 questions on 22 November 2026."
    _, quiz = session.children
    assert len(quiz.forms) == 2
    assert len(ns.review(1, early=True, store=store, today=today).children[1].forms) == 1
    assert repr(ns.review(early=True, store=store, today=DAY)) == "2 questions are due now."
