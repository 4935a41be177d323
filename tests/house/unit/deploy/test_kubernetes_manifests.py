"""The manifests of the exchange fit Kubernetes' own schemas, and what they name is what the values, images and settings name."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
import yaml
from repository import ROOT, TESTS

KUBERNETES = ROOT / "deploy" / "kubernetes"
SCHEMA = json.loads((TESTS / "house" / "data" / "kubernetes-1.37.0.schema.json").read_text(encoding="utf-8"))
MANIFESTS = list(yaml.safe_load_all((KUBERNETES / "ngshare.yaml").read_text(encoding="utf-8")))
BY_KIND = {manifest["kind"]: manifest for manifest in MANIFESTS}
VALUES = yaml.safe_load((KUBERNETES / "values.yaml").read_text(encoding="utf-8"))
SCHOOL = yaml.safe_load((KUBERNETES / "school.yaml").read_text(encoding="utf-8"))
POD = BY_KIND["Deployment"]["spec"]["template"]
(CONTAINER,) = POD["spec"]["containers"]
ENV = {entry["name"]: entry for entry in CONTAINER["env"]}


def faults(manifest: dict[str, Any]) -> list[str]:
    kind = SCHEMA["kinds"][f"{manifest['apiVersion']}/{manifest['kind']}"]
    schema = {"$ref": f"#/definitions/{kind}", "definitions": SCHEMA["definitions"]}
    return [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(manifest)]


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda manifest: manifest["kind"])
def test_a_manifest_fits_the_schema_and_a_slip_in_it_is_found(manifest):
    assert not faults(manifest)
    spoilt = deepcopy(manifest)
    spoilt["spec"]["slip"] = True
    assert faults(spoilt)


def test_a_slip_deep_in_the_pod_is_found():
    spoilt = deepcopy(BY_KIND["Deployment"])
    spoilt["spec"]["template"]["spec"]["containers"][0]["securityContext"]["readOnlyRootFileSystem"] = True
    assert faults(spoilt)


def test_servers_find_the_exchange_where_it_listens():
    settings = (KUBERNETES / "images/learner/settings/nbgrader_config.py").read_text(encoding="utf-8")
    (address,) = [part for part in settings.split('"') if part.startswith("http://ngshare")]
    (port,) = BY_KIND["Service"]["spec"]["ports"]
    assert urlsplit(address).netloc == f"{BY_KIND['Service']['metadata']['name']}:{port['port']}"
    assert urlsplit(address).path + "/" == ENV["JUPYTERHUB_SERVICE_PREFIX"]["value"]
    assert VALUES["hub"]["services"]["ngshare"]["url"] == f"http://{urlsplit(address).netloc}"
    assert port["targetPort"] in [entry["name"] for entry in CONTAINER["ports"]]
    assert urlsplit(ENV["JUPYTERHUB_SERVICE_URL"]["value"]).port == CONTAINER["ports"][0]["containerPort"]


def test_the_network_lets_servers_reach_the_exchange_and_the_exchange_the_hub():
    labels = POD["metadata"]["labels"]
    (rule,) = VALUES["singleuser"]["networkPolicy"]["egress"]
    assert rule["to"][0]["podSelector"]["matchLabels"].items() <= labels.items()
    assert rule["ports"][0]["port"] == CONTAINER["ports"][0]["containerPort"]
    assert labels["hub.jupyter.org/network-access-hub"] == "true"
    for selector in (
        BY_KIND["Service"]["spec"]["selector"],
        BY_KIND["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"],
    ):
        assert selector.items() <= labels.items()


def test_the_token_is_the_one_that_the_chart_makes():
    secret = ENV["JUPYTERHUB_API_TOKEN"]["valueFrom"]["secretKeyRef"]
    (service,) = VALUES["hub"]["services"]
    assert secret == {"name": "hub", "key": f"hub.services.{service}.apiToken"}
    assert ENV["JUPYTERHUB_CLIENT_ID"]["value"] == f"service-{service}"


def test_the_exchange_runs_once_without_rights_and_keeps_its_files():
    assert BY_KIND["Deployment"]["spec"]["replicas"] == 1
    assert POD["spec"]["securityContext"]["runAsNonRoot"]
    assert CONTAINER["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    mounted = {mount["mountPath"]: mount["name"] for mount in CONTAINER["volumeMounts"]}
    volumes = {volume["name"]: volume for volume in POD["spec"]["volumes"]}
    claim = volumes[mounted["/srv/ngshare"]]["persistentVolumeClaim"]["claimName"]
    assert claim == BY_KIND["PersistentVolumeClaim"]["metadata"]["name"]


def test_who_makes_the_course_is_a_teacher_of_the_school():
    who = CONTAINER["args"][CONTAINER["args"].index("--admins") + 1]
    assert who in SCHOOL["hub"]["config"]["JupyterHub"]["load_groups"]["teachers"]["users"]
