"""Coverage, size and bias of the plan's estimators at 40 + 40, by simulated trials.

Run from the root of the repository: ``python validation/design_coverage.py``. The plan and its
scenarios stand in ``validation/trial_coverage/study.toml`` and were committed before their first
run. ``--trials N`` draws fewer; an interrupted run goes on where it was. ``--document FILE``
writes the tables into a page between its marks. The trials are simulated and nobody's.
"""

from __future__ import annotations

import argparse
import math
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from tubulus.cli.output import TerminalProgress
from tubulus.runs.design import SimulationRequest, simulate_design
from tubulus.runs.workspace import open_workspace

STUDY = Path(__file__).parent / "trial_coverage"
CORRECT = ("none", "moderate", "strong", "moderate-effect")
"""Scenarios whose true outcome model is that of the estimator."""
PRIMARY = {
    "r1": "linear probability, HC3, t",
    "h1": "ANCOVA, HC3, t",
    "h2": "imputation by arm, ANCOVA, HC3, Barnard-Rubin",
}
"""The adjusted estimator of which a coverage of 94 to 96.5 % is asked."""
LOW, HIGH = 0.94, 0.965
BEGIN, END = "<!-- coverage: begin -->", "<!-- coverage: end -->"


def write(row: dict[str, object], name: str, *, digits: int = 4) -> str:
    value, error = row[name], row[f"{name} error"]
    if value is None:
        return "-"
    return f"{value:.{digits}f} ({error:.{digits}f})" if error else f"{value:.{digits}f}"


def read_table(trials: int | None, workers: int) -> tuple[pl.DataFrame, dict[str, object]]:
    workspace = open_workspace(STUDY)
    request = SimulationRequest(trials, workers=workers)
    outcome = simulate_design(workspace, TerminalProgress(), request)
    table = outcome.results.tables["operating"].filter(pl.col("part") == "estimator")
    about = {
        "trials": outcome.results.manifest["design"]["trials"],
        "seed": workspace.whole.run.seed,
        "scenarios": len(outcome.results.manifest["design"]["scenarios"]),
    }
    return table, about


def spread(table: pl.DataFrame) -> list[dict[str, object]]:
    """Return one row a scenario and estimator, with each measure and its error as a column."""
    keys = ["scenario", "scenario_label", "estimand", "label", "estimator", "target"]
    found: dict[tuple[str, ...], dict[str, object]] = {}
    for row in table.iter_rows(named=True):
        own = found.setdefault(tuple(row[k] for k in keys), {k: row[k] for k in keys})
        own[row["measure"]] = row["value"]
        own[f"{row['measure']} error"] = row["mc_error"]
        own.setdefault("trials", row["trials"])
    return list(found.values())


def judge(rows: list[dict[str, object]]) -> list[str]:
    """Say of each target whether the coverage with its Monte Carlo interval lies in the band."""
    lines = []
    for row in rows:
        wanted = PRIMARY.get(str(row["estimand"])) == row["estimator"]
        crude = row["scenario"] == "none" and row["estimator"] == "Miettinen-Nurminen"
        if row["scenario"] not in CORRECT or not (wanted or crude):
            continue
        value, error = float(row["coverage"]), float(row["coverage error"])
        low, high = value - 1.96 * error, value + 1.96 * error
        within = low >= LOW and high <= HIGH
        touches = LOW <= value <= HIGH
        verdict = "within" if within else "its interval crosses a limit" if touches else "outside"
        lines.append(
            f"| {row['scenario_label']} | {row['label']} | {row['estimator']} | "
            f"{100 * value:.2f} % ({100 * low:.2f} to {100 * high:.2f}) | {verdict} |"
        )
    return lines


def tell(rows: list[dict[str, object]]) -> list[str]:
    head = (
        "| scenario | outcome | estimator | truth | bias | empirical SD | mean SE | coverage | "
        "rejection | not estimable |"
    )
    lines = [head, "|---|---|---|---|---|---|---|---|---|---|"]
    lines.extend(
        f"| {row['scenario_label']} | {row['label']} | {row['estimator']} | "
        f"{row['truth']:.4f} | {write(row, 'bias')} | {write(row, 'empirical SD')} | "
        f"{write(row, 'mean SE')} | {write(row, 'coverage')} | {write(row, 'rejection')} | "
        f"{row['not estimable']:.4f} |"
        for row in rows
    )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--document", type=Path)
    asked = parser.parse_args()
    table, about = read_table(asked.trials, asked.workers)
    rows = spread(table)
    date = datetime.now(UTC).date().isoformat()
    worst = 1.96 * math.sqrt(0.05 * 0.95 / int(str(about["trials"])))
    lines = [
        (
            f"Run on {date}: {about['trials']} trials in each of {about['scenarios']} scenarios, "
            f"seed {about['seed']}."
        ),
        (
            f"In brackets the Monte Carlo standard error; a coverage near 95 % is known to "
            f"±{100 * worst:.1f} points."
        ),
        "",
        (
            f"Target, {100 * LOW:g} to {100 * HIGH:g} %, under the correct model of the outcome "
            "(in brackets the 95 % Monte Carlo interval):"
        ),
        "",
        "| scenario | outcome | estimator | coverage | against the target |",
        "|---|---|---|---|---|",
        *judge(rows),
        "",
        "Everything, without a target:",
        "",
        *tell(rows),
    ]
    if asked.document is None:
        print("\n".join(lines))
        return
    text = asked.document.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    text = "\n".join([before + BEGIN, *lines, END + after])
    asked.document.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
