"""Whose a submission is, and when it came, is taken from what the LMS says, and never guessed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from courses.lms_files import CLASS, moodle_worksheet, participant, table

from newspace_grading.course.lms.lists.roster import Person
from newspace_grading.course.lms.lists.tables import TableError
from newspace_grading.course.lms.submissions.matching import Owners
from newspace_grading.course.lms.submissions.origins import Origin, Platform
from newspace_grading.course.lms.submissions.times import read_times, zone_named

PEOPLE = {one.id: Person(one.id, one.first, one.last, one.email, one.number) for one in CLASS}
SEOUL = ZoneInfo("Asia/Seoul")


def said(lms: str, number: str, name: str) -> Origin:
    return Origin(("ps1.ipynb",), Platform(lms), name=name, number=number)


def written(folder: Path, data: bytes) -> Path:
    path = folder / "times.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("lms", "number", "name", "student"),
    [
        ("canvas", "2026002", "김민서", "minseo.kim2"),
        ("canvas", "1", "佐藤陽翔", "haruto.sato"),
        ("moodle", "770003", "Ada ONeill", "ada.oneill"),
        ("moodle", "1", "O'Neill, Ada", "ada.oneill"),
        ("moodle", "1", "Ａｄａ Ｏ’Ｎｅｉｌｌ", "ada.oneill"),  # full-width letters, as a keyboard in Japan writes them
        ("", "", "ada.oneill@school.example", "ada.oneill"),
        (
            "moodle",
            "2026002",
            "Ada O'Neill",
            "ada.oneill",
        ),  # of Moodle's zip it is the number of a participant, no user's
    ],
)
def test_an_owner_is_found_by_canvas_id_else_by_name(lms: str, number: str, name: str, student: str) -> None:
    assert Owners(PEOPLE).of(said(lms, number, name)).student == student


def test_two_learners_of_one_name_are_not_guessed_apart() -> None:
    owner = Owners(PEOPLE).of(said("moodle", "770000", "민서 김"))
    assert not owner.student
    assert "2 learners have this name (min-seo.kim, minseo.kim2)" in owner.why
    assert "--match 770000=ID" in owner.why


def test_what_a_teacher_says_and_what_was_collected_before_count() -> None:
    assert Owners(PEOPLE, {"770000": "min-seo.kim"}).of(said("moodle", "770000", "민서 김")).student == "min-seo.kim"
    remembered = {("moodle", "770000"): "minseo.kim2"}
    assert Owners(PEOPLE, remembered=remembered).of(said("moodle", "770000", "민서 김")).student == "minseo.kim2"


def test_the_worksheet_tells_two_of_one_name_apart(tmp_path: Path) -> None:
    times = {CLASS[0].id: "Thursday, 26 November 2026, 10:12 AM", CLASS[1].id: "Thursday, 26 November 2026, 9:05 PM"}
    rows = read_times(written(tmp_path, moodle_worksheet(CLASS, times)), PEOPLE, SEOUL)
    owners = Owners(PEOPLE, participants=rows)
    assert [owners.of(said("moodle", str(participant(place)), "민서 김")).student for place in (0, 1)] == [
        one.id for one in CLASS[:2]
    ]
    assert rows[str(participant(1))].submitted == datetime(2026, 11, 26, 12, 5, tzinfo=UTC)
    assert rows[str(participant(2))].submitted is None


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("Thursday, 26 November 2026, 12:12 AM", 15, 12),  # the day before in UTC
        ("26 November 2026, 22:12", 13, 12),
        ("2026년 11월 26일 목요일 오후 10:12", 13, 12),
        ("2026年 11月 26日(木曜日) 22:12", 13, 12),
        ("2026-11-26 22:12:00", 13, 12),
        ("2026-11-26T22:12:00+09:00", 13, 12),
        ("2026-11-26T13:12:00Z", 13, 12),
        ("2026-11-26 13:12:00 UTC", 13, 12),
    ],
)
def test_times_in_the_languages_of_moodle_and_in_iso(text: str, hour: int, minute: int, tmp_path: Path) -> None:
    data = table([["id", "submitted"], ["ada.oneill", text]])
    found = read_times(written(tmp_path, data), PEOPLE, SEOUL)["ada.oneill"].submitted
    assert found is not None
    assert (found.hour, found.minute, found.utcoffset()) == (hour, minute, UTC.utcoffset(None))


@pytest.mark.parametrize(
    ("text", "zone", "told"),
    [
        ("soon", SEOUL, "cannot be read"),
        ("31 February 2026, 10:00", SEOUL, "cannot be read"),
        ("2026-11-26 22:12:00", None, "--timezone Asia/Seoul"),
    ],
)
def test_a_time_that_cannot_be_read_names_the_line(text: str, zone: ZoneInfo | None, told: str, tmp_path: Path) -> None:
    path = written(tmp_path, table([["id", "submitted"], ["ada.oneill", text]]))
    with pytest.raises(TableError) as refused:
        read_times(path, PEOPLE, zone)
    assert told in str(refused.value)
    assert refused.value.where == f"{path}, line 2"


def test_a_table_without_times_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="A column is missing"):
        read_times(written(tmp_path, table([["id", "name"], ["a", "b"]])), PEOPLE, SEOUL)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone “Korea/Somewhere”"):
        zone_named("Korea/Somewhere")
