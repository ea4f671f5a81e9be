"""The floor of a page: the elements that were seen on it, drawn from constants.

BENCH_ELEMENTS names a JSON file: a list of [path, kind, facts]. A kind that is not known here is
drawn as a line of text, and every sort of block as a container, so the floor is rather too low.
With BENCH_THEN the button SEND makes one raw insert, and then the elements of that file are drawn.
"""

import json
import os
import urllib.parse
from pathlib import Path

import streamlit as st

from tests.load import raw

SEND = "report_send"


@st.cache_data
def elements(name: str) -> list:
    return json.loads(Path(os.environ[name]).read_text("utf-8"))


def draw() -> None:
    sent = "BENCH_THEN" in os.environ and st.session_state.get(SEND)
    if sent:
        typed = {name: value for name, value in st.session_state.items() if name != SEND}
        st.text(f"Saved {raw.insert(typed)}")
    boxes = {}
    for number, (path, kind, facts) in enumerate(
        elements("BENCH_THEN" if sent else "BENCH_ELEMENTS")
    ):
        box = boxes.get(tuple(path[:-1]), st)
        label = facts.get("label") or "-"
        key = SEND if facts.get("key") == SEND else f"k{number}"
        match kind:
            case "block":
                boxes[tuple(path)] = box.container(
                    border=facts["border"], horizontal=facts["horizontal"], key=key
                )
            case "markdown":
                box.markdown(facts["body"])
            case "heading":
                box.header(facts["body"])
            case "button":
                box.button(label, key=key)
            case "page_link":
                asked = dict(urllib.parse.parse_qsl(facts["query_string"]))
                box.page_link(here, label=label, query_params=asked or None)
            case "checkbox":
                box.checkbox(label, key=key)
            case "link_button":
                box.link_button(label, facts["url"], key=key)
            case "text_area":
                box.text_area(label, key=key)
            case "text_input":
                box.text_input(label, key=key)
            case "radio":
                captions = facts["captions"] or None
                box.radio(label, facts["options"], index=None, captions=captions, key=key)
            case "selectbox":
                box.selectbox(label, facts["options"], key=key)
            case "button_group":
                box.pills(label, facts["options"], key=key)
            case "vega_lite_chart":
                box.vega_lite_chart(json.loads(facts["spec"]), key=key)
            case "dataframe":
                rows = facts["rows"]
                columns = {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}
                box.dataframe(columns, hide_index=True, key=key)
            case "pagination":
                box.pagination(facts["num_pages"], key=key)
            case "space":
                box.space("stretch")
            case _:
                box.text(facts.get("body") or label)


here = st.Page(draw, title="Floor", default=True)
st.navigation([here], position="hidden").run()
