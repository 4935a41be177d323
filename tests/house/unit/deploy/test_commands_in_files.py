"""Each command in deploy/, .github/, .ci/ and postBuild is one that exists: its module, its path, its subcommand and its options.

A module that is renamed breaks a container's start where no test sees it. What such a file imports of the course is checked as well.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import importlib.util
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from repository import ROOT

from newspace.__main__ import command_line as course_command

FOLDERS = ("deploy", ".github", ".ci")
FILES = [
    ROOT / "postBuild",
    *(
        path
        for name in FOLDERS
        for path in sorted((ROOT / name).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts  # what other tests have imported of deploy/ leaves it
    ),
]
ELSEWHERE = {"ngshare": "deploy/kubernetes/images/ngshare/ngshare.lock"}
"""Modules that are in an image and not here: its lock holds them."""
UNKNOWN = "X"
"""In the place of a word that is known only when the file is run."""


def shell_commands(text: str) -> Iterator[list[str]]:
    """The simple commands of a shell script."""
    without_documents = re.sub(r"<<'?(\w+)'?(.*?)\n.*?\n\1\n", r"\2\n", text, flags=re.DOTALL)
    words = shlex.shlex(without_documents.replace("\\\n", " "), posix=True, punctuation_chars=";&|()<>\n")
    words.whitespace, words.whitespace_split = " \t\r", True
    command: list[str] = []
    for word in [*words, ";"]:
        if set(word) <= set(";&|()<>\n"):
            yield command
            command = []
        else:
            command.append(word)


def commands_of(words: list[str]) -> Iterator[list[str]]:
    """A command that a program is given as a list of words; ``sh -c`` holds a script."""
    if words[:2] == ["sh", "-c"]:
        yield from shell_commands(words[2])
    else:
        yield words


def in_yaml(value: Any, key: str = "") -> Iterator[list[str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from in_yaml(inner, str(name))
    elif key in ("args", "cmd", "command") and isinstance(value, list):
        yield from commands_of([str(word) for word in value])
    elif isinstance(value, list):
        for inner in value:
            yield from in_yaml(inner)
    elif key == "run":
        yield from shell_commands(re.sub(r"\$\{\{.*?\}\}", UNKNOWN, value))


def in_recipe(text: str) -> Iterator[list[str]]:
    for line in re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ").splitlines():
        name, _, rest = line.partition(" ")
        if name in ("CMD", "ENTRYPOINT"):
            yield from commands_of(json.loads(rest))
        elif name == "RUN":
            yield from shell_commands(rest)


def in_python(text: str) -> Iterator[list[str]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.List):
            yield from commands_of(
                [
                    one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else UNKNOWN
                    for one in node.elts
                ]
            )


def in_service(text: str) -> Iterator[list[str]]:
    for line in re.findall(r"^Exec\w+=(.*)$", text, re.MULTILINE):
        yield from shell_commands(re.sub(r"\{\w+\}", UNKNOWN, line))


def commands(path: Path) -> Iterator[list[str]]:
    """All commands of a file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix in (".yaml", ".yml"):
        for document in yaml.safe_load_all(text):
            yield from in_yaml(document)
    elif path.name == "Dockerfile":
        yield from in_recipe(text)
    elif path.suffix == ".py":
        yield from in_python(text)
    elif path.suffix == ".service":
        yield from in_service(text)
    elif text.startswith("#!"):
        yield from shell_commands(re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))


def fault(words: list[str]) -> str | None:
    """Why a command cannot run; None where it can, or is no command of ours."""
    while words and (words[0] == "exec" or re.match(r"[A-Za-z_]\w*=", words[0])):
        words = words[1:]
    if not words:
        return None
    program, rest = words[0].rpartition("/")[2], words[1:]
    if program == "newspace":
        return fault_of_course(rest)
    if program == "make":
        return None if f"{rest[0]} " in bootstrap_commands() else f"make {rest[0]}"
    if "-m" in rest and (program.startswith("python") or program == UNKNOWN):
        module, arguments = rest[rest.index("-m") + 1], rest[rest.index("-m") + 2 :]
        return fault_of_course(arguments) if module == "newspace" else fault_of_module(module)
    if program.startswith("python") and rest and rest[0].endswith(".py"):
        return fault_of_script(rest)
    return None


def bootstrap_commands() -> str:
    return f"{(ROOT / 'Makefile').read_text(encoding='utf-8').partition('COMMANDS = ')[2].splitlines()[0]} "


def fault_of_script(rest: list[str]) -> str | None:
    if not (ROOT / rest[0]).is_file():
        return f"no file {rest[0]}"
    if rest[0] == "tools/bootstrap.py" and f"{rest[1]} " not in bootstrap_commands():
        return f"{rest[0]} does not know {rest[1]}"
    return None


def fault_of_module(module: str) -> str | None:
    if module in ELSEWHERE:
        known = f"\n{module}==" in f"\n{(ROOT / ELSEWHERE[module]).read_text(encoding='utf-8')}"
    else:
        known = (
            importlib.util.find_spec(module.partition(".")[0]) is not None
            and importlib.util.find_spec(module) is not None
        )
    return None if known else f"no module {module}"


def fault_of_course(arguments: list[str]) -> str | None:
    parser = course_command()
    parser.exit_on_error = False
    try:
        _, rest = parser.parse_known_args(arguments)
    except (argparse.ArgumentError, SystemExit) as error:
        return f"newspace {' '.join(arguments)}: {error}"
    unknown = [word for word in rest if word not in ("$@", UNKNOWN)]
    return f"newspace does not know {unknown}" if unknown else None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_of_a_file_exists(path):
    assert [wrong for words in commands(path) if (wrong := fault(words))] == []


def test_the_commands_that_start_servers_are_among_them():
    found = [" ".join(words) for path in FILES for words in commands(path)]
    for wanted in (
        "newspace lab --hub --exercises exchange",
        "newspace work --work ~/newspace-work",
        f"{UNKNOWN} -m newspace author --hub",
        f"{UNKNOWN} -m jupyterhub --config {UNKNOWN}",
        "python -m ngshare --admins teacher",
        "python tools/bootstrap.py test",
        "make test",
        "newspace work",
    ):
        assert wanted in found


@pytest.mark.parametrize(
    "text",
    [
        "newspace start --hub",
        "set -e\nexec newspace lab --hub --exercises nowhere",
        "true || newspace work --folder ~/newspace-work",
        "python -m newspace.core.lab.gone",
        "python -m newspace teach",
        "cd $HOME && python tools/gone.py",
        "python tools/bootstrap.py prepare",
        "make everything",
    ],
)
def test_a_command_that_is_gone_is_found(text):
    assert [wrong for words in shell_commands(text) if (wrong := fault(words))]


def imports(text: str) -> list[tuple[str, str]]:
    """What a file, also a program within a shell script, imports of the course and the grader: module and name."""
    found = re.findall(r"^from (newspace[\w.]*) import ([\w, ]+)$", text, re.MULTILINE)
    return [(module, name.strip()) for module, names in found for name in names.split(",")]


def test_every_name_that_a_file_imports_of_the_course_exists():
    wanted = {one for path in FILES for one in imports(path.read_text(encoding="utf-8"))}
    assert wanted
    for module, name in sorted(wanted):
        loaded = importlib.import_module(module)
        if not hasattr(loaded, name):
            importlib.import_module(f"{module}.{name}")
