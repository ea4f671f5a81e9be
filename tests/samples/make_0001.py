"""How a sample is made: run it with the program of that revision, and pack the folder.

python tests/samples/make_0001.py FOLDER && tar -C FOLDER -cJf tests/samples/0001.tar.xz .

A school with an account or two, reports, a conversation, a case with its plan, and a backup of it
all; everything in it is invented, so its key may lie beside it.
"""

import sys
from datetime import timedelta
from pathlib import Path

from core.duties import Kind

from core import (
    accounts,
    case_people,
    cases,
    form_versions,
    inbox,
    journal,
    measures,
    messages,
    people,
    plan_input,
    receipt,
    reports,
    set_up,
    store_open,
)
from core.access import Role
from core.store import backup


def make(folder: Path) -> None:
    """The school."""
    assert set_up.init(folder, "hvam", "sysadm")["exit"] == 0
    store = store_open.connect(folder)
    rita = people.load(store, accounts.add(store, None, "rita", "Rita", {Role.REKTOR})[0])
    accounts.add(store, None, "olga", "Olga", {Role.SKOLEEIER})
    form = form_versions.current(store)
    told = [{"what_happened": f"Noen stenger meg ute, {n}", "reporter": "self"} for n in range(4)]
    codes = [reports.send(store, form, answers, receipt.new_token()) for answers in told]
    ids = [receipt.report_id(store, code) for code in codes]
    messages.send_to_school(store, ids[0], "Er noen der?", "t1")
    inbox.open_report(store, rita, ids[0])
    messages.send_to_student(store, rita, ids[0], "Ja, vi er her.", "t2")
    inbox.close(store, rita, ids[1], "Sendt to ganger")
    case = cases.by_number(store, rita, cases.from_report(store, rita, ids[2], True))
    exposed = case_people.of(store, case.case_id)[0].case_person_id
    today = store.today()
    points = measures.Points("Alene", "Voksen i gangen", today, "Rita", today + timedelta(days=14))
    measures.save(store, rita, case.case_id, exposed, points)
    case_people.said(store, rita, case.case_id, exposed, Kind.HEARD, "Hun vil ha med en venn")
    journal.write(store, rita, case.case_id, "investigate", "Snakket med klassen")
    plan_input.submit(store, rita, "Mer lys i garderoben")
    (folder / "codes").write_text("\n".join(codes))
    backup.backup(store, folder / "backup")
    store.engine.dispose()


if __name__ == "__main__":
    make(Path(sys.argv[1]))
