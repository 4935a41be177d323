"""Decide which settings are in effect for an assignment, and where each was set.

The command line takes precedence over a setting for the assignment, that over one for the course, that over nbgrader's own
``c.Execute.timeout`` (for the time of a cell and of a test), and that over the built-in default. The environment variable
``NEWSPACE_GRADE_FORK`` describes the machine, and takes precedence over the configuration of the course.
"""

from __future__ import annotations

import difflib
import math
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Any, Literal

from traitlets.config.loader import LazyConfigValue

from newspace_grading.course.layout import Course
from newspace_grading.course.nbgrader.settings import (
    ASSIGNMENTS,
    SECTIONS,
    STRONGEST,
    WEEK_S,
    GraderLimits,
    GraderSettings,
    SettingsError,
    checked,
    names_of,
    option_of,
    trait_of,
)
from newspace_grading.sandbox import levels
from newspace_grading.sandbox.limits import Limits

_NBGRADERS = (
    "Execute",
    "ExecutePreprocessor",
    "NotebookClient",
)  # nbgrader's class and the classes from which it inherits the setting
_CELLS_A_NOTEBOOK = 10
_ALIKE = 0.85
_NO_VALUE = object()


class Scope(IntEnum):
    """The scope of a setting; the greater takes precedence."""

    DEFAULT = 0
    COURSE = 1
    ASSIGNMENT = 2
    ENVIRONMENT = 3
    COMMAND_LINE = 4


@dataclass(frozen=True)
class Setting:
    """One setting in effect.

    Attributes
    ----------
    name : str
        Its name, as in ``nbgrader_config.py``.
    value : object
        What it is set to.
    scope : Scope
        For what it was set.
    origin : str
        Where it was set, in words: the option, the file with its line, or that it is a default.
    """

    name: str
    value: Any
    scope: Scope
    origin: str


@dataclass(frozen=True)
class EffectiveSettings:
    """All settings in effect for an assignment.

    Attributes
    ----------
    limits : Limits
        The limits of a notebook.
    jobs : int or None
        How many submissions are graded at once; None for as many as there are cores.
    wait_seconds : float
        Seconds to wait for a gradebook that is locked.
    level : Level or ""
        The isolation level of learners' code; "" for the strongest.
    strict : bool
        Whether tests that need the learner's own process go to a person, and are not run there.
    fork : bool
        Whether processes are forked.
    all : tuple of Setting
        Each of them with its origin, in the order in which they are declared.
    """

    limits: Limits
    jobs: int | None
    wait_seconds: float
    level: levels.Level | Literal[""]
    strict: bool
    fork: bool
    all: tuple[Setting, ...]


def effective_settings(
    course: Course, assignment: str = "", given: Mapping[str, object] | None = None
) -> EffectiveSettings:
    """Return the settings in effect for an assignment, or for assignments without settings of their own.

    Parameters
    ----------
    course : Course
        The course, with nbgrader's configuration.
    assignment : str
        The assignment; "" for none in particular.
    given : mapping or None
        The values from the command line, by the names of the settings.

    Raises
    ------
    SettingsError
        If the configuration has a setting that does not exist, or a value that is not allowed.
    """
    configuration = _Configuration(course)
    configuration.check()
    found: dict[str, Setting] = {}
    for section in SECTIONS:
        for name in names_of(section):
            setting = (
                _given(section, name, given or {})
                or (_fork_from_environment() if name == "fork" else None)
                or configuration.setting(section, name, assignment)
            )
            if setting is not None:
                found[name] = setting
    _settle_strictness(found)
    _complete(found, configuration)
    ordered = tuple(found[name] for section in SECTIONS for name in names_of(section))
    value = {setting.name: setting.value for setting in ordered}
    return EffectiveSettings(
        limits=Limits(**{field.name: value[field.name] for field in fields(Limits)}),
        jobs=value["jobs"],
        wait_seconds=value["wait_seconds"],
        level="" if value["level"] == STRONGEST else value["level"],
        strict=value["strict"],
        fork=value["fork"],
        all=ordered,
    )


def configured_assignments(course: Course) -> dict[str, str]:
    """Return the assignments that have settings of their own, each with the place of these settings."""
    configuration = _Configuration(course)
    return {
        name: configuration.origin(section.__name__, ASSIGNMENTS)
        for section in SECTIONS
        for name in configuration.overrides(section)
    }


