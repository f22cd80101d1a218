"""The pages on docking campaigns do what they say."""

import tomllib
from pathlib import Path

import numpy as np
import pytest
from tests.support.documents import Step, carry_out, list_blocks, list_steps
from validation.killing.study import make_partner_file

from tubulus.core.results import read_results
from tubulus.runs.settings import RunSettings

HOWTO = Path(__file__).parents[2] / "docs" / "howto"
PAGE, CLUSTER = HOWTO / "dock-a-list-of-pairs.md", HOWTO / "dock-on-a-cluster.md"
RESIDUES = (
    "ALA", "ARG", "ASN", "ASP", "GLN", "GLU", "GLY", "HIS", "ILE", "LEU", "LYS", "PHE", "SER",
    "THR", "TRP", "TYR",
)  # fmt: skip


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """Return the folder of the page, with its commands carried out."""
    desk = tmp_path_factory.mktemp("desk")
    study = desk / "three-pairs"
    (study / "insilico" / "structures").mkdir(parents=True)
    partners, pairs = list_blocks(PAGE, "text")
    (definition,) = list_blocks(PAGE, "toml")
    (study / "study.toml").write_text(definition, "utf-8")
    (study / "insilico" / "partners.csv").write_text(partners, "utf-8")
    (study / "insilico" / "pairs.csv").write_text(pairs, "utf-8")
    rng = np.random.default_rng(1)
    for number, row in enumerate(partners.splitlines()[1:]):
        place = study / "insilico" / row.split(",")[2]
        place.write_text(_respell(make_partner_file(rng, 24 + number), number), "utf-8")
    for step in list_steps(PAGE):
        carry_out(step, desk)
    return study


def _respell(text, number):
    """Give a made partner two residue types of its own, so that no two look like relatives."""
    own = RESIDUES[2 * number : 2 * number + 2]
    return "\n".join(
        f"{line[:17]}{own[line[17:20] in ('ALA', 'GLU', 'SER')]}{line[20:]}"
        if line.startswith("ATOM")
        else line
        for line in text.splitlines()
    )


def test_every_pair_of_the_page_is_calibrated(study):
    results = read_results(study / "results" / "dock")

    assert results.tables["pair_calibration"]["state"].to_list() == ["calibrated"] * 3
    assert results.tables["discrimination"]["label"].str.contains("this campaign").sum() == 2


def test_pruned_records_are_docked_no_second_time(study):
    before = sorted(path.name for path in (study / "results" / ".dock-records").iterdir())
    carry_out(Step("tubulus dock run three-pairs --prune", "..."), study.parent)

    assert sorted(p.name for p in (study / "results" / ".dock-records").iterdir()) == before


def test_the_address_of_a_cluster_may_stand_in_the_study_file():
    (text,) = list_blocks(CLUSTER, "toml")

    assert RunSettings.model_validate(tomllib.loads(text)["run"]).cluster == "tcp://127.0.0.1:8786"
