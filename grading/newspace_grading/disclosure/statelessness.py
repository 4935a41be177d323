"""Decide from a learner's source whether the program can keep state between calls; in doubt, assume that it can.

A call leaves no state behind if the functions use only local names, immutable values,
each other, and functions of modules that keep no state. Anything not on the lists here may keep state.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator

from newspace_grading.model.notebook.ipython_syntax import python

_NODES = (
    ast.Module | ast.arguments | ast.arg | ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Return | ast.Expr | ast.Pass | ast.Break
    | ast.Continue | ast.If | ast.For | ast.While | ast.Try | ast.ExceptHandler | ast.Raise | ast.Assert | ast.Constant | ast.Tuple
    | ast.List | ast.Dict | ast.Set | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp | ast.comprehension | ast.BinOp
    | ast.UnaryOp | ast.BoolOp | ast.Compare | ast.IfExp | ast.Subscript | ast.Slice | ast.Starred | ast.keyword | ast.JoinedStr
    | ast.FormattedValue | ast.NamedExpr | ast.operator | ast.unaryop | ast.boolop | ast.cmpop | ast.expr_context
)  # fmt: skip


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BUILTINS = _words(
    "abs all any bool chr complex dict divmod enumerate filter float frozenset int isinstance len list map max min ord pow "
    "print range reversed round set slice sorted str sum tuple zip"
) | {name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, BaseException)}
# `newspace_grading.engine.launch.preload` loads all of them before the first cell is run, so no file beside the
# notebook can replace one.
# Nothing that reads or writes shared state or uninitialised memory: no seed, no gca, no empty.
_MODULES = {
    "math": _words(
        "acos acosh asin asinh atan atan2 atanh ceil comb copysign cos cosh degrees dist e erf erfc exp expm1 fabs factorial floor "
        "fmod fsum gamma gcd hypot inf isclose isfinite isinf isnan isqrt lcm log log10 log1p log2 modf nan perm pi pow prod "
        "radians remainder sin sinh sqrt tan tanh tau trunc"
    ),
    "numpy": _words(
        "abs absolute add all allclose any arange arccos arcsin arctan arctan2 argmax argmin argsort array asarray average ceil clip "
        "concatenate cos cosh cross cumprod cumsum deg2rad degrees diff divide dot e exp floor float64 full geomspace gradient hypot inf "
        "int64 isclose isfinite isnan linspace log log10 log1p log2 logspace max maximum mean median min minimum multiply nan ones "
        "percentile pi power prod quantile rad2deg radians round searchsorted sign sin sinh sort sqrt square std subtract sum tan tanh "
        "trapezoid unique var vstack hstack where zeros"
    ),
    "fractions": frozenset({"Fraction"}),
    "matplotlib.pyplot": _words("subplots show tight_layout"),
}
_METHODS = _words(
    "append extend insert pop sort reverse copy count index remove clear items keys values get setdefault update add discard union "
    "join split strip lstrip rstrip lower upper title startswith endswith replace isdigit is_integer "
    "mean sum min max std var tolist astype flatten reshape shape size item real imag args "
    "plot scatter bar barh set set_title set_xlabel set_ylabel set_xlim set_ylim set_xscale set_yscale set_xticks set_yticks legend "
    "grid axhline axvline suptitle tight_layout annotate text fill_between tick_params invert_yaxis invert_xaxis semilogx semilogy "
    "loglog"
)
# pyplot's functions on the current figure: allowed only in a function that first makes a new one; none closes one.
_AT_HAND = _words(
    "axhline axvline bar gca gcf grid legend plot scatter suptitle title xlabel xlim xscale ylabel ylim yscale"
)
_DRAWERS = ("figure", "subplots")
_FIGURE = {"figsize", "dpi", "nrows", "ncols", "sharex", "sharey", "layout", "constrained_layout"}


def is_stateless(cells: Iterable[str], given: Iterable[str]) -> bool:
    """Tell whether a program keeps no state between calls.

    Parameters
    ----------
    cells : iterable of str
        The learner's cells, without those that the assignment gives.
    given : iterable of str
        The assignment's own cells. Their functions are assumed stateless if they use no variable of the notebook.
    """
    try:
        trees, theirs = ([ast.parse(python(cell)) for cell in part] for part in (cells, given))
        return _Reader(trees, theirs).is_stateless()
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def _statements(trees: Iterable[ast.Module]) -> list[ast.stmt]:
    """List the statements at the top level of cells."""
    return [one for tree in trees for one in tree.body]


class _Reader:
    """Reads a program's syntax.

    Parameters
    ----------
    trees : list of Module
        The learner's cells.
    given : list of Module
        The assignment's own cells.
    """

    def __init__(self, trees: list[ast.Module], given: list[ast.Module]) -> None:
        self._trees = trees
        self._fresh = False  # whether the current function begins with a new figure
        own, everything = _statements(trees), _statements([*given, *trees])
        nodes = {one: list(ast.walk(one)) for one in everything}
        self._stored = {one: set(_stored(found)) for one, found in nodes.items()}
        self._bound = {name for one in own for name in self._stored[one]}
        names = self._read_imports([pair for one in everything for pair in _imported(nodes[one])])
        self._functions = {one.name for one in own if isinstance(one, ast.FunctionDef)}
        self._fixed: set[str] = set()
        self._find_fixed(everything, names)
        self._given = self._find_given(given, names) - self._bound - self._functions - self._fixed

    def _read_imports(self, imported: list[tuple[str, str]]) -> set[str]:
        """Record which names stand for modules and which for parts of them; return all names that imports bind."""
        self._modules = {name: module for name, module in imported if module in _MODULES and name not in self._bound}
        self._taken = {name: module for name, module in imported if ":" in module}
        return {name for name, _module in imported}

    def _find_fixed(self, everything: list[ast.stmt], imported: set[str]) -> None:
        """Find the names that are only ever bound to an immutable value."""
        for one in everything:
            self._fixed.update(self._fixes(one))
        changed = [one for one in everything if not set(self._fixes(one))]
        self._fixed -= {name for one in changed for name in self._stored[one]}
        self._fixed -= imported | self._functions

    def _find_given(self, given: list[ast.Module], imported: set[str]) -> set[str]:
        """Find the functions of the assignment that keep no state."""
        usable = imported | self._fixed | set(vars(builtins))
        found: set[str] = set()
        for one in (one for tree in given for one in tree.body):
            if isinstance(one, ast.FunctionDef) and _keeps_nothing(one, usable | found):
                found.add(one.name)
        return found

    def is_stateless(self) -> bool:
        """Tell whether nothing in the learner's cells could keep state."""
        return all(self._is_stateless_node(one, None) for tree in self._trees for one in tree.body)

    def _names_in(self, function: ast.FunctionDef) -> set[str]:
        found = self._stored.get(function)
        return found if found is not None else set(_stored(ast.walk(function)))

    def _fixes(self, one: ast.stmt) -> Iterator[str]:
        """Yield the names that a statement of a cell binds to an immutable value."""
        if isinstance(one, ast.Assign) and self._unchanging(one.value):
            for target in one.targets:
                names = target.elts if isinstance(target, ast.Tuple) else [target]
                yield from (name.id for name in names if isinstance(name, ast.Name))

    def _unchanging(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Constant):
            return True
        if isinstance(node, ast.Lambda):
            return _simple(node)
        if isinstance(node, ast.Tuple):
            return all(map(self._unchanging, node.elts))
        if isinstance(node, ast.BinOp):
            return self._unchanging(node.left) and self._unchanging(node.right)
        if isinstance(node, ast.UnaryOp):
            return self._unchanging(node.operand)
        if isinstance(node, ast.Attribute):
            return isinstance(node.value, ast.Name) and self._modules.get(node.value.id) in ("math", "numpy")
        return isinstance(node, ast.Name) and node.id in self._fixed

    def _is_stateless_node(self, node: ast.AST, local: set[str] | None) -> bool:
        """Tell whether nothing under a node could keep state; ``local`` has the names of the function around it, None outside of one."""
        match node:
            case ast.Import() | ast.ImportFrom():
                return all(self._known(name, module) for name, module in _imported([node]))
            case ast.FunctionDef():
                return local is None and self._function(node)
            case ast.Lambda():
                names = set(_stored(ast.walk(node)))
                return local is None and _simple(node) and self._is_stateless_node(node.body, names)
            case ast.Call():
                return self._call(node, local)
            case ast.Attribute():
                return isinstance(node.ctx, ast.Load) and self._attribute(node, local)
            case ast.Name():
                return not isinstance(node.ctx, ast.Load) or self._name(node.id, local)
        if not isinstance(node, _NODES):
            return False
        return all(self._is_stateless_node(one, local) for one in ast.iter_child_nodes(node))

    def _function(self, node: ast.FunctionDef) -> bool:
        """Tell whether nothing in a function could keep state."""
        if node.decorator_list or not _simple(node) or node.name in self._bound or getattr(node, "type_params", None):
            return False
        if node.returns is not None and not self._is_stateless_node(node.returns, None):
            return False
        self._fresh = self._begins_a_drawing(node)
        names = self._names_in(node)
        return all(self._is_stateless_node(one, names) for one in (node.args, *node.body))

    def _begins_a_drawing(self, node: ast.FunctionDef) -> bool:
        """Tell whether the first thing that a function does is to make a new figure."""
        body = [one for one in node.body if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]
        first = next((one for one in body if not isinstance(one, ast.Pass)), None)
        call = first.value if isinstance(first, ast.Expr | ast.Assign) else None
        return isinstance(call, ast.Call) and self._new_figure(call.func) and self._call(call, self._names_in(node))

    def _new_figure(self, func: ast.expr) -> bool:
        return (
            isinstance(func, ast.Attribute)
            and func.attr in _DRAWERS
            and isinstance(func.value, ast.Name)
            and self._modules.get(func.value.id) == "matplotlib.pyplot"
        )

    def _call(self, node: ast.Call, local: set[str] | None) -> bool:
        named = {one.arg for one in node.keywords}
        if named & {None, "where"} or (_attribute_name(node.func) in _DRAWERS and named - _FIGURE):
            return False  # "where" leaves memory uninitialised; a figure's number selects an existing figure
        keys = [one.value for one in node.keywords if one.arg == "key" and isinstance(one.value, ast.Lambda)]
        others = [one for one in node.keywords if one.value not in keys]
        if not all(self._is_stateless_node(one.body, (local or set()) | set(_stored(ast.walk(one)))) for one in keys):
            return False
        if not self._is_callable(node, local):
            return False
        return all(self._is_stateless_node(one, local) for one in (*node.args, *others))

    def _is_callable(self, node: ast.Call, local: set[str] | None) -> bool:
        """Tell whether a call is one of those that keep no state."""
        func = node.func
        if isinstance(func, ast.Name) and func.id in self._given and (local is None or func.id not in local):
            return True  # functions of the assignment may be called, and used in no other way
        if _attribute_name(func) == "figure":
            return self._new_figure(func) and not node.args
        return self._is_stateless_node(func, local)

    def _attribute(self, node: ast.Attribute, local: set[str] | None) -> bool:
        if isinstance(node.value, ast.Name) and node.value.id in self._modules:
            module = self._modules[node.value.id]
            at_hand = module == "matplotlib.pyplot" and local is not None and self._fresh and node.attr in _AT_HAND
            return at_hand or node.attr in _MODULES[module]
        return node.attr in _METHODS and self._is_stateless_node(node.value, local)

    def _name(self, name: str, local: set[str] | None) -> bool:
        """Tell whether a name refers to nothing mutable that a later call could read."""
        if local is None:
            return name in self._bound or self._shared(name)
        return name in local or self._shared(name)

    def _shared(self, name: str) -> bool:
        if name in self._bound and name not in self._fixed:
            return False
        if name in self._taken:
            return self._known(name, self._taken[name])
        return name in self._fixed or name in self._functions or name in _BUILTINS

    def _known(self, name: str, module: str) -> bool:
        """Tell whether a name refers only to this module, or only to this name of a module."""
        if module in _MODULES:
            return self._modules.get(name) == module
        home, _dot, inner = module.rpartition(":")
        return name not in self._bound and self._taken.get(name) == module and inner in _MODULES.get(home, ())


