"""A reached limit is recognised by data, never by a text that a learner can write."""

from __future__ import annotations

import errno
import threading

import pytest

from newspace_grading.engine.protocol.codec.shared_classes import NO_SHARED_CLASSES
from newspace_grading.engine.protocol.messages import ErrorFamily, ErrorReport
from newspace_grading.engine.proxies.exceptions import ExceptionFactory, is_limit_error, is_limit_report
from newspace_grading.sandbox import limits

NO_THREAD = "can't start new thread"
NO_ROOM = f"[Errno {errno.ENOSPC}] No space left on device"


def report(kind: str, text: str, *, number: int | None = None, no_thread: bool = False) -> ErrorReport:
    family = ErrorFamily((("builtins", kind), ("builtins", "Exception")))
    return ErrorReport(kind, family, text, args=[text], errno=number, no_thread=no_thread)


def remade(told: ErrorReport) -> BaseException:
    """The judge's side of an error that a worker reported."""
    return ExceptionFactory(NO_SHARED_CLASSES, lambda value: value).make(told)


@pytest.mark.parametrize("number", [errno.EAGAIN, errno.EMFILE, errno.EFBIG, errno.ENOSPC])
def test_an_error_number_of_a_limit_is_recognised(number: int) -> None:
    told = report("OSError", "whatever", number=number)
    assert is_limit_report(told)
    assert is_limit_error(remade(told))


def test_the_flag_for_threads_is_recognised() -> None:
    told = report("RuntimeError", "whatever", no_thread=True)
    assert is_limit_report(told)
    assert is_limit_error(remade(told))


@pytest.mark.parametrize("text", [NO_THREAD, NO_ROOM])
@pytest.mark.parametrize("kind", ["ValueError", "RuntimeError", "OSError"])
def test_the_text_of_an_error_does_not_count(kind: str, text: str) -> None:
    told = report(kind, text)
    assert not is_limit_report(told)
    assert not is_limit_error(remade(told))


def test_another_number_is_no_limit() -> None:
    assert not is_limit_report(report("FileNotFoundError", "whatever", number=errno.ENOENT))


def test_limit_errors_of_the_judges_own_process_are_recognised() -> None:
    assert is_limit_error(OSError(errno.EMFILE, "Too many open files"))
    assert not is_limit_error(FileNotFoundError(errno.ENOENT, "No such file"))
    assert not is_limit_error(AssertionError(NO_ROOM))


def test_only_numbers_of_the_system_are_reported() -> None:
    assert limits.error_number(OSError(errno.ENOSPC, "full")) == errno.ENOSPC
    assert limits.error_number(ValueError(NO_ROOM)) is None
    for odd in ("28", 28.0, -1, 2**70):
        error = OSError(errno.ENOSPC, "full")
        error.errno = odd  # type: ignore[assignment]
        assert limits.error_number(error) is None


def test_a_thread_that_could_not_be_started_is_recognised_by_its_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise RuntimeError(NO_THREAD)

    thread = threading.Thread(target=print)
    monkeypatch.setattr(threading, "_start_new_thread", refuse, raising=False)
    monkeypatch.setattr(threading, "_start_joinable_thread", refuse, raising=False)
    with pytest.raises(RuntimeError, match=NO_THREAD) as caught:
        thread.start()
    error = caught.value
    assert error.__traceback__ is not None
    inner = error.__traceback__
    while inner.tb_frame.f_code is not threading.Thread.start.__code__:
        assert inner.tb_next is not None
        inner = inner.tb_next
    inner.tb_next = None  # what starts a thread is written in C and has no frame
    assert limits.could_start_no_thread(error)


def test_a_text_alone_is_no_thread_that_could_not_be_started() -> None:
    with pytest.raises(RuntimeError) as caught:
        raise RuntimeError(NO_THREAD)
    assert not limits.could_start_no_thread(caught.value)
    assert not limits.could_start_no_thread(RuntimeError(NO_THREAD))
