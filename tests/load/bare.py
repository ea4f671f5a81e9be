"""The floor: a bare Streamlit page with the fields that it is told, and one raw insert.

BENCH_FIELDS names a JSON file: one object a field with the kind of its element, label and options.
"""

import json
import os
import uuid
from pathlib import Path

import duckdb
import streamlit as st


@st.cache_resource
def database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(os.environ["BENCH_DATABASE"])
    connection.execute("create table report (id uuid primary key, day date, answers varchar)")
    return connection


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
    report_id = uuid.uuid4()
    database().cursor().execute(
        "insert into report values (?, current_date, ?)", [report_id, json.dumps(answers)]
    )
    st.text(f"Saved {report_id}")
