"""Cut answers into passages that do not depend on names, comments, layout or the order of imports.

A passage is a run of a few tokens of a program, or of a few words of a text. In each passage the learner's own names are
numbered by their first use there, so that renaming them changes nothing, and moving a statement changes only the passages at
its edges: the k-grams of winnowing (Schleimer, Wilkerson, Aiken: "Winnowing", SIGMOD 2003), on normalised syntax, and all kept.
"""

from __future__ import annotations

import ast
import io
import keyword
import re
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newspace_grading.model.notebook.ipython_syntax import python

CODE_TOKENS = 9
TEXT_WORDS = 5
Passage = tuple[str, ...]
_OWN = "\0"
"""Begins a token that is one of the learner's own names."""
_COPIED = re.compile(r"\[[^\]]*\]|[\"“][^\"”]{12,}[\"”]")
"""Citations and quotations: whoever quotes the same source writes the same."""
_PIECES = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Cut:
    """An answer, cut into passages.

    Attributes
    ----------
    lines : dict
        Passage → the lines of the answer, counted from 0, on which it stands.
    """

    lines: dict[Passage, frozenset[int]]


@dataclass(frozen=True)
class _Token:
    text: str
    lines: range


def cut_code(source: str) -> Cut:
    """Cut a program; one that is no Python is cut by its signs."""
    return _cut(list(_code_tokens(source)), CODE_TOKENS)


def cut_text(text: str) -> Cut:
    """Cut a text by its words, without citations and quotations."""
    bare = _COPIED.sub(lambda found: "\n" * found[0].count("\n"), text)
    words = [
        _Token(word.casefold(), range(number, number + 1))
        for number, line in enumerate(bare.splitlines())
        for word in re.findall(r"\w+", line)
    ]
    return _cut(words, TEXT_WORDS)


def _cut(tokens: Sequence[_Token], size: int) -> Cut:
    found: dict[Passage, set[int]] = {}
    for start in range(len(tokens) - size + 1):
        window = tokens[start : start + size]
        found.setdefault(_numbered(window), set()).update(line for token in window for line in token.lines)
    return Cut({passage: frozenset(lines) for passage, lines in found.items()})


def _numbered(window: Sequence[_Token]) -> Passage:
    """Replace the learner's own names by the numbers of their first use in the passage."""
    numbers: dict[str, str] = {}
    return tuple(
        numbers.setdefault(token.text, f"{_OWN}{len(numbers)}") if token.text.startswith(_OWN) else token.text
        for token in window
    )


def _code_tokens(source: str) -> Iterator[_Token]:
    try:
        tree = ast.parse(python(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        yield from _signs(source)
        return
    own = _own_names(tree)
    yield from _body(tree.body, own)


def _signs(source: str) -> Iterator[_Token]:
    """Return the signs of a program that is no Python, without comments; every word that is no keyword counts as a name."""
    for number, line in enumerate(source.splitlines()):
        for piece in _PIECES.findall(line.partition("#")[0]):
            name = piece.isidentifier() and not keyword.iskeyword(piece)
            yield _Token(f"{_OWN}{piece}" if name else piece, range(number, number + 1))


def _own_names(tree: ast.AST) -> frozenset[str]:
    """Return the names that a program gives: variables, parameters, functions, classes, imports under another name."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.ExceptHandler):
            found.update(filter(None, [node.name]))
    return frozenset(found)


def _body(statements: Sequence[ast.stmt], own: frozenset[str]) -> Iterator[_Token]:
    for place, statement in enumerate(statements):
        if isinstance(statement, ast.Import | ast.ImportFrom | ast.Pass) or (
            isinstance(statement, ast.Expr)
            and isinstance(statement.value, ast.Constant)
            and _is_comment(place, statement)
        ):
            continue
        yield from _statement(statement, own)


def _is_comment(place: int, statement: ast.Expr) -> bool:
    """Tell whether a statement is a docstring, or a text that stands for a comment."""
    value = statement.value
    return place == 0 or (isinstance(value, ast.Constant) and (isinstance(value.value, str) or value.value is ...))


def _statement(statement: ast.stmt, own: frozenset[str]) -> Iterator[_Token]:
    inner: list[tuple[str, Sequence[ast.stmt], int]] = []
    for name in ("body", "orelse", "finalbody"):
        below = getattr(statement, name, None)
        if below:
            inner.append((name, below, statement.lineno if name == "body" else below[0].lineno))
    handlers: list[ast.ExceptHandler] = getattr(statement, "handlers", [])
    inner += [("except", handler.body, handler.lineno) for handler in handlers]
    first, last = statement.lineno - 1, statement.lineno if inner else statement.end_lineno or statement.lineno
    yield from _tokens(_head(statement) if inner else _without_annotation(statement), range(first, last), own)
    for name, below, line in sorted(inner, key=lambda one: one[2]):
        yield _Token(name, range(line - 1, line))
        yield from _body(below, own)


def _head(statement: ast.stmt) -> str:
    """Write the first line of a compound statement, without annotations."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        arguments = ", ".join(one.arg for one in ast.walk(statement.args) if isinstance(one, ast.arg))
        return f"def {statement.name}({arguments})"
    if isinstance(statement, ast.ClassDef):
        return f"class {statement.name}({', '.join(map(ast.unparse, statement.bases))})"
    if isinstance(statement, ast.For | ast.AsyncFor):
        return f"for {ast.unparse(statement.target)} in {ast.unparse(statement.iter)}"
    if isinstance(statement, ast.If | ast.While):
        return f"{type(statement).__name__.lower()} {ast.unparse(statement.test)}"
    if isinstance(statement, ast.With | ast.AsyncWith):
        return f"with {', '.join(map(ast.unparse, statement.items))}"
    return type(statement).__name__.lower()


def _without_annotation(statement: ast.stmt) -> str:
    if isinstance(statement, ast.AnnAssign):
        if statement.value is None:
            return ""
        return f"{ast.unparse(statement.target)} = {ast.unparse(statement.value)}"
    return ast.unparse(statement)


def _tokens(text: str, lines: range, own: frozenset[str]) -> Iterator[_Token]:
    """Return the tokens of one statement, or of the head of one; all count as standing on all of its lines."""
    before = ""
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type in (tokenize.NEWLINE, tokenize.NL, tokenize.ENDMARKER, tokenize.INDENT, tokenize.DEDENT):
                continue
            is_own = token.type == tokenize.NAME and token.string in own and before != "."
            yield _Token(f"{_OWN}{token.string}" if is_own else token.string, lines)
            before = token.string
    except (tokenize.TokenError, SyntaxError):
        return
