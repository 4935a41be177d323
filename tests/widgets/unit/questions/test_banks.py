"""Question banks: every question judges its own sample answers as expected, in all banks and in one with every kind."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from documents import bank_schema
from jsonschema import Draft202012Validator
from repository import COMPLETE_BANK

from newspace.core.paths import room
from newspace.questions import Question, load_bank
from newspace.questions._build import COMMON, KINDS

PATHS = [COMPLETE_BANK, *sorted((room("lessons") / "quizzes").glob("*.toml"))]


def questions() -> list[object]:
    found = []
    for path in PATHS:
        try:
            found += [pytest.param(question, id=f"{path.stem}-{question.id}") for question in load_bank(path).questions]
        except Exception as error:  # noqa: BLE001  # test_the_bank_loads reports it; collection must go on
            print(error)
    return found


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_bank_loads(path: Path) -> None:
    assert load_bank(path).questions


@pytest.mark.parametrize("question", questions())
def test_sample_answers_get_their_expected_scores(question: Question) -> None:
    labels = set()
    for example in question.examples():
        verdict = question.judge(example.answer)
        assert verdict.score == pytest.approx(example.score) if example.score is not None else verdict.score is None, (
            example
        )
        assert verdict.status == example.label, example
        assert verdict.message
        assert verdict.evidence == (question.citations if verdict.valid else ())
        labels.add(example.label)
    assert labels >= {"right", "wrong", "invalid"}
    # Kinds with partial credit must show it; “several” with one right choice and an absent claim have none.
    if question.partial and not _all_or_nothing_by_content(question):
        assert "partly" in labels
    if not question.partial:
        assert "partly" not in labels


def _all_or_nothing_by_content(question: Question) -> bool:
    if question.kind == "several":
        return len(question.solution()) == 1
    return question.kind == "claim" and len(question.solution()) == 1


@pytest.mark.parametrize("question", questions())
def test_every_wrong_answer_gets_feedback(question: Question) -> None:
    for example in question.examples():
        verdict = question.judge(example.answer)
        if verdict.score == 0:
            assert any(note.text for note in verdict.notes), example


def test_the_complete_bank_has_every_kind() -> None:
    assert {question.kind for question in load_bank(COMPLETE_BANK).questions} == set(KINDS)


def test_the_schema_is_a_valid_json_schema() -> None:
    Draft202012Validator.check_schema(bank_schema.SCHEMA)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_bank_fits_the_schema(path: Path) -> None:
    assert bank_schema.complaints(tomllib.loads(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", PATHS[1:], ids=lambda path: path.stem)
def test_the_bank_tells_editors_where_the_schema_is(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("#:schema ")
    assert (path.parent / first.removeprefix("#:schema ")).resolve() == bank_schema.PATH


def test_the_schema_knows_every_kind_and_every_key() -> None:
    definitions = bank_schema.SCHEMA["$defs"]
    assert set(definitions["question"]["properties"]["kind"]["enum"]) == set(KINDS)
    assert set(definitions["question"]["properties"]) == set(COMMON)
    for name, kind in KINDS.items():
        assert set(definitions[name]["properties"]) == set(kind.keys), name
