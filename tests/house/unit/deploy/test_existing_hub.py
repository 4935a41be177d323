"""What a hub that is there already is told, and the links that open a lesson on it."""

from __future__ import annotations

import importlib.util
from types import ModuleType
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from repository import ROOT

FOLDER = ROOT / "deploy" / "existing-hub"
HUB = "https://hub.school.example/"
REPOSITORY = "https://git.school.example/space/course.git"
LESSON = "02_ispace_missions.ipynb"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("link", FOLDER / "link.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_link_opens_the_lesson_in_the_learners_copies(tool, capsys):
    assert tool.main(["--hub", HUB, "--lesson", "02"]) == 0
    link = capsys.readouterr().out.strip()
    assert link == f"https://hub.school.example/hub/user-redirect/lab/tree/newspace-work/lessons/{LESSON}"
    assert (ROOT / "lessons" / LESSON).is_file()


def test_a_link_of_nbgitpuller_brings_the_course_and_opens_the_lesson(tool, capsys):
    assert tool.main(["--hub", HUB, "--lesson", "02", "--repository", REPOSITORY]) == 0
    link = urlsplit(capsys.readouterr().out.strip())
    assert link.path == "/hub/user-redirect/git-pull"
    assert parse_qs(link.query) == {
        "repo": [REPOSITORY],
        "branch": ["main"],
        "targetPath": ["newspace-work"],
        "urlpath": [f"lab/tree/newspace-work/lessons/{LESSON}"],
    }


def test_without_a_lesson_the_link_opens_the_start_page(tool, capsys):
    assert tool.main(["--hub", HUB]) == 0
    assert capsys.readouterr().out.strip().endswith("/lessons/00_start_here.ipynb")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--hub", HUB, "--lesson", "9"], "names 0 lessons"),
        (["--hub", HUB, "--lesson", "0"], "names 6 lessons"),
        (["--hub", "hub.school.example"], "no address of a hub"),
        (["--hub", HUB, "--repository", "git@school:course"], "no address of a repository"),
    ],
)
def test_what_has_no_link_is_told_with_what_to_write(tool, capsys, arguments, told):
    assert tool.main(arguments) == 2
    said = capsys.readouterr()
    assert told in said.err
    assert not said.out


def test_both_ways_to_start_open_the_same_page_of_the_course(tool):
    values = yaml.safe_load((FOLDER / "values.yaml").read_text(encoding="utf-8"))["singleuser"]
    page = values["defaultUrl"]
    assert f'"{page}"' in (FOLDER / "at_start.py").read_text(encoding="utf-8")
    assert (ROOT / page.removeprefix(f"/lab/tree/{tool.WORK}/")).is_file()
    (command,) = [part for part in values["lifecycleHooks"]["postStart"]["exec"]["command"] if "newspace" in part]
    assert command == f"newspace work --work ~/{tool.WORK} || true"
