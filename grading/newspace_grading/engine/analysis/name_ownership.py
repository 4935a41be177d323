"""Decide from the reference, never from a submission, which names of a test cell are the learner's."""

from __future__ import annotations

import ast
import builtins
import collections.abc
import dataclasses
import functools
import symtable
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from newspace_grading.engine.analysis.ordinary_cells import NO_PROGRAM, OrdinaryProgram, SourceCell, program_of
from newspace_grading.model.frozen_map import FrozenMap
from newspace_grading.model.notebook import hidden_regions
from newspace_grading.model.notebook.ipython_syntax import python

CLASS = "__class__"
"""A method that every class of the reference has: `NameOwnership.allows` tells by it that there is such a class."""
_ORDER = {"__lt__", "__le__", "__gt__", "__ge__"}
_COMPARISONS = _ORDER | {"__eq__", "__ne__", "__contains__"}
_OF_FLAGS = {"__or__", "__and__", "__xor__", "__invert__", "__contains__", "__iter__", "__len__"}
_OF_EVERY_CLASS = {"__subclasshook__", "__init_subclass__", "__class_getitem__", "__new__"}
_SETS_BY_TEXT = {"setattr", "__setattr__", "__dict__", "vars", "__setstate__"}


@dataclass(frozen=True, kw_only=True)
class NameOwnership:
    """The ownership of names, as the reference shows it.

    Attributes
    ----------
    answered : frozenset of str
        Bound or changed by the answer cells: the learner's, whatever else they are.
    imports : mapping
        Name → the statement that imports it, anywhere in the reference.
    answers_imports : frozenset of str
        Of these names, those that only answers import, outside of functions: it is the learner's task to do so.
    helpers : mapping
        Name → the definition in an ordinary cell of the reference that no answer touches.
    modules : frozenset of str
        Modules that the reference imports.
    methods : mapping
        Class of an answer → the special methods that it defines.
    classes : frozenset of str
        Classes that the answers define.
    read : frozenset of str
        Names of the notebook that functions of the answers read.
    own : frozenset of str
        Names that cells outside the answers define: both sides have them.
    roots : frozenset of str
        Packages that the reference or a test imports.
    tests_modules : frozenset of str
        Modules that tests import.
    tested : frozenset of str
        Names that tests bind for themselves.
    constants : frozenset of str
        What classes of the assignment's own cells bind, and no cell sets on an object.
    stars : tuple of str
        Modules of which the reference imports everything.
    handed_on : frozenset of str
        Of what tests bind or import for themselves, what answers read: it is the learner's to use, too.
    used : frozenset of str
        Of what the assignment's own cells bind, what answers read.
    draws : bool
        Whether answers of the reference draw from the generators of `random` or `numpy.random` that a process has, or seed them.
    ordinary : OrdinaryProgram
        What ordinary cells of the reference make for its tests.
    """

    answered: frozenset[str] = frozenset()
    imports: Mapping[str, str] = FrozenMap[str, str]()
    answers_imports: frozenset[str] = frozenset()
    helpers: Mapping[str, str] = FrozenMap[str, str]()
    modules: frozenset[str] = frozenset()
    methods: Mapping[str, frozenset[str]] = FrozenMap[str, frozenset[str]]()
    classes: frozenset[str] = frozenset()
    read: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    roots: frozenset[str] = frozenset()
    tests_modules: frozenset[str] = frozenset()
    tested: frozenset[str] = frozenset()
    constants: frozenset[str] = frozenset()
    stars: tuple[str, ...] = ()
    handed_on: frozenset[str] = frozenset()
    used: frozenset[str] = frozenset()
    draws: bool = False
    ordinary: OrdinaryProgram = NO_PROGRAM

    def allows(self, type_name: str, method: str) -> bool:
        """Tell whether the reference's class of that name defines a special method."""
        return method in self.methods.get(type_name, ())

    @property
    def compares(self) -> bool:
        """Whether a class of an answer says itself what is equal, in order or contained."""
        return any(_COMPARISONS & methods for methods in self.methods.values())

    def is_learners(self, name: str) -> bool:
        """Tell whether a name is the learner's even though Python has one like it."""
        return name in self.answered or not hasattr(builtins, name)


@dataclass
class _Imports:
    """The imports of some cells."""

    statements: dict[str, str] = field(default_factory=dict)  # by the name that each binds
    modules: set[str] = field(default_factory=set)
    stars: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, trees: Iterable[ast.Module]) -> _Imports:
        """Collect the imports of several cells."""
        made = cls()
        for tree in trees:
            made.add(tree)
        return made

    def add(self, tree: ast.Module) -> None:
        """Add the imports of a cell, those inside functions too."""
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    self.modules.add(alias.name)
                    self.statements[alias.asname or alias.name.split(".")[0]] = ast.unparse(ast.Import([alias]))
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                self._add_from(node, node.module)

    def _add_from(self, node: ast.ImportFrom, module: str) -> None:
        self.modules.add(module)
        if node.names[0].name == "*":
            self.stars.append(module)
            return
        for alias in node.names:
            self.statements[alias.asname or alias.name] = ast.unparse(ast.ImportFrom(module, [alias], 0))


