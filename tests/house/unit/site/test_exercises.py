"""What grades exercises in the browser: with the solutions for self-study, without them for a class."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from repository import ROOT

from release.site.lab import exercises
from release.site.lab.exercises import Edition


def material(folder: Path) -> dict[str, dict[str, object]]:
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}


def test_every_exercise_is_graded_with_the_notebook_that_was_given_out(tmp_path):
    exercises.write_graders(ROOT, tmp_path / "grading", Edition.SELF_STUDY)
    found = material(tmp_path / "grading")
    assert sorted(found) == sorted(path.stem for path in (ROOT / "exercises").glob("*/*.ipynb"))
    for name, one in found.items():
        assert one["release"] == (ROOT / "exercises" / name / f"{name}.ipynb").read_text(encoding="utf-8")
        assert "BEGIN HIDDEN TESTS" in str(one["source"]), name


@pytest.mark.parametrize("edition", list(Edition))
def test_solutions_are_part_of_a_site_for_self_study_alone(tmp_path, edition):
    exercises.write_graders(ROOT, tmp_path / "grading", edition)
    texts = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "grading").iterdir())
    made = exercises.solutions(ROOT, tmp_path / "wheels", edition)
    is_self_study = edition is Edition.SELF_STUDY
    assert ("BEGIN SOLUTION" in texts, "HIDDEN TESTS" in texts, len(made)) == (
        is_self_study,
        is_self_study,
        is_self_study,
    )
    for wheel in made:
        with zipfile.ZipFile(wheel.path) as archive:
            names = archive.namelist()
        assert "newspace/course/solutions/02_ispace_missions/02_ispace_missions.ipynb" in names
        assert "newspace/course/solutions/02_ispace_missions.toml" in names
