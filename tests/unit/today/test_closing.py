"""Several reports closed at once: what she has opened, with rektor's yes, undone in one act."""

from functools import partial
from uuid import uuid4

import pytest

from core.cases import reading
from core.errors import Invalid, Refused, Stale
from core.figures import tables
from core.reports import reports
from core.today import closing, inbox


@pytest.fixture
def house(small_school):
    return small_school("rektor eli tor owner")


def report(store, route="team", **more):
    report_id = uuid4()
    told = {"what_happened": "asdf"}
    values = {"source": "form", "reporter": "self", "laws": ("annet",)} | more
    store.write(lambda tx: reports.insert(tx, report_id, route, told, **values))
    return report_id


def opened(store, person, count=3, **more):
    ids = [report(store, **more) for _ in range(count)]
    for report_id in ids:
        reading.open_report(store, person, report_id)
    return ids


def states(store, ids):
    return {reports.load(store, report_id).state for report_id in ids}


def test_elevtjenesten_asks_rektor_says_yes_and_one_act_undoes_it(store, house):
    ids = opened(store, house.eli)
    assert closing.close(store, house.eli, ids, "Tull, sendt av en maskin") is False
    assert states(store, ids) == {"read"}
    assert closing.waiting(store, house.eli) == []
    (asked,) = closing.waiting(store, house.rektor)
    assert (set(asked.report_ids), asked.by) == (set(ids), house.eli.person_id)
    assert asked.reason == "Tull, sendt av en maskin"
    with pytest.raises(Refused):
        closing.answer(store, house.eli, asked, yes=True)
    store.clock.move(minutes=5)
    closing.answer(store, house.rektor, asked, yes=True)
    assert states(store, ids) == {"closed"}
    assert all(reports.load(store, i).first("closed").note == asked.reason for i in ids)
    assert closing.waiting(store, house.rektor) == []
    with pytest.raises(Refused):
        closing.answer(store, house.rektor, asked, yes=True)
    store.clock.move(minutes=5)
    (done,) = closing.closed(store, house.eli)
    closing.undo(store, house.eli, done)
    assert states(store, ids) == {"read"}
    assert closing.closed(store, house.eli) == []
    assert reports.differing(store) == []


def test_rektors_no_leaves_them_and_her_own_act_is_the_yes(store, house):
    ids = opened(store, house.eli)
    closing.close(store, house.eli, ids, "Tull")
    store.clock.move(minutes=1)
    closing.answer(store, house.rektor, closing.waiting(store, house.rektor)[0], yes=False)
    assert states(store, ids) == {"read"}
    assert closing.waiting(store, house.rektor) == []
    mine = opened(store, house.rektor)
    assert closing.close(store, house.rektor, mine, "Tull") is True
    assert states(store, mine) == {"closed"}
    owners = opened(store, house.owner, route="leadership")
    assert closing.close(store, house.owner, owners, "Tull") is True
    assert len(closing.closed(store, house.owner)) == 1
    assert len(closing.closed(store, house.rektor)) == 1  # nothing of skoleeier's


def test_never_one_that_she_has_not_opened_or_whose_writer_is_afraid(store, house):
    ids = opened(store, house.eli)
    unread = report(store)
    reading.open_report(store, house.tor, unread)
    (afraid,) = opened(store, house.eli, 1, afraid=True)
    for wrong in (unread, afraid):
        with pytest.raises(Invalid, match="several_which"):
            closing.close(store, house.eli, [*ids, wrong], "Tull")
    for person, wrong in ((house.eli, report(store, "employee")), (house.rektor, uuid4())):
        with pytest.raises(Refused):
            closing.close(store, person, [wrong], "Tull")
    with pytest.raises(Invalid, match="no_reason"):
        closing.close(store, house.eli, ids, " ")
    with pytest.raises(Invalid, match="several_count"):
        closing.close(store, house.eli, [], "Tull")
    assert states(store, ids) == {"read"}
    cards = {card.report_id: card for card in inbox.page(store, house.eli)}
    may = {i for i, card in cards.items() if closing.may_be_among(house.eli, card)}
    assert may == set(ids)


def test_what_was_taken_up_again_or_put_in_a_case_is_in_no_act_any_more(store, house):
    ids = opened(store, house.rektor)
    closing.close(store, house.rektor, ids, "Tull")
    store.clock.move(minutes=1)
    inbox.reopen(store, house.rektor, ids[0])
    (done,) = closing.closed(store, house.rektor)
    assert set(done.report_ids) == set(ids[1:])


