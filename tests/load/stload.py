#!/usr/bin/env python3
"""stload - a load client for Streamlit apps (tested with Streamlit 1.67.0).

Each simulated visitor speaks the real wire protocol of the Streamlit page: a
websocket at <base>/_stcore/stream carrying protobuf messages, built with the
streamlit package's own classes.  A visitor

  1. connects and asks for a first run        -> "render" latency (to script_finished)
  2. fills the widgets it found in the page, presses the form's submit button,
     waits for script_finished                -> "submit" latency
  3. checks that the acknowledgement text came -> acked, or an error

Modes
  open     N visitors connect at once, all stay open; when all have rendered, each
           submits --rounds times (or for --seconds).   RSS per open session.
  churn    N workers for --seconds: connect, render, submit once, disconnect, again.
           Every report comes from a new visitor, as anonymous reports do.
  render   as open, without submitting (page cost only).

Examples
  stload.py --url http://127.0.0.1:8501 --mode render -n 200
  stload.py --url http://127.0.0.1:8501 -n 50 --rounds 3 --ack "Saved report"
  stload.py --url http://127.0.0.1:8501 --mode churn -n 10 --seconds 20 \\
            --set "What happened?=Load test {uuid}" --submit "Send" \\
            --ack "Saved report" --ack-log acked.txt --json out.json
  stload.py --url http://127.0.0.1:8501 --list          # show the page's widgets

Names: a widget is named by its label or by key:NAME, the key that the app gave it.
Values: widgets not named with --set get a harmless value of their kind.  {uuid},
{i} (visitor) and {r} (round) are filled in; the same {uuid} is written to
--ack-log once the server has acknowledged it, so that after a kill -9 of the
server the log can be compared with what was stored.  A --set whose label is not
on the page is an error, as is a page that shows an exception.

Needs: the packages streamlit (for its protobuf classes) and websockets.  Linux
for the server figures (RSS, CPU), which are read from /proc for the process that
listens on the port (or --pid) and its children.  Loopback addresses only, unless
--allow-remote is given: aim it at nothing but your own test server.

Exit status: 0 all as expected, 1 some errors, 2 nothing succeeded or bad usage.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import datetime as dt
import ipaddress
import json
import os
import re
import socket
import ssl
import sys
import time
import urllib.parse
import urllib.request
import uuid
from collections import Counter
from dataclasses import dataclass, field

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

# ----------------------------------------------------------------- server figures


class ServerStats:
    """RSS and CPU seconds of a process and its descendants, from /proc."""

    def __init__(self, pid: int | None):
        self.pid = pid
        self.tick = os.sysconf("SC_CLK_TCK")
        self.page = os.sysconf("SC_PAGE_SIZE")

    @staticmethod
    def pid_of_port(port: int) -> int | None:
        inodes = set()
        for name in ("/proc/net/tcp", "/proc/net/tcp6"):
            with contextlib.suppress(OSError), open(name) as f:
                for line in f.readlines()[1:]:
                    c = line.split()
                    if c[3] == "0A" and int(c[1].rsplit(":", 1)[1], 16) == port:
                        inodes.add(f"socket:[{c[9]}]")
        owners = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(OSError):
                for fd in os.listdir(f"/proc/{pid}/fd"):
                    with contextlib.suppress(OSError):
                        if os.readlink(f"/proc/{pid}/fd/{fd}") in inodes:
                            owners.append(int(pid))
                            break
        return min(owners) if owners else None

    def _tree(self) -> list[int]:
        if not self.pid:
            return []
        kids: dict[int, list[int]] = {}
        for p in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(OSError, IndexError, ValueError), open(f"/proc/{p}/stat") as f:
                kids.setdefault(int(f.read().rsplit(")", 1)[1].split()[1]), []).append(int(p))
        out, todo = [], [self.pid]
        while todo:
            p = todo.pop()
            out.append(p)
            todo += kids.get(p, [])
        return out

    def sample(self) -> dict:
        rss = cpu = threads = 0
        for p in self._tree():
            with contextlib.suppress(OSError, IndexError, ValueError):
                with open(f"/proc/{p}/stat") as f:
                    s = f.read().rsplit(")", 1)[1].split()
                cpu += int(s[11]) + int(s[12])
                threads += int(s[17])
                with open(f"/proc/{p}/statm") as f:
                    rss += int(f.read().split()[1])
        return {
            "rss_mb": round(rss * self.page / 2**20, 1),
            "cpu_s": round(cpu / self.tick, 2),
            "threads": threads,
        }


# ---------------------------------------------------------------------- one visitor


class PageError(RuntimeError):
    """The page did not do what was asked of it."""


@dataclass
class Widget:
    id: str
    kind: str  # the Element field's name: text_input, selectbox, button, ...
    label: str
    form_id: str
    proto: object

    def is_named(self, name: str) -> bool:
        """Whether name is this widget's label, or key:NAME with the key that the app gave it."""
        return self.id.endswith("-" + name[4:]) if name.startswith("key:") else self.label == name


