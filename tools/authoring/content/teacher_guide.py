"""What people read beside the tasks: the teacher's guide on each written task, and why each reference answer is as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from authoring.content.contradictions import GUIDE
from authoring.content.course import CourseContent
from authoring.content.problems import Problem, problem_from_error
from newspace.content import catalogue
from newspace.core.errors import CourseError

LEVELS = ("**Good.**", "**Fair.**", "**Weak.**")


def written_tasks(course: CourseContent) -> Iterator[Problem]:
    """Each task that a person grades has its section with three levels, and no section is left over."""
    path = course.root / GUIDE
    if not path.exists():
        return  # contradictions.guide() says so
    text = path.read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### (\w+: [\w-]+)\n(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL))
    tasks = {
        f"{unit}: {task.name}": task
        for unit, assignment in course.assignments.items()
        for task in assignment.tasks
        if task.manual
    }
    for name in tasks:
        lacking = [level for level in LEVELS if level not in sections.get(name, "")]
        if lacking:
            yield Problem(
                GUIDE,
                f"### {name}",
                f"It does not say what these answers look like: {', '.join(lacking)}",
                "Write the section.",
            )
    for name in sections.keys() - tasks.keys():
        if name.partition(":")[0] in course.assignments:
            yield Problem(
                GUIDE, f"### {name}", "There is no such written task.", "Mend the name, or take the section out."
            )


def explained_answers(course: CourseContent) -> Iterator[Problem]:
    """Each task's reference answer has its short explanation, which learners see after they have tried."""
    for unit, assignment in course.assignments.items():
        file = f"solutions/{unit}.toml"
        try:
            said = catalogue.load_catalogue(course.root / file)
        except CourseError as error:
            yield problem_from_error(error, file)
            continue
        tasks = [task.name for task in assignment.tasks]
        for name in tasks:
            if not str(said.get(name, "")).strip():
                yield Problem(
                    file,
                    f"task {name}",
                    "Its reference answer has no explanation.",
                    f'Write {name} = "Why it is as it is."',
                )
        for name in said.keys() - set(tasks):
            yield Problem(file, f"task {name}", "There is no such task.", "Mend the name, or take the line out.")
