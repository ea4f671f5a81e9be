"""The one raw insert of a floor: a row with what was typed, in a database of its own."""

import json
import os
import uuid

import duckdb
import streamlit as st


@st.cache_resource
def database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(os.environ["BENCH_DATABASE"])
    connection.execute("create table report (id uuid primary key, day date, answers varchar)")
    return connection


def insert(answers: dict) -> uuid.UUID:
    report_id = uuid.uuid4()
    database().cursor().execute(
        "insert into report values (?, current_date, ?)", [report_id, json.dumps(answers)]
    )
    return report_id
