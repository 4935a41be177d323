"""Messages between the engine's processes: each has a written form, and what is not of that form is refused."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from newspace_grading.engine.protocol import messages, typed_message
from newspace_grading.engine.protocol.messages import (
    CONVERSATIONS,
    Call,
    CallFinished,
    CellFinished,
    Conversion,
    Convert,
    ErrorFamily,
    ErrorReport,
    ExitCause,
    MalformedMessageError,
    Message,
    Raised,
    Reply,
    Request,
    RunCell,
    StartWorker,
    TestFinished,
    Value,
    WorkerExit,
    encode,
)
from newspace_grading.sandbox.limits import Limits

REPORT = ErrorReport(
    "Odd",
    ErrorFamily((("builtins", "ValueError"),), ((3, "Odd"),), ((-1,),)),
    "x",
    "raise Odd",
    fields=(("a", 1),),
    cause=json.loads(json.dumps(encode(ErrorReport("KeyError", ErrorFamily((("builtins", "KeyError"),)), "'x'")))),
)
EXAMPLES = (
    Request(1, RunCell("x = 1", 2), new_test=True),
    Request(2, Convert(7, Conversion.LEN)),
    Request(3, Call(7, [[1], []], {"f": 7}, random_state={"random": [3, [1], None]})),
    Request(
        4, Convert(7, Conversion.LEN), new_places=(("a.txt", False),), changed_files=((0, "", "YQ=="), (1, "b", None))
    ),
    Reply(1, CellFinished(REPORT), "printed"),
    Reply(2, Value([1, {"t": "handle"}])),
    Reply(
        3,
        CallFinished(
            Value({"t": "argument", "p": "0"}),
            changed_arguments=(("0.1", [1]),),
            kept_arguments=(("0", 3),),
            changed_values=((3, [2]),),
            changed_fields=((1, [["a", 1]]),),
            unchanged_names=("f",),
        ),
    ),
    Reply(4, TestFinished(3, "proof", 0.5)),
    StartWorker(Limits(memory_mb=7, cell_seconds=1), ("/a",), "", ("hidden.csv",), "/stage"),
    WorkerExit(ExitCause.SIGNALLED, 11),
)


def crossed(message: Message) -> Any:
    """What of a message arrives as JSON."""
    return json.loads(json.dumps(encode(message)))


@pytest.mark.parametrize("message", EXAMPLES, ids=lambda message: type(message).__name__)
def test_messages_round_trip(message: Message) -> None:
    assert typed_message.decode(crossed(message), (type(message),)) == message


def test_default_fields_are_not_sent() -> None:
    assert encode(Reply(1, CallFinished(Value(5)))) == {
        "op": "Reply",
        "number": 1,
        "body": {"op": "CallFinished", "result": {"op": "Value", "value": 5}},
    }


GOOD = crossed(Reply(1, CallFinished(Raised(REPORT))))


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        "Reply",
        {},
        {"op": ["Reply"]},
        {"op": "Request", "number": 1, "body": {"op": "RunCell", "source": ""}},
        {**GOOD, "number": True},
        {**GOOD, "number": 1.0},
        {**GOOD, "number": "1"},
        {**GOOD, "output": None},
        {**GOOD, "extra": 1},
        {key: value for key, value in GOOD.items() if key != "body"},
        {**GOOD, "body": None},
        {**GOOD, "body": {"op": "RunCell", "source": ""}},
        {**GOOD, "body": {"op": "CallFinished"}},
        {**GOOD, "body": {"op": "CallFinished", "result": {"op": "Done"}}},
        {**GOOD, "body": {"op": "CallFinished", "result": {"op": "Value", "position": True}}},
        {**GOOD, "body": {**GOOD["body"], "unchanged_names": "area"}},
        {**GOOD, "body": {**GOOD["body"], "unchanged_names": [1]}},
        {**GOOD, "body": {**GOOD["body"], "changed_arguments": [[0]]}},
        {**GOOD, "body": {**GOOD["body"], "changed_arguments": [[0, 1]]}},
        {**GOOD, "changed_files": [[0, "", 5]]},
        {**GOOD, "body": {"op": "TestFinished", "steps": 1, "proof": "", "score": 10**400}},
        {**GOOD, "body": {"op": "TestFinished", "steps": 1, "proof": "", "score": True}},
    ],
)
def test_malformed_messages_are_refused(raw: Any) -> None:
    with pytest.raises(MalformedMessageError):
        messages.message_from_worker(raw)


def test_limits_round_trip_in_full() -> None:
    raw = crossed(EXAMPLES[-2])
    del raw["limits"]["memory_mb"]
    del raw["stage"]
    with pytest.raises(MalformedMessageError, match="stage"):
        messages.forkserver_request(raw)


def test_every_message_belongs_to_a_conversation() -> None:
    """Those that are sent by themselves, and those that are parts of them."""
    found: set[type] = set()
    waiting: list[type] = [kind for one in CONVERSATIONS for kind in one.kinds]
    while waiting:
        kind = waiting.pop()
        if kind not in found:
            found.add(kind)
            waiting += typed_message.nested_messages(kind, of=Message)
    declared = {one for one in vars(messages).values() if isinstance(one, type) and issubclass(one, Message)} - {
        Message
    }
    assert found == declared


def test_messages_are_immutable() -> None:
    message = WorkerExit(ExitCause.EXITED)
    with pytest.raises(dataclasses.FrozenInstanceError):
        message.number = 1  # type: ignore[misc]


def test_the_forms_of_all_messages_are_read_ahead_of_a_fork() -> None:
    typed_message.fields_of.cache_clear()
    messages.read_forms()
    before = typed_message.fields_of.cache_info().misses
    for message in EXAMPLES:
        typed_message.decode(crossed(message), (type(message),))
    assert typed_message.fields_of.cache_info().misses == before
