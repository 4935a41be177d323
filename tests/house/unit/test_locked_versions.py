"""The pyproject.toml of each distribution, the lock and environment.yml must say the same, and name no address."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from repository import ROOT

from release import environment_yml, lock

WORKSPACE, COURSE, GRADER = (
    tomllib.loads((ROOT / name / "pyproject.toml").read_text(encoding="utf-8")) for name in (".", "widgets", "grading")
)
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PARTS = {"lab": environment_yml.learners_part(LOCK), "hub": lock.hub_part(LOCK), "dev": LOCK}
OWN = {"newspace", "newspace-grade"}


def pinned(lock: str) -> dict[str, list[Requirement]]:
    found: dict[str, list[Requirement]] = {}
    for pin in environment_yml.pins(lock):
        requirement = Requirement(pin)
        found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def direct(*groups: str) -> list[Requirement]:
    wanted = [
        *COURSE["project"]["dependencies"],
        *COURSE["project"]["optional-dependencies"]["lab"],
        *GRADER["project"]["dependencies"],
    ]
    for group in groups:
        wanted += [entry for entry in WORKSPACE["dependency-groups"][group] if isinstance(entry, str)]
    return [requirement for text in wanted if (requirement := Requirement(text)).name not in OWN]


@pytest.mark.parametrize(
    ("part", "groups"),
    [("lab", ["course", "setup"]), ("hub", ["setup", "hub"]), ("dev", ["setup", "dev", "docs", "hub"])],
)
def test_every_direct_dependency_is_locked_within_its_range(part, groups):
    pins = pinned(PARTS[part])
    for wanted in direct(*groups):
        have = pins.get(canonicalize_name(wanted.name))
        assert have, f"the lock does not hold {wanted}: run make lock"
        for pin in have:
            (version,) = [part.version for part in pin.specifier]
            assert wanted.specifier.contains(version), f"the lock holds {pin}, wanted is {wanted}: run make lock"


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("learner/hub.lock", "image-hub"),
        ("learner/exchange.lock", "image-exchange-client"),
        ("ngshare/ngshare.lock", "image-exchange-service"),
    ],
)
def test_the_lock_of_an_image_holds_what_its_group_asks_for(name, group):
    pins = pinned((lock.IMAGES / name).read_text(encoding="utf-8"))
    for text in WORKSPACE["dependency-groups"][group]:
        wanted = Requirement(text)
        (version,) = [part.version for pin in pins[canonicalize_name(wanted.name)] for part in pin.specifier]
        assert wanted.specifier.contains(version), f"{name} holds {version}, wanted is {wanted}: run make lock"


def test_every_lock_of_an_image_is_written_by_make_lock(monkeypatch, tmp_path):
    """Of which resolution each comes, with a stand-in for uv that says what it was asked."""
    monkeypatch.setattr(lock, "_run", lambda *given: f"{given[2]}==1 \\\n    --hash=sha256:0\n")
    made = lock.compiled_images("uv", tmp_path, PARTS["lab"])
    assert set(made) == {path.relative_to(lock.IMAGES).as_posix() for path in lock.IMAGES.glob("*/*.lock")}


def test_the_learners_image_has_packages_of_the_hub_that_fit_what_learners_get():
    """Both are installed into one environment: a package in both locks would be asked for twice."""
    text = (lock.IMAGES / "learner" / "hub.lock").read_text(encoding="utf-8")
    assert text.partition("\n")[0] == f"{lock.FITS}{lock.hash_of_pins(PARTS['lab'])}", (
        "requirements.lock has changed: run make lock"
    )
    assert not set(pinned(text)) & set(pinned(PARTS["lab"]))


def test_what_learners_get_anyway_is_left_out_and_a_change_of_it_is_seen():
    learners = "a==1 \\\n    --hash=sha256:0\n"
    made = lock.besides(f"{learners}b==2 \\\n    --hash=sha256:1\n", learners)
    assert environment_yml.pins(made) == ["b==2"]
    assert made.startswith(f"{lock.FITS}{lock.hash_of_pins(learners)}\n")
    assert lock.hash_of_pins(learners) != lock.hash_of_pins(learners.replace("a==1", "a==2"))


def test_the_lock_names_each_package_once_and_what_learners_get_first():
    learners, with_hub, whole = (set(pinned(PARTS[part])) for part in ("lab", "hub", "dev"))
    rest = set(pinned(LOCK.split(lock.MARK)[1]))
    assert learners < with_hub
    assert with_hub.isdisjoint(rest)
    assert with_hub | rest == whole
    assert {"pytest", "mypy", "sphinx"} <= rest
    assert "jupyterhub" in with_hub - learners, "make lab does not install it"
    assert sum(map(len, pinned(LOCK).values())) == len(environment_yml.pins(LOCK))


def test_every_locked_package_has_hashes():
    for block in re.split(r"\n(?=\S)", LOCK.replace(lock.HUB_MARK, "").replace(lock.MARK, "").strip()):
        if block.strip():
            assert "--hash=sha256:" in block, f"no hash for {block.splitlines()[0]}"


def test_one_lock_is_made_of_three_resolutions():
    """What a test needs on more systems than a learner does is in the learners' part, with the wider marker."""
    first = "a==1 ; sys_platform == 'win32' \\\n    --hash=sha256:0\nb==2 \\\n    --hash=sha256:1\n"
    hub = f"{first}d==4 \\\n    --hash=sha256:3\n"
    everything = "a==1 \\\n    --hash=sha256:0\nb==2 \\\n    --hash=sha256:1\nc==3 \\\n    --hash=sha256:2\nd==4 \\\n    --hash=sha256:3\n"
    made = lock.joined_locks(first, hub, everything)
    assert environment_yml.pins(environment_yml.learners_part(made)) == ["a==1", "b==2"]
    assert environment_yml.pins(lock.hub_part(made)) == ["a==1", "b==2", "d==4"]
    assert environment_yml.pins(made) == ["a==1", "b==2", "d==4", "c==3"]
    assert made.count("--hash") == 4


