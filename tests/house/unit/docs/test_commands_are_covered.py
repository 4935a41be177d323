"""A test runs every command that stands in the documents."""

from __future__ import annotations

import re
import shlex

import pytest
from documents import commands, pages
from documents.commands import ANY_COURSE, COURSE, ELSEWHERE, IS_A_COMMAND, KNOWN, usual
from repository import ROOT, TESTS

from newspace_grading.cli.process import command_line as cli

REMEDY = "add it to COURSE or ANY_COURSE in tests/support/documents/commands.py, which are run, or to ELSEWHERE with the test that covers it"
WRITTEN = [command for page in pages.PAGES for command in pages.console_commands(page)]
# In running text a command may be named without all of its arguments.
NAMED = [
    pages.Found(span.page, span.line, part)
    for page in pages.PAGES
    for span in pages.code_spans(page)
    for part in span.text.split(" && ")
    if IS_A_COMMAND.match(part) and not re.search(r"…|\bFOLDER\b", part)
]


def test_every_command_in_a_block_is_covered():
    wrong = [f"{found.page}:{found.line}: {found.text}" for found in WRITTEN if usual(found.text) not in KNOWN]
    assert not wrong, f"{REMEDY}:\n" + "\n".join(wrong)


def test_every_command_in_running_text_is_covered():
    def known(text: str) -> bool:
        return any(command == text or command.startswith(f"{text} ") for command in KNOWN)

    wrong = [f"{found.page}:{found.line}: {found.text}" for found in NAMED if not known(usual(found.text))]
    assert not wrong, f"{REMEDY}:\n" + "\n".join(wrong)


def test_no_table_has_a_command_that_is_in_no_document():
    told = {usual(found.text) for found in (*WRITTEN, *NAMED)}
    assert not sorted(KNOWN - told)


def test_a_command_is_covered_in_one_way():
    assert not set(COURSE) & set(ANY_COURSE)
    assert not {*COURSE, *ANY_COURSE} & set(ELSEWHERE)


@pytest.mark.parametrize("file", sorted(set(ELSEWHERE.values())))
def test_the_tests_that_cover_commands_exist(file):
    assert list(TESTS.rglob(file)), f"it was renamed: mend {commands.__file__}"


@pytest.mark.parametrize("command", sorted(name for name in KNOWN if name.startswith("newspace-grade ")))
def test_the_grader_understands_its_commands(command):
    cli._parser().parse_args(shlex.split(command)[1:])


@pytest.mark.parametrize("command", sorted(name for name in KNOWN if re.search(r"\bmake \w", name)))
def test_the_makefile_knows_its_targets(command):
    (target,) = re.findall(r"\bmake ([\w-]+)", command)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^COMMANDS =.*\b{target}\b", makefile, re.MULTILINE)
