"""``tubulus dock run``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import polars as pl

from tubulus.cli.options import force_option, json_option, study_argument
from tubulus.cli.output import TerminalProgress, format_number, print_json, print_table
from tubulus.runs.docking import DockRequest, dock_study
from tubulus.runs.docking.telling import has_docked_nothing
from tubulus.runs.workspace import open_workspace

__all__ = ["run"]


@click.command()
@study_argument
@json_option
@force_option
@click.option("--workers", type=click.IntRange(1, 256), help="Processes; changes no number.")
@click.option("--cluster", metavar="ADDRESS", help="Dask scheduler, for instance tcp://host:8786.")
@click.option("--retry-failed", is_flag=True, help="Dock pairs again that failed.")
@click.option("--prune", is_flag=True, help="Remove records of pairs that are not in use.")
@click.option(
    "--rows", type=click.IntRange(min=0), default=20, show_default=True, help="Pairs to show."
)
def run(
    study: Path,
    *,
    as_json: bool,
    force: bool,
    workers: int | None,
    cluster: str | None,
    retry_failed: bool,
    prune: bool,
    rows: int,
) -> None:
    """Dock pairs and set their scores against decoy partners; every result is a hypothesis.

    Interrupt it whenever you like: finished pairs are recorded, and the same command goes on. The
    exit status is 1 where pairs failed and no asked pair was docked.
    """
    workspace = open_workspace(study)
    request = DockRequest(workers, cluster, force, retry_failed, prune)
    outcome = dock_study(workspace, TerminalProgress(), request)
    dock, tables = outcome.results.manifest["dock"], outcome.results.tables
    if as_json:
        print_json({"dock": dock, **{name: frame.to_dicts() for name, frame in tables.items()}})
        _end(tables["pair_docking"])
        return
    if not outcome.computed:
        click.echo("Nothing changed; the results still hold.", err=True)
    measured, own = _choose_areas(tables["discrimination"].to_dicts())
    # how far such scores can be trusted comes before any of them
    click.echo(measured)
    click.echo(dock["conclusion"])
    pairs = tables["pair_calibration"].sort("p", "fixed", "mobile", nulls_last=True)
    _print_pairs(pairs.head(rows).to_dicts(), pairs.height)
    for sentence in own:
        click.echo(sentence)
    _print_predictions(tables.get("external_calibration"), rows)
    _print_remarks(dock)
    place = workspace.folder.results / "dock"
    if dock["pose_files"]:
        click.echo(f"Best poses: {place / 'poses'}")
    click.echo(str(place))
    _end(tables["pair_docking"])


def _end(docking: pl.DataFrame) -> None:
    """End with status 1 where pairs failed and no asked pair was docked."""
    if has_docked_nothing(docking):
        click.echo(
            "No asked pair was docked; mend what the notes say and run again with --retry-failed.",
            err=True,
        )
        click.get_current_context().exit(1)


def _print_pairs(rows: list[dict[str, Any]], total: int) -> None:
    print_table(
        (
            *("fixed", "mobile", "beats decoys of fixed", "of mobile"),
            *("p", "among decoy pairs", "smallest p", "q", "state"),
        ),
        (
            (
                row["fixed"],
                row["mobile"],
                _format_share(row, "fixed"),
                _format_share(row, "mobile"),
                format_number(row["p"]),
                "-" if row["p"] is None else str(row["n_decoy_pairs"]),
                format_number(row["smallest_p"]),
                format_number(row["q"]),
                row["state"],
            )
            for row in rows
        ),
        title="Asked pairs against decoy partners, smallest p first",
    )
    if total > len(rows):
        hidden = total - len(rows)
        pairs = "pair is" if hidden == 1 else "pairs are"
        click.echo(f"{hidden} more asked {pairs} not shown; --rows {total} shows all.")
    for row in rows:
        # why a pair has no score stands in the notes, once for all that share the reason
        if row["state"] != "not scored":
            click.echo(row["sentence"])


def _print_predictions(calibrated: pl.DataFrame | None, rows: int) -> None:
    """Print what predictions of other programs say of the asked pairs, smallest p first."""
    if calibrated is None:
        return
    ordered = calibrated.sort("p", "fixed", "mobile", "engine", nulls_last=True)
    for sentence in ordered.head(rows)["sentence"]:
        click.echo(f"Prediction: {sentence}")
    if ordered.height > rows:
        hidden = ordered.height - rows
        click.echo(f"{hidden} more on predictions not shown; --rows {ordered.height} shows all.")


def _format_share(row: Mapping[str, Any], side: str) -> str:
    percent = row[f"percent_{side}"]
    return "-" if percent is None else f"{percent:.0f} % of {row[f'n_decoys_{side}']}"


def _choose_areas(rows: list[dict[str, Any]]) -> tuple[str, list[str]]:
    """Choose the sentence on p as measured beforehand, and those on the campaign's own pairs."""
    own = [row["sentence"] for row in rows if row["label"].endswith("of this campaign")]
    return rows[0]["sentence"], own


def _print_remarks(dock: Mapping[str, Any]) -> None:
    for label, key in (("Note", "notes"), ("Limit", "limits")):
        for sentence in dock[key]:
            click.echo(f"{label}: {sentence}")
