"""The page on predictions of other programs does what it says."""

import contextlib
import io
from pathlib import Path

import pytest
from tests.support.documents import list_blocks
from tests.support.predictions import (
    make_complex,
    write_alphafold3,
    write_boltz,
    write_colabfold,
)

from tubulus.dock.external import PredictedPair, read_predictions, tabulate_scores
from tubulus.dock.external.readers.haddock3 import read_haddock3

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "read-predictions-of-other-programs.md"


@pytest.fixture(scope="module")
def answer(tmp_path_factory):
    desk = tmp_path_factory.mktemp("desk")
    folder = desk / "predictions"
    write_colabfold(folder)
    write_colabfold(folder, rank=2, structure=make_complex(lowest=45.0))
    write_boltz(folder, job="met-hgf", errors=False)
    said = io.StringIO()
    with contextlib.chdir(desk), contextlib.redirect_stdout(said):
        exec(compile("\n".join(list_blocks(PAGE, "python")), PAGE.name, "exec"), {})
    return said.getvalue()


def test_the_table_is_as_the_page_shows(answer):
    assert answer == list_blocks(PAGE, "text")[0]


def test_the_page_names_every_score(tmp_path):
    write_colabfold(tmp_path / "a")
    write_boltz(tmp_path / "b")
    write_alphafold3(tmp_path / "c")
    (tmp_path / "capri_ss.tsv").write_text("model\tscore\nm.pdb\t-1.0\n", encoding="utf-8")
    pair = PredictedPair("R", "L")
    found = [
        model for name in "abc" for model in read_predictions(tmp_path / name, pair).predictions
    ]
    table = tabulate_scores([*found, *read_haddock3(tmp_path, pair)])
    page = PAGE.read_text(encoding="utf-8")

    assert [name for name in table["score"].unique() if f"`{name}`" not in page] == []
    assert [name for name in table.columns if f"`{name}`" not in page] == []
