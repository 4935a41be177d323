"""The progress bar: on a terminal only, with the time that is left in words."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest

from newspace_grading.cli.output import progress_bar
from newspace_grading.cli.output.progress_bar import Progress, spoken


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar_with_the_time_that_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter((100.0, 110.0, 130.0))
    monkeypatch.setattr(progress_bar, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    screen = Terminal()
    bar = Progress(4, stream=screen)
    bar.step(fresh=False)
    assert "1/4" in screen.getvalue()
    assert "left" not in screen.getvalue()  # what an earlier run did says nothing about this one's pace
    bar.clear()
    bar.step(fresh=True)
    assert screen.getvalue().endswith("[###############...............] 2/4, 20 s left")
    bar.step(fresh=True)
    assert screen.getvalue().endswith("[######################........] 3/4, 15 s left")
    bar.step(fresh=True)
    assert screen.getvalue().endswith("4/4\n")


def test_no_bar_without_a_terminal() -> None:
    for stream, shown in ((io.StringIO(), True), (Terminal(), False)):
        bar = Progress(2, shown=shown, stream=stream)
        bar.clear()
        bar.step(fresh=True)
        assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 s"), (59, "59 s"), (60, "1 min"), (3540, "59 min"), (9000, "2 h 30 min")]
)
def test_durations_are_written_in_words(seconds: float, words: str) -> None:
    assert spoken(seconds) == words
