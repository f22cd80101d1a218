"""Contact-based affinity of 20 complexes against prodigy-prot."""

import csv
from pathlib import Path

import pytest

from tubulus.dock.scoring import estimate_affinity
from tubulus.dock.structures.reading import read_structure

TABLE = Path(__file__).with_name("prodigy_affinity.csv")
STRUCTURES = Path(__file__).parents[3].parent / "shared/structures/complex"


def read_rows():
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


ROWS = read_rows()
QUICK = [pytest.param(row, id=row["complex"]) for row in ROWS[1:4]]
SLOW = [
    pytest.param(row, id=row["complex"], marks=pytest.mark.slow) for row in [ROWS[0], *ROWS[4:]]
]


def test_the_table_holds_twenty_complexes():
    assert len({row["complex"] for row in ROWS}) == 20


@pytest.mark.external
@pytest.mark.skipif(not STRUCTURES.is_dir(), reason="the complexes are not at hand")
@pytest.mark.parametrize("row", QUICK + SLOW)
def test_affinity_equals_that_of_prodigy(row):
    structure = read_structure(STRUCTURES / f"{row['complex']}.pdb.gz").structure

    found = estimate_affinity(
        structure.select_chains(row["fixed"].split(",")),
        structure.select_chains(row["mobile"].split(",")),
    )

    assert found.contacts == {name: int(row[name]) for name in found.contacts}
    assert found.apolar_surface == pytest.approx(float(row["apolar"]), abs=0.9)
    assert found.charged_surface == pytest.approx(float(row["charged"]), abs=0.9)
    assert found.free_energy == pytest.approx(float(row["energy"]), abs=0.16)
