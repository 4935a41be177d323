"""A file that cannot be used never stops a quiz: answers are kept in memory, the notice says what, where and what to do, and nothing is deleted."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from newspace import progress
from newspace.attempts import location
from newspace.attempts import store as store_module
from newspace.attempts.database import transaction
from newspace.attempts.database.recovery import damaged_copies
from newspace.core.errors import CourseError


def works_in_memory(store, *words):
    """Check that the store keeps working in memory, and that its notice says what, where and what to do."""
    store.record("u", "in-memory", answer="kept", score=0.5)
    assert store.latest("u")["in-memory"].answer == "kept"
    what, where, remedy = store.notice.splitlines()
    for word in words:
        assert word in what
    assert where == f"Where: {store.path}"
    assert remedy.startswith("What to do: ")


def test_a_folder_at_the_path_of_the_file_is_reported(file):
    file.mkdir(parents=True)
    works_in_memory(progress.open_store(), "unable to open")


def test_a_file_at_the_path_of_the_folder_is_reported(file):
    file.parent.write_text("I am a file")
    works_in_memory(progress.open_store(), "folder", "exists")
    assert file.parent.read_text() == "I am a file"


@pytest.fixture
def read_only(monkeypatch):
    """Open every file as on a read-only file system; file permissions do not stop root, who runs tests in containers."""
    connect = sqlite3.connect

    def connected(path, **options):
        return connect(f"{path.as_uri()}?mode=ro", **options | {"uri": True})

    def switch(on):
        monkeypatch.setattr(transaction.sqlite3, "connect", connected if on else connect)

    return switch


def test_a_read_only_file_still_gives_earlier_answers(file, again, read_only):
    progress.open_store().record("u", "before", answer=1, score=1)
    before = file.read_bytes()
    read_only(True)
    store = again()
    assert "not written" in store.notice, "known before the first answer is given"
    assert store.latest("u")["before"].answer == 1
    assert "not written" in store.notice, "reading does not make it better"
    works_in_memory(store, "not written")
    assert file.read_bytes() == before
    with pytest.raises(CourseError, match="Nothing was erased"):
        progress.erase("erase")
    read_only(False)
    store.record("u", "after", answer=2, score=1)
    assert store.notice == ""
    assert list(again().latest("u")) == ["before", "in-memory", "after"], (
        "what waited in memory is written when the file can be"
    )


@pytest.mark.usefixtures("file")
def test_a_full_disk_is_reported_and_answers_are_kept_in_memory(again, monkeypatch):
    progress.open_store().record("u", "before", answer=1, score=1)
    opened = transaction._open
    full = True

    def limited(path, timeout_s, **options):
        context = opened(path, timeout_s, **options)
        connection = context.__enter__()
        if full:
            connection.execute("PRAGMA max_page_count = 1")  # SQLite then allows no more pages than the file has

        class Context:
            def __enter__(self):
                return connection

            def __exit__(self, *error):
                return context.__exit__(*error)

        return Context()

    monkeypatch.setattr(transaction, "_open", limited)
    store = again()
    store.record("u", "large", answer="x" * 50_000, score=1)
    works_in_memory(store, "disk is full")
    full = False
    store.record("u", "after", answer=2, score=1)
    assert store.notice == ""
    assert list(again().latest("u")) == ["before", "large", "in-memory", "after"]


def test_a_file_locked_by_another_program_is_reported(file, again, monkeypatch):
    progress.open_store().record("u", "before", answer=1, score=1)
    monkeypatch.setattr(store_module, "PATIENCE_S", 0.2)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        store = again()
        works_in_memory(store, "locked")
        other.execute("ROLLBACK")
    store.record("u", "after", answer=2, score=1)
    assert store.notice == ""
    assert list(again().latest("u")) == ["before", "in-memory", "after"]


def test_a_file_of_a_newer_version_is_not_modified(file):
    file.parent.mkdir()
    progress.open_store().record("u", "before", answer=1, score=1)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = file.read_bytes()
    location._store_at.cache_clear()
    works_in_memory(progress.open_store(), "newer version", "format 99")
    assert file.read_bytes() == before


def test_a_database_of_another_program_is_not_modified(file):
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE photos (name TEXT)")
    before = file.read_bytes()
    works_in_memory(progress.open_store(), "another program")
    assert file.read_bytes() == before


def test_a_file_that_is_not_a_database_is_not_modified(file):
    file.parent.mkdir()
    file.write_text("My thesis, the only copy. " * 100)
    works_in_memory(progress.open_store(), "not a file of answers")
    assert file.read_text().startswith("My thesis")
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]


def test_a_damaged_file_is_set_aside_and_its_readable_rows_are_kept(file, again):
    first = progress.open_store()
    for number in range(300):
        first.record("u", f"q{number}", answer="x" * 200, score=1)
    page = bytearray(file.read_bytes())
    middle = len(page) // 2 // 4096 * 4096
    page[middle : middle + 8192] = b"\xff" * 8192
    file.write_bytes(page)
    store = again()
    assert len(store.latest("u")) > 200
    store.record("u", "after", answer="new", score=1)
    (aside,) = damaged_copies(file)
    assert aside.read_bytes() == bytes(page), "the damaged file is kept as it was"
    assert str(aside) in store.notice
    kept = again().latest("u")
    assert kept["after"].answer == "new"
    assert {"q0", "q299"} <= set(kept), "attempts before and behind the damage"
    assert 200 < len(kept) < 301
    assert again().notice == "", "the new file is whole"
    assert str(aside) in progress.erase("erase")
    assert aside.exists()


def test_a_damaged_file_at_the_default_path_is_set_aside(tmp_path, monkeypatch):
    monkeypatch.delenv("NEWSPACE_PROGRESS", raising=False)
    location._store_at.cache_clear()
    monkeypatch.setattr(location, "_own_path", lambda: tmp_path / "progress.sqlite")
    (tmp_path / "progress.sqlite").write_bytes(b"\0" * 5000 + b"rubbish")
    store = progress.open_store()
    assert "was damaged" in store.notice
    store.record("u", "q", answer=1, score=1)
    (aside,) = damaged_copies(store.path)
    assert aside.read_bytes() == b"\0" * 5000 + b"rubbish"
    location._store_at.cache_clear()
    assert progress.open_store().latest("u")["q"].answer == 1


def test_an_invalid_row_is_skipped(file, again):
    progress.open_store().record("u", "q", answer=1, score=1)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "INSERT INTO attempt (unit, question, answer, score, hints_used, time) VALUES ('u', 'bad', 'no json', 1, 0, 'never')"
        )
        connection.commit()
    assert set(again().latest("u")) == {"q"}
