"""The demonstration school: invented people and two school years, the same for the same seed."""

import random
import uuid
from pathlib import Path

import bcrypt

from core import store_open
from core.access import Role
from core.store.engine import Store, Tx
from core.store.schema import people, school

PASSWORD = "demo"
ACCOUNTS = {
    "rektor": ("Ragnhild Solbakken", [Role.REKTOR]),
    "assrektor": ("Aslak Myrvold", [Role.ASSREKTOR]),
    "avdelingsleder": ("Dagny Haugland", [Role.AVDELINGSLEDER]),
    "elevtjeneste": ("Eli Tangen", [Role.ELEVTJENESTE]),
    "kontaktlarer": ("Kåre Nordli", [Role.KONTAKTLARER, Role.LARER]),
    "larer": ("Liv Brekke", [Role.LARER]),
    "su": ("Sunniva Elvestad", [Role.SU]),
    "skoleeier": ("Steinar Fossum", [Role.SKOLEEIER]),
    "redaktor": ("Reidun Åsheim", [Role.REDAKTOR]),
    "systemansvarlig": ("Sverre Lien", [Role.SYSTEMANSVARLIG]),
}
NOT_EMPLOYED_HERE = (Role.SU, Role.SKOLEEIER, Role.REDAKTOR, Role.SYSTEMANSVARLIG)


def make(folder: Path, slug: str, reports: int | None = None, seed: int = 1) -> None:
    """A new data folder with the fictional school."""
    store = store_open.make_store(folder)
    fill(store, slug, seed)
    store.engine.dispose()


def fill(store: Store, slug: str, seed: int = 1) -> None:
    """Everything of the demonstration in an empty store."""
    chance = random.Random(seed)
    hashed = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()

    def work(tx: Tx) -> None:
        tx.insert(school.school, {"slug": slug, "demonstration": True, "made_at": tx.now})
        for sign_in_name, (name, roles) in ACCOUNTS.items():
            person_id = uuid.UUID(int=chance.getrandbits(128), version=4)
            tx.insert(
                people.person,
                {
                    "person_id": person_id,
                    "sign_in_name": sign_in_name,
                    "name": name,
                    "password_hash": hashed,
                    "must_change_password": False,
                    "active": True,
                    "made_at": tx.now,
                    "version": 1,
                },
            )
            employed = [] if roles[0] in NOT_EMPLOYED_HERE else [Role.ANSATT]
            for role in [*roles, *employed]:
                tx.insert(
                    people.role_grant,
                    {
                        "grant_id": uuid.UUID(int=chance.getrandbits(128), version=4),
                        "person_id": person_id,
                        "role": str(role),
                        "granted_at": tx.now,
                        "confirmed_at": tx.now,
                    },
                )

    store.write(work)
