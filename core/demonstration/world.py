"""What every story of the demonstration needs: the school, its people, chance, the texts."""

import random
import uuid
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from core.access import Person
from core.demonstration.clockwork import Clockwork
from core.demonstration.texts import Writer
from core.people import directory
from core.store.engine import Store
from core.store.schema.people import person as person_table


@dataclass(kw_only=True)
class World:
    """One demonstration being made."""

    store: Store
    slug: str
    today: date
    chance: random.Random
    clockwork: Clockwork
    writer: Writer
    _ids: dict[str, UUID] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """Someone by their sign-in name, as they stand now."""
        if name not in self._ids:
            p = person_table
            row = self.store.row(
                sa.select(p.c.person_id).where(self.store.mine(p), p.c.sign_in_name == name)
            )
            assert row is not None, name
            self._ids[name] = row.person_id
        found = directory.load(self.store, self._ids[name])
        assert found is not None, name
        return found

    def own_chance(self) -> random.Random:
        """A chance of its own for one story, so that stories do not disturb each other."""
        return random.Random(self.chance.getrandbits(64))


def new_id(chance: random.Random) -> UUID:
    """A key like any other, the same for the same seed."""
    return uuid.UUID(int=chance.getrandbits(128), version=4)


def token(chance: random.Random) -> str:
    """What a form page would have made."""
    return f"{chance.getrandbits(128):032x}"
