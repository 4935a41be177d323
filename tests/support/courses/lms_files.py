"""Files in the shape in which Moodle and Canvas write and read them, for a made class.

The shapes were checked on 29 November 2026 against the sources of the two systems:

- Moodle: ``grade/export/txt/grade_export_txt.php`` and ``user/action_redir.php`` (the lists), ``mod/assign/gradingtable.php`` and
  ``mod/assign/feedback/offline/importgradeslib.php`` (the grading worksheet), ``mod/assign/classes/downloader.php`` (the zip of
  submissions: ``fullname_number_assignsubmission_file``, as folders or, as before 3.1, flat),
  ``mod/assign/feedback/file/importziplib.php`` (the zip of feedback), ``grade/import/csv/classes/load_data.php`` (the grades).
- Canvas: ``lib/gradebook_exporter.rb``, ``lib/gradebook_importer.rb`` (the gradebook), ``lib/content_zipper.rb`` (the zip of
  submissions: ``name_LATE_user_attachment_filename``).
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MOODLE_KO = {"First name": "이름", "Last name": "성", "ID number": "ID 번호", "Email address": "이메일 주소"}
MOODLE_JA = {"First name": "名", "Last name": "姓", "ID number": "IDナンバー", "Email address": "メールアドレス"}


@dataclass(frozen=True)
class Learner:
    """A learner of the made class; ``number`` is what the LMS calls them: Moodle's ID number, Canvas's user id."""

    id: str
    first: str
    last: str
    number: str

    @property
    def email(self) -> str:
        return f"{self.id}@school.example"


CLASS = (
    Learner("min-seo.kim", "민서", "김", "2026001"),
    Learner("minseo.kim2", "민서", "김", "2026002"),  # two learners of one name
    Learner("haruto.sato", "陽翔", "佐藤", "2026003"),
    Learner("ada.oneill", "Ada", "O'Neill", "2026004"),
    Learner("formula", "=HYPERLINK(1)", "Sum", "2026005"),
)


def made_class(size: int) -> list[Learner]:
    """A class of some size: the five of `CLASS` first, then others with names of three writings; two of 25 have one name."""
    firsts, lasts = ("지우", "Yuna", "蓮", "Noah", "서연"), ("이", "Tanaka", "鈴木", "Park", "최")
    named = {one: one - (one % 25 == 0) for one in range(len(CLASS) + 1, size + 1)}
    others = [
        Learner(f"learner{one:03}", f"{firsts[name % 5]}{name}", lasts[name // 5 % 5], f"{2026000 + one}")
        for one, name in named.items()
    ]
    return [*CLASS, *others][:size]


def table(rows: Iterable[Sequence[object]], separator: str = ",", encoding: str = "utf-8") -> bytes:
    """A table as bytes."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


def moodle_participants(
    people: Iterable[Learner], words: Mapping[str, str] | None = None, separator: str = ",", encoding: str = "utf-8-sig"
) -> bytes:
    """“Download table data” below the participants, with two user identity fields."""
    words = words or {}
    head = [words.get(word, word) for word in ("First name", "Last name", "ID number", "Email address")]
    return table([head, *([one.first, one.last, one.number, one.email] for one in people)], separator, encoding)


def moodle_grades(people: Iterable[Learner], item: str, separator: str = ",") -> bytes:
    """Grades → Export → Plain text file; “-” is no grade."""
    head = ["First name", "Last name", "ID number", "Institution", "Department", "Email address"]
    head += [f"Assignment: {item} (Real)", "Quiz: Warm-up (Real)", "Last downloaded from this course"]
    rows = ([one.first, one.last, one.number, "", "", one.email, "-", "7.00", "1795910400"] for one in people)
    return table([head, *rows], separator, "utf-8-sig")


def moodle_worksheet(people: Sequence[Learner], times: Mapping[str, str], most: str = "5.00") -> bytes:
    """An assignment's “Download grading worksheet”; its numbers of participants are those of `moodle_zip`, ``most`` its maximum."""
    head = ["Identifier", "Full name", "ID number", "Email address", "Status", "Grade", "Maximum Grade"]
    head += ["Grade can be changed", "Last modified (submission)", "Last modified (grade)", "Feedback comments"]
    rows = (
        [
            f"Participant {participant(place)}", f"{one.first} {one.last}", one.number, one.email,
            "Submitted for grading" if one.id in times else "No submission", "", most, "Yes", times.get(one.id, "-"), "-", "",
        ]
        for place, one in enumerate(people)
    )  # fmt: skip
    return table([head, *rows], ",", "utf-8-sig")


def participant(place: int) -> int:
    """Moodle's number for a participant of an assignment: not the user's id."""
    return 770_000 + place


def moodle_zip(
    path: Path, people: Sequence[Learner], work: Mapping[str, bytes], file: str, *, flat: bool = False, ending: str = ""
) -> Path:
    """“Download all submissions”; ``ending`` is the underscore that versions before 4.1 put behind a folder's name."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, one in enumerate(people):
            if one.id in work:
                name = re.sub(r"[&<>\"`|':\\/]", "", f"{one.first} {one.last}").replace("_", " ")
                folder = f"{name}_{participant(place)}_assignsubmission_file{ending}"
                archive.writestr(f"{folder}{'_' if flat else '/'}{file}", work[one.id])
    return path


def canvas_gradebook(people: Iterable[Learner], columns: Mapping[str, float], separator: str = ",") -> bytes:
    """Grades → Export entire gradebook, with the rows about the assignments."""
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *columns, "Current Score", "Final Score"]
    manual = ["", "", "", "", "", *("Manual Posting" for _ in columns), "", ""]
    points = ["    Points Possible", "", "", "", "", *columns.values(), "(read only)", "(read only)"]
    rows = (
        [canvas_name(one), one.number, f"S{one.number}", one.email, "Space 1", *("" for _ in columns), "", ""]
        for one in people
    )
    test = ["Student, Test", "999", "", "3a1f", "Space 1", *("" for _ in columns), "", ""]
    return table([head, manual, points, *rows, test], separator)


def canvas_name(one: Learner) -> str:
    """A sortable name; one that begins with “=” as Canvas quotes it."""
    name = f"{one.last}, {one.first}"
    return f'="{name}"' if name.startswith("=") else name


def canvas_zip(
    path: Path,
    people: Sequence[Learner],
    work: Mapping[str, bytes],
    file: str,
    late: Iterable[str] = (),
    twice: Iterable[str] = (),
) -> Path:
    """“Download submissions”: of who handed in twice the second file, whose name Canvas has numbered."""
    late, twice = set(late), set(twice)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, one in enumerate(people):
            if one.id in work:
                parts = [f"{one.last}, {one.first}".lower(), "LATE" if one.id in late else "", one.number]
                name = re.sub(r"\W", "", "_".join(part for part in parts if part))
                own = Path(file).stem + ("-1" if one.id in twice else "") + Path(file).suffix
                archive.writestr(f"{name}_{88_000 + place}_{own}", work[one.id])
    return path
