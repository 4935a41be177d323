"""Read records of earlier versions of the grader: the only module that parses rendered text.

Until November 2026 a record had a ``message`` in the language of the grading, in place of ``reason`` and ``failure``, and ``came_back`` and
``stopped`` in place of ``returned``, ``raised`` and ``cell_error``. Whether it told of a hidden test was known from a label in that language.
A text whose labels are unknown here, in English and in the reader's language, counts as that of a hidden test, and
nothing of it is disclosed.
"""

from __future__ import annotations

import builtins
import re
from typing import Any

from newspace_grading.disclosure.messages import label_words
from newspace_grading.disclosure.translation import _
from newspace_grading.model.results.failure import OF_CHECKS, STUB, Failure, Label, RaisedError, of_error
from newspace_grading.model.results.message import Argument, Sentence, Text
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Reason, Verdict

_ROW = re.compile(r"^  (?P<label>\S[^:]{0,40}):\s*(?P<text>.*)$")
_HIDDEN = "Hidden test"
_HIDDEN_FAILED = "A hidden test did not pass."
_NOT_GRADED = "not graded"
_WITHHELD = "What your code said is not shown here: "
_SENTENCES = {
    "": Reason.NO_POINTS,
    "What came back could not be counted: the points of this task did not come to a number.": Reason.NO_NUMBER,
    "It took more memory than is allowed.": Reason.MEMORY,
    "It took too long. Is there a loop without an end?": Reason.TIMEOUT,
    "The program ended in the middle of this test.": Reason.EXITED,
    "What came back was not an answer to what was asked. A person will look at it.": Reason.PROTOCOL,
    "Nothing was written here.": Reason.LEFT_EMPTY,
    "A person grades this task.": Reason.MANUAL_TASK,
    "This test works in a way that the grader does not do by itself. A person will look at it.": Reason.NEEDS_PROCESS,
    "The test did not come to its end. A person will look at it.": Reason.STOPPED_EARLY,
    "A test that must fail did not. A person will look at it.": Reason.ERRORS_LOST,
    "The result passes for other values than the right one as well. A person will look at it.": Reason.ACCEPTS_ANYTHING,
    "Something without any content came back where values were expected. A person will look at it.": Reason.EMPTY_VALUES,
}
_PATTERNS = (
    (Reason.CELL_ENDED, re.compile(r"The cell of this task did not end well: (?P<verdict>.*)\.")),
    (
        Reason.TOO_MANY_POINTS,
        re.compile(r"The points of this task came to more than there are: (?P<score>\S+) of (?P<points>\S+)\."),
    ),
    (Reason.NOT_PLAIN_DATA, re.compile(r"A value could not be looked at: (?P<error>.*)\.", re.DOTALL)),
    (Reason.BROKEN_TEST, re.compile(r"the test cell is no Python: (?P<error>.*)", re.DOTALL)),
)
_QUOTES = (
    ("It happened in your line: {line}", "line"),
    ("Your function uses “{name}”, which does not exist. Check the spelling; run the cells above.", "name"),
)


def record(data: dict[str, Any]) -> Record:
    """Make a record from a journal's data, whichever version wrote it.

    Raises
    ------
    ValueError, KeyError, TypeError
        If that is no record.
    """
    if "message" not in data:
        return Record.from_plain(data)
    text = str(data["message"])
    verdict = _verdict(data["verdict"], text)
    reason, arguments, failure = _why(verdict, text)
    stopped = data.get("stopped", "")
    return Record(
        data["task"],
        verdict,
        data["score"],
        data["points"],
        reason,
        failure=failure,
        arguments=arguments,
        called=data["called"],
        returned=data["came_back"],
        seconds=data["seconds"],
        level=data["level"],
        isolated=data["isolated"],
        repaired=tuple(data["repaired"]),
        cell_error=_error(stopped) if stopped else None,
    )


def of_output(text: str) -> Record:
    """Make a record from the error that an earlier version, or nbgrader itself, left in the output of a test cell."""
    _reason, _arguments, failure = _why(Verdict.FAILED, text)
    return Record("", Verdict.FAILED, 0.0, 0.0, Reason.CHECK_FAILED, failure=failure)


