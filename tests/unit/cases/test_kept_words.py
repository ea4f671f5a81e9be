"""What a part and a basis are kept as; each word of the code that is shown has words."""

import pytest

from core.cases.clock import Step
from core.cases.happened import Part
from core.cases.reach import Basis
from core.today.overview import Cause
from core.words import word


def test_what_is_kept_of_a_part_and_of_a_basis_is_as_it_always_was():
    assert [str(part) for part in Part] == ["exposed", "said_to_have_done", "witness", "employee"]
    kept = {Basis.OPENED: "opened", Basis.ADDED: "added", Basis.ASIDE: "aside"}
    assert {basis: str(basis) for basis in Basis} == {
        **kept,
        Basis.ACCUSED: "accused",
        Basis.OFFICE: "office",
        Basis.DEPUTY: "deputy",
    }


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_each_part_and_each_basis_that_is_shown_has_words(language):
    shown = [f"case.part.{part}" for part in Part]
    # Who is accused is named to nobody.
    shown += [f"case.access.{basis}" for basis in Basis if basis is not Basis.ACCUSED]
    said = [word(language, key) for key in shown]
    assert len(set(said)) == len(shown)


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_each_cause_that_is_no_step_has_words_of_its_own_in_the_overview(language):
    reasons = [*Step, *Cause]
    assert len({str(reason) for reason in reasons}) == len(reasons)
    assert all(
        word(language, f"duty.step.{r}") and word(language, f"duty.why.{r}") for r in reasons
    )
