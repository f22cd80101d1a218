from __future__ import annotations

import pytest

from tubulus.stats.designs.group_sequential.spending import compute_spent_alpha


@pytest.mark.parametrize("spending", ["O'Brien-Fleming", "Pocock"])
def test_all_of_alpha_is_spent_at_the_end_and_more_with_time(spending):
    spent = [compute_spent_alpha(t / 10, 0.025, spending) for t in range(1, 11)]

    assert spent[-1] == pytest.approx(0.025, rel=1e-12)
    assert spent == sorted(spent)


def test_the_function_of_obrien_and_fleming_spends_late():
    assert compute_spent_alpha(0.5, 0.025, "O'Brien-Fleming") == pytest.approx(0.00153, abs=5e-6)
    assert compute_spent_alpha(0.5, 0.025, "Pocock") == pytest.approx(0.01550, abs=5e-6)


def test_an_unknown_function_is_refused():
    with pytest.raises(ValueError, match="spending is one of"):
        compute_spent_alpha(0.5, 0.025, "Haybittle")
