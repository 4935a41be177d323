"""The layout of a course folder: which of the source's notebooks are graded."""

from __future__ import annotations

import json
from pathlib import Path

from courses import classroom

from newspace_grading.course.layout import find_course


def test_a_notebook_without_a_graded_cell_is_passed_over(tmp_path: Path) -> None:
    source = tmp_path / "source" / classroom.NAME
    source.mkdir(parents=True)
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    (source / "work.ipynb").write_text(json.dumps(classroom.notebook()), encoding="utf-8")
    reading = {"cells": [{"cell_type": "markdown", "metadata": {}, "source": "Read this."}]}
    (source / "a_reading.ipynb").write_text(json.dumps(reading), encoding="utf-8")
    assert [path.stem for path in find_course(tmp_path).notebooks(classroom.NAME)] == ["work"]
