"""The surprise of one MSC list against 31 other lists of ExoCarta, under several nulls.

    python validation/exocarta_figures.py [--out docs/explanation/screen-calibration.md]

Reads ``../shared/data/lr`` beside the repository and says so where it is not there. Reproduces the
table of the survey behind the screen with its own conventions, shows what differs, and gives the
same figures with the nulls and the table of the product. p-values are in closed form, so they have
no Monte Carlo error; the survey drew 500 sets for the list and 200 for each other list. Writes its
section at the end of the page of the calibration.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
from scipy.stats import spearmanr

from tubulus.screen.evidence import derive_gene_covariates
from tubulus.screen.nulls.comparator import group_lists, rank_among_lists
from tubulus.screen.nulls.layout import lay_out_null
from tubulus.screen.nulls.null_sets import NullDesign
from tubulus.screen.nulls.whole_cargo import GlobalTest, compute_global_test
from tubulus.screen.reference import load_builtin_receptors, load_genes, load_pairs
from tubulus.screen.settings import ScreenSettings

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT.parent / "shared" / "data" / "lr"
SECTION = "<!-- written by validation/exocarta_figures.py -->"
MSC = "126"
Strata = Callable[[str], np.ndarray]


def read_table(name: str) -> pl.DataFrame:
    return pl.read_csv(FOLDER / name, separator="\t", infer_schema=False)


class Symbols:
    """Approved symbols of coding genes, and aliases that name one gene."""

    def __init__(self) -> None:
        table = read_table("ids_go/human_protein_coding_gene_ids_orgHs_3.16.tsv.gz")
        self.known = set(table["symbol"])
        named: dict[str, set[str]] = {}
        for symbol, aliases in table.select("symbol", "alias_symbol").iter_rows():
            for alias in (aliases or "").split("|"):
                named.setdefault(alias, set()).add(symbol)
        self.alias = {name: next(iter(of)) for name, of in named.items() if len(of) == 1}

    def map(self, names) -> frozenset[str]:
        found = (name if name in self.known else self.alias.get(name) for name in names)
        return frozenset(name for name in found if name)


@dataclass(frozen=True)
class Panel:
    """The MSC list (mass spectrometry alone), all lists, and how often a protein is listed.

    ``msc`` stands for experiment 126 wherever the cargo is asked about.
    """

    msc: frozenset[str]
    lists: dict[str, frozenset[str]]
    experiments: dict[str, frozenset[str]]

    @property
    def others(self) -> list[str]:
        return [name for name in self.lists if name != MSC]

    def get(self, name: str) -> frozenset[str]:
        return self.msc if name == MSC else self.lists[name]


def read_panel(symbols: Symbols) -> Panel:
    chosen = read_table("exocarta_lists.tsv")["experiment"].to_list()
    rows = read_table("proteome/exocarta5_human_protein.tsv.gz")
    grouped = rows.group_by("EXPERIMENT ID", maintain_order=True).agg("GENE SYMBOL")
    experiments = {name: symbols.map(genes) for name, genes in grouped.iter_rows()}
    msc = rows.filter(
        (pl.col("EXPERIMENT ID") == MSC) & pl.col("METHODS").str.contains("Mass spectrometry")
    )
    return Panel(
        msc=symbols.map(msc["GENE SYMBOL"]),
        lists={name: experiments[name] for name in chosen},
        experiments=experiments,
    )


def read_survey_pairs() -> pl.DataFrame:
    """Pairs of genes held in at least 3 of LIANA's 16 human resources, with 91 receptors."""
    receptors = read_table("tubule_receptors.tsv").filter(verified="yes", tubule_cell="yes")
    rows = read_table("lr_tables/liana_1.10.0_omni_resource_human.tsv.gz").select(
        pl.col("source_genesymbol").str.split("_").alias("ligand"),
        pl.col("target_genesymbol").str.split("_").alias("receptor"),
        "resource",
    )
    # a complex is each of its subunits; Cellinker and the consensus count among the resources
    pairs = rows.explode("ligand").explode("receptor").unique()
    held = pairs.group_by("ligand", "receptor").len().filter(pl.col("len") >= 3)
    return held.filter(pl.col("receptor").is_in(receptors["symbol"].to_list()))


