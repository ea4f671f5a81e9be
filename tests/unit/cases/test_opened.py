"""A case is opened in one place: nothing else makes the handle that its content is read with."""

import ast

import pytest

from tests.conftest import ROOT
from tests.given.source import nodes

PROGRAM = [path for wing in ("core", "pages") for path in sorted((ROOT / wing).rglob("*.py"))]


def callers(name):
    """The modules of the program that call something by this name."""
    return {
        str(path.relative_to(ROOT))
        for path in PROGRAM
        for node in nodes(path)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(name)
    }


@pytest.mark.parametrize("name", ["OpenedCase", "reports.of_case"])
def test_only_reading_opens_a_case_and_the_words_of_its_reports(name):
    assert callers(name) == {"core/cases/reading.py"}
