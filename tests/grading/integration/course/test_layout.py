"""The layout of a course folder: which of the source's notebooks are graded."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from courses import classroom
from sqlalchemy import create_engine

from newspace_grading.course.layout import find_course


def test_a_notebook_without_a_graded_cell_is_passed_over(tmp_path: Path) -> None:
    source = tmp_path / "source" / classroom.NAME
    source.mkdir(parents=True)
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    (source / "work.ipynb").write_text(json.dumps(classroom.notebook()), encoding="utf-8")
    reading = {"cells": [{"cell_type": "markdown", "metadata": {}, "source": "Read this."}]}
    (source / "a_reading.ipynb").write_text(json.dumps(reading), encoding="utf-8")
    assert [path.stem for path in find_course(tmp_path).notebooks(classroom.NAME)] == ["work"]


def test_names_from_before_are_read_as_nbgrader_reads_them(tmp_path: Path) -> None:
    (tmp_path / "nbgrader_config.py").write_text(
        "c = get_config()\nc.NbGrader.submitted_directory = 'handed_in'\nc.Exchange.course_id = 'space101'\n",
        encoding="utf-8",
    )
    course = find_course(tmp_path)
    assert course.place("submitted", "ada", "ps1") == tmp_path / "handed_in" / "ada" / "ps1"
    assert course.directory.course_id == "space101"


def test_a_course_is_found_without_loading_what_only_a_server_or_a_gradebook_needs(tmp_path: Path) -> None:
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    program = f"""
import json, sys
from pathlib import Path
from newspace_grading.course.layout import find_course
find_course(Path({str(tmp_path)!r}))
print(json.dumps([name for name in ("nbconvert", "sqlalchemy", "jupyter_server") if name in sys.modules]))
import nbgrader, nbgrader.server_extensions.formgrader as formgrader
class App: pass
try:
    nbgrader.load_formgrader(App())
except AttributeError as error:  # from the extension itself, which asks a server for its log
    print(json.dumps([str(error), formgrader.load_jupyter_server_extension.__module__]))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded, reached = map(json.loads, done.stdout.splitlines())
    assert loaded == []
    assert reached[1] == "nbgrader.server_extensions.formgrader.formgrader"
    assert "App" in reached[0]


@pytest.mark.parametrize(
    ("address", "seconds"),
    [("sqlite:///gradebook.db", 60), ("sqlite:///gradebook.db?timeout=90", 90), ("sqlite:///:memory:", 5)],
)
def test_a_course_waits_for_its_gradebook_whose_options_are_no_part_of_its_name(
    address: str, seconds: float, tmp_path: Path
) -> None:
    (tmp_path / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.db_url = {address!r}\n", encoding="utf-8"
    )
    course = find_course(tmp_path)
    database = tmp_path / "gradebook.db" if "memory" not in address else None
    assert course.database() == database
    assert course.shown_database() == (f"sqlite:///{database}" if database else address)
    engine = create_engine(course.directory.db_url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == seconds * 1000
    engine.dispose()