class Weighing:
    """Pairs of each gene, and the test of a list against sets matched on any strata."""

    def __init__(self, genes: list[str], counts: Counter[str]) -> None:
        self.genes = genes
        self.weights = np.array([counts[gene] for gene in genes], dtype=np.int64)

    def test(self, listed: frozenset[str], strata: np.ndarray) -> GlobalTest:
        has = np.array([gene in listed for gene in self.genes])
        ligands = np.flatnonzero(self.weights)
        most = int(self.weights.max())
        n_strata = int(strata.max()) + 1
        # as many columns as the busiest ligand has pairs: only their number counts here
        incidence = np.arange(most) < self.weights[ligands, None]
        design = NullDesign(
            ligands=tuple(self.genes[i] for i in ligands),
            receptors=tuple(f"{i}" for i in range(most)),
            incidence=incidence,
            ligand_stratum=strata[ligands],
            stratum_size=np.bincount(strata, minlength=n_strata),
            drawn=np.bincount(strata[has], minlength=n_strata),
            observed=has[ligands],
        )
        return compute_global_test(design)


def tabulate_null(label: str, survey: str, weighing: Weighing, panel: Panel, strata: Strata) -> str:
    test = weighing.test(panel.msc, strata(MSC))
    p = np.array([weighing.test(panel.lists[x], strata(x)).p_exact for x in panel.others])
    small = int((p < 0.05).sum())
    return (
        f"| {label} | {test.expected:.1f} | {test.low}–{test.high} | {test.observed} "
        f"| {test.fold:.1f} | {test.p_exact:.1e} | {small} of {p.size} ({small / p.size:.0%}) "
        f"| {survey} |"
    )


def cut(values: np.ndarray, pieces: int) -> np.ndarray:
    return np.argsort(np.argsort(values, kind="stable")) * pieces // values.size


def code(*parts: np.ndarray) -> np.ndarray:
    joined = np.stack(parts, axis=1)
    return np.unique(joined, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)


def make_survey_strata(genes: list[str], symbols: Symbols) -> np.ndarray:
    """Secretome x surfaceome x fifths of study attention (counts of a network's sources)."""
    scores = read_table("network/study_bias_scores.tsv.gz")
    attention: dict[str, float] = {}
    for name, score in scores.select("gene_or_protein", "study_attention").iter_rows():
        attention |= dict.fromkeys(symbols.map([name]), float(score or 0))
    secretome = read_table("surfaceome/hpa_v21.1_secretome_2793_with_81celltype_ntpm.tsv.gz")
    surface = read_table("surfaceome/surfy_2886.tsv.gz")
    secreted, on_surface = symbols.map(secretome["Gene.name"]), symbols.map(surface["UniProt gene"])
    return code(
        np.array([gene in secreted for gene in genes], dtype=np.int64),
        np.array([gene in on_surface for gene in genes], dtype=np.int64),
        cut(np.array([attention.get(gene, 0.0) for gene in genes]), 5),
    )


def count_detection(panel: Panel, lists: dict[str, frozenset[str]], left_out: str) -> Counter[str]:
    return Counter(gene for name, genes in lists.items() if name != left_out for gene in genes)


def make_detection_strata(genes: list[str], panel: Panel, *, wide: bool) -> Strata:
    """Detection in the other lists: 0 to 4 and more, or by doubling in all other experiments."""

    def strata(name: str) -> np.ndarray:
        counted = count_detection(panel, panel.lists if wide else panel.experiments, name)
        numbers = np.array([counted[gene] for gene in genes])
        return code(np.minimum(numbers, 5) if wide else np.frexp(numbers.astype(float))[1])

    return strata


