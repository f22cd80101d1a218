import gzip
from pathlib import Path

import numpy as np
import pytest

from tubulus.core.errors import InputError
from tubulus.screen.cargo.content import check_content, describe_mixed_types, is_protein_type
from tubulus.screen.cargo.panels import build_panel
from tubulus.screen.cargo.reading import read_cargo_file
from tubulus.screen.identifiers.table import load_identifiers
from tubulus.screen.reference import load_builtin_cargo

EXOCARTA = Path(__file__).parents[5] / "shared/data/lr/proteome/exocarta5_human_protein.tsv.gz"


@pytest.fixture(scope="module")
def proteins():
    return load_builtin_cargo(("ms_other_msc",))["symbol"].to_list()


def draw_transcripts(proteins, seed):
    """Draw as many other coding genes as there are proteins: what an mRNA list adds."""
    others = sorted(load_identifiers().coding - set(proteins))
    return np.random.default_rng(seed).choice(others, len(proteins), replace=False).tolist()


def test_a_published_list_of_proteins_passes(proteins):
    assert not check_content(proteins, load_identifiers()).is_refused


@pytest.mark.parametrize("seed", range(5))
def test_a_list_contaminated_with_as_many_transcripts_is_refused_with_the_reason(
    write, proteins, seed
):
    names = [*proteins, *draw_transcripts(proteins, seed)]
    path = write("symbol\n" + "\n".join(names) + "\n")

    with pytest.raises(InputError, match="holds transcripts among proteins") as caught:
        read_cargo_file(path, unknown_symbols="leave_out")

    assert "olfactory" in caught.value.problems[0].message


def test_non_coding_transcripts_are_found_where_unknown_names_are_left_out(write, proteins):
    table = load_identifiers()
    rna = sorted(name for name, kind in table.other_types.items() if kind == "ncRNA")[:20]
    path = write("symbol\n" + "\n".join([*proteins, *rna]) + "\n")

    with pytest.raises(InputError, match="non-coding RNA"):
        read_cargo_file(path, unknown_symbols="leave_out")


def test_pseudogenes_and_antibodies_are_no_sign_of_transcripts(proteins):
    table = load_identifiers()
    others = [name for name, kind in table.other_types.items() if kind in {"pseudo", "other"}]

    assert (
        check_content([*proteins, *others[:200]], table).n_signs
        == check_content(proteins, table).n_signs
    )


def test_one_odd_name_in_a_short_list_is_not_refused():
    assert not check_content(
        ["OR2A4", *["KIT", "TGFB1", "CD63", "CD9"]], load_identifiers()
    ).is_refused


def test_nothing_is_no_sign():
    check = check_content([], load_identifiers())

    assert (check.n_names, check.n_signs, check.p) == (0, 0, 1.0)


@pytest.mark.parametrize("text", ["protein", "Protein", " PROTEINS"])
def test_proteins_have_several_spellings(text):
    assert is_protein_type(text)


@pytest.mark.parametrize("text", ["mRNA", "lipid", "", "protein-coding"])
def test_other_molecules_are_no_proteins(text):
    assert not is_protein_type(text)


def test_empty_types_are_no_mixture():
    assert describe_mixed_types(["", "protein", ""]) is None


@pytest.mark.external
@pytest.mark.skipif(not EXOCARTA.is_file(), reason="needs ../shared")
def test_no_protein_list_of_exocarta_is_refused():
    panel = build_panel(EXOCARTA, min_genes=1)
    with gzip.open(EXOCARTA, "rt") as lines:
        experiments = {line.split("\t")[5] for line in lines} - {"EXPERIMENT ID"}

    assert len(experiments) == 173
    assert not [why for _, why in panel.left_out if "transcripts" in why]


@pytest.mark.parametrize(
    "name", ["DAZAP1", "DAZL", "CDYL", "TSPYL1", "ORC2", "ORMDL1", "DUSP1", "TBC1D31"]
)
def test_relatives_that_proteomes_show_are_no_sign(name):
    assert check_content([name], load_identifiers()).n_signs == 0


@pytest.mark.parametrize(
    "name", ["OR2A4", "TAS2R60", "DAZ2", "TSPY8", "RBMY1A1", "PRAMEF1", "XIST"]
)
def test_genes_that_proteomes_do_not_show_are_signs(name):
    assert check_content([name], load_identifiers()).n_signs == 1
