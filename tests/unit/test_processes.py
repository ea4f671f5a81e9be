"""What the code may keep of a school in a process: nothing that another process could make false.

A module's own variable belongs to no school and knows of no other process. What is kept lies in
the store (`remember`, `memory`), which a run is given, or on Streamlit's run and session.
"""

import ast
import dataclasses
import enum
import importlib
import pkgutil
import threading
from pathlib import Path
from types import ModuleType

import pytest

import core
from tests.conftest import ROOT
from tests.given.source import nodes, tree

FILES = sorted((ROOT / "core").rglob("*.py"))
HOLDERS = (ast.Dict, ast.List, ast.Set, ast.DictComp, ast.ListComp, ast.SetComp)
MADE = {
    *("dict", "list", "set", "defaultdict", "deque", "Counter", "OrderedDict", "ChainMap"),
    *("WeakValueDictionary", "WeakKeyDictionary", "WeakSet", "local", "bytearray", "Queue"),
}
WRITES = {
    *("add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popitem"),
    *("popleft", "put", "remove", "setdefault", "update"),
}
# What stays a process's own, and why nothing of a school is in it.
OF_THE_PROCESS = {
    "core.cli.main": "the commands of the command line",
    "core.operations.commands.COMMANDS": "filled by decorators while the module is read",
    "core.school.settings._adapters": "how the program's own types are read: no value of a school",
    "core.store.current._store": "which store the process serves: named by its edge alone",
    "core.ui.kit.server.tabs.TABS": "open lines and their weights, which are this process's",
}
# Whoever may name the store of the process: everything below is given one.
EDGE = {
    "core/ui/kit/prologue.py": "a run is given it here, once",
    "core/web/guard.py": "the door: before there is a run",
    "core/web/lifespan.py": "opens it and closes it",
    "core/web/routes.py": "addresses that are no pages",
}


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def kept(whole: ast.Module) -> dict[str, ast.expr]:
    """The names that a module binds to something that can be written to."""
    out = {}
    for node in whole.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        called = value.func if isinstance(value, ast.Call) else None
        maker = getattr(called, "attr", getattr(called, "id", ""))
        if isinstance(value, HOLDERS) or maker in MADE:
            out.update({t.id: value for t in targets if isinstance(t, ast.Name)})
    return out


def written(file: Path) -> set[str]:
    """The names that functions of a module write to."""
    found = set()
    for function in nodes(file):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        for node in ast.walk(function):
            match node:
                case ast.Global(names=names):
                    found.update(names)
                case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
                    found.add(name)
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=act)) if (
                    act in WRITES
                ):
                    found.add(name)
    return found


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_no_module_keeps_what_its_functions_write(file):
    module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
    of_functions = {n for node in nodes(file) if isinstance(node, ast.Global) for n in node.names}
    found = (kept(tree(file)).keys() & written(file)) | of_functions
    assert {f"{module}.{name}" for name in found} <= OF_THE_PROCESS.keys()


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_what_is_worked_out_once_for_all_asks_no_school(file):
    """`functools.cache` and its kin keep for ever what they are called with."""
    for node in nodes(file):
        if not isinstance(node, ast.FunctionDef):
            continue
        if any("cache" in ast.unparse(mark) for mark in node.decorator_list):
            told = " ".join(ast.unparse(a.annotation) for a in node.args.args if a.annotation)
            assert not {"Store", "Tx", "Connection", "Person"} & set(told.replace("|", " ").split())
            asked = {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}
            assert "store" not in asked


def test_no_module_holds_a_thing_of_ours_that_changes():
    found = set()
    for told in pkgutil.walk_packages(core.__path__, "core."):
        if "revisions" in told.name or told.name == "core.shell":  # run by Streamlit, not imported
            continue
        module = importlib.import_module(told.name)
        found |= {f"{told.name}.{name}" for name, value in vars(module).items() if changes(value)}
    named = {full for full in found if not is_imported(full)}
    assert named <= OF_THE_PROCESS.keys()


def changes(value: object) -> bool:
    kind = type(value)
    if isinstance(value, threading.local):
        return True
    if not kind.__module__.startswith("core.") or isinstance(value, type | ModuleType):
        return False
    if isinstance(value, enum.Enum | str | tuple):
        return False
    return not (dataclasses.is_dataclass(kind) and kind.__dataclass_params__.frozen)


def is_imported(full: str) -> bool:
    """Whether another module has the thing under this name."""
    module, name = full.rsplit(".", 1)
    file = Path(importlib.import_module(module).__file__)
    imported = [n for n in nodes(file) if isinstance(n, ast.ImportFrom)]
    return any(name == (a.asname or a.name) for node in imported for a in node.names)


def test_only_the_edge_names_the_store_of_the_process():
    naming = set()
    for file in [*FILES, *sorted((ROOT / "pages").rglob("*.py")), ROOT / "app.py"]:
        for node in nodes(file):
            match node:
                case ast.Attribute(value=ast.Name(id="current"), attr="store" | "use"):
                    naming.add(name_of(file))
                case ast.ImportFrom(module="core.store.current", names=names):
                    # Opening a folder that is named makes no store the process's own.
                    if {a.name for a in names} - {"make_store", "connect"}:
                        naming.add(name_of(file))
    assert naming == EDGE.keys()