def _attribute_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else ""


def _simple(function: ast.FunctionDef | ast.Lambda) -> bool:
    """Tell whether all defaults of a function are constants."""
    return all(isinstance(one, ast.Constant) for one in (*function.args.defaults, *function.args.kw_defaults) if one)


def _keeps_nothing(function: ast.FunctionDef, usable: set[str]) -> bool:
    """Tell whether a function of the assignment uses no mutable name of the notebook."""
    nodes = list(ast.walk(function))
    own = {*_stored(nodes), *(name for name, _module in _imported(nodes)), function.name}
    if function.decorator_list or any(isinstance(one, ast.Global | ast.Nonlocal | ast.Lambda) for one in nodes):
        return False
    if not _simple(function):
        return False
    return all(one.id in own or one.id in usable for one in nodes if isinstance(one, ast.Name))


def _stored(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names that nodes bind other than by an import or a definition; arguments are among them."""
    for node in nodes:
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name


def _imported(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, str]]:
    """Yield each imported name with its module; for a name out of a module, both with a colon between."""
    for node in nodes:
        if isinstance(node, ast.Import):
            for one in node.names:
                yield one.asname or one.name, one.name if one.asname or "." not in one.name else "?"
        elif isinstance(node, ast.ImportFrom):
            for one in node.names:
                yield one.asname or one.name, f"{'.' * node.level}{node.module or ''}:{one.name}"
