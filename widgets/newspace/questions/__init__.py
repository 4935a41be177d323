"""Questions and the judging of answers: plain Python, no widgets. Banks are TOML files in ``lessons/quizzes``."""

from __future__ import annotations

from newspace.questions.bank import TEST_FORMS, Bank, bank_path, load_bank, load_course_test
from newspace.questions.base import Question, QuestionPart
from newspace.questions.verdict import Example, Note, Verdict

__all__ = [
    "TEST_FORMS",
    "Bank",
    "Example",
    "Note",
    "Question",
    "QuestionPart",
    "Verdict",
    "bank_path",
    "load_bank",
    "load_course_test",
]
