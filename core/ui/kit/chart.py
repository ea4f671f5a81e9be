"""A chart with what belongs to it: its text alternative and its table."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from core.figures.charts import Spec
from core.ui.kit import prologue
from core.ui.kit.words import t

LOOK = 10  # seconds between looks at whether there is something new to draw


def figure(key: str, spec: Spec, alt: str, table: Mapping[str, Sequence[Any]]) -> None:
    """The chart, and the same as a table; `table` is column → values, plain text and numbers."""
    import pyarrow as pa

    # Rows become Arrow here: on their way through pandas they cost as much as the rest of the page.
    rows = pa.Table.from_pylist(spec["data"]["values"])
    drawn = {**spec, "data": {"values": rows}}
    st.vega_lite_chart(drawn, width="stretch", alt=alt, key=f"chart_{key}")
    as_table(key, alt, table)


def as_table(key: str, alt: str, table: Mapping[str, Sequence[Any]]) -> None:
    """What a chart shows, folded under it as a table."""
    import pyarrow as pa

    with st.expander(t("school.as_table")):
        st.dataframe(
            pa.Table.from_pydict(dict(table)), hide_index=True, alt=alt, key=f"table_{key}"
        )


@st.fragment(run_every=LOOK)
def redraw_when_changed(ask: Callable[[], object], drawn: object) -> None:
    """Draw the page anew when `ask` answers something else than what is drawn; quiet otherwise."""
    if ask() != drawn:
        prologue.rerun_by_timer()
