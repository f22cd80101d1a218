"""Write tests/golden/dock/prodigy_affinity.csv with prodigy-prot.

Run in an environment that has prodigy-prot 2.4.0: python validation/peers/prodigy_affinity.py
Needs the complexes in ../shared/structures. Complexes with modified amino acids are left out,
because prodigy-prot drops those.
"""

from __future__ import annotations

import csv
import gzip
import tempfile
from importlib.metadata import version
from pathlib import Path

from prodigy_prot.modules.parsers import parse_structure
from prodigy_prot.modules.prodigy import Prodigy

ROOT = Path(__file__).parents[2]
STRUCTURES = ROOT.parent / "shared/structures"
PATH = ROOT / "tests/golden/dock/prodigy_affinity.csv"
N_COMPLEXES = 20
COUNTS = ("CC", "AC", "CP", "PP", "AP", "AA")


def main() -> None:
    """Estimate the affinity of twenty complexes."""
    with (STRUCTURES / "index.tsv").open(encoding="utf-8") as stream:
        listed = list(csv.DictReader(stream, delimiter="\t"))
    rows = []
    for item in listed:
        content = gzip.decompress(next(STRUCTURES.glob(f"*/{item['pdb_id']}*")).read_bytes())
        if item["kind"] != "complex" or b"MSE" in content or len(rows) == N_COMPLEXES:
            continue
        ligand, receptor = (
            item[name].split(":")[1] for name in ("ligand_gene:chains", "receptor_gene:chains")
        )
        with tempfile.NamedTemporaryFile(suffix=".pdb") as file:
            file.write(content)
            file.flush()
            models, _, _ = parse_structure(file.name)
        model = models[0]
        model.parent = None
        found = Prodigy(model, selection=[receptor, ligand])
        found.predict()
        rows.append(
            [item["pdb_id"], receptor, ligand, found.ba_val, found.nis_a, found.nis_c]
            + [int(found.bins[name]) for name in COUNTS]
        )
    with PATH.open("w", newline="", encoding="utf-8") as stream:
        stream.write(
            f"# origin: prodigy-prot {version('prodigy-prot')}, freesasa {version('freesasa')} "
            "(Lee and Richards, 20 slices); bound complexes of ../shared/structures; written by "
            "validation/peers/prodigy_affinity.py\n"
            "# tolerance: contacts equal; surface percentages 0.9 and energy 0.16 kcal/mol, as a "
            "residue at 5 % exposure may fall on either side with another algorithm\n"
        )
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["complex", "fixed", "mobile", "energy", "apolar", "charged", *COUNTS])
        writer.writerows(rows)


if __name__ == "__main__":
    main()
