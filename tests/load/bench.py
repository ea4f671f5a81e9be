"""The portal's figures, each beside its floor from the same run; nothing is asserted here.

`make bench` runs all; PARTS="visit start" some of them, REPORTS=50000 with a smaller big school,
BIG=folder with one that is there already, KEPT=60 with tabs that are kept for a minute and not ten.
"""

import asyncio
import contextlib
import json
import os
import re
import statistics
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from core import demonstration
from core.people import sessions
from core.store import current
from tests.load import crowd, page_floor, served, stload

CODE = r"[a-zæøå0-9]+(-[a-zæøå0-9]+){3,}"  # the receipt code of the contract
ROUNDS = 7  # alternating, so that a busy machine is busy for both
SECONDS = 4  # of visits, a round
RUNS = 20  # of a staff page
PAUSE = 0.1  # seconds between two of them
WARM = 5.0  # seconds: the portal imports what staff pages need after its first visitor
# The floor that never moves, whatever the portal's form asks: six fields, one button, one insert.
SIX = Path(__file__).parent / "six_fields.json"
CLASS_STARTS = 3  # of 300 at once, in turns with the floor's, each on a server of its own
FIELD_KINDS = {
    *("text_area", "text_input", "radio", "selectbox", "multiselect", "button_group", "checkbox")
}
# What a visitor answers beside the text; the rest is left as the page offers it.
ANSWERS: list[str] = []

table: list[tuple[str, str, str, str, str]] = []


def row(what: str, ours: str, floor: str, ratio: str, aim: str) -> None:
    """Print a line of the table as soon as it is known."""
    if not table:
        head = ("figure", "portal", "floor", "ratio", "aim")
        print("{:<58} {:>12} {:>12} {:>7}  {}".format(*head), flush=True)
    table.append((what, ours, floor, ratio, aim))
    print("{:<58} {:>12} {:>12} {:>7}  {}".format(*table[-1]), flush=True)


def against(what: str, unit: str, ours: float, floor: float, aim: str) -> None:
    row(what, f"{ours:.1f} {unit}", f"{floor:.1f} {unit}", f"{ours / floor:.2f}", aim)


def pairs(what: str, unit: str, both: list[tuple[float, float]], aim: str) -> None:
    """Rounds in which portal and floor took turns; the ratio is that of the middle round.

    A machine that others use is slow for half a minute and quick the next.
    """
    ours, floor = (statistics.median(side) for side in zip(*both, strict=True))
    ratio = statistics.median(o / f for o, f in both)
    row(what, f"{ours:.1f} {unit}", f"{floor:.1f} {unit}", f"{ratio:.2f}", aim)


def report_options(server: served.Server, *more: str):
    answers = [part for answer in ANSWERS for part in ("--set", answer)]
    return served.options(
        server.url, "--page", "meld", "--submit", "key:report_send", "--ack", CODE,
        "--set", "key:answer_what_happened=Målt besøk {uuid}", *answers, *more, pid=server.pid,
    )  # fmt: skip


def bare_options(server: served.Server, *more: str):
    return served.options(
        server.url, "--submit", "key:report_send", "--ack", "Saved", *more, pid=server.pid
    )


def load(options) -> dict:
    return asyncio.run(stload.Load(options).run())


def shell_bytes(url: str) -> int:
    """Everything that a browser fetches before the first run: the page, its scripts and styles."""

    def fetch(path: str) -> bytes:
        with urllib.request.urlopen(urllib.parse.urljoin(url, path)) as answer:
            return answer.read()

    page = fetch("/")
    named = re.findall(r'(?:src|href)="([^"]+\.(?:js|css|woff2|png)(?:\?[^"]*)?)"', page.decode())
    return len(page) + sum(len(fetch(path)) for path in set(named))


async def first_page(options) -> stload.Page:
    visitor = stload.Visitor(options, 0)
    await visitor.connect()
    page = await visitor.render()
    await visitor.close()
    return page


def same_fields(page: stload.Page, file: Path) -> None:
    """The fields of the report page, for the bare page to draw."""
    fields = []
    for widget in page.widgets.values():
        key = widget.id.rsplit("-", 1)[-1]
        if widget.kind not in FIELD_KINDS or not key.startswith("answer_"):
            continue
        proto = widget.proto
        found = [getattr(o, "content", o) for o in getattr(proto, "options", ())]
        mode = "multi" if getattr(proto, "click_mode", 0) else "single"
        fields.append(
            {"name": key, "kind": widget.kind, "label": widget.label, "options": found,
             "mode": mode}
        )  # fmt: skip
    file.write_text(json.dumps(fields), "utf-8")


