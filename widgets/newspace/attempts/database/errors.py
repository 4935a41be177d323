"""Errors of the progress file, explained to the learner."""

from __future__ import annotations

import sqlite3

from newspace.core.i18n import _


class Trouble(Exception):  # noqa: N818 - never shown as an error: the store turns it into a notice
    """The file cannot be used now: the cause and the remedy. ``damaged`` if its content is broken."""

    def __init__(self, what: str, remedy: str, *, damaged: bool = False) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy
        self.damaged = damaged


def busy() -> Trouble:
    """Return the trouble of a file that another program keeps locked."""
    return Trouble(
        _("Another program has kept the file of your answers locked for some time."),
        _("Close other notebooks and programs that use it; your next answer tries again."),
    )


def browser_full() -> Trouble:
    """Return the trouble of a browser that keeps no more."""
    return Trouble(
        _("The browser refuses to keep more for this site."),
        _(
            "Download your work (the button “My work”), then free some space on this computer; your next answer tries again."
        ),
    )


def from_error(error: OSError | sqlite3.Error) -> Trouble:
    """Translate an error of the file system or of SQLite."""
    if isinstance(error, OSError):
        what = _("The folder for your answers cannot be used: {reason}.").format(reason=error.strerror or error)
        return Trouble(what, _("Repair that folder, or choose another file with NEWSPACE_PROGRESS."))
    # The low byte is the primary result code; the rest is the extended code.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return Trouble(_("The file of your answers is damaged."), _("Keep it, and ask your teacher."), damaged=True)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return busy()
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return Trouble(
            _("The file of your answers may be read but not written."),
            _("Allow writing to it, or choose another file with NEWSPACE_PROGRESS."),
        )
    if code == sqlite3.SQLITE_FULL:
        return Trouble(_("The disk is full."), _("Free some space; your next answer tries again."))
    return Trouble(
        _("The file of your answers cannot be written ({reason}).").format(reason=error),
        _("Check the folder and the free space, or choose another file with NEWSPACE_PROGRESS."),
    )
