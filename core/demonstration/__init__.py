"""The demonstration school: invented people and two school years, the same for the same seed.

What people do in it is done through the services that the pages use, with a clock that is moved;
so its facts, its chains and its states are true.
"""

import contextlib
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from core.demonstration import bulk, carry, cast, reporting, structure, year
from core.demonstration.clockwork import Clockwork, at, school_begins
from core.demonstration.texts import Writer
from core.demonstration.world import World, new_id
from core.school.year import school_year
from core.store import closed_day, current, day_seals, making
from core.store.engine import Store

PASSWORD = cast.PASSWORD
REPORTS = 200  # of the two years, if no other number is asked for
BY_HAND = 200  # of more, so many are lived through one by one; the rest is written in bulk


def make(
    folder: Path,
    slug: str,
    reports: int | None = None,
    seed: int = 1,
    today: date | None = None,
) -> None:
    """A new data folder with the fictional school."""
    with making.making(folder):
        _make(folder, slug, reports, seed, today)


def _make(folder: Path, slug: str, reports: int | None, seed: int, today: date | None) -> None:
    store = current.make_store(folder)
    try:
        with carry.drafts() as place:
            draft = carry.draft(store, Path(place))
            fill(draft, slug, reports, seed, today)
            carry.everything(draft, store)
            draft.engine.dispose()
        # What was withdrawn was not carried along, so no byte of it waits for the night.
        yesterday = (today or store.today()) - timedelta(days=1)
        store.write(lambda tx: closed_day.note(tx, yesterday))
        more = (reports or 0) - BY_HAND
        if more > 0:
            today = today or store.today()
            began = school_begins(school_year(today) - 1)
            bulk.write(store, slug, more, random.Random(seed + 1), began, today)
        day_seals.seal_days(store, carry.events)
        store.renew_heads()  # most of it did not go through its own writes
    finally:
        store.engine.dispose()


def fill(
    store: Store,
    slug: str,
    reports: int | None = None,
    seed: int = 1,
    today: date | None = None,
) -> None:
    """Everything of the demonstration in an empty store, up to the evening before `today`."""
    chance = random.Random(seed)
    today = today or store.today()
    clockwork = Clockwork(store, at(today, 0))
    world = World(
        store=store,
        slug=slug,
        today=today,
        chance=chance,
        clockwork=clockwork,
        writer=Writer(chance, slug),
    )
    began = school_begins(school_year(today) - 1)
    clockwork.now = at(began - timedelta(days=10), 9)
    with _keys_by(store, chance), _clock(store, clockwork):
        store.write(lambda tx: structure.build(tx, world))
        year.plan(world)
        wanted = REPORTS if reports is None else reports
        if wanted:
            reporting.plan(world, began, min(wanted, BY_HAND))
        clockwork.run()


@contextlib.contextmanager
def _clock(store: Store, clockwork: Clockwork) -> Iterator[None]:
    before = store.clock
    store.clock = lambda: clockwork.now
    try:
        yield
    finally:
        store.clock = before


@contextlib.contextmanager
def _keys_by(store: Store, chance: random.Random) -> Iterator[None]:
    """Keys made by chance, so that the same seed gives the same addresses and widget keys.

    Only here, where nobody's secret hangs on them; codes and passwords are not made this way.
    """
    before, own = store.new_id, random.Random(chance.getrandbits(64))
    store.new_id = lambda: new_id(own)
    try:
        yield
    finally:
        store.new_id = before
