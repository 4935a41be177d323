"""The progress file in a browser: one tab at a time reads or writes it, and what the browser refuses to keep is told."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from newspace import progress
from newspace.attempts.database import browser_lock


class Page:
    """A page that notes what it is asked, and answers as it is told."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers = {"acquire": 200, "release": 200}

    def acquire(self) -> int:
        self.asked.append("acquire")
        return self.answers["acquire"]

    def release(self) -> int:
        self.asked.append("release")
        return self.answers["release"]


def refuse(_path: Path, _content: bytes) -> int:
    """Fail as the file system of the browser does when it keeps no more."""
    raise OSError(errno.EINVAL, "Invalid argument")


@pytest.fixture
def page(monkeypatch):
    made = Page()
    monkeypatch.setattr(browser_lock, "in_browser", lambda: True)
    monkeypatch.setitem(sys.modules, "js", SimpleNamespace(newspaceLock=made))
    return made


def test_a_writing_holds_the_lock_and_a_reading_needs_none(file, page, again):
    store = progress.open_store()
    page.asked.clear()
    store.record("u", "q", answer=1, score=1)
    store.record("u", "q", answer=2, score=1)
    assert page.asked == ["acquire", "release"] * 2
    assert [attempt.answer for attempt in again().attempts("u")] == [1, 2]
    page.asked.clear()
    assert store.latest("u")["q"].answer == 2
    assert page.asked == []
    assert store.notice == ""
    assert [path.name for path in file.parent.iterdir()] == [file.name], "no journal that another tab could find"


def test_the_lock_is_given_back_after_an_error(file, page):
    file.mkdir(parents=True)
    assert "cannot be used" in progress.open_store().notice
    assert page.asked.count("acquire") == page.asked.count("release")


@pytest.mark.usefixtures("file")
def test_an_answer_that_the_browser_refuses_is_kept_in_memory_and_written_later(page, again, monkeypatch):
    store = progress.open_store()
    page.answers["acquire"] = 423
    store.record("u", "locked", answer=1, score=1)
    assert "locked for some time" in store.notice
    page.answers |= {"acquire": 200, "release": 507}
    assert "refuses to keep more" in (store.record("u", "full", answer=2, score=1) or store.notice)
    with monkeypatch.context() as full:
        full.setattr(Path, "write_bytes", refuse)
        assert "refuses to keep more" in (store.record("u", "refused", answer=2, score=1) or store.notice)
    page.answers["release"] = 200
    store.record("u", "later", answer=3, score=1)
    assert store.notice == ""
    assert {"locked", "full", "refused", "later"} <= set(again().latest("u"))


@pytest.mark.usefixtures("file")
def test_a_page_without_the_lock_is_used_as_it_is(page, monkeypatch):
    monkeypatch.setitem(sys.modules, "js", SimpleNamespace())
    store = progress.open_store()
    store.record("u", "q", answer=1, score=1)
    assert store.latest("u")["q"].answer == 1
    assert page.asked == []
