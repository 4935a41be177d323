"""Who handed a downloaded file in, as learning platforms write it into its path."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from newspace_grading.course.lms.lists.names import as_folder, comparable
from newspace_grading.course.lms.submissions.origins import notebook_of, origin

NOTEBOOKS = ["02_ispace_missions", "02_ispace"]
FILE = "02_ispace_missions.ipynb"


@pytest.mark.parametrize(
    ("path", "name", "user", "number", "time", "file"),
    [
        (f"Kim Min-jun_4711_assignsubmission_file_/{FILE}", "Kim Min-jun", "", "4711", "", FILE),
        (f"Course-Ex 2-99/김민준_4711_assignsubmission_file/{FILE}", "김민준", "", "4711", "", FILE),
        (f"Kim Min-jun_4711_assignsubmission_file_{FILE}", "Kim Min-jun", "", "4711", "", FILE),
        (f"kimminjun_LATE_815_4711_{FILE}", "kimminjun", "", "815", "", FILE),
        ("kimminjun_815_4711_02_ispace_missions-1.ipynb", "kimminjun", "", "815", "", "02_ispace_missions-1.ipynb"),
        (
            f"02_ispace_missions_mkim_attempt_2026-11-29-19-05-00_{FILE}",
            *("", "mkim", "", "2026-11-29 19:05:00", FILE),
        ),
        (
            f"1234-5678 - Min-jun Kim - Nov 29, 2026 705 PM - {FILE}",
            *("Min-jun Kim", "", "", "2026-11-29 19:05:00", FILE),
        ),
        (f"1234-5678 - Min-jun Kim - Nov 9, 2026 1105 AM/{FILE}", "Min-jun Kim", "", "", "2026-11-09 11:05:00", FILE),
        (f"Kim, Min-jun(mkim)/Submission attachment(s)/{FILE}", "Kim, Min-jun", "mkim", "", "", FILE),
        (FILE, "", "", "", "", FILE),
        ("02_ispace_missions_1_2_3.ipynb", "", "", "", "", "02_ispace_missions_1_2_3.ipynb"),
    ],
    ids=[
        *("moodle", "moodle-korean", "moodle-flat", "canvas-late", "canvas-again", "blackboard", "brightspace"),
        *("brightspace-folder", "sakai", "plain", "numbers-of-the-learner"),
    ],
)  # fmt: skip
def test_each_platform_says_it_in_its_own_way(path, name, user, number, time, file):
    found = origin(PurePosixPath(path), NOTEBOOKS)
    assert (found.name, found.user, found.number) == (name, user, number)
    assert (found.time, found.file) == (time, file)
    assert notebook_of(found.stem, NOTEBOOKS) == "02_ispace_missions"


@pytest.mark.parametrize(
    "path",
    [
        "Eve_4712_assignsubmission_file_/김민준_4711_assignsubmission_file_02_ispace_missions.ipynb",
        "Eve_4712_assignsubmission_file_/김민준_4711_assignsubmission_file_/02_ispace_missions.ipynb",
        "Eve_4712_assignsubmission_file_김민준_4711_assignsubmission_file_02_ispace_missions.ipynb",
        "eve_4712_9_kimminjun_4711_8_02_ispace_missions.ipynb",
    ],
)
def test_a_learners_own_file_name_does_not_make_it_somebody_elses(path: str) -> None:
    assert origin(PurePosixPath(path), NOTEBOOKS).number == "4712"


@pytest.mark.parametrize(
    ("file", "typed", "copy"),
    [
        ("02_ispace_missions--Kim-Min-jun.ipynb", "Kim-Min-jun", 0),
        ("02_ispace_missions--Kim-Min-jun (2).ipynb", "Kim-Min-jun", 2),
        ("02_ispace_missions--Kim-Min-jun(2).ipynb", "Kim-Min-jun", 2),
        ("02_ispace_missions--佐藤.ipynb", "佐藤", 0),
        ("02_ispace_missions (1).ipynb", "", 1),
    ],
)
def test_a_file_of_the_browser_edition_bears_the_name_that_was_typed(file, typed, copy):
    found = origin(PurePosixPath(file), NOTEBOOKS)
    assert (found.typed, found.copy) == (typed, copy)
    assert notebook_of(found.stem, NOTEBOOKS) == "02_ispace_missions"


def test_another_exercise_is_not_taken_for_this_one():
    assert notebook_of("02_ispace_missions2", NOTEBOOKS[:1]) == ""
    assert notebook_of("03_korea_hubs", NOTEBOOKS) == ""
    assert notebook_of("02_ISPACE-copy", NOTEBOOKS) == "02_ispace"


def test_a_name_becomes_a_folder_in_any_script_and_never_leads_elsewhere():
    assert as_folder("Kim, Min-jun") == "Kim-Min-jun"
    assert as_folder("김 민준") == "김-민준"
    assert as_folder("../../etc") == "etc"
    assert as_folder(" ... ") == ""
    assert comparable("Ｋｉｍ, Min-Jun") == comparable("kim minjun")
