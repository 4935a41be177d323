"""The message catalogues: the templates match the code, and translations reach the page."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from repository import COMPLETE_BANK, ROOT

from newspace.core import i18n
from newspace.questions import load_bank
from newspace.views.shared.quiz.quiz import Quiz

BANK = COMPLETE_BANK


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages_tool", ROOT / "tools" / "messages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("package", ["COURSE", "GRADER"])
def test_the_message_template_matches_the_code(package: str) -> None:
    messages = tool()
    one = getattr(messages, package)
    with one.template.open("rb") as text:
        written = {message.id for message in read_po(text) if message.id}
    now = {message.id for message in messages.extracted(one) if message.id}
    assert written == now, "run: python tools/messages.py extract"


def pseudo(text: str) -> str:
    """Translate into a pseudo language that differs from English everywhere and keeps placeholders."""
    return (
        "⟦"
        + re.sub(
            r"(\{\w*\})|(.)",
            lambda found: found[1] or chr(ord(found[2]) + 0xFEE0) if found[1] or "a" <= found[2] <= "z" else found[2],
            text,
        )
        + "⟧"
    )


@pytest.fixture
def pseudo_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # Esperanto: a language with a plural rule in Babel and no translation here.
    catalogue = Catalog(locale="eo", domain="newspace")
    for message in tool().extracted():
        if message.id:
            many = message.id if isinstance(message.id, tuple | list) else (message.id,)
            strings = tuple(pseudo(text) for text in many)
            catalogue.add(message.id, strings if len(strings) > 1 else strings[0])
    folder = tmp_path / "eo" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "newspace.mo").open("wb") as out:
        write_mo(out, catalogue)
    monkeypatch.setenv("NEWSPACE_LOCALE_DIR", str(tmp_path))
    monkeypatch.setenv("NEWSPACE_LANG", "eo")
    i18n._translation.cache_clear()
    yield
    i18n._translation.cache_clear()


class Store:
    notice = ""

    def record(self, *given: object, **named: object) -> None:
        """Keep nothing."""

    def latest(self, unit: str) -> dict[str, object]:  # noqa: ARG002
        return {}


@pytest.mark.usefixtures("pseudo_language")
def test_every_string_of_the_quiz_is_translated() -> None:
    bank = load_bank(BANK)
    quiz = Quiz(bank, bank.questions, Store())
    untranslated = {name: text for name, text in quiz.strings.items() if not text.startswith("⟦")}
    assert untranslated == {}
    for form in quiz.forms:
        assert form["rule"].startswith("⟦")
    for code, asked in quiz._asked.items():
        for example in asked.question.examples():
            assert asked.question.judge(example.answer).message.startswith("⟦"), (code, example)
    assert quiz.summary["text"].startswith("⟦")
    assert all(text.startswith("⟦") for text in quiz.summary["questions"].values())
    assert repr(quiz).startswith("⟦")
    json.dumps(quiz.strings)


@pytest.mark.usefixtures("pseudo_language")
def test_placeholders_survive_translation() -> None:
    assert "{done}" in Quiz(load_bank(BANK), load_bank(BANK).questions, Store()).strings["progress"]
