"""Signing in: the form at the protected address, the wrong password, the way out."""

import pytest

from tests.conftest import Clock


@pytest.mark.parametrize("by_timer", [True, False])
def test_thirty_idle_minutes_bring_the_form_back_and_a_timers_run_does_not_count(
    visit, demo, by_timer
):
    demo.clock = Clock(demo.now())
    at = visit("tall", "rektor")
    for _ in range(2):
        demo.clock.move(minutes=20)
        if by_timer:
            at.session_state["timer_run"] = True
        at.run()
        assert not at.exception
    shown = {field.key for field in at.text_input}
    assert ("sign_in_name" in shown) is by_timer
    assert bool(at.main.get("vega_lite_chart")) is not by_timer


def test_signing_in_at_a_protected_address_opens_that_address(visit):
    at = visit("arshjul")
    assert not at.exception
    at.text_input(key="sign_in_name").set_value("rektor")
    at.text_input(key="sign_in_password").set_value("demo")
    at.button(key="sign_in").click().run()
    assert not at.exception
    assert at.header[0].value.startswith("Årshjul")


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(visit):
    answers = []
    for name in ("rektor", "ingen"):
        at = visit("arshjul")
        at.text_input(key="sign_in_name").set_value(name)
        at.text_input(key="sign_in_password").set_value("feil passord")
        at.button(key="sign_in").click().run()
        answers.append(at.error[0].value)
    assert answers[0] == answers[1]
