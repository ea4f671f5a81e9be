"""`make mutants [MODULE=clock]`: each rule changed in one place, its own tests run against that.

A mutant that no test sees has survived. Those that may stand in survivors.toml with the reason,
equal kinds once; any other ends the run with 1, and so does a reason whose mutant is gone.

The tests of a module are collected once and run once as it stands, which tells which of them reach
which line, and in how many seconds. Then each mutant is a process forked from there: it takes the
changed code and runs the tests that reach the changed line, the quickest first, until one fails.
What is worked out while modules are imported needs an import of its own (`core.x` and all above).
"""

import functools
import gc
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import itertools
import os
import pickle
import resource
import signal
import sys
import tempfile
import threading
import time
import tomllib
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType

from tests.mutants import changes
from tests.mutants.changes import Mutant

ROOT = Path(__file__).parent.parent.parent
SURVIVORS = Path(__file__).parent / "survivors.toml"
FORMS = "tests/unit/forms/test_rules_by_hand.py"
# The rules that decide who sees what, what is due and what is shown, each with the fewest tests
# that hold it by themselves: what stands in tables by hand, without a page and as far as may be
# without a database.
MODULES = {
    "access": ("core.access", "tests/unit/test_access.py tests/unit/test_access_by_hand.py"),
    "clock": (
        "core.cases.clock",
        "tests/unit/cases/test_clock_table.py tests/unit/cases/test_when_a_step_was_taken.py "
        "tests/property/cases/test_duties.py",
    ),
    "tasks": ("core.year.tasks", "tests/unit/year/test_tasks_by_hand.py"),
    "suppression": ("core.figures.suppression", "tests/unit/figures/test_suppression_by_hand.py"),
    "auditor": ("core.figures.auditor", "tests/unit/figures/test_auditor_by_hand.py"),
    "receipt": ("core.reports.receipt", "tests/unit/reports/test_reports.py"),
    "sessions": (
        "core.people.sessions",
        "tests/unit/people/test_sessions_to_the_second.py tests/unit/people/test_sessions.py",
    ),
    "logic": ("core.forms.logic", FORMS),
    "rules": ("core.forms.rules", FORMS),
}
STANDING = {"receipt", "sessions"}  # whose tests stand on a database; the others' on nothing
AT_ONCE = os.cpu_count() or 2
# Processor seconds that a mutant may take beside four times what its tests take: a loop that never
# ends is seen too. And seconds by the clock for one that waits for itself.
MORE, LONGEST = 5.0, 300
HEAVY = "bcrypt duckdb duckdb_sqlalchemy pytest sqlalchemy streamlit.testing.v1"
# A mutant that no test reaches has survived; one whose process broke says nothing of the tests.
SEEN, SURVIVED, ANEW, BROKEN = 1, 0, 77, 3


@dataclass(frozen=True)
class Reached:
    """What the unchanged run told of one test."""

    seconds: float
    lines: frozenset[int]


def place(short: str) -> Path:
    """The file of a module."""
    spec = importlib.util.find_spec(MODULES[short][0])
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin)


# --- in the process of one mutant


class _Instead(importlib.abc.MetaPathFinder):
    """Gives the changed code where the module is imported."""

    def __init__(self, module: str, code: CodeType) -> None:
        self._module, self._code = module, code

    def find_spec(self, name, path=None, target=None):
        if name != self._module:
            return None
        found = importlib.machinery.PathFinder.find_spec(name, path)
        code = self._code

        class Loader(importlib.machinery.SourceFileLoader):
            def get_code(self, fullname):
                return code

        return importlib.util.spec_from_file_location(
            name, found.origin, loader=Loader(name, found.origin)
        )


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _codes(inner)


def functions(short: str) -> tuple[list[FunctionType], list]:
    """The functions of an imported module, and each cache of what some function of ours gave."""
    file, found = str(place(short)), gc.get_objects()
    own = [f for f in found if isinstance(f, FunctionType) and f.__code__.co_filename == file]
    caches = [cache for cache in found if isinstance(cache, functools._lru_cache_wrapper)]
    return own, [cache for cache in caches if cache.__module__.startswith("core.")]


def exchange(own: list[FunctionType], caches: list, changed: CodeType) -> None:
    """Give each function its changed code; KeyError or ValueError if that cannot be."""
    new = {}
    for code in _codes(changed):
        new.setdefault((code.co_qualname, code.co_firstlineno), []).append(code)
    for function in own:
        code = function.__code__
        (function.__code__,) = new[code.co_qualname, code.co_firstlineno]
    for cache in caches:
        cache.cache_clear()


