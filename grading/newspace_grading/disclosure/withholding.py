"""What of a record is kept from the learner because a hidden test may have given it to his program.

A program that hidden tests have called can remember with what, and say so later: in an error, a result, a name. So words of its
own are told only if no hidden test had been run in its process, if it is a program that cannot remember (see `is_stateless`), or as
a process says them in which the visible tests alone are run.
"""

from __future__ import annotations

import ast
import builtins
import dataclasses

from newspace_grading.disclosure import statelessness as read
from newspace_grading.disclosure.messages import UNSAID
from newspace_grading.model.execution_plan import Plan, Step, plain
from newspace_grading.model.notebook import hidden_regions
from newspace_grading.model.notebook.ipython_syntax import python
from newspace_grading.model.results.outcome import Outcome
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import SCORED_FAILURES


class DisclosureTracker:
    """The records of one notebook of which something is not told yet."""

    def __init__(self) -> None:
        self.hidden_test_ran = False  # whether a hidden test was run in the learner's process
        self.withheld: dict[str, Record] = {}
        self._quoting: set[str] = set()

    def ran(self, step: Step, outcome: Outcome) -> None:
        """Note that a test was run, and how far it got."""
        if not self.hidden_test_ran and hidden_regions.BEGIN in step.source:
            self.hidden_test_ran = not outcome.line or not hidden_regions.follows(step.source, outcome.line)

    def doubts(self, record: Record, step: Step, *, quotes: bool, stopped_late: bool) -> bool:
        """Whether the learner would read words of the program's own in a record, and hidden tests came before them.

        ``quotes`` says whether its message has such words, ``stopped_late`` whether the cell stopped after hidden tests.
        """
        if record.verdict not in SCORED_FAILURES:
            return False
        says = quotes and _kind(record.message) != record.message.rstrip(": ")
        shows = hidden_regions.BEGIN not in step.source and bool(record.called or record.came_back)
        stops = stopped_late and _kind(record.stopped) != record.stopped
        if not (stops or (self.hidden_test_ran and (says or shows))):
            return False
        self.withheld[record.task] = record
        if quotes:
            self._quoting.add(record.task)
        return True

    def without_learner_text(self, record: Record) -> Record:
        """A record without any words of the learner's program."""
        quoted = record.task in self._quoting
        kind = _kind(record.message) or _kind(record.came_back)
        message = f"{kind}. {UNSAID}" if kind else UNSAID
        return dataclasses.replace(
            record,
            message=message if quoted else record.message,
            called="",
            came_back="",
            stopped=record.stopped and (_kind(record.stopped) or "an error"),
        )

    def visible(self, plan: Plan, reference: Plan) -> Plan:
        """The plan with these tests only, and those that bind a name that they use; of all, the visible part.

        Cells of the assignment's that bind nothing are left out, since they only show something.
        """
        own = {plain(step.source) for step in reference.steps if step.kind == "learner" and not step.task}
        steps: list[Step] = []
        used: set[str] = set()
        for step in reversed(plan.steps):
            if step.kind == "test":
                step = dataclasses.replace(step, source=hidden_regions.blanked(step.source))
                binds, uses = _names(step.source)
                if step.task in self.withheld or binds & used:
                    used |= uses
                    steps.append(step)
            elif steps and not (step.kind == "learner" and plain(step.source) in own and not _names(step.source)[0]):
                steps.append(step)
        return Plan(steps[::-1])

    def told(self, again: Record, stopped: str) -> Record | None:
        """A doubtful record with what the program says where it knows of no hidden test; None if it says nothing."""
        record = self.withheld.get(again.task)
        if record is None:
            return None
        bare = self.without_learner_text(record)
        failed = again.verdict in SCORED_FAILURES and bool(again.message)
        made = dataclasses.replace(
            bare,
            message=again.message if failed and again.task in self._quoting else bare.message,
            called=again.called if failed else "",
            came_back=again.came_back if failed else "",
            stopped=stopped if record.stopped and stopped else bare.stopped,
        )
        return made if made != bare else None


def is_stateless(plan: Plan, reference: Plan) -> bool:
    """Whether the learner's program cannot remember what it was called with."""
    own = {plain(step.source): step.source for step in reference.steps if step.kind == "learner" and not step.task}
    theirs = [step for step in plan.steps if step.kind == "learner" and (step.task or plain(step.source) not in own)]
    given = [*own.values(), *(step.source for step in plan.steps if step.kind == "setup")]
    return read.is_stateless((step.source for step in theirs), given)


def _names(source: str) -> tuple[set[str], set[str]]:
    """The names that a cell binds, and those that it uses."""
    try:
        nodes = list(ast.walk(ast.parse(python(source))))
    except (SyntaxError, ValueError):
        return set(), set()
    names = [node for node in nodes if isinstance(node, ast.Name)]
    binds = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            binds.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            binds |= {(one.asname or one.name).partition(".")[0] for one in node.names}
    return binds, {node.id for node in names} - binds


def _kind(text: str) -> str:
    """The name of one of Python's own errors, if a text begins with it."""
    name = text.partition(":")[0]
    found = vars(builtins).get(name)
    return name if isinstance(found, type) and issubclass(found, BaseException) else ""
