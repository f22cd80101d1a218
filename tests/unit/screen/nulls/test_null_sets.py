import numpy as np
import pytest

from tubulus.screen.nulls.null_sets import Chunk, NullDesign, run_chunk, simulate_inclusion


def make_design(drawn, observed=(True, False, True)):
    return NullDesign(
        ligands=("a", "b", "c"),
        receptors=("r", "s"),
        incidence=np.array([[True, False], [True, True], [False, True]]),
        ligand_stratum=np.array([0, 0, 1]),
        stratum_size=np.array([4, 5]),
        drawn=np.array(drawn),
        observed=np.array(observed),
    )


def test_an_exhausted_stratum_is_always_in_the_set_and_an_unused_one_never():
    inclusion = simulate_inclusion(make_design([4, 0]), 50, np.random.default_rng(0))

    assert inclusion[:2].all()
    assert not inclusion[2].any()


def test_each_ligand_is_drawn_at_the_rate_of_its_stratum():
    design = make_design([2, 1])

    inclusion = simulate_inclusion(design, 40_000, np.random.default_rng(2))

    assert inclusion.mean(axis=1) == pytest.approx(design.compute_inclusion_probability(), abs=0.01)


def test_two_ligands_of_a_stratum_exclude_each_other_when_one_is_drawn():
    inclusion = simulate_inclusion(make_design([1, 0]), 2_000, np.random.default_rng(3))

    assert not (inclusion[0] & inclusion[1]).any()


def test_a_cargo_without_partners_is_reached_by_every_set():
    design = make_design([1, 1], observed=(False, False, False))

    counts = run_chunk(Chunk("x", 100, design), np.random.default_rng(4))

    assert counts.receptor_hits.tolist() == [100, 100]
    assert counts.global_hits == 100
