"""Deletion of all attempts, on the learner's explicit request."""

from __future__ import annotations

from newspace.attempts.database.errors import Trouble
from newspace.attempts.database.recovery import damaged_copies
from newspace.attempts.location import open_store
from newspace.core.errors import CourseError
from newspace.core.i18n import _, ngettext

CONFIRMATION = "erase"


def erase(confirm: str = "") -> str:
    """Delete all your answers for good: ``erase("erase")``; return what was done, in words.

    Raises
    ------
    CourseError
        Without the word, or if the file cannot be written; nothing is deleted then.
    """
    store = open_store()
    if confirm != CONFIRMATION:
        count = len(store.attempts())
        raise CourseError(
            f"Nothing was erased. This would delete {count} answers for good.",
            where=str(store.path),
            remedy=f'Export them first if you may need them; then call erase("{CONFIRMATION}").',
        )
    try:
        count = store.erase()
    except Trouble as trouble:
        raise CourseError(
            f"Nothing was erased. {trouble.what}", where=str(store.path), remedy=trouble.remedy
        ) from trouble
    said = ngettext("{count} answer was erased from {path}.", "{count} answers were erased from {path}.", count).format(
        count=count, path=store.path
    )
    copies = damaged_copies(store.path)
    if copies:
        listed = ", ".join(str(copy) for copy in copies)
        said += " " + _("Damaged files that were set aside earlier are still there: {copies}.").format(copies=listed)
    return said
