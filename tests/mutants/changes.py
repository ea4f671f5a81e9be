"""What a slip of the hand or a wrong thought makes of a rule: each change of a module."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

COMPARED: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt,),
    ast.Gt: (ast.GtE,),
    ast.GtE: (ast.Gt,),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
COUNTED: dict[type, type] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
OTHER = {ast.And: ast.Or, ast.Or: ast.And, ast.Break: ast.Continue, ast.Continue: ast.Break}


@dataclass(frozen=True)
class Mutant:
    """One change of one module."""

    module: str  # its short name
    at: int  # the number of its line
    line: str  # the first line of its statement
    changed: str  # the same as the mutant has it
    lines: range  # those of the statement, its own body left out
    inside: bool  # it is run when a function is called, not while the module is imported
    named: bool  # and the function has a name: whether its line is run on import is known
    code: CodeType  # the whole module, changed

    @property
    def kind(self) -> tuple[str, str, str]:
        """What makes two mutants the same to a reader."""
        return self.module, self.line, self.changed


def _instead(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in the place of a node."""
    match node:
        case ast.Compare():
            for n, op in enumerate(node.ops):
                for other in COMPARED[type(op)]:
                    ops = [*node.ops[:n], other(), *node.ops[n + 1 :]]
                    yield ast.Compare(node.left, ops, node.comparators)
        case ast.BinOp() if type(node.op) in COUNTED:
            yield ast.BinOp(node.left, COUNTED[type(node.op)](), node.right)
        case ast.BoolOp():
            yield ast.BoolOp(OTHER[type(node.op)](), node.values)
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield node.operand
        case ast.Break() | ast.Continue():
            yield OTHER[type(node)]()
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value) | float(value)):
            yield ast.Constant(value + 1)
            yield ast.Constant(value - 1)
        case ast.If() | ast.While() | ast.IfExp():
            other = copy.copy(node)
            other.test = ast.UnaryOp(ast.Not(), node.test)
            yield other
        case ast.For():
            other = copy.copy(node)
            other.iter = ast.List([], ast.Load())
            yield other


def _first_line(statement: ast.stmt) -> str:
    """A statement as one line, without what stands inside it."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        statement = copy.copy(statement)
        statement.body = [ast.Pass()]
    told = ast.unparse(statement)
    return told if not hasattr(statement, "body") else told.splitlines()[0]


def _places(parent: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    """Each node below another, and where it hangs; not what decides nothing.

    A type is none of the rules, and that what is made once stays as it is (a decorator) neither.
    """
    for field, value in ast.iter_fields(parent):
        if field in ("annotation", "returns", "decorator_list", "op", "ops", "ctx"):
            continue
        if isinstance(value, ast.AST):
            yield field, None, value
        elif isinstance(value, list):
            yield from ((field, n, one) for n, one in enumerate(value) if isinstance(one, ast.AST))


def _put(parent: ast.AST, field: str, n: int | None, node: ast.AST) -> None:
    if n is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[n] = node


def of(short: str, file: Path) -> Iterator[Mutant]:
    """Every mutant of a module, each once."""
    tree = ast.parse(file.read_text("utf-8"))
    said: set[str] = set()

    def walk(
        parent: ast.AST, statement: ast.stmt | None, holder: tuple | None, within: type | None
    ) -> Iterator[Mutant]:
        for field, n, node in _places(parent):
            below, kept = statement, holder
            own = isinstance(parent, ast.FunctionDef | ast.Lambda) and field == "body"
            called = within or (type(parent) if own else None)
            if isinstance(node, ast.stmt):
                below, kept = node, (parent, field, n)
            if isinstance(node, ast.Assign) and ast.unparse(node.value).endswith(" | None"):
                continue  # the name of a type
            for other in _instead(node):
                assert below is not None
                before = _first_line(below)
                ast.copy_location(other, node)
                _put(parent, field, n, other)
                whole = ast.unparse(tree)
                assert kept is not None
                now = getattr(kept[0], kept[1])
                changed = _first_line(now if kept[2] is None else now[kept[2]])
                code = compile(ast.fix_missing_locations(tree), str(file), "exec")
                _put(parent, field, n, node)
                if whole in said:
                    continue
                said.add(whole)
                body = getattr(below, "body", None) or getattr(below, "cases", None)
                end = below.end_lineno or below.lineno
                if body:
                    first = getattr(body[0], "lineno", None) or body[0].pattern.lineno
                    end = max(below.lineno, first - 1)
                lines, named = range(below.lineno, end + 1), called is ast.FunctionDef
                yield Mutant(
                    short, node.lineno, before, changed, lines, called is not None, named, code
                )
            yield from walk(node, below, kept, called)

    yield from walk(tree, None, None, None)
