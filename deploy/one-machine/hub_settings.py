"""The settings of a hub on one machine, ``hub.toml``: what is in it, its defaults, and what is wrong with it, field by field."""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, get_type_hints


class SettingsError(Exception):
    """Why ``hub.toml`` cannot be used; the text says file, field and what to write."""


@dataclass(frozen=True)
class Folders:
    """Where everything lies."""

    course: Path
    """The checkout with the solutions; only teachers may enter it."""
    software: Path
    """What learners' servers and the hub run: ``learner/`` (an environment of Python) and ``proxy/`` (of node.js)."""
    exchange: Path
    """What teachers release, and where learners hand in."""
    state: Path
    """The hub's own database, secrets and log of who is there; only the administrator may enter it."""


@dataclass(frozen=True)
class People:
    """The groups of this machine whose members may sign in."""

    learners: str = "newspace-learners"
    teachers: str = "newspace-teachers"
    administrators: tuple[str, ...] = ()
    """Accounts that may stop servers; they cannot look into them."""


@dataclass(frozen=True)
class Web:
    """Where the hub answers. Without a certificate it is for this machine alone, behind a web server that has one."""

    address: str = "http://127.0.0.1:8000"
    certificate: str = ""
    key: str = ""
    hub_port: int = 8081
    proxy_port: int = 8001


@dataclass(frozen=True)
class Limits:
    """What one person's server may take; held where systemd starts the servers."""

    memory_mb: int
    processors: float


@dataclass(frozen=True)
class Idle:
    """When a server that nobody uses is stopped. Files and answers stay."""

    minutes: int = 60


@dataclass(frozen=True)
class HubSettings:
    """All settings of the hub; each field is a table of the file."""

    folders: Folders
    people: People = field(default_factory=People)
    web: Web = field(default_factory=Web)
    # The aim is under 300 MB for a server with one kernel: room for several notebooks, while a loop that fills a list ends in
    # that learner's kernel and not on the machine.
    learner: Limits = field(default_factory=lambda: Limits(memory_mb=1024, processors=1.0))
    # newspace-grade runs one worker for each processor, each with a learner's program in it.
    teacher: Limits = field(default_factory=lambda: Limits(memory_mb=4096, processors=2.0))
    idle: Idle = field(default_factory=Idle)


def read(path: Path) -> HubSettings:
    """Read the settings.

    Raises
    ------
    SettingsError
        If the file is missing or broken, or a field is unknown, missing or of the wrong kind.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(
            f"{path}: {error.strerror}.\nWhat to do: run deploy/one-machine/install.py, which writes it."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}.\nWhat to do: mend that line; texts stand in quotation marks.") from error
    tables = get_type_hints(HubSettings)
    _refuse_unknown(path, "", given, list(tables))
    read_tables = {}
    for name, kind in tables.items():
        table = given.get(name, {})
        if not isinstance(table, dict):
            raise SettingsError(f"{path}: “{name}” is not a table.\nWhat to do: write [{name}] on a line of its own.")
        if table or name == "folders":
            read_tables[name] = _table(path, name, kind, table)
    return HubSettings(**read_tables)


def _table(path: Path, name: str, kind: Any, given: dict[str, Any]) -> Any:
    """Read one table into its dataclass."""
    hints = get_type_hints(kind)
    _refuse_unknown(path, name, given, list(hints))
    for one in fields(kind):
        if one.name not in given and one.default is MISSING:
            raise SettingsError(
                f"{path}: [{name}] has no “{one.name}”.\nWhat to do: write {one.name} = … below [{name}]."
            )
    return kind(**{field_: _value(path, f"{name}.{field_}", hints[field_], value) for field_, value in given.items()})


def _refuse_unknown(path: Path, table: str, given: dict[str, Any], known: list[str]) -> None:
    for name in given:
        if name not in known:
            where = f"[{table}] has" if table else "it has"
            raise SettingsError(
                f"{path}: {where} “{name}”, which is none of: {', '.join(known)}.\nWhat to do: correct the name."
            )


def _value(path: Path, name: str, kind: Any, value: Any) -> Any:
    """Check one value and bring it into the kind of its field."""
    wrong = SettingsError(f"{path}: {name} is {value!r}.\nWhat to do: write {_WANTED[kind]}.")
    if kind is Path:
        if not isinstance(value, str) or not Path(value).is_absolute():
            raise wrong
        return Path(value)
    if kind is str:
        if not isinstance(value, str):
            raise wrong
        return value
    if kind in (int, float):
        if isinstance(value, bool) or not isinstance(value, (int, kind)) or value <= 0:
            raise wrong
        return kind(value)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise wrong
    return tuple(value)


_WANTED: dict[Any, str] = {
    Path: "the whole path of a folder, from / on, in quotation marks",
    str: "a text in quotation marks",
    int: "a whole number above 0",
    float: "a number above 0",
    tuple[str, ...]: "names in quotation marks between [ and ]",
}
