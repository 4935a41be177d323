"""Tables of an LMS or a spreadsheet are read whatever their separator and encoding."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from courses.lms_files import CLASS, table

from newspace_grading.course.lms.lists.headings import KNOWN
from newspace_grading.course.lms.lists.tables import TableError, read_table

ROWS = [["First name", "Last name", "Email address"], *([one.first, one.last, one.email] for one in CLASS)]


def written(folder: Path, data: bytes) -> Path:
    path = folder / "list.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_separator_and_encoding_are_found(separator: str, encoding: str, tmp_path: Path) -> None:
    found = read_table(written(tmp_path, table(ROWS, separator, encoding)), KNOWN)
    assert [list(found.header), *(list(row.cells) for row in found.rows)] == ROWS
    assert found.separator == separator


def test_excels_line_about_the_separator_is_no_row(tmp_path: Path) -> None:
    found = read_table(written(tmp_path, b"sep=;\r\n" + table(ROWS, ";")), KNOWN)
    assert list(found.header) == ROWS[0]


def test_a_name_in_parts_is_composed(tmp_path: Path) -> None:
    parts = [[unicodedata.normalize("NFD", cell) for cell in row] for row in ROWS]
    assert read_table(written(tmp_path, table(parts)), KNOWN).rows[0].cells == tuple(ROWS[1])


def test_a_separator_in_a_quoted_cell_is_text(tmp_path: Path) -> None:
    found = read_table(written(tmp_path, b'id;name\n7;"Kim; Min-seo"\n\n'), KNOWN)
    assert [(row.line, row.cells) for row in found.rows] == [(2, ("7", "Kim; Min-seo"))]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("이름,성\n민서,김\n".encode("cp949"), "--encoding cp949"),
        (b"PK\x03\x04rest of a workbook", "as CSV"),
        (b"", "empty"),
        (b"id,name\n7\n", "line 2"),
        (b"id,name\n7,a,b\n", "line 2"),
        (b'id,name\n7,"a\n', "line 2"),
        (b"id\x00,name\n\x01\x02", "no text"),
    ],
)
def test_what_is_no_table_is_refused_with_place_and_remedy(data: bytes, said: str, tmp_path: Path) -> None:
    path = written(tmp_path, data)
    with pytest.raises(TableError) as refused:
        read_table(path, KNOWN)
    assert said in str(refused.value)
    assert str(path) in refused.value.where
    assert refused.value.remedy


def test_an_encoding_that_is_named_is_taken(tmp_path: Path) -> None:
    data = table([["이름", "성"], ["민서", "김"]], encoding="cp949")
    assert read_table(written(tmp_path, data), KNOWN, "cp949").rows[0].cells == ("민서", "김")
    with pytest.raises(TableError, match="no encoding"):
        read_table(written(tmp_path, data), KNOWN, "korean-of-some-kind")
