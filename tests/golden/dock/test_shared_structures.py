"""Every structure at hand is prepared: partners of complexes, and ten unbound pairs."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tubulus.dock.preparation import PartnerRequest, prepare_partner
from tubulus.dock.structures import ReadingOptions

SHARED = Path(__file__).parents[3].parent / "shared"
pytestmark = [
    pytest.mark.external,
    pytest.mark.slow,
    pytest.mark.skipif(not (SHARED / "structures").is_dir(), reason="no structures at hand"),
]


def list_partners():
    with (SHARED / "structures/index.tsv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    for row in rows:
        (path,) = (SHARED / "structures").glob(f"*/{row['pdb_id']}*")
        for role, column in (
            ("ligand", "ligand_gene:chains"),
            ("receptor", "receptor_gene:chains"),
        ):
            if ":" in (row[column] or ""):
                chains = tuple(row[column].split(":")[1].split(","))
                yield PartnerRequest(path, role=role, reading=ReadingOptions(chains=chains))


def list_unbound():
    lines = (SHARED / "bm5/cases.tsv").read_text(encoding="utf-8").splitlines()[1:11]
    for line in lines:
        case = line.split("\t")[0]
        for part in ("r", "l"):
            yield PartnerRequest(SHARED / f"bm5/pdb/{case}_{part}_u.pdb.gz")


def check(partner):
    structure = partner.structure
    assert len(partner.positions) == structure.n_residues
    assert np.isfinite(structure.positions).all()
    assert partner.is_evaluable == (structure.n_residues >= 40)
    assert len(partner.notes) == len(partner.list_report())
    return Counter(note.kind for note in partner.notes)


def test_both_partners_of_every_complex_are_prepared():
    kinds = Counter()
    partners = [prepare_partner(request) for request in list_partners()]
    for partner in partners:
        kinds += check(partner)

    assert len(partners) == 60
    assert kinds["modified_residue"] == 2
    assert kinds["cofactor_dropped"] == 3
    assert kinds["confidence_cut"] == kinds["ectodomain"] == kinds["not_evaluable"] == 0


def test_both_partners_of_ten_unbound_cases_are_prepared():
    kinds = Counter()
    for request in list_unbound():
        kinds += check(prepare_partner(request))

    # GTP analogues of the G proteins 1FQJ and 1HE8 are buried and stay
    assert kinds["cofactor_kept"] == 2
    assert kinds["modified_residue"] == 1
