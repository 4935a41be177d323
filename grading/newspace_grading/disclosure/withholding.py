"""Withhold from a record whatever could carry values of a hidden test.

A program can store the arguments of hidden tests and disclose them later: in an error, a result, a name. So text from
the program is disclosed only if no hidden test had been run in its process, if the program is stateless
(see `is_stateless`), or as produced by a process in which only the visible tests are run.
"""

from __future__ import annotations

import ast
import builtins
import dataclasses

from newspace_grading.disclosure import statelessness as read
from newspace_grading.model.execution_plan import Plan, Step, normalised_source
from newspace_grading.model.notebook import hidden_regions
from newspace_grading.model.notebook.ipython_syntax import python
from newspace_grading.model.results.failure import Failure, RaisedError
from newspace_grading.model.results.outcome import Outcome
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import SCORED_FAILURES, Reason


class DisclosureTracker:
    """Track the records of one notebook from which something is still withheld."""

    def __init__(self) -> None:
        self.hidden_test_ran = False  # whether a hidden test was run in the learner's process
        self.withheld: dict[str, Record] = {}

    def ran(self, step: Step, outcome: Outcome) -> None:
        """Note that a test was run, and how far it got."""
        if not self.hidden_test_ran and hidden_regions.BEGIN in step.source:
            self.hidden_test_ran = not outcome.line or not hidden_regions.follows(step.source, outcome.line)

    def doubts(self, record: Record, *, hidden_tests: bool, stopped_late: bool) -> bool:
        """Tell whether a record shows words of the learner's program after hidden tests ran in it.

        ``hidden_tests`` says whether the test cell has any, ``stopped_late`` whether the cell stopped after hidden tests.
        """
        if record.verdict not in SCORED_FAILURES:
            return False
        says = _quotes(record) and not _only_a_name(record)
        shows = not hidden_tests and bool(record.called or record.returned or record.raised)
        stops = stopped_late and record.cell_error is not None and record.cell_error != _name_only(record.cell_error)
        if not (stops or (self.hidden_test_ran and (says or shows))):
            return False
        self.withheld[record.task] = record
        return True

    def without_learner_text(self, record: Record) -> Record:
        """Remove every word of the learner's program from a record."""
        bare = dataclasses.replace(
            record,
            called="",
            returned="",
            raised=None,
            cell_error=None if record.cell_error is None else _name_only(record.cell_error) or RaisedError(""),
        )
        if not _quotes(record):
            return bare
        kind = _name_only(None if record.failure is None else record.failure.error) or _name_only(record.raised)
        return dataclasses.replace(bare, failure=Failure(error=kind, withheld=True), arguments={})

    def visible(self, plan: Plan, reference: Plan) -> Plan:
        """Reduce a plan to the visible parts of these tests, and of those that bind a name that they use.

        Cells of the assignment's that bind nothing are left out, since they only show something.
        """
        own = {normalised_source(step.source) for step in reference.steps if step.kind == "learner" and not step.task}
        steps: list[Step] = []
        used: set[str] = set()
        for step in reversed(plan.steps):
            if step.kind == "test":
                step = dataclasses.replace(step, source=hidden_regions.blanked(step.source))
                binds, uses = _names(step.source)
                if step.task in self.withheld or binds & used:
                    used |= uses
                    steps.append(step)
            elif steps and not (
                step.kind == "learner" and normalised_source(step.source) in own and not _names(step.source)[0]
            ):
                steps.append(step)
        return Plan(steps[::-1])

    def told(self, again: Record, cell_error: RaisedError | None) -> Record | None:
        """Take the text of a doubtful record from a run without hidden tests; return None if that run gives no text."""
        record = self.withheld.get(again.task)
        if record is None:
            return None
        made = bare = self.without_learner_text(record)
        if again.verdict in SCORED_FAILURES and again.reason not in (None, Reason.NO_POINTS):
            made = dataclasses.replace(made, called=again.called, returned=again.returned, raised=again.raised)
            if _quotes(record):
                made = dataclasses.replace(made, reason=again.reason, failure=again.failure, arguments=again.arguments)
        if record.cell_error is not None and cell_error is not None:
            made = dataclasses.replace(made, cell_error=cell_error)
        return made if made != bare else None


def program_is_stateless(plan: Plan, reference: Plan) -> bool:
    """Tell whether the learner's program keeps no state between calls."""
    own = {
        normalised_source(step.source): step.source
        for step in reference.steps
        if step.kind == "learner" and not step.task
    }
    theirs = [
        step
        for step in plan.steps
        if step.kind == "learner" and (step.task or normalised_source(step.source) not in own)
    ]
    given = [*own.values(), *(step.source for step in plan.steps if step.kind == "setup")]
    return read.is_stateless((step.source for step in theirs), given)


def _names(source: str) -> tuple[set[str], set[str]]:
    """Return the names that a cell binds, and those that it uses."""
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


def _quotes(record: Record) -> bool:
    """Tell whether a record's reason quotes words or values of the learner's program that a learner would read."""
    if record.failure is not None:
        return not record.failure.hidden
    return record.reason in (Reason.TOO_MANY_POINTS, Reason.NOT_PLAIN_DATA)


def _only_a_name(record: Record) -> bool:
    """Tell whether the record's failure discloses only the name of a built-in exception."""
    error = None if record.failure is None or record.failure.rows else record.failure.error
    return error is not None and error == _name_only(error)


def _name_only(error: RaisedError | None) -> RaisedError | None:
    """Keep the name of an error, if it is one of Python's own."""
    found = None if error is None else vars(builtins).get(error.kind)
    known = isinstance(found, type) and issubclass(found, BaseException)
    return RaisedError(error.kind) if error is not None and known else None
