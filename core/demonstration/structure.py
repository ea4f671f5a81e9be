"""The school around the people: presets, departments, classes of two years, functions, bodies."""

from datetime import timedelta
from uuid import UUID

from core.demonstration import cast, classes
from core.demonstration.cast import CastAccount
from core.demonstration.clockwork import at, school_begins
from core.demonstration.world import World
from core.presets import schools
from core.school.year import school_year
from core.store.engine import Tx
from core.store.schema import people, school, wheel

LEADERS = ("avdelingsleder", "avdelingsleder2", "avdelingsleder3")
DEPUTIES = {"rektor": "assrektor", "miljoveileder": "elevtjeneste2", "elevradskontakt": "larer2"}
# Who holds what the plan calls these; a function that the school does not have is left out.
HOLDERS = {
    "rektor": "rektor",
    "assrektor": "assrektor",
    "rektors-stedfortreder": "assrektor",
    "avdelingsleder-elevtjenester": "avdelingsleder2",
    "avdelingsleder-idrettsfag": "avdelingsleder",
    "miljoveileder": "elevtjeneste",
    "radgiver": "elevtjeneste2",
    "sosped-radgiver": "elevtjeneste2",
    "karriereveileder": "elevtjeneste2",
    "helsesykepleier": "elevtjeneste3",
    "elevradskontakt": "larer",
    "folkehelsekoordinator": "larer2",
    "leder-su": "larer3",
}
COMMITTEE = ("rektor", "assrektor", "larer3", "su", "su2", "su3")
OF_STAFF = ("rektor", "assrektor", "avdelingsleder", "avdelingsleder2", "avdelingsleder3")


def build(tx: Tx, world: World) -> None:
    """Everything that stands before the first report comes."""
    tx.insert(school.school, {"slug": world.slug, "demonstration": True, "made_at": tx.now})
    schools.install(tx, world.slug)
    named, invented = classes.load(schools.FOLDER / world.slug)
    accounts = [*cast.ACCOUNTS, *cast.teachers(len(invented) - 1, world.chance)]
    this_year = school_year(world.today)
    years = (this_year - 1, this_year)
    known = {year: at(school_begins(year) - timedelta(days=7), 8) for year in years}
    ids = cast.insert(tx, accounts, world.chance, known)
    leaders = {d: ids[name] for d, name in zip(named, LEADERS, strict=False)}
    classes.insert_departments(tx, named, leaders)
    contact = [ids[a.sign_in_name] for a in accounts if "kontaktlarer" in a.sign_in_name]
    for year in years:
        # A contact teacher follows their class: the year before, the lists stood one further on.
        turned = contact if year == this_year else contact[1:] + contact[:1]
        classes.insert(tx, year, invented, turned, _taught(len(invented), accounts, ids))
    _functions(tx, ids)
    _bodies(tx, ids)


def _taught(count: int, accounts: list[CastAccount], ids: dict[str, UUID]) -> dict[int, list[UUID]]:
    """Each class has three teachers beside its contact teacher; `larer` has the first two."""
    names = [a.sign_in_name for a in accounts if "larer" in a.sign_in_name]
    teaching = {n: [ids[names[(n + step) % len(names)]] for step in (3, 7)] for n in range(count)}
    for n in (0, 1):
        teaching[n] = list({*teaching[n], ids["larer"]})
    return teaching


def _functions(tx: Tx, ids: dict[str, UUID]) -> None:
    for function_id, holder in HOLDERS.items():
        deputy = DEPUTIES.get(function_id)
        tx.update(
            people.function,
            people.function.c.function_id == function_id,
            holder_id=ids[holder],
            deputy_id=ids[deputy] if deputy else None,
        )


def _bodies(tx: Tx, ids: dict[str, UUID]) -> None:
    bodies = [row.body_id for row in tx.execute(wheel.body.select().where(tx.mine(wheel.body)))]
    for body_id in bodies:
        members: tuple[str, ...] = COMMITTEE if body_id in ("su", "smu") else OF_STAFF
        if body_id == "elevrad":
            members = ("larer", "rektor")
        tx.insert(
            wheel.body_member,
            *({"body_id": body_id, "person_id": ids[name], "added_at": tx.now} for name in members),
        )
