"""The two context managers of a test cell, ``task`` (visible) and ``hidden``, and the checks made inside them."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Concatenate, Literal, ParamSpec, TypeVar

from newspace.checks import drawing, essay, evidence, result_conversion
from newspace.checks.calls import RecordedCall, call
from newspace.checks.failure import CheckFailed, Label, PartialPoints, Wrong, joined_failures
from newspace.checks.hints.missing_names import missing_name
from newspace.checks.hints.wrong_numbers import Mistakes, advice
from newspace.core.i18n import Quoted, Text, joined, message, ngettext, plural_message

Units = str | Sequence[str]
_T = TypeVar("_T")
_P = ParamSpec("_P")


def task(name: str, *, points: float | None = None) -> Check:
    """Open the visible test of a task: it may show expected values, since the task's text shows the same example.

    ``points`` is for a task of several parts: each check then earns its share of these points, a check that fails does not stop the
    ones after it, and the test cell ends with the line ``check.points``.
    """
    return Check(name, hidden=False, about="", parts=None if points is None else _Parts(points))


def hidden(name: str, about: str, *, of: Check | None = None) -> Check:
    """Open the hidden tests of a task.

    ``about`` describes what they test. A learner sees this description and never an expected value. ``of`` is the visible test of a
    task of several parts: the checks of both are its parts.
    """
    return Check(name, hidden=True, about=about, parts=None if of is None else of._parts)


@dataclass
class _Parts:
    """What the checks of a task of several parts have found so far."""

    points: float
    made: int = 0
    failed: list[CheckFailed] = field(default_factory=list)
    hidden: bool = False


def _part(check: Callable[Concatenate[Check, _P], None]) -> Callable[Concatenate[Check, _P], None]:
    """Have a check that fails keep its failure, in a task of several parts, in place of ending the test."""

    @functools.wraps(check)
    def kept(self: Check, /, *arguments: _P.args, **options: _P.kwargs) -> None:
        if self._parts is None:
            check(self, *arguments, **options)
            return
        self._parts.made += 1
        try:
            check(self, *arguments, **options)
        except CheckFailed as failed:
            self._parts.failed.append(failed)

    return kept


class Check:
    """The checks of one task: ``check.<kind>(function, *arguments, expect=…)`` raises `CheckFailed` unless it holds."""

    def __init__(self, name: str, *, hidden: bool, about: str, parts: _Parts | None = None) -> None:
        self._task = name
        self._hidden = hidden
        self._about = about
        self._made = 0
        self._parts = parts
        if parts is not None and hidden:
            parts.hidden = True

    @property
    def points(self) -> float | None:
        """The points of a task of several parts, rounded to hundredths; None where no hidden test was run and all parts are right.

        nbgrader takes the number with which a test cell ends as its points. Where only the visible test is there, as in what learners
        get, no number is shown: it would not be what the task earns.

        Raises
        ------
        CheckFailed
            If no part is right.
        ValueError
            If the test was not opened with the points of the task.
        """
        parts = self._parts
        if parts is None:
            raise ValueError("only the test of a task of several parts has points: checks.task(name, points=…)")
        if not parts.failed:
            self._say_passed(parts.hidden, parts.made)
            return float(parts.points) if parts.hidden else None
        if len(parts.failed) == parts.made:
            raise parts.failed[0]
        right = parts.made - len(parts.failed)
        try:
            raise joined_failures(parts.failed, right, parts.made)
        except CheckFailed as told:
            print(told)
            return PartialPoints(round(parts.points * right / parts.made, 2), told)

    def __enter__(self) -> Check:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> Literal[False]:
        if error is None:
            if self._parts is None:
                self._say_passed(self._hidden, self._made)
        elif isinstance(error, NameError) and error.name:
            raise self._failure("", "", "", missing_name(error.name)) from None
        elif isinstance(error, KeyboardInterrupt):
            # Its traceback would show lines of the test cell, which hold expected values.
            why = message(
                "It was stopped from outside, by you or because it took too long. Is there a loop without an end?"
            )
            raise self._failure("", "", "", why) from None
        elif isinstance(error, Exception) and not isinstance(error, CheckFailed):
            why = message(
                "The test itself stopped with {error}. This is not your fault: please tell your teacher.",
                error=Quoted(type(error).__name__),
            )
            raise self._failure("", "", "", why) from None
        return False

    @_part
    def number(
        self,
        function: object,
        *arguments: object,
        expect: float,
        unit: str,
        rel_tol: float = 0.0,
        abs_tol: float = 0.0,
        mistakes: Mistakes | None = None,
    ) -> None:
        """Check that the call returns one number, within the larger of the two tolerances.

        ``mistakes`` maps common wrong results to hints for the learner; it is used in visible tests only.
        """
        made = self._call(function, arguments)
        kind = message("a number in {unit}", unit=unit) if unit else message("a number")
        expected = (
            kind
            if self._hidden
            else message("{kind}, about {value}", kind=kind, value=result_conversion.format_value(expect))
        )
        got = self._read(made, expected, lambda: result_conversion.as_number(made.value(), made.printed))
        if not math.isclose(got, expect, rel_tol=rel_tol, abs_tol=abs_tol):
            exact = not rel_tol and not abs_tol
            self._fail(made, expected, "" if self._hidden else advice(got, expect, mistakes or {}, exact=exact))

    @_part
    def numbers(
        self,
        function: object,
        *arguments: object,
        expect: Sequence[float],
        unit: Units,
        rel_tol: float = 0.0,
        abs_tol: float = 0.0,
        mistakes: Mistakes | None = None,
    ) -> None:
        """Check that the call returns these numbers in order (list, tuple or 1-d array), each within the larger tolerance.

        ``unit`` is one unit for all of them, or a sequence with one for each.
        """
        made = self._call(function, arguments)
        each = unit if isinstance(unit, str) else joined(*unit, between=message(" and "))
        kind = (
            plural_message("{n} number in {unit}", "{n} numbers in {unit}", len(expect), unit=each)
            if each
            else plural_message("{n} number", "{n} numbers", len(expect))
        )
        expected = (
            kind
            if self._hidden
            else message("{kind}, about {value}", kind=kind, value=result_conversion.format_value(tuple(expect)))
        )
        got = self._read(made, expected, lambda: result_conversion.as_series(made.value(), len(expect), made.printed))
        right = [math.isclose(a, b, rel_tol=rel_tol, abs_tol=abs_tol) for a, b in zip(got, expect, strict=True)]
        if all(right):
            return
        first = right.index(False)
        why: Text = message("The first value that is not right is at index {index}.", index=first)
        if not self._hidden:
            turned = all(
                math.isclose(a, b, rel_tol=rel_tol, abs_tol=abs_tol) for a, b in zip(reversed(got), expect, strict=True)
            )
            hint = (
                message("The values are right, but in the opposite order.")
                if turned
                else advice(got[first], expect[first], mistakes or {})
            )
            why = joined(why, hint, between=" ")
        self._fail(made, expected, why)

    @_part
    def truth(self, function: object, *arguments: object, expect: bool, because: str = "") -> None:
        """Check that the call returns the expected boolean; ``because`` is shown in a visible test."""
        made = self._call(function, arguments)
        expected = message("True or False") if self._hidden else message("{value}, a truth value", value=str(expect))
        got = self._read(made, expected, lambda: result_conversion.as_truth(made.value(), made.printed))
        if got is not expect:
            self._fail(made, expected, "" if self._hidden else because)

    @_part
    def names(self, function: object, *arguments: object, expect: Sequence[str], because: str) -> None:
        """Check that the call returns these strings in this order; ``because`` says what the task asks for."""
        made = self._call(function, arguments)
        expected = (
            message("a list of texts")
            if self._hidden
            else message("the list {value}", value=result_conversion.format_value([*expect]))
        )
        if self._read(made, expected, lambda: result_conversion.as_names(made.value(), made.printed)) != [*expect]:
            self._fail(made, expected, because)

    @_part
    def nothing(self, function: object, *arguments: object, because: str) -> None:
        """Check that the call returns None, as the task asks; ``because`` says when it does."""
        made = self._call(function, arguments)
        got = self._read(made, "None", made.value)
        if got is not None:
            self._fail(made, "None", because)

    @_part
    def refuses(self, function: object, *arguments: object, error: type[Exception], because: str) -> None:
        """Check that the call raises ``error``, as the task asks; ``because`` says when it does."""
        made = self._call(function, arguments)
        if not isinstance(made.error, error):
            self._fail(made, message("that it stops with {error}", error=error.__name__), because)

    @_part
    def leaves_alone(self, function: object, *arguments: object) -> None:
        """Check that the call does not modify its arguments."""
        made = self._call(function, arguments)
        self._read(made, message("a result, with the arguments as they were"), made.value)
        if result_conversion.format_value(made.arguments) != result_conversion.format_value(arguments) or repr(
            made.arguments
        ) != repr(arguments):
            self._fail(
                made,
                message("a result, with the arguments as they were"),
                message("Your function changed a list that was given to it. Make a new list instead."),
            )

    @_part
    def figure(
        self,
        function: object,
        *arguments: object,
        x: Sequence[float],
        y: Sequence[float],
        x_unit: str,
        y_unit: str,
        rel_tol: float,
    ) -> None:
        """Check that the call returns axes with a line through the points (x, y), a title, and axis labels with units."""
        made = self._call(function, arguments)
        expected = message(
            "axes with a title, an x label with [{x}], a y label with [{y}] and the line", x=x_unit, y=y_unit
        )
        shown = self._read(made, expected, lambda: drawing.described(made.value()))
        self._read(made, expected, lambda: drawing.labelled(shown, x_unit, y_unit))
        self._read(made, expected, lambda: drawing.has_line(shown, x, y, rel_tol, hidden=self._hidden))

    @_part
    def evidence(
        self,
        given: object,
        claim: str,
        *,
        verdict: str,
        places: Mapping[str, Sequence[int]] | None = None,
        words: Sequence[str] = (),
        because: str = "",
    ) -> None:
        """Check that ``given[claim]`` is a dict with verdict, reading, paragraph and an exact quotation from there.

        ``places`` maps each reading to its accepted paragraphs; the quotation must contain at least one of ``words``,
        else it supports another claim. ``because`` is shown in a visible test when the verdict is wrong.
        """
        self._made += 1
        what = evidence.Expected(
            verdict, {name: tuple(numbers) for name, numbers in (places or {}).items()}, tuple(words), because
        )
        expected = message("a dict with verdict, reading, paragraph and quote")
        found = (
            message("nothing")
            if not isinstance(given, Mapping) or claim not in given
            else result_conversion.came_back(given[claim])
        )
        try:
            evidence.check_evidence(given, claim, what, hidden=self._hidden)
        except Wrong as wrong:
            raise self._failure(
                message("your entry “{claim}”", claim=claim), found, expected, wrong.why, verb=Label.LOOKED_AT
            ) from None

    @_part
    def entry(self, given: object, key: str, *, expect: str, because: str) -> None:
        """Check that ``given[key]`` equals this text; ``because`` says where to look."""
        self._made += 1
        if isinstance(given, Mapping) and key in given:
            if given[key] == expect:
                return
            back: Text = result_conversion.came_back(given[key])
            why: Text = because
        elif isinstance(given, Mapping):
            back = message("nothing")
            why = joined(message("The entry is missing."), because, between=" ")
        else:
            back = result_conversion.came_back(given)
            why = message("A dict was expected, with one entry for each line.")
        raise self._failure(
            message("your entry “{claim}”", claim=key), back, message("a text"), why, verb=Label.LOOKED_AT
        )

    @_part
    def text(
        self,
        given: object,
        *,
        words: tuple[int, int],
        quotations: int,
        readings: int,
        parts: Sequence[str] = (),
        number_in: str = "",
        word_share: float = 1.0,
    ) -> None:
        """Check the form of a written text, and nothing of what it argues; the arguments are those of `newspace.checks.essay.Form`."""
        self._made += 1
        expected = message("a text of {a} to {b} words with citations", a=words[0], b=words[1])
        form = essay.Form(words, quotations, readings, tuple(parts), number_in, word_share)
        try:
            essay.check_essay(given, form)
        except Wrong as wrong:
            raise self._failure(
                message("the form of your text"),
                result_conversion.came_back(given),
                expected,
                wrong.why,
                verb=Label.LOOKED_AT,
            ) from None

    @_part
    def that(self, holds: object, *, expected: str, why: str) -> None:
        """Check any other condition. The learner sees ``expected`` and ``why``: in a hidden test they must not reveal the answer."""
        self._made += 1
        if not bool(holds):
            raise self._failure("", "", expected, why)

    def _call(self, function: object, arguments: tuple[object, ...]) -> RecordedCall:
        self._made += 1
        try:
            return call(function, *arguments)
        except Wrong as wrong:
            raise self._failure("", "", message("a function"), wrong.why) from None

    def _read(self, made: RecordedCall, expected: Text, reader: Callable[[], _T]) -> _T:
        try:
            return reader()
        except Wrong as wrong:
            raise self._failed_call(made, expected, wrong.why) from None

    def _fail(self, made: RecordedCall, expected: Text, why: Text) -> None:
        raise self._failed_call(made, expected, why)

    def _failed_call(self, made: RecordedCall, expected: Text, why: Text) -> CheckFailed:
        unanswered = isinstance(made.error, NotImplementedError)
        return self._failure(made.text, made.outcome(), expected, why, unanswered=unanswered)

    def _failure(
        self,
        called: Text,
        back: Text,
        expected: Text,
        why: Text,
        *,
        verb: Label = Label.CALLED,
        unanswered: bool = False,
    ) -> CheckFailed:
        rows = [(verb, called), (Label.CAME_BACK, back), (Label.EXPECTED, expected), (Label.WHY, why)]
        return CheckFailed(self._task, rows, hidden=self._hidden, about=self._about, unanswered=unanswered)

    def _say_passed(self, hidden: bool, made: int) -> None:
        if hidden:
            print(
                ngettext("{task}: {n} hidden check passed.", "{task}: {n} hidden checks passed.", made).format(
                    task=self._task, n=made
                )
            )
            return
        text = ngettext(
            "{task}: {n} visible check passed. Hidden ones remain: they try other values when your work is graded.",
            "{task}: {n} visible checks passed. Hidden ones remain: they try other values when your work is graded.",
            made,
        )
        print(text.format(task=self._task, n=made))
