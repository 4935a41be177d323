"""Run a test in the learner's own process, and find out whether its result can be believed."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from newspace_grading.disclosure import messages
from newspace_grading.engine.judge.points import outcome_of_value
from newspace_grading.engine.judge.probes import expected_values
from newspace_grading.engine.protocol.messages import TestFinished
from newspace_grading.model.execution_plan import Step
from newspace_grading.model.results.outcome import Outcome
from newspace_grading.model.results.verdict import Verdict


def verify_inprocess_result(step: Step, run: Callable[[str], TestFinished]) -> Outcome:
    """Run a test, then so that it must fail, then with other expected values.

    ``run`` runs a text of the test in a worker that is used for nothing else.
    """
    first = run(step.source)
    if first.error is not None:
        message = messages.failed_there(first.error.type, first.error.text, first.line, step)
        return Outcome(Verdict.FAILED, 0.0, message, quotes=message != messages.HIDDEN)
    if first.steps != expected_values.count_steps(step.source):
        return Outcome(Verdict.TAMPERED, None, messages.NOT_TO_ITS_END)
    secret = secrets.token_hex(16)
    trap = run(f"{step.source}\nraise AssertionError({secret!r})")
    if trap.error is None or trap.error.text != secret or trap.steps != first.steps:
        return Outcome(Verdict.TAMPERED, None, messages.ERRORS_ARE_LOST)
    for other in expected_values.altered_tests(step.source):
        changed = run(other)
        if changed.error is None and (first.score is None or changed.score == first.score):
            return Outcome(Verdict.TAMPERED, None, messages.ANY_WILL_DO)
    return Outcome(Verdict.PASSED, step.points) if first.score is None else outcome_of_value(first.score, step.points)
