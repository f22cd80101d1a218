import polars as pl
import pytest

from tubulus.screen.evidence import (
    derive_excluded,
    derive_gene_covariates,
    derive_interactions,
)

GENES = pl.DataFrame(
    {
        "symbol": ["OUT", "INNER", "BOTH", "ALB", "AWAY", "BARE"],
        "topology": ["secreted", "luminal", "unknown", "secreted", "surface", "unknown"],
        "topology_rule": [
            "outside_curated",
            "inside",
            "both_sides",
            "outside_curated",
            "spans_plasma_membrane",
            "no_annotation",
        ],
        "attention": [1, 2, 3, 4, 5, 6],
    }
)
PAIRS = pl.DataFrame({"ligand": GENES["symbol"], "receptor": ["REC"] * 6})


def make_cargo(*symbols):
    columns = dict.fromkeys(["tier", "source", "source_cell", "species"], "said")
    return pl.DataFrame({"symbol": symbols}).with_columns(
        pl.lit(v).alias(k) for k, v in columns.items()
    )


def make_receptors(state="present"):
    return pl.DataFrame(
        {
            "symbol": ["REC"],
            "cell_type": ["Sertoli cells"],
            "compartment": ["unresolved"],
            "grade": ["literature"],
            "evidence_kind": ["literature"],
            "conflict": ["another source says no"],
            "source": ["a paper"],
            "species": ["mouse"],
            "state": [state],
        }
    )


CARGO = make_cargo("OUT", "INNER", "BOTH", "ALB", "BARE", "NOGENE")


def judge(state="present", *, aside=True):
    covariates = derive_gene_covariates(GENES, None, set_contaminants_aside=aside)
    frame = derive_interactions(CARGO, make_receptors(state), PAIRS, covariates)
    return {row["ligand"]: row for row in frame.iter_rows(named=True)}


@pytest.mark.parametrize(
    ("ligand", "state", "words"),
    [
        ("OUT", "present", "secreted"),
        ("INNER", "absent", "by topology"),
        ("BOTH", "unknown", "inside and outside"),
        ("BARE", "unknown", "no cellular component"),
        ("ALB", "unknown", "contamination rule"),
        ("AWAY", "unknown", "not in the cargo list"),
    ],
)
def test_each_ligand_gets_its_state_and_reason(ligand, state, words):
    row = judge()[ligand]

    assert row["state"] == state
    assert words in row["reason"]


def test_a_luminal_ligand_is_absent_by_topology_whether_listed_or_not():
    covariates = derive_gene_covariates(GENES, None, set_contaminants_aside=True)

    frame = derive_interactions(make_cargo("OUT"), make_receptors(), PAIRS, covariates)

    row = frame.row(by_predicate=pl.col("ligand") == "INNER", named=True)
    assert row["state"] == "absent"
    assert row["reason"].startswith("by topology")


def test_contaminants_count_when_they_are_kept():
    assert judge(aside=False)["ALB"]["state"] == "present"


def test_a_receptor_stated_absent_makes_no_candidate():
    assert {row["state"] for row in judge("absent").values()} == {"absent"}


def test_a_receptor_stated_unknown_is_never_read_as_absent():
    rows = judge("unknown")

    assert rows["OUT"]["state"] == "unknown"
    assert "unknown on this cell type" in rows["OUT"]["reason"]


def test_every_fact_keeps_its_source_and_species():
    row = judge()["OUT"]

    assert (row["receptor_source"], row["receptor_species"]) == ("a paper", "mouse")
    assert (row["evidence_kind"], row["conflict"]) == ("literature", "another source says no")
    assert (row["cargo_source"], row["cargo_species"]) == ("said", "said")
    assert "ConnectomeDB2020" in row["pair_source"]


def test_each_protein_kept_out_is_listed_with_kind_and_number_of_pairs():
    covariates = derive_gene_covariates(GENES, None, set_contaminants_aside=True)

    frame = derive_excluded(CARGO, make_receptors(), PAIRS, covariates)

    assert frame.select("symbol", "kind", "n_pairs").rows() == [
        ("ALB", "contaminant", 1),
        ("BARE", "topology_unknown", 1),
        ("BOTH", "topology_unknown", 1),
        ("INNER", "topology", 1),
        ("NOGENE", "not_in_gene_table", 0),
    ]
    assert frame["reason"].null_count() == 0


def test_a_gene_that_the_detection_file_does_not_list_was_found_in_none():
    detection = pl.DataFrame({"symbol": ["OUT"], "n_lists": [7]})

    frame = derive_gene_covariates(GENES, detection, set_contaminants_aside=True)

    assert frame["n_lists"].to_list() == [7, 0, 0, 0, 0, 0]