def visit(folder: Path, scratch: Path) -> None:
    """One visit to /meld, opened and sent, against three bare pages with one raw insert.

    The same elements, as they were seen in both its runs; the same fields; the six that never move.
    """
    fields, drawn, then = (scratch / f"{name}.json" for name in ("fields", "drawn", "then"))
    with served.portal(folder) as portal:
        page = asyncio.run(first_page(report_options(portal)))
        same_fields(page, fields)
        page_floor.write(asyncio.run(page_floor.seen(report_options(portal))), drawn)
        page_floor.write(asyncio.run(page_floor.seen(report_options(portal), sent=True)), then)
        same = {
            "BENCH_ELEMENTS": str(drawn),
            "BENCH_THEN": str(then),
            "BENCH_DATABASE": str(scratch / "same.duckdb"),
        }
        with (
            served.bare("elements.py", **same) as alike,
            _bare(fields, scratch / "bare.duckdb") as bare,
            _bare(SIX, scratch / "six.duckdb") as six,
        ):
            floors = (
                ("visit to /meld, open and send: server CPU", alike, "≤ 1.4"),
                ("… beside six bare fields and one insert", six, "≤ 1.6"),
                ("… beside its own fields alone, bare", bare, ""),
            )
            churn = ("--mode", "churn", "-n", "2", "--seconds", str(SECONDS))
            ours: list[dict] = []
            beside: dict[str, list[dict]] = {what: [] for what, _, _ in floors}
            for _ in range(ROUNDS):
                for what, floor, _ in floors:
                    beside[what].append(load(bare_options(floor, *churn)))
                ours.append(load(report_options(portal, *churn)))
            every = [*ours, *(r for found in beside.values() for r in found)]
            errors = sum(r["error_count"] for r in every)
            if errors or not all("cpu_ms_per_visit" in r for r in every):
                print([r["errors"] for r in every if r["error_count"]][:1])
            for what, _, aim in floors:
                cpu = [
                    (o["cpu_ms_per_visit"], f["cpu_ms_per_visit"])
                    for o, f in zip(ours, beside[what], strict=True)
                ]
                pairs(what, "ms", cpu, aim)
            sent = page.bytes / 1024, asyncio.run(first_page(bare_options(bare))).bytes / 1024
            whole = [
                b + shell_bytes(at.url) / 1024 for b, at in zip(sent, (portal, bare), strict=True)
            ]
            against(
                "bytes of the page, uncompressed: its shell and the first run",
                "kB",
                *whole,
                "≤ 1.1",
            )
            against("… of the first run alone", "kB", *sent, "")
            row("… errors in the visits", str(errors), "", "", "0")


def _bare(fields: Path, database: Path):
    """A bare page with these fields and one raw insert."""
    return served.bare("bare.py", BENCH_FIELDS=str(fields), BENCH_DATABASE=str(database))


async def _student(options, index: int, delay: float, out: dict[str, list[float]]) -> str | None:
    visitor = stload.Visitor(options, index)
    await asyncio.sleep(delay)
    try:
        async with asyncio.timeout(options.timeout):
            begun = time.perf_counter()
            await visitor.connect()
            await visitor.render()
            out["open"].append(time.perf_counter() - begun)
        await asyncio.sleep(2)  # even the fastest student reads something
        async with asyncio.timeout(options.timeout):
            begun = time.perf_counter()
            await visitor.submit(0, str(index))
            out["send"].append(time.perf_counter() - begun)
    except Exception as error:  # noqa: BLE001 - every failure is counted
        return f"{type(error).__name__}: {error}"[:120]
    finally:
        await visitor.close()
    return None


async def _students(
    options, count: int, seconds: float
) -> tuple[dict[str, list[float]], list[str]]:
    out: dict[str, list[float]] = {"open": [], "send": []}
    ends = await asyncio.gather(
        *(_student(options, i, seconds * i / count, out) for i in range(count))
    )
    return out, [e for e in ends if e]


def p95(seconds: list[float]) -> float:
    return 1000 * sorted(seconds)[int(0.95 * len(seconds))] if seconds else float("nan")


