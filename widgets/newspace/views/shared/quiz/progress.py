"""The public module ``newspace.progress``: what a learner calls to see, export, import or erase the stored answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newspace.attempts.erasure import erase
from newspace.attempts.location import open_store, path
from newspace.attempts.store import Attempt, GradedExercise, Store
from newspace.attempts.transfer.export import export
from newspace.attempts.transfer.import_answers import import_answers

if TYPE_CHECKING:
    from newspace.views.shared.quiz.progress_page import ProgressView

__all__ = ["Attempt", "GradedExercise", "Store", "erase", "export", "import_answers", "open_store", "path", "show"]


def show() -> ProgressView:
    """Show what is done in each unit, what to do next, which questions to review, and where your answers are kept."""
    from newspace.views.shared.quiz.progress_page import ProgressView  # it loads every bank: only when it is shown

    return ProgressView()
