"""Translate messages into the reader's language: with the grader's own catalogue (gettext), then with the course's.

The language is taken from ``NEWSPACE_LANG`` (for example ``ko`` or ``ja``), else from the machine's locale. English is the language of the
source and needs no file. A translation of the grader lies at ``locale/LANGUAGE/LC_MESSAGES/newspace_grading.mo`` beside this module, or in
the folder that ``NEWSPACE_GRADE_LOCALE_DIR`` names; a course translates its own sentences through its plug-in
(`newspace_grading.model.course_plugin`). Without either, the English sentence is used.
"""

from __future__ import annotations

import gettext
import os
from functools import lru_cache
from pathlib import Path

from newspace_grading.model import course_plugin
from newspace_grading.model.results.message import Text, filled

DOMAIN = "newspace_grading"
LOCALE_DIR = Path(__file__).resolve().parent / "locale"


def _(message: str) -> str:
    """Translate a sentence or label for the reader."""
    return _translated(message)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a sentence for the catalogue that is translated later."""
    return message


def render_text(text: Text) -> str:
    """Render a text in the reader's language."""
    return filled(text, _translated)


def _translated(message: str, plural: str = "", number: int = 1) -> str:
    if not message:  # gettext would return the catalogue's header
        return ""
    catalogue = readers_catalogue()
    english = plural if plural and number != 1 else message
    found = catalogue.ngettext(message, plural, number) if plural else catalogue.gettext(message)
    return found if found != english else course_plugin.installed().translate(message, _language(), plural, number)


def readers_catalogue() -> gettext.NullTranslations:
    """Return the grader's catalogue in the reader's language: one object for as long as language and folder stay."""
    return _catalogue(_language(), os.environ.get("NEWSPACE_GRADE_LOCALE_DIR", str(LOCALE_DIR)))


def _language() -> str | None:
    return os.environ.get("NEWSPACE_LANG") or None


@lru_cache(maxsize=8)
def _catalogue(language: str | None, folder: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, folder, languages=[language] if language else None, fallback=True)
