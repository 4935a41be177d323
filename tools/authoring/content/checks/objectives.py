"""Every objective is taught, tested by a question and practised by a task."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from authoring.content.course import CourseContent
from authoring.content.notebook_model import Page, literals
from authoring.content.problems import Problem

_SECTION = re.compile(r"^## +(\d+\.|[^\n]+)", re.MULTILINE)


@dataclass(frozen=True)
class ObjectiveRow:
    """One objective: the sections in which its questions are asked, its questions, and its tasks."""

    unit: str
    objective: str
    sentence: str
    taught: tuple[str, ...]
    questions: tuple[str, ...]
    tasks: tuple[str, ...]


def asked(page: Page) -> list[tuple[str, str]]:
    """Each question that a lesson asks, with the section in which it stands."""
    section, found = "", []
    for cell in page.cells:
        titles = _SECTION.findall(cell.prose)
        section = titles[-1].rstrip(".") if titles else section
        for call in cell.calls("quiz"):
            found += [(str(question), section) for question in literals(call)[1:]]
    return found


def objective_rows(course: CourseContent) -> list[ObjectiveRow]:
    """One row for each objective of each bank, in their order."""
    found = []
    for unit in course.units:
        bank, page = course.banks[unit], course.lesson(unit)
        sections = dict(asked(page)) if page else {}
        tasks = course.assignments[unit].tasks if unit in course.assignments else ()
        for name, sentence in bank.objectives.items():
            questions = tuple(question.id for question in bank.questions if question.objective == name)
            taught = tuple(dict.fromkeys(sections[question] for question in questions if question in sections))
            practised = tuple(task.name for task in tasks if task.objective == name)
            found.append(ObjectiveRow(unit, name, sentence, taught, questions, practised))
    return found


def covered(course: CourseContent) -> Iterator[Problem]:
    """No objective without a question, and none without a task; no task with an objective that nobody states."""
    for row in objective_rows(course):
        bank = f"lessons/quizzes/{row.unit}.toml"
        if not row.questions:
            yield Problem(
                bank, f"objective {row.objective}", "No question tests it.", "Write one, or take the objective away."
            )
        if not row.tasks:
            yield Problem(
                f"solutions/{row.unit}",
                f"objective {row.objective}",
                "No task practises it.",
                f'Give a task the metadata {{"newspace": {{"objective": "{row.objective}"}}}}.',
            )
    for unit, assignment in course.assignments.items():
        known = course.banks[unit].objectives if unit in course.banks else {}
        for task in assignment.tasks:
            if known and task.objective not in known:
                yield Problem(
                    f"solutions/{unit}",
                    f"task {task.name}",
                    f"Its objective “{task.objective}” is none of the unit.",
                    f"Choose one of: {', '.join(known)}.",
                )


def stated(course: CourseContent, page: Page) -> Iterator[Problem]:
    """Check that the header names the bank's objectives word for word, and that every question is asked exactly once."""
    bank = course.banks.get(page.name)
    if bank is None:
        return
    cell, _ = page.header
    for sentence in bank.objectives.values():
        if sentence not in page.prose:
            yield Problem(
                page.file,
                cell.place if cell else "",
                f"The header lacks the objective “{sentence}”",
                "Write it word for word into “After it you can”.",
            )
    for one, call in page.calls("quiz"):
        unit, *_questions = literals(call) or [""]
        if unit != page.name:
            yield Problem(
                page.file, one.place, f"The quiz asks the bank “{unit}”.", f"A lesson asks its own: {page.name}."
            )
    names = [question for question, _ in asked(page)]
    for question in bank.questions:
        if names.count(question.id) != 1:
            yield Problem(
                page.file,
                "",
                f"The question “{question.id}” is asked {names.count(question.id)} times.",
                "Ask each question of the bank exactly once.",
            )
    for name in sorted(set(names) - {question.id for question in bank.questions}):
        yield Problem(
            page.file, "", f"The question “{name}” is asked, and the bank has none of this name.", "Mend the name."
        )
