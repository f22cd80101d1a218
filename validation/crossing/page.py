"""The page of a cross-docking: cases, areas, ranks, reliability, and what follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from tubulus.dock.calibration.discrimination import AucEstimate
from tubulus.dock.calibration.wording import describe_discrimination
from tubulus.dock.search.settings import SearchSettings

from .cases import Crossing
from .judging import STAGES

_COLUMNS = (
    "p of non-partners against",
    "α",
    "share at or below α (SE)",
    "pairs",
    "smallest p",
    "within α + 3 SE",
    "highest share of one partner",
)


def write_page(
    crossing: Crossing,
    told: Mapping[str, object],
    settings: SearchSettings,
    *,
    ranking: str,
    spent: Sequence[float],
) -> str:
    """Write the page as Markdown."""
    n = len(crossing.names)
    parts = [
        f"## {n} by {n} partners of known complexes",
        f"Cases: {', '.join(crossing.names)}.",
        _list_left_out(crossing),
        _describe_search(settings, ranking, spent),
        _tabulate_areas(told["areas"]),
        _tabulate_ranks(told["ranks"]),
        _tabulate_reliability(told["reliability"]),
        "\n".join(describe_discrimination(area) for area in told["areas"]["best pose"]),
    ]
    return "\n\n".join(parts) + "\n"


def _describe_search(settings: SearchSettings, ranking: str, spent: Sequence[float]) -> str:
    return (
        f"{settings.rotations} rotations, {settings.spacing_angstrom} Å, fine share "
        f"{settings.fine_share}, poses ranked by: {ranking}; {len(spent)} pairs searched, "
        f"{np.mean(spent):.1f} CPU seconds a pair (median {np.median(spent):.1f})."
    )


def _list_left_out(crossing: Crossing) -> str:
    reasons: dict[str, list[str]] = {}
    for name, reason in crossing.left_out.items():
        reasons.setdefault(reason, []).append(name)
    lines = [f"- {', '.join(names)}: {reason}" for reason, names in reasons.items()]
    return "\n".join(["Left out:", "", *lines])


def _tabulate_areas(areas: Mapping[str, Sequence[AucEstimate]]) -> str:
    lines = [f"| pair score | {' | '.join(STAGES)} |", "|---" * (len(STAGES) + 1) + "|"]
    for name, row in areas.items():
        lines.append(f"| {name} | {' | '.join(_format_area(area) for area in row)} |")
    counts = next(iter(areas.values()))[0]
    lines.append("")
    lines.append(f"{counts.n_partners} true pairs, {counts.n_non_partners} others.")
    return "\n".join(lines)


def _format_area(area: AucEstimate) -> str:
    if area.auc is None:
        return "not estimable"
    if area.low is None or area.high is None:
        return f"{area.auc:.3f} (no interval)"
    return f"{area.auc:.2f} ({area.low:.2f} to {area.high:.2f})"


def _tabulate_ranks(ranks: pl.DataFrame) -> str:
    lines = [
        "| true pair | rank for the fixed partner | rank for the mobile partner |",
        "|---|---|---|",
    ]
    for row in ranks.iter_rows(named=True):
        cells = [
            "not scored"
            if row[f"rank_{side}"] is None
            else f"{row[f'rank_{side}']:g} of {row[f'n_{side}']}"
            for side in ("fixed", "mobile")
        ]
        lines.append(f"| {row['fixed'].removesuffix('-fixed')} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _tabulate_reliability(rows: Sequence[Mapping[str, object]]) -> str:
    lines = [
        f"| {' | '.join(_COLUMNS)} |",
        "|---" * 7 + "|",
    ]
    for row in rows:
        held = "yes" if row["held"] else "**no**"
        lines.append(
            f"| {row['test']} | {row['alpha']:g} | {row['rate']:.3f} ({row['se']:.3f}) "
            f"| {row['n']} | {row['smallest_p']:.4f} | {held} | {row['highest_line']:.2f} |"
        )
    return "\n".join(lines)
