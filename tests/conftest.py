"""What every test stands on: an empty school on each engine, people to be, a portal to look at."""

import functools
import itertools
import os
import shutil
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import bcrypt
import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from core.access import Person, Role
from core.cases import reading
from core.cases.opened import OpenedCase
from core.people import sessions
from core.school import settings
from core.school.reading import ReadingRules
from core.store import current
from core.store.engine import Store, Tx
from core.store.schema import people, school
from tests.given.database import Database
from tests.given.small_school import SMALL_SCHOOL

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 23, 9, 0)  # a Monday in school time: naive UTC, 10:00 in Norway
CHEAP_HASH = bcrypt.hashpw(b"demo", bcrypt.gensalt(4)).decode()
POSTGRES = os.environ.get("SKOLEMILJO_TEST_POSTGRES")


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


def one_school(store: Store) -> None:
    """The row that says which school an empty store is."""
    store.write(
        lambda tx: tx.insert(
            school.school, {"slug": "blank", "demonstration": False, "made_at": NOW}
        )
    )


def to(person: Person, found: OpenedCase) -> OpenedCase:
    """A case as it is opened to another person."""
    return reading.by_id(found.store, person, found.case_id)


@pytest.fixture(scope="session")
def _duckdb(tmp_path_factory):
    """An empty school in a file of this worker's own, made once: opening one takes 60 ms."""
    made = Database(current.make_store(tmp_path_factory.mktemp("duckdb") / "school"), NOW)
    yield made
    made.close()


@pytest.fixture(scope="session")
def _postgres(tmp_path_factory, worker_id):
    """A database of this worker's own with the tables in it, made once."""
    assert POSTGRES
    address = sa.make_url(POSTGRES).set(drivername="postgresql+psycopg")
    name = f"{address.database}_{worker_id}"
    server = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text(f'drop database if exists "{name}" with (force)'))
        connection.execute(sa.text(f'create database "{name}"'))
    own = address.set(database=name).render_as_string(hide_password=False)
    made = Database(current.make_store(tmp_path_factory.mktemp("postgres") / "school", own), NOW)
    yield made
    made.close()
    with server.connect() as connection:
        connection.execute(sa.text(f'drop database "{name}" with (force)'))
    server.dispose()


@pytest.fixture(params=["duckdb", *(["postgresql"] if POSTGRES else [])])
def _database(request):
    """A worker's database on each engine."""
    return request.getfixturevalue(f"_{request.param}".replace("postgresql", "postgres"))


@pytest.fixture
def store(_database, tmp_path):
    """An empty school; each test runs on DuckDB, and on PostgreSQL if its address is set.

    Tests share a worker's database, one after the other; one that is about the file makes its own.
    """
    folder = tmp_path / "school"
    folder.mkdir()
    found = _database.empty(folder)
    found.clock = Clock()
    yield found
    # Not closed, as `use(None)` would: the next test goes on with it.
    current._store = None


@pytest.fixture
def once(_database, store, request):
    """`once("people", make)`: what `make` writes into the empty `store` and answers.

    Made for the first test of a file that asks and copied for its others.
    """
    return lambda key, make: _database.once((request.module.__name__, key), make)


@pytest.fixture
def small_school(_database, store):
    """`small_school("rektor eli")`: these of its people, made once for all files that ask so."""

    def go(names: str) -> SimpleNamespace:
        def people():
            return {name: add_person(store, name, *SMALL_SCHOOL[name]) for name in names.split()}

        return SimpleNamespace(**_database.once(("small school", names), people))

    return go


@pytest.fixture(scope="session")
def worker_id():
    """The name of this xdist worker; "master" if there is none."""
    return os.environ.get("PYTEST_XDIST_WORKER", "master")


_numbers = itertools.count(1)


def add_person(store: Store, name: str, *roles: Role) -> Person:
    """An account with these roles in force."""
    person_id, called = uuid.uuid4(), f"{name.capitalize()} {next(_numbers)}"

    def work(tx: Tx) -> None:
        tx.insert(
            people.person,
            {
                "person_id": person_id,
                "sign_in_name": name,
                "name": called,
                "password_hash": CHEAP_HASH,
                "must_change_password": False,
                "active": True,
                "made_at": tx.now,
                "version": 1,
            },
        )
        for role in roles:
            tx.insert(
                people.role_grant,
                {
                    "grant_id": uuid.uuid4(),
                    "person_id": person_id,
                    "role": str(role),
                    "granted_at": tx.now,
                    "confirmed_at": tx.now,
                },
            )

    store.write(work)
    # As `directory.load` answers (tests/unit/people/test_directory.py): asking each would take
    # seven statements.
    return Person(
        person_id=person_id,
        sign_in_name=name,
        name=called,
        roles=frozenset(roles),
        deputy=settings.load(store, ReadingRules).deputy,
    )


# Fewer reports than a demonstration has: each of the workers makes it once.
DEMO_REPORTS = 70


@pytest.fixture(scope="session")
def _demo_file(tmp_path_factory):
    """The demonstration school Hvam, made once."""
    from core import demonstration

    folder = tmp_path_factory.mktemp("demo") / "hvam"
    demonstration.make(folder, "hvam", DEMO_REPORTS)
    return folder


@pytest.fixture
def demo(_demo_file, tmp_path):
    """A copy of the demonstration school Hvam that the test may change, served by the process."""
    folder = tmp_path / "demo"
    shutil.copytree(_demo_file, folder)
    found = current.connect(folder)
    current.use(found)
    yield found
    current.use(None)


@pytest.fixture(scope="session", autouse=True)
def _components_looked_for_once():
    """AppTest looks through every installed package at each visit; two thirds of its time."""
    from streamlit.components.v2 import manifest_scanner

    before = manifest_scanner.scan_component_manifests
    manifest_scanner.scan_component_manifests = functools.cache(before)
    yield
    manifest_scanner.scan_component_manifests = before


@pytest.fixture
def visit(demo):
    """Open a page as somebody: `visit("oversikt", "rektor")`; None is nobody signed in."""

    def go(path: str, name: str | None = None, **query: str) -> AppTest:
        from core.ui.kit.files import FILES, WITHOUT_SIGN_IN

        at = AppTest.from_file(str(ROOT / "core" / "shell.py"), default_timeout=30)
        if name:
            person_id, _ = sessions.password_hash(demo, name)
            at.session_state["sid"] = sessions.begin(demo, person_id, name)[0]
        public = path in WITHOUT_SIGN_IN
        at.context["url"] = f"http://localhost:8501/{path if public else 'konto'}"
        at.run()
        # Only a protected page asks who is here and then registers her own pages.
        steps = [path] if public or name is None else ["konto", path]
        for step in steps:
            at.switch_page(f"../pages/{FILES[step]}")
            for key, value in query.items():
                at.query_params[key] = value
            at.run()
        return at

    return go
