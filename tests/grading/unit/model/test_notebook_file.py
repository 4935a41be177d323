"""How large a notebook may be: pictures do not count, and what would fill the memory is not parsed."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from newspace_grading.course.grading import file_copy
from newspace_grading.model.notebook import notebook_file
from newspace_grading.model.notebook.submission import UnreadableError, read_submission

MARKS = {"answer"}
PICTURE = base64.b64encode(bytes(range(256)) * 400).decode()
ANSWER = 'text = "a \\"quoted\\" word"'


@pytest.fixture(autouse=True)
def _small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rules for smaller files, which are written faster."""
    monkeypatch.setattr(notebook_file, "_SMALL", 2**16)
    monkeypatch.setattr(notebook_file, "LARGEST", 2**19)
    monkeypatch.setattr(notebook_file, "LARGEST_FILE", 2**22)
    monkeypatch.setattr(notebook_file, "MOST_VALUES", 10_000)


def write(folder: Path, *outputs: object) -> Path:
    cell = {
        "cell_type": "code",
        "metadata": {"nbgrader": {"grade_id": "answer"}},
        "source": ANSWER,
        "outputs": list(outputs),
    }
    path = folder / "first.ipynb"
    path.write_text(json.dumps({"cells": [cell], "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    return path


def picture(data: str) -> dict[str, object]:
    return {"output_type": "display_data", "data": {"image/png": data}, "metadata": {}}


@pytest.mark.parametrize("line_length", [76, 10**9])
def test_a_notebook_is_read_however_many_pictures_it_holds(tmp_path: Path, line_length: int) -> None:
    lines = "\n".join(PICTURE[start : start + line_length] for start in range(0, len(PICTURE), line_length))
    path = write(tmp_path, *[picture(lines + "\n")] * 10)
    assert path.stat().st_size > notebook_file.LARGEST
    assert [cell.source for cell in read_submission(tmp_path, "first", MARKS).cells] == [ANSWER]


@pytest.mark.parametrize("around", ['"{}"', "\\{}\\", '\\"{}\\"', '{}"', '"{}'])
def test_letters_beside_quotes_and_backslashes_break_nothing(tmp_path: Path, around: str) -> None:
    text = around.format(PICTURE)
    write(tmp_path, {"output_type": "stream", "name": "stdout", "text": text}, picture(PICTURE))
    assert [cell.source for cell in read_submission(tmp_path, "first", MARKS).cells] == [ANSWER]


def test_more_values_than_anybody_shows_are_not_parsed(tmp_path: Path) -> None:
    write(tmp_path, picture(PICTURE), *[[]] * 11_000)
    with pytest.raises(UnreadableError, match="it holds more than 10,000 values"):
        read_submission(tmp_path, "first", MARKS)


@pytest.mark.parametrize("text", ['\\"', "a, ", '"', "\\", "A" * 70_000 + '\\"', "A" * 70_000 + '" '])
def test_no_text_takes_more_time_than_its_length(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Each byte is looked at a fixed number of times; before, some of these texts took minutes."""
    monkeypatch.setattr(notebook_file, "LARGEST", 2**22)
    content = f'{{"cells": ["{text}'
    (tmp_path / "first.ipynb").write_text(content + text * ((2**22 - len(content)) // len(text) - 1), encoding="utf-8")
    with pytest.raises(UnreadableError, match=r"first\.ipynb: it "):
        read_submission(tmp_path, "first", MARKS)


def test_a_notebook_without_pictures_has_a_largest_size(tmp_path: Path) -> None:
    write(tmp_path, {"output_type": "stream", "name": "stdout", "text": "a b " * 2**18})
    with pytest.raises(UnreadableError, match=r"first\.ipynb: larger than 0 MB without its pictures"):
        read_submission(tmp_path, "first", MARKS)


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "first.ipynb").open("wb") as file:
        file.truncate(2**22 + 1)
    with pytest.raises(UnreadableError, match="larger than 4 MB"):
        read_submission(tmp_path, "first", MARKS)


def test_a_change_in_a_large_notebook_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_copy, "LARGEST", 2**16)
    write(tmp_path, picture(PICTURE))
    before = file_copy.digest(tmp_path)
    write(tmp_path, picture(PICTURE[::-1]))
    assert file_copy.digest(tmp_path) != before
