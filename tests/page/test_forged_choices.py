"""A client that sends what no list offers, or names in the address what there is not.

Widgets live in the browser: whoever speaks its wire protocol may send anything. It is then as if
nothing had been chosen, and nothing is stored.
"""

import pytest
import sqlalchemy as sa
from streamlit.proto.WidgetStates_pb2 import WidgetStates

from core.cases import listing
from core.people import directory, sessions
from core.store.schema import metadata

# What a kind of widget is sent: an option that is not there, and nothing if one is required.
FORGED = {
    "Selectbox": ({"string_value": "<forged>"},),
    "Radio": ({"string_value": "<forged>"},),
    "ButtonGroup": ({"string_array_value": ["<forged>"]}, {"string_array_value": []}),
    "Multiselect": ({"string_array_value": ["<forged>"]},),
}
PAGES = [
    ("meld", None),
    ("innboks", "elevtjeneste"),
    ("saker", "rektor"),
    ("sak", "rektor"),
    ("arshjul", "rektor"),
    ("klasser", "rektor"),
    ("tall", "rektor"),
    ("su", "rektor"),
    ("skjema", "redaktor"),
    ("handlingsplan", "rektor"),
    ("brukere", "systemansvarlig"),
    ("innstillinger", "rektor"),
    ("meld-rektor", "larer"),
]
ADDRESSES = [
    *(("sak", {"nr": told}) for told in ("", "2026-999", "'; drop table case_file", "x" * 5000)),
    *(("innboks", {"melding": told}) for told in ("", "forged", "0" * 32)),
    ("saker", {"tilstand": "<forged>", "hvem": "x", "tema": "x", "passert": "x", "side": "-1"}),
    ("saker", {"side": "999999999999"}),
    ("arshjul", {"aktivitet": "<forged>", "visning": "x", "maned": "13", "month": "99"}),
    ("klasser", {"klasse": "<forged>"}),
    ("tall", {"ar": "1", "hva": "<forged>", "sted": "<forged>"}),
    ("su", {"nr": "-1"}),
    ("su", {"nr": "forged", "fane": "x", "lang": "x"}),
    ("brukere", {"fane": "<forged>", "nr": "1"}),
]


def sent(at, node, **told):
    """Run with this widget's state as a client of its own would send it."""
    states = [w for w in at._tree.get_widget_states().widgets if w.id != node.id]
    forged = WidgetStates(widgets=states)
    state = forged.widgets.add(id=node.id)
    for field, value in told.items():
        if isinstance(value, list):
            getattr(state, field).data[:] = value
        else:
            setattr(state, field, value)
    return at._run(forged)


def stored(store):
    counted = [
        sa.select(sa.func.count()).select_from(t).scalar_subquery() for t in metadata.sorted_tables
    ]
    return tuple(store.row(sa.select(*counted)))


def a_case(store):
    rektor = directory.load(store, sessions.password_hash(store, "rektor")[0])
    return listing.numbers(store, rektor)[0]


@pytest.mark.parametrize(("path", "name"), PAGES)
def test_an_option_that_no_list_offers_is_no_choice(visit, demo, path, name):
    at = visit(path, name, **({"nr": a_case(demo)} if path == "sak" else {}))
    before = stored(demo)
    chosen = [node for node in at._tree if type(node).__name__ in FORGED]
    assert chosen
    for node in chosen:
        for told in FORGED[type(node).__name__]:
            assert not sent(at, node, **told).exception, (node.key, told)
            at.run()
    assert stored(demo) == before


@pytest.mark.parametrize(("path", "query"), ADDRESSES)
def test_an_address_that_names_nothing_opens_the_page_as_it_is(visit, demo, path, query):
    at = visit(path, "rektor", **query)
    assert not at.exception
    assert "<forged>" not in "".join(str(e.value) for e in (*at.markdown, *at.text))


@pytest.mark.parametrize(
    ("path", "behind"), [("meld", "receipt_check"), ("folg-opp", "reply_text")]
)
def test_a_client_opens_nothing_by_writing_what_only_the_server_remembers(
    visit, demo, path, behind
):
    at = visit(path)
    before = stored(demo)
    forged = WidgetStates()
    for key in ("sid", "follow_report", "report_sent"):
        forged.widgets.add(id=key, string_value="0" * 32)
    at._run(forged)
    assert behind not in {node.key for node in (*at.text_input, *at.text_area)}
    assert stored(demo) == before