def run(items: list, begin: Callable, end: Callable) -> bool:
    """Run tests one after the other until one fails; whether none did."""
    from _pytest.runner import runtestprotocol

    for item, following in itertools.zip_longest(items, items[1:]):
        begin(item)
        reports = runtestprotocol(item, nextitem=following, log=False)
        end(item)
        if failed := [report for report in reports if report.failed]:
            print(failed[0].longreprtext, file=sys.stderr)
            return False
    return True


def nothing(_item: object) -> None:
    """Between tests there is nothing to do."""


def tested(items: Iterable, reached: dict[str, Reached], which: Callable[[Reached], bool]) -> list:
    """The tests that can tell something, the quickest first."""
    found = [item for item in items if which(reached[item.nodeid])]
    return sorted(found, key=lambda item: reached[item.nodeid].seconds)


def bounded(seconds: float) -> None:
    """End this process if it takes far longer than its tests do."""
    signal.setitimer(signal.ITIMER_PROF, MORE + 4 * seconds)
    signal.alarm(LONGEST)


def forked(work: Callable[[], int]) -> int:
    """A process that ends with what `work` gives; its number here."""
    pid = os.fork()
    if pid == 0:
        code = BROKEN
        try:
            code = work()
        except BaseException:  # noqa: BLE001 (told where the others look)
            traceback.print_exc()
        finally:
            os._exit(code)
    return pid


def at_once(left: list[Mutant], work: Callable[[Mutant], int]) -> list[tuple[Mutant, int]]:
    """What each mutant's process ended with, as many at a time as there are processors."""
    running, out = {}, []
    left = list(left)
    while left or running:
        while left and len(running) < AT_ONCE:
            mutant = left.pop()
            running[forked(functools.partial(work, mutant))] = mutant
        pid, status = os.wait()
        mutant = running.pop(pid)
        assert os.waitstatus_to_exitcode(status) != BROKEN, f"{mutant.changed}: not tried"
        out.append((mutant, status))
    return out


def apart(folder: str) -> None:
    """From here on, what the tests of this process write lies in a folder of its own.

    A process forked from another would otherwise take the same one, and begin by emptying it: then
    a test fails for the file that went, and the mutant counts as seen.
    """
    own = Path(folder) / str(os.getpid())
    own.mkdir()
    os.environ["PYTEST_DEBUG_TEMPROOT"] = str(own)  # read at the first `tmp_path`


def _pytest(short: str, folder: str, plugin: object) -> int:
    import pytest

    apart(folder)
    quiet = os.open(Path(folder) / f"said-{os.getpid()}", os.O_WRONLY | os.O_CREAT)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    tests = MODULES[short][1].split()
    # What is imported before pytest is none of the tests and has no asserts to be told of.
    known = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    without = ["-p", "no:cacheprovider", "-p", "no:xdist"]
    without += [] if short in STANDING else ["--noconftest"]
    return int(pytest.main(["-q", "-s", *known, *without, *tests], [plugin]))


class Lines:
    """Which lines of a module are run, told by the interpreter."""

    def __init__(self, file: Path) -> None:
        self._file, self.seen = str(file), set()

    def __enter__(self):
        threading.settrace(self._called)
        sys.settrace(self._called)
        return self

    def __exit__(self, *_):
        sys.settrace(None)
        threading.settrace(None)

    def _called(self, frame, _event, _arg):
        return self._line if frame.f_code.co_filename == self._file else None

    def _line(self, frame, _event, _arg):
        self.seen.add(frame.f_lineno)
        return self._line


# --- one module


class _Quick:
    """The same few examples for every mutant: set when pytest has Hypothesis, not before."""

    def pytest_configure(self) -> None:
        import hypothesis

        hypothesis.settings.register_profile(
            "mutants", max_examples=40, derandomize=True, deadline=None
        )
        hypothesis.settings.load_profile("mutants")


