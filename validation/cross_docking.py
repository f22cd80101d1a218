"""Cross-dock known complexes: how well scores tell true partners from others, and whether p holds.

Unbound partners of development cases of Docking Benchmark 5, turned at random, are docked all
with all by the rows of a campaign. True pairs stand on the diagonal, all other pairs are taken for
non-partners. Cases are chosen by a rule that looks at no result (`crossing/cases.py`). Raw poses
of each pair are kept in build/validation/cross_docking under the settings and the code that made
them; a stopped run goes on, and another ranking costs no search. Nothing is fitted on true pairs.
With the path of a MEGADOCK binary its score stands beside ours. Without ../shared there is nothing
to do.

    python validation/cross_docking.py [--cases 12] [--fine-share 0.25] [--megadock PATH]
        [--kept FOLDER] [--record] [--docs]

`--kept` judges poses that other code has made; `--record` writes what a campaign prints of us,
`--docs` the section of the documents.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from crossing import megadock
from crossing.cases import Crossing, choose_crossing
from crossing.judging import (
    calibrate,
    choose_least,
    estimate_areas,
    make_table,
    rank_true_pairs,
    tabulate_halves,
    tabulate_left_out,
    tabulate_sides,
)
from crossing.page import replace_section, write_page
from crossing.scores import OWN, score_matrices
from crossing.searching import OUT, name_folder, read_cpu_seconds, search_missing
from docking.cases import list_cases

from tubulus.dock.calibration.discrimination import AucEstimate
from tubulus.dock.calibration.measured import compute_weights_hash
from tubulus.dock.calibration.settings import CalibrationSettings
from tubulus.dock.search.settings import SearchSettings
from tubulus.dock.settings.docking import ClusterSettings

RECORD = Path(__file__).parents[1] / "src/tubulus/dock/calibration/measured.json"
DOCS = Path(__file__).parents[1] / "docs/explanation/docking-calibration.md"
LABELS = {
    "p": "p-value",
    "two-way z": "two-way z",
    "corrected for size": "score corrected for size",
    "raw": "raw score",
}


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def judge(crossing: Crossing, matrices: Mapping[str, np.ndarray]) -> dict[str, object]:
    """Judge every pair score alike; ranks and reliability are told of the campaign's own."""
    areas: dict[str, list[AucEstimate]] = {}
    told: dict[str, object] = {"areas": areas}
    for name, scores in matrices.items():
        table = make_table(crossing, scores)
        found = calibrate(table, choose_least(table))
        areas[name] = estimate_areas(name, table, found)
        if name == OWN:
            told["least"] = choose_least(table)
            told["ranks"] = rank_true_pairs(table, found["two-way z"])
            told["reliability"] = tabulate_left_out(table, found) + tabulate_halves(table)
            told["sides"] = tabulate_sides(table, choose_least(table))
    return told


def read_theirs(crossing: Crossing, own: np.ndarray) -> dict[str, np.ndarray]:
    """Read MEGADOCK's scores, and ours on the same pairs where these are not all."""
    theirs = megadock.read_matrices(crossing)
    measured = megadock.find_measured(crossing)
    if theirs and not measured.all():
        theirs[f"{OWN}, same pairs as MEGADOCK"] = np.where(measured, own, np.nan)
    return theirs


def describe_source(crossing: Crossing, *, earlier: bool) -> str:
    n = len(crossing.names)
    of = ", poses of an earlier version of the search" if earlier else ""
    return (
        f"cross-docking {n} by {n} unbound partners of Docking Benchmark 5 "
        f"(validation/cross_docking.py{of})"
    )


def record(
    crossing: Crossing, told: Mapping[str, object], settings: SearchSettings, folder: Path
) -> None:
    """Write the areas of the campaign's own pair score for `load_measured_discrimination`."""
    by_stage = {area.label.rsplit(", ", 1)[1]: area for area in told["areas"][OWN]}
    content = {
        "source": describe_source(crossing, earlier=folder.name != name_folder(settings)),
        "cases": list(crossing.names),
        "start": "unbound structures, both partners turned at random",
        "settings_hash": folder.name,
        "settings": {
            "search": settings.model_dump(mode="json"),
            "clusters": ClusterSettings().model_dump(mode="json", include={"ranked", "rescored"}),
            "refinement": {"poses": 0},
            "calibration": CalibrationSettings().model_dump(mode="json", exclude={"least_decoys"}),
        },
        "least_decoys": told["least"],
        "pair_score": OWN,
        "weights_hash": compute_weights_hash(),
        "areas": [_tabulate_area(by_stage[stage], label) for stage, label in LABELS.items()],
        "reliability": told["reliability"],
    }
    RECORD.write_text(json.dumps(_shorten(content), indent=1) + "\n")
    tell(f"recorded in {RECORD.name}")


def _tabulate_area(area: AucEstimate, label: str) -> dict[str, object]:
    keys = ("auc", "low", "high", "n_partners", "n_non_partners", "state", "reason")
    return {"label": label} | {key: getattr(area, key) for key in keys}


def _shorten(value: object) -> object:
    """Keep four digits: more would change with the platform."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _shorten(item) for key, item in value.items()}
    return [_shorten(item) for item in value] if isinstance(value, list) else value


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=12, help="cases crossed, cheapest first")
    share = SearchSettings().fine_share
    parser.add_argument("--fine-share", type=float, default=share, help="of the search's settings")
    parser.add_argument("--megadock", type=Path, help="binary, built outside the tree")
    parser.add_argument("--kept", help="folder of kept poses; nothing is searched")
    parser.add_argument("--record", action="store_true", help="write measured.json")
    parser.add_argument("--docs", action="store_true", help="write the section of the docs")
    return parser.parse_args()


def main() -> None:
    """Search what is missing, judge, print the page."""
    asked = read_arguments()
    if not list_cases():
        print("no ../shared/bm5: nothing to do")
        return
    crossing = choose_crossing(asked.cases)
    settings = SearchSettings(fine_share=asked.fine_share)
    folder = OUT / (asked.kept or name_folder(settings))
    if asked.kept:
        settings = SearchSettings(**json.loads((folder / "settings.json").read_text()))
    else:
        search_missing(crossing, settings, folder, tell)
    if asked.megadock:
        megadock.measure_missing(crossing, asked.megadock, tell)
    matrices = score_matrices(folder, crossing)
    told = judge(crossing, matrices | read_theirs(crossing, matrices[OWN]))
    told["earlier"] = folder.name != name_folder(settings)
    if asked.record:
        record(crossing, told, settings, folder)
    page = write_page(crossing, told, settings, spent=read_cpu_seconds(folder, crossing))
    print(page)
    if asked.docs:
        replace_section(DOCS, page)


if __name__ == "__main__":
    main()
