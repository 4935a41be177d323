"""Load what a course's own package adds to the grader, through the entry-point group ``newspace_grade.course``.

A package that an assignment imports may register one object, usually a module::

    [project.entry-points."newspace_grade.course"]
    astronomy = "astronomy.grader_plugin"

`CoursePlugin` lists the members that the grader looks for there. Each of them may be left out, and the grader works without any
plug-in. The plug-in is loaded from the installed packages only, in processes that run no learner's code: before any is forked.
One that cannot be loaded is left out, and `CoursePlugins.problems` says so.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.metadata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

from newspace_grading.model.errors import UserError

GROUP = "newspace_grade.course"
_T = TypeVar("_T")


class SelfStudy(Protocol):
    """The functions by which ``newspace-grade mine`` finds a learner's files and records points. All are needed."""

    def sources(self, assignment: str) -> Mapping[Path, Path]:
        """Map each solution notebook of an assignment to the notebook that was given out for it; empty if there is none.

        It is used where the current course folder does not hold the assignment.
        """

    def work_folders(self, course_root: Path, started_in: Path) -> Sequence[Path]:
        """List the folders in which a learner may work, the likeliest first."""

    def home(self, notebook: Path) -> Path | None:
        """Find the learner's working folder that holds a notebook; None if it lies in no such folder."""

    def record(self, notebook: str, *, points: float, possible: float, waiting: float) -> None:
        """Note what a notebook earned, in the learner's own progress."""

    def where_copies_come_from(self) -> str:
        """Say in one sentence how a learner gets a copy of an exercise."""

    def how_to_compare(self, assignment: str) -> str:
        """Say what a learner can compare an answer with that only a person grades: “… compare your text with THIS.”."""


class CoursePlugin(Protocol):
    """The members of a plug-in. Each may be left out."""

    packages: Sequence[str]
    """Distributions whose version can change a result: they become part of what a grading is remembered by."""

    preload: Sequence[str]
    """Modules that tests and learners' code import: loaded once, before processes are forked."""

    deciding: Sequence[str]
    """Packages that tests decide with: where a test must run in the learner's own process, a change in them is noticed."""

    self_study: SelfStudy
    """For ``newspace-grade mine``."""

    def prepare(self) -> None:
        """Read once what each submission would read again; called before processes are forked, after `preload`."""

    def readable(self) -> Iterable[Path]:
        """List the folders that the package reads beside its code; learners' code may read them, too. Never the solutions."""

    def handed_out(self, assignment: str) -> Iterable[Path]:
        """List the files that everybody is given for an assignment, such as its hints: what they hold counts for nothing in ``similar``."""

    def fonts(self) -> Iterable[Path]:
        """List font files for letters that DejaVu Sans lacks, in which the titles of tasks may be written."""

    def translate(self, message: str, language: str | None, plural: str = "", number: int = 1) -> str:
        """Translate a sentence of the course's own checks (its English template); what is unknown comes back as it is.

        Where it has a ``plural``, the form that fits the number is taken.
        """


@dataclass(frozen=True)
class CoursePlugins:
    """The combination of all installed plug-ins.

    Attributes
    ----------
    packages, preload, deciding : tuple of str
        See `CoursePlugin`.
    self_study : tuple of SelfStudy
        One for each course that has it.
    problems : tuple of str
        A message for each plug-in, or member of one, that was left out: what, where, what to do.
    """

    packages: tuple[str, ...] = ()
    preload: tuple[str, ...] = ()
    deciding: tuple[str, ...] = ()
    self_study: tuple[SelfStudy, ...] = ()
    problems: tuple[str, ...] = ()
    _prepare: tuple[Callable[[], None], ...] = ()
    _readable: tuple[Callable[[], Iterable[Path]], ...] = ()
    _handed_out: tuple[Callable[[str], Iterable[Path]], ...] = ()
    _fonts: tuple[Callable[[], Iterable[Path]], ...] = ()
    _translate: tuple[Callable[..., str], ...] = ()

    def prepare(self) -> None:
        """Call each course's ``prepare``, which reads once what submissions need; a failure only costs time."""
        for one in self._prepare:
            with contextlib.suppress(UserError):
                ask(one)

    def readable(self) -> tuple[Path, ...]:
        """List the folders that the courses' packages read beside their code."""
        return tuple(Path(path) for one in self._readable for path in ask(one))

    def handed_out(self, assignment: str) -> tuple[Path, ...]:
        """List the files that everybody is given for an assignment."""
        return tuple(Path(path) for one in self._handed_out for path in ask(one, assignment))

    def fonts(self) -> tuple[Path, ...]:
        """List the courses' font files."""
        return tuple(Path(path) for one in self._fonts for path in ask(one))

    def translate(self, message: str, language: str | None = None, plural: str = "", number: int = 1) -> str:
        """Translate a text of a course's checks (language None: the machine's); without a catalogue it stays English."""
        english = plural if plural and number != 1 else message
        for one in self._translate:
            translated = ask(one, message, language, plural, number) if plural else ask(one, message, language)
            if translated != english:
                return translated
        return english