STRING_KINDS = {
    "text_input",
    "text_area",
    "selectbox",
    "radio",
    "color_picker",
    "time_input",
    "feedback",
}
ARRAY_KINDS = {"multiselect", "button_group", "date_input", "date_time_input"}
TEXT_PATHS = (
    "markdown.body",
    "text.body",
    "alert.body",
    "heading.body",
    "toast.body",
    "html.body",
    "code.code_text",
)


def element_text(el) -> str:
    kind = el.WhichOneof("type")
    for path in TEXT_PATHS:
        k, attr = path.split(".")
        if k == kind:
            return getattr(getattr(el, k), attr, "")
    return ""


@dataclass
class Page:
    """What the visitor's screen holds after a run."""

    widgets: dict[str, Widget] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)
    messages: int = 0
    bytes: int = 0


class Visitor:
    def __init__(self, opt, index: int):
        self.opt, self.index = opt, index
        self.ws = None
        self.page = Page()
        self.values: dict[str, object] = {}  # widget id -> WidgetState of the kept values
        self.cache: dict[str, ForwardMsg] = {}  # as the browser's forward-message cache
        self.page_hash = ""
        self.query = opt.query

    async def connect(self):
        o = self.opt
        protos = ["streamlit", o.xsrf or "PLACEHOLDER_AUTH_TOKEN"]
        headers = list(o.headers)
        cookies = "; ".join(o.cookies + ([f"_streamlit_xsrf={o.xsrf}"] if o.xsrf else []))
        if cookies:
            headers.append(("Cookie", cookies))
        self.ws = await websockets.connect(
            o.ws_url,
            subprotocols=protos,
            additional_headers=headers,
            origin=o.origin,
            max_size=None,
            compression="deflate" if o.compress else None,
            open_timeout=o.timeout,
            ping_interval=None,
            close_timeout=5,
            ssl=o.ssl,
            max_queue=None,
            proxy=None,
        )

    async def close(self):
        if self.ws is not None:
            with contextlib.suppress(Exception):
                await self.ws.close()

    # -- sending

    def _back_msg(self, triggers=()) -> BackMsg:
        msg = BackMsg()
        cs = msg.rerun_script
        cs.query_string = self.query
        cs.page_name = self.opt.page if not self.page_hash else ""
        cs.page_script_hash = self.page_hash
        cs.context_info.timezone, cs.context_info.locale = "UTC", "en-US"
        cs.context_info.url = self.opt.url
        cs.cached_message_hashes.extend(self.cache)
        for state in list(self.values.values()) + list(triggers):
            cs.widget_states.widgets.append(state)
        return msg

    @staticmethod
    def _state(widget: Widget, value):
        """A WidgetState with the value in the field that this kind of widget uses."""
        from streamlit.proto.WidgetStates_pb2 import WidgetState

        s = WidgetState(id=widget.id)
        k = widget.kind
        if k == "checkbox":
            s.bool_value = str(value).lower() not in ("", "0", "no", "false")
        elif k == "number_input":
            s.double_value = float(value)
        elif k == "slider" and widget.proto.type != widget.proto.SELECT_SLIDER:
            s.double_array_value.data.extend(float(x) for x in str(value).split("|"))
        elif k == "slider" or k in ARRAY_KINDS:
            s.string_array_value.data.extend(x for x in str(value).split("|") if x)
        elif k == "pagination":
            s.int_value = int(value)
        elif k in STRING_KINDS:
            s.string_value = str(value)
        else:
            raise PageError(f"no value for a widget of kind {k}")
        return s

    def _default(self, w: Widget):
        """A harmless value, or None to leave the widget as it is."""
        p = w.proto
        if w.kind in ("text_input", "text_area"):
            text = f"load test {self.index} " + "x" * (200 if w.kind == "text_area" else 0)
            return text[: p.max_chars] if p.max_chars else text
        if w.kind in ("selectbox", "radio") and len(p.options):
            return p.options[self.index % len(p.options)]
        if w.kind == "multiselect" and len(p.options):
            return p.options[self.index % len(p.options)]
        if w.kind == "date_input":
            return dt.date.today().strftime("%Y/%m/%d")
        return None

    def fill(self, round_no: int, marker: str):
        def fmt(v):
            return (
                v.replace("{uuid}", marker)
                .replace("{i}", str(self.index))
                .replace("{r}", str(round_no))
            )

        for name in self.opt.set:
            if not any(w.is_named(name) for w in self.page.widgets.values()):
                raise PageError(f"no widget {name!r} on the page")
        first_text = True
        for w in self.page.widgets.values():
            if w.kind == "button":
                continue
            value = next((v for name, v in self.opt.set.items() if w.is_named(name)), None)
            if value is None:
                value = self._default(w)
                if (
                    value is not None
                    and first_text
                    and w.kind in ("text_area", "text_input")
                    and not self.opt.set
                ):
                    value, first_text = f"{marker} {value}", False
            if value is not None:
                self.values[w.id] = self._state(w, fmt(str(value)))

    def button(self, label: str | None) -> Widget:
        buttons = [
            w for w in self.page.widgets.values() if w.kind == "button" and not w.proto.disabled
        ]
        if label:
            buttons = [w for w in buttons if w.is_named(label)]
        else:
            buttons = [w for w in buttons if w.proto.is_form_submitter] or buttons
        if not buttons:
            raise PageError(
                f"no button {label!r} on the page" if label else "no submit button on the page"
            )
        return buttons[0]

    # -- receiving

    def _take(self, msg: ForwardMsg, page: Page):
        kind = msg.WhichOneof("type")
        if kind == "ref_hash":
            if msg.ref_hash not in self.cache:
                raise PageError("server referred to a message that is not in the cache")
            cached = self.cache[msg.ref_hash]
            full = ForwardMsg()
            full.CopyFrom(cached)
            full.metadata.CopyFrom(msg.metadata)
            return self._take(full, page)
        if msg.metadata.cacheable and msg.hash:
            self.cache[msg.hash] = msg
        if kind == "new_session":
            self.page_hash = msg.new_session.page_script_hash
        elif kind == "navigation":  # with st.navigation the page's own hash comes here
            self.page_hash = msg.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = msg.page_info_changed.query_string
        elif kind == "delta" and msg.delta.WhichOneof("type") == "new_element":
            el = msg.delta.new_element
            ek = el.WhichOneof("type")
            if ek == "exception":
                page.exceptions.append(f"{el.exception.type}: {el.exception.message}"[:200])
                return None
            text = element_text(el)
            if text:
                page.texts.append(text)
            proto = getattr(el, ek) if ek else None
            wid = getattr(proto, "id", "")
            if wid:
                page.widgets[wid] = Widget(
                    wid, ek, getattr(proto, "label", ""), getattr(proto, "form_id", ""), proto
                )
                if getattr(proto, "set_value", False):  # the script itself changed the value
                    self.values.pop(wid, None)
        elif kind == "auth_redirect":
            raise PageError("the page asks for a login (auth_redirect)")
        return kind

    async def run(self, triggers=()) -> Page:
        """Send one rerun and read until it has finished; reruns made by st.rerun() included."""
        await self.ws.send(self._back_msg(triggers).SerializeToString())
        page = Page()
        while True:
            raw = await self.ws.recv()
            page.messages += 1
            page.bytes += len(raw)
            msg = ForwardMsg()
            msg.ParseFromString(raw)
            kind = msg.WhichOneof("type")
            if kind == "script_finished":
                status = msg.script_finished
                if status == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    page.widgets.clear()  # texts are kept: an ack may flash by before st.rerun()
                    continue
                if status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise PageError("the script does not compile")
                break
            self._take(msg, page)
        fragment = status == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
        if fragment:
            page.widgets = {**self.page.widgets, **page.widgets}
        self.page = page
        self.values = {k: v for k, v in self.values.items() if k in page.widgets}
        if page.exceptions and not self.opt.allow_exceptions:
            raise PageError("exception on the page: " + page.exceptions[0])
        return page

    async def render(self) -> Page:
        page = await self.run()
        for label in self.opt.click:  # walk to the form, where it is not on the first page
            b = self.button(label)
            page = await self.run([self._trigger(b)])
        if self.opt.expect and not any(self.opt.expect in t for t in page.texts):
            raise PageError(f"expected text {self.opt.expect!r} not on the page")
        return page

    @staticmethod
    def _trigger(w: Widget):
        from streamlit.proto.WidgetStates_pb2 import WidgetState

        return WidgetState(id=w.id, trigger_value=True)

    async def submit(self, round_no: int, marker: str) -> str:
        self.fill(round_no, marker)
        page = await self.run([self._trigger(self.button(self.opt.submit))])
        if not self.opt.ack:
            return ""
        for text in page.texts:
            m = self.opt.ack.search(text)
            if m:
                return m.group(0)
        raise PageError(
            "no acknowledgement on the page; texts: " + repr([t[:60] for t in page.texts])[:300]
        )