class Within(_Quick):
    """A plugin of pytest's: when the tests are collected, every mutant is tried from there."""

    def __init__(self, short: str, left: list[Mutant], folder: str, lines: Lines) -> None:
        self._short, self._left, self._folder, self._lines = short, left, folder, lines

    def pytest_runtestloop(self, session) -> bool:
        imported = frozenset(self._lines.seen)
        self._lines.__exit__()
        assert session.items, "nothing was collected"
        assert not session.testsfailed, "what was collected has faults"
        told = Path(self._folder) / "reached"
        own, caches = functions(self._short)
        _, status = os.waitpid(forked(lambda: self._scout(session.items, caches, told)), 0)
        if status:
            os._exit(1)
        reached = pickle.loads(told.read_bytes())
        now, anew = [], []
        for mutant in self._left:
            at_import = mutant.named and imported & set(mutant.lines)
            called = mutant.inside and not at_import
            (now if called else anew).append(mutant)

        gc.freeze()  # so that no fork copies what is only looked through

        def work(mutant: Mutant) -> int:
            apart(self._folder)
            items = tested(session.items, reached, lambda r: bool(r.lines & set(mutant.lines)))
            bounded(sum(reached[item.nodeid].seconds for item in items))
            try:
                exchange(own, caches, mutant.code)
            except (KeyError, ValueError):
                return ANEW
            return SURVIVED if run(items, nothing, nothing) else SEEN

        ended = at_once(now, work)
        anew += [m for m, status in ended if os.waitstatus_to_exitcode(status) == ANEW]
        out = [m for m, status in ended if status == 0]
        told = reached, *([self._left.index(m) for m in found] for found in (out, anew))
        Path(self._folder, "told").write_bytes(pickle.dumps(told))
        os._exit(0)

    def _scout(self, items: list, caches: list, told: Path) -> int:
        reached, begun = {}, {}
        apart(self._folder)
        if self._short in STANDING:  # what a test begins with is among what it reaches
            importlib.import_module("tests.given.database").Database.keeps = False

        def begin(item) -> None:
            for cache in caches:  # what an earlier test worked out, this one does anew
                cache.cache_clear()
            self._lines.seen = set()
            begun[item] = time.process_time()

        def end(item) -> None:
            seconds = time.process_time() - begun[item]
            reached[item.nodeid] = Reached(seconds, frozenset(self._lines.seen))

        with self._lines:
            if not run(items, begin, end):
                return 1
        told.write_bytes(pickle.dumps(reached))
        return 0


class Anew(_Quick):
    """A plugin of pytest's: the tests that reach the module at all, the quickest first."""

    def __init__(self, reached: dict[str, Reached]) -> None:
        self._reached = reached

    def pytest_runtestloop(self, session) -> bool:
        if session.testsfailed:  # the module cannot even be imported
            os._exit(SEEN)
        items = tested(session.items, self._reached, lambda r: bool(r.lines))
        items += tested(session.items, self._reached, lambda r: not r.lines)
        bounded(sum(r.seconds for r in self._reached.values()))
        os._exit(SURVIVED if run(items, nothing, nothing) else SEEN)


def survivors(short: str) -> list[Mutant]:
    """The mutants of a module that no test saw; AssertionError if its tests fail unchanged."""
    left, begun, before = list(changes.of(short, place(short))), time.monotonic(), _spent()
    with tempfile.TemporaryDirectory() as folder:

        def within() -> int:
            with Lines(place(short)) as lines:
                importlib.import_module(MODULES[short][0])
                return _pytest(short, folder, Within(short, left, folder, lines)) or 1

        _, status = os.waitpid(forked(within), 0)
        if status:
            print(*(said.read_text()[-3000:] for said in Path(folder).glob("said-*")))
        assert status == 0, f"the tests of {short} do not pass as they are"
        reached, *found = pickle.loads(Path(folder, "told").read_bytes())
        out, anew = ([left[n] for n in numbers] for numbers in found)

        def again(mutant: Mutant) -> int:
            sys.meta_path.insert(0, _Instead(MODULES[short][0], mutant.code))
            return _pytest(short, folder, Anew(reached)) or SEEN

        out += [m for m, status in at_once(anew, again) if status == 0]
    seconds, spent = time.monotonic() - begun, _spent() - before
    tests = sum(r.seconds for r in reached.values())
    print(
        f"{short}: {len(left)} mutants, {len(left) - len(out)} seen, {len(anew)} by an import; "
        f"{len(reached)} tests of {tests:.0f} s; {seconds:.0f} s, {spent:.0f} s of processor",
        flush=True,
    )
    return out


def _spent() -> float:
    """Processor seconds of all that were waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def known() -> dict[tuple[str, str, str], str]:
    """The reason of each that may survive, by its kind."""
    told = tomllib.loads(SURVIVORS.read_text("utf-8")).get("survivor", [])
    return {(s["module"], s["line"], s["changed"]): s["reason"] for s in told}


def main(asked: list[str]) -> int:
    """Run the modules that are asked for, all of them if none is; 0 if all is explained."""
    for name in HEAVY.split():
        importlib.import_module(name)
    os.chdir(ROOT)
    os.environ.pop("SKOLEMILJO_TEST_POSTGRES", None)  # the rules are the same on both engines
    reasons, wrong = known(), 0
    for short in asked or MODULES:
        found = {m.kind: m for m in survivors(short)}
        for kind, m in found.items():
            if kind not in reasons:
                wrong += 1
                print(f"  survived at line {m.at}\n    - {m.line}\n    + {m.changed}")
        for kind in reasons:
            if kind[0] == short and kind not in found:
                wrong += 1
                print(f"  explained, but seen: {kind[2]}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
