"""The name of a task is read back as it was written, whatever an activity is called."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.errors import Refused
from core.year.keys import SCHOOL, Slot, TaskKey

# A busy machine is no broken rule.
AT_LEISURE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SLOTS = st.one_of(
    st.integers(0, 99).map(Slot.window),
    st.uuids(version=4).map(Slot.date),
    st.uuids(version=4).map(Slot.meeting),
    st.just(SCHOOL),
)
# Words, digits and dashes in any order: what looks like a year, a window or an id is among them.
PARTS = st.sampled_from(["plan", "2025", "1", "0", "s1", "own", "", "d0a1b2c3d", "0123456789ab"])
NAMES = st.one_of(st.text(min_size=1), st.lists(PARTS, min_size=2).map("-".join))


@AT_LEISURE
@given(NAMES, st.integers(1000, 2999), SLOTS, st.none() | st.uuids(version=4), st.booleans())
@example("plan-2025-1", 2026, Slot.window(1), None, False)
def test_a_key_is_read_back_as_it_was_written(name, year, slot, whose, of_class):
    named = {} if whose is None else {"class_id" if of_class else "need_id": whose}
    key = TaskKey.of(name, year, slot, **named)
    assert TaskKey.parse(str(key)) == key


@AT_LEISURE
@given(st.text())
@example("aktivitetsdag")
@example("aktivitetsdag-2026")
@example("aktivitetsdag-2026-01")
@example("aktivitetsdag-0026-1")
@example("aktivitetsdag-9999-1")
@example("-2026-1")
@example("a-2026-s2")
@example("a-2026-m0a1b2c3")
@example("a-2026-1-0123456789AB")
@example("a-2026-1-0123456789ab\n")
@example("a-2026-\u0661")
def test_every_other_text_is_refused(text):
    try:
        found = TaskKey.parse(text)
    except Refused:
        return
    assert str(found) == text


@pytest.mark.parametrize("text", ["", "a-2026-01", "-2026-1", "a-2026-1-0123456789ab\n"])
def test_junk_is_no_key(text):
    with pytest.raises(Refused):
        TaskKey.parse(text)
