"""The people of the demonstration, all invented: accounts, roles, who teaches and leads what."""

import random
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import bcrypt

from core.access import READERS, STAFF, Role
from core.demonstration.world import new_id
from core.store.engine import Tx
from core.store.schema import people

PASSWORD = "demo"  # noqa: S105 - everyone knows it: only a demonstration accepts it
# Cheap on purpose: everyone knows the password, and a test signs in a thousand times.
ROUNDS = 4
R = Role


@dataclass(frozen=True)
class CastAccount:
    """Someone who signs in."""

    sign_in_name: str
    name: str
    roles: tuple[Role, ...]


# The first ten names are fixed by the contract.
ACCOUNTS = (
    CastAccount("rektor", "Ragnhild Solbakken", (R.REKTOR,)),
    CastAccount("assrektor", "Aslak Myrvold", (R.ASSREKTOR,)),
    CastAccount("avdelingsleder", "Dagny Haugland", (R.AVDELINGSLEDER,)),
    CastAccount("elevtjeneste", "Eli Tangen", (R.ELEVTJENESTE,)),
    CastAccount("kontaktlarer", "Kåre Nordli", (R.KONTAKTLARER, R.LARER)),
    CastAccount("larer", "Liv Brekke", (R.LARER,)),
    CastAccount("su", "Sunniva Elvestad", (R.SU,)),
    CastAccount("skoleeier", "Steinar Fossum", (R.SKOLEEIER,)),
    CastAccount("redaktor", "Reidun Åsheim", (R.REDAKTOR,)),
    CastAccount("systemansvarlig", "Sverre Lien", (R.SYSTEMANSVARLIG,)),
    CastAccount("elevtjeneste2", "Gunhild Rustad", (R.ELEVTJENESTE,)),
    CastAccount("elevtjeneste3", "Halvor Skaret", (R.ELEVTJENESTE,)),
    CastAccount("avdelingsleder2", "Torgeir Flåten", (R.AVDELINGSLEDER,)),
    CastAccount("avdelingsleder3", "Bente Lauvdal", (R.AVDELINGSLEDER,)),
    CastAccount("larer2", "Jorunn Kvisla", (R.LARER,)),
    CastAccount("larer3", "Aksel Dyrdal", (R.LARER,)),
    CastAccount("su2", "Tiril Opsund", (R.SU,)),
    CastAccount("su3", "Mikkel Hestnes", (R.SU,)),
)
# Contact teachers beyond the first, as many as there are classes.
FIRST = ["Anders", "Berit", "Cato", "Ellinor", "Finn", "Gro", "Hilde", "Ivar", "Jostein", "Karin"]
FIRST += ["Lars", "Målfrid", "Nils", "Oddny", "Petter", "Runa", "Sigurd", "Tove", "Unni", "Vidar"]
LAST = ["Bjørkli", "Dalseng", "Engmark", "Furulund", "Granmo", "Holtet", "Krokan", "Leirvåg"]
LAST += ["Moseng", "Nygjerdet", "Osland", "Røysland", "Sandmæl", "Torpe", "Ulsrud", "Vestlien"]


def teachers(count: int, chance: random.Random) -> list[CastAccount]:
    """More contact teachers: kontaktlarer2, kontaktlarer3 and so on."""
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    return [
        CastAccount(f"kontaktlarer{n}", name, (R.KONTAKTLARER, R.LARER))
        for n, name in enumerate(chance.sample(names, count), 2)
    ]


def insert(
    tx: Tx, accounts: list[CastAccount], chance: random.Random, known: dict[int, datetime]
) -> dict[str, UUID]:
    """Every account with its roles in force; the ids by sign-in name.

    `known` has the moment in each school year at which readers said that they know the rules.
    """
    hashed = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(ROUNDS)).decode()
    ids = {account.sign_in_name: new_id(chance) for account in accounts}
    tx.insert(
        people.person,
        *(
            {
                "person_id": ids[account.sign_in_name],
                "sign_in_name": account.sign_in_name,
                "name": account.name,
                "password_hash": hashed,
                "must_change_password": False,
                "active": True,
                "made_at": tx.now,
                "version": 1,
            }
            for account in accounts
        ),
    )
    tx.insert(
        people.role_grant,
        *(
            {
                "grant_id": new_id(chance),
                "person_id": ids[account.sign_in_name],
                "role": str(role),
                "granted_at": tx.now,
                "confirmed_at": tx.now,
            }
            for account in accounts
            for role in (*account.roles, *((R.ANSATT,) if STAFF & {*account.roles} else ()))
        ),
    )
    tx.insert(
        people.privacy_known,
        *(
            {"person_id": ids[account.sign_in_name], "school_year": year, "said_at": said}
            for account in accounts
            if READERS & {*account.roles}
            for year, said in known.items()
        ),
    )
    return ids