def ownership_of_cells(cells: Sequence[SourceCell]) -> NameOwnership:
    """Read the reference's code cells, in their order."""
    kinds = (("answer", "manual"), ("", "setup"), ("test",))
    answers, others, tests = ([cell.source for cell in cells if cell.kind in one] for one in kinds)
    found = ownership_of(answers, others, tests)
    trees = [_tree(cell.source) for cell in cells if not cell.kind]
    draws = [node for tree in trees for node in ast.walk(tree) if _is_of_generator(node, found.imports)]
    program = program_of(cells, found.answered, draws)
    return dataclasses.replace(
        found,
        ordinary=program,
        answered=found.answered | program.derived,
        own=found.own - program.derived,
        helpers=FrozenMap((name, text) for name, text in found.helpers.items() if name not in program.derived),
        used=found.used - program.derived,
    )


def ownership_of(answers: Iterable[str], others: Iterable[str], tests: Iterable[str] = ()) -> NameOwnership:
    """Read the reference's answer cells, its other cells and its tests."""
    answer_cells, other_cells, test_cells = (
        [(text, _tree(text)) for text in part] for part in (answers, others, tests)
    )
    answer_trees, other_trees, test_trees = (
        [tree for _text, tree in part] for part in (answer_cells, other_cells, test_cells)
    )
    imports, tests_imports = _Imports.of([*answer_trees, *other_trees]), _Imports.of(test_trees)
    read, written = _globals_of(answer_cells)
    # Who calls `np.random.seed` changes a module that a test may have imported, and binds no `np`.
    tests_modules = {name for name, text in tests_imports.statements.items() if text.startswith("import ")}
    changed = {name for tree in answer_trees for name in _changed(tree)} - tests_modules
    answered = (_bound_names(answer_trees) | changed | written) - set(imports.statements)
    own = _bound_names(other_trees) - answered
    tested = _bound_names(test_trees) - answered - own
    methods = _methods_of(answer_trees, other_trees)
    return NameOwnership(
        answered=frozenset(answered),
        imports=FrozenMap(imports.statements),
        answers_imports=frozenset(_imported_at_top(answer_trees)) - set(_Imports.of(other_trees).statements) - tested,
        helpers=FrozenMap((name, text) for name, text in _definitions(other_trees) if name not in answered),
        modules=frozenset(imports.modules),
        methods=methods,
        classes=frozenset(methods),
        read=frozenset(read),
        own=frozenset(own),
        roots=frozenset(module.partition(".")[0] for module in imports.modules | tests_imports.modules),
        tests_modules=frozenset(tests_imports.modules.union(*map(_imported_by_call, test_trees))),
        tested=frozenset(tested),
        constants=frozenset(_class_names(other_trees) - _set_names([*answer_trees, *other_trees, *test_trees])),
        stars=tuple(imports.stars),
        handed_on=frozenset(
            (tested | (set(_imported_at_top(test_trees)) - answered - own))
            & (read | set(_loaded([*answer_trees, *other_trees])))
        ),
        used=frozenset(own & (read | set(_loaded(answer_trees)))),
        draws=_draws(answer_trees, {**tests_imports.statements, **imports.statements}),
    )


_GENERATORS = ("default_rng", "Generator", "Random", "RandomState", "SystemRandom", "SeedSequence", "PCG64", "MT19937")


def _draws(trees: Iterable[ast.Module], imports: Mapping[str, str]) -> bool:
    """Tell whether cells use the generators of the process, by the statements that import each name."""
    return any(_is_of_generator(node, imports) for tree in trees for node in ast.walk(tree))


def _is_of_generator(node: ast.AST, imports: Mapping[str, str]) -> bool:
    if isinstance(node, ast.Name):
        text = imports.get(node.id, "")
        return node.id not in _GENERATORS and text.startswith(("from random ", "from numpy.random "))
    if not isinstance(node, ast.Attribute) or node.attr in _GENERATORS:
        return False
    owner = node.value
    if isinstance(owner, ast.Name):
        text = imports.get(owner.id, "")
        is_module = text.startswith(("import random", "import numpy.random", "from numpy import random"))
    else:
        is_module = isinstance(owner, ast.Attribute) and owner.attr == "random"
    return is_module or node.attr == "seed"


