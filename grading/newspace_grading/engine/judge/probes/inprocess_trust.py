"""What a test comes to in the learner's own process, and whether it can be believed."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from newspace_grading.disclosure import messages
from newspace_grading.engine.judge.points import partial
from newspace_grading.engine.judge.probes import expected_values
from newspace_grading.model.execution_plan import Step
from newspace_grading.model.results.outcome import Outcome
from newspace_grading.model.results.verdict import Verdict


def verify_inprocess_result(step: Step, answer: Callable[[str], dict[str, Any]]) -> Outcome:
    """Run a test there, then so that it must fail, and with other expected values.

    ``answer`` gives what a test comes to in a process of the learner's that is used for nothing else.
    """
    first = answer(step.source)
    if "failed" in first:
        message = messages.failed_there(first, step)
        return Outcome(Verdict.FAILED, 0.0, message, quotes=message != messages.HIDDEN)
    if first.get("steps") != expected_values.count(step.source):
        return Outcome(Verdict.TAMPERED, None, messages.NOT_TO_ITS_END)
    secret = secrets.token_hex(16)
    trap = answer(f"{step.source}\nraise AssertionError({secret!r})")
    failed = trap.get("failed")
    if not isinstance(failed, dict) or failed.get("text") != secret or trap.get("steps") != first["steps"]:
        return Outcome(Verdict.TAMPERED, None, messages.ERRORS_ARE_LOST)
    score = first.get("score")
    for other in expected_values.altered(step.source):
        changed = answer(other)
        if "failed" not in changed and (type(score) is not float or changed.get("score") == score):
            return Outcome(Verdict.TAMPERED, None, messages.ANY_WILL_DO)
    return Outcome(Verdict.PASSED, step.points) if type(score) is not float else partial(score, step.points)
