"""Find what ordinary cells of the reference make for its tests: cells without marks, which stand in a learner's notebook, too.

The judge runs these statements for itself, in the order of the notebook, so that a learner who changes such a cell changes no test.
What they make of the learner's answers in several statements is the learner's, as an answer is.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from newspace_grading.model.frozen_map import FrozenMap
from newspace_grading.model.notebook.ipython_syntax import python

GENERATORS = "random generators"
"""Stands among names for the generators of the process: who draws depends on who has drawn or seeded before."""
FILES = "files"
"""Stands for the files beside the notebook."""
_UNNAMED = {GENERATORS, FILES}
_READ_FILES = (
    *("connect", "fromfile", "genfromtxt", "glob", "imread", "iterdir", "listdir", "load", "loadtxt", "open"),
    *(
        "read_bytes",
        "read_csv",
        "read_excel",
        "read_json",
        "read_parquet",
        "read_pickle",
        "read_sql",
        "read_table",
        "read_text",
    ),
)
_WRITE_FILES = (
    *("copyfile", "dump", "imsave", "makedirs", "mkdir", "remove", "rename", "rmtree", "save", "savez", "savetxt"),
    *(
        "to_csv",
        "to_excel",
        "to_json",
        "to_parquet",
        "to_pickle",
        "to_sql",
        "unlink",
        "urlretrieve",
        "write_bytes",
        "write_text",
    ),
)
_MAX_MODE = 5
_SHELL = "get_ipython"
_MAKE_AXES = ("axes", "figure", "gca", "subplot")
_DRAW = ("boxplot", "hist", "plot")
_ONLY_SHOW = ("describe", "display", "head", "info", "show", "tail")
_CHANGE_ARGUMENTS = (
    *(
        "copyto",
        "fill_diagonal",
        "heapify",
        "heappop",
        "heappush",
        "heapreplace",
        "insort",
        "insort_left",
        "insort_right",
    ),
    *("place", "put", "put_along_axis", "putmask", "setattr", "shuffle"),
)
"""Functions of libraries that change an argument in place."""
_CHANGE = (
    *("add", "append", "appendleft", "clear", "discard", "extend", "extendleft", "fill", "insert", "pop", "popitem"),
    *(
        "popleft",
        "push",
        "put",
        "remove",
        "resize",
        "reverse",
        "rotate",
        "send",
        "setdefault",
        "shuffle",
        "sort",
        "update",
    ),
)
"""Methods that change their object in place, also where something is made of what they give."""
_DEFERRED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_NO_BINDINGS: Mapping[str, int] = FrozenMap[str, int]()


class OrdinaryStatement(NamedTuple):
    """A statement of an ordinary cell that tests depend on.

    Attributes
    ----------
    place : int
        The number of its cell.
    text : str
        The statement.
    touched : frozenset of str
        Names that it makes or changes.
    """

    place: int
    text: str
    touched: frozenset[str] = frozenset()


@dataclass(frozen=True)
class OrdinaryProgram:
    """What ordinary cells make for the tests of a notebook.

    Attributes
    ----------
    statements : tuple of OrdinaryStatement
        In the order of the notebook; none of them depends on an answer.
    places : mapping
        grade_id of a set-up or test cell → the number of its cell.
    derived : frozenset of str
        Names that ordinary cells make or change in several statements, by what answers define, or by functions that answers call.
    """

    statements: tuple[OrdinaryStatement, ...] = ()
    places: Mapping[str, int] = _NO_BINDINGS
    derived: frozenset[str] = frozenset()


NO_PROGRAM = OrdinaryProgram()


class SourceCell(NamedTuple):
    """A code cell of the reference: its kind (`""` for an ordinary one), its grade_id, and its text."""

    kind: str
    grade_id: str
    source: str


@dataclass
class _Statement:
    """A statement of an ordinary cell: what it makes, changes and reads."""

    place: int
    node: ast.stmt
    makes: set[str]
    reads: set[str]  # as it runs
    later: set[str]  # when a function that it makes is called
    changes: set[str] = field(default_factory=set)
    depends_on_answers: bool = False

    @property
    def touched(self) -> set[str]:
        """What it makes or changes."""
        return self.makes | self.changes


def program_of(cells: Sequence[SourceCell], answered: Set[str], draws: Iterable[ast.AST] = ()) -> OrdinaryProgram:
    """Find what ordinary cells make for the tests.

    Parameters
    ----------
    cells : sequence of SourceCell
        The code cells of the reference, in their order.
    answered : set of str
        Names that answers bind or change.
    draws : iterable of ast.AST
        Nodes by which a statement uses the generators of the process; they belong to no tree of `cells`, and are compared as text.
    """
    read = [(place, cell, _tree(cell.source)) for place, cell in enumerate(cells)]
    statements = _ordinary_statements(read, {ast.unparse(node) for node in draws})
    written = _changes_of_functions(statements)
    _note_changes(statements, written, _imported(tree for _place, _cell, tree in read))
    called = _names_in(_trees(read, "answer", "manual")) & written.keys()
    changed_by_answers = set[str]().union(*(written[name] for name in called))
    dependent = _dependent_names(statements, answered | changed_by_answers)
    needed = _needed(statements, _asked(_trees(read, "test", "setup")))
    times = Counter(name for one in statements for name in one.touched)
    derived = {name for name in dependent if name in changed_by_answers or times[name] > 1}
    made_by_tests = set[str]().union(*map(_stored, _trees(read, "test")))
    return OrdinaryProgram(
        tuple(_independent(statements, needed, answered | dependent)),
        FrozenMap((cell.grade_id, place) for place, cell, _tree in read if cell.grade_id),
        frozenset(derived - answered - made_by_tests - _UNNAMED),
    )


def _trees(read: Iterable[tuple[int, SourceCell, ast.Module]], *kinds: str) -> list[ast.Module]:
    return [tree for _place, cell, tree in read if cell.kind in kinds]


def _ordinary_statements(read: Iterable[tuple[int, SourceCell, ast.Module]], drawing: Set[str]) -> list[_Statement]:
    """Read the statements of ordinary cells, but for imports and what asks the shell."""
    return [
        _read(place, node, drawing)
        for place, cell, tree in read
        if not cell.kind
        for node in tree.body
        if not isinstance(node, ast.Import | ast.ImportFrom) and _SHELL not in _names(node)
    ]


def _independent(
    statements: Iterable[_Statement], needed: Set[str], dependent: Set[str]
) -> Iterator[OrdinaryStatement]:
    """Give the statements that make or change what tests need, and that do not depend on answers."""
    for one in statements:
        if one.touched & needed and not one.depends_on_answers and not one.touched & dependent:
            yield OrdinaryStatement(one.place, ast.unparse(one.node), frozenset(one.touched - _UNNAMED))


def _tree(source: str) -> ast.Module:
    try:
        return ast.parse(python(source))
    except (SyntaxError, ValueError):
        return ast.Module(body=[], type_ignores=[])


def _names(tree: ast.AST) -> set[str]:
    """Return the names that a piece of code reads, at any depth."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _names_in(trees: Iterable[ast.AST]) -> set[str]:
    return set[str]().union(*map(_names, trees))


