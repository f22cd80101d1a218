"""A dossier: everything the results hold on one shortlisted pair, on one card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from tubulus.report.dossiers.citations import link_citations
from tubulus.report.dossiers.evidence import LayerRow, flag_complexes, list_layers
from tubulus.report.dossiers.scores import (
    say_contributions,
    say_log_odds,
    say_posterior,
    say_prior,
    say_second_opinion,
)
from tubulus.report.dossiers.shortlist import SHORTLIST_SHOWN, list_shortlist, select_pair
from tubulus.report.dossiers.words import SIDE_WORDS, TIER_WORDS, name_cargo_tier
from tubulus.report.material import Material

__all__ = ["CellRow", "Dossier", "list_dossiers"]

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CellRow:
    """A cell type of the pair: where it lies, what places the receptor there, its scores."""

    cell: str
    side: str
    evidence: str
    species: str
    source: Markup
    conflict: str
    log_odds: str
    posterior: str
    second: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """One pair.

    Parameters
    ----------
    id : str
        Its anchor in the page.
    rank : str
        Its place in the shortlist.
    ligand, receptor : str
        Gene symbols.
    headline : str
        Cell types and sides, for the line that is always shown.
    flags : tuple of str
        What a reader must not miss: disagreement, conflict, species, source cell.
    facts : tuple of (str, str or Markup)
        Label and content, in reading order.
    layers : tuple of LayerRow
        The evidence vector.
    cells : tuple of CellRow
        One a cell type.
    """

    id: str
    rank: str
    ligand: str
    receptor: str
    headline: str
    flags: tuple[str, ...]
    facts: tuple[tuple[str, str | Markup], ...]
    layers: tuple[LayerRow, ...]
    cells: tuple[CellRow, ...]


def list_dossiers(material: Material) -> tuple[Dossier, ...]:
    """List the dossiers of the shortlist, by rank; empty where the results have no shortlist."""
    rows = {
        name: material.get_rows(name)
        for name in ("interactions", "evidence", "pair_scores", "pair_knowledge")
    }
    return tuple(
        _make_dossier(material, position, chosen, rows)
        for position, chosen in enumerate(list_shortlist(material)[:SHORTLIST_SHOWN], start=1)
    )


def _make_dossier(
    material: Material, position: int, chosen: Row, rows: Mapping[str, list[Row]]
) -> Dossier:
    ligand, receptor = str(chosen["ligand"]), str(chosen["receptor"])
    own = {name: select_pair(found, ligand, receptor) for name, found in rows.items()}
    listed = own["interactions"]
    cells = chosen["cells"] or tuple(dict.fromkeys(row["cell_type"] for row in listed))
    placed = [row for row in listed if row["cell_type"] in cells]
    score = _find_best(own["pair_scores"])
    rank = chosen.get("rank")
    return Dossier(
        id=f"dossier-{position}",
        rank="" if rank is None else str(rank),
        ligand=ligand,
        receptor=receptor,
        headline=", ".join(cells),
        flags=(
            *_list_flags(chosen, placed),
            *flag_complexes(own["evidence"], cells),
        ),
        facts=tuple(_list_facts(material, {**score, **_drop_empty(chosen)}, own, placed)),
        layers=list_layers(own["evidence"], ligand, receptor, cells) if rows["evidence"] else (),
        cells=tuple(
            _describe_cell(material, cell, placed, own["pair_scores"])
            for cell in dict.fromkeys(cells)
        ),
    )


def _drop_empty(row: Row) -> Row:
    return {name: value for name, value in row.items() if value is not None}


def _find_best(scores: Iterable[Row]) -> Row:
    """Return the row of the cell type with the largest log-odds, then the least p of ranks."""
    scored = [row for row in scores if row.get("log_odds") is not None]
    return max(scored, key=lambda row: (row["log_odds"], -_get_p(row)), default={})


def _get_p(row: Row) -> float:
    p = row.get("rra_p")
    return 1.0 if p is None else float(p)


def _list_flags(chosen: Row, placed: list[Row]) -> Iterable[str]:
    if chosen.get("disagreement"):
        yield "opinions disagree"
    against = [row["cell_type"] for row in placed if row.get("conflict")]
    if against:
        some = f" on {', '.join(against)}" if len(against) < len(placed) else ""
        yield f"receptor evidence conflicts{some}"
    if any("not bone marrow" in (row.get("cargo_source_cell") or "") for row in placed):
        yield "ligand not from bone marrow"
    if any(row.get("cargo_tier") == "antibody_array" for row in placed):
        yield "ligand by array alone"
    if placed and not any("human" in (row.get("receptor_species") or "") for row in placed):
        yield "receptor evidence not human"


def _list_facts(
    material: Material, score: Row, own: Mapping[str, list[Row]], placed: list[Row]
) -> Iterable[tuple[str, str | Markup]]:
    if score.get("log_odds") is not None or score.get("rra_p") is not None:
        prior = say_prior(material)
        yield "Log-odds", say_log_odds(score, material.settings)
        yield "How they add up", say_contributions(score, material.settings)
        yield f"Posterior{f' at a prior of {prior}' if prior else ''}", say_posterior(score)
        yield "Rank aggregation", say_second_opinion(score, len(material.get_rows("pair_scores")))
        yield "Do the two agree", _say_agreement(score)
    # the layers say it, with their sources, where the run has them
    layered = bool(own["evidence"])
    tier = score.get("tier")
    if tier is not None and not layered:
        yield "Knowledge", TIER_WORDS.get(int(tier), f"tier {tier}")
    for row in own["pair_knowledge"][:1]:
        yield "Curated by", _say_resources(row, layered=layered)
        yield "References", link_citations(str(row.get("references") or ""))
    for row in placed[:1]:
        yield from _describe_cargo(row, layered=layered)
    yield "Note", str(score.get("note") or "")


def _say_agreement(score: Row) -> str:
    if score.get("disagreement") is None:
        return "not compared"
    if score.get("low") is None:
        return "not compared: no calibrated group knows the pair"
    return "no: look at both before believing either" if score["disagreement"] else "yes"


def _say_resources(row: Row, *, layered: bool) -> str:
    counted = layered and row.get("lineages") is not None
    resources = "" if counted else str(row.get("resources") or "")
    if row.get("lineages") is None:
        return resources
    times = f"{row['lineages']} independent primary {_plural('curation', row['lineages'])}"
    return f"{times} ({resources})" if resources else times


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"


def _describe_cargo(row: Row, *, layered: bool) -> Iterable[tuple[str, str | Markup]]:
    yield "Evidence for the ligand", name_cargo_tier(row.get("cargo_tier"))
    yield "Vesicles of", _say_stated(row.get("cargo_source_cell"), "the cells")
    yield "Species of the cargo", _say_stated(row.get("cargo_species"), "the species")
    if layered:
        return
    yield "Cargo source", link_citations(str(row.get("cargo_source") or ""))
    rule = str(row.get("topology_rule") or "").replace("_", " ")
    yield "Topology", str(row.get("topology") or "") + (f" (rule: {rule})" if rule else "")


def _say_stated(text: str | None, what: str) -> str:
    """Say who left a fact open, where nobody stated it."""
    return f"the cargo list does not name {what}" if text == "not stated" else text or ""


def _describe_cell(material: Material, cell: str, placed: list[Row], scores: list[Row]) -> CellRow:
    row = next((row for row in placed if row["cell_type"] == cell), {})
    score = next((row for row in scores if row.get("cell_type") == cell), {})
    return CellRow(
        cell=cell,
        side=SIDE_WORDS.get(row.get("compartment") or "", row.get("compartment") or ""),
        evidence=_say_evidence(row),
        species=row.get("receptor_species") or "not stated",
        source=link_citations(row.get("receptor_source") or ""),
        conflict=row.get("conflict") or "",
        log_odds=say_log_odds(score, material.settings) if score else "",
        posterior=say_posterior(score) if score else "",
        second=say_second_opinion(score, len(material.get_rows("pair_scores"))) if score else "",
    )


def _say_evidence(row: Row) -> str:
    """Name the kind of evidence, and the grade where it says more."""
    kind = row.get("evidence_kind") or ""
    grade = (row.get("receptor_grade") or "").replace("_", " ")
    return ", ".join(dict.fromkeys(filter(None, (kind, grade))))
