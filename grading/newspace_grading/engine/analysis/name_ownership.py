"""Which names of a test cell come from the learner, and which from the assignment itself: read off the reference, never off a submission."""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from newspace_grading.model.notebook.ipython_syntax import python


@dataclass
class NameOwnership:
    """What the reference says about names.

    Attributes
    ----------
    answered : set of str
        Bound or changed by the answer cells: the learner's, whatever else they are.
    imports : dict
        Name → the statement that imports it, anywhere in the reference.
    helpers : dict
        Name → the definition in an ordinary cell of the reference that no answer touches.
    modules : set of str
        Modules that the reference imports.
    methods : dict
        Class of an answer → the special methods that it defines.
    classes : set of str
        Classes that the answers define.
    read : set of str
        Names of the notebook that functions of the answers read.
    own : set of str
        Names that cells outside the answers define: both sides have them.
    roots : set of str
        Packages that the reference or a test imports.
    tested : set of str
        Names that tests bind for themselves.
    constants : set of str
        What classes of the assignment's own cells bind, and no cell sets on an object.
    stars : list of str
        Modules of which the reference imports everything.
    """

    answered: set[str] = field(default_factory=set)
    imports: dict[str, str] = field(default_factory=dict)
    helpers: dict[str, str] = field(default_factory=dict)
    modules: set[str] = field(default_factory=set)
    methods: dict[str, set[str]] = field(default_factory=dict)
    classes: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    roots: set[str] = field(default_factory=set)
    tested: set[str] = field(default_factory=set)
    constants: set[str] = field(default_factory=set)
    stars: list[str] = field(default_factory=list)

    def allows(self, type_name: str, method: str) -> bool:
        """Whether the reference's class of that name defines a special method."""
        return method in self.methods.get(type_name, ())

    def learners(self, name: str) -> bool:
        """Whether a name is the learner's even though Python has one like it."""
        return name in self.answered or not hasattr(builtins, name)


def ownership_of(answers: Iterable[str], others: Iterable[str], tests: Iterable[str] = ()) -> NameOwnership:
    """Read the reference's answer cells, its other cells and its tests."""
    answers, others, tests = list(answers), list(others), list(tests)
    names = NameOwnership()
    names.constants = _constants(others) - _set([*answers, *others, *tests])
    for source in answers:
        tree = _tree(source)
        names.answered |= set(_bound(tree)) | set(_changed(tree))
        _imports(tree, names)
        _functions_and_classes(source, tree, names)
    for source in others:
        tree = _tree(source)
        _imports(tree, names)
        names.own |= set(_bound(tree))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
                names.helpers[node.name] = ast.unparse(node)
            elif isinstance(node, ast.Assign | ast.AnnAssign | ast.With):
                for name in _bound(ast.Module([node], [])):
                    names.helpers[name] = ast.unparse(node)
    names.answered -= set(names.imports)
    names.own -= names.answered
    names.helpers = {name: text for name, text in names.helpers.items() if name not in names.answered}
    tested = NameOwnership()
    for source in tests:
        tree = _tree(source)
        _imports(tree, tested)
        names.tested |= set(_bound(tree)) - names.answered - names.own
    names.roots = {module.partition(".")[0] for module in names.modules | tested.modules}
    return names


def _constants(sources: list[str]) -> set[str]:
    """The names that classes bind to values."""
    nodes = [node for source in sources for node in ast.walk(_tree(source)) if isinstance(node, ast.ClassDef)]
    return {
        part.id
        for node in nodes
        for line in node.body
        if isinstance(line, ast.Assign | ast.AnnAssign)
        for part in ast.walk(line)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }


def _set(sources: list[str]) -> set[str]:
    """The names of attributes that cells set on objects, or may set by a text that says which."""
    nodes = [node for source in sources for node in ast.walk(_tree(source))]
    found = {node.attr for node in nodes if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load)}
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    used |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    if used & {"setattr", "__setattr__", "__dict__", "vars", "__setstate__"}:
        found |= _constants(sources)
    return found


