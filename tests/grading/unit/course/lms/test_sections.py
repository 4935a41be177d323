"""Sections of a class, and who marks them: what ``markers.toml`` may hold, and what is said of the rest."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from newspace_grading.course.layout import Course
from newspace_grading.course.lms.lists.sections import (
    MarkersError,
    Sections,
    read_sections,
    section_parts,
    write_sections,
)


def course_in(folder: Path) -> Course:
    return Course(SimpleNamespace(root=str(folder), autograded_directory="autograded", groupshared=False))


@pytest.mark.parametrize(
    ("section", "found"),
    [
        ("Lab 1", ["Lab 1"]),
        ("Lab 1, and Lab 2", ["Lab 1, and Lab 2", "Lab 1", "Lab 2"]),
        ("Lab 1, Lab 2; Evening", ["Lab 1, Lab 2; Evening", "Lab 1", "Lab 2", "Evening"]),
        ("Research and Development", ["Research and Development", "Research", "Development"]),
        ("", []),
    ],
)
def test_a_section_may_be_a_list_of_several(section: str, found: list[str]) -> None:
    assert section_parts(section) == found


def test_a_whole_name_counts_before_its_parts() -> None:
    found = Sections({"ada": "Research and Development"}, {"Research": "A", "Research and Development": "B"})
    assert (found.marker("ada"), found.marker("nobody")) == ("B", "")


def test_sections_are_kept_and_markers_read(tmp_path: Path) -> None:
    course = course_in(tmp_path)
    assert read_sections(course) == Sections()
    write_sections(course, {"김": "1반", "ada": ""})
    (tmp_path / "markers.toml").write_text(
        '[sections]\n"1반" = " 이 선생님 "\n"2반" = "Mr Sato"\n', encoding="utf-8-sig"
    )
    found = read_sections(course)
    assert found == Sections({"김": "1반"}, {"1반": "이 선생님", "2반": "Mr Sato"})
    assert list(found.unknown()) == [("2반", "")]


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ('[sections]\n"a" = 3', "“3” is nobody's name.", "sections.a"),
        ('[section]\n"a" = "b"', "There is no field “section” here.", "section"),
        ('sections = "a"', "There is no field “sections” here.", "sections"),
        ('[sections]\n"a" = "b"\n"a" = "c"', "This is not TOML", "markers.toml"),
    ],
)
def test_a_fault_names_the_field_and_the_remedy(text: str, what: str, where: str, tmp_path: Path) -> None:
    (tmp_path / "markers.toml").write_text(text, encoding="utf-8")
    with pytest.raises(MarkersError, match="Write") as refused:
        read_sections(course_in(tmp_path))
    assert what in refused.value.what
    assert refused.value.where.endswith(where)
