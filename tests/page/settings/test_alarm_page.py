"""That data is lost is told on every page to those who answer for the school, and no one else."""

import pytest

from core.store import losses
from core.store.losses import Loss


@pytest.fixture
def hurt(demo):
    with demo.held():
        losses._note(demo, Loss("lost", 3, 20), "torn-log-2026-11-23-1")
        demo.renew_heads()
    return demo


def told(at):
    return [e.value for e in at.error]


def test_rektor_is_told_and_says_that_she_has_seen_it(hurt, visit):
    assert any("kvittert for" in said for said in told(visit("oversikt", "rektor")))
    at = visit("innstillinger", "rektor")
    full = next(said for said in told(at) if "3 kvitterte handlinger" in said)
    assert full.startswith("Oppdaget "), "a date at the start would be read as a numbered list"
    at.button(key="loss_seen").click().run()
    assert not at.exception
    assert told(at) == []


@pytest.mark.parametrize("name", ["elevtjeneste", "larer", "redaktor"])
def test_others_are_not_told(hurt, visit, name):
    assert not told(visit("konto", name))
