"""Read the zips in which Moodle and Canvas hand out submissions: whose each file is, and its bytes, within bounds.

Shapes: Moodle's ``mod/assign/classes/downloader.php`` (a folder ``Full name_123_assignsubmission_file`` for each participant, with an
underscore at its end before 4.1; or flat, the file's name behind it), Canvas's ``lib/content_zipper.rb``
(``lastfirst_LATE_user_attachment_file``). Neither says when something was handed in: the times of the entries are those of the download.
"""

from __future__ import annotations

import contextlib
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from newspace_grading.model.errors import UserError

LARGEST_MEMBER = 200 * 2**20
"""Bytes of one file: as much as a notebook may have."""
LARGEST_WHOLE = 8 * 2**30
"""Bytes of all files together: 300 learners with 25 MB each."""
MOST_MEMBERS = 100_000
_CHUNK = 2**20
MOODLE_NAME = re.compile(r"(?P<name>.*)_(?P<number>\d+)_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<file>.*))?")
"""A folder or a file in Moodle's download: its number of the participant holds in this assignment only."""
CANVAS_NAME = re.compile(r"(?P<name>\w*?)(?:_(?P<late>LATE))?_(?P<number>\d+)_(?P<attachment>\d+)_(?P<file>.+)")
"""A file in Canvas's download."""
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
    lms : str
        ``moodle`` or ``canvas``.
    number : str
        Moodle's number of the participant in this assignment, or Canvas's user id.
    name : str
        The learner's name, as the LMS wrote it into the zip.
    file : PurePosixPath
        The file's path in the submission; never absolute, never upwards.
    late : bool
        Whether Canvas marks it as late.
    attachment : int
        Canvas's number of the file: a later one has a larger number. 0 in Moodle's zips.
    size : int
        Bytes, as the zip says; it is not believed when the file is read.
    """

    entry: str
    lms: str
    number: str
    name: str
    file: PurePosixPath
    late: bool = False
    attachment: int = 0
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
                f"This zip holds {len(infos)} files of {sum(info.file_size for info in infos) / 1e9:.1f} GB: more than a class hands in.",
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
    for place, part in enumerate(parts):
        match = MOODLE_NAME.fullmatch(part)
        if match:
            return _of_moodle(name, match, parts[place + 1 :], info)
    match = CANVAS_NAME.fullmatch(parts[-1])
    if match:
        return _of_canvas(name, match, info)
    if _CANVAS_ANONYMOUS.fullmatch(parts[-1]):
        return "is anonymous: switch anonymous grading off in Canvas, then download again"
    return "does not say whose it is"


def _of_moodle(name: str, match: re.Match[str], below: list[str], info: zipfile.ZipInfo) -> Member | str:
    if match["plugin"] != "file":
        return "is text that was typed into Moodle, not a file"
    path = [*([match["file"]] if match["file"] else []), *below]
    file = safe_path(path)
    if file is None:
        return "has a name that is not taken"
    return Member(name, "moodle", match["number"], match["name"], file, size=info.file_size)


def _of_canvas(name: str, match: re.Match[str], info: zipfile.ZipInfo) -> Member | str:
    file = safe_path([match["file"]])
    if file is None:
        return "has a name that is not taken"
    late, attachment = bool(match["late"]), int(match["attachment"])
    return Member(
        name, "canvas", match["number"], match["name"], file, late, attachment=attachment, size=info.file_size
    )


def safe_path(parts: list[str]) -> PurePosixPath | None:
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


def by_learner(members: list[Member]) -> Iterator[tuple[tuple[str, str], list[Member]]]:
    """Yield (LMS, number) and the files of each learner, in the order of the zip."""
    found: dict[tuple[str, str], list[Member]] = {}
    for member in members:
        found.setdefault((member.lms, member.number), []).append(member)
    yield from found.items()
