"""Predictions of other programs are read by pair, and compared with the sequences of partners."""

from types import SimpleNamespace

import pytest
from tests.support.dock import make_peptide
from tests.support.predictions import FIXED, MOBILE, make_complex, write_boltz, write_colabfold

from tubulus.core.errors import InputError
from tubulus.core.progress import SilentProgress
from tubulus.dock.structures.structure import join_structures
from tubulus.runs.docking.reading.predictions import (
    list_partner_sequences,
    read_campaign_predictions,
)

RECEPTORS = {"TGFBR2": (FIXED,), "BTLA": ("GSSGWPLVTNQRAEDKYHHCIMFTSGSGPLNW",)}
LIGANDS = {"TGFB3": (MOBILE,)}


class Told(SilentProgress):
    def finish(self, note=""):
        self.note = note


def read(folder, fixed=RECEPTORS, mobile=LIGANDS, progress=None):
    return read_campaign_predictions(folder, fixed, mobile, progress or SilentProgress())


def test_jobs_are_named_after_their_pairs_and_those_without_one_are_known(tmp_path):
    write_colabfold(tmp_path, job="TGFBR2_TGFB3")

    found = read(tmp_path)

    assert set(found.scores["fixed"]) == {"TGFBR2"}
    assert found.absent == {("BTLA", "TGFB3")}
    assert found.notes == ()


def test_a_job_of_no_pair_is_told_and_the_others_are_read(tmp_path):
    write_colabfold(tmp_path, job="TGFBR2_TGFB3")
    write_colabfold(tmp_path, job="something_else")

    found = read(tmp_path)

    assert len(found.predictions) == 1
    assert "no pair is named for this job" in found.notes[0]


def test_a_job_that_holds_other_proteins_than_its_name_says_gives_no_score(tmp_path):
    write_boltz(tmp_path, job="BTLA_TGFB3")
    progress = Told()

    found = read(tmp_path, progress=progress)

    assert found.scores.height == 0
    (note,) = found.notes
    assert note.startswith("Prediction: BTLA_TGFB3, chain A: 45 residues that are neither BTLA (")
    assert progress.note.startswith("0 models. Prediction: BTLA_TGFB3, chain A")


def test_chains_that_are_turned_round_are_given_back_to_their_partners(tmp_path):
    turned = make_complex(sequences=(MOBILE, FIXED))
    write_colabfold(tmp_path, job="TGFBR2_TGFB3", structure=turned)

    found = read(tmp_path)

    assert set(found.scores["fixed_chains"]) == {"B"}
    assert found.scores["reason"].str.contains("the mobile partner stands first").all()


def test_no_structure_is_kept_while_docking_runs(tmp_path):
    write_colabfold(tmp_path, job="TGFBR2_TGFB3")

    assert read(tmp_path).predictions[0].structure is None


def test_partners_without_a_sequence_are_taken_in_order(tmp_path):
    write_colabfold(tmp_path, job="BTLA_TGFB3")

    found = read(tmp_path, fixed={"BTLA": ()})

    assert found.predictions[0].chain_origin == "order"


def test_a_folder_without_predictions_is_refused(tmp_path):
    with pytest.raises(InputError):
        read(tmp_path)


def test_partners_whose_jobs_have_one_name_are_told_and_not_mixed(tmp_path):
    write_colabfold(tmp_path, job="IL-2_R")

    found = read(tmp_path, fixed={"IL-2": (), "IL_2": ()}, mobile={"R": ()})

    assert found.predictions == ()
    assert "stands for IL-2–R and for IL_2–R" in found.notes[0]


def test_a_partner_has_the_sequences_of_its_chains_cut_or_not_and_of_its_entries():
    dimer = join_structures(
        [make_peptide(MOBILE, chain="A"), make_peptide(MOBILE, chain="B")], name="BMP2"
    )
    uncut = {"A": MOBILE, "B": MOBILE + "GS"}
    partner = SimpleNamespace(structure=dimer, accessions=("P12643", ""), whole_sequences=uncut)

    found = list_partner_sequences([partner], {"P12643": "M" + MOBILE, "P36894": FIXED})

    assert found == {"BMP2": (MOBILE, MOBILE + "GS", "M" + MOBILE)}
