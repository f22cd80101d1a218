import polars as pl
import pytest
from tests.unit.screen.receptor_map.conftest import KIT, RET
from validation.receptor_evidence import (
    CURATED,
    STAININGS,
    judge_literature,
    write_as_download,
)

from tubulus.core.errors import InputError
from tubulus.screen.receptor_map.receptor_table import build_receptor_map
from tubulus.screen.receptor_map.stainings import LEVELS, RELIABILITIES, read_atlas_stainings


@pytest.mark.parametrize(
    ("level", "reliability", "state", "value"),
    [
        ("High", "Enhanced", "present", 3.0),
        ("Low", "Approved", "present", 1.0),
        ("Not detected", "Supported", "absent", 0.0),
        ("Not detected", "Uncertain", "unknown", 0.0),
        ("High", "Uncertain", "unknown", 3.0),
        ("Ascending", "Enhanced", "unknown", None),
        ("Descending", "Enhanced", "unknown", None),
        ("N/A", "Approved", "unknown", None),
        ("Not representative", "Approved", "unknown", None),
    ],
)
def test_level_and_reliability_give_the_state(write_stainings, level, reliability, state, value):
    path = write_stainings([(KIT, "Leydig cells", level, reliability)])

    row = read_atlas_stainings(path, version="v24").lines.row(0, named=True)

    assert (row["state"], row["value"]) == (state, value)
    assert row["label"] == f"{level} ({reliability})"
    assert "v24" in row["source"]
    assert row["compartment"] == "interstitial"


def test_every_level_and_reliability_is_read(write_stainings):
    rows = [(KIT, f"{a} {b} cell", a, b) for a in LEVELS for b in RELIABILITIES]

    lines = read_atlas_stainings(write_stainings(rows)).lines

    assert lines.height == len(rows)
    assert lines.null_count().select(pl.exclude("value")).sum_horizontal().item() == 0


def test_other_tissues_are_left_out_and_the_capitals_do_not_matter(write_stainings):
    path = write_stainings([(KIT, "Leydig cells", "High", "Enhanced")], tissue="Testis 1")

    with pytest.raises(InputError, match="Testis 1"):
        read_atlas_stainings(path)
    assert read_atlas_stainings(path, tissue="testis 1").lines.height == 1


def test_a_word_that_the_atlas_does_not_use_is_refused_with_its_line(write_stainings):
    path = write_stainings(
        [(KIT, "Leydig cells", "High", "Enhanced"), (RET, "Leydig cells", "Huge", "Enhanced")]
    )

    with pytest.raises(InputError, match="Huge") as caught:
        read_atlas_stainings(path)
    assert [problem.row for problem in caught.value.problems] == [3]


def test_rows_of_one_gene_that_contradict_each_other_are_unknown(write_stainings):
    path = write_stainings(
        [
            (KIT, "Leydig cells", "High", "Enhanced"),
            (KIT, "Leydig cells", "Not detected", "Approved"),
            (RET, "Leydig cells", "Low", "Enhanced"),
            (RET, "Leydig cells", "Low", "Enhanced"),
        ]
    )

    lines = read_atlas_stainings(path).lines

    assert lines.select("symbol", "state").rows() == [("KIT", "unknown"), ("RET", "present")]
    assert "contradict" in lines["reason"][0]


def test_what_is_left_out_or_not_known_is_said(write_stainings):
    path = write_stainings(
        [
            (KIT, "odd cells", "High", "Enhanced"),
            (("ENSG0", "gone"), "odd cells", "Low", "Enhanced"),
        ]
    )

    notes = " ".join(read_atlas_stainings(path).notes)

    assert "1 genes" in notes
    assert "odd cells" in notes


@pytest.fixture(scope="module")
def real_lines(shared_folder, tmp_path_factory):
    stainings = shared_folder / STAININGS.relative_to("../shared")
    if not (stainings.is_file() and (shared_folder / CURATED.relative_to("../shared")).is_file()):
        pytest.skip("the stainings of the testis are not in ../shared")
    target = tmp_path_factory.mktemp("atlas") / "normal_tissue.tsv.gz"
    write_as_download(stainings, target)
    return read_atlas_stainings(target, version="v21.1").lines


@pytest.mark.external
def test_stainings_confirm_a_minority_of_receptors_with_a_paper(real_lines):
    judged = judge_literature(real_lines)
    confirmed = judged.filter(pl.col("present") != "")["receptor"].to_list()

    assert (judged.height, judged["scored"].sum(), len(confirmed)) == (40, 32, 13)
    assert not {"KIT", "GFRA1", "RET", "CXCR4"} & set(confirmed)


@pytest.mark.external
def test_receptors_that_reliable_antibodies_do_not_see_are_absent_where_scored(real_lines):
    receptors = ["PTPRZ1", "AGER", "TLR4", "LGR5"]
    table = build_receptor_map([real_lines], receptors=receptors).receptors

    assert set(table["symbol"]) == set(receptors)
    assert set(table["state"]) == {"absent"}
