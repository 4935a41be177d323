"""``nbgrader zip_collect`` with our collector: downloads of learning platforms and files of the browser edition, and their grades."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from courses.bank_files import NAME, make_course, released, source, submission
from nbgrader.api import Gradebook
from processes.commands import run

COLLECTOR = 'c.ZipCollectApp.collector_plugin = "newspace_grading.course.nbgrader.collecting.collector.DownloadedFiles"'


def notebook(said: dict[str, str] | None = None) -> bytes:
    """A right submission; in it what the browser edition says of who hands it in."""
    table = json.loads(submission({}, {})[f"{NAME}.ipynb"])
    table["metadata"] |= {"newspace_hand_in": said} if said else {}
    return json.dumps(table).encode()


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return make_course(tmp_path / "course", COLLECTOR, "c.GraderSettings.jobs = 1")


def download(course: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = course / "downloaded" / NAME / "archive" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def packed(tmp_path: Path, files: dict[str, bytes]) -> bytes:
    path = tmp_path / "packed.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path.read_bytes()


def collected(course: Path) -> dict[str, list[str]]:
    return {
        folder.name: sorted(path.name for path in (folder / NAME).iterdir())
        for folder in sorted((course / "submitted").iterdir())
    }


def test_what_platforms_and_the_browser_edition_give_is_collected_and_graded(course: Path, tmp_path: Path) -> None:
    with Gradebook(f"sqlite:///{(course / 'gradebook.db').as_posix()}") as gradebook:
        gradebook.add_student("s01", first_name="Min-jun", last_name="Kim")
        gradebook.add_student("s02", lms_user_id="815")
    newer, older = notebook({"name": "Sato", "time": "2026-11-29T10:00:00Z"}), json.dumps(released()).encode()
    moodle = {
        f"Min-jun Kim_4711_assignsubmission_file_/{NAME}--MJ.ipynb": notebook(),
        f"박서연_4712_assignsubmission_file_/{NAME}.ipynb": notebook(),
        f"박서연_4712_assignsubmission_file_/__MACOSX/._{NAME}.ipynb": b"\0\5",
    }
    work = {f"lessons/{NAME}.ipynb": b'{"cells": [], "metadata": {}}', f"exercises/{NAME}/{NAME}.ipynb": notebook()}
    download(
        course,
        {
            "Course-Exercise-99.zip": packed(tmp_path, moodle),
            f"leejiwoo_LATE_815_90_{NAME}.ipynb": notebook(),
            f"{NAME}_tanaka_attempt_2026-01-05-10-00-00_{NAME}.ipynb": notebook(),
            f"{NAME}--Sato.ipynb": newer,
            f"{NAME}--Sato (1).ipynb": older,
            "Choi Ye-jun_4713_assignsubmission_file_/new-space-my-work.zip": packed(tmp_path, work),
            "Suzuki_4714_assignsubmission_file_/my answers.ipynb": notebook(),
            f"{NAME}.ipynb": notebook(),
            "03_other--Ono.ipynb": notebook(),
        },
    )
    done = run(course, "zip_collect", NAME, module="nbgrader")
    assert done.returncode == 0, done.stderr
    file = f"{NAME}.ipynb"
    assert collected(course) == {
        "Choi-Ye-jun": [file],
        "Ono": [file],  # his only notebook: the grader says what is in it
        "Sato": [file],
        "Suzuki": [file],
        "s01": [file],
        "s02": [file],
        "tanaka": [file, "timestamp.txt"],
        "박서연": [file],
    }
    assert (course / "submitted" / "Sato" / NAME / file).read_bytes() == newer
    said = done.stderr
    assert f"{NAME}--Sato (1).ipynb is left out: {NAME}--Sato.ipynb is by the same person, and newer" in said
    assert f"{NAME}.ipynb: its path does not say who handed it in" in said
    assert f"rename it to {NAME}--NAME.ipynb" in said
    graded = run(course, "autograde", NAME)
    assert graded.returncode == 0, graded.stdout + graded.stderr
    whole = sum(cell["metadata"].get("nbgrader", {}).get("points", 0) for cell in source()["cells"])
    with Gradebook(f"sqlite:///{(course / 'gradebook.db').as_posix()}") as gradebook:
        scores = {one.student.id: one.score for one in gradebook.assignment_submissions(NAME)}
        written = sum(cell.max_score for cell in gradebook.find_assignment(NAME).notebooks[0].grade_cells if cell.cell_type == "markdown")  # fmt: skip
    assert set(scores) == set(collected(course))
    assert set(scores.values()) == {whole - written}


def test_two_persons_of_one_name_are_kept_apart(course: Path) -> None:
    download(
        course,
        {f"Kim Ji-woo_{number}_assignsubmission_file_/{NAME}.ipynb": notebook() for number in (1, 2)},
    )
    done = run(course, "zip_collect", NAME, module="nbgrader")
    assert done.returncode == 0, done.stderr
    assert sorted(collected(course)) == ["Kim-Ji-woo_1", "Kim-Ji-woo_2"]
    assert "More than one person is called Kim-Ji-woo" in done.stderr


def test_a_pattern_of_the_teacher_is_followed(course: Path) -> None:
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write('\nc.DownloadedFiles.named_regexp = r".*/(?P<student_id>\\w+)@(?P<file_id>\\w+)"\n')
    download(course, {f"mori@{NAME}.ipynb": notebook()})
    done = run(course, "zip_collect", NAME, module="nbgrader")
    assert done.returncode == 0, done.stderr
    assert sorted(collected(course)) == ["mori"]
