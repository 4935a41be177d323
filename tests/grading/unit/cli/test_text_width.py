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