@functools.lru_cache(maxsize=1024)
def visibly_bound(test: str) -> frozenset[str]:
    """Return the names that a test cell binds where learners can read it."""
    hidden = hidden_regions.lines(test)
    return frozenset(_bound(_tree(test), hidden))


@functools.lru_cache(maxsize=1024)
def visibly_imported(test: str) -> Mapping[str, str]:
    """Return the names that a test cell imports where learners can read it, with the statements."""
    hidden, tree = hidden_regions.lines(test), _tree(test)
    seen = ast.Module([node for node in tree.body if node.lineno not in hidden], [])
    top, imports = set(_imported_at_top([seen])), _Imports.of([seen])
    return FrozenMap((name, text) for name, text in imports.statements.items() if name in top)


@functools.lru_cache(maxsize=1024)
def bound_by(test: str) -> frozenset[str]:
    """Return the names that a test cell binds."""
    return frozenset(_bound(_tree(test)))


@functools.lru_cache(maxsize=1024)
def names_at_top(cell: str) -> frozenset[str]:
    """Return the names that a cell reads, binds or changes where it runs, and those that its functions bind in the notebook."""
    nodes = [*_run_nodes(_tree(cell))]
    shared = {name for node in ast.walk(_tree(cell)) if isinstance(node, ast.Global) for name in node.names}
    return frozenset({node.id for node in nodes if isinstance(node, ast.Name)} | shared)


