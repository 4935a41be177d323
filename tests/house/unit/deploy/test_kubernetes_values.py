"""The values of deploy/kubernetes fit the chart's own schema, alone and with every way to sign in, and say what a class needs."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from copy import deepcopy
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest
import yaml
from repository import ROOT, TESTS

KUBERNETES = ROOT / "deploy" / "kubernetes"
SIGN_IN = sorted((ROOT / "deploy" / "sign-in").glob("*.yaml"))
CHART = "4.4.0"
JUPYTERHUB = "5.5.0"
"""What the chart of that version runs (appVersion in its Chart.yaml): a learner's server must have the same."""
DATA = TESTS / "house" / "data"
SCHEMA = json.loads((DATA / f"jupyterhub-{CHART}.values.schema.json").read_text(encoding="utf-8"))
DEFAULTS = json.loads((DATA / f"jupyterhub-{CHART}.values.json").read_text(encoding="utf-8"))
COURSE_VERSION = tomllib.loads((ROOT / "widgets" / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


@cache
def loaded(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def merged(*layers: dict[str, Any]) -> dict[str, Any]:
    """As Helm puts files of values together: mappings are merged, everything else is replaced."""
    whole: dict[str, Any] = {}
    for layer in layers:
        for key, value in layer.items():
            both = isinstance(value, dict) and isinstance(whole.get(key), dict)
            whole[key] = merged(whole[key], value) if both else deepcopy(value)
    return whole


def faults(values: dict[str, Any]) -> list[str]:
    found = jsonschema.Draft7Validator(SCHEMA).iter_errors(merged(DEFAULTS, values))
    return [f"{'.'.join(map(str, error.path))}: {error.message}" for error in found]


VALUES = loaded(KUBERNETES / "values.yaml")
SCHOOL = loaded(KUBERNETES / "school.yaml")
WHOLE = merged(DEFAULTS, VALUES, SCHOOL)


@pytest.mark.parametrize("sign_in", SIGN_IN, ids=lambda path: path.stem)
def test_the_values_fit_the_charts_schema_with_every_way_to_sign_in(sign_in):
    assert not faults(merged(VALUES, SCHOOL, loaded(sign_in)))


def test_the_values_for_an_existing_hub_fit_the_schema():
    assert not faults(loaded(ROOT / "deploy" / "existing-hub" / "values.yaml"))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("singleuser.memory.limt", "1G"),
        ("singleuser.cpu.limit", "much"),
        ("cull.timeout", "an hour"),
        ("hub.networkPolicies", {}),
        ("proxy.https.type", "letsencrpyt"),
    ],
)
def test_a_slip_in_the_values_is_found(path, value):
    for key in reversed(path.split(".")):
        value = {key: value}
    assert faults(merged(VALUES, SCHOOL, value))


def test_the_school_replaces_what_is_only_an_example_and_nothing_else():
    """Who has written school.yaml has no example left in what is installed."""

    def examples(values: Any, path: str = "") -> set[str]:
        if isinstance(values, dict):
            return {found for key, value in values.items() for found in examples(value, f"{path}.{key}")}
        return {path} if ".example" in str(values) else set()

    assert examples(VALUES) == examples(SCHOOL)


def test_servers_have_limits_that_fit_into_one_another():
    units = {"M": 1e6, "G": 1e9}
    for server in (WHOLE["singleuser"], WHOLE["custom"]["teacher"]):
        guaranteed, most = (
            float(server["memory"][key][:-1]) * units[server["memory"][key][-1]] for key in ("guarantee", "limit")
        )
        assert 300e6 <= guaranteed < most
        assert 0 < server["cpu"]["guarantee"] < server["cpu"]["limit"]


def test_idle_servers_are_stopped_and_no_server_reaches_the_internet():
    assert WHOLE["cull"]["enabled"]
    assert WHOLE["cull"]["timeout"] == 3600
    rules = WHOLE["singleuser"]["networkPolicy"]["egressAllowRules"]
    assert not any(rules[name] for name in ("nonPrivateIPs", "privateIPs", "cloudMetadataServer"))


def test_a_server_opens_on_a_page_of_the_course():
    page = WHOLE["singleuser"]["defaultUrl"].removeprefix("/lab/tree/")
    assert (ROOT / page).is_file()


def test_the_images_have_the_version_of_the_course():
    assert WHOLE["singleuser"]["image"]["tag"] == COURSE_VERSION
    assert WHOLE["custom"]["teacher"]["image"].endswith(f":{COURSE_VERSION}")


def test_the_learners_server_has_the_charts_jupyterhub():
    (version,) = re.findall(
        r"^jupyterhub==(\S+)", (KUBERNETES / "images/learner/hub.lock").read_text("utf-8"), re.MULTILINE
    )
    assert version == JUPYTERHUB
    told = (KUBERNETES / "values.yaml").read_text(encoding="utf-8")
    assert f"version {CHART}, which runs JupyterHub {JUPYTERHUB}" in told
    assert f"--version {CHART}" in told


class TestTeachersServer:
    """The hook in values.yaml, run as the chart runs it."""

    @pytest.fixture
    def hook(self, monkeypatch):
        def get_config(key: str) -> Any:
            value = WHOLE
            for part in key.split("."):
                value = value[part]
            return value

        monkeypatch.setitem(sys.modules, "z2jh", SimpleNamespace(get_config=get_config))
        c = SimpleNamespace(KubeSpawner=SimpleNamespace())
        exec(compile(WHOLE["hub"]["extraConfig"]["teachers"], "teachers", "exec"), {"c": c})  # noqa: S102 - as the chart does
        return c.KubeSpawner.pre_spawn_hook

    @staticmethod
    def spawner(*groups: str) -> SimpleNamespace:
        return SimpleNamespace(
            user=SimpleNamespace(groups=[SimpleNamespace(name=name) for name in groups]),
            image="learner",
            cmd=["start-course"],
        )

    def test_a_teacher_gets_the_image_with_the_solutions(self, hook):
        spawner = self.spawner("teachers")
        hook(spawner)
        assert spawner.image == SCHOOL["custom"]["teacher"]["image"]
        assert spawner.cmd == ["start-teacher"]
        assert (spawner.mem_guarantee, spawner.mem_limit) == ("1G", "4G")

    @pytest.mark.parametrize("groups", [(), ("newspace",), ("teachers2",)])
    def test_nobody_else_does(self, hook, groups):
        spawner = self.spawner(*groups)
        before = dict(vars(spawner))
        hook(spawner)
        assert vars(spawner) == before
