"""Translation (gettext) of every string that a widget shows.

The language is taken from ``NEWSPACE_LANG`` (for example ``ko`` or ``ja``), else from the machine's locale;
English is the language of the source and needs no file.
"""

from __future__ import annotations

import gettext as _gettext
import os
from functools import lru_cache
from pathlib import Path

DOMAIN = "newspace"
LOCALE_DIR = Path(__file__).resolve().parent / "locale"


@lru_cache(maxsize=8)
def _translation(language: str | None, folder: str) -> _gettext.NullTranslations:
    languages = [language] if language else None
    return _gettext.translation(DOMAIN, folder, languages=languages, fallback=True)


def _(message: str) -> str:
    """Translate a message into the learner's language."""
    folder = os.environ.get("NEWSPACE_LOCALE_DIR", str(LOCALE_DIR))
    return _translation(os.environ.get("NEWSPACE_LANG"), folder).gettext(message)


def in_language(message: str, language: str | None) -> str:
    """Translate a message into a given language (None: the learner's); return it unchanged where no catalogue has it."""
    if not message:  # gettext returns the catalogue's header for the empty message
        return message
    folder = os.environ.get("NEWSPACE_LOCALE_DIR", str(LOCALE_DIR))
    return _translation(language or os.environ.get("NEWSPACE_LANG"), folder).gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Translate a message in the singular or plural form that fits the number ``n``."""
    folder = os.environ.get("NEWSPACE_LOCALE_DIR", str(LOCALE_DIR))
    return _translation(os.environ.get("NEWSPACE_LANG"), folder).ngettext(singular, plural, n)
