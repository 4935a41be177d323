"""What the documents say about commands, settings, verdicts and formats is what the code says."""

from __future__ import annotations

import argparse
import dataclasses
import re
from pathlib import Path

import pytest
from documents import bank_schema, pages
from repository import ROOT

from newspace_grading.cli.process import command_line as cli
from newspace_grading.course.nbgrader.settings import SECTIONS, names_of, option_of, trait_of
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Verdict
from newspace_grading.sandbox.levels import LEVELS

MOST_ENTRIES = 8
README_LINES = 100


def text_of(name: str) -> str:
    return (pages.DOCS / name).read_text(encoding="utf-8")


def rows(name: str) -> dict[str, list[str]]:
    """The rows of all tables of a page, by what stands in their first column."""
    lines = [line for line in text_of(name).splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return {row[0].strip("` "): row[1:] for row in cells}


def test_the_readme_is_a_signpost():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= README_LINES


def test_no_folder_of_the_documents_has_more_than_eight_entries():
    folders = [pages.DOCS, *(path for path in pages.DOCS.rglob("*") if path.is_dir())]
    counts = {folder: [one for one in folder.iterdir() if one.name != "__pycache__"] for folder in folders}
    assert not {str(folder): len(found) for folder, found in counts.items() if len(found) > MOST_ENTRIES}


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.__name__)
def test_every_setting_is_in_the_table_with_its_option_default_and_unit(section):
    table = rows("grader/configuration.md")
    for name in names_of(section):
        trait = trait_of(section, name)
        option, default, unit, _meaning = table[name]
        assert option == f"`{option_of(section, name)}`"
        assert unit == trait.metadata.get("unit", "")
        if trait.default_value is not None:
            value = trait.default_value
            assert default == (f"{value:g}" if isinstance(value, float) else str(value)), name


def test_the_table_of_settings_has_no_setting_that_does_not_exist():
    known = {name for section in SECTIONS for name in names_of(section)}
    table = {name for name, row in rows("grader/configuration.md").items() if row[0].startswith("`--")}
    assert table == known


def test_every_verdict_is_explained():
    table = rows("grader/use.md")
    assert {str(verdict) for verdict in Verdict} <= set(table)


def test_every_field_in_the_table_of_the_record_is_one():
    stated = {name for name, row in rows("grader/record.md").items() if len(row) == 2 and name not in ("field", "---")}
    known = {field.name for field in dataclasses.fields(Record)} | {"student", "notebook", "message"}
    assert stated
    assert stated <= known


def test_every_level_is_explained():
    assert set(LEVELS) <= set(rows("grader/systems.md"))


def test_every_command_of_the_grader_is_explained():
    page = text_of("grader/use.md")
    assert not [command.name for command in cli.COMMANDS if f"`newspace-grade {command.name}`" not in page]


def test_every_option_of_the_grader_is_in_the_documents():
    told = "\n".join(path.read_text(encoding="utf-8") for path in (pages.DOCS / "grader").glob("*.md"))
    parser = cli._parser()
    commands = next(action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    options = {
        option
        for command in (parser, *commands.choices.values())
        for action in command._actions
        if action.help != argparse.SUPPRESS
        for option in action.option_strings
        if option.startswith("--") and not option.startswith("--no-")
    }
    assert not sorted(option for option in options if option not in told)


def test_every_target_of_make_is_in_the_documents():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^COMMANDS = (.*)$", makefile, re.MULTILINE)
    assert targets
    told = {
        command.text.split()[1]
        for page in pages.PAGES
        for command in pages.console_commands(page)
        if command.text.startswith("make ")
    }
    assert set(targets.group(1).split()) <= told


@pytest.mark.parametrize("kind", bank_schema.SCHEMA["$defs"]["question"]["properties"]["kind"]["enum"])
def test_every_key_of_a_question_is_explained(kind: str):
    page = text_of("guides/authors/bank-format.md")
    section = next(part for part in page.split("\n## ") if f"`{kind}`" in part.splitlines()[0])
    keys = set(bank_schema.SCHEMA["$defs"][kind]["properties"])
    assert not [key for key in sorted(keys) if not re.search(rf"`(?:\[+question\.)?{key}\]*`", section)]


def test_the_words_of_the_glossary_stand_in_order():
    words = re.findall(r"^\| \*\*(.+?)\*\* \|", text_of("reference/glossary.md"), re.MULTILINE)
    assert words
    assert words == sorted(words, key=str.casefold)


@pytest.mark.parametrize("page", pages.PAGES, ids=pages.NAMES)
def test_commands_stand_in_console_blocks(page: Path):
    """Else no test would find them."""
    shells = ("sh\n", "bash\n", "shell\n", "cmd\n", "powershell\n")
    wrong = [
        f"{block.page}:{block.line}"
        for block in pages.code_blocks(page)
        if block.text.startswith(shells)
        or re.search(r"^\s*(?:make|pip|nbgrader|newspace|newspace-grade|conda) [\w-]", block.text, re.MULTILINE)
    ]
    assert not wrong, "write ```console and $ before each command: " + ", ".join(wrong)
