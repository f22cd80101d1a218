"""``tubulus run``: the whole study in one verb."""

from __future__ import annotations

from pathlib import Path

import click

from tubulus.cli.options import data_option, force_option, json_option, study_argument
from tubulus.cli.output import TerminalProgress, print_json, print_notes, warn_synthetic
from tubulus.runs.whole import RunSummary, run_study
from tubulus.runs.workspace import open_workspace

__all__ = ["run"]


@click.command()
@study_argument
@data_option
@json_option
@force_option
def run(study: Path, data: Path | None, *, as_json: bool, force: bool) -> None:
    """Check, analyse, screen, dock and report; only what changed is computed again.

    Exit status 1 where stop findings are open, or pairs failed and no asked pair was docked: the
    report is written and says so first.
    """
    workspace = open_workspace(study, data)
    warn_synthetic(synthetic=workspace.whole.study.identity.synthetic)
    summary = run_study(workspace, TerminalProgress(), force=force)
    if as_json:
        print_json(
            {
                "report": str(summary.report),
                "computed": list(summary.computed),
                "kept": list(summary.kept),
                "findings": summary.findings,
                "plan": summary.plan,
                "synthetic": summary.synthetic,
                "notes": {
                    name: list(summary.screen.get(name, ()))
                    for name in ("cargo_notes", "evidence_notes")
                },
                "dock": {
                    name: summary.dock[name]
                    for name in ("conclusion", "notes", "counts")
                    if name in summary.dock
                },
            }
        )
        _end(summary)
        return
    click.echo(f"Computed: {', '.join(summary.computed) or 'nothing'}", err=True)
    click.echo(f"Kept: {', '.join(summary.kept) or 'nothing'}", err=True)
    found = ", ".join(f"{n} {severity}" for severity, n in summary.findings.items())
    click.echo(f"Findings: {found or 'none sought, there are no participants'}", err=True)
    print_notes(summary.screen, err=True)
    for sentence in (*summary.dock.get("notes", ()), summary.dock.get("conclusion")):
        if sentence:
            click.echo(f"Docking: {sentence}", err=True)
    click.echo(f"Plan: {summary.plan}", err=True)
    click.echo(str(summary.report))
    _end(summary)


def _end(summary: RunSummary) -> None:
    """End with status 1 where stops are open, and where docking failed for every asked pair."""
    stops = summary.findings.get("stop", 0)
    if stops:
        are = "finding is" if stops == 1 else "findings are"
        click.echo(
            f"{stops} stop {are} open; the report names them at its top. "
            "Resolve them before anything rests on its numbers.",
            err=True,
        )
    counts = summary.dock.get("counts", {})
    nothing = bool(counts.get("failed")) and counts.get("asked_with_pose") == 0
    if nothing:
        click.echo("No asked pair was docked; the lines on docking say why.", err=True)
    if stops or nothing:
        click.get_current_context().exit(1)