def _asked(cells: Iterable[ast.Module]) -> set[str]:
    """Return the names that cells read and have not bound before, as far as the order of their statements shows it."""
    found: set[str] = set()
    for cell in cells:
        bound: set[str] = set()
        for node in cell.body:
            found |= _names(node) - bound - _targets(node)
            bound |= _stored(node)
    return found


def _targets(node: ast.AST) -> set[str]:
    """Return the names that a statement binds before it reads them: of loops, comprehensions and blocks, and arguments."""
    found = {one.arg for one in ast.walk(node) if isinstance(one, ast.arg)}
    for one in ast.walk(node):
        if isinstance(one, ast.For | ast.AsyncFor | ast.comprehension):
            found |= {part.id for part in ast.walk(one.target) if isinstance(part, ast.Name)}
        elif isinstance(one, ast.withitem) and one.optional_vars is not None:
            found |= {part.id for part in ast.walk(one.optional_vars) if isinstance(part, ast.Name)}
    return found


def _imported(trees: Iterable[ast.Module]) -> set[str]:
    """Return the names that cells import: modules are the same on both sides."""
    nodes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    return {alias.asname or alias.name.partition(".")[0] for node in nodes for alias in node.names}


def _stored(tree: ast.AST) -> set[str]:
    """Return the names that a piece of code binds or deletes where it runs."""
    found = {
        node.name for node in _run(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    return found | {node.id for node in _run(tree) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}


def _run(tree: ast.AST) -> Iterator[ast.AST]:
    """Return the nodes that run when a piece of code runs: not the bodies of functions."""
    yield tree
    waiting: Iterable[ast.AST] = ast.iter_child_nodes(tree)
    if isinstance(tree, _DEFERRED):
        inner = tree.body if isinstance(tree.body, list) else [tree.body]
        waiting = [node for node in waiting if not any(node is one for one in inner)]
    for node in waiting:
        yield from _run(node)


def _read(place: int, node: ast.stmt, drawing: Set[str]) -> _Statement:
    """Read a statement; changes in place are noted by `_note_changes`, when all functions are known."""
    run = list(_run(node))
    reads = {one.id for one in run if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)}
    reads |= {one.target.id for one in run if isinstance(one, ast.AugAssign) and isinstance(one.target, ast.Name)}
    makes = {node.name} if isinstance(node, ast.ClassDef) else _stored(node)
    made = _Statement(place, node, makes, reads, _names(node) - reads)
    if any(isinstance(one, ast.Attribute | ast.Name) and ast.unparse(one) in drawing for one in ast.walk(node)):
        (made.later if isinstance(node, _DEFERRED) else made.changes).add(GENERATORS)
    _note_files(made, [one for one in run if isinstance(one, ast.Call)])
    return made


def _note_files(statement: _Statement, calls: Iterable[ast.Call]) -> None:
    """Note whether a statement reads files, or writes some."""
    for one in calls:
        if _title(one) in _READ_FILES:
            statement.reads.add(FILES)
        if _title(one) in _WRITE_FILES or _opens_to_write(one):
            statement.changes.add(FILES)


def _title(call: ast.Call) -> str:
    """Return the last part of a called function's name."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _opens_to_write(call: ast.Call) -> bool:
    modes = [*call.args[1:2], *call.args[:1], *(one.value for one in call.keywords if one.arg == "mode")]
    written = (one.value for one in modes if isinstance(one, ast.Constant))
    return _title(call) == "open" and any(
        isinstance(one, str) and len(one) < _MAX_MODE and set(one) & set("wax+") for one in written
    )


def _changes_of_functions(statements: Iterable[_Statement]) -> dict[str, set[str]]:
    """Return which names of the notebook each function binds or changes in place, also by calling another."""
    nodes = [one.node for one in statements]
    functions = {node.name: node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    written = {name: set(_written(node)) for name, node in functions.items()}
    for _round in functions:
        for name, node in functions.items():
            written[name] = written[name].union(*(written.get(one, set()) for one in _names(node)))
    return written


def _note_changes(statements: Sequence[_Statement], written: Mapping[str, set[str]], imported: Set[str]) -> None:
    """Note what each statement changes in place, also by calling a function.

    Names that are imported do not count: modules are the same on both sides.
    """
    axes = {name for one in statements for name in one.makes if _makes_axes(one.node)}
    own = {name for one in statements for name in one.makes}
    for one in statements:
        if not isinstance(one.node, ast.FunctionDef | ast.AsyncFunctionDef):
            by_calls = set[str]().union(*(written[name] for name in one.reads & written.keys()))
            changed = (set(_changed(one.node, own)) | by_calls) - imported
            one.changes |= changed & axes if _only_draws(one.node) else changed


def _makes_axes(node: ast.stmt) -> bool:
    text = ast.unparse(node)
    return any(word in text for word in _MAKE_AXES)


def _only_draws(node: ast.stmt) -> bool:
    """Tell whether a statement is a call that draws a table: that changes axes, and no table."""
    call = node.value if isinstance(node, ast.Expr) else None
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in _DRAW


def _written(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    """Return the names of the notebook that a function binds or changes in place."""
    shared = {name for node in ast.walk(function) if isinstance(node, ast.Global) for name in node.names}
    yield from shared
    arguments = {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    stored = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    for node in function.body:
        for name in _changed(node, set()):
            if name not in (arguments | stored) - shared:
                yield name


def _changed(tree: ast.AST, own: Set[str]) -> Iterator[str]:
    """Return the names whose values a piece of code changes in place; ``own`` are those that ordinary cells define."""
    for node in _run(tree):
        if isinstance(node, ast.Subscript | ast.Attribute) and not isinstance(node.ctx, ast.Load):
            yield from _root(node.value)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            function = node.value.func
            if isinstance(function, ast.Attribute) and function.attr not in _ONLY_SHOW:
                yield from _root(function.value)
        elif isinstance(node, ast.Call):
            yield from _changed_by_call(node, own)


def _changed_by_call(call: ast.Call, own: Set[str]) -> Iterator[str]:
    method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if isinstance(call.func, ast.Attribute) and (
        method in _CHANGE or any(one.arg == "inplace" for one in call.keywords)
    ):
        yield from _root(call.func.value)
    title = method or (call.func.id if isinstance(call.func, ast.Name) else "")
    if title in _CHANGE_ARGUMENTS or set(_root(call.func)) & own:
        for one in (*call.args, *(keyword.value for keyword in call.keywords)):
            if isinstance(one, ast.Name):
                yield one.id


def _root(node: ast.expr) -> Iterator[str]:
    while isinstance(node, ast.Subscript | ast.Attribute | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Name):
        yield node.id


def _dependent_names(statements: Iterable[_Statement], answered: Set[str]) -> set[str]:
    """Return the names that depend on answers, and mark the statements that do: also by calling a function that reads such a name."""
    statements = list(statements)
    dependent, found = set(answered), True
    later = {name: one.later for one in statements for name in one.makes if one.later}
    while found:
        found = False
        for one in statements:
            if one.depends_on_answers or not _reach(one.reads, later) & dependent:
                continue
            one.depends_on_answers = found = True
            dependent |= one.touched - _UNNAMED
    return dependent


def _reach(names: Set[str], later: Mapping[str, set[str]]) -> set[str]:
    """Return names, and those that functions among them read when they are called."""
    seen: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting |= later.get(name, set())
    return seen


def _needed(statements: Sequence[_Statement], asked: Set[str]) -> set[str]:
    """Return the names that tests depend on, by the statements that make or change them."""
    own = {name for one in statements for name in one.touched}
    needed, found = set(asked & own), True
    while found:
        found = False
        for one in statements:
            more = ((one.touched | one.reads | one.later) & own) - needed
            if one.touched & needed and more:
                needed |= more
                found = True
    return needed
