"""Translation (gettext) of every string that a widget shows.

The language is taken from ``NEWSPACE_LANG`` (for example ``ko`` or ``ja``), else from the machine's locale;
English is the language of the source and needs no file.
"""

from __future__ import annotations

import gettext as _gettext
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

DOMAIN = "newspace"
LOCALE_DIR = Path(__file__).resolve().parent / "locale"


@lru_cache(maxsize=8)
def _translation(language: str | None, folder: str) -> _gettext.NullTranslations:
    languages = [language] if language else None
    return _gettext.translation(DOMAIN, folder, languages=languages, fallback=True)


def learners_catalogue() -> _gettext.NullTranslations:
    """Return the catalogue of the learner's language: one object for as long as language and folder stay."""
    folder = os.environ.get("NEWSPACE_LOCALE_DIR", str(LOCALE_DIR))
    return _translation(os.environ.get("NEWSPACE_LANG"), folder)


def _(message: str) -> str:
    """Translate a message into the learner's language."""
    return learners_catalogue().gettext(message)


def in_language(message: str, language: str | None, plural: str = "", n: int = 1) -> str:
    """Translate a message into a given language (None: the learner's); return it unchanged where no catalogue has it.

    With a ``plural``, the form that fits the number ``n`` is used.
    """
    if not message:  # gettext returns the catalogue's header for the empty message
        return message
    folder = os.environ.get("NEWSPACE_LOCALE_DIR", str(LOCALE_DIR))
    catalogue = _translation(language or os.environ.get("NEWSPACE_LANG"), folder)
    return catalogue.ngettext(message, plural, n) if plural else catalogue.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Translate a message in the singular or plural form that fits the number ``n``."""
    return learners_catalogue().ngettext(singular, plural, n)


class Quoted(str):
    """Text that comes from the learner's program: printed output, a name, a line of its code."""

    __slots__ = ()


@dataclass(frozen=True)
class TranslatableText:
    """A translatable sentence as data: an English template and its arguments.

    Attributes
    ----------
    template : str
        The English text, by which catalogues know it, with ``{names}`` where the arguments go.
    arguments : mapping
        Name → text, number or another message. A `Quoted` one holds words of the learner's program.
    plural : str
        The English text for other numbers than one; "" if there is only one form.
    number : int
        The number by which the form is chosen.
    """

    template: str
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    plural: str = ""
    number: int = 1

    def __str__(self) -> str:
        """Render it in the learner's language."""
        found = ngettext(self.template, self.plural, self.number) if self.plural else _translated(self.template)
        return _PLACE.sub(lambda name: str(self.arguments.get(name[1], name[0])), found)

    def plain(self) -> dict[str, Any]:
        """Convert to plain data: ``template``, and where there are any ``arguments``, ``quoted`` (their names), ``plural``, ``number``."""
        data: dict[str, Any] = {"template": self.template}
        if self.arguments:
            data["arguments"] = {name: plain(value) for name, value in self.arguments.items()}
        quoted = [name for name, value in self.arguments.items() if isinstance(value, Quoted)]
        if quoted:
            data["quoted"] = quoted
        return data | ({"plural": self.plural, "number": self.number} if self.plural else {})


Argument = str | int | float | TranslatableText
Text = str | TranslatableText
_PLACE = re.compile(r"\{(\w+)\}")


def message(template: str, **arguments: Argument) -> TranslatableText:
    """Make a message of the catalogue; it is translated when it is rendered."""
    return TranslatableText(template, arguments)


def plural_message(singular: str, plural: str, n: int, **arguments: Argument) -> TranslatableText:
    """Make a message with singular and plural; the number ``n``, which is an argument, too, selects the form."""
    return TranslatableText(singular, {"n": n, **arguments}, plural, n)


def joined(*parts: Text, between: Text = "") -> Text:
    """Join texts with a separator; empty ones are left out."""
    filled = [part for part in parts if part]
    if len(filled) < 2:
        return filled[0] if filled else ""
    names = [f"part{number}" for number in range(len(filled))]
    return TranslatableText(
        "{between}".join(f"{{{name}}}" for name in names), {**dict(zip(names, filled, strict=True)), "between": between}
    )


def plain(value: Argument) -> Any:
    """Convert an argument to plain data."""
    return value.plain() if isinstance(value, TranslatableText) else str(value) if isinstance(value, str) else value


def _translated(template: str) -> str:
    return _(template) if template else ""
