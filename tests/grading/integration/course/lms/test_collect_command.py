"""``newspace-grade collect`` puts an LMS's zip into nbgrader's folders, and overwrites nothing unasked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from courses.classroom import GOOD, NAME, WRONG, make, notebook
from courses.lms_files import CLASS, canvas_zip, moodle_worksheet, moodle_zip, participant, table
from processes.commands import run

FILE = f"{NAME}.ipynb"


def work(*bodies: str | None) -> dict[str, bytes]:
    """What the first learners of the class hand in."""
    return {one.id: json.dumps(notebook(body)).encode() for one, body in zip(CLASS, bodies, strict=False)}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = make(tmp_path.resolve() / "course", {})
    head = ["id", "first name", "last name", "email", "LMS ID"]
    rows = [[one.id, one.first, one.last, one.email, one.number] for one in CLASS]
    (folder / "class.csv").write_bytes(table([head, *rows]))
    assert run(folder, "roster", "class.csv", "--write").returncode == 0
    return folder


def submitted(course: Path) -> dict[str, bytes]:
    return {path.parts[-3]: path.read_bytes() for path in course.glob(f"submitted/*/{NAME}/{FILE}")}


def test_moodles_zip_with_its_worksheet(course: Path) -> None:
    moodle_zip(course / "all.zip", CLASS, work(GOOD, WRONG, GOOD, None), "My answer.ipynb")
    times = {one.id: f"Thursday, 26 November 2026, 10:1{place} AM" for place, one in enumerate(CLASS[:4])}
    (course / "worksheet.csv").write_bytes(moodle_worksheet(CLASS, times))
    options = ("collect", "all.zip", NAME, "--times", "worksheet.csv")
    unclear = run(course, *options)
    assert unclear.returncode == 2
    assert "--timezone" in unclear.stderr
    done = run(course, *options, "--timezone", "Asia/Seoul")
    assert done.returncode == 0, done.stderr
    assert "4 learners in the zip: 4 new." in done.stdout
    assert submitted(course) == work(GOOD, WRONG, GOOD, None)
    time = course / "submitted" / CLASS[1].id / NAME / "timestamp.txt"
    assert time.read_text(encoding="utf-8") == "2026-11-26 01:11:00 UTC\n"
    again = run(course, *options, "--timezone", "Asia/Seoul")
    assert again.returncode == 0, again.stderr
    assert "4 there already" in again.stdout


def test_moodles_zip_alone_lists_two_of_one_name_until_somebody_says_who_is_who(course: Path) -> None:
    moodle_zip(course / "all.zip", CLASS, work(GOOD, WRONG, GOOD), FILE)
    done = run(course, "collect", "all.zip", NAME)
    assert done.returncode == 1
    assert "2 learners have this name" in done.stderr
    assert "1 new, 2 not matched" in done.stdout
    assert "Without a time of submission: 1 learner." in done.stdout
    assert set(submitted(course)) == {CLASS[2].id}
    said = [part for place in (0, 1) for part in ("--match", f"{participant(place)}={CLASS[place].id}")]
    told = run(course, "collect", "all.zip", NAME, *said)
    assert told.returncode == 0, told.stderr
    assert submitted(course) == work(GOOD, WRONG, GOOD)
    assert "3 there already" in run(course, "collect", "all.zip", NAME).stdout  # it is remembered who is who


def test_canvas_newer_attempt_is_taken_when_asked_and_the_older_is_kept(course: Path) -> None:
    canvas_zip(course / "first.zip", CLASS, work(WRONG), FILE)
    assert run(course, "collect", "first.zip", NAME).returncode == 0
    (course / "submitted" / CLASS[0].id / NAME / "timestamp.txt").write_text(
        "2026-11-20 10:00:00 UTC", encoding="utf-8"
    )
    canvas_zip(course / "second.zip", [CLASS[4], *CLASS[:4]], work(GOOD), f"{NAME}-1.ipynb", late=[CLASS[0].id])
    kept = run(course, "collect", "second.zip", NAME)
    assert kept.returncode == 1
    assert f"{CLASS[0].id}: another attempt is there: it stays: --update takes the one from the zip" in kept.stderr
    assert submitted(course) == work(WRONG)
    taken = run(course, "collect", "second.zip", NAME, "--update")
    assert taken.returncode == 0, taken.stderr
    assert "newer attempt taken, LATE" in taken.stdout
    assert "Marked LATE by Canvas: 1 submission." in taken.stdout
    assert submitted(course) == work(GOOD)
    folder = course / "submitted" / CLASS[0].id / NAME
    assert [path.name for path in folder.iterdir()] == [FILE]  # the time was that of the other attempt
    old = course / ".newspace-grade" / "replaced" / NAME / f"{CLASS[0].id}-1"
    assert (old / FILE).read_bytes() == work(WRONG)[CLASS[0].id]
    assert (old / "timestamp.txt").is_file()
    older = run(course, "collect", "first.zip", NAME, "--update", "--verbose")
    assert "older than what is there" in older.stdout
    assert submitted(course) == work(GOOD)


def test_a_zip_with_a_way_out_and_a_forged_time_writes_neither(course: Path) -> None:
    import zipfile

    with zipfile.ZipFile(course / "all.zip", "w") as archive:
        folder = "Ada O'Neill_770003_assignsubmission_file"
        archive.writestr(f"{folder}/../../../../evil.ipynb", "{}")
        archive.writestr(f"{folder}/timestamp.txt", "2020-01-01 00:00:00 UTC")
        archive.writestr(f"{folder}/data/values.csv", "1,2")
        archive.writestr(f"{folder}/{FILE}", work(None, None, None, GOOD)[CLASS[3].id])
    done = run(course, "collect", "all.zip", NAME)
    assert done.returncode == 1
    assert "evil.ipynb: has a name that is not taken" in done.stderr
    assert not list(course.parent.rglob("evil.ipynb"))
    folder_of = course / "submitted" / CLASS[3].id / NAME
    assert sorted(path.relative_to(folder_of).as_posix() for path in folder_of.rglob("*") if path.is_file()) == [
        "data/values.csv",
        FILE,
    ]


def test_what_is_no_zip_and_who_is_nobody_are_named(course: Path) -> None:
    (course / "page.zip").write_text("<html>", encoding="utf-8")
    assert "no zip that can be read" in run(course, "collect", "page.zip", NAME).stderr
    moodle_zip(course / "all.zip", CLASS, work(GOOD), FILE)
    done = run(course, "collect", "all.zip", NAME, "--match", "770000=nobody")
    assert done.returncode == 2
    assert "The gradebook has nobody “nobody”" in done.stderr