def make_product_strata(genes: pl.DataFrame, panel: Panel, *, detection: bool) -> Strata:
    """The strata of the product over all coding genes: class x attention (x detection)."""

    def strata(name: str) -> np.ndarray:
        listed = None
        if detection:
            counted = count_detection(panel, panel.lists, name)
            rows = {"symbol": list(counted.keys()), "n_lists": list(counted.values())}
            listed = pl.DataFrame(rows)
        covariates = derive_gene_covariates(genes, listed, set_contaminants_aside=False)
        layout = lay_out_null(
            covariates, load_pairs(), load_builtin_receptors(), ScreenSettings(contaminants="keep")
        )
        return layout.strata

    if detection:
        return strata
    fixed = strata(MSC)
    return lambda _: fixed


def describe_ranks(label: str, panel: Panel, counts: Counter[str]) -> str:
    rows = [(name, gene) for name in panel.others for gene in panel.lists[name]]
    frame = pl.DataFrame(rows, schema=["list_id", "symbol"], orient="row")
    rank = rank_among_lists(panel.msc, frame, counts, own=panel.lists[MSC], min_genes=200)
    scores = [sum(counts[g] for g in panel.lists[x]) / len(panel.lists[x]) for x in panel.others]
    sizes = [len(panel.lists[x]) for x in panel.others]
    size = spearmanr(scores, sizes)
    return (
        f"| {label} | {rank.score:.2f} | {rank.median:.2f} | {rank.rank} of {rank.lists + 1} "
        f"| {rank.rank / (rank.lists + 1):.3f} | {rank.groups} | {rank.p:.3f} "
        f"| {rank.smallest_p:.3f} | {size.statistic:.2f} (p = {size.pvalue:.2f}) |"
    )


def describe_groups(panel: Panel) -> str:
    names = panel.others
    groups = group_lists([panel.lists[name] for name in names], [None] * len(names))
    joined = [
        ", ".join(name for name, group in zip(names, groups, strict=True) if group == code_)
        for code_ in np.unique(groups)
        if (groups == code_).sum() > 1
    ]
    return "; ".join(joined)


def count_pairs(pairs: pl.DataFrame) -> Counter[str]:
    return Counter(pairs["ligand"].to_list())


def count_builtin_pairs(genes: pl.DataFrame) -> Counter[str]:
    """Pairs of exposed ligands with built-in receptors, as the product counts them."""
    covariates = derive_gene_covariates(genes, None, set_contaminants_aside=True)
    layout = lay_out_null(covariates, load_pairs(), load_builtin_receptors(), ScreenSettings())
    return Counter(dict(zip(layout.ligands, layout.incidence.sum(axis=1).tolist(), strict=True)))


def write_section() -> str:
    symbols, genes = Symbols(), load_genes()
    panel, names = read_panel(symbols), genes["symbol"].to_list()
    survey, builtin = count_pairs(read_survey_pairs()), count_builtin_pairs(genes)
    one = np.zeros(len(names), dtype=np.int64)
    classes = make_survey_strata(names, symbols)
    cases: list[tuple[str, str, Strata]] = [
        ("uniform", "34, 55 %", lambda _: one),
        ("secreted × surface × fifths of attention", "69, 48 %", lambda _: classes),
        ("lists with the protein, 0 to 5 and more", "69, 35 %",
         make_detection_strata(names, panel, wide=True)),
        ("experiments with the protein, by doubling", "69, 35 %",
         make_detection_strata(names, panel, wide=False)),
        ("product: class × attention", "–", make_product_strata(genes, panel, detection=False)),
        ("product: class × attention × detection", "–",
         make_product_strata(genes, panel, detection=True)),
    ]  # fmt: skip
    tables = []
    for counts in (survey, builtin):
        weighing = Weighing(names, counts)
        shown = cases if counts is survey else [cases[0], *cases[4:]]
        rows = [
            tabulate_null(label, said if counts is survey else "–", weighing, panel, strata)
            for label, said, strata in shown
        ]
        tables.append("\n".join(rows))
    return PAGE.format(
        marker=SECTION,
        date=datetime.now(UTC).date().isoformat(),
        msc=len(panel.msc),
        pairs=sum(survey.values()),
        builtin=sum(builtin.values()),
        survey_rows=tables[0],
        builtin_rows=tables[1],
        ranks="\n".join(
            [
                describe_ranks("LIANA, at least 3 resources", panel, survey),
                describe_ranks("built-in pairs, exposed ligands", panel, builtin),
            ]
        ),
        groups=describe_groups(panel),
    )