def test_environment_yml_is_made_from_the_lock():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    made = environment_yml.environment_yml(
        (ROOT / "widgets" / "pyproject.toml").read_text(encoding="utf-8"), PARTS["lab"]
    )
    assert text == made, "environment.yml and requirements.lock disagree: run make lock"
    parsed = yaml.safe_load(text)
    pip = next(part["pip"] for part in parsed["dependencies"] if isinstance(part, dict))
    assert pip[-2:] == ["-e ./widgets", "-e ./grading"]
    assert set(pinned(PARTS["lab"])) == {canonicalize_name(Requirement(pin).name) for pin in pip[:-2]}
    assert f"python{COURSE['project']['requires-python']}" in parsed["dependencies"]


@pytest.mark.parametrize(
    "name",
    ["requirements.lock", "environment.yml", "pyproject.toml", "widgets/pyproject.toml", "grading/pyproject.toml"],
)
def test_no_file_of_versions_names_an_address(name):
    assert not re.search(r"https?://|index-url", (ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("project", [COURSE, GRADER], ids=["newspace", "newspace-grade"])
def test_each_dependency_is_declared_once(project):
    extras = [text for extra in project["project"].get("optional-dependencies", {}).values() for text in extra]
    names = [canonicalize_name(Requirement(text).name) for text in (*project["project"]["dependencies"], *extras)]
    assert sorted(names) == sorted(set(names))


def imported(folder: Path) -> set[str]:
    """The top-level packages that a distribution's modules import, those of the standard library left out."""
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
            elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "import_module":
                found |= {str(part.value).partition(".")[0] for part in node.args if isinstance(part, ast.Constant)}
    installed = importlib.metadata.packages_distributions()
    return {canonicalize_name(installed.get(name, [name])[0]) for name in found - sys.stdlib_module_names}


@pytest.mark.parametrize(
    ("project", "folder", "used_otherwise"),
    [
        (COURSE, "widgets/newspace", {"ipykernel", "jupyterlab", "nbgrader"}),  # programs that are started
        (GRADER, "grading/newspace_grading", {"tzdata"}),  # read by zoneinfo
    ],
    ids=["newspace", "newspace-grade"],
)
def test_distributions_declare_what_they_import(project, folder, used_otherwise):
    extras = [text for extra in project["project"].get("optional-dependencies", {}).values() for text in extra]
    declared = {canonicalize_name(Requirement(text).name) for text in (*project["project"]["dependencies"], *extras)}
    own = {canonicalize_name(Path(folder).name), "newspace", "js"}  # the last is Pyodide's, and nowhere else
    assert imported(ROOT / folder) - own == declared - used_otherwise


def test_both_distributions_carry_the_licence_and_the_course_its_notice():
    for name in ("widgets/LICENSE", "grading/LICENSE", "widgets/NOTICE.md"):
        assert (ROOT / name).read_bytes() == (ROOT / name.partition("/")[2]).read_bytes(), f"copy {name} anew"
