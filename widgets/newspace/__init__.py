"""New Space, hands on: readings, facts, models, quizzes and simulators for the lessons of the course.

Everything is imported when it is first used, so that ``import newspace`` costs a few milliseconds.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newspace import checks as checks
    from newspace import facts as facts
    from newspace import figures as figures
    from newspace import models as models
    from newspace import progress as progress
    from newspace import readings as readings

_MODULES = ("checks", "facts", "figures", "models", "progress", "readings")
_VIEWS = {
    "clock_explorer": "newspace.views.dates",
    "cost_sharing_explorer": "newspace.views.agreements",
    "date_explorer": "newspace.views.dates",
    "fact_table": "newspace.views.fact",
    "glossary": "newspace.views.glossary",
    "grade_mine": "newspace.views.mine",
    "headcount_explorer": "newspace.views.headcount",
    "hint": "newspace.views.hint",
    "landing_simulator": "newspace.views.landing",
    "latecomer_explorer": "newspace.views.hubs",
    "learning_explorer": "newspace.views.learning",
    "meeting_explorer": "newspace.views.hubs",
    "mission_series": "newspace.views.ventures",
    "patience_explorer": "newspace.views.patience",
    "project_simulator": "newspace.views.hubs",
    "quiz": "newspace.views.quiz",
    "reading": "newspace.views.reading",
    "results": "newspace.views.results",
    "review": "newspace.views.review",
    "solution": "newspace.views.solution",
    "sources": "newspace.views.sources",
    "table": "newspace.views.table",
    "timeline_explorer": "newspace.views.agreements",
    "waiting_simulator": "newspace.views.brief",
    "weighing_simulator": "newspace.views.brief",
    "what_if_explorer": "newspace.views.agreements",
}

__all__ = sorted([*_MODULES, *_VIEWS])


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"newspace.{name}")
    if name in _VIEWS:
        return getattr(import_module(_VIEWS[name]), name)
    raise AttributeError(f"module 'newspace' has no attribute '{name}'")


def __dir__() -> list[str]:
    return list(__all__)