def contradictions(limits: Limits) -> Iterator[str]:
    """Describe limits that have no effect, because another limit is always reached first."""
    for name in ("cell_seconds", "test_seconds"):
        if getattr(limits, name) > limits.notebook_seconds:
            yield f"{name} is {getattr(limits, name):g}, and notebook_seconds, which ends the whole notebook, only {limits.notebook_seconds:g}"
    if limits.file_mb > limits.disk_mb:
        yield f"file_mb is {limits.file_mb}, and disk_mb, for all files together, only {limits.disk_mb}"


class _Configuration:
    """Reads the grader's settings from nbgrader's configuration.

    Parameters
    ----------
    course : Course
        The course, with its configuration and the files from which it was read.
    """

    def __init__(self, course: Course) -> None:
        self._course = course
        self._config: dict[str, Any] = course.directory.parent.config

    def value(self, section: str, name: str, default: object = None) -> Any:
        """Return what was set for ``c.SECTION.NAME``; ``_NO_VALUE`` if nothing was."""
        value = self._config.get(section, {}).get(name, _NO_VALUE)
        if isinstance(value, LazyConfigValue):  # after .update(), or after the file has only read it
            changed = value.get_value(default)
            return _NO_VALUE if changed == default else changed
        return value

    def origin(self, section: str, name: str, part: str = "") -> str:
        """Return file, line and name of the place where ``c.SECTION.NAME`` was set."""
        told = f"c.{section}.{name}{part}"
        files = [file for file in reversed(self._course.config_files) if file.sets(section, name)]
        for file in files:
            line = file.line(section, name)
            if line is not None:
                return f"{self._short(str(file.path))}, line {line}: {told}"
        return f"{self._short(str(files[0].path)) if files else 'nbgrader’s configuration'}: {told}"

    def _short(self, path: str) -> str:
        root = os.path.join(os.path.realpath(self._course.root), "")
        return os.path.realpath(path).removeprefix(root)

    def overrides(self, section: type[GraderLimits | GraderSettings]) -> dict[str, dict[str, Any]]:
        """Return the settings of single assignments, by assignment and name.

        Raises
        ------
        SettingsError
            If it has another form than a dict of dicts.
        """
        value = self.value(section.__name__, ASSIGNMENTS, {})
        if value is _NO_VALUE:
            return {}
        entries = value.values() if isinstance(value, dict) else [None]
        if not all(isinstance(entry, dict) for entry in entries):
            raise SettingsError(
                f"{section.__name__}.{ASSIGNMENTS} is no table of assignments with their settings.",
                where=self.origin(section.__name__, ASSIGNMENTS),
                remedy=f"Write for example {trait_of(section, ASSIGNMENTS).help.partition(': ')[2].rstrip('.')}.",
            )
        return value  # type: ignore[no-any-return]  # checked above

    def setting(self, section: type[GraderLimits | GraderSettings], name: str, assignment: str) -> Setting | None:
        """Return the setting for an assignment, or else that for the course; None if there is neither."""
        own = self.overrides(section).get(assignment, {})
        if name in own:
            where = self.origin(section.__name__, ASSIGNMENTS, f'["{assignment}"]')
            return Setting(name, checked(section, name, own[name], where), Scope.ASSIGNMENT, where)
        value = self.value(section.__name__, name)
        if value is _NO_VALUE:
            return None
        where = self.origin(section.__name__, name)
        return Setting(name, checked(section, name, value, where), Scope.COURSE, where)

    def nbgrader_timeout(self) -> tuple[float | None, str] | None:
        """Return nbgrader's time limit for a cell (None for no limit) and where it was set; None if it was not set."""
        for section in _NBGRADERS:
            value = self.value(section, "timeout")
            if value is _NO_VALUE:
                continue
            origin = f"{self.origin(section, 'timeout')}, nbgrader's own"
            try:
                seconds = -1.0 if value is None else float(value)
            except (TypeError, ValueError):
                raise SettingsError(
                    f"timeout cannot be {value!r}.", where=origin, remedy="Give it a whole number of seconds."
                ) from None
            return (None if seconds <= 0 or math.isnan(seconds) else min(seconds, WEEK_S)), origin
        return None

    def check(self) -> None:
        """Check all names and values, also those for other assignments.

        Raises
        ------
        SettingsError
            For the first name that does not exist, or value that is not allowed.
        """
        ours = [section.__name__ for section in SECTIONS]
        for name in self._config:
            alike = difflib.get_close_matches(name.lower(), [one.lower() for one in ours], 1, _ALIKE)
            if alike and name not in ours:
                meant = next(one for one in ours if one.lower() == alike[0])
                raise SettingsError(
                    f"There is no section {name}.",
                    where=self.origin(name, next(iter(self._config[name]), "")),
                    remedy=f"Did you mean c.{meant}?",
                )
        for section in SECTIONS:
            names = names_of(section)
            for name in self._config.get(section.__name__, {}):
                if name not in (*names, ASSIGNMENTS):
                    raise _unknown(section, name, self.origin(section.__name__, name))
            for assignment, own in self.overrides(section).items():
                place = self.origin(section.__name__, ASSIGNMENTS, f'["{assignment}"]')
                for name, value in own.items():
                    if name not in names:
                        raise _unknown(section, name, place)
                    checked(section, name, value, place)


