"""What a staff page must cost at least: its elements from constants, its own statements raw."""

import json
import logging
import time
from pathlib import Path

import pyarrow.ipc
from sqlalchemy import event
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest

from core.people import sessions
from core.store import current
from core.ui.kit.files import FILES
from tests.load import stload
from tests.load.served import ROOT

RUNS = 20
PAUSE = 0.1  # seconds


async def seen(options, sent: bool = False) -> list:
    """Every element of a page's first run: [path, kind, facts], for elements.py to draw.

    With `sent`, of the run in which the options' button was pressed.
    """
    visitor = stload.Visitor(options, 0)
    await visitor.connect()
    receive, raw = visitor.ws.recv, []

    async def heard(*args, **kwargs):
        message = await receive(*args, **kwargs)
        raw.append(message)
        return message

    visitor.ws.recv = heard
    await visitor.render()
    if sent:
        raw.clear()
        await visitor.submit(0, "")
    await visitor.close()
    found = []
    for data in raw:
        message = ForwardMsg()
        message.ParseFromString(data)
        if message.WhichOneof("type") != "delta":
            continue
        path = list(message.metadata.delta_path)
        if message.delta.HasField("add_block"):
            flex = message.delta.add_block.flex_container
            facts = {"border": flex.border, "horizontal": flex.direction == 2}
            found.append([path, "block", facts])
        elif message.delta.HasField("new_element"):
            kind = message.delta.new_element.WhichOneof("type")
            found.append([path, kind, _facts(getattr(message.delta.new_element, kind))])
    return found


def _facts(proto) -> dict:
    facts = {n: getattr(proto, n, "") for n in ("body", "label", "spec", "query_string", "url")}
    facts = {n: v for n, v in facts.items() if isinstance(v, str)}
    if proto.DESCRIPTOR.name == "VegaLiteChart":
        sets = {d.name: _rows(d.data.data) for d in proto.datasets}
        facts["spec"] = json.dumps({**json.loads(proto.spec), "datasets": sets}, default=str)
    if proto.DESCRIPTOR.name == "Dataframe":
        facts["rows"] = json.loads(json.dumps(_rows(proto.arrow_data.data), default=str))
    facts["num_pages"] = getattr(proto, "num_pages", 0)
    facts["key"] = getattr(proto, "id", "").rsplit("-", 1)[-1]
    facts["captions"] = [str(caption) for caption in getattr(proto, "captions", ())]
    facts["options"] = [getattr(o, "content", o) for o in getattr(proto, "options", ())]
    return facts


def _rows(arrow: bytes) -> list[dict]:
    return pyarrow.ipc.open_stream(arrow).read_all().to_pylist() if arrow else []


def statements_ms(folder: Path, page: str, name: str) -> float:
    """CPU in ms of what a later run of this page asks, run raw, and of opening the rows shown."""
    store = current.connect(folder)
    current.use(store)
    asked: list = []
    opened: list = []
    logging.disable(logging.WARNING)  # a run without a server is told of

    def note(_connection, _cursor, statement, parameters, _context, _many):
        asked.append((statement, parameters))

    try:
        person_id, _ = sessions.password_hash(store, name)
        at = AppTest.from_file(str(ROOT / "core" / "shell.py"), default_timeout=60)
        at.session_state["sid"] = sessions.begin(store, person_id, name)[0]
        at.context["url"] = "http://localhost:8501/konto"
        at.run()
        for step in ("konto", page, page):
            at.switch_page(f"../pages/{FILES[step]}")
            at.run()
        event.listen(store.engine, "before_cursor_execute", note)
        unseal = store.box.unseal
        store.box.unseal = lambda sealed, row: opened.append((sealed, row)) or unseal(sealed, row)
        at.run()
        event.remove(store.engine, "before_cursor_execute", note)
        with store.engine.connect() as connection:
            spent = 0.0
            for _ in range(RUNS):
                time.sleep(PAUSE)  # as the portal: without a loop's warm caches
                begun = time.process_time()
                for statement, parameters in asked:
                    connection.exec_driver_sql(statement, parameters).all()
                for sealed, row in opened:
                    unseal(sealed, row)
                spent += time.process_time() - begun
            return 1000 * spent / RUNS
    finally:
        logging.disable(logging.NOTSET)
        current.use(None)


def write(found: list, file: Path) -> None:
    """Keep the elements for the bare page."""
    file.write_text(json.dumps(found), "utf-8")
