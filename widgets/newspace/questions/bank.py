"""Question banks: ``lessons/quizzes/<unit>.toml``, loaded and validated as a whole."""

from __future__ import annotations

import functools
import gettext
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newspace.content import facts
from newspace.core.errors import CourseError
from newspace.core.i18n import _, learners_catalogue
from newspace.core.paths import room
from newspace.questions._build import COMMON, KINDS
from newspace.questions._fields import Fields, listing, suggestion
from newspace.questions.base import Question

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Bank:
    """The questions of one unit, and the learning objectives that they test (id → sentence)."""

    unit: str
    title: str
    objectives: Mapping[str, str]
    questions: tuple[Question, ...]
    path: Path

    def __getitem__(self, question_id: str) -> Question:
        for question in self.questions:
            if question.id == question_id:
                return question
        ids = [question.id for question in self.questions]
        raise CourseError(
            f"There is no question “{question_id}” in this bank.",
            where=str(self.path),
            remedy=f"{suggestion(question_id, ids)}Questions: {listing(ids)}.",
        )


def bank_path(unit: str) -> Path:
    """Return the path of a unit's bank, whether it exists or not."""
    return room("lessons") / "quizzes" / f"{unit}.toml"


def load_bank(source: str | Path) -> Bank:
    """Load and validate the bank of a unit (``"02_ispace_missions"``) or of a file; one that is as before is not parsed again.

    Raises
    ------
    CourseError
        For the first fault, with file, question, field and remedy.
    """
    path = Path(source) if isinstance(source, Path) or str(source).endswith(".toml") else bank_path(source)
    return _bank_of(_content(path), path, os.environ.get("NEWSPACE_HOME"), learners_catalogue())


@functools.lru_cache(maxsize=32)
def _bank_of(data: bytes, path: Path, _home: str | None, _catalogue: gettext.NullTranslations) -> Bank:
    """Build a bank. A lesson shows its bank in several quizzes, and the start page counts all of them.

    What it cites comes from the course's folder, and the prompts that its kinds have come in the learner's language.
    """
    return _bank(_parsed(data, path), path)


TEST_FORMS = ("before", "after")
"""The parallel forms of the test before and after the course."""


def load_course_test(path: Path | None = None) -> dict[str, Bank]:
    """Load the test before and after the course (``lessons/course_test.toml``): one bank for each of `TEST_FORMS`.

    The two questions of a pair have one id and one objective, the sentence of which is that of the unit's own bank.

    Raises
    ------
    CourseError
        For the first fault, with file, question, field and remedy.
    """
    path = path or room("lessons") / "course_test.toml"
    fields = Fields(_parsed(_content(path), path), str(path))
    fields.only(("pair",))
    pairs = fields.parts("pair", lambda part: part.table, least=1)
    objectives: dict[str, str] = {}
    questions: dict[str, list[dict[str, Any]]] = {form: [] for form in TEST_FORMS}
    for table in pairs:
        pair = Fields(table, f"{path}, pair {table.get('id')}")
        pair.only(("id", "unit", "objective", *TEST_FORMS))
        known = load_bank(pair.text("unit")).objectives
        name = f"{pair.text('unit')}/{pair.choice_of('objective', known)}"
        objectives[name] = known[pair.text("objective")]
        for form in TEST_FORMS:
            questions[form].append(_test_question(pair, form, name))
    return {form: _test_bank(form, objectives, questions[form], path) for form in TEST_FORMS}


def _test_bank(form: str, objectives: Mapping[str, str], tables: list[dict[str, Any]], path: Path) -> Bank:
    made = [
        _question(table, f"{path}, {form}, question", number, objectives)
        for number, table in enumerate(tables, start=1)
    ]
    titles = {"before": _("What do you know already?"), "after": _("What do you know now?")}
    return Bank(f"test-{form}", titles[form], objectives, tuple(made), path)


def _test_question(pair: Fields, form: str, objective: str) -> dict[str, Any]:
    """Write a question of the test in the form of a bank: one right choice, and others without feedback, since none is shown."""
    given = pair.inner(form)
    given.only(("prompt", "right", "wrong", "why", "facts"))
    wrong = given.words("wrong", least=3)
    choices = [{"id": f"{form}-right", "text": given.text("right"), "right": True}]
    choices += [
        {"id": f"{form}-wrong{number}", "text": text, "feedback": "–"} for number, text in enumerate(wrong, start=1)
    ]
    return {
        "id": pair.text("id"),
        "kind": "one",
        "objective": objective,
        "prompt": given.text("prompt"),
        "hints": ["–"],
        "explanation": given.text("why"),
        "choice": choices,
        **({"facts": given.table["facts"]} if "facts" in given.table else {}),
    }


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        there = sorted(other.stem for other in path.parent.glob("*.toml"))
        remedy = f"{suggestion(path.stem, there)}Banks that are there: {listing(there)}."
        raise CourseError("This question bank does not exist.", where=str(path), remedy=remedy) from error
    except OSError as error:
        raise CourseError(
            f"This question bank cannot be read: {error.strerror}.",
            where=str(path),
            remedy="Check the file's permissions.",
        ) from error


