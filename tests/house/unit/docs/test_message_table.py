"""The table of messages in the documents: written from the classes, and up to date."""

from __future__ import annotations

from repository import ROOT

from documentation import message_table
from newspace_grading.engine.protocol.messages import CONVERSATIONS


def test_the_table_of_messages_is_up_to_date() -> None:
    text = (ROOT / "docs" / "reference" / "messages.md").read_text(encoding="utf-8")
    assert text == message_table.message_page(), "run: python tools/documentation/message_table.py"
    for kind in (kind for conversation in CONVERSATIONS for kind in conversation.kinds):
        assert f"| `{kind.__name__}` |" in text
