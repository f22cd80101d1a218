import polars as pl
import pytest

from tubulus.core.errors import InputError
from tubulus.screen.engine import run_screen
from tubulus.screen.inputs import ScreenInputs, read_inputs
from tubulus.screen.reference import (
    load_builtin_cargo,
    load_builtin_receptors,
    load_genes,
    load_pairs,
)
from tubulus.screen.settings import ScreenSettings


def test_without_files_the_built_in_tables_are_screened(tmp_path):
    inputs = read_inputs(ScreenSettings(), tmp_path)

    assert inputs.cargo.equals(load_builtin_cargo())


def test_a_cargo_file_stands_alone_unless_tiers_are_named(tmp_path):
    (tmp_path / "cargo.csv").write_text("symbol\nFSHB\n")

    alone = read_inputs(ScreenSettings(cargo_file="cargo.csv"), tmp_path)
    both = read_inputs(
        ScreenSettings(cargo_file="cargo.csv", cargo_tiers=("named_human_msc",)), tmp_path
    )

    assert alone.cargo["symbol"].to_list() == ["FSHB"]
    assert both.cargo.height == 1 + load_builtin_cargo(("named_human_msc",)).height


def test_the_settings_say_which_samples_of_a_table_are_the_cargo_and_whose_they_are(tmp_path):
    header = "Majority protein IDs\tUnique peptides\tLFQ intensity EV_1\tLFQ intensity Lysate\n"
    rows = "P01137\t4\t5\t9\nP10721\t4\t0\t9\nP09603\t1\t5\t9\n"
    (tmp_path / "proteinGroups.txt").write_text(header + rows)
    settings = ScreenSettings(
        cargo_file="proteinGroups.txt",
        cargo_min_peptides=2,
        cargo_samples=("EV_*",),
        cargo_min_samples=1,
        cargo_species="human",
        cargo_source_cell="bone-marrow MSC",
    )

    cargo = read_inputs(settings, tmp_path).cargo

    columns = ("symbol", "quantity", "species", "source_cell")
    assert cargo.select(columns).rows() == [("TGFB1", 5.0, "human", "bone-marrow MSC")]


def test_a_protein_of_both_is_the_user_s(tmp_path):
    (tmp_path / "cargo.csv").write_text("symbol,source\nCD63,own blot\n")
    settings = ScreenSettings(cargo_file="cargo.csv", cargo_tiers=("named_human_msc",))

    cargo = read_inputs(settings, tmp_path).cargo

    assert cargo.filter(symbol="CD63")["source"].to_list() == ["own blot"]


def test_the_problems_of_all_files_are_reported_together(tmp_path):
    (tmp_path / "cargo.csv").write_text("symbol\nNOGENE1\n")
    settings = ScreenSettings(cargo_file="cargo.csv", receptors_file="none.csv")

    with pytest.raises(InputError) as caught:
        read_inputs(settings, tmp_path)

    assert {p.file for p in caught.value.problems} == {"cargo.csv", "none.csv"}


def test_no_cargo_at_all_is_refused(tmp_path):
    with pytest.raises(InputError, match="no cargo"):
        read_inputs(ScreenSettings(cargo_tiers=()), tmp_path)


def test_the_minimum_grade_holds_for_the_user_s_receptors(tmp_path):
    (tmp_path / "r.csv").write_text("symbol,cell_type,grade\nKIT,SSC,expression\n")
    settings = ScreenSettings(receptors_file="r.csv", minimum_grade="literature")

    with pytest.raises(InputError, match="leaves no receptor"):
        read_inputs(settings, tmp_path)


def test_an_unknown_setting_is_refused():
    with pytest.raises(ValueError, match="n_sets"):
        ScreenSettings.model_validate({"n_sets": 10})


def test_each_pair_names_the_tables_that_hold_it(tmp_path):
    (tmp_path / "mine.csv").write_text("ligand,receptor,reference\nKITLG,KIT,PMID:1\nAMH,CD63,\n")
    evidence = {"pair_sources": ("builtin", "table"), "pairs_file": "mine.csv"}
    inputs = read_inputs(ScreenSettings(evidence=evidence), tmp_path)

    named = inputs.name_pair_sources()

    sources = {(r["ligand"], r["receptor"]): r["pair_source"] for r in named.to_dicts()}
    assert "mine.csv" in sources["AMH", "CD63"]
    assert "ConnectomeDB2020" not in sources["AMH", "CD63"]
    assert "mine.csv" in sources["KITLG", "KIT"]
    assert "DOI:10.1038/s41467-020-18873-z" in sources["KITLG", "KIT"]
    assert named.select("ligand", "receptor").equals(inputs.pairs)


def test_a_pair_that_no_table_holds_has_no_source():
    pairs = pl.DataFrame({"ligand": ["CD63"], "receptor": ["CD81"]})
    inputs = ScreenInputs(load_builtin_cargo(), load_builtin_receptors(), pairs=pairs)

    assert inputs.name_pair_sources()["pair_source"].to_list() == ["not stated"]


@pytest.mark.parametrize("name", ["cargo", "receptors", "detection", "pairs", "genes"])
def test_a_key_that_stands_twice_is_refused_with_its_table(name):
    tables = {
        "cargo": load_builtin_cargo(),
        "receptors": load_builtin_receptors(),
        "detection": load_genes().select("symbol", n_lists=pl.lit(1)),
        "pairs": load_pairs(),
        "genes": load_genes(),
    }
    tables[name] = pl.concat([tables[name], tables[name].head(1)])

    with pytest.raises(InputError) as caught:
        ScreenInputs(**tables)

    (problem,) = caught.value.problems
    assert problem.file == f"table {name}"
    assert str(tables[name].row(0, named=True)[problem.field.split(" / ")[0]]) in problem.message


def test_no_cargo_and_no_receptor_are_refused_together():
    with pytest.raises(InputError) as caught:
        run_screen(load_builtin_cargo().head(0), load_builtin_receptors().head(0), seed=1)

    assert {p.file for p in caught.value.problems} == {"table cargo", "table receptors"}


def test_a_comparator_list_of_two_studies_is_refused():
    panel = pl.DataFrame({"list_id": ["a", "a"], "symbol": ["FN1", "VTN"], "study": ["1", "2"]})

    with pytest.raises(InputError, match=r"a \(1, 2\)"):
        ScreenInputs(load_builtin_cargo(), load_builtin_receptors(), comparator=panel)