def failure_of(text: str) -> Failure:
    """Parse the text of a failed test."""
    if text.strip() == _HIDDEN_FAILED:
        return Failure(hidden=True)
    if _WITHHELD in text:
        kind = text.partition(".")[0]
        return Failure(error=RaisedError(kind) if _is_an_error(kind) else None, withheld=True)
    lines = text.splitlines()
    if not any(map(_ROW.match, lines[1:])):
        error = _error(text)
        return of_error(error.kind, error.text)
    rows = _rows(lines[1:])
    if rows is None:
        return Failure(hidden=True)  # not in the layout of a course's check
    return _of_rows(rows, lines[0].partition(":")[0])


def _of_rows(rows: list[tuple[str, str]], task: str) -> Failure:
    """Make a failure from the rows of a check's message; if a label is unknown, make one of a hidden test."""
    known = {words: label for label in OF_CHECKS for words in (_english(label), label_words(label))}
    hidden = [words for label, words in rows if label in {_HIDDEN, _(_HIDDEN)}]
    found = [(known[label], words) for label, words in rows if label in known]
    if len(found) + len(hidden) < len(rows):
        return Failure(hidden=True)  # in an unknown language
    back = next((words for label, words in found if label is Label.CAME_BACK), "")
    return Failure(
        tuple((label, _text_of(label, words)) for label, words in found),
        hidden=bool(hidden),
        about=hidden[0] if hidden else "",
        stub=STUB in back.partition(":")[0],
        task=task,
    )


def _verdict(word: str, text: str) -> Verdict:
    if word != _NOT_GRADED:
        return Verdict(word)
    # One word had two meanings, which only the message distinguished.
    return Verdict.NEEDS_PROCESS if _SENTENCES.get(text) is Reason.NEEDS_PROCESS else Verdict.MANUAL


def _why(verdict: Verdict, text: str) -> tuple[Reason | None, dict[str, Argument], Failure | None]:
    """Return the reason, the arguments of its sentence, and the failure."""
    if verdict in (Verdict.PASSED, Verdict.PARTIAL) and not text:
        return None, {}, None
    if text in _SENTENCES:
        return _SENTENCES[text], {}, None
    for reason, pattern in _PATTERNS:
        if found := pattern.fullmatch(text):
            return reason, dict(found.groupdict()), None
    if verdict is Verdict.UNREADABLE:
        return Reason.UNREADABLE, {"problem": text}, None
    if verdict is Verdict.GRADER_ERROR:
        return Reason.GRADER_FAILED, {"detail": text}, None
    return Reason.CHECK_FAILED, {}, failure_of(text)


def _rows(lines: list[str]) -> list[tuple[str, str]] | None:
    """Parse the rows of a check's message; return None if a line is no row."""
    rows: list[tuple[str, str]] = []
    for line in lines:
        found = _ROW.match(line)
        if found:
            rows.append((found["label"], found["text"].strip()))
        elif rows and line.startswith("   "):
            rows[-1] = (rows[-1][0], f"{rows[-1][1]} {line.strip()}".strip())
        elif line.strip():
            return None
    return rows


def _text_of(label: Label, words: str) -> Text:
    """Return a row's text; a reason that quotes the learner's program becomes the message that it was made from."""
    for template, name in _QUOTES if label is Label.WHY else ():
        for known in (template, _(template)):
            before, _place, after = known.partition(f"{{{name}}}")
            if words.startswith(before.rstrip()):
                quoted = words.removeprefix(before.rstrip()).removesuffix(after).strip()
                return Sentence(template, ((name, quoted),), frozenset({name}))
    return words


def _error(text: str) -> RaisedError:
    kind, _colon, rest = text.partition(":")
    return RaisedError(kind.strip(), rest.strip()) if kind.strip().isidentifier() else RaisedError("", text)


def _is_an_error(name: str) -> bool:
    found = vars(builtins).get(name)
    return isinstance(found, type) and issubclass(found, BaseException)


def _english(label: Label) -> str:
    return label.value.capitalize()