# ------------------------------------------------------------------------- the load


def quantiles(xs: list[float]) -> dict:
    if not xs:
        return {"n": 0}
    xs = sorted(xs)

    def q(p):
        return round(1000 * xs[min(len(xs) - 1, int(p * len(xs)))], 1)

    return {
        "n": len(xs),
        "p50_ms": q(0.50),
        "p95_ms": q(0.95),
        "p99_ms": q(0.99),
        "max_ms": round(1000 * xs[-1], 1),
    }


class Load:
    def __init__(self, opt):
        self.opt = opt
        self.connects: list[float] = []
        self.renders: list[float] = []
        self.submits: list[float] = []
        self.errors: Counter = Counter()
        self.stats = ServerStats(opt.pid)
        self.samples: dict[str, dict] = {}
        self.page_bytes = self.page_msgs = 0
        self.peak = 0.0
        self.ack_log = open(opt.ack_log, "a", buffering=1) if opt.ack_log else None

    def error(self, what: str, exc: BaseException):
        text = re.sub(r"[0-9a-f-]{32,}", "…", str(exc))[:160]
        self.errors[f"{what}: {type(exc).__name__}: {text}"] += 1

    async def _open(self, v: Visitor) -> bool:
        t0 = time.perf_counter()
        try:
            async with asyncio.timeout(self.opt.timeout):
                await v.connect()
                t1 = time.perf_counter()
                page = await v.render()
        except Exception as exc:  # noqa: BLE001 - every failure is counted
            self.error("render", exc)
            await v.close()
            return False
        self.connects.append(t1 - t0)
        self.renders.append(time.perf_counter() - t0)
        self.page_bytes, self.page_msgs = page.bytes, page.messages
        return True

    async def _submit(self, v: Visitor, r: int) -> bool:
        marker = str(uuid.uuid4())
        t0 = time.perf_counter()
        try:
            async with asyncio.timeout(self.opt.timeout):
                ack = await v.submit(r, marker)
        except Exception as exc:  # noqa: BLE001
            self.error("submit", exc)
            return False
        self.submits.append(time.perf_counter() - t0)
        if self.ack_log:
            self.ack_log.write(f"{time.time():.3f}\t{marker}\t{ack}\n")
        return True

    async def _watch(self):
        while True:
            self.peak = max(self.peak, self.stats.sample()["rss_mb"])
            await asyncio.sleep(0.5)

    async def run_open(self):
        o = self.opt
        visitors = [Visitor(o, i) for i in range(o.n)]

        async def start(v, delay):
            await asyncio.sleep(delay)
            return await self._open(v)

        t0 = time.perf_counter()
        ok = await asyncio.gather(*[start(v, o.ramp * i / o.n) for i, v in enumerate(visitors)])
        self.render_wall = time.perf_counter() - t0
        alive = [v for v, good in zip(visitors, ok, strict=False) if good]
        await asyncio.sleep(o.settle)
        self.samples["rendered"] = self.stats.sample()
        self.submit_wall = 0.0
        if o.mode == "open" and alive:
            t0 = time.perf_counter()
            stop = t0 + o.seconds if o.seconds else None

            async def go(v):
                r = 0
                while (time.perf_counter() < stop) if stop else (r < o.rounds):
                    if not await self._submit(v, r):
                        if v.ws is None or v.ws.state is not websockets.State.OPEN:
                            return
                    r += 1
                    if o.think:
                        await asyncio.sleep(o.think)

            await asyncio.gather(*[go(v) for v in alive])
            self.submit_wall = time.perf_counter() - t0
            await asyncio.sleep(o.settle)
            self.samples["submitted"] = self.stats.sample()
        await asyncio.gather(*[v.close() for v in visitors])

    async def run_churn(self):
        o = self.opt
        t0 = time.perf_counter()
        stop = t0 + (o.seconds or 10)
        counter = iter(range(10**9))

        async def worker():
            fails = 0
            while time.perf_counter() < stop and fails < 20:
                v = Visitor(o, next(counter))
                good = await self._open(v) and await self._submit(v, 0)
                await v.close()
                fails = 0 if good else fails + 1
                if o.think:
                    await asyncio.sleep(o.think)

        await asyncio.gather(*[worker() for _ in range(o.n)])
        self.submit_wall = self.render_wall = time.perf_counter() - t0
        self.samples["submitted"] = self.stats.sample()

    async def run(self) -> dict:
        o = self.opt
        for i in range(o.warmup):  # first run of an app compiles and imports: not measured
            v = Visitor(o, 10**6 + i)
            try:
                async with asyncio.timeout(o.timeout):
                    await v.connect()
                    await v.render()
            except Exception as exc:  # noqa: BLE001
                sys.exit(f"stload: warm-up failed: {type(exc).__name__}: {exc}")
            finally:
                await v.close()
        await asyncio.sleep(o.settle)
        self.samples["before"] = self.stats.sample()
        watcher = asyncio.create_task(self._watch())
        await (self.run_churn() if o.mode == "churn" else self.run_open())
        watcher.cancel()
        s = self.samples
        out = {
            "mode": o.mode,
            "n": o.n,
            "label": o.label,
            "connect": quantiles(self.connects),
            "render": quantiles(self.renders),
            "submit": quantiles(self.submits),
            "renders_per_s": round(len(self.renders) / self.render_wall, 2)
            if self.render_wall
            else None,
            "submits_per_s": round(len(self.submits) / self.submit_wall, 2)
            if self.submit_wall
            else None,
            "last_run_messages": self.page_msgs,
            "last_run_bytes": self.page_bytes,
            "errors": dict(self.errors.most_common(8)),
            "error_count": sum(self.errors.values()),
            "server_pid": o.pid,
            "server": s,
            "server_peak_rss_mb": round(self.peak, 1),
        }
        if o.pid and "rendered" in s and self.renders:
            out["rss_kb_per_session"] = round(
                1024 * (s["rendered"]["rss_mb"] - s["before"]["rss_mb"]) / len(self.renders)
            )
            out["cpu_ms_per_render"] = round(
                1000 * (s["rendered"]["cpu_s"] - s["before"]["cpu_s"]) / len(self.renders), 2
            )
        if o.pid and "submitted" in s and self.submits:
            base = s.get("rendered", s["before"])
            key = (
                "cpu_ms_per_visit" if o.mode == "churn" else "cpu_ms_per_submit"
            )  # a visit: render and submit
            out[key] = round(
                1000 * (s["submitted"]["cpu_s"] - base["cpu_s"]) / len(self.submits), 2
            )
        return out