def _imported_at_top(trees: Iterable[ast.Module]) -> Iterator[str]:
    """Return the names that statements of cells import, but for those inside of functions and other blocks."""
    for tree in trees:
        for node in tree.body:
            if isinstance(node, ast.Import):
                yield from (alias.asname or alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from (alias.asname or alias.name for alias in node.names)


def _imported_by_call(tree: ast.Module) -> Iterator[str]:
    """Return the modules that a cell imports with ``__import__`` and a name that is written down."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "__import__"
            and node.args
        ):
            name = node.args[0]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                yield name.value


def _loaded(trees: Iterable[ast.Module]) -> Iterator[str]:
    """Return the names that cells read at their top level."""
    for tree in trees:
        for node in _run_nodes(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                yield node.id


def _definitions(trees: Iterable[ast.Module]) -> Iterator[tuple[str, str]]:
    """Map the names that cells define at their top level to their definitions."""
    for tree in trees:
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
                yield node.name, ast.unparse(node)
            elif isinstance(node, ast.Assign | ast.AnnAssign | ast.With):
                text = ast.unparse(node)
                yield from ((name, text) for name in _bound(ast.Module([node], [])))


def _class_names(trees: Iterable[ast.Module]) -> set[str]:
    """Return the names that classes bind to values."""
    nodes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    lines = [line for node in nodes for line in node.body if isinstance(line, ast.Assign | ast.AnnAssign)]
    parts = [part for line in lines for part in ast.walk(line) if isinstance(part, ast.Name)]
    return {part.id for part in parts if isinstance(part.ctx, ast.Store)}


def _set_names(trees: list[ast.Module]) -> set[str]:
    """Return the names of attributes that cells set on objects, or may set by a text that says which."""
    nodes = [node for tree in trees for node in ast.walk(tree)]
    attributes = [node for node in nodes if isinstance(node, ast.Attribute)]
    found = {node.attr for node in attributes if not isinstance(node.ctx, ast.Load)}
    used = {node.id for node in nodes if isinstance(node, ast.Name)} | {node.attr for node in attributes}
    return found | _class_names(trees) if used & _SETS_BY_TEXT else found


def _methods_of(trees: Iterable[ast.Module], others: Iterable[ast.Module] = ()) -> FrozenMap[str, frozenset[str]]:
    """Return the methods of each class, those among them that it inherits from a class of these or other cells."""
    found: dict[str, set[str]] = {}
    bases: dict[str, set[str]] = {}
    learners = {node.name for node in _classes(trees)}
    for node in _classes([*trees, *others]):
        methods = {CLASS, *_written_methods(node), *_generated_methods(node)}
        found.setdefault(node.name, set()).update(methods)
        bases.setdefault(node.name, set()).update(base.id for base in node.bases if isinstance(base, ast.Name))
    return FrozenMap(
        (name, frozenset().union(*(found[one] for one in _ancestors(name, bases) if one in found))) for name in learners
    )


def _classes(trees: Iterable[ast.Module]) -> list[ast.ClassDef]:
    return [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]


def _ancestors(name: str, bases: Mapping[str, set[str]]) -> set[str]:
    """Return a class and all that it comes after, as far as cells define them."""
    known, waiting = {name}, [name]
    while waiting:
        new = bases.get(waiting.pop(), set()) - known
        known |= new
        waiting += new
    return known


def _written_methods(node: ast.ClassDef) -> Iterator[str]:
    for part in node.body:
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
            yield part.name
        elif isinstance(part, ast.Assign):
            yield from (target.id for target in part.targets if isinstance(target, ast.Name))


def _generated_methods(node: ast.ClassDef) -> set[str]:
    """Return the special methods that a decorator or a base makes."""
    makers = " ".join(ast.unparse(one) for one in (*node.decorator_list, *node.bases))
    is_tuple = "NamedTuple" in makers
    found: set[str] = set()
    if is_tuple or "dataclass" in makers or "attr" in makers:
        found |= {"__init__", "__repr__", "__eq__"}
        found |= {"__hash__"} if is_tuple or "frozen" in makers else set()
    if is_tuple or "total_ordering" in makers or "order=True" in makers.replace(" ", ""):
        found |= _ORDER
    bases = [ast.unparse(base).partition("[")[0].rpartition(".")[2] for base in node.bases]
    if {"Flag", "IntFlag"} & set(bases):
        found |= _OF_FLAGS
    return found.union(*map(_methods_of_abstract_class, bases))


@functools.cache
def _methods_of_abstract_class(name: str) -> frozenset[str]:
    """Return the special methods that a class of ``collections.abc`` gives to those after it; none for another name."""
    kind = getattr(collections.abc, name, object) if name in collections.abc.__all__ else object
    abstract: frozenset[str] = getattr(kind, "__abstractmethods__", frozenset())
    own = {one for base in kind.__mro__[:-1] for one, value in vars(base).items() if callable(value)}
    return frozenset(one for one in own - abstract - _OF_EVERY_CLASS if one.startswith("__"))


def _globals_of(cells: Iterable[tuple[str, ast.Module]]) -> tuple[set[str], set[str]]:
    """Return the names of the notebook that functions in cells read, and those that they bind or change."""
    read: set[str] = set()
    written: set[str] = set()
    for source, tree in cells:
        try:
            table = symtable.symtable(python(source), "cell", "exec")
        except (SyntaxError, ValueError):
            continue
        scopes = {(scope.get_name(), scope.get_lineno()): _global_symbols(scope) for scope in _scopes_under(table)}
        for outer in scopes.values():
            read |= {symbol.get_name() for symbol in outer if symbol.is_referenced()}
            written |= {symbol.get_name() for symbol in outer if symbol.is_declared_global() and symbol.is_assigned()}
        names = {place: {symbol.get_name() for symbol in outer} for place, outer in scopes.items()}
        written |= _globals_changed(tree, names)
    return read, {name for name in written if not hasattr(builtins, name)}


def _global_symbols(scope: symtable.SymbolTable) -> list[symtable.Symbol]:
    """Return the symbols of a function or class that stand for the notebook's names."""
    # A name of the notebook's is no local one: symtable takes a function called “top” for the module.
    return [symbol for symbol in scope.get_symbols() if symbol.is_global() and not symbol.is_local()]


def _globals_changed(tree: ast.Module, globals_of_scope: Mapping[tuple[str, int], set[str]]) -> set[str]:
    """Return the notebook's names whose values functions change in place; scopes are known by name and line."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            outer = globals_of_scope.get((node.name, node.lineno), set())
            found |= outer & set(_changed(ast.Module(node.body, [])))
    return found


def _scopes_under(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    """Return the functions and classes in a cell, at any depth."""
    for scope in table.get_children():
        yield scope
        yield from _scopes_under(scope)


def _tree(source: str) -> ast.Module:
    try:
        return ast.parse(python(source))
    except (SyntaxError, ValueError):
        return ast.Module(body=[], type_ignores=[])


def _bound_names(trees: Iterable[ast.Module]) -> set[str]:
    return {name for tree in trees for name in _bound(tree)}


def _bound(tree: ast.Module, without: Container[int] = ()) -> Iterator[str]:
    """Return the names that a cell binds at its top level, except in the given lines."""
    for node in _run_nodes(tree):
        if getattr(node, "lineno", 0) in without:
            continue
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _changed(tree: ast.Module) -> Iterator[str]:
    """Return the names whose values a cell changes in place: ``x[…] = …``, ``x.y = …``, ``x.append(…)``."""
    for node in _run_nodes(tree):
        target = _changed_in_place(node)
        while isinstance(target, ast.Subscript | ast.Attribute):
            target = target.value
        if isinstance(target, ast.Name):
            yield target.id


def _changed_in_place(node: ast.AST) -> ast.expr | None:
    """Return the expression whose value a node changes in place, if it does."""
    if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
        return node.value
    call = node.value if isinstance(node, ast.Expr) else None
    return call.func.value if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) else None


def _run_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Return the nodes of a cell that run when it runs: not the bodies of functions and classes."""
    for node in ast.iter_child_nodes(tree):
        yield node
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _run_nodes(node)
