"""The source as the tests of the house read it: each file is parsed once, and walked once.

Nobody changes what is given here: the other tests read the same.
"""

import ast
import functools
from pathlib import Path


@functools.cache
def tree(file: Path) -> ast.Module:
    """What a file says."""
    return ast.parse(file.read_text("utf-8"))


@functools.cache
def nodes(file: Path) -> tuple[ast.AST, ...]:
    """All that a file says, the whole before its parts."""
    return tuple(ast.walk(tree(file)))