def _unknown(section: type[GraderLimits | GraderSettings], name: str, where: str) -> SettingsError:
    """Make the error for a setting that does not exist; it suggests a similar name."""
    names = names_of(section)
    elsewhere = [f"{other.__name__}.{one}" for other in SECTIONS if other is not section for one in names_of(other)]
    alike = difflib.get_close_matches(name, names, 1) or [one for one in elsewhere if one.endswith(f".{name}")]
    remedy = f"Did you mean {alike[0]}?" if alike else f"It has {', '.join(names)}."
    return SettingsError(f"{section.__name__} has no setting {name}.", where=where, remedy=remedy)


def _given(section: type[GraderLimits | GraderSettings], name: str, given: Mapping[str, object]) -> Setting | None:
    """Return a setting from the command line; None if it was not given."""
    if given.get(name) is None:
        return None
    option = option_of(section, name)
    value = checked(section, name, given[name], option)
    return Setting(name, value, Scope.COMMAND_LINE, f"command line: {option}")


def _fork_from_environment() -> Setting | None:
    """Return the setting ``fork`` from the environment; None if the variable is not set."""
    said = os.environ.get(levels.FORK_VARIABLE)
    if said is None:
        return None
    return Setting("fork", said != "no", Scope.ENVIRONMENT, f"environment: {levels.FORK_VARIABLE}")


def _settle_strictness(found: dict[str, Setting]) -> None:
    """Make ``strict`` and its opposite agree: the one of the greater scope wins, and ``strict`` in a tie."""
    strict, allowed = found.get("strict"), found.get("allow_not_isolated")
    if strict is None and allowed is None:
        return
    says_strict = [one for one, is_strict in ((strict, True), (allowed, False)) if one and one.value is is_strict]
    if strict is None or allowed is None:
        holds = strict or allowed
    elif strict.scope == allowed.scope:
        holds = says_strict[0] if says_strict else strict
    else:
        holds = max(strict, allowed, key=lambda setting: setting.scope)
    if holds is not None:
        value = holds.value if holds is strict else not holds.value
        found["strict"] = Setting("strict", value, holds.scope, holds.origin)
        found["allow_not_isolated"] = Setting("allow_not_isolated", not value, holds.scope, holds.origin)


def _complete(found: dict[str, Setting], configuration: _Configuration) -> None:
    """Add nbgrader's time limit and the defaults where nothing was set.

    A default is raised where another limit needs it: a notebook must have time for its cells, and a disk room for a file.
    """
    timeout = configuration.nbgrader_timeout()
    endless = []
    for name in ("cell_seconds", "test_seconds"):
        if name not in found and timeout is not None:
            seconds, origin = timeout
            if seconds is None:
                endless.append(name)
            else:
                found[name] = Setting(name, seconds, Scope.COURSE, origin)
    longest = [found[name].value for name in ("cell_seconds", "test_seconds") if name in found]
    _default(
        found,
        "notebook_seconds",
        min(WEEK_S, max(longest, default=0.0) * _CELLS_A_NOTEBOOK),
        "cell_seconds or test_seconds",
    )
    for name in endless:
        origin = f"{timeout[1] if timeout else ''}: no limit but notebook_seconds"
        found[name] = Setting(name, found["notebook_seconds"].value, Scope.COURSE, origin)
    _default(found, "cpu_seconds", math.ceil(found["notebook_seconds"].value), "notebook_seconds")
    if "file_mb" in found:
        _default(found, "disk_mb", 2 * found["file_mb"].value, "file_mb")
    for section in SECTIONS:
        for name in names_of(section):
            if name not in found:
                found[name] = Setting(name, trait_of(section, name).default_value, Scope.DEFAULT, "default")


def _default(found: dict[str, Setting], name: str, least: float, because: str) -> None:
    """Add a default, raised to what another limit needs at least."""
    usual = getattr(Limits, name)
    if name not in found:
        origin = "default" if least <= usual else f"default, raised with {because}"
        found[name] = Setting(name, type(usual)(max(usual, least)), Scope.DEFAULT, origin)