def arrival(folder: Path, scratch: Path) -> None:
    """A class start: 300 sessions at once; a school: 1,000 students over a minute."""
    drawn, errors = [], 0
    for turn in range(CLASS_STARTS):
        at_once = ("--mode", "render", "-n", "300")
        with _bare(SIX, scratch / f"class{turn}.duckdb") as six:
            bare = load(bare_options(six, *at_once))
        with served.portal(folder) as portal:
            time.sleep(WARM)
            opened = load(report_options(portal, *at_once))
        drawn.append((opened["render"].get("p95_ms", 0.0), bare["render"].get("p95_ms", 0.0)))
        errors += opened["error_count"]
    pairs("300 at once: p95 until drawn, beside six bare fields", "ms", drawn, "≤ 1.5")
    row("… errors", str(errors), "", "", "0")
    # Two mornings: the class start's last sessions are still closing when it has been drawn.
    with served.portal(folder) as portal:
        time.sleep(WARM)
        out, errors = asyncio.run(_students(report_options(portal), 1000, 60))
        row(
            "1,000 students over a minute: p95 of opening",
            f"{p95(out['open']):.0f} ms", f"{len(errors)} errors", "", "0 errors",
        )  # fmt: skip
        row("… p95 of sending", f"{p95(out['send']):.0f} ms", "", "", "1 s")
        for error in sorted(set(errors))[:5]:
            print("  ", error)


def start(folder: Path, scratch: Path) -> None:
    """From the command to the first page drawn, against the bare page's."""
    ours, floor = [], []
    fields = scratch / "no_fields.json"
    fields.write_text("[]")
    for turn in range(3):
        with served.portal(folder) as portal:
            ours.append(portal.started_in)
        place = str(scratch / f"start{turn}.duckdb")
        with served.bare("bare.py", BENCH_FIELDS=str(fields), BENCH_DATABASE=place) as bare:
            floor.append(bare.started_in)
    against(
        "start of the server to the first page drawn",
        "s", statistics.median(ours), statistics.median(floor), "≤ 3",
    )  # fmt: skip


STAFF_PAGES = {"innboks": "elevtjeneste", "saker": "rektor", "arshjul": "rektor", "tall": "rektor"}


def _signed_in(folder: Path) -> dict[str, str]:
    """A session's cookie for each who looks, made before the portal takes the database."""
    store = current.connect(folder)
    try:
        return {
            name: sessions.begin(store, person_id, name)[0]
            for name in set(STAFF_PAGES.values())
            if (person_id := sessions.password_hash(store, name)[0]) is not None
        }
    finally:
        store.engine.dispose()


@contextlib.contextmanager
def somebody_there(server: served.Server, *more: str) -> Iterator[None]:
    """A colleague who has the page open: for one who is alone Streamlit compiles it anew."""
    drawn, done = threading.Event(), threading.Event()

    async def stay() -> None:
        visitor = stload.Visitor(served.options(server.url, *more), 0)
        await visitor.connect()
        await visitor.render()
        drawn.set()
        await asyncio.to_thread(done.wait)
        await visitor.close()

    colleague = threading.Thread(target=lambda: asyncio.run(stay()))
    colleague.start()
    try:
        if not drawn.wait(60):
            raise RuntimeError("no page was drawn")
        yield
    finally:
        done.set()
        colleague.join()


def _run(server: served.Server, *more: str) -> tuple[float, float]:
    """(server CPU, until drawn), both in ms, of one run for somebody who comes."""
    told = served.options(
        server.url, "--mode", "render", "-n", "1", "--settle", str(PAUSE), "--warmup", "0", *more,
        pid=server.pid,
    )  # fmt: skip
    found = load(told)
    return found.get("cpu_ms_per_render", 0.0), found["render"].get("p95_ms", 0.0)


def _page(portal: served.Server, page: str, raw: float, who: tuple[str, ...], file: Path) -> None:
    """A staff page beside its elements from constants; the two take turns."""
    page_floor.write(asyncio.run(page_floor.seen(served.options(portal.url, *who))), file)
    with (
        served.bare("elements.py", BENCH_ELEMENTS=str(file)) as bare,
        somebody_there(portal, *who),
        somebody_there(bare),
    ):
        both = [(_run(portal, *who), _run(bare)) for _ in range(RUNS + 1)][1:]
    # The kernel counts in steps of 10 ms: one run says little, the mean of many does.
    ours = statistics.mean(cpu for (cpu, _), _ in both)
    drawn = statistics.mean(cpu for _, (cpu, _) in both)
    against(f"/{page}: server CPU of a run", "ms", ours, drawn + raw, "≤ 1.5")
    row("… of which its statements, raw, and opening its rows", "", f"{raw:.1f} ms", "", "")
    slowest = [max(side) for side in zip(*((o[1], f[1]) for o, f in both), strict=True)]
    told = [f"{ms:.0f} ms" for ms in slowest]
    row(f"… slowest of {RUNS} runs", *told, "", "300 ms")


