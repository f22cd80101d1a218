"""The tutorial from two structure files to a calibrated statement is carried out."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import gemmi
import numpy as np
import pytest
from tests.support.documents import carry_out, list_blocks, list_steps
from validation.killing.study import make_partner_file

from tubulus.core.results import read_results
from tubulus.dock.partners.decoy_list import load_decoy_list
from tubulus.dock.settings.docking import DockSettings
from tubulus.runs.new import make_study

PAGE = Path(__file__).parents[2] / "docs" / "tutorials" / "two-files-to-a-statement.md"
LIGHT = """rotations = 4
spacing_angstrom = 1.8
poses = 50
contact_channels = 2

[dock.clusters]
kept = 3

[dock.preparation]
least_residues = 20

[dock.calibration]
least_decoys = 2
"""


def write_files(desk):
    """Write made structures: two of a person, and three entries of the list with both sides."""
    rng = np.random.default_rng(7)
    names = ("TGFBR2", "TGFB3", "1IAR", "more/4l0p", "1A22")
    for number, name in enumerate(names):
        is_entry = number > 1
        path = desk / ("downloads" if is_entry else "my-files") / f"{name}.pdb"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = make_partner_file(rng, (26 + number) * (2 if is_entry else 1))
        # an entry holds a complex of two chains, a file of a person one chain
        text = text if is_entry else text.replace(" B ", " A ")
        path.write_text(diversify(text, rng), "utf-8")


def diversify(text, rng):
    """Draw each residue from all twenty, so that no two made chains look like relatives."""
    kinds = gemmi.expand_one_letter_sequence("ACDEFGHIKLMNPQRSTVWY", gemmi.ResidueKind.AA)
    drawn = {}
    lines = [
        line[:17] + drawn.setdefault(line[21:26], rng.choice(kinds)) + line[20:]
        if line.startswith("ATOM")
        else line
        for line in text.splitlines()
    ]
    return "\n".join(lines) + "\n"


def lighten(study):
    """Let the study of the page dock in seconds."""
    path = study / "study.toml"
    path.write_text(re.sub(r"^rotations = \d+\n", LIGHT, path.read_text(), flags=re.M), "utf-8")


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """Return the study of the page, with its commands carried out in their order."""
    desk = tmp_path_factory.mktemp("desk")
    write_files(desk)
    for step in list_steps(PAGE):
        if "study check" in step.command:
            (pairs,) = list_blocks(PAGE, "text")
            (desk / "two-files" / "insilico" / "pairs.csv").write_text(pairs, "utf-8")
            lighten(desk / "two-files")
        # starting two processes takes longer than the search
        carry_out(replace(step, command=step.command.replace("--workers 2", "--workers 1")), desk)
    return desk / "two-files"


def test_the_commands_of_the_page_end_in_a_calibrated_sentence_and_a_report(study):
    results = read_results(study / "results" / "dock")
    (pair,) = results.tables["pair_calibration"].to_dicts()

    assert (pair["fixed"], pair["mobile"], pair["state"]) == ("TGFBR2", "TGFB3", "calibrated")
    assert pair["sentence"] in (study / "report" / "report.html").read_text("utf-8")


def test_both_sides_of_a_decoy_entry_are_docked_but_never_with_each_other(study):
    docking = read_results(study / "results" / "dock").tables["pair_docking"]
    entries = [
        (fixed.split()[-1], mobile.split()[-1])
        for fixed, mobile in docking.filter(role="decoy").select("fixed", "mobile").iter_rows()
    ]

    assert ("1IAR", "4L0P") in entries
    assert len(entries) == 12
    assert all(one != two for one, two in entries)


def test_the_settings_of_the_page_are_those_of_the_template(tmp_path):
    (shown,) = list_blocks(PAGE, "toml")
    template = make_study(tmp_path / "two-files", "dock").read_text("utf-8")

    dock = tomllib.loads(template)["dock"]

    assert tomllib.loads(shown)["dock"] == dock
    assert DockSettings.model_validate(dock).search == DockSettings().search


def test_the_entries_to_fetch_elsewhere_are_those_of_the_list():
    fetch = next(block for block in list_blocks(PAGE, "sh") if "curl" in block)
    named = re.search(r"for entry in (.*)", fetch)[1].split()

    assert len(named) == len(set(named))
    assert set(named) == {entry.pdb_id.lower() for entry in load_decoy_list()}
