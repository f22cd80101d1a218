"""List how near each training complex comes to Docking Benchmark 5 (for maintainers).

    python tools/list_training_homology.py --complexes DIR --benchmark DIR

Folders as in `tools/derive_contact_potential.py`. For each chain of each complex that taught the
contact potential or the ranking: the benchmark chain of the highest aligned identity among those
of like length, and the one with which it shares the largest part of its words of four letters.
The table lies in `validation/docking/training_homology.tsv`, so that a reader can check the
filter: less than 0.35 identity, and at most 0.05 of the words or fewer than 3 of them.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from contact_training.complexes import Complex, collect_complexes, read_atoms, read_sequences

from tubulus.dock.partners.families import compute_identity, compute_word_share

ROOT = Path(__file__).parents[1]
TAUGHT = (
    ROOT / "src/tubulus/dock/potential/contact_potential.json",
    ROOT / "src/tubulus/dock/ranking/ranking_weights.json",
)
OUT = ROOT / "validation/docking/training_homology.tsv"
HEADER = (
    "complex\tresidues\tnearest_by_identity\tidentity\tnearest_by_words\tshared_words\tword_share"
)


def read_benchmark(folder: Path, least: int = 8) -> dict[str, str]:
    """Read the chains of the benchmark; of equal ones the first name stands for all."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.pdb")):
        structure = read_atoms(path)
        if structure is None:
            continue
        for chain, sequence in zip(structure.chains, read_sequences(structure), strict=True):
            if len(sequence) >= least:
                found.setdefault(sequence, f"{path.stem}:{chain}")
    return found


def describe(made: Complex, benchmark: dict[str, str]) -> list[str]:
    """Describe the nearest benchmark chains of each chain of a complex."""
    rows = []
    for sequence in dict.fromkeys(made.sequences):
        identity, near = max((compute_identity(sequence, s), n) for s, n in benchmark.items())
        share, words, other = max(
            (*compute_word_share(sequence, s)[::-1], n) for s, n in benchmark.items()
        )
        rows.append(
            f"{made.name}\t{len(sequence)}\t{near if identity else ''}\t{identity:.3f}"
            f"\t{other if words else ''}\t{words}\t{share:.3f}"
        )
    return rows


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--complexes", "--benchmark"):
        parser.add_argument(name, type=Path, required=True)
    asked = parser.parse_args()
    taught = {name for path in TAUGHT for name in json.loads(path.read_text())["complexes"]}
    benchmark = read_benchmark(asked.benchmark)
    made = {x.name: x for x in collect_complexes(asked.complexes)[0] if x.name in taught}
    rows = [row for name in sorted(made) for row in describe(made[name], benchmark)]
    OUT.write_text("\n".join([HEADER, *rows]) + "\n")
    print(f"{len(rows)} chains of {len(made)} complexes against {len(benchmark)} benchmark chains")


if __name__ == "__main__":
    main()
