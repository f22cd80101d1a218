"""``tubulus design simulate``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from tubulus.cli.options import force_option, json_option, study_argument
from tubulus.cli.output import TerminalProgress, print_json, print_table
from tubulus.runs.design import SimulationRequest, simulate_design
from tubulus.runs.workspace import open_workspace

__all__ = ["simulate"]

_SHOWN = ("truth", "bias", "empirical SD", "mean SE", "coverage", "rejection", "not estimable")


@click.command()
@study_argument
@json_option
@force_option
@click.option("--trials", type=click.IntRange(min=1), help="Trials of each scenario.")
@click.option("--scenario", "scenarios", multiple=True, help="A scenario to run; may be repeated.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes; changes no number.")
@click.option("--cluster", metavar="ADDRESS", help="Dask scheduler, for instance tcp://host:8786.")
def simulate(
    study: Path,
    *,
    as_json: bool,
    force: bool,
    trials: int | None,
    scenarios: tuple[str, ...],
    workers: int | None,
    cluster: str | None,
) -> None:
    """Run the plan on simulated trials; no participant's data are looked at."""
    workspace = open_workspace(study)
    request = SimulationRequest(trials, scenarios, workers, cluster)
    outcome = simulate_design(workspace, TerminalProgress(), request, force=force)
    rows = outcome.results.tables["operating"].to_dicts()
    design = outcome.results.manifest["design"]
    if as_json:
        print_json({"design": design, "operating": rows})
        return
    if not outcome.computed:
        click.echo("Nothing changed; the results still hold.", err=True)
    _print_estimators([row for row in rows if row["part"] == "estimator"])
    _print_rest([row for row in rows if row["part"] != "estimator"])
    for entry in design["left_out"]:
        click.echo(f"Not simulated: {entry['estimand']} ({entry['label']}): {entry['reason']}")
    click.echo(str(workspace.folder.results / "design"))


def _print_estimators(rows: list[dict[str, Any]]) -> None:
    keys = ("scenario", "estimand", "arm", "comparator", "estimator")
    found: dict[tuple[str, ...], dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(tuple(row[key] for key in keys), {})[row["measure"]] = row
    print_table(
        ("scenario", "estimand", "arms", "estimator", *_SHOWN),
        (
            (
                scenario,
                estimand,
                " v ".join(filter(None, (arm, other))),
                estimator,
                *(_write(measures.get(name)) for name in _SHOWN),
            )
            for (scenario, estimand, arm, other, estimator), measures in found.items()
        ),
        title="Simulated trials; in brackets the Monte Carlo standard error",
    )


def _print_rest(rows: list[dict[str, Any]]) -> None:
    rows = [r for r in rows if r["value"] or not r["measure"].startswith("stops at")]
    if rows:
        print_table(
            ("scenario", "what", "measure", "value"),
            (
                (r["scenario"], r["label"] or "All hypotheses", r["measure"], _write(r))
                for r in rows
            ),
            title="Gates and stopping rules",
        )


def _write(row: Mapping[str, Any] | None) -> str:
    if row is None or row["value"] is None:
        return "-"
    error = f" ({row['mc_error']:.4f})" if row["mc_error"] else ""
    return f"{row['value']:.4f}{error}"
