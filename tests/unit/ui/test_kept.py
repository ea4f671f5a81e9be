"""Tabs whose line was lost: a school finds place, nobody fills the memory or waits for ever."""

from types import SimpleNamespace

import pytest

from core.ui.kit.server import kept, tabs

LIFE = 600.0


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


class Session:
    over = False

    def __init__(self, name):
        self.id = name

    def shutdown(self):
        self.over = True


def tab(name):
    return SimpleNamespace(session=Session(name))


@pytest.fixture
def weights(monkeypatch):
    """What each tab's longest message was; those named `staff…` are staff's."""
    found = {}
    monkeypatch.setattr(tabs.TABS, "weight", lambda name: found.get(name, 1_000))
    monkeypatch.setattr(tabs.TABS, "is_staffs", lambda name: name.startswith("staff"))
    return found


def test_a_class_that_loses_its_net_at_once_finds_place(weights):
    store = kept.KeptTabs(LIFE, lambda: 400)
    # 8,000 characters each, some of them of three bytes
    weights.update({f"t{n}": 20_000 for n in range(300)})
    lost = [tab(f"t{n}") for n in range(300)]
    for one in lost:
        store.save(one)
    assert [store.get(one.session.id) for one in lost] == lost


def test_where_there_is_no_room_whoever_waited_longest_makes_it(weights):
    store = kept.KeptTabs(LIFE, lambda: 2)
    lost = [tab(name) for name in "abc"]
    for one in lost:
        store.save(one)
    assert [one.session.over for one in lost] == [True, False, False]
    assert store.list() == lost[1:]


def test_the_heaviest_make_room_for_the_light_and_staff_are_the_last_to_go(weights):
    store = kept.KeptTabs(LIFE, lambda: 1000)
    weights |= {"staff": kept.MOST // 2, **{f"heavy{n}": kept.MOST // 8 for n in range(20)}}
    light, staff = tab("light"), tab("staff")
    store.save(light)
    store.save(staff)
    for n in range(20):
        store.save(tab(f"heavy{n}"))
    assert store.get("light") is light
    assert store.get("staff") is staff
    assert sum(weights.get(i.session.id, 1_000) for i in store.list()) <= kept.MOST


def test_one_that_comes_back_is_kept_no_longer_and_weighs_nothing(weights):
    store = kept.KeptTabs(LIFE, lambda: 10)
    weights["a"] = kept.MOST
    for _ in range(3):
        store.save(tab("a"))
        assert store.get("a") is not None
        store.delete("a")
        store.delete("a")
        assert store.get("a") is None


def test_whoever_has_waited_the_time_is_let_go_of_without_anybody_coming(weights):
    clock = Clock()
    store = kept.KeptTabs(LIFE, lambda: 10, clock)
    early, late = tab("early"), tab("late")
    store.save(early)
    clock.now = 300.0
    store.save(late)
    clock.now = LIFE + 1
    assert store.get("early") is None
    assert store.look() == 1
    assert (early.session.over, late.session.over) == (True, False)
    assert store.list() == [late]
    assert store.look() == 0