def ask(member: Callable[..., _T], *arguments: Any, **named: Any) -> _T:
    """Call a member of a plug-in.

    Raises
    ------
    UserError
        If it fails, whatever it raises.
    """
    try:
        return member(*arguments, **named)
    except Exception as error:
        raise UserError(
            f"A course's plug-in failed: {type(error).__name__}: {error}",
            where=f"{getattr(member, '__module__', '')}.{getattr(member, '__name__', member)}",
            remedy="Update or remove the package that brings it.",
        ) from error


@functools.lru_cache(maxsize=1)
def installed() -> CoursePlugins:
    """Load the plug-ins of the packages that are installed."""
    return load_plugins(importlib.metadata.entry_points(group=GROUP))


def load_plugins(entries: Iterable[importlib.metadata.EntryPoint]) -> CoursePlugins:
    """Load plug-ins; a broken one does not affect the others."""
    found: dict[str, list[Any]] = {name: [] for name in _MEMBERS}
    problems: list[str] = []
    for entry in sorted(entries, key=lambda entry: (entry.name, entry.value)):
        where = f"entry point {entry.name} = {entry.value} in the group {GROUP}"
        try:
            plugin = entry.load()
        except Exception as error:  # noqa: BLE001 - a package of others may raise anything while it is imported
            problems.append(_problem(f"it cannot be loaded: {type(error).__name__}: {error}", where))
            continue
        for name, (fits, wanted) in _MEMBERS.items():
            member = getattr(plugin, name, None)
            if member is None:
                continue
            if fits(member):
                found[name].append(member)
            else:
                problems.append(_problem(f"“{name}” is left out, because it is not {wanted}.", where))
    return CoursePlugins(
        packages=_joined(found["packages"]),
        preload=_joined(found["preload"]),
        deciding=_joined(found["deciding"]),
        self_study=cast("tuple[SelfStudy, ...]", tuple(found["self_study"])),
        problems=tuple(problems),
        _prepare=tuple(found["prepare"]),
        _readable=tuple(found["readable"]),
        _handed_out=tuple(found["handed_out"]),
        _fonts=tuple(found["fonts"]),
        _translate=tuple(found["translate"]),
    )


def _problem(what: str, where: str) -> str:
    return str(
        UserError(
            f"A course's plug-in does not work, and grading goes on without it: {what}",
            where=where,
            remedy="Update or remove the package that brings it.",
        )
    )


def _joined(lists: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in lists for name in names))


def _is_names(member: object) -> bool:
    return isinstance(member, list | tuple) and all(isinstance(name, str) for name in member)


def _is_self_study(member: object) -> bool:
    needed = [name for name in vars(SelfStudy) if not name.startswith("_")]
    return all(callable(getattr(member, name, None)) for name in needed)


_MEMBERS: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "packages": (_is_names, "a list of names"),
    "preload": (_is_names, "a list of names"),
    "deciding": (_is_names, "a list of names"),
    "self_study": (_is_self_study, "an object with all functions of SelfStudy"),
    "prepare": (callable, "a function"),
    "readable": (callable, "a function"),
    "handed_out": (callable, "a function"),
    "fonts": (callable, "a function"),
    "translate": (callable, "a function"),
}
