from pathlib import Path

import polars as pl
import pytest

from tubulus.core.errors import InputError
from tubulus.screen.cargo.panels import build_panel, derive_detection
from tubulus.screen.readers import read_comparator, read_detection

LISTS = Path(__file__).parents[5] / "shared/data/lr/exocarta_lists.tsv"
EXOCARTA = Path(__file__).parents[5] / "shared/data/lr/proteome/exocarta5_human_protein.tsv.gz"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "lists").mkdir()
    for name, symbols in {"a": "KIT,TGFB1", "b": "KIT,CD63", "c": "TGFB1,KIT", "d": "KIT"}.items():
        text = "symbol\n" + symbols.replace(",", "\n") + "\n"
        (tmp_path / "lists" / f"{name}.csv").write_text(text)
    return tmp_path / "lists"


def test_a_folder_of_lists_is_a_panel_of_distinct_lists(folder):
    panel = build_panel(folder, min_genes=2)

    assert panel.frame["list_id"].unique(maintain_order=True).to_list() == ["a", "b"]
    assert dict(panel.left_out) == {
        "c": "holds the same genes as a",
        "d": "has 1 genes of 2 needed",
    }


def test_detection_counts_the_lists_of_a_protein(folder):
    counts = dict(derive_detection(build_panel(folder, min_genes=2)).rows())

    assert counts == {"KIT": 2, "TGFB1": 1, "CD63": 1}


def test_a_panel_is_read_back_as_it_was_written(folder, tmp_path):
    panel = build_panel(folder, min_genes=2)
    panel.frame.write_csv(tmp_path / "comparator.csv")
    derive_detection(panel).write_csv(tmp_path / "detection.csv")

    assert read_comparator(tmp_path / "comparator.csv").equals(panel.frame)
    assert read_detection(tmp_path / "detection.csv").equals(derive_detection(panel))


def test_the_problems_of_all_lists_come_at_once(folder):
    (folder / "e.csv").write_text("")
    (folder / "f.tsv").write_text("x\ty\n1\t2\n")

    with pytest.raises(InputError) as caught:
        build_panel(folder)

    assert {problem.file for problem in caught.value.problems} == {"e.csv", "f.tsv"}


def test_two_lists_of_one_name_are_a_problem(folder):
    (folder / "a.tsv").write_text("symbol\nKIT\n")

    with pytest.raises(InputError, match="second list named a"):
        build_panel(folder)


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match="holds no file"):
        build_panel(tmp_path)


def test_lists_that_are_all_too_short_are_refused(folder):
    with pytest.raises(InputError, match="gives no list"):
        build_panel(folder)


def test_a_file_that_is_no_download_is_refused(write):
    with pytest.raises(InputError, match="no download of ExoCarta"):
        build_panel(write("symbol\nKIT\n"))


def test_a_list_of_a_download_that_holds_transcripts_is_left_out(write_rows):
    header = ("CONTENT TYPE", "ENTREZ GENE ID", "GENE SYMBOL", "SPECIES", "EXPERIMENT ID")
    names = ["KIT", *(f"OR{n}A{m}" for n in (1, 2, 4, 5, 6, 8, 10) for m in range(1, 60))]
    rows = [("protein", "", name, "Homo sapiens", "1") for name in names]
    rows += [("protein", "", name, "Homo sapiens", "2") for name in ("KIT", "CD63")]

    panel = build_panel(write_rows([header, *rows]), min_genes=2)

    assert panel.frame["list_id"].unique().to_list() == ["2"]
    assert "transcripts" in dict(panel.left_out)["1"]


@pytest.mark.external
@pytest.mark.skipif(not EXOCARTA.is_file(), reason="needs ../shared")
def test_the_distinct_lists_of_exocarta_are_those_of_the_reference():
    wanted = pl.read_csv(LISTS, separator="\t", infer_schema=False)

    panel = build_panel(EXOCARTA)

    sizes = dict(panel.frame.group_by("list_id").len().rows())
    assert sorted(sizes) == sorted(wanted["experiment"].to_list())
    for name, size in zip(wanted["experiment"], wanted["n_genes"], strict=True):
        assert abs(sizes[name] - int(size)) <= 0.03 * int(size)