async def list_widgets(opt):
    v = Visitor(opt, 0)
    await v.connect()
    page = await v.render()
    await v.close()
    for w in page.widgets.values():
        extra = ""
        if w.kind == "button":
            extra = " [form submit]" if w.proto.is_form_submitter else ""
        elif hasattr(w.proto, "options"):
            extra = " options=" + repr(list(w.proto.options)[:8])
        print(f"{w.kind:14} {w.label!r} form={w.form_id!r}{extra}\n               id={w.id}")
    for t in page.texts:
        print("text           " + repr(t[:120]))


# ------------------------------------------------------------------------------ main


def parse(argv=None):
    ap = argparse.ArgumentParser(
        prog="stload.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    a = ap.add_argument
    a(
        "--url",
        default="http://127.0.0.1:8501",
        help="the app's address, with its base path if it has one",
    )
    a("--mode", choices=["open", "churn", "render"], default="open")
    a("-n", type=int, default=1, help="visitors (open, render) or workers (churn)")
    a("--rounds", type=int, default=1, help="submits per visitor in mode open")
    a(
        "--seconds",
        type=float,
        default=0,
        help="keep submitting this long instead (open), or the run's length (churn)",
    )
    a(
        "--ramp",
        type=float,
        default=0,
        help="spread the connects over so many seconds (0: all at once)",
    )
    a("--think", type=float, default=0, help="pause between one visitor's submits, seconds")
    a("--timeout", type=float, default=60, help="limit of one render or submit, seconds")
    a("--settle", type=float, default=0.5, help="pause before the server's figures are read")
    a("--warmup", type=int, default=1, help="unmeasured visits first")
    a(
        "--set",
        action="append",
        default=[],
        metavar="LABEL=VALUE",
        help="a widget's value, by its label or by key:NAME; many values: a|b; may repeat",
    )
    a(
        "--submit",
        metavar="LABEL",
        help="the button to press, by label or key:NAME (default: the first form-submit button)",
    )
    a("--ack", metavar="REGEX", help="text that must be on the page after a submit")
    a("--expect", metavar="TEXT", help="text that must be on the page after the first render")
    a(
        "--click",
        action="append",
        default=[],
        metavar="LABEL",
        help="buttons to press first, to get to the form",
    )
    a("--page", default="", help="page name of a multipage app (its url path)")
    a("--query", default="", help="query string, without the ?")
    a(
        "--cookie",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="for pages behind a login; may repeat",
    )
    a(
        "--header",
        action="append",
        default=[],
        metavar="NAME:VALUE",
        help="request header; may repeat",
    )
    a(
        "--xsrf",
        action="store_true",
        help="fetch and send the XSRF token, as a browser does (needed with login cookies)",
    )
    a("--compress", action="store_true", help="offer websocket compression")
    a(
        "--insecure",
        action="store_true",
        help="do not check the TLS certificate of an https address",
    )
    a("--allow-exceptions", action="store_true", help="an exception box on the page is no error")
    a("--allow-remote", action="store_true", help="allow an address that is not loopback")
    a("--pid", type=int, help="the server's process (default: who listens on the port)")
    a(
        "--ack-log",
        metavar="FILE",
        help="append time, {uuid} and ack text of every acknowledged submit",
    )
    a("--json", metavar="FILE", help="append the result as one JSON line ('-': print only that)")
    a("--label", default="", help="a name for this run, kept in the result")
    a("--list", action="store_true", help="show the page's widgets and texts, and stop")
    o = ap.parse_args(argv)

    u = urllib.parse.urlsplit(o.url)
    if u.scheme not in ("http", "https") or not u.hostname:
        ap.error("--url must be http://… or https://…")
    if not o.allow_remote:
        infos = socket.getaddrinfo(u.hostname, None)
        if not all(ipaddress.ip_address(i[4][0].split("%")[0]).is_loopback for i in infos):
            ap.error(f"{u.hostname} is not a loopback address (see --allow-remote)")
    base = o.url.rstrip("/")
    o.ws_url = ("ws" + base[4:]) + "/_stcore/stream"
    o.origin = f"{u.scheme}://{u.netloc}"
    o.ssl = None
    if u.scheme == "https":
        o.ssl = ssl.create_default_context()
        if o.insecure:
            o.ssl.check_hostname, o.ssl.verify_mode = False, ssl.CERT_NONE
    bad = [s for s in o.set if "=" not in s]
    if bad:
        ap.error(f"--set needs LABEL=VALUE: {bad[0]!r}")
    o.set = dict(s.split("=", 1) for s in o.set)
    o.headers = [tuple(x.strip() for x in h.split(":", 1)) for h in o.header]
    o.cookies = o.cookie
    o.ack = re.compile(o.ack) if o.ack else None
    want_xsrf, o.xsrf = o.xsrf, None
    if want_xsrf:
        with urllib.request.urlopen(
            base + "/_stcore/health", timeout=o.timeout, context=o.ssl
        ) as r:
            m = re.search(
                r"_streamlit_xsrf=([^;]+)", ";".join(r.headers.get_all("Set-Cookie") or [])
            )
        if not m:
            ap.error("the server set no XSRF cookie")
        o.xsrf = m.group(1).strip('"')
    if o.pid is None:
        o.pid = ServerStats.pid_of_port(u.port or (443 if u.scheme == "https" else 80))
    return o


def show(r: dict):
    def line(k):
        return "  ".join(f"{a}={b}" for a, b in r[k].items())

    print(f"mode={r['mode']} n={r['n']} {r['label']}")
    for k in ("connect", "render", "submit"):
        print(f"  {k:8} {line(k)}")
    print(f"  rate     renders/s={r['renders_per_s']}  submits/s={r['submits_per_s']}")
    print(
        f"  page     {r['last_run_messages']} messages, {r['last_run_bytes']} bytes in the last first run"
    )
    for k, v in r["server"].items():
        print(f"  server   {k:9} " + "  ".join(f"{a}={b}" for a, b in v.items()))
    extra = {
        k: r[k]
        for k in (
            "rss_kb_per_session",
            "cpu_ms_per_render",
            "cpu_ms_per_submit",
            "cpu_ms_per_visit",
        )
        if k in r
    }
    print(
        f"  server   peak_rss_mb={r['server_peak_rss_mb']}  "
        + "  ".join(f"{a}={b}" for a, b in extra.items())
    )
    print(f"  errors   {r['error_count']}")
    for k, v in r["errors"].items():
        print(f"           {v} x {k}")


def main() -> int:
    o = parse()
    if o.list:
        asyncio.run(list_widgets(o))
        return 0
    r = asyncio.run(Load(o).run())
    if o.json == "-":
        print(json.dumps(r))
    else:
        show(r)
        if o.json:
            with open(o.json, "a") as f:
                f.write(json.dumps(r) + "\n")
    good = r["submit"]["n"] if o.mode != "render" else r["render"]["n"]
    return 2 if not good else 1 if r["error_count"] else 0


if __name__ == "__main__":
    sys.exit(main())
