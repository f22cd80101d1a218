"""The section of the documents on cross-docking: cases, areas, ranks, reliability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from tubulus.dock.calibration.discrimination import AucEstimate
from tubulus.dock.calibration.wording import describe_discrimination
from tubulus.dock.search.settings import SearchSettings

from .cases import Crossing
from .judging import SPLITS, STAGES
from .scores import CLUSTER_ANGSTROM, OWN

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
_RELIABILITY = (
    "p of non-partners against",
    "α",
    "share at or below α (SE)",
    "pairs",
    "smallest p",
    "within α + 3 SE",
    "highest share of one partner",
)


CASES = """{n} fixed and {n} mobile partners of development cases of Docking Benchmark 5 were docked all with all by `validation/cross_docking.py`: unbound structures, both partners turned at random.
The {n} true pairs stand on the diagonal; the {others} other pairs are taken for non-partners because nobody knows of an interaction.
The cases are {names}.
They were chosen by a rule that looks at no docking result: smallest box first, no antibody, no partner that a campaign would not judge, no two cases that share a protein, a family or a homologous chain.
Nothing was fitted on true pairs: the weights of the score come from complexes without a chain homologous to the benchmark, the effect of size and each null from non-partners.

Left out:

{left_out}"""  # noqa: E501
SEARCH = """Search: {rotations} rotations at {spacing:g} Å, {share}, in the boxes of a campaign; {pairs} pairs, {mean:.1f} CPU seconds a pair on a shared machine (median {median:.1f}).
Clusters are of {radius:g} Å.
Calibration: the settings of a campaign, but {least} decoy partners a side are enough."""  # noqa: E501
EARLIER = (
    """These poses were made by an earlier version of the search than the one that is shipped."""
)
AREAS = """{partners} true pairs against {others} others; 95 % intervals by leaving out each case with all its pairs.
A campaign uses the first row, `{own}`; it was chosen on complexes outside the benchmark (record 0014), and the others are reported beside it.
The ranking is the score by which a campaign orders poses, the search that of the grid.
{megadock}"""  # noqa: E501
MEGADOCK = """MEGADOCK's z-score is the best score less the mean over the SD of its 10,800 poses, three a rotation, as its `ppiscore` computes it."""  # noqa: E501
PART = """It was run on the {partners} true pairs and {others} of the others, {each} of each fixed and of each mobile partner, whichever stand as many places apart in the list of cases; so few allow no two-way p, and ours on the same pairs stands beside it."""  # noqa: E501
NO_MEGADOCK = """MEGADOCK's z-score has not been measured on these pairs: the script takes `--megadock` with the path of a binary."""  # noqa: E501
CHANCE = """The interval of p holds 0.5: these scores were not seen to tell true partners from others, and so few true pairs exclude neither chance nor a moderate gain."""  # noqa: E501
NOT_USEFUL = """A campaign says so beside every p: such a p tells how rare a score is among decoy partners, and a small one was not seen to mark a true partner."""  # noqa: E501
RANKS = """Rank by the two-way z among the non-partners of the same fixed, and of the same mobile partner; 1 is best."""  # noqa: E501
RELIABILITY = """First, each non-partner against the pairs of all cases but its own two, with its own row and column beside them: such p are ranks of like things among each other, and their mean can hardly fail.
Then a harder test: the null is built on one half of the cases, and the non-partners of the other half are tested, over {splits} random halves; a pair counts with its mean.
The standard error is over pairs that share rows and columns; the last column is the largest share of one partner, which keeps its promise less well than the mean.
Where the smallest attainable p lies above α, the share is 0 by construction and says nothing.
{said}"""  # noqa: E501


def replace_section(page: Path, text: str) -> None:
    """Put the section between its marks in a page."""
    whole = page.read_text(encoding="utf-8")
    before, after = whole[: whole.index(BEGIN)], whole[whole.index(END) :]
    page.write_text(f"{before}{BEGIN}\n{text}\n{after}", encoding="utf-8")


def write_page(
    crossing: Crossing,
    told: Mapping[str, object],
    settings: SearchSettings,
    *,
    spent: Sequence[float],
) -> str:
    """Write the section as Markdown, one sentence a line."""
    parts = [
        "## Measured on known complexes",
        _describe_cases(crossing),
        _describe_search(settings, spent, told["least"])
        + (f"\n{EARLIER}" if told["earlier"] else ""),
        _describe_progress(crossing, spent),
        "### Area under the ROC curve of true partners",
        _describe_areas(told["areas"]),
        _tabulate_areas(told["areas"]),
        _conclude(told["areas"]),
        "### Rank of each true partner",
        _tabulate_ranks(told["ranks"]),
        "### Whether p keeps its promise",
        _describe_reliability(told["reliability"]),
        _tabulate_reliability(told["reliability"]),
        _describe_sides(),
        _tabulate_reliability(told["sides"]),
    ]
    return "\n\n".join(part for part in parts if part)


