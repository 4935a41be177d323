"""Check the form of a written text: length, parts and citations. The argument is for a person to judge."""

from __future__ import annotations

from newspace.checks.essay.citing import Cited
from newspace.checks.essay.examination import Examination, check_essay, examine
from newspace.checks.essay.form import BRIEF, NOTE, Form, count_words

__all__ = ["BRIEF", "NOTE", "Cited", "Examination", "Form", "check_essay", "count_words", "examine"]
