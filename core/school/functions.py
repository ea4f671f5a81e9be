"""The words of the plan's column Ansvar: who holds each now, and who steps in for her.

A function is what somebody is responsible for; a role is what her account may. Those that follow
from a class, a department or a role (kontaktlærer, avdelingsleder, ansatte …) have no holder here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from core.presets import file as preset_file
from core.store.engine import Store, Tx
from core.store.schema.people import function


@dataclass(frozen=True)
class Function:
    """One word of the column, with who answers for it."""

    function_id: str
    names: dict[str, str]
    holder_id: UUID | None
    deputy_id: UUID | None


def everyone(store: Store) -> dict[str, Function]:
    """All functions of the school by id, in the order of their names."""

    def make() -> dict[str, Function]:
        f = function
        rows = store.rows(sa.select(f).where(store.mine(f)))
        found = [Function(r.function_id, r.names, r.holder_id, r.deputy_id) for r in rows]
        return {x.function_id: x for x in sorted(found, key=lambda x: x.names["nb"].lower())}

    return store.remember("functions", [function], make)


def named(store: Store, function_ids: tuple[str, ...], language: str) -> list[str]:
    """What the plan calls these, in their order there."""
    known = everyone(store)
    return [
        known[i].names.get(language) or known[i].names["nb"] if i in known else i
        for i in function_ids
    ]


SHAPE = {"function": [{"id": str, "nb": str, "nn": str}]}


def load(folder: Path) -> list[tuple[str, dict[str, str]]]:
    """(id, names) of a preset's functions; a mistake is refused with file, row and cure."""
    file = preset_file.read(folder, "functions.toml", SHAPE)
    out: dict[str, dict[str, str]] = {}
    for row, told in file.tables("function"):
        function_id = file.filled(row, told, "id")
        if function_id in out:
            raise file.fault(row, "preset.error.twice", name="id", value=function_id)
        out[function_id] = {n: file.filled(row, told, n) for n in preset_file.LANGUAGES}
    return list(out.items())


def install(tx: Tx, folder: Path) -> None:
    """The functions of a preset, held by nobody yet."""
    tx.insert(function, *({"function_id": i, "names": names} for i, names in load(folder)))
