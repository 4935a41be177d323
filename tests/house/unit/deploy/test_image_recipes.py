"""What goes into the images of deploy/kubernetes: nothing for teachers into the learners', fixed versions, no root."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from repository import ROOT

from newspace.core.errors import CourseError
from release import student_zip

IMAGES = ROOT / "deploy" / "kubernetes" / "images"
RECIPES = {path.parent.name: path for path in sorted(IMAGES.glob("*/Dockerfile"))}
LEARNERS_ROOMS = {"seeds", "lessons", "exercises", "widgets"}


@dataclass(frozen=True)
class Step:
    """An instruction of a recipe, and the number of the stage that it belongs to."""

    stage: int
    name: str
    rest: str


def steps(text: str) -> list[Step]:
    lines = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ").splitlines()
    found, stage = [], -1
    for line in filter(None, map(str.strip, lines)):
        name, _, rest = line.partition(" ")
        stage += name == "FROM"
        found.append(Step(stage, name, " ".join(rest.split())))
    return found


def recipe(name: str) -> list[Step]:
    return steps(RECIPES[name].read_text(encoding="utf-8"))


def copied_from_the_checkout(instructions: list[Step]) -> list[str]:
    """Paths of the checkout that a recipe copies."""
    copies = [step.rest.split() for step in instructions if step.name in ("COPY", "ADD")]
    return [
        source
        for words in copies
        if not any(word.startswith("--from") for word in words)
        for source in [word for word in words if not word.startswith("--")][:-1]
    ]


def let_in(name: str) -> list[str]:
    """Paths that the file of ignored paths lets through to the builder."""
    lines = (IMAGES / name / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*", "everything is shut out first"
    return [rule.removeprefix("!") for rule in rules if rule.startswith("!")]


def files_below(paths: list[str]) -> dict[str, bytes]:
    """What the builder gets: the files below these paths, without what the ignored patterns name."""
    found = {}
    for path in map(ROOT.joinpath, paths):
        below = path.rglob("*") if path.is_dir() else [path]
        for file in below:
            name = file.relative_to(ROOT)
            if file.is_file() and name.parts[:2] != ("widgets", "js") and not student_zip.is_stray(name):
                found[name.as_posix()] = file.read_bytes()
    return found


def test_the_learners_image_copies_only_what_learners_get():
    own = "deploy/kubernetes/images/learner/"
    copied = copied_from_the_checkout(recipe("learner"))
    assert {path for path in copied if not path.startswith(own)} == LEARNERS_ROOMS | {"requirements.lock"}
    assert set(let_in("learner")) == LEARNERS_ROOMS | {"requirements.lock", own.rstrip("/")}


def test_nothing_that_the_builder_of_the_learners_image_sees_is_for_teachers():
    """The same search as for the zip of “make student”."""
    seen = files_below(let_in("learner"))
    assert len(seen) > 100
    student_zip.refuse_what_is_for_teachers(seen)


def test_the_search_finds_a_solution_that_was_let_in():
    with pytest.raises(CourseError, match="not for learners"):
        student_zip.refuse_what_is_for_teachers(files_below([*let_in("learner"), "solutions"]))


def test_the_last_stage_of_the_learners_image_takes_only_the_environment():
    instructions = recipe("learner")
    last = [step for step in instructions if step.stage == instructions[-1].stage]
    taken = [step.rest for step in last if step.name == "COPY"]
    assert [rest for rest in taken if rest.startswith("--from")] == ["--from=build /opt/course /opt/course"]
    assert copied_from_the_checkout(last) == ["deploy/kubernetes/images/learner/settings"]


def test_the_learners_image_starts_what_the_hub_starts_in_it():
    values = yaml.safe_load((IMAGES.parent / "values.yaml").read_text(encoding="utf-8"))
    assert json.loads(recipe("learner")[-1].rest) == values["singleuser"]["cmd"]


def test_the_learners_environment_has_no_grader():
    runs = " ".join(step.rest for step in recipe("learner") if step.name == "RUN")
    assert "newspace-" in runs
    assert "grading" not in runs
    assert "newspace_grade" not in runs
    learners_lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").partition("\n#")[0]
    assert "newspace" not in learners_lock


def test_the_teachers_image_has_the_solutions_and_the_builder_sees_nothing_of_a_class():
    copied = copied_from_the_checkout(recipe("teacher"))
    assert {"solutions", "grading", "nbgrader_config.py"} <= set(copied)
    allowed = let_in("teacher")
    assert all(any(path == rule or path.startswith(f"{rule}/") for rule in allowed) for path in copied)
    assert not {"classroom", "work", ".git", "tests"} & set(allowed)


@pytest.mark.parametrize("name", RECIPES)
def test_what_is_copied_exists(name):
    base = IMAGES / name if name == "ngshare" else ROOT  # the folder that the recipe is built in
    for path in copied_from_the_checkout(recipe(name)):
        assert (base / path).exists()


@pytest.mark.parametrize("name", RECIPES)
def test_the_base_image_is_fixed_and_the_container_runs_without_root(name):
    instructions = recipe(name)
    stages = {step.rest.split(" AS ")[1] for step in instructions if step.name == "FROM" and " AS " in step.rest}
    arguments = dict(step.rest.split("=", 1) for step in instructions if step.name == "ARG")
    for step in instructions:
        if step.name == "FROM" and step.rest not in stages:
            image = re.sub(r"\$\{(\w+)\}", lambda match: arguments[match[1]], step.rest.split(" AS ")[0])
            assert re.search(r":\d+\.\d+\.\d+", image), image
    users = [step.rest for step in instructions if step.name == "USER"]
    assert re.fullmatch(r"[1-9]\d*:\d+", users[-1])


@pytest.mark.parametrize("name", RECIPES)
def test_nothing_is_installed_without_a_hash_and_no_cache_stays(name):
    for step in recipe(name):
        for command in step.rest.split("&&") if step.name == "RUN" else []:
            if "pip install" in command:
                assert "--require-hashes" in command or "--no-deps" in command
    text = RECIPES[name].read_text(encoding="utf-8")
    assert "PIP_NO_CACHE_DIR=1" in text or "--no-cache-dir" in text


@pytest.mark.parametrize("lock", sorted(IMAGES.glob("*/*.lock")), ids=lambda path: path.name)
def test_a_lock_fixes_and_hashes_every_package_and_names_no_address(lock: Path):
    text = lock.read_text(encoding="utf-8")
    without_comments = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)
    entries = re.split(r"\n(?=[A-Za-z0-9])", without_comments.strip())
    assert entries
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


def test_the_exchange_has_the_last_sqlalchemy_that_its_release_works_with():
    """With SQLAlchemy 2 its release 0.6.0 says that an exercise was released, and keeps nothing."""
    lock = (IMAGES / "ngshare" / "ngshare.lock").read_text(encoding="utf-8")
    assert re.search(r"^sqlalchemy==1\.4\.", lock, re.MULTILINE)
