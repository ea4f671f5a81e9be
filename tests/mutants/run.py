"""`make mutants [MODULE=clock]`: each rule changed in one place, its own tests run against that.

A mutant that no test sees has survived. Those that may stand in survivors.toml with the reason,
equal kinds once; any other ends the run with 1, and so does a reason whose mutant is gone.

Each mutant is a process forked from this one, which has imported what is heavy and none of ours:
the changed text takes the module's place where it is imported.
"""

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

ROOT = Path(__file__).parent.parent.parent
SURVIVORS = Path(__file__).parent / "survivors.toml"
# The rules that decide who sees what, what is due and what is shown, each with its own tests.
MODULES = {
    "access": ("core.access", "tests/unit/test_access.py tests/property/cases/test_case_access.py"),
    "clock": ("core.cases.clock", "tests/property/cases/test_duties.py tests/unit/cases"),
    "tasks": ("core.year.tasks", "tests/unit/year/test_tasks.py tests/property/year"),
    "suppression": ("core.figures.suppression", "tests/property/figures tests/unit/figures"),
    "receipt": ("core.reports.receipt", "tests/unit/reports"),
    "sessions": ("core.people.sessions", "tests/unit/people"),
    "logic": ("core.forms.logic", "tests/unit/forms tests/property/forms"),
    "rules": ("core.forms.rules", "tests/unit/forms tests/property/forms"),
}
# What a slip of the hand or a wrong thought makes of a rule. Operators whose mutants no code
# survives (a decorator gone) or that are the same as another are left out.
COMPARED = "Lt_LtE LtE_Lt Gt_GtE GtE_Gt Lt_Gt Eq_NotEq NotEq_Eq Is_IsNot IsNot_Is"
COUNTED = "Add_Sub Sub_Add Mul_Add Div_Mul FloorDiv_Mul Mod_Add BitOr_BitAnd BitAnd_BitOr"
OPERATORS = (
    *(f"core/ReplaceComparisonOperator_{name}" for name in COMPARED.split()),
    *(f"core/ReplaceBinaryOperator_{name}" for name in COUNTED.split()),
    "core/ReplaceUnaryOperator_Delete_Not",
    "core/ReplaceUnaryOperator_USub_UAdd",
    "core/ReplaceAndWithOr",
    "core/ReplaceOrWithAnd",
    "core/ReplaceTrueWithFalse",
    "core/ReplaceFalseWithTrue",
    "core/ReplaceBreakWithContinue",
    "core/ReplaceContinueWithBreak",
    "core/AddNot",
    "core/NumberReplacer",
    "core/ZeroIterationForLoop",
)
AT_ONCE = os.cpu_count() or 2
LONGEST = 90.0  # seconds: a loop that never ends is seen too
HEAVY = (
    "bcrypt duckdb duckdb_sqlalchemy hypothesis pytest sqlalchemy streamlit.testing.v1 time_machine"
)


@dataclass(frozen=True)
class Mutant:
    """One change of one module."""

    module: str  # its short name
    operator: str
    line: str  # as it stands
    changed: str  # as the mutant has it
    text: str  # the whole module, changed

    @property
    def kind(self) -> tuple[str, str, str]:
        """What makes two mutants the same to a reader."""
        return self.module, self.line, self.changed


def mutants(short: str) -> Iterator[Mutant]:
    """Every mutant of a module, each text once."""
    spec = importlib.util.find_spec(MODULES[short][0])
    assert spec is not None
    assert spec.origin is not None
    text = Path(spec.origin).read_text("utf-8")
    tree, seen = get_ast(text), {text}
    for name in OPERATORS:
        operator = get_operator(name)()
        count = sum(len(list(operator.mutation_positions(node))) for node in ast_nodes(tree))
        for n in range(count):
            changed = mutate_code(text, operator, n)
            if changed is None or changed in seen:
                continue
            seen.add(changed)
            pairs = zip(text.splitlines(), changed.splitlines(), strict=False)
            line, other = next(((a, b) for a, b in pairs if a != b), ("", ""))
            yield Mutant(short, name.removeprefix("core/"), line.strip(), other.strip(), changed)


class _Instead(importlib.abc.MetaPathFinder):
    """Gives the changed text where the module is imported."""

    def __init__(self, module: str, text: str) -> None:
        self._module, self._text = module, text

    def find_spec(self, name, path=None, target=None):
        if name != self._module:
            return None
        found = importlib.machinery.PathFinder.find_spec(name, path)
        text = self._text

        class Loader(importlib.machinery.SourceFileLoader):
            def get_code(self, fullname):
                return compile(text, self.get_filename(fullname), "exec")

        return importlib.util.spec_from_file_location(
            name, found.origin, loader=Loader(name, found.origin)
        )


def _child(short: str, text: str | None) -> None:
    """Run the module's tests in this process and end it with what they say."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    signal.alarm(int(LONGEST))  # ends the process
    module, tests = MODULES[short]
    if text is not None:
        sys.meta_path.insert(0, _Instead(module, text))
    import hypothesis
    import pytest

    hypothesis.settings.register_profile(
        "mutants", max_examples=40, derandomize=True, deadline=None
    )
    hypothesis.settings.load_profile("mutants")
    folder = f"--basetemp={os.environ['MUTANTS_FOLDER']}/{os.getpid()}"
    code = pytest.main(
        ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", folder, *tests.split()]
    )
    os._exit(int(code))


def _fork(short: str, text: str | None) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            _child(short, text)
        finally:
            os._exit(3)
    return pid


def survivors(short: str) -> list[Mutant]:
    """The mutants of a module that no test saw; AssertionError where its tests fail unchanged."""
    _, status = os.waitpid(_fork(short, None), 0)
    assert status == 0, f"the tests of {short} do not pass as they are"
    left, running, out = list(mutants(short)), {}, []
    total, begun = len(left), time.monotonic()
    while left or running:
        while left and len(running) < AT_ONCE:
            mutant = left.pop()
            running[_fork(short, mutant.text)] = mutant
        pid, status = os.wait()
        mutant = running.pop(pid)
        if status == 0:
            out.append(mutant)
    seconds = time.monotonic() - begun
    print(f"{short}: {total} mutants, {total - len(out)} seen, {seconds:.0f} s", flush=True)
    return out


def known() -> dict[tuple[str, str, str], str]:
    """The reason of each that may survive, by its kind."""
    told = tomllib.loads(SURVIVORS.read_text("utf-8")).get("survivor", [])
    return {(s["module"], s["line"], s["changed"]): s["reason"] for s in told}


def main(asked: list[str]) -> int:
    """Run the modules that are asked for, all of them where none is; 0 where all is explained."""
    import tempfile

    for name in HEAVY.split():
        importlib.import_module(name)
    os.chdir(ROOT)
    os.environ.pop("SKOLEMILJO_TEST_POSTGRES", None)  # the rules are the same on both engines
    reasons, wrong = known(), 0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MUTANTS_FOLDER"] = folder
        for short in asked or MODULES:
            found = {m.kind: m for m in survivors(short)}
            for kind, m in found.items():
                if kind not in reasons:
                    wrong += 1
                    print(f"  survived: {m.operator}\n    - {m.line}\n    + {m.changed}")
            for kind in reasons:
                if kind[0] == short and kind not in found:
                    wrong += 1
                    print(f"  explained, but seen: {kind[2]}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
