"""The store of attempts: append-only, durable at once, read back in a new kernel."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newspace import progress
from newspace.attempts import results
from newspace.attempts.database import schema, transaction
from newspace.attempts.overview import next_unit, overview
from newspace.attempts.store import Store
from newspace.core.errors import CourseError

pytestmark = pytest.mark.usefixtures("file")


def test_an_attempt_is_read_back_unchanged(again):
    answer = {"verdict": "supported", "paragraph": 8, "note": "900 km – größer", "items": [1.5, None, True]}
    begun = datetime.now(UTC) - timedelta(milliseconds=1)  # the store keeps whole milliseconds
    progress.open_store().record("u", "q", answer=answer, score=0.5, hints_used=2)
    attempt = again().latest("u")["q"]
    assert attempt.answer == answer
    assert (attempt.score, attempt.best, attempt.attempts, attempt.hints_used) == (0.5, 0.5, 1, 2)
    assert attempt.time.utcoffset() == timedelta(0)
    assert begun < attempt.time <= datetime.now(UTC)


@given(
    answer=st.recursive(
        st.none()
        | st.booleans()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(codec="utf-8")),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=3)
        ),
    )
)
def test_any_plain_answer_is_read_back(tmp_path_factory, answer):
    place = tmp_path_factory.mktemp("any") / "progress.sqlite"
    Store(place, own_place=False).record("u", "q", answer=answer, score=1)
    assert Store(place, own_place=False).latest("u")["q"].answer == answer


def test_the_last_answer_counts_and_the_best_score_is_kept():
    store = progress.open_store()
    for score in (0.25, 1.0, 0.5):
        store.record("u", "q", answer=score, score=score)
    attempt = store.latest("u")["q"]
    assert (attempt.answer, attempt.score, attempt.best, attempt.attempts) == (0.5, 0.5, 1.0, 3)
    assert [(one.score, one.best, one.attempts) for one in store.attempts("u")] == [
        (0.25, 0.25, 1),
        (1.0, 1.0, 2),
        (0.5, 1.0, 3),
    ]


def test_units_are_stored_separately():
    store = progress.open_store()
    store.record("one", "q", answer=1, score=1)
    store.record("two", "q", answer=2, score=0)
    assert store.latest("one")["q"].answer == 1
    assert store.latest("two")["q"].answer == 2
    assert store.latest("three") == {}
    assert len(store.attempts()) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"score": 1.1},
        {"score": -0.1},
        {"score": float("nan")},
        {"score": 1, "hints_used": -1},
        {"score": 1, "answer": float("nan")},
    ],
)
def test_invalid_attempts_are_refused(wrong):
    store = progress.open_store()
    with pytest.raises(ValueError):  # noqa: PT011 - each has its own words
        store.record("u", "q", **({"answer": 1} | wrong))
    assert store.attempts() == ()


def test_the_file_itself_refuses_to_change_an_attempt(file):
    progress.open_store().record("u", "q", answer=1, score=0)
    with closing(sqlite3.connect(file)) as connection, pytest.raises(sqlite3.IntegrityError, match="never changed"):
        connection.execute("UPDATE attempt SET score = 1")


def test_the_journal_mode_works_on_network_file_systems(file):
    progress.open_store().record("u", "q", answer=1, score=1)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]


def test_an_older_file_is_migrated_with_all_its_content(file, again, monkeypatch):
    progress.open_store().record("u", "q", answer="old", score=0.5)
    newer = (
        *schema.MIGRATIONS,
        ("ALTER TABLE attempt ADD COLUMN seconds REAL", "CREATE TABLE review (question TEXT)"),
    )
    monkeypatch.setattr(schema, "MIGRATIONS", newer)
    store = again()
    store.record("u", "q", answer="new", score=1)
    assert [attempt.answer for attempt in store.attempts()] == ["old", "new"]
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(newer),)
        assert connection.execute("SELECT seconds FROM attempt").fetchall() == [(None,), (None,)]


def test_a_file_without_the_graded_table_is_read_and_migrated(file, again, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:1])
        progress.open_store().record("u", "q", answer="old", score=0.5)
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert transaction.query_rows(file, schema.SELECT_GRADED, (), 1.0, since=schema.GRADED_SINCE) == []
    store = again()
    store.record_graded("u", points=1, possible=2)
    assert [attempt.answer for attempt in store.attempts()] == ["old"]
    assert [one.points for one in again().graded()] == [1]
    assert store.notice == ""


def test_gradings_are_stored_separately_from_attempts(again, tmp_path):
    store = progress.open_store()
    before = datetime.now(UTC)
    store.record_graded("u", points=5, possible=9, waiting=4)
    store.record_graded("u", points=7.5, possible=9)
    kept = again().graded()
    assert [(one.unit, one.points, one.possible, one.waiting) for one in kept] == [("u", 5, 9, 4), ("u", 7.5, 9, 0)]
    assert before.replace(microsecond=0) <= kept[0].time <= kept[1].time
    assert store.attempts() == ()
    assert overview(store, {"u": ["q"], "v": []})[0].graded == kept[1]
    assert overview(store, {"u": ["q"], "v": []})[1].graded is None
    told = json.loads(progress.export(tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [one["points"] for one in told["graded"]] == [5, 7.5]
    assert "5" not in json.dumps(results.collect_results(store.attempts(), name="x")["units"]), (
        "nothing of it is handed in"
    )
    progress.erase("erase")
    assert again().graded() == ()


@pytest.mark.parametrize(
    ("points", "possible", "waiting"), [(-1, 2, 0), (3, 2, 0), (1, 2, 3), (1, 2, -1), (1, float("nan"), 0)]
)
def test_impossible_points_are_refused(points, possible, waiting):
    with pytest.raises(ValueError, match="must lie between"):
        progress.open_store().record_graded("u", points=points, possible=possible, waiting=waiting)
    assert progress.open_store().graded() == ()


def test_an_unwritable_file_does_not_stop_grading(file):
    file.mkdir(parents=True)
    store = progress.open_store()
    store.record_graded("u", points=1, possible=2)
    assert store.graded() == ()
    assert "What to do" in store.notice


def test_a_migration_that_fails_leaves_the_file_as_it_was(file, again, monkeypatch):
    progress.open_store().record("u", "q", answer="old", score=0.5)
    before = file.read_bytes()
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, ("CREATE TABLE half (x)", "THIS IS NOT SQL")))
    store = again()
    assert "cannot be written" in store.notice
    assert [attempt.answer for attempt in store.attempts()] == ["old"]
    assert file.read_bytes() == before


def test_the_default_path_is_in_the_user_data_folder(monkeypatch, tmp_path):
    monkeypatch.delenv("NEWSPACE_PROGRESS", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert progress.path().name == "progress.sqlite"
    assert "newspace" in str(progress.path())
    monkeypatch.setenv("NEWSPACE_PROGRESS", "~/mine.sqlite")
    assert progress.path() == progress.path().home() / "mine.sqlite"


def test_a_process_has_one_store_for_each_file(file, tmp_path):
    assert progress.open_store() is progress.open_store(str(file))
    assert progress.open_store(tmp_path / "other.sqlite") is not progress.open_store()


def test_the_export_holds_every_attempt_and_grading(tmp_path):
    store = progress.open_store()
    store.record("u", "q", answer={"a": "größer"}, score=0.5, hints_used=1)
    store.record("u", "r", answer=[1, 2], score=1)
    written = progress.export(tmp_path / "mine.json")
    page = json.loads(written.read_text(encoding="utf-8"))
    assert [(one["question"], one["answer"], one["score"], one["hints_used"]) for one in page["attempts"]] == [
        ("q", {"a": "größer"}, 0.5, 1),
        ("r", [1, 2], 1.0, 0),
    ]
    assert all(datetime.fromisoformat(one["time"]).tzinfo for one in page["attempts"])
    assert "größer" in written.read_text(encoding="utf-8")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["data", "mine.json"]


def test_the_export_overwrites_no_file(tmp_path):
    (tmp_path / "mine.json").write_text("precious")
    with pytest.raises(CourseError, match="already"):
        progress.export(tmp_path / "mine.json")
    assert (tmp_path / "mine.json").read_text() == "precious"
    assert progress.export(tmp_path).name == "newspace-progress.json"


def test_the_export_reports_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "plain").write_text("")
    with pytest.raises(CourseError, match="could not be exported"):
        progress.export(tmp_path / "plain" / "mine.json")


def test_erase_needs_the_confirmation(file, again):
    store = progress.open_store()
    store.record("u", "q", answer="secret words", score=1)
    for wrong in ("", "yes", True):
        with pytest.raises(CourseError, match="Nothing was erased") as said:
            progress.erase(wrong)
    assert "1 answers" in str(said.value)
    assert b"secret words" in file.read_bytes()
    assert "1 answer was erased" in progress.erase("erase")
    assert again().attempts() == ()
    assert b"secret words" not in file.read_bytes()
    again().record("u", "q", answer="anew", score=1)
    assert again().latest("u")["q"].attempts == 1


def test_the_overview_counts_the_last_answers():
    store = progress.open_store()
    store.record("a", "1", answer=0, score=1)
    store.record("a", "1", answer=0, score=0.5)
    store.record("a", "2", answer=0, score=1)
    store.record("a", "gone", answer=0, score=0)
    store.record("b", "1", answer=0, score=0)
    a, b, c = overview(store, {"a": ["1", "2", "3"], "b": ["1"], "c": ["1"]})
    assert (a.asked, a.answered, a.right, a.to_review, a.finished) == (3, 2, 1, ("1",), False)
    assert (b.asked, b.answered, b.right, b.to_review, b.finished) == (1, 1, 0, ("1",), True)
    assert (c.answered, c.right, c.finished) == (0, 0, False)
    assert next_unit([a, b, c]) is a
    assert next_unit([b, c]) is c
    assert next_unit([b]) is None


def test_attempts_can_be_recorded_from_another_thread(file):
    from threading import Thread

    store = progress.open_store()
    threads = [Thread(target=store.record, args=("u", str(n)), kwargs={"answer": n, "score": 1}) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.latest("u")) == 5
    assert os.environ["NEWSPACE_PROGRESS"] == str(file)
