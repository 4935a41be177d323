"""New Space, hands on: readings, facts, models, quizzes and simulators for the lessons of the course.

Everything is imported when it is first used, so that ``import newspace`` costs a few milliseconds.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newspace import checks as checks
    from newspace import figures as figures
    from newspace import models as models
    from newspace.content import facts as facts
    from newspace.content import readings as readings
    from newspace.views.shared.quiz import progress as progress

_MODULES = {
    "checks": "newspace.checks",
    "facts": "newspace.content.facts",
    "figures": "newspace.figures",
    "models": "newspace.models",
    "progress": "newspace.views.shared.quiz.progress",
    "readings": "newspace.content.readings",
}
_VIEWS = {
    "abilities": "newspace.views.shared.quiz.closing.abilities",
    "citations": "newspace.views.shared.reading.open_citations",
    "clock_explorer": "newspace.views.start.dates",
    "cost_sharing_explorer": "newspace.views.us_japan.agreements",
    "course_gain": "newspace.views.shared.quiz.closing.course_test",
    "course_test": "newspace.views.shared.quiz.closing.course_test",
    "date_explorer": "newspace.views.start.dates",
    "fact_table": "newspace.views.shared.reading.fact",
    "glossary": "newspace.views.shared.reading.glossary",
    "grade_mine": "newspace.views.shared.exercise.grade_button",
    "headcount_explorer": "newspace.views.economics.headcount",
    "hint": "newspace.views.shared.exercise.hint",
    "judge_briefs": "newspace.views.policy_brief.judging",
    "keepsake": "newspace.views.shared.quiz.closing.keepsake",
    "landing_simulator": "newspace.views.ispace.landing",
    "latecomer_explorer": "newspace.views.korea_hubs.hubs",
    "learning_explorer": "newspace.views.economics.learning",
    "meeting_explorer": "newspace.views.korea_hubs.hubs",
    "mission_series": "newspace.views.economics.ventures",
    "patience_explorer": "newspace.views.economics.patience",
    "project_simulator": "newspace.views.korea_hubs.hubs",
    "quiz": "newspace.views.shared.quiz.quiz",
    "reading": "newspace.views.shared.reading.reading",
    "results": "newspace.views.shared.quiz.results",
    "review": "newspace.views.shared.quiz.review",
    "review_plan": "newspace.views.shared.quiz.closing.abilities",
    "solution": "newspace.views.shared.exercise.solution",
    "sources": "newspace.views.shared.reading.sources",
    "table": "newspace.views.shared.table",
    "timeline_explorer": "newspace.views.us_japan.agreements",
    "waiting_simulator": "newspace.views.policy_brief.brief",
    "weighing_simulator": "newspace.views.policy_brief.brief",
    "what_if_explorer": "newspace.views.us_japan.agreements",
    "writing_desk": "newspace.views.policy_brief.desk",
}

__all__ = sorted([*_MODULES, *_VIEWS])


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(_MODULES[name])
    if name in _VIEWS:
        return getattr(import_module(_VIEWS[name]), name)
    raise AttributeError(f"module 'newspace' has no attribute '{name}'")


def __dir__() -> list[str]:
    return list(__all__)
