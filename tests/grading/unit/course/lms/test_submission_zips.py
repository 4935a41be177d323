"""Zips of submissions are read whatever their form and encoding, and nothing in them leaves a learner's folder."""

from __future__ import annotations

import stat
import unicodedata
import zipfile
from pathlib import Path

import pytest
from courses.lms_files import CLASS, canvas_zip, moodle_zip, participant

from newspace_grading.course.lms.submissions import submission_zips
from newspace_grading.course.lms.submissions.submission_zips import SubmissionZip, ZipError

WORK = {one.id: one.id.encode() for one in CLASS[:4]}


def packed(folder: Path, entries: dict[str, bytes]) -> Path:
    path = folder / "all.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(("flat", "ending"), [(False, ""), (False, "_"), (True, "")], ids=["4.1", "3.1", "3.0"])
def test_moodles_zip(flat: bool, ending: str, tmp_path: Path) -> None:
    path = moodle_zip(tmp_path / "all.zip", CLASS, WORK, "ps1 answers_v2.ipynb", flat=flat, ending=ending)
    with SubmissionZip(path) as archive:
        assert not archive.skipped
        found = [(one.origin.number, one.origin.name, str(one.file), archive.read(one)) for one in archive.members]
    assert found == [
        (str(participant(place)), f"{one.first} {one.last}".replace("'", ""), "ps1 answers_v2.ipynb", one.id.encode())
        for place, one in enumerate(CLASS[:4])
    ]


def test_moodles_folders_keep_what_is_below_them(tmp_path: Path) -> None:
    path = packed(
        tmp_path,
        {
            "Class/김 민서_5_assignsubmission_file/data/a.csv": b"1",
            "x_6_assignsubmission_onlinetext/onlinetext.html": b"",
        },
    )
    with SubmissionZip(path) as archive:
        assert [str(one.file) for one in archive.members] == ["data/a.csv"]
        assert [why for _entry, why in archive.skipped] == ["is text that was typed into Moodle, not a file"]


def test_canvas_zip(tmp_path: Path) -> None:
    path = canvas_zip(tmp_path / "all.zip", CLASS, WORK, "ps1-1.ipynb", late=[CLASS[1].id])
    with SubmissionZip(path) as archive:
        assert not archive.skipped
        found = [
            (one.origin.number, one.origin.name, str(one.file), one.origin.late, one.origin.attachment)
            for one in archive.members
        ]
    names = ["김민서", "김민서", "佐藤陽翔", "oneillada"]
    assert found == [
        (one.number, names[place], "ps1-1.ipynb", place == 1, 88_000 + place) for place, one in enumerate(CLASS[:4])
    ]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("김민서_5_assignsubmission_file/../../../etc/passwd", "name that is not taken"),
        ("김민서_5_assignsubmission_file/..\\..\\evil.ipynb", "name that is not taken"),
        ("김민서_5_assignsubmission_file/C:\\evil.ipynb", "name that is not taken"),
        ("김민서_5_assignsubmission_file/timestamp.txt", "name that is not taken"),
        ("김민서_5_assignsubmission_file/Timestamp.TXT", "name that is not taken"),
        ("김민서_5_assignsubmission_file/con.ipynb", "name that is not taken"),
        ("kim_7_8_submission_secret.txt", "name that is not taken"),
        ("anon_xY3_88_ps1.ipynb", "anonymous"),
        ("1234-5678 - Min-jun Kim - ps1.ipynb", "comes from Brightspace: “nbgrader zip_collect” takes it"),
        ("notes.txt", "does not say whose it is"),
        ("../../evil.ipynb", "does not say whose it is"),
    ],
)
def test_a_name_that_is_not_taken_is_listed(name: str, why: str, tmp_path: Path) -> None:
    with SubmissionZip(packed(tmp_path, {name: b"data"})) as archive:
        assert not archive.members
        assert why in archive.skipped[0][1]


def test_an_absolute_path_stays_below_the_learner(tmp_path: Path) -> None:
    with SubmissionZip(packed(tmp_path, {"김민서_5_assignsubmission_file//etc/passwd": b""})) as archive:
        assert [str(one.file) for one in archive.members] == ["etc/passwd"]


def test_what_operating_systems_add_is_passed_over(tmp_path: Path) -> None:
    names = ["__MACOSX/kim_1_2_a.ipynb", "kim_5_assignsubmission_file/.DS_Store", ".hidden"]
    with SubmissionZip(packed(tmp_path, dict.fromkeys(names, b""))) as archive:
        assert not archive.members
        assert not archive.skipped


def test_a_link_is_no_file(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("kim_5_assignsubmission_file/ps1.ipynb")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    with SubmissionZip(tmp_path / "all.zip") as found:
        assert [why for _entry, why in found.skipped] == ["is a link, not a file"]


def test_names_in_utf8_that_the_zip_does_not_declare_and_in_parts(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "김 민서_5_assignsubmission_file/과제.ipynb")
    raw = bytearray(packed(tmp_path, {name: b"{}"}).read_bytes())
    for mark, place in (
        (b"PK\x03\x04", 6),
        (b"PK\x01\x02", 8),
    ):  # the flags of the file's header, and of the directory's
        at = raw.index(mark) + place
        raw[at : at + 2] = (int.from_bytes(raw[at : at + 2], "little") & ~0x800).to_bytes(2, "little")
    (tmp_path / "all.zip").write_bytes(raw)
    with SubmissionZip(tmp_path / "all.zip") as archive:
        assert [(one.origin.name, str(one.file), archive.read(one)) for one in archive.members] == [
            ("김 민서", "과제.ipynb", b"{}")
        ]


def test_a_file_that_unpacks_to_more_than_it_says_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path, {"kim_5_assignsubmission_file/ps1.ipynb": b"\0" * 5_000_000})
    monkeypatch.setattr(submission_zips, "LARGEST_MEMBER", 1_000_000)
    with SubmissionZip(path) as archive:
        assert not archive.members
        assert "larger than" in archive.skipped[0][1]
    raw = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):  # the size that both headers claim
        at = raw.index(mark) + place
        raw[at : at + 4] = (1000).to_bytes(4, "little")
    path.write_bytes(raw)
    with SubmissionZip(path) as archive, pytest.raises(ZipError):
        archive.read(archive.members[0])


def test_a_bomb_of_many_files_is_refused_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed(tmp_path, {f"kim_{one}_assignsubmission_file/a.ipynb": b"\0" * 1000 for one in range(20)})
    monkeypatch.setattr(submission_zips, "LARGEST_WHOLE", 10_000)
    with pytest.raises(ZipError, match="more than a class hands in"):
        SubmissionZip(path)


def test_a_damaged_file_is_refused_with_its_name(tmp_path: Path) -> None:
    path = packed(tmp_path, {"kim_5_assignsubmission_file/ps1.ipynb": b"some text " * 100})
    raw = bytearray(path.read_bytes())
    raw[68:72] = b"\xff" * 4
    path.write_bytes(raw)
    with SubmissionZip(path) as archive, pytest.raises(ZipError, match=r"ps1\.ipynb is damaged"):
        archive.read(archive.members[0])


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(b"<html>Your session has timed out</html>")
    with pytest.raises(ZipError, match="no zip"):
        SubmissionZip(tmp_path / "all.zip")
    with pytest.raises(ZipError, match="not there"):
        SubmissionZip(tmp_path / "other.zip")
