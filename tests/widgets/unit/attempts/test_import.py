"""Import of exported answers: what is missing is added, in the order in which it was given, and a bad file changes nothing."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from newspace import progress
from newspace.attempts.store import Store
from newspace.core.errors import CourseError


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """An export from another computer, with three answers, one of them given twice; this computer has none yet."""
    monkeypatch.setenv("NEWSPACE_PROGRESS", str(tmp_path / "there" / "progress.sqlite"))
    store = progress.open_store()
    store.record("u", "q", answer={"a": "größer"}, score=0, hints_used=2)
    store.record("u", "q", answer={"a": "kleiner"}, score=1)
    store.record("u", "r", answer=[1, 2], score=0.5)
    store.record_graded("u", points=3, possible=5, waiting=1)
    store.record_prediction("explorer", "low")
    store.record_settings("weights", {"money": 9.0, "side": "home"})
    written = progress.export(tmp_path / "mine.json")
    monkeypatch.setenv("NEWSPACE_PROGRESS", str(tmp_path / "here" / "progress.sqlite"))
    return store, written


def test_all_that_was_exported_is_there_after_the_import(elsewhere):
    there, written = elsewhere
    here = progress.open_store()
    assert here.attempts() == ()
    assert progress.import_answers(written) == "3 answers were added to yours."
    assert here.attempts() == there.attempts()
    assert here.graded() == there.graded()
    assert here.predictions() == there.predictions()
    assert here.settings("weights") == {"money": 9.0, "side": "home"}


def test_a_second_import_adds_nothing(elsewhere):
    there, written = elsewhere
    progress.import_answers(written)
    said = progress.import_answers(str(written))
    assert said == "0 answers were added to yours. 3 answers of the file were there already."
    here = progress.open_store()
    for kept in (Store.attempts, Store.graded, Store.predictions, Store.all_settings):
        assert kept(here) == kept(there)


def test_own_answers_stay_and_the_last_one_given_counts(elsewhere, tmp_path):
    _, written = elsewhere
    here = progress.open_store()
    here.record("u", "r", answer="of this computer", score=1)
    progress.import_answers(written)
    latest = here.latest("u")["r"]
    assert (latest.answer, latest.attempts, latest.best) == ("of this computer", 2, 1)
    assert here.latest("u")["q"].attempts == 2
    times = [attempt.time for attempt in here.attempts()]
    assert times == sorted(times)
    back = json.loads(progress.export(tmp_path / "both.json").read_text(encoding="utf-8"))
    assert len(back["attempts"]) == 4


def test_times_of_any_zone_are_taken_in(elsewhere):
    _, written = elsewhere
    page = json.loads(written.read_text(encoding="utf-8"))
    moment = datetime.fromisoformat(page["attempts"][0]["time"])
    page["attempts"] = [page["attempts"][0] | {"time": "2026-11-30T09:00:00+09:00"}]
    written.write_text(json.dumps(page), encoding="utf-8")
    progress.import_answers(written)
    (attempt,) = progress.open_store().attempts()
    assert attempt.time == datetime.fromisoformat("2026-11-30T00:00:00+00:00") != moment


def spoilt(change):
    """Text of a file in which one thing was changed."""

    def text(page):
        change(page)
        return json.dumps(page)

    return text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (lambda page: json.dumps(page)[:-40], "cut off"),
        (lambda _: "[]", "no list of attempts"),
        (lambda _: '{"cells": []}', "no list of attempts"),
        (spoilt(lambda page: page.update(attempts={})), "“attempts” is no list"),
        (spoilt(lambda page: page["attempts"][1].pop("score")), "entry 2 of “attempts”"),
        (spoilt(lambda page: page["attempts"][2].update(score=7)), "entry 3 of “attempts”"),
        (spoilt(lambda page: page["attempts"][0].update(time="yesterday")), "entry 1 of “attempts”"),
        (spoilt(lambda page: page["attempts"][0].update(time="2026-11-30T09:00:00")), "entry 1 of “attempts”"),
        (spoilt(lambda page: page["attempts"].append("more")), "entry 4 of “attempts”"),
        (spoilt(lambda page: page["graded"][0].update(points=9)), "entry 1 of “graded”"),
        (spoilt(lambda page: page["predictions"][0].update(predicted=None)), "entry 1 of “predictions”"),
    ],
)
def test_a_file_that_is_not_whole_adds_nothing_and_is_told_of(elsewhere, text, why):
    _, written = elsewhere
    written.write_text(text(json.loads(written.read_text(encoding="utf-8"))), encoding="utf-8")
    with pytest.raises(CourseError, match="Nothing was added") as told:
        progress.import_answers(written)
    assert why in str(told.value)
    here = progress.open_store()
    assert (here.attempts(), here.graded(), here.predictions()) == ((), (), ())


def test_a_file_that_is_not_there_is_told_of(tmp_path):
    with pytest.raises(CourseError, match="could not be read"):
        progress.import_answers(tmp_path / "none.json")


def test_answers_that_cannot_be_written_are_told_of(elsewhere, tmp_path, monkeypatch):
    _, written = elsewhere
    (tmp_path / "plain").write_text("")
    monkeypatch.setenv("NEWSPACE_PROGRESS", str(tmp_path / "plain" / "progress.sqlite"))
    with pytest.raises(CourseError, match="Nothing was added"):
        progress.import_answers(written)
