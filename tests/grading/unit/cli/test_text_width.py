"""Text in columns: characters of two places, cuts and wraps."""

from __future__ import annotations

from newspace_grading.cli.output import text_width


def test_width_counts_columns_not_characters() -> None:
    assert text_width.width("김a\u0301") == 3
    assert text_width.padded("김", 4) == "김  "
    assert text_width.cut("김민서", 5) == "김민…"
    assert text_width.cut("abc", 3) == text_width.cut("abc", None) == "abc"
    assert text_width.wrapped("one two three", 8) == ["one two", "three"]
    assert text_width.wrapped("abcdefgh ij", 3) == ["abc", "def", "gh", "ij"]
    assert text_width.wrapped("", 3) == [""]
    assert [text_width.with_noun(count, "task") for count in (0, 1, 2)] == ["0 tasks", "1 task", "2 tasks"]
    assert text_width.with_noun(2, "submission is", "submissions are") == "2 submissions are"
    assert [text_width.with_noun(points, "point") for points in (1.0, 1.5)] == ["1 point", "1.5 points"]