def _functions_and_classes(source: str, tree: ast.Module, names: NameOwnership) -> None:
    """What the functions of an answer read and change, and what its classes can do."""
    read, written = _globals(source)
    names.read |= read
    names.answered |= written
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            names.classes.add(node.name)
            names.methods.setdefault(node.name, set()).update(_methods(node))


def _methods(node: ast.ClassDef) -> set[str]:
    """The special methods of a class, written or made by a decorator."""
    own = {part.name for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)}
    own |= {
        target.id
        for part in node.body
        if isinstance(part, ast.Assign)
        for target in part.targets
        if isinstance(target, ast.Name)
    }
    made = " ".join(ast.unparse(one) for one in (*node.decorator_list, *node.bases))
    if "dataclass" in made or "NamedTuple" in made or "attr" in made:
        own |= {"__eq__", "__hash__"} if "frozen" in made or "NamedTuple" in made else {"__eq__"}
    if "order=True" in made.replace(" ", "") or "total_ordering" in made or "NamedTuple" in made:
        own |= {"__lt__", "__le__", "__gt__", "__ge__"}
    return own


def _globals(source: str) -> tuple[set[str], set[str]]:
    """The names of the notebook that a cell's functions read, and those that they bind or change."""
    try:
        table = symtable.symtable(python(source), "cell", "exec")
    except (SyntaxError, ValueError):
        return set(), set()
    read: set[str] = set()
    written: set[str] = set()
    waiting = list(table.get_children())
    scopes: dict[tuple[str, int], set[str]] = {}
    while waiting:
        scope = waiting.pop()
        waiting += scope.get_children()
        # A name of the notebook's is no local one: symtable takes a function called “top” for the module.
        outer = [symbol for symbol in scope.get_symbols() if symbol.is_global() and not symbol.is_local()]
        scopes[scope.get_name(), scope.get_lineno()] = {symbol.get_name() for symbol in outer}
        read |= {symbol.get_name() for symbol in outer if symbol.is_referenced()}
        written |= {symbol.get_name() for symbol in outer if symbol.is_declared_global() and symbol.is_assigned()}
    for node in ast.walk(_tree(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inside = scopes.get((node.name, node.lineno), set())
            written |= inside & set(_changed(ast.Module(node.body, [])))
    return read, {name for name in written if not hasattr(builtins, name)}


def _tree(source: str) -> ast.Module:
    try:
        return ast.parse(python(source))
    except (SyntaxError, ValueError):
        return ast.Module(body=[], type_ignores=[])


def _bound(tree: ast.Module) -> Iterator[str]:
    """Names that a cell binds at its top level."""
    for node in _top(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _changed(tree: ast.Module) -> Iterator[str]:
    """NameOwnership whose value a cell changes in place: ``x[…] = …``, ``x.y = …``, ``x.append(…)``."""
    for node in _top(tree):
        target: ast.expr | None = None
        if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
            target = node.value
        elif (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Attribute)
        ):
            target = node.value.func.value
        while isinstance(target, ast.Subscript | ast.Attribute):
            target = target.value
        if isinstance(target, ast.Name):
            yield target.id


def _top(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a cell that run when it runs: not the bodies of functions and classes."""
    for node in ast.iter_child_nodes(tree):
        yield node
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _top(node)


def _imports(tree: ast.Module, names: NameOwnership) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                names.modules.add(alias.name)
                one = ast.Import([alias])
                names.imports[alias.asname or alias.name.split(".")[0]] = ast.unparse(one)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.modules.add(node.module)
            if node.names[0].name == "*":
                names.stars.append(node.module)
                continue
            for alias in node.names:
                names.imports[alias.asname or alias.name] = ast.unparse(ast.ImportFrom(node.module, [alias], 0))
