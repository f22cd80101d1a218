"""Two implementations of the null that must agree, and what no input may change."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tubulus.screen.nulls.exact import (
    compute_global_distribution,
    compute_partner_distribution,
    compute_upper_tail,
)
from tubulus.screen.nulls.null_sets import Chunk, NullDesign, run_chunk, simulate_inclusion
from tubulus.screen.nulls.simulated_cargo import simulate_cargo, simulate_stratified_cargo
from tubulus.screen.nulls.strata import assign_strata

SETS = 4_000


@st.composite
def designs(draw):
    """Draw a design: strata of a few genes, ligands among them, a cargo and receptors."""
    sizes = draw(st.lists(st.integers(1, 12), min_size=1, max_size=4))
    gene_stratum = np.repeat(np.arange(len(sizes)), sizes)
    n_genes = gene_stratum.size
    ligand_gene = np.array(
        sorted(draw(st.sets(st.integers(0, n_genes - 1), min_size=1, max_size=10)))
    )
    in_cargo = np.array(draw(st.lists(st.booleans(), min_size=n_genes, max_size=n_genes)))
    n_receptors = draw(st.integers(1, 4))
    cells = draw(
        st.lists(
            st.booleans(),
            min_size=ligand_gene.size * n_receptors,
            max_size=ligand_gene.size * n_receptors,
        )
    )
    return NullDesign(
        ligands=tuple(f"l{i}" for i in ligand_gene),
        receptors=tuple(f"r{i}" for i in range(n_receptors)),
        incidence=np.array(cells).reshape(ligand_gene.size, n_receptors),
        ligand_stratum=gene_stratum[ligand_gene],
        stratum_size=np.array(sizes),
        drawn=np.bincount(gene_stratum[in_cargo], minlength=len(sizes)),
        observed=in_cargo[ligand_gene],
    )


def is_near(hits, p):
    """Tell whether a number of hits fits a probability; five SE, for thousands of examples."""
    return abs(hits / SETS - p) <= 5 * np.sqrt(p * (1 - p) / SETS) + 1 / SETS


@given(designs())
def test_simulation_and_closed_form_agree(design):
    counts = run_chunk(Chunk("c", SETS, design), np.random.default_rng(5))

    observed = design.count_observed_partners()
    overall = compute_upper_tail(compute_global_distribution(design), int(observed.sum()))
    assert is_near(counts.global_hits, overall)
    for i, hits in enumerate(counts.receptor_hits):
        exact = compute_upper_tail(compute_partner_distribution(design, i), int(observed[i]))
        assert is_near(hits, exact)


@given(designs())
def test_the_distributions_sum_to_one_and_have_the_expected_mean(design):
    chance = design.compute_inclusion_probability()
    for i in range(len(design.receptors)):
        distribution = compute_partner_distribution(design, i)

        assert distribution.sum() == pytest.approx(1.0)
        mean = distribution @ np.arange(distribution.size)
        assert mean == pytest.approx(chance[design.incidence[:, i]].sum())


@given(designs())
def test_one_receptor_alone_has_the_same_distribution_both_ways(design):
    alone = NullDesign(
        design.ligands,
        design.receptors[:1],
        design.incidence[:, :1],
        design.ligand_stratum,
        design.stratum_size,
        design.drawn,
        design.observed,
    )

    first, second = compute_partner_distribution(alone, 0), compute_global_distribution(alone)

    assert second[: first.size] == pytest.approx(first, abs=1e-12)


@given(designs(), st.integers(0, 2**32 - 1))
def test_a_set_never_holds_more_ligands_of_a_stratum_than_are_drawn(design, seed):
    inclusion = simulate_inclusion(design, 50, np.random.default_rng(seed))

    for stratum, drawn in enumerate(design.drawn):
        assert inclusion[design.ligand_stratum == stratum].sum(axis=0).max(initial=0) <= drawn


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 50)), min_size=1, max_size=80),
    st.integers(1, 30),
)
def test_every_gene_has_one_stratum_of_its_own_group(genes, width):
    groups, attention = np.array(genes, dtype=np.int64).T

    strata = assign_strata(groups, attention, genes_per_stratum=width)

    assert set(strata) == set(range(strata.max() + 1))
    assert all(np.unique(groups[strata == s]).size == 1 for s in np.unique(strata))


@given(st.integers(1, 60), st.integers(0, 2**32 - 1))
def test_a_simulated_cargo_has_the_size_asked_for(size, seed):
    rng = np.random.default_rng(seed)
    strata = np.repeat(np.arange(3), 20)
    drawn = np.array([min(20, size), 0, min(20, size // 2)])

    free = simulate_cargo(np.zeros(60), size, rng)
    fixed = simulate_stratified_cargo(strata, drawn, np.zeros(60), rng)

    assert free.sum() == size
    assert np.bincount(strata[fixed], minlength=3).tolist() == drawn.tolist()
