"""mypy refuses whatever is not the portal's own words where Streamlit reads markdown."""

import re
import tomllib
from pathlib import Path

import pytest
from mypy import api

ROOT = Path(__file__).parent.parent.parent

# What each line that ends in "no" hands over somebody could have typed, or nobody knows of.
SAMPLE = """
from typing import Any

import streamlit as st

from core.today import drafts
from core.ui.kit import press, written
from core.ui.kit.plain import as_typed
from core.ui.kit.words import filled, t
from core.words import Words, apart, joined, listed, put


def draw(name: str, row: Any, names: list[str], own: Words) -> None:
    st.markdown(t("common.more"))
    st.markdown(as_typed(name))
    st.markdown(put("**{}** {}", own, 3))
    st.markdown(joined(" · ", [own, t("common.more")]))
    st.text(name)
    st.text(filled("common.more", name=name))
    st.selectbox(own, names, format_func=str, key="a")
    st.markdown(name)  # no
    st.markdown(f"{own}")  # no
    st.markdown(own + " · " + own)  # no
    st.markdown(" · ".join([own, own]))  # no
    st.markdown(row.name)  # no
    st.markdown(filled("common.more"))  # no
    st.markdown(t("common.more", name=name))  # no
    st.markdown(listed(names, "nb"))  # no
    st.markdown(put("{}", name))  # no
    st.markdown(joined(", ", names))  # no
    st.text(name, help=name)  # no
    st.title(name)  # no
    st.header(name)  # no
    st.subheader(name)  # no
    st.caption(name)  # no
    st.badge(name)  # no
    st.success(name)  # no
    st.error(name)  # no
    st.info(name)  # no
    st.warning(name)  # no
    st.button(name)  # no
    st.button(row)  # no
    st.button(own, help=name)  # no
    st.form_submit_button(name)  # no
    st.link_button(name, "/")  # no
    st.checkbox(name)  # no
    st.text_input(name)  # no
    st.text_area(name)  # no
    st.selectbox(name, [1])  # no
    st.radio(own, [1], format_func=str)  # no
    st.radio(own, [1], captions=[name])  # no
    st.pills(own, [1], format_func=lambda n: names[n])  # no
    st.pills(own, [1], format_func=apart({1: name}).__getitem__)  # no
    st.pills(own, [1], format_func=apart({1: own}).__getitem__)
    st.segmented_control(name, [1], required=True)  # no
    st.expander(name)  # no
    st.popover(name)  # no
    st.tabs([name])  # no
    st.tabs(names)  # no
    st.dialog(name)  # no
    st.metric(own, name)  # no
    st.page_link("x.py", label=name)  # no
    st.Page("x.py", title=name)  # no
    box = st.container()
    box.text(name)
    box.markdown(name)  # no
    box.button(name)  # no
    box.expander(row["name"])  # no
    press.button(name, key="b", act=print)  # no
    press.button(own, key="b", act=print, help=name)  # no
    st.button(**row)  # no
    more: dict[str, Any] = {"help": name}
    st.button(own, **more)  # no
    written.line(drafts.Thing("page", "x"), own, "k", max_chars=3)
    written.line(drafts.Thing("page", "x"), name, "k")  # no
    written.area(drafts.Thing("page", "x"), own, "k", help=name)  # no
"""


@pytest.fixture(scope="module")
def refused(tmp_path_factory):
    """The lines of the sample that mypy refuses, with what it says of each."""
    file = tmp_path_factory.mktemp("drawn") / "sample.py"
    file.write_text(SAMPLE, "utf-8")
    told, faults, _ = api.run(["--config-file", str(ROOT / "pyproject.toml"), str(file)])
    assert not faults, faults
    said: dict[int, str] = {}
    for place, what in re.findall(rf"{file.name}:(\d+): error: (.*)", told):
        said[int(place)] = what
    return said


LINES = list(enumerate(SAMPLE.splitlines(), 1))


@pytest.fixture(autouse=True)
def _here(monkeypatch):
    monkeypatch.chdir(ROOT)  # the settings name the plugin and the packages from here


@pytest.mark.parametrize(("number", "line"), [x for x in LINES if x[1].endswith("# no")])
def test_what_may_be_anybodys_is_refused(refused, number, line):
    assert number in refused, line
    assert re.search(r"Words|overload|Unexpected keyword", refused[number])


def test_the_portals_own_words_are_taken(refused):
    own = [number for number, line in LINES if not line.endswith("# no")]
    assert not {number: refused[number] for number in own if number in refused}


def test_mypy_asks_it_of_pages_and_rooms_alike():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]
    assert asked["plugins"] == ["tests/typed/drawn.py"]
    assert asked["files"] == ["core", "pages", "app.py"]
    assert asked["strict"] is True
