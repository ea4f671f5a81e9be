"""Too many at once: nobody in particular is counted, and a whole school gets through."""

import pytest
import sqlalchemy as sa

from core.access import Role
from core.errors import Invalid
from core.forms import form
from core.reports import flood, messages, receipt, reports
from core.store.schema.reports import message, report
from tests.conftest import add_person
from tests.given.reports import VERSION


class Seconds:
    """A clock in seconds that stands until it is moved."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_a_class_at_once_and_a_thousand_others_within_the_minute_get_through():
    seconds = Seconds()
    bucket = flood.Bucket(most=flood.SCHOOL_ROOM, a_minute=flood.SCHOOL_A_MINUTE, clock=seconds)
    for _ in range(5):  # five mornings, minute after minute
        assert all(bucket.take() for _ in range(300))
        for _ in range(1000):
            seconds.now += 0.06
            assert bucket.take()


def test_a_flood_is_stopped_and_a_minute_later_there_is_room_for_all_others():
    seconds = Seconds()
    bucket = flood.Bucket(most=flood.SCHOOL_ROOM, a_minute=flood.SCHOOL_A_MINUTE, clock=seconds)
    taken = 0
    for _ in range(600 * 39):  # ten minutes of what four clients can do
        seconds.now += 1 / 39
        taken += bucket.take()
    assert taken <= flood.SCHOOL_ROOM + 10 * flood.SCHOOL_A_MINUTE
    assert not all(bucket.take() for _ in range(100))
    seconds.now += 60
    assert all(bucket.take() for _ in range(1300))


@pytest.fixture
def full(store, monkeypatch):
    """A school whose room is for two."""
    monkeypatch.setattr(flood, "SCHOOL_ROOM", 2)
    monkeypatch.setattr(flood, "SCHOOL_A_MINUTE", 0)
    add_person(store, "rektor", Role.REKTOR)
    return store


def test_what_there_is_no_room_for_is_not_stored_and_a_report_sent_before_keeps_its_code(full):
    tokens = [receipt.new_token() for _ in range(3)]
    words = {"what_happened": "Noe"}
    codes = [reports.send(full, VERSION, words, token) for token in tokens[:2]]
    with pytest.raises(Invalid, match=r"report\.error\.too_many"):
        reports.send(full, VERSION, words, tokens[2])
    assert len(full.rows(sa.select(report.c.report_id))) == 2
    assert reports.send(full, VERSION, words, tokens[1]) == codes[1]
    assert form.route(words) == "team"


def test_messages_of_reporters_have_a_room_of_their_own(full):
    code = reports.send(full, VERSION, {"what_happened": "Noe"}, receipt.new_token())
    report_id = receipt.report_id(full, code)
    for n in range(2):
        messages.send_to_school(full, report_id, f"nr {n}", f"t{n}")
    with pytest.raises(Invalid, match=r"follow_up\.error\.too_many"):
        messages.send_to_school(full, report_id, "nr 3", "t3")
    assert len(full.rows(sa.select(message.c.number))) == 2
    assert reports.send(full, VERSION, {"what_happened": "En til"}, receipt.new_token())


def test_nothing_of_it_is_written(full):
    before = full.rows(sa.text("select name, value from setting"))
    flood.of_school(full, "reports").take()
    assert full.rows(sa.text("select name, value from setting")) == before
    assert vars(flood.of_page()).keys() == {
        *("most", "a_minute", "clock", "_left", "_seen", "_lock")
    }
