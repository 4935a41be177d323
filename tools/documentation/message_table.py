"""Write ``docs/reference/messages.md``, the table of all messages between the grader's processes, from their classes and docstrings."""

from __future__ import annotations

import dataclasses
import inspect
from pathlib import Path

from newspace_grading.engine.judge.process import JudgeJob
from newspace_grading.engine.protocol import typed_message
from newspace_grading.engine.protocol.messages import CONVERSATIONS, Conversation, Message

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "messages.md"
_HEAD = """# Messages

What the grader's processes say to each other. Each message but the last is a frozen dataclass in `newspace_grading.engine.protocol.messages`;
as JSON it is an object `{"op": name, field: value, …}`, in which fields that have their default are left out.
What arrives is checked field by field, by type; from a worker, whatever is not exactly of this form counts as tampering.
A field of type `Json` holds a value as the codec encodes it, and is checked when it is decoded.

This page is written from the classes by `python tools/documentation/message_table.py`; a test fails when it is not up to date.
"""
_JUDGE_JOB = """
## Engine → spawned judge

As eight bytes that give a length, and so many bytes of a pickle, on standard input. Where processes are forked there is no such message:
the judge has its job from the process that it is forked from.

| message | fields | what it does |
|---|---|---|
| `JudgeJob` | {fields} | {about} Only the grader writes it, and only into a process that it has started itself. |
"""


def message_page() -> str:
    """Make the text of the page."""
    seen: set[type[Message]] = set()
    sections = "".join(_section(conversation, seen) for conversation in CONVERSATIONS)
    return (
        _HEAD
        + sections
        + _JUDGE_JOB.format(fields=_fields(JudgeJob), about=str(inspect.getdoc(JudgeJob)).split("\n", 1)[0])
    )


def _section(conversation: Conversation, seen: set[type[Message]]) -> str:
    title = f"{conversation.sender[0].upper()}{conversation.sender[1:]} → {conversation.receiver}"
    rows = [f"\n## {title}\n", f"As {conversation.carrier}.\n", "| message | fields | what it does |", "|---|---|---|"]
    waiting = list(conversation.kinds)
    while waiting:
        kind = waiting.pop(0)
        if kind in seen:
            rows += [f"| `{kind.__name__}` | | see above |"] if kind in conversation.kinds else []
            continue
        seen.add(kind)
        rows.append(f"| `{kind.__name__}` | {_fields(kind)} | {_about(kind)} |")
        waiting += typed_message.nested_messages(kind, of=typed_message.Message)
    return "\n".join(rows) + "\n"


def _fields(kind: type[Message | JudgeJob]) -> str:
    return "<br>".join(f"`{field.name}`: {_type(str(field.type))}" for field in dataclasses.fields(kind))


def _type(annotation: str) -> str:
    return f"`{annotation}`".replace("|", "\\|")


def _about(kind: type[Message]) -> str:
    text = " ".join((inspect.getdoc(kind) or "").split())
    return text.replace("``", "`").replace("|", "\\|")


def main() -> int:
    """Write the page."""
    PAGE.write_text(message_page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
