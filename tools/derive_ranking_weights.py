"""Derive the weights with which ``tubulus.dock`` ranks poses (for maintainers).

    python tools/derive_ranking_weights.py --complexes DIR --benchmark DIR --work DIR [--count 36]

Folders as in `tools/derive_contact_potential.py`; run that first. Steps: choose the complexes of
the contact potential, none of them homologous to Docking Benchmark 5; loosen both partners, turn
them at random and dock them with the search as it is; keep the best 2,000 poses of each; fit
weights of the terms by a conditional logit with a ridge; compare sets of terms by ten-fold
cross-validation. Poses are kept in the work folder, so that a stopped run goes on. The first 36
complexes take about 15 CPU minutes.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from contact_training.hard_decoys import RANKED, SEARCH, make_list, order_complexes
from contact_training.ranking import describe_ranks, fit_ranking, rank_left_out
from derive_contact_potential import OUT as POTENTIAL
from derive_contact_potential import choose_complexes

from tubulus.dock.ranking.terms import TERMS

OUT = Path(__file__).parents[1] / "src/tubulus/dock/ranking/ranking_weights.json"

TRIED = {
    "score of the search alone": TERMS[:1],
    "with residues": ("grid", "residue"),
    "with residues and packing": ("grid", "residue", "packing"),
    "all": TERMS,
}


def main() -> None:
    """Derive the weights and write them with their provenance."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--complexes", "--benchmark", "--work"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--count", type=int, default=36, help="complexes docked")
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    chosen = order_complexes(choose_complexes(asked.complexes, asked.benchmark)[0])[: asked.count]
    lists = [make_list(x, asked.work / f"{x.name.replace(':', '_')}.npz") for x in chosen]
    found = {}
    for label, names in TRIED.items():
        found[label] = describe_ranks(rank_left_out(lists, [TERMS.index(n) for n in names]))
        print(label, found[label], flush=True)
    weights = fit_ranking(lists, range(len(TERMS)))
    content = {
        "about": (__doc__ or "").splitlines()[0],
        "sources": json.loads(POTENTIAL.read_text())["sources"],
        "licence": "coordinates: Protein Data Bank, CC0 1.0; these weights: derived by Tubulus",
        "complexes": sorted(x.name for x in lists),
        "with_a_near_native_pose": sum(bool(x.is_near.any()) for x in lists),
        "search": {"rotations": SEARCH.rotations, "poses": SEARCH.poses, "ranked": RANKED},
        "left_out_ten_fold": found,
        "weights": {n: round(float(w), 4) for n, w in zip(TERMS, weights, strict=True)},
    }
    OUT.write_text(json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    main()
