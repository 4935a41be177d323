"""Run a test in the learner's own process, and find out whether its result can be believed."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable

from newspace_grading.disclosure.failure_reader import failure_there
from newspace_grading.engine.judge.points import outcome_of_value
from newspace_grading.engine.judge.probes import expected_values
from newspace_grading.engine.protocol.codec.codec import Decoder, NotSerializableError
from newspace_grading.engine.protocol.messages import ErrorReport, TestFinished
from newspace_grading.model.execution_plan import Step
from newspace_grading.model.results.outcome import Outcome, failed
from newspace_grading.model.results.verdict import Reason, Verdict


def verify_inprocess_result(step: Step, run: Callable[[str], TestFinished]) -> Outcome:
    """Run a test, then so that it must fail, then with other expected values.

    ``run`` runs a text of the test in a worker that is used for nothing else.
    """
    first = run(step.source)
    if first.error is not None:
        claim = _claimed(first.error)
        return failed(failure_there(first.error.type, first.error.text, first.line, step, claim))
    if first.steps != expected_values.count_steps(step.source):
        return Outcome(Verdict.TAMPERED, None, Reason.STOPPED_EARLY)
    secret = secrets.token_hex(16)
    trap = run(f"{step.source}\nraise AssertionError({secret!r})")
    if trap.error is None or trap.error.text != secret or trap.steps != first.steps:
        return Outcome(Verdict.TAMPERED, None, Reason.ERRORS_LOST)
    for other in expected_values.altered_tests(step.source):
        changed = run(other)
        if changed.error is None and (first.score is None or changed.score == first.score):
            return Outcome(Verdict.TAMPERED, None, Reason.ACCEPTS_ANYTHING)
    return Outcome(Verdict.PASSED, step.points) if first.score is None else outcome_of_value(first.score, step.points)


def _claimed(report: ErrorReport) -> object:
    """Return what an error says of itself in its attribute ``failure``, as plain data that may be anything; None if it says nothing."""
    for name, raw in report.fields:
        if name == "failure":
            with contextlib.suppress(NotSerializableError):
                return Decoder().decode(raw)
    return None