PAGE = """{marker}

## Real lists: one MSC proteome and 31 others of ExoCarta

Written by `validation/exocarta_figures.py` on {date} from a download of ExoCarta v5 that is not shipped.
The list is that of vesicles of hESC-derived MSC (not bone marrow), {msc} mapped proteins found by mass spectrometry; the others are the 31 other distinct human lists of at least 200 genes.
Every p is in closed form, so there is no Monte Carlo error here.
The survey drew 500 sets for the list, which puts a standard error of about 0.5 on its expected numbers, and 200 for each other list, so a list with a p near 0.05 may fall on either side there: one list of 31 is 3 %.

Pairs of the survey: held in at least 3 of LIANA's 16 human resources (Cellinker and the consensus among them, complexes split into subunits), with the 91 verified receptors of tubule cells: {pairs} pairs.

| null | expected | 95 % range | observed | fold | p | other lists with p < 0.05 | survey said |
|---|---|---|---|---|---|---|---|
{survey_rows}

The observed number and the uniform row agree with the survey.
The class and attention row agrees to within one list of 31; the survey does not say how many classes and bins it had.
Its detection row depends on the bins, which it does not say either: few bins over the 31 other lists give its share of lists, fine bins over all other experiments its expected number.
The attention of the product (papers linked to the gene, in narrow strata) removes far more of the apparent enrichment than that of the survey (sources of a protein network, in fifths): most lists that pass under that one do not pass under this one.
Neither share is an error rate, because some lists may truly be rich in ligands.
The narrow strata may also remove something true: papers are written on a protein because it is a ligand, and a stratum that is mostly ligands can show no enrichment.
So the answer depends on the null more than on the list, which is why the panel of surprise shows several.

With the pairs of the product ({builtin}: exposed ligands, built-in receptors; the proteins of the contamination rule stay in the lists here, so the numbers differ a little from those of a screen):

| null | expected | 95 % range | observed | fold | p | other lists with p < 0.05 | survey said |
|---|---|---|---|---|---|---|---|
{builtin_rows}

Rank in candidate pairs per protein.
The survey said 3rd of 32, 0.19 against a median of 0.09.

| pairs | list | median | rank | rank / lists | independent groups | p over groups | smallest attainable | score and length of a list, Spearman |
|---|---|---|---|---|---|---|---|---|
{ranks}

The 31 lists are not 31 independent answers: by shared content {groups} are one group each.
Counted as groups the panel can hardly tell, whatever the cargo.
Pairs per protein do not depend on the length of a list to any degree that these lists show, so no score is adjusted for length; the panel of surprise reports the correlation for the panel in use.
"""  # noqa: E501


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "docs/explanation/screen-calibration.md")
    given = parser.parse_args()
    if not FOLDER.is_dir():
        print("skipped: the folder ../shared/data/lr with the lists is not beside the repository")
        sys.exit(0)
    section = write_section()
    text = given.out.read_text(encoding="utf-8") if given.out.is_file() else ""
    given.out.write_text(text.split(SECTION)[0].rstrip() + "\n\n" + section, encoding="utf-8")
    print(section)


if __name__ == "__main__":
    main()
