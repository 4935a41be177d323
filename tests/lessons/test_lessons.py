"""Each lesson keeps the course's shape, every statement of it resolves, and every cell runs."""

from __future__ import annotations

import ast
import itertools
import os
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from newspace import facts, readings
from newspace.questions import load_bank

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted((ROOT / "lessons").glob("*.ipynb"))
UNITS = [path for path in LESSONS if (ROOT / "lessons" / "quizzes" / f"{path.stem}.toml").exists()]
VAGUE = {"here", "click here", "link", "this", "this link", "more"}
LINK = re.compile(r'(?<!!)\[([^\]]+)\]\(([^)\s]+)(?:\s+"([^"]*)")?\)')


def cells(path: Path, kind: str) -> list[tuple[str, str]]:
    notebook = nbformat.read(path, as_version=4)
    return [(cell.id, cell.source) for cell in notebook.cells if cell.cell_type == kind]


def prose(path: Path) -> str:
    return "\n\n".join(source for _, source in cells(path, "markdown"))


def calls(path: Path, name: str) -> list[ast.Call]:
    """The calls of ``ns.name(…)`` in a lesson's code."""
    nodes = (node for _, source in cells(path, "code") for node in ast.walk(ast.parse(source)))
    return [
        node
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name
    ]


def literals(call: ast.Call) -> list[object]:
    return [ast.literal_eval(argument) for argument in call.args]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
class TestEveryLesson:
    def test_citations_and_facts_resolve(self, path):
        for cell, source in cells(path, "markdown"):
            readings.citations_in(source, where=f"{path.name}, cell {cell}")
            facts.facts_in(source, where=f"{path.name}, cell {cell}")

    def test_a_fact_that_is_open_or_disputed_is_called_so(self, path):
        for text, _, title in LINK.findall(prose(path)):
            if title.startswith("fact "):
                status = facts.get(title.removeprefix("fact ")).status
                if status != "confirmed":
                    assert status in text, f"{path.name}: [{text}] names a fact that is {status}: say so in the link"

    def test_quotations_shown_in_a_reading_are_there(self, path):
        for call in calls(path, "reading"):
            name, *paragraphs = literals(call)
            quotes = [ast.literal_eval(keyword.value) for keyword in call.keywords if keyword.arg == "quote"]
            for quote in quotes:
                for one in [quote] if isinstance(quote, str) else quote:
                    found = [n for n in paragraphs if one in readings.load(name).paragraph(n)]
                    assert found, f"{path.name}: {name} {paragraphs} does not hold “{one}”"

    def test_headings_go_down_one_step_at_a_time(self, path):
        levels = [len(marks) for marks in re.findall(r"^(#+) ", prose(path), re.MULTILINE)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))

    def test_links_say_where_they_lead_and_lead_somewhere(self, path):
        headings = {re.sub(r"\s+", "-", title.strip()) for title in re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)}
        for text, target, _ in LINK.findall(prose(path)):
            assert text.strip().lower() not in VAGUE, f"{path.name}: [{text}]"
            if target.startswith("#"):
                assert target[1:] in headings, f"{path.name}: no heading {target}"
            elif "://" not in target:
                assert (path.parent / target).exists(), f"{path.name}: {target} is not there"

    def test_pictures_have_words(self, path):
        assert not re.search(r"!\[\s*\]\(", prose(path))
        assert "<img" not in prose(path)

    def test_one_idea_a_cell(self, path):
        for cell, source in cells(path, "markdown"):
            assert len(source.split()) <= 330, f"{path.name}, cell {cell}: {len(source.split())} words"

    def test_it_has_a_header_with_a_date(self, path):
        assert re.search(r"\| Last checked \| \d+ \w+ 20\d\d \|", prose(path))
        assert "| Time needed |" in prose(path)


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
class TestEveryUnit:
    def test_the_header_names_the_objectives_of_the_bank(self, path):
        for sentence in load_bank(path.stem).objectives.values():
            assert sentence in prose(path), f"{path.name}: the header lacks “{sentence}”"

    def test_every_question_is_asked_once(self, path):
        asked = [question for call in calls(path, "quiz") for question in literals(call)[1:]]
        assert sorted(asked) == sorted(question.id for question in load_bank(path.stem).questions)
        assert all(literals(call)[0] == path.stem for call in calls(path, "quiz"))

    def test_it_has_the_shape_of_a_lesson(self, path):
        text = prose(path)
        for part in (
            "**Read.**",
            "**Explore.**",
            "**Explain.**",
            "## Key points",
            "## What the sources leave open",
            "## Sources",
        ):
            assert part in text, f"{path.name}: {part} is missing"


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_cell_runs_clean(path, tmp_path, monkeypatch):
    """In a fresh kernel, from top to bottom: no error, and nothing on stderr."""
    monkeypatch.setenv("NEWSPACE_PROGRESS", str(tmp_path / "progress.sqlite"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute(
        env=dict(os.environ)
    )
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.get("name") != "stderr", f"{path.name}, cell {cell.id}: {output['text']}"