def _describe_cases(crossing: Crossing) -> str:
    n = len(crossing.names)
    reasons: dict[str, list[str]] = {}
    for name, reason in crossing.left_out.items():
        reasons.setdefault(reason, []).append(name)
    lines = [f"- {', '.join(names)}: {reason}" for reason, names in reasons.items()]
    return CASES.format(
        n=n, others=n * (n - 1), names=", ".join(crossing.names), left_out="\n".join(lines)
    )


def _describe_search(settings: SearchSettings, spent: Sequence[float], least: int) -> str:
    share = (
        "all searched in full"
        if settings.fine_share >= 1.0
        else f"{100 * settings.fine_share:g} % of them searched in full after a pass at twice "
        "the spacing"
    )
    return SEARCH.format(
        rotations=f"{settings.rotations:,}",
        spacing=settings.spacing_angstrom,
        share=share,
        pairs=len(spent),
        mean=np.mean(spent),
        median=np.median(spent),
        least=least,
        radius=CLUSTER_ANGSTROM,
    )


def _describe_progress(crossing: Crossing, spent: Sequence[float]) -> str:
    n = len(crossing.names)
    if len(spent) >= n * n:
        return ""
    return f"**Not finished: {len(spent)} of {n * n} pairs have been searched.**"


def _describe_areas(areas: Mapping[str, Sequence[AucEstimate]]) -> str:
    counts = areas[OWN][0]
    return AREAS.format(
        partners=counts.n_partners,
        others=counts.n_non_partners,
        own=OWN,
        megadock=_describe_megadock(areas),
    )


def _describe_megadock(areas: Mapping[str, Sequence[AucEstimate]]) -> str:
    found = next((row[0] for name, row in areas.items() if name.startswith("MEGADOCK")), None)
    if found is None:
        return NO_MEGADOCK
    partners, others = found.n_partners, found.n_non_partners
    if others == areas[OWN][0].n_non_partners:
        return MEGADOCK
    return f"{MEGADOCK}\n{PART.format(partners=partners, others=others, each=others // partners)}"


def _tabulate_areas(areas: Mapping[str, Sequence[AucEstimate]]) -> str:
    lines = [f"| pair score | {' | '.join(STAGES)} |", "|---" * (len(STAGES) + 1) + "|"]
    for name, row in areas.items():
        lines.append(f"| {name} | {' | '.join(_format_area(area) for area in row)} |")
    return "\n".join(lines)


def _format_area(area: AucEstimate) -> str:
    if area.auc is None:
        return "not estimable"
    if area.low is None or area.high is None:
        return f"{area.auc:.3f} (no interval)"
    return f"{area.auc:.2f} ({area.low:.2f} to {area.high:.2f})"


def _conclude(areas: Mapping[str, Sequence[AucEstimate]]) -> str:
    own = areas[OWN]
    lines = [describe_discrimination(area) for area in own]
    last = own[-1]
    if last.low is not None and last.high is not None and last.low <= 0.5 <= last.high:
        lines.append(CHANCE)
    if not last.is_useful:
        lines.append(NOT_USEFUL)
    return "\n".join(lines)


def _tabulate_ranks(ranks: pl.DataFrame) -> str:
    lines = [RANKS, "", "| true pair | for the fixed partner | for the mobile partner |"]
    lines.append("|---|---|---|")
    for row in ranks.iter_rows(named=True):
        cells = [
            "not scored"
            if row[f"rank_{side}"] is None
            else f"{row[f'rank_{side}']:g} of {row[f'n_{side}']}"
            for side in ("fixed", "mobile")
        ]
        lines.append(f"| {row['fixed'].removesuffix('-fixed')} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _describe_reliability(rows: Sequence[Mapping[str, object]]) -> str:
    if not rows:
        return "No pair has a p yet."
    tested = [row for row in rows if row["held"] is not None]
    broken = [row for row in tested if not row["held"]]
    said = (
        f"All {len(tested)} shares that could lie above it lie within α + 3 standard errors."
        if not broken
        else f"{len(broken)} of the {len(tested)} shares that could lie above α + 3 standard "
        "errors do."
    )
    return RELIABILITY.format(splits=SPLITS, said=said)


def _describe_sides() -> str:
    return (
        "The same for a p of one side alone, as it stands with a user who docks two proteins with "
        "decoy partners, but not these with each other:"
    )


def _tabulate_reliability(rows: Sequence[Mapping[str, object]]) -> str:
    if not rows:
        return ""
    lines = [f"| {' | '.join(_RELIABILITY)} |", "|---" * len(_RELIABILITY) + "|"]
    for row in rows:
        held = {True: "yes", False: "**no**", None: "not tested"}[row["held"]]
        lines.append(
            f"| {row['test']} | {row['alpha']:g} | {row['rate']:.3f} ({row['se']:.3f}) "
            f"| {row['n']} | {row['smallest_p']:.4f} | {held} | {row['highest_line']:.2f} |"
        )
    return "\n".join(lines)
