"""``deadlines.toml`` is read whole, or refused with file, line, field and remedy."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from newspace_grading.course.grading.deadlines.deadlines_file import DeadlinesError, read_deadlines
from newspace_grading.course.grading.deadlines.rules import LateRule

WHOLE = """
timezone = "Asia/Seoul"
grace_minutes = 10

[late]
percent_per_day = 10
at_most_percent = 50
nothing_after_days = 7

[assignment.ps1]
due = 2026-11-30 23:59:00

[assignment.ps1.extensions]
"kim@school.example" = 2026-12-03 23:59:00
min-seo.kim = 2026-12-04T12:00:00Z

[assignment."02_ispace_missions"]
due = 2026-12-07T23:59:00+09:00
grace_minutes = 0
nothing_after = 2026-12-09 12:00:00
late = { points_per_day = 2, at_most_points = 6 }
"""


def written(folder: Path, text: str | bytes) -> Path:
    (folder / "deadlines.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def test_a_whole_file(tmp_path: Path) -> None:
    found = read_deadlines(written(tmp_path, WHOLE))
    seoul = ZoneInfo("Asia/Seoul")
    first, second = found.assignments["ps1"], found.assignments["02_ispace_missions"]
    assert first.due == datetime(2026, 11, 30, 14, 59, tzinfo=UTC)
    assert first.due.tzinfo == seoul
    assert first.grace == timedelta(minutes=10)
    assert first.rule == LateRule(0.0, 10.0, None, 50.0, timedelta(days=7))
    assert first.extensions == {
        "kim@school.example": datetime(2026, 12, 3, 23, 59, tzinfo=seoul),
        "min-seo.kim": datetime(2026, 12, 4, 12, tzinfo=UTC),  # TOML takes the dot for a table in a table
    }
    assert second.grace == timedelta()
    assert second.rule == LateRule(2.0, 0.0, 6.0, None, datetime(2026, 12, 9, 12, tzinfo=seoul))


def test_without_the_file_there_are_no_deadlines(tmp_path: Path) -> None:
    assert not read_deadlines(tmp_path).assignments


@pytest.mark.parametrize(
    ("text", "line", "field", "said"),
    [
        ("[assignment.ps1]\ndue = 2026-11-30 23:59:00", 2, "assignment.ps1.due", "no time zone"),
        ('timezone = "Korea/Seoul"', 1, "timezone", "There is no time zone “Korea/Seoul”"),
        ("timezone = 9", 1, "timezone", "There is no time zone"),
        ('timezone = "UTC"\n[assignment.ps1]\ndue = 2026-11-30', 3, "assignment.ps1.due", "a day without a time"),
        ('timezone = "UTC"\n[assignment.ps1]\ndue = "tomorrow"', 3, "assignment.ps1.due", "is no time"),
        (
            'timezone = "UTC"\n[assignment.ps1]\nduo = 2026-11-30 23:59:00',
            3,
            "assignment.ps1.duo",
            "Did you mean “due”?",
        ),
        ('timezone = "UTC"\n\n[assignment.ps1]\n', 3, "assignment.ps1", "There is no due time"),
        ('timezone = "UTC"\n[late]\npoints_per_day = -1', 3, "late.points_per_day", "no number of 0 or more"),
        ('timezone = "UTC"\n[late]\npercent_per_day = 110', 3, "late.percent_per_day", "no number from 0 to 100"),
        ('timezone = "UTC"\n[late]\npercent_per_day = "10 %"', 3, "late.percent_per_day", "without quotation marks"),
        ("[late]\npoints_per_day = 1\npercent_per_day = 1", 3, "late.percent_per_day", "Both points and percent"),
        ("[late]\nat_most_points = 3", 2, "late.at_most_points", "takes nothing off"),
        ("late = 3", 1, "late", "is no table"),
        ("grace_minutes = 100000", 1, "grace_minutes", "more than a week"),
        ("grace_minutes = true", 1, "grace_minutes", "no number"),
        ("[assignments.ps1]\ndue = 2026-11-30 23:59:00Z", 1, "assignments", "Did you mean “assignment”?"),
        (
            "[assignment.ps1]\ndue = 2026-11-30 23:59:00Z\n[assignment.ps1.extensions]\nkim = 2026-11-29 23:59:00Z",
            4,
            "assignment.ps1.extensions.kim",
            "ends before the due time",
        ),
        (
            "[assignment.ps1]\ndue = 2026-11-30 23:59:00Z\nnothing_after = 2026-11-29 23:59:00Z",
            3,
            "assignment.ps1.nothing_after",
            "before the due time",
        ),
        (
            'timezone = "Europe/Berlin"\n[assignment.ps1]\ndue = 2026-03-29 02:30:00',
            3,
            "assignment.ps1.due",
            "does not exist",
        ),
        (
            "[assignment.ps1]\ndue = 2026-11-30 23:59:00Z\nlate = { points_per_day = -2 }",
            3,
            "assignment.ps1.late",
            "no number",
        ),
    ],
)
def test_a_fault_names_file_line_field_and_remedy(text: str, line: int, field: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(DeadlinesError) as refused:
        read_deadlines(written(tmp_path, text))
    assert said in str(refused.value)
    assert f"{tmp_path / 'deadlines.toml'}, line {line}, " in refused.value.where
    assert field in refused.value.where
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[assignment.ps1]\nkim@x = 3\n", "line 2"),
        ("\xff\xfe".encode("latin-1"), "not in UTF-8"),
        ("[assignment.ps1\n", "This is not TOML"),
    ],
)
def test_what_is_no_toml_is_refused_with_its_place(text: str | bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(DeadlinesError) as refused:
        read_deadlines(written(tmp_path, text))
    assert said in str(refused.value)
    assert refused.value.remedy
