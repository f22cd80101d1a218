import numpy as np
import pytest

from tubulus.screen.nulls.null_sets import (
    Chunk,
    NullDesign,
    merge_counts,
    run_chunk,
    simulate_inclusion,
)


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


def test_partners_are_tallied_once_a_set_and_receptor():
    counts = run_chunk(Chunk("x", 200, make_design([2, 1])), np.random.default_rng(5))

    # the cargo has one partner of each receptor
    assert counts.partner_sets.sum(axis=1).tolist() == [200, 200]
    assert counts.partner_sets[:, 1:].sum(axis=1).tolist() == counts.receptor_hits.tolist()


def test_a_cell_type_is_reached_as_often_as_its_only_receptor():
    base = make_design([2, 1])
    design = NullDesign(
        **{
            name: getattr(base, name)
            for name in (
                "ligands",
                "receptors",
                "incidence",
                "ligand_stratum",
                "stratum_size",
                "drawn",
                "observed",
            )
        },
        cell_types=("one", "both"),
        membership=np.array([[True, True], [False, True]]),
    )

    counts = run_chunk(Chunk("x", 300, design), np.random.default_rng(6))

    assert counts.cell_type_hits.tolist() == [counts.receptor_hits[0], counts.global_hits]


def test_merged_counts_are_those_of_all_sets():
    design = make_design([2, 1])
    parts = [run_chunk(Chunk(n, 50, design), np.random.default_rng(i)) for i, n in enumerate("ab")]

    merged = merge_counts(parts)

    assert merged.sets == 100
    assert merged.receptor_hits.tolist() == sum(p.receptor_hits for p in parts).tolist()
    assert merged.partner_sets.sum(axis=1).tolist() == [100, 100]
