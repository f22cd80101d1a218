"""How the receptor table is built, and that the shipped one holds nothing without support."""

import importlib.util
from pathlib import Path

import polars as pl
import pytest

from tubulus.screen.reference import load_builtin_receptors

TOOL = Path(__file__).parents[3] / "tools" / "build_screen_tables.py"
HEADER = (
    "symbol", "uniprot", "cell_types", "role_in_spermatogenesis", "source", "verified",
    "verified_how", "data_cell_types",
)  # fmt: skip
STAINED = {
    "Leydig cells": "Leydig cells",
    "Sertoli cells": "sertoli cells",
    "early spermatids": "round or early spermatids",
    "late spermatids": "elongated or late spermatids",
    "pachytene spermatocytes": "pachytene spermatocytes",
    "peritubular myoid cells": "peritubular cells",
    "preleptotene spermatocytes": "preleptotene spermatocytes",
    "spermatogonia": "spermatogonia cells",
    "tubule cells, type unresolved": "cells in seminiferous ducts",
}
SHORT = {"Sertoli cells": "Sertoli", "Leydig cells": "Leydig"}
SHORT |= {"peritubular myoid cells": "peritubular"}


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("build_screen_tables", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def curated(tmp_path):
    data = "expression data only"
    rows = [
        ("A", "", "Sertoli; Leydig", "", "atlas", "yes", data, "Leydig (IHC Low/Approved)"),
        ("B", "", "Sertoli", "", "atlas", "yes", data, "Sertoli (HPA-sc specific)"),
        ("C", "", "Sertoli; endothelial", "", "a mouse paper", "yes", "literature read", ""),
        ("D", "", "Sertoli", "", "atlas", "yes", data, ""),
        ("E", "", "Sertoli", "", "to verify", "no", "to verify", "Sertoli (IHC High/Enhanced)"),
        ("F", "", "SSC; spermatogonia", "", "paper", "yes", "PMID linked", ""),
    ]
    path = tmp_path / "curated.tsv"
    path.write_text("\n".join("\t".join(row) for row in (HEADER, *rows)) + "\n")
    return path


@pytest.fixture
def built(tool, curated):
    nothing = ("Not detected", "Approved")
    stainings = {
        ("B", "cells in seminiferous ducts"): nothing,
        ("C", "sertoli cells"): ("Not detected", "Uncertain"),
        ("F", "cells in seminiferous ducts"): nothing,
    }
    return tool.build_receptors(curated, stainings)


def test_a_receptor_known_from_data_alone_stands_where_the_data_put_it(built):
    assert [(row[0], row[2]) for row in built if row[0] in "ABD"] == [
        ("A", "Leydig cells"),
        ("B", "Sertoli cells"),
    ]


def test_a_receptor_with_a_paper_keeps_the_cells_of_the_paper(built):
    assert [row[2] for row in built if row[0] == "C"] == ["Sertoli cells", "endothelial cells"]


def test_unverified_rows_stay_out(built):
    assert "E" not in {row[0] for row in built}


def test_each_row_names_the_kind_of_evidence_and_what_contradicts_it(built):
    told = {(row[0], row[2]): (row[5], row[6], "does not detect" in row[7]) for row in built}

    assert told == {
        ("A", "Leydig cells"): ("expression", "immunohistochemistry", False),
        ("B", "Sertoli cells"): ("conflicting", "single-cell RNA", True),
        ("C", "Sertoli cells"): ("conflicting", "literature", True),
        ("C", "endothelial cells"): ("literature", "literature", False),
        ("F", "spermatogonia"): ("conflicting", "gene link", True),
        ("F", "undifferentiated spermatogonia"): ("gene_link", "gene link", False),
    }
    assert "uncertain" in next(row[7] for row in built if row[0] == "C")


def test_a_row_without_the_data_it_names_is_found(tool, curated, built):
    invented = ["A", "", "Sertoli cells", "", "", "expression", "immunohistochemistry"]

    assert tool.find_unsupported(built, curated) == []
    assert tool.find_unsupported([*built, invented], curated) == [("A", "Sertoli cells")]


@pytest.mark.external
def test_every_shipped_row_has_the_data_that_it_names(shared_folder):
    folder = shared_folder / "data" / "lr"
    stainings = pl.read_csv(
        folder / "expression" / "hpa_v21.1_ihc_testis_cells.tsv.gz", separator="\t"
    )
    seen = set(
        stainings.filter(pl.col("level") != "Not detected").select("gene", "cell_type").rows()
    )
    curated = pl.read_csv(folder / "tubule_receptors.tsv", separator="\t", infer_schema=False)
    rna = dict(curated.select("symbol", "hpa_sc_specific_testis").fill_null("").iter_rows())
    shipped = load_builtin_receptors().filter(~pl.col("evidence_kind").is_in(["literature"]))

    wrong = []
    for symbol, cell, kinds in shipped.select("symbol", "cell_type", "evidence_kind").iter_rows():
        if "immunohistochemistry" in kinds and (symbol, STAINED[cell]) not in seen:
            wrong.append((symbol, cell, "immunohistochemistry"))
        if "single-cell RNA" in kinds and f"{SHORT.get(cell, cell)}:" not in rna[symbol]:
            wrong.append((symbol, cell, "single-cell RNA"))
    assert shipped.filter(pl.col("evidence_kind") != "gene link").height >= 100
    assert wrong == []


@pytest.mark.external
def test_every_shipped_contradiction_is_one(shared_folder):
    stainings = pl.read_csv(
        shared_folder / "data" / "lr" / "expression" / "hpa_v21.1_ihc_testis_cells.tsv.gz",
        separator="\t",
    )
    level = {(gene, cell): said for _, gene, cell, said, _ in stainings.iter_rows()}
    whole = "cells in seminiferous ducts"

    wrong = []
    shipped = load_builtin_receptors().select("symbol", "cell_type", "conflict")
    for symbol, cell, conflict in shipped.iter_rows():
        own = level.get((symbol, STAINED.get(cell, "")))
        if own == "Not detected" and not conflict:
            wrong.append((symbol, cell, "not told"))
        if conflict and (own or level.get((symbol, whole))) != "Not detected":
            wrong.append((symbol, cell, "made up"))
    assert wrong == []


SPACE, NUCLEUS = "GO:0005615", "GO:0005634"


@pytest.mark.parametrize(
    ("outside", "expected"),
    [
        ({"IBA", "IDA"}, ("secreted", "outside_by_descent_and_experiment")),
        ({"IBA", "IPI"}, ("secreted", "outside_by_descent_and_experiment")),
        ({"IBA"}, ("unknown", "both_sides")),
        ({"IDA"}, ("unknown", "both_sides")),
        ({"IBA", "HDA"}, ("unknown", "both_sides")),
        ({"IBA", "TAS"}, ("unknown", "both_sides")),
    ],
)
def test_evidence_inside_yields_only_to_descent_and_experiment_together(tool, outside, expected):
    terms = {SPACE: outside, NUCLEUS: {"IBA", "IDA"}}

    assert tool.classify_topology(terms, terms) == expected


def test_descent_and_experiment_must_speak_of_the_space_itself(tool):
    region = {"GO:0005576": {"IBA", "IDA"}, NUCLEUS: {"IBA", "IDA"}}

    assert tool.classify_topology(region, region) == ("unknown", "both_sides")
