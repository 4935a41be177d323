"""One catalogue (gettext) for every string that a widget shows.

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
    """The message in the learner's language."""
    folder = os.environ.get("NEWSPACE_LOCALE_DIR", str(LOCALE_DIR))
    return _translation(os.environ.get("NEWSPACE_LANG"), folder).gettext(message)


def in_language(message: str, language: str | None) -> str:
    """The message in a language of somebody else's (None: the learner's own); as it is where no catalogue has it."""
    if not message:  # gettext would give the catalogue's head
        return message
    folder = os.environ.get("NEWSPACE_LOCALE_DIR", str(LOCALE_DIR))
    return _translation(language or os.environ.get("NEWSPACE_LANG"), folder).gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of the message that fits the number ``n``."""
    folder = os.environ.get("NEWSPACE_LOCALE_DIR", str(LOCALE_DIR))
    return _translation(os.environ.get("NEWSPACE_LANG"), folder).ngettext(singular, plural, n)
