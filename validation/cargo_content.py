"""How often a list of proteins is refused as transcripts, and how often a contaminated one.

Run from the root of the repository: ``python validation/cargo_content.py [DOWNLOAD]`` with the
download of ExoCarta v5 (``EXOCARTA_PROTEIN_MRNA_DETAILS``, human protein rows), which is not part
of the project; without it the script looks for ``../shared`` and ends if there is none.
False refusals are counted over its experiments; contaminated lists are its distinct lists of at
least 200 genes with seeded draws of other coding genes, a tenth of them or none non-coding.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import numpy as np
from scipy.stats import beta

from tubulus.core.errors import InputError
from tubulus.screen.cargo.content import check_content
from tubulus.screen.cargo.panels import build_panel
from tubulus.screen.cargo.proteins import CargoOptions
from tubulus.screen.cargo.raw_table import RawTable
from tubulus.screen.cargo.reading import read_cargo_file
from tubulus.screen.cargo.table_files import read_raw_table
from tubulus.screen.identifiers.table import load_identifiers

DEFAULT = Path("../shared/data/lr/proteome/exocarta5_human_protein.tsv.gz")
SHARES = (0.1, 0.2, 0.3, 0.5, 1.0)
DRAWS = 50
SEED = 20_260_301
TRANSCRIPTS = ("ncRNA", "snRNA", "snoRNA")


def count_false_refusals(path: Path, table: RawTable) -> None:
    experiments = sorted(set(table.read_texts("EXPERIMENT ID")))
    refused = []
    for name in experiments:
        try:
            read_cargo_file(path, options=CargoOptions((name,)))
        except InputError as error:
            if "transcripts" in str(error):
                refused.append(name)
    upper = beta.ppf(0.95, len(refused) + 1, len(experiments) - len(refused))
    print(f"experiments refused: {len(refused)} of {len(experiments)} {refused}, one-sided 95 %")
    print(f"upper limit {upper:.3f}, if experiments were independent")


def count_detections(lists: dict[str, list[str]]) -> None:
    table = load_identifiers()
    rng = np.random.default_rng(SEED)
    coding = np.array(sorted(table.coding))
    noncoding = np.array(sorted(n for n, t in table.other_types.items() if t in TRANSCRIPTS))
    print("share added | coding only | a tenth non-coding (refused, Monte Carlo error)")
    for share in SHARES:
        cells = []
        for part in (0.0, 0.1):
            hits = []
            for names in lists.values():
                for _ in range(DRAWS):
                    size = round(share * len(names))
                    extra = rng.choice(coding, size - round(part * size), replace=False)
                    other = rng.choice(noncoding, round(part * size), replace=False)
                    hits.append(check_content([*names, *extra, *other], table).is_refused)
            rate = float(np.mean(hits))
            cells.append(f"{rate:.3f} ({math.sqrt(rate * (1 - rate) / len(hits)):.3f})")
        print(f"{share:11.1f} | {cells[0]} | {cells[1]}")


def main() -> int:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    if not path.is_file():
        print("left out: name the download, see the head of this script")
        return 0
    count_false_refusals(path, read_raw_table(path))
    panel = build_panel(path)
    groups = panel.frame.group_by("list_id", maintain_order=True).agg("symbol")
    lists = dict(zip(groups["list_id"], groups["symbol"].to_list(), strict=True))
    table = load_identifiers()
    checks = [check_content(names, table) for names in lists.values()]
    signs, names = sum(c.n_signs for c in checks), sum(c.n_names for c in checks)
    everything = check_content(table.coding, table)
    print(f"{len(lists)} distinct lists: {signs} signs among {names} coding names")
    print(f"coding genes: {everything.n_signs} signs among {everything.n_names}")
    count_detections(lists)
    return 0


if __name__ == "__main__":
    sys.exit(main())
