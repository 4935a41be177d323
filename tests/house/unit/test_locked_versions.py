"""pyproject.toml, the locks and environment.yml must say the same, and name no address."""

from __future__ import annotations

import importlib.util
import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from repository import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("requirements.lock", "requirements-dev.lock")}


def load_tool(name: str):
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


environment_yml = load_tool("environment_yml")


def pinned(lock: str) -> dict[str, list[Requirement]]:
    found: dict[str, list[Requirement]] = {}
    for pin in environment_yml.pins(lock):
        requirement = Requirement(pin)
        found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def direct(*groups: str) -> list[Requirement]:
    wanted = list(PYPROJECT["project"]["dependencies"]) + PYPROJECT["project"]["optional-dependencies"]["lab"]
    for group in groups:
        wanted += [entry for entry in PYPROJECT["dependency-groups"][group] if isinstance(entry, str)]
    return [Requirement(text) for text in wanted]


@pytest.mark.parametrize(
    ("lock", "groups"), [("requirements.lock", ["setup"]), ("requirements-dev.lock", ["setup", "dev", "docs"])]
)
def test_every_direct_dependency_is_locked_within_its_range(lock, groups):
    pins = pinned(LOCKS[lock])
    for wanted in direct(*groups):
        have = pins.get(canonicalize_name(wanted.name))
        assert have, f"{lock} does not hold {wanted}: run make lock"
        for pin in have:
            (version,) = [part.version for part in pin.specifier]
            assert wanted.specifier.contains(version), (
                f"{lock} holds {pin}, pyproject.toml wants {wanted}: run make lock"
            )


def test_the_lock_for_tests_holds_the_versions_that_learners_get():
    learners, tests = pinned(LOCKS["requirements.lock"]), pinned(LOCKS["requirements-dev.lock"])
    for name, pins in learners.items():
        assert {str(pin.specifier) for pin in pins} == {str(pin.specifier) for pin in tests[name]}, name


def test_every_locked_package_has_hashes():
    for name, lock in LOCKS.items():
        for block in re.split(r"\n(?=\S)", lock.strip()):
            assert "--hash=sha256:" in block, f"{name}: no hash for {block.splitlines()[0]}"


def test_environment_yml_is_made_from_the_lock():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    made = environment_yml.environment(
        (ROOT / "pyproject.toml").read_text(encoding="utf-8"), LOCKS["requirements.lock"]
    )
    assert text == made, "environment.yml and requirements.lock disagree: run make lock"
    parsed = yaml.safe_load(text)
    pip = next(part["pip"] for part in parsed["dependencies"] if isinstance(part, dict))
    assert pip[-1] == "-e ."
    assert set(pinned(LOCKS["requirements.lock"])) == {canonicalize_name(Requirement(pin).name) for pin in pip[:-1]}
    assert f"python{PYPROJECT['project']['requires-python']}" in parsed["dependencies"]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "environment.yml", "pyproject.toml"])
def test_no_file_of_versions_names_an_address(name):
    assert not re.search(r"https?://|index-url", (ROOT / name).read_text(encoding="utf-8"))


def test_each_dependency_is_declared_once():
    names = [canonicalize_name(requirement.name) for requirement in direct(*PYPROJECT["dependency-groups"])]
    assert sorted(names) == sorted(set(names))