def test_two_requests_of_one_moment_are_two_and_each_has_its_own_key(store, house):
    first, second = opened(store, house.eli, 2), opened(store, house.eli, 2)
    closing.close(store, house.eli, first, "Tull")
    closing.close(store, house.eli, second, "Ferdig")
    asked = {one.reason: one for one in closing.waiting(store, house.rektor)}
    assert {reason: set(one.report_ids) for reason, one in asked.items()} == {
        "Tull": set(first),
        "Ferdig": set(second),
    }
    assert asked["Tull"].key != asked["Ferdig"].key
    closing.answer(store, house.rektor, asked["Tull"], yes=True)
    assert (states(store, first), states(store, second)) == ({"closed"}, {"read"})


@pytest.mark.parametrize("act", ["yes", "no", "undo"])
def test_an_act_on_other_reports_than_were_shown_is_stale_and_changes_nothing(store, house, act):
    ids = opened(store, house.eli)
    closing.close(store, house.eli, ids, "Tull")
    (shown,) = closing.waiting(store, house.rektor)
    if act == "undo":
        closing.answer(store, house.rektor, shown, yes=True)
        (shown,) = closing.closed(store, house.rektor)
        store.clock.move(minutes=1)
        inbox.reopen(store, house.rektor, ids[0])
    else:
        store.clock.move(minutes=1)
        closing.close(store, house.eli, ids[:1], "Tull")
    key, before = shown.key, [reports.load(store, one).state for one in ids]
    again = closing.undo if act == "undo" else partial(closing.answer, yes=act == "yes")
    with pytest.raises(Stale):
        again(store, house.rektor, shown)
    assert [reports.load(store, one).state for one in ids] == before
    now = closing.closed if act == "undo" else closing.waiting
    assert key not in {one.key for one in now(store, house.rektor)}


def test_a_no_that_comes_between_looking_and_writing_is_not_answered_with_a_yes(
    store, house, monkeypatch
):
    ids = opened(store, house.eli)
    closing.close(store, house.eli, ids, "Tull")
    (asked,) = closing.waiting(store, house.rektor)
    looked = closing.waiting

    def then_refused(*of):
        found = looked(*of)
        monkeypatch.setattr(closing, "waiting", looked)
        store.clock.move(minutes=1)
        closing.answer(store, house.rektor, asked, yes=False)
        return found

    monkeypatch.setattr(closing, "waiting", then_refused)
    with pytest.raises(Stale):
        closing.answer(store, house.rektor, asked, yes=True)
    assert states(store, ids) == {"read"}


@pytest.mark.parametrize("act", ["yes", "undo"])
def test_what_goes_to_skoleeier_in_the_same_moment_is_closed_and_opened_by_nobody_at_the_school(
    store, house, monkeypatch, act
):
    ids = opened(store, house.eli)
    closing.close(store, house.eli, ids, "Tull")
    (asked,) = closing.waiting(store, house.rektor)
    if act == "undo":
        closing.answer(store, house.rektor, asked, yes=True)
        (asked,) = closing.closed(store, house.rektor)
    name = "waiting" if act == "yes" else "closed"
    looked = getattr(closing, name)

    def then_moved(*of):
        found = looked(*of)
        if act == "undo":
            inbox.reopen(store, house.rektor, ids[0])
        reading.open_report(store, house.rektor, ids[0])
        inbox.send_to_skoleeier(store, house.rektor, ids[0])
        return found

    monkeypatch.setattr(closing, name, then_moved)
    before = [reports.load(store, one).state for one in ids[1:]]
    again = closing.undo if act == "undo" else partial(closing.answer, yes=True)
    with pytest.raises(Stale):
        again(store, house.rektor, asked)
    moved = reports.load(store, ids[0])
    assert (moved.route, moved.state) == ("leadership", "new")
    assert [reports.load(store, one).state for one in ids[1:]] == before


def counted(store):
    return tables.matters(store, store.today(), store.today())


def test_what_is_closed_as_made_up_is_in_no_figure_until_it_is_taken_up_again(store, house):
    ids = opened(store, house.eli, 4)
    inbox.close(store, house.eli, ids[0], "Kantina")
    inbox.close(store, house.eli, ids[1], "Tull", real=False)
    assert counted(store) == 3
    closing.close(store, house.eli, ids[2:], "Tull", real=False)
    assert counted(store) == 3  # rektor has not said yes
    store.clock.move(minutes=1)
    closing.answer(store, house.rektor, closing.waiting(store, house.rektor)[0], yes=True)
    assert counted(store) == 1
    store.clock.move(minutes=1)
    closing.undo(store, house.rektor, closing.closed(store, house.rektor)[0])
    assert counted(store) == 3
    inbox.close(store, house.eli, ids[2], "Ferdig")
    inbox.reopen(store, house.eli, ids[1])
    assert counted(store) == 4
    assert reports.differing(store) == []
