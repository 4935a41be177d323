"""Declare what a teacher can set in ``nbgrader_config.py``: a notebook's limits, and how grading is done.

Each setting is also an option of the commands (``c.GraderLimits.cell_seconds`` is ``--cell-seconds``), and each can be set for one
assignment alone. `newspace_grading.course.nbgrader.configuration.effective_settings` decides which value is in effect.
"""

from __future__ import annotations

import math
from typing import Any, get_args

from traitlets import Bool, Dict, Enum, Float, Int, TraitError
from traitlets.config import Configurable
from traitlets.config.loader import DeferredConfig

from newspace_grading.course.layout import CourseFolderError
from newspace_grading.sandbox.levels import Level
from newspace_grading.sandbox.limits import Limits

ASSIGNMENTS = "assignments"
STRONGEST = "strongest"
WEEK_S = 7 * 86_400.0
_TERABYTE_MB = 2**20


class SettingsError(CourseFolderError):
    """A setting that does not exist, or a value that is not allowed; the message says where it stands and what to write."""


class GraderLimits(Configurable):
    """Limit what one learner's notebook may use while it is graded.

    Results that were graded under other limits are graded again by the next run.
    """

    cell_seconds = Float(
        Limits.cell_seconds,
        min=0.1,
        max=WEEK_S,
        help="Seconds of time for one cell of the learner's. Where this is not set, nbgrader's own c.Execute.timeout holds.",
    ).tag(config=True, unit="seconds")
    test_seconds = Float(
        Limits.test_seconds,
        min=0.1,
        max=WEEK_S,
        help="Seconds of time for one test cell. Where this is not set, nbgrader's own c.Execute.timeout holds.",
    ).tag(config=True, unit="seconds")
    notebook_seconds = Float(
        Limits.notebook_seconds,
        min=1.0,
        max=WEEK_S,
        help="Seconds of time for all cells of a notebook together. Where this is not set, it is at least ten times the time for a cell or a test.",
    ).tag(config=True, unit="seconds")
    cpu_seconds = Int(
        Limits.cpu_seconds,
        min=1,
        max=int(WEEK_S),
        help="Seconds of processor time for all processes of a notebook together. Where this is not set, it is at least notebook_seconds.",
    ).tag(config=True, unit="seconds")
    memory_mb = Int(
        Limits.memory_mb,
        min=32,
        max=_TERABYTE_MB,
        help="Megabytes of memory for all processes of a notebook together, beyond what Python and its libraries hold.",
    ).tag(config=True, unit="MB")
    file_mb = Int(
        Limits.file_mb,
        min=1,
        max=_TERABYTE_MB,
        help="Megabytes that one file may have.",
    ).tag(config=True, unit="MB")
    disk_mb = Int(
        Limits.disk_mb,
        min=2,
        max=_TERABYTE_MB,
        help="Megabytes for all files of a notebook together. Where this is not set, it is at least twice file_mb.",
    ).tag(config=True, unit="MB")
    processes = Int(
        Limits.processes,
        min=8,
        max=32_768,
        help="Processes and threads that a notebook may have at one time.",
    ).tag(config=True, unit="processes")
    output_chars = Int(
        Limits.output_chars,
        min=1_000,
        max=5_000_000,
        help="Characters that are kept of what a cell prints.",
    ).tag(config=True, unit="characters")
    assignments = Dict(
        help='Other limits for some assignments: {"ps1": {"cell_seconds": 120, "memory_mb": 2048}}.',
    ).tag(config=True)


