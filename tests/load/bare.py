"""The floor: a bare Streamlit page with the fields that it is told, and one raw insert.

BENCH_FIELDS names a JSON file: one object a field with the kind of its element, label and options.
"""

import json
import os
from pathlib import Path

import streamlit as st

from tests.load import raw


@st.cache_data
def fields() -> list[dict]:
    return json.loads(Path(os.environ["BENCH_FIELDS"]).read_text("utf-8"))


answers = {}
for field in fields():
    name, label, options = field["name"], field["label"], field["options"]
    match field["kind"]:
        case "text_area":
            answers[name] = st.text_area(label, key=name)
        case "text_input":
            answers[name] = st.text_input(label, key=name)
        case "radio":
            answers[name] = st.radio(label, options, key=name, index=None)
        case "selectbox":
            answers[name] = st.selectbox(label, options, key=name, index=None)
        case "multiselect":
            answers[name] = st.multiselect(label, options, key=name)
        case "button_group":
            answers[name] = st.pills(label, options, key=name, selection_mode=field["mode"])
        case "checkbox":
            answers[name] = st.checkbox(label, key=name)
if st.button("Send", key="report_send"):
    st.text(f"Saved {raw.insert(answers)}")
