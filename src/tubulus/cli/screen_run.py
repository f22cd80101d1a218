"""``tubulus screen run``."""

from __future__ import annotations

from pathlib import Path

import click

from tubulus.cli.options import force_option, json_option, study_argument
from tubulus.cli.output import TerminalProgress, format_number, print_json, print_notes, print_table
from tubulus.runs.screen import screen_study
from tubulus.runs.workspace import open_workspace

__all__ = ["run"]


@click.command()
@study_argument
@json_option
@force_option
@click.option("--rows", default=20, show_default=True, help="Receptor tests to show.")
def run(study: Path, *, as_json: bool, force: bool, rows: int) -> None:
    """Screen the vesicle cargo against the receptors; every result is a hypothesis."""
    workspace = open_workspace(study)
    outcome = screen_study(workspace, TerminalProgress(), force=force)
    screen, tables = outcome.results.manifest["screen"], outcome.results.tables
    if as_json:
        listed = {name: frame.to_dicts() for name, frame in tables.items()}
        print_json({"screen": screen, **listed})
        return
    if not outcome.computed:
        click.echo("Nothing changed; the results still hold.", err=True)
    tests = tables["receptor_tests"].sort("p_exact", nulls_last=True).head(rows)
    print_table(
        ("receptor", "cell type", "candidates", "counted", "expected", "p", "q", "evidence"),
        (
            (
                r["receptor"],
                r["cell_type"],
                r["n_candidates"],
                r["n_partners"],
                format_number(r["expected"]),
                format_number(r["p_exact"]),
                format_number(r["q_receptor"]),
                "conflicting" if r["conflict"] else r["evidence_kind"],
            )
            for r in tests.iter_rows(named=True)
        ),
        title="Candidate interactions by receptor and cell type, smallest p first",
    )
    print_notes(screen)
    click.echo(screen["conclusion"])
    for sentence in screen["missing_evidence"]:
        click.echo(f"Missing: {sentence}")
    click.echo(str(workspace.folder.results / "screen"))