class GraderSettings(Configurable):
    """Set how newspace-grade works."""

    jobs = Int(
        None,
        allow_none=True,
        min=1,
        max=1024,
        help="How many submissions are graded at once. Where this is not set, as many as there are cores.",
    ).tag(config=True, unit="submissions")
    wait_seconds = Float(
        60.0,
        min=0.0,
        max=WEEK_S,
        help="Seconds to wait for a gradebook that another program holds.",
    ).tag(config=True, unit="seconds", option="--wait")
    level = Enum(
        (STRONGEST, *get_args(Level)),
        STRONGEST,
        help="The walls around learners' code: the strongest that the machine allows, or always these. "
        "Nothing is graded where the machine does not allow them. “newspace-grade doctor” says what the machine allows.",
    ).tag(config=True)
    strict = Bool(
        False,
        help="Whether only isolated tests are graded: one that needs the learner's own process then goes to a person (see doctor). "
        "Otherwise it is run in such a process, and marked as not isolated.",
    ).tag(config=True)
    allow_not_isolated = Bool(
        True,
        help="The opposite of strict, from the time before it was the default.",
    ).tag(config=True)
    fork = Bool(
        True,
        help="Whether processes are forked, where the system can. Without a fork each submission gets new Pythons: slower, for a Mac "
        "on which a fork ends with a crash of Python itself. The environment variable NEWSPACE_GRADE_FORK=no says the same.",
    ).tag(config=True)
    assignments = Dict(
        help='Other settings for some assignments: {"ps1": {"strict": True}}.',
    ).tag(config=True)


SECTIONS: tuple[type[GraderLimits | GraderSettings], ...] = (GraderLimits, GraderSettings)


def names_of(section: type[Configurable]) -> list[str]:
    """Return the settings of a section in the order in which they are declared."""
    own = section.class_own_traits(config=True)
    return [name for name in vars(section) if name in own and name != ASSIGNMENTS]


def trait_of(section: type[Configurable], name: str) -> Any:
    """Return the declaration of a setting: its type, range, default, help text and unit."""
    return section.class_own_traits(config=True)[name]


def option_of(section: type[Configurable], name: str) -> str:
    """Return the option of the command line for a setting."""
    option: str = trait_of(section, name).metadata.get("option", f"--{name.replace('_', '-')}")
    return option


def argument(section: type[Configurable], name: str, value: object) -> str:
    """Return the argument of a command line that gives a setting a value."""
    option = option_of(section, name)
    if isinstance(trait_of(section, name), Bool):
        return option if value else option.replace("--", "--no-", 1)
    return f"{option}={value}"


def read_deferred(section: type[Configurable], name: str, value: object) -> Any:
    """Convert a value that nbgrader's command line left as text to its setting's type; return others unchanged."""
    traits = section.class_own_traits(config=True)
    return value.get_value(traits[name]) if isinstance(value, DeferredConfig) and name in traits else value


def checked(section: type[Configurable], name: str, value: object, where: str) -> Any:
    """Return a value converted to its setting's type.

    Raises
    ------
    SettingsError
        If it has another type or is out of range; the message names ``where`` it was set.
    """
    trait = trait_of(section, name)
    value = read_deferred(section, name, value)
    probe: Any = section()
    try:
        if isinstance(value, bool) is not isinstance(trait, Bool) or (isinstance(value, float) and math.isnan(value)):
            raise TraitError
        setattr(probe, name, value)
    except TraitError:
        raise SettingsError(
            f"{name} cannot be {value!r}.", where=where, remedy=f"Give it {requirement(section, name)}."
        ) from None
    return getattr(probe, name)


def parsed(section: type[Configurable], name: str, text: str) -> Any:
    """Return the value of a setting from its text on a command line.

    Raises
    ------
    ValueError
        If the text is no such value or out of range; the message says what is needed.
    """
    trait = trait_of(section, name)
    try:
        return checked(section, name, trait.from_string(text), "")
    except (ValueError, TraitError, SettingsError):
        raise ValueError(f"“{text}” cannot be: give {requirement(section, name)}") from None


def requirement(section: type[Configurable], name: str) -> str:
    """Describe the values that a setting can have."""
    trait = trait_of(section, name)
    if isinstance(trait, Bool):
        return "True or False"
    if isinstance(trait, Enum):
        return f"one of {', '.join(map(str, trait.values or ()))}"
    kind = "a whole number" if isinstance(trait, Int) else "a number"
    return f"{kind} of {trait.metadata['unit']} from {trait.min:.12g} to {trait.max:.12g}"
