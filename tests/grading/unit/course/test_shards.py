"""The shards of a class, and the manifest that gives each to a machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from courses import classroom
from repository import ROOT, TESTS

from newspace_grading.course.parallel.shards import LimitsCount, Shard, ShardError
from newspace_grading.course.records.journal import Entry

CLUSTER = ROOT / "grading" / "cluster"
SHARDS = 3
WORK = classroom.class_of(10)


def test_every_learner_is_in_exactly_one_shard_forever() -> None:
    shards = [Shard(number, 5) for number in range(1, 6)]
    students = [f"learner-{number}" for number in range(400)]
    shares = [[student for student in students if shard.contains(student)] for shard in shards]
    assert sorted(student for share in shares for student in share) == sorted(students)
    assert all(50 < len(share) < 110 for share in shares), "the shares are of about one size"
    # The partition is part of what is promised: machines of different days and versions must agree on it.
    assert [Shard(2, 4).contains(name) for name in ("ada", "ben", "cho", "ömer")] == [False, False, True, False]


@pytest.mark.parametrize("text", ["", "3", "0/4", "5/4", "1/0", "a/b", "1/2/3", "-1/4", "¹/4", "1 / 4"])
def test_an_invalid_shard_is_refused(text: str) -> None:
    with pytest.raises(ShardError, match="--shard 2/4"):
        Shard.parse(text)


def test_a_shard_is_parsed() -> None:
    assert Shard.parse("2/4") == Shard(2, 4)
    assert Shard(2, 4).journal(Path("x"), "a").path == Path("x/a.shard-2-of-4.jsonl")


def graded_under(**limits: float) -> Entry:
    """An entry that says its limits, as a share writes it."""
    return Entry("k", "ada", "ps1", "", {}, limits=dict(limits))


def test_limits_that_differ_between_shards_are_counted() -> None:
    count = LimitsCount()
    for entry in (graded_under(cell_seconds=60.0, memory_mb=512), graded_under(cell_seconds=30.0, memory_mb=512)):
        count.add(entry)
    count.add(graded_under())  # written by an earlier version
    count.add(graded_under(cell_seconds=30.0, memory_mb=512))
    assert count.differing() == {"cell_seconds": {60.0: 1, 30.0: 2}}


def test_equal_limits_do_not_differ() -> None:
    count = LimitsCount()
    for _number in range(2):
        count.add(graded_under(cell_seconds=60.0))
    assert count.differing() == {}


def manifest() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((CLUSTER / "job.yaml").read_text(encoding="utf-8"))
    return found


def schema() -> dict[str, Any]:
    path = TESTS / "grading" / "data" / "kubernetes_job.schema.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_the_manifest_is_what_kubernetes_takes() -> None:
    job = manifest()
    jsonschema.validate(job, schema())
    spec, pod = job["spec"], job["spec"]["template"]["spec"]
    assert spec["completionMode"] == "Indexed"
    assert pod["restartPolicy"] == "Never", "backoffLimitPerIndex needs it"
    assert {"name": "SHARDS", "value": str(spec["completions"])} in pod["containers"][0]["env"]
    mounted = {mount["name"] for mount in pod["containers"][0]["volumeMounts"]}
    assert mounted == {volume["name"] for volume in pod["volumes"]}


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("spec", "backofLimitPerIndex"), 3),
        (("spec", "completionMode"), "indexed"),
        (("spec", "completions"), "8"),
        (("spec", "template", "spec", "containers", 0, "resources", "limits", "memory"), "3 GB"),
        (("spec", "template", "spec", "volumes", 0, "claimName"), "course"),
    ],
)
def test_the_schema_finds_mistakes(place: tuple[Any, ...], value: object) -> None:
    job = manifest()
    inner: Any = job
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(job, schema())


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which nobody has graded."""
    return classroom.make(tmp_path_factory.mktemp("shards").resolve() / "course", WORK)
