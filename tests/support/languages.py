"""Catalogues in another language, made when they are needed: the course and the grader have only templates of their own."""

from __future__ import annotations

import contextlib
import functools
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from repository import ROOT

from newspace.core import i18n
from newspace_grading.disclosure import translation

TEMPLATES = {
    "newspace": ROOT / "widgets" / "newspace" / "core" / "locale" / "newspace.pot",
    "newspace_grading": ROOT / "grading" / "newspace_grading" / "disclosure" / "locale" / "newspace_grading.pot",
}


def korean(text: str) -> str:
    """A sentence with a Korean syllable for each letter, so that no English is left in it. Placeholders stay."""
    return re.sub(r"(\{\w+\})|([A-Za-z])", lambda found: found[1] or chr(0xAC00 + 28 * ord(found[2])), text)


def write_korean(folder: Path) -> Path:
    """Write catalogues of everything that course and grader say, in Korean."""
    for domain in TEMPLATES:
        place = folder / "ko" / "LC_MESSAGES"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{domain}.mo").write_bytes(_korean_catalogue(domain))
    return folder


@functools.cache
def _korean_catalogue(domain: str) -> bytes:
    with TEMPLATES[domain].open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    catalogue = Catalog(locale="ko", domain=domain)
    for message in messages:  # Korean has one form for every number
        many = message.id if isinstance(message.id, tuple | list) else (message.id,)
        catalogue.add(message.id, (korean(many[-1]),) if len(many) > 1 else korean(many[0]))
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


@contextlib.contextmanager
def spoken(language: str, catalogues: Path) -> Iterator[None]:
    """Grade or read in a language: ``ko`` (with `write_korean`) or ``en``."""
    folder = str(catalogues)
    given = {"NEWSPACE_LANG": language, "NEWSPACE_LOCALE_DIR": folder, "NEWSPACE_GRADE_LOCALE_DIR": folder}
    with patch.dict(os.environ, given):
        # A judge that is forked from this process has the catalogues from it: behind its walls it reads no temporary folder.
        i18n.learners_catalogue()
        translation.readers_catalogue()
        yield
