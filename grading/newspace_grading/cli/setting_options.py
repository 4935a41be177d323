"""Offer the settings of ``nbgrader_config.py`` as options of the commands, and resolve which are in effect."""

from __future__ import annotations

import argparse
import functools
import os

from traitlets import Bool, Enum

from newspace_grading.course.layout import Course
from newspace_grading.course.nbgrader.configuration.effective_settings import EffectiveSettings, effective_settings
from newspace_grading.course.nbgrader.settings import (
    SECTIONS,
    GraderLimits,
    GraderSettings,
    SettingsError,
    names_of,
    option_of,
    parsed,
    trait_of,
)
from newspace_grading.sandbox import levels

_SIGNS = {"seconds": "S", "MB": "MB", "characters": "N", "processes": "N", "submissions": "N"}


def add_limits(parser: argparse.ArgumentParser) -> None:
    """Declare an option for each limit of a notebook."""
    group = parser.add_argument_group(
        "limits",
        "Each can also be set in nbgrader_config.py, as c.GraderLimits.cell_seconds = 60; “newspace-grade doctor” tells what holds.",
    )
    for name in names_of(GraderLimits):
        _add(group, GraderLimits, name)


def add_settings(parser: argparse.ArgumentParser, *names: str) -> None:
    """Declare options for some of the settings in `GraderSettings`."""
    for name in names:
        _add(parser, GraderSettings, name)


def settings_for(course: Course, options: argparse.Namespace, assignment: str = "") -> EffectiveSettings:
    """Return the settings in effect for an assignment, including those from the command line."""
    given = {name: getattr(options, name, None) for section in SECTIONS for name in names_of(section)}
    return effective_settings(course, assignment, given)


def apply_fork(settings: EffectiveSettings) -> None:
    """Set in the environment whether this process and its children may fork."""
    if settings.fork is not (os.environ.get(levels.FORK_VARIABLE) != "no"):
        os.environ[levels.FORK_VARIABLE] = "yes" if settings.fork else "no"


def check_level(settings: EffectiveSettings) -> None:
    """Raise an error if the requested isolation level is unavailable on this machine.

    Raises
    ------
    SettingsError
        With the reason.
    """
    level = settings.level
    reason = levels.refusal(level) if level else ""
    if reason:
        where = next(setting.origin for setting in settings.all if setting.name == "level")
        remedy = "Grade on a machine that allows it, or choose another level: “newspace-grade doctor” tells what this machine allows."
        raise SettingsError(f"The level “{level}” cannot be had here: {reason}.", where=where, remedy=remedy)


def _add(parser: argparse._ActionsContainer, section: type[GraderLimits | GraderSettings], name: str) -> None:
    trait = trait_of(section, name)
    help_text = f"{trait.help} (c.{section.__name__}.{name}{_default(trait.default_value)})"
    option = option_of(section, name)
    if isinstance(trait, Bool):
        parser.add_argument(option, action=argparse.BooleanOptionalAction, dest=name, help=help_text)
        return
    sign = None if isinstance(trait, Enum) else _SIGNS[trait.metadata["unit"]]
    parser.add_argument(
        option,
        dest=name,
        type=functools.partial(_value, section, name),
        metavar=sign or "{" + ",".join(trait.values or ()) + "}",
        help=help_text,
    )


def _default(value: object) -> str:
    return "" if value is None else f", default {value:g}" if isinstance(value, float) else f", default {value}"


def _value(section: type[GraderLimits | GraderSettings], name: str, text: str) -> object:
    try:
        return parsed(section, name, text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