def _reports(portal: served.Server) -> float:
    """CPU in ms of a visit that opens /meld and sends."""
    churn = ("--mode", "churn", "-n", "2", "--seconds", str(SECONDS))
    return float(load(report_options(portal, *churn))["cpu_ms_per_visit"])


def big(folder: Path, scratch: Path, reports: int) -> None:
    """The staff pages, and a report, in a school with a million reports.

    The floor of a page: a bare script that draws its elements from constants, its statements run
    raw on the same database, the rows shown opened. Of a report: the same in the small school.
    """
    large = Path(os.environ.get("BIG", scratch / "large"))
    if "BIG" not in os.environ:
        begun = time.perf_counter()
        demonstration.make(large, "hvam", reports)
        took = (time.perf_counter() - begun) / 60
        row(f"a demonstration with {reports:,} reports", f"{took:.1f} min", "", "", "10 min")
    raw = {p: page_floor.statements_ms(large, p, name) for p, name in STAFF_PAGES.items()}
    cookies = _signed_in(large)
    with served.portal(large) as portal:
        time.sleep(WARM)
        print(f"with {reports:,} reports:", flush=True)
        for page, name in STAFF_PAGES.items():
            who = ("--page", page, "--cookie", f"{sessions.COOKIE}={cookies[name]}")
            _page(portal, page, raw[page], who, scratch / f"{page}.json")
        with served.portal(folder) as small:
            time.sleep(WARM)
            both = [(_reports(portal), _reports(small)) for _ in range(ROUNDS)]
    pairs(f"a report with {reports:,} before it: server CPU of a visit", "ms", both, "≤ 1.2")


def _crowd(folder: Path, kept: float) -> None:
    """A crowd that only takes room, and what others notice of it; then what is left of it."""
    lasts = {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": str(int(kept))}
    with served.portal(folder, **lasts) as portal:
        time.sleep(WARM)
        asyncio.run(crowd.others(portal, crowd.Seen(0)))
        memory, files = crowd.memory(portal), crowd.descriptors(portal)
        quiet = crowd.Seen(memory)
        closed = asyncio.run(crowd.idle(portal, quiet))
        what = f"{crowd.IDLE} sockets that never ask"
        errors, slowest = f"{quiet.errors} errors", f"{1000 * quiet.slowest:.0f} ms"
        row(f"{what}: others until drawn, slowest", slowest, errors, "", "0 errors")
        row("… closed after", f"{closed:.0f} s", "", "", "60 s")
        row("… memory above what it was", f"{quiet.above:.0f} MB", f"{memory:.0f} MB", "", "80 MB")
        heavy = crowd.Seen(memory)
        for turn in range(crowd.TIMES):
            asyncio.run(crowd.heavy(portal, heavy))
            if turn == 0:
                once = heavy.above
        errors, slowest = f"{heavy.errors} errors", f"{1000 * heavy.slowest:.0f} ms"
        what = f"{crowd.HEAVY} tabs with the longest message"
        row(f"{what}: others until drawn, slowest", slowest, errors, "", "0 errors")
        row("… memory above what it was", f"{once:.0f} MB", f"{memory:.0f} MB", "", "80 MB")
        row(f"… {crowd.TIMES} times over", f"{heavy.above:.0f} MB", "", "", "80 MB")
        left = crowd.until_gone(portal, files, kept)
        row(f"… {kept:.0f} s after the last: files open", str(left), str(files), "", "as before")
        row("… memory above what it was", f"{crowd.memory(portal) - memory:.0f} MB", "", "", "")


def main() -> None:
    """Run the parts that PARTS names, or all."""
    parts = os.environ.get("PARTS", "visit arrival start crowd big").split()
    with tempfile.TemporaryDirectory() as place:
        scratch = Path(place)
        folder = scratch / "hvam"
        demonstration.make(folder, "hvam")
        if "visit" in parts:
            visit(folder, scratch)
        if "arrival" in parts:
            arrival(folder, scratch)
        if "start" in parts:
            start(folder, scratch)
        if "crowd" in parts:
            _crowd(folder, float(os.environ.get("KEPT", "600")))
        if "big" in parts:
            big(folder, scratch, int(os.environ.get("REPORTS", "1000000")))


if __name__ == "__main__":
    sys.exit(main())
