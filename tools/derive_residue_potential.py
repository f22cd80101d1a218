"""Derive the residue potential of ``tubulus.dock``: the mean of published tables (for maintainers).

    python tools/derive_residue_potential.py AAINDEX3

AAINDEX3 is the file of that name in the package aaindex 1.3.2 of the Python Package Index (MIT),
`aaindex/data/aaindex3`: contact potentials as AAindex collected them from papers. Each table is
brought to mean 0 and spread 1 over its 210 pairs, so that none outweighs the others, and the mean
of all is written with their citations. Tables were chosen on the training complexes of
`tools/derive_ranking_weights.py`, see docs/decisions/0012-docking-ranking.md.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from tubulus.dock.potential.residue_sites import RESIDUE_KINDS

OUT = Path(__file__).parents[1] / "src/tubulus/dock/potential/residue_potential.json"
ORDER = "ARNDCQEGHILKMFPSTWYV"
TABLES = {
    "THOP960101": "Thomas & Dill 1996, Proc Natl Acad Sci USA 93:11628, PMID:8876187",
    "MIYS990106": "Miyazawa & Jernigan 1999, Proteins 34:49, PMID:10336383",
    "BASU010101": "Bastolla et al. 2001, Proteins 44:79, PMID:11391771",
    "BETM990101": "Betancourt & Thirumalai 1999, Protein Sci 8:361, PMID:10048329",
    "TOBD000102": "Tobi et al. 2000, Proteins 40:71, PMID:10813832",
}


def read_table(text: str, accession: str) -> np.ndarray:
    """Read one symmetric table of AAindex, shape (20, 20), in its order of residues."""
    entry = next(e for e in text.split("//\n") if e.startswith(f"H {accession}\n"))
    head, *lines = entry[entry.index("\nM ") + 1 :].splitlines()
    if head.replace(" ", "") != f"Mrows={ORDER},cols={ORDER}":
        raise ValueError(f"{accession}: other residues than expected: {head}")
    rows = [[float(v) for v in line.split()] for line in lines if line.strip()]
    if [len(row) for row in rows] != list(range(1, 21)):
        raise ValueError(f"{accession}: no lower triangle of 20 rows")
    table = np.zeros((20, 20))
    for i, row in enumerate(rows):
        table[i, : i + 1] = table[: i + 1, i] = row
    return table


def main() -> None:
    """Write the mean of the tables."""
    text = Path(sys.argv[1]).read_text("utf-8")
    pairs = np.triu_indices(20)
    total = np.zeros((20, 20))
    for accession in TABLES:
        table = read_table(text, accession)
        total += (table - table[pairs].mean()) / table[pairs].std()
    content = {
        "about": "Energies of residue contacts; lower is better. Mean of published tables.",
        "sources": TABLES,
        "read_from": "AAindex3, in the package aaindex 1.3.2 (MIT)",
        "residues": RESIDUE_KINDS,
        "energies": (total / len(TABLES)).round(4).tolist(),
    }
    rows = [json.dumps(row) for row in content.pop("energies")]
    head = json.dumps(content, indent=1).removesuffix("\n}")
    OUT.write_text(head + ',\n "energies": [\n  ' + ",\n  ".join(rows) + "\n ]\n}\n")


if __name__ == "__main__":
    main()