def _parsed(data: bytes, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise CourseError(
            "This question bank is not in UTF-8.", where=f"{path}, byte {error.start}", remedy="Save it as UTF-8."
        ) from error
    except tomllib.TOMLDecodeError as error:
        # tomllib's message ends with “(at line 3, column 7)”.
        at = re.search(r"\(at (line \d+, column \d+)\)", str(error))
        remedy = (
            "Look at this line and the one above: a quote, bracket or = may be missing, or a key may be there twice."
        )
        raise CourseError(
            f"This is not TOML: {error}.", where=f"{path}, {at.group(1) if at else 'end of the file'}", remedy=remedy
        ) from error


def _bank(table: dict[str, Any], path: Path) -> Bank:
    fields = Fields(table, str(path))
    fields.only(("unit", "title", "objectives", "question"))
    unit, title = fields.text("unit"), fields.prose("title")
    if unit != path.stem:
        fields.refuse(
            f"The unit “{unit}” does not fit the file's name.",
            "unit",
            remedy=f'Write unit = "{path.stem}", or rename the file.',
        )
    objectives = fields.inner("objectives")
    sentences = {name: objectives.prose(name) for name in objectives.table}
    if not sentences:
        fields.refuse("There are no objectives.", "objectives", remedy='Write at least one: descent = "…".')
    tables = fields.parts("question", lambda part: part.table, least=1)
    questions: list[Question] = []
    for number, question_table in enumerate(tables, start=1):
        question = _question(question_table, f"{path}, question", number, sentences)
        if any(question.id == other.id for other in questions):
            raise CourseError(
                f"Two questions have the id “{question.id}”.",
                where=f"{path}, question {question.id}, field id",
                remedy="Give each its own: progress is kept under it.",
            )
        questions.append(question)
    return Bank(unit, title, sentences, tuple(questions), path)


def _question(table: dict[str, Any], place: str, number: int, objectives: Mapping[str, str]) -> Question:
    name = table.get("id")
    fields = Fields(table, f"{place} {name if isinstance(name, str) and name else f'number {number}'}")
    if not _ID.fullmatch(fields.text("id")):
        fields.refuse(
            f"The id “{name}” is not in the usual form.",
            "id",
            remedy="Use small letters, digits and hyphens: pole-distance.",
        )
    kind = KINDS[fields.choice_of("kind", KINDS)]
    keys = (*COMMON, *kind.keys)
    fields.only(keys)
    common = {
        "id": fields.text("id"),
        "objective": fields.choice_of("objective", objectives),
        "prompt": fields.prose("prompt", kind.prompt() if kind.prompt else None),
        "hints": fields.proses("hints"),
        "explanation": fields.prose("explanation"),
        "citations": fields.citations["explanation"],
        "facts": _facts(fields),
        "contradictions": _contradictions(fields),
    }
    if not common["citations"] and not common["facts"]:
        remedy = 'Cite a paragraph in the explanation, as in [crash ¶7 "…"], or name a fact: facts = ["…"].'
        fields.refuse("The explanation has no evidence.", "explanation", remedy=remedy)
    return kind.build(fields, common, keys)


def _facts(fields: Fields) -> tuple[facts.Fact, ...]:
    found = []
    for name in fields.words("facts", least=0):
        try:
            found.append(facts.get(name))
        except CourseError as error:
            raise CourseError(error.what, where=fields.where("facts"), remedy=error.remedy) from error
    return tuple(found)


def _contradictions(fields: Fields) -> tuple[int, ...]:
    """Read the numbers of the contradictions between readings that a learner meets in this question."""
    numbers = fields.table.get("contradictions", [])
    if not isinstance(numbers, list) or not all(type(number) is int and number > 0 for number in numbers):
        fields.refuse(
            "“contradictions” is not a list of numbers.", "contradictions", remedy="Write contradictions = [1]."
        )
    return tuple(numbers)
