"""Tests of the references that tables keep in free text."""

from __future__ import annotations

import pytest

from tubulus.screen.knowledge.references import (
    COMPENDIA,
    join_references,
    read_references,
    select_own_references,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        ("uniprot;reactome;IUPHAR", ()),
        ("PMID:22710174;PMID:22991378", ("PMID:22710174", "PMID:22991378")),
        ("PMID: 22710174 & webpage", ("PMID:22710174",)),
        ("Induces_NK_Cell_Inhibition._Reviewed_in_PMID:24223577", ("PMID:24223577",)),
        ("PMC2431087;PMID:8892633", ("PMID:8892633", "PMCID:PMC2431087")),
        ("HMRbase;PMID:12467577;PDB:1N83", ("PMID:12467577", "PDB:1N83")),
        ("4t2w;PDB", ("PDB:4T2W",)),
        ("4t2w;PDB_partially", ("PDB:4T2W",)),
        ("https://doi.org/10.1038/s41467-020-18873-z.", ("DOI:10.1038/s41467-020-18873-z",)),
        ("KEGG: hsa04350", ()),
        ("PDB:partially", ()),
    ],
)
def test_references_are_read_from_free_text(text, found):
    assert read_references(text) == found


def test_a_bare_number_is_a_pubmed_id_only_where_the_column_says_so():
    assert read_references("15721238,9712905") == ()
    assert read_references("15721238,9712905", bare_is_pubmed=True) == (
        "PMID:15721238",
        "PMID:9712905",
    )


def test_a_number_inside_a_doi_or_a_year_is_no_pubmed_id():
    assert read_references("10.1101/2020.680926, 2019", bare_is_pubmed=True) == (
        "DOI:10.1101/2020.680926",
    )


def test_the_paper_of_a_table_of_pairs_is_no_reference_of_its_own():
    assert select_own_references(["PMID:1", COMPENDIA[0]]) == ("PMID:1",)


def test_joined_references_stand_once_and_sorted():
    assert join_references(["PMID:2", "PMID:1", "PMID:2"]) == "PMID:1; PMID:2"
