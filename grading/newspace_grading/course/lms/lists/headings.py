"""What the columns of an LMS's tables are called: in Moodle in the reader's language, in Canvas always in English.

Shapes and words: Moodle's ``grade/export/txt``, ``user/action_redir.php`` (participants) and ``mod/assign/gradingtable.php`` (grading
worksheet); Canvas's ``lib/gradebook_exporter.rb``.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence

from newspace_grading.course.lms.lists.names import comparable


class Field(enum.Enum):
    """What a column tells of a learner."""

    FIRST = "first name"
    LAST = "last name"
    FULL = "full name"
    ID = "id"
    USERNAME = "username"
    NUMBER = "ID number"
    EMAIL = "e-mail"
    LMS = "LMS id"
    SIS = "SIS User ID"
    LOGIN = "SIS Login ID"
    SECTION = "section"
    PARTICIPANT = "participant"
    SUBMITTED = "submitted"
    GRADE = "grade"


_WORDS: Mapping[Field, Sequence[str]] = {
    Field.FIRST: ("First name", "FirstName", "Given name", "Forename", "이름", "名"),
    Field.LAST: ("Last name", "LastName", "Surname", "Family name", "성", "姓"),
    Field.FULL: ("Full name", "Name", "Student", "Student name", "성명", "전체 이름", "氏名", "姓名", "フルネーム"),
    Field.ID: ("id", "Student ID", "nbgrader id", "학번", "学籍番号"),
    Field.USERNAME: ("Username", "User name", "Login", "사용자 아이디", "사용자명", "ユーザ名", "ユーザー名"),
    Field.NUMBER: ("ID number", "학번/사번", "ID 번호", "IDナンバー", "ID番号"),
    Field.EMAIL: ("Email address", "Email", "E-mail", "Mail", "이메일 주소", "이메일", "メールアドレス", "メール"),
    Field.LMS: ("LMS ID", "LMS user ID", "Canvas ID", "Moodle ID"),
    Field.SIS: ("SIS User ID",),
    Field.LOGIN: ("SIS Login ID",),
    Field.SECTION: ("Section", "Sections", "Group", "Groups", "Class", "분반", "모둠", "그룹", "グループ", "クラス", "組"),
    Field.PARTICIPANT: ("Identifier", "식별자", "識別子"),
    Field.SUBMITTED: (
        "Last modified (submission)", "Submitted", "Submitted at", "Handed in", "최종 수정일(제출)", "最終更新日時 (提出)",
        "最終更新日時(提出)",
    ),
    Field.GRADE: ("Grade", "성적", "評点"),
}  # fmt: skip
_FIELDS = {comparable(word): field for field, words in _WORDS.items() for word in words}
KNOWN = frozenset(_FIELDS)
"""The known headings, for `newspace_grading.course.lms.lists.tables.read_table`."""


def columns(header: Sequence[str]) -> dict[Field, int]:
    """Return the place of each known column; of two with one meaning the first counts."""
    found: dict[Field, int] = {}
    for place, heading in enumerate(header):
        field = _FIELDS.get(comparable(heading))
        if field is not None:
            found.setdefault(field, place)
    return found


def is_canvas(header: Sequence[str]) -> bool:
    """Tell whether these are the columns of Canvas's gradebook, by the rule of its own importer."""
    head = [*header, "", "", ""]
    named = (head[0] == "Student" and head[1] == "ID") or head[:3] == ["LastName", "FirstName", "ID"]
    return named and "Section" in header
