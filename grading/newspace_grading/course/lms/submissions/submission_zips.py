"""Read the zips in which Moodle and Canvas hand out submissions: whose each file is, and its bytes, within bounds.

Neither says when something was handed in: the times of the entries are those of the download.
"""

from __future__ import annotations

import contextlib
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from newspace_grading.course.lms.submissions.origins import Origin, Platform, origin
from newspace_grading.model.errors import UserError
from newspace_grading.model.text import with_noun

LARGEST_MEMBER = 200 * 2**20
"""Bytes of one file: as much as a notebook may have."""
LARGEST_WHOLE = 8 * 2**30
"""Bytes of all files together: 300 learners with 25 MB each."""
MOST_MEMBERS = 100_000
_CHUNK = 2**20
_CANVAS_ANONYMOUS = re.compile(r"(?:LATE_)?anon_\w+?_\d+_.+")
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_RESERVED = {"timestamp.txt", "submission_secret.txt"}
"""What nbgrader keeps beside a submission: a learner's file of that name would say when it was handed in."""


class ZipError(UserError):
    """A zip cannot be used; nothing of it was taken."""


@dataclass(frozen=True)
class Member:
    """A file in the zip.

    Attributes
    ----------
    entry : str
        Its name in the zip, as the zip has it.
    origin : Origin
        Whose it is, as the name says.
    file : PurePosixPath
        The file's path in the submission; never absolute, never upwards.
    size : int
        Bytes, as the zip says; it is not believed when the file is read.
    """

    entry: str
    origin: Origin
    file: PurePosixPath
    size: int = 0


class SubmissionZip:
    """A zip of submissions, open; a context manager.

    Raises
    ------
    ZipError
        If it is no zip, or more than any class hands in.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.members: list[Member] = []
        self.skipped: list[tuple[str, str]] = []
        try:
            self._zip = zipfile.ZipFile(path)
        except FileNotFoundError:
            raise ZipError("This file is not there.", where=str(path), remedy="Check the name.") from None
        except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise ZipError(
                f"This is no zip that can be read: {error}.",
                where=str(path),
                remedy="Download it again: in Moodle “Download all submissions”, in Canvas “Download Submissions”.",
            ) from None
        try:
            self._read_names()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> SubmissionZip:
        return self

    def __exit__(self, *error: object) -> None:
        self._zip.close()

    def read(self, member: Member) -> bytes:
        """Return a file's bytes.

        Raises
        ------
        ZipError
            If it is larger than `LARGEST_MEMBER` in truth, encrypted or damaged.
        """
        parts, room = [], LARGEST_MEMBER
        try:
            with self._zip.open(self._infos[member.entry]) as file:
                while part := file.read(_CHUNK):
                    room -= len(part)
                    if room < 0:
                        raise self._refused(member, "is larger than 200 MB")
                    parts.append(part)
        except (RuntimeError, NotImplementedError):
            raise self._refused(member, "is encrypted or packed in a way that cannot be read") from None
        except (OSError, EOFError, zipfile.BadZipFile, zlib.error, ValueError):
            raise self._refused(member, "is damaged") from None
        return b"".join(parts)

    def _refused(self, member: Member, why: str) -> ZipError:
        return ZipError(f"{member.entry} {why}.", where=str(self.path), remedy="Download the zip again.")

    def _read_names(self) -> None:
        infos = self._zip.infolist()
        if len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > LARGEST_WHOLE:
            raise ZipError(
                f"This zip holds {with_noun(len(infos), 'file')} of {sum(info.file_size for info in infos) / 1e9:.1f} GB: more than a class hands in.",
                where=str(self.path),
                remedy="Look where it comes from. A class that large is collected in parts.",
            )
        self._infos: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            name = _shown(info)
            if info.is_dir():
                continue
            if name in self._infos:
                self.skipped.append((name, "stands in the zip twice: the later one counts"))
                self.members = [one for one in self.members if one.entry != name]
            self._infos[name] = info
            found = _member(name, info)
            if isinstance(found, Member):
                self.members.append(found)
            elif found:
                self.skipped.append((name, found))


def _member(name: str, info: zipfile.ZipInfo) -> Member | str:
    """Return whose file this is, or why it is not taken; "" for what operating systems add."""
    parts = name.split("/")
    if parts[0] == "__MACOSX" or parts[-1].startswith("."):
        return ""
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link, not a file"
    if info.file_size > LARGEST_MEMBER:
        return "is larger than 200 MB"
    found = origin(PurePosixPath(name))
    if found.platform in (Platform.MOODLE, Platform.CANVAS):
        return _taken(name, found, info.file_size)
    if _CANVAS_ANONYMOUS.fullmatch(parts[-1]):
        return "is anonymous: switch anonymous grading off in Canvas, then download again"
    if found.platform is not Platform.NONE:
        return f"comes from {found.platform.title()}: “nbgrader zip_collect” takes it"
    return "does not say whose it is"


def _taken(name: str, found: Origin, size: int) -> Member | str:
    if found.plugin not in ("file", ""):
        return "is text that was typed into Moodle, not a file"
    file = safe_path(found.inside)
    return "has a name that is not taken" if file is None else Member(name, found, file, size)


def safe_path(parts: Sequence[str]) -> PurePosixPath | None:
    """Return a path that stays inside a submission's folder on every system, or None if there is none."""
    inside = [part for part in parts if part not in ("", ".")]
    if not inside or any(
        part.startswith(".") or part.endswith((" ", ".")) or _NOT_IN_A_NAME.search(part) or _DEVICES.fullmatch(part)
        for part in inside
    ):
        return None
    if len(inside) == 1 and inside[0].casefold() in _RESERVED:
        return None
    path = PurePosixPath(*inside)
    return None if path.is_absolute() or len(path.as_posix().encode("utf-8", "replace")) > 400 else path


def _shown(info: zipfile.ZipInfo) -> str:
    """Return an entry's name: UTF-8 also where the zip does not say so, with composed letters and slashes."""
    name = info.orig_filename if "\0" in info.orig_filename else info.filename
    if not info.flag_bits & 0x800:  # Python read it as cp437, the zip format's own
        with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
            name = name.encode("cp437").decode("utf-8")
    return unicodedata.normalize("NFC", name).replace("\\", "/")


def by_learner(members: list[Member]) -> Iterator[list[Member]]:
    """Yield the files of each learner, in the order of the zip."""
    found: dict[tuple[str, str], list[Member]] = {}
    for member in members:
        found.setdefault((member.origin.platform, member.origin.number), []).append(member)
    yield from found.values()
