"""The table of messages in the documents: written from the classes, and up to date."""

from __future__ import annotations

import importlib.util

from repository import ROOT

from newspace_grading.engine.protocol.messages import CONVERSATIONS


def test_the_table_of_messages_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("message_table", ROOT / "tools" / "message_table.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    text = (ROOT / "docs" / "messages.md").read_text(encoding="utf-8")
    assert text == module.page(), "run: python tools/message_table.py"
    for kind in (kind for conversation in CONVERSATIONS for kind in conversation.kinds):
        assert f"| `{kind.__name__}` |" in text
