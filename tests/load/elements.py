"""The floor of a staff page: the elements that were seen on it, drawn from constants.

BENCH_ELEMENTS names a JSON file: a list of [path, kind, facts]. A kind that is not known here is
drawn as a line of text, and every sort of block as a container, so the floor is rather too low.
"""

import json
import os
import urllib.parse
from pathlib import Path

import streamlit as st


@st.cache_data
def elements() -> list:
    return json.loads(Path(os.environ["BENCH_ELEMENTS"]).read_text("utf-8"))


def draw() -> None:
    boxes = {}
    for number, (path, kind, facts) in enumerate(elements()):
        box = boxes.get(tuple(path[:-1]), st)
        key, label = f"k{number}", facts.get("label") or "-"
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
            case "selectbox":
                box.selectbox(label, facts["options"], key=key)
            case "button_group":
                box.segmented_control(label, facts["options"], key=key)
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
