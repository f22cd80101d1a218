import pytest

from tubulus.screen.gene_sets import GENE_SETS, load_gene_set
from tubulus.screen.reference import load_genes


@pytest.mark.parametrize(
    ("name", "members", "with_regulators"),
    [
        # protein-coding genes; with pseudogenes and regulators org.Hs.eg.db 3.16 holds 593
        ("spermatogenesis", 586, 588),
        ("gdnf_signalling", 9, 10),
        ("kit_signalling", 3, 4),
        ("retinoic_acid_response", 108, 108),
        ("fsh_response", 18, 18),
    ],
)
def test_the_embedded_sets_have_the_genes_of_their_terms(name, members, with_regulators):
    assert len(load_gene_set(name).genes) == members
    assert len(load_gene_set(name, with_regulators=True).genes) == with_regulators


@pytest.mark.parametrize("name", GENE_SETS)
def test_stricter_evidence_keeps_fewer_genes_and_all_are_coding(name):
    each = [load_gene_set(name, evidence=policy).genes for policy in ("any", "reviewed")]
    strict = load_gene_set(name, evidence="experimental").genes

    assert strict <= each[1] <= each[0] <= set(load_genes()["symbol"])
    assert 0 < len(strict) < len(each[0])


def test_the_source_names_term_version_and_policy():
    found = load_gene_set("kit_signalling", evidence="reviewed")

    assert "GO:0038109" in found.source
    assert "3.16" in found.source
    assert found.source.endswith("reviewed")


def test_an_unknown_set_or_policy_is_refused():
    with pytest.raises(ValueError, match="spermatogenesis"):
        load_gene_set("sperm")
    with pytest.raises(ValueError, match="experimental"):
        load_gene_set("kit_signalling", evidence="good")
