"""Whether known pairs are found and what must stay out stays out.

    python validation/control_pairs.py [LIANA_TABLE] [CONTROL_PAIRS]

Run from the root of the repository. The table is ``omni_resource.csv`` of LIANA; that of an
installed ``liana`` is taken where none is named, and then the one in ``../shared``. Ends with 1
where a line fails. The ligand of each control pair is added to the built-in cargo in turn, as a
protein seen by mass spectrometry; a receptor that the built-in map lacks is added to it, which is
said.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from tubulus.core.errors import InputError
from tubulus.screen.cargo.reading import read_cargo_file
from tubulus.screen.evidence import derive_gene_covariates, derive_interactions
from tubulus.screen.identifiers.table import load_identifiers
from tubulus.screen.inputs import ScreenInputs
from tubulus.screen.knowledge.builtin import load_builtin_pairs
from tubulus.screen.knowledge.liana import find_liana_table, read_liana_pairs
from tubulus.screen.knowledge.pair_source import PairSource
from tubulus.screen.knowledge.tiers import derive_pair_knowledge, select_screen_pairs
from tubulus.screen.reference import load_builtin_cargo, load_builtin_receptors, load_genes

SHARED = Path("../shared/data/lr")
NEEDED = 40
# shuffled labels may keep a pair by chance: a receptor of many ligands falls upon itself
SHUFFLED_AT_MOST = 5.0
SHUFFLES = 200
CONTAMINATIONS = 20
SEED = 20_261_122
LUMINAL = (*(f"PSMA{n}" for n in range(1, 8)), "GNAI2", "HRAS", "VIM", "RPS19", "YBX1")
SERUM = ("ALB", "AHSG", "A2M", "FGA", "FGB", "TTR", "KRT1", "KRT10", "KRT14", "HBB")
UNSEEN = (("FSHB", "FSHR"), ("LHB", "LHCGR"))
TRANSCRIPTS = ("ncRNA", "snRNA", "snoRNA")


@dataclass(frozen=True)
class Line:
    """One line of the table that is printed."""

    what: str
    figure: str
    needed: str
    holds: bool


def judge(inputs: ScreenInputs, *, keep_contaminants: bool) -> pl.DataFrame:
    """Return the interactions with their states."""
    genes = derive_gene_covariates(
        inputs.genes, inputs.detection, set_contaminants_aside=not keep_contaminants
    )
    return derive_interactions(inputs.cargo, inputs.receptors, inputs.pairs, genes)


def find_candidates(inputs: ScreenInputs, *, keep_contaminants: bool) -> set[tuple[str, str]]:
    """Return the pairs that are candidates on some cell type."""
    found = judge(inputs, keep_contaminants=keep_contaminants)
    present = found.filter(pl.col("state") == "present")
    return set(present.select("ligand", "receptor").iter_rows())


def explain(pair: tuple[str, str], receptors: pl.DataFrame, pairs: pl.DataFrame) -> str:
    """Say why a control pair is no candidate although its ligand is in the cargo."""
    inputs = ScreenInputs(cargo=add_cargo(pair[0]), receptors=receptors, pairs=pairs)
    found = judge(inputs, keep_contaminants=False)
    rows = found.filter(pl.col("ligand") == pair[0], pl.col("receptor") == pair[1])
    why = "; ".join(rows["reason"].unique().sort()) or "not in the pair table"
    return f"  {pair[0]}-{pair[1]}: {why}"


def add_cargo(*symbols: str) -> pl.DataFrame:
    """Return the built-in cargo and some proteins more."""
    cargo = load_builtin_cargo()
    new = [symbol for symbol in symbols if symbol not in set(cargo["symbol"])]
    rows = pl.DataFrame({"symbol": new}, schema={"symbol": pl.String}).with_columns(
        tier=pl.lit("ms_other_msc"), method=pl.lit("added as a control"), source=pl.lit("control")
    )
    return pl.concat([cargo, rows], how="diagonal").with_columns(pl.all().fill_null(""))


def add_receptors(symbols: set[str]) -> tuple[pl.DataFrame, list[str]]:
    """Return the built-in map with the receptors that it lacks, and their names."""
    receptors = load_builtin_receptors()
    lacking = sorted(symbols - set(receptors["symbol"]))
    rows = pl.DataFrame({"symbol": lacking}, schema={"symbol": pl.String}).with_columns(
        cell_type=pl.lit("control cell"), compartment=pl.lit("unresolved"), state=pl.lit("present")
    )
    both = pl.concat([receptors, rows], how="diagonal").with_columns(pl.all().fill_null(""))
    return both, lacking


def find_lost_controls(
    controls: list[tuple[str, str]],
    receptors: pl.DataFrame,
    pairs: pl.DataFrame,
    *,
    keep_contaminants: bool,
) -> list[tuple[str, str]]:
    """Return the control pairs that are no candidates when their ligand is in the cargo."""
    found: dict[str, set[tuple[str, str]]] = {}
    for ligand in {ligand for ligand, _ in controls}:
        inputs = ScreenInputs(cargo=add_cargo(ligand), receptors=receptors, pairs=pairs)
        found[ligand] = find_candidates(inputs, keep_contaminants=keep_contaminants)
    return [pair for pair in controls if pair not in found[pair[0]]]


def count_after_shuffle(
    controls: list[tuple[str, str]], receptors: pl.DataFrame, pairs: pl.DataFrame
) -> np.ndarray:
    """Count the control pairs left once the receptors of the pair table bear wrong labels."""
    cargo = add_cargo(*dict.fromkeys(ligand for ligand, _ in controls))
    inputs = ScreenInputs(cargo=cargo, receptors=receptors, pairs=pairs)
    candidates = find_candidates(inputs, keep_contaminants=True)
    names = sorted(set(receptors["symbol"]))
    rng = np.random.default_rng(SEED)
    left = []
    for _ in range(SHUFFLES):
        label = dict(zip(names, rng.permutation(names).tolist(), strict=True))
        left.append(sum((ligand, label[name]) in candidates for ligand, name in controls))
    return np.array(left)


def count_refused_mixtures() -> tuple[int, str]:
    """Count the lists with drawn transcripts that are refused, and return one reason.

    Half as many names as the list holds are added: nine tenths drawn from the coding genes, a
    tenth from the non-coding ones.
    """
    rng = np.random.default_rng(SEED)
    table = load_identifiers()
    names = load_builtin_cargo(("ms_other_msc",))["symbol"].to_list()
    coding = sorted(table.coding)
    other = sorted(name for name, kind in table.other_types.items() if kind in TRANSCRIPTS)
    size = len(names) // 2
    refused, reason = 0, ""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cargo.csv"
        for _ in range(CONTAMINATIONS):
            added = [
                *rng.choice(coding, size - size // 10, replace=False),
                *rng.choice(other, size // 10, replace=False),
            ]
            path.write_text("symbol\n" + "\n".join([*names, *added]) + "\n", encoding="utf-8")
            try:
                read_cargo_file(path, unknown_symbols="leave_out")
            except InputError as error:
                refused += "transcript" in str(error)
                reason = str(error)
    return refused, reason


def check_recovery(controls: list[tuple[str, str]], source: PairSource, needed: int) -> list[Line]:
    """Return the lines on how many control pairs a table recovers."""
    pairs = select_screen_pairs(derive_pair_knowledge([source]))
    receptors, lacking = add_receptors({receptor for _, receptor in controls})
    print(f"receptors added to the map: {', '.join(lacking) or 'none'}")
    lost = find_lost_controls(controls, receptors, pairs, keep_contaminants=True)
    aside = find_lost_controls(controls, receptors, pairs, keep_contaminants=False)
    print(f"{source.label}: no candidates, or none by default")
    print("\n".join(explain(pair, receptors, pairs) for pair in aside))
    left = count_after_shuffle(controls, receptors, pairs)
    error = left.std(ddof=1) / np.sqrt(left.size)
    recovered = len(controls) - len(lost)
    return [
        Line(
            f"control pairs recovered, {source.label}",
            f"{recovered} of {len(controls)}",
            f">= {needed}",
            recovered >= needed,
        ),
        Line(
            f"left of them under shuffled receptors, {source.label}",
            f"mean {left.mean():.2f} (MC error {error:.2f}), range {left.min()}-{left.max()}",
            f"mean <= {SHUFFLED_AT_MOST:g}",
            bool(left.mean() <= SHUFFLED_AT_MOST),
        ),
    ]


def check_negatives(source: PairSource) -> list[Line]:
    """Return the lines on what must stay out."""
    pairs = select_screen_pairs(derive_pair_knowledge([source]))
    receptors, _ = add_receptors({receptor for _, receptor in UNSEEN})
    lines = []
    for what, names in (("luminal proteins", LUMINAL), ("serum and keratin", SERUM)):
        inputs = ScreenInputs(cargo=add_cargo(*names), receptors=receptors, pairs=pairs)
        found = find_candidates(inputs, keep_contaminants=False)
        wrong = sorted(pair for pair in found if pair[0] in names)
        held = pairs.filter(pl.col("ligand").is_in(names))["ligand"].n_unique()
        figure = f"{len(wrong)} candidates ({held} of {len(names)} are ligands of the table)"
        lines.append(Line(f"{what}, {source.label}", figure, "0", not wrong))
    inputs = ScreenInputs(cargo=load_builtin_cargo(), receptors=receptors, pairs=pairs)
    found = find_candidates(inputs, keep_contaminants=True)
    wrong = [pair for pair in UNSEEN if pair in found]
    what = f"FSHB and LHB without their ligand, {source.label}"
    lines.append(Line(what, f"{len(wrong)} candidates", "0", not wrong))
    return lines


def find_liana() -> Path | None:
    """Return the table of LIANA that is named, installed or shared."""
    if len(sys.argv) > 1:
        return Path(sys.argv[1])
    found = find_liana_table()
    if found:
        return found[0]
    shared = SHARED / "lr_tables" / "liana_1.10.0_omni_resource_human.tsv.gz"
    return shared if shared.is_file() else None


def main() -> int:
    path = Path(sys.argv[2]) if len(sys.argv) > 2 else SHARED / "control_pairs.tsv"
    if not path.is_file():
        print("left out: name the table of control pairs, see the head of this script")
        return 0
    frame = pl.read_csv(path, separator="\t", infer_schema=False)
    controls = list(frame.select("ligand", "receptor").iter_rows())
    held = frame.filter(pl.col("in_connectomedb2020") == "yes").height
    sources = [(load_builtin_pairs(), held)]
    liana = find_liana()
    if liana is None:
        print("left out: LIANA is not installed and no table of it is named")
    else:
        sources.append((read_liana_pairs(liana), NEEDED))
    lines = [line for source, n in sources for line in check_recovery(controls, source, n)]
    lines += [line for source, _ in sources for line in check_negatives(source)]
    refused, reason = count_refused_mixtures()
    figure = f"{refused} of {CONTAMINATIONS} refused"
    everything = refused == CONTAMINATIONS
    lines.append(Line("lists with drawn transcripts", figure, "all", everything))
    print(f"reason given: {reason.splitlines()[-1].strip()}")
    print(f"{load_genes().height} genes, seed {SEED}, {SHUFFLES} shuffles\n")
    print("| line | figure | needed | holds |\n|---|---|---|---|")
    for line in lines:
        print(f"| {line.what} | {line.figure} | {line.needed} | {'yes' if line.holds else 'NO'} |")
    return 0 if all(line.holds for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
