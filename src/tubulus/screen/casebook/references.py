"""The reference sets that the tables of a screen allow, each with evidence that has not seen it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl
from numpy.random import Generator

from tubulus.screen.casebook.layers import derive_physical
from tubulus.screen.integration.builders import (
    build_detection_reference,
    build_pair_reference,
    build_receptor_reference,
)
from tubulus.screen.integration.references import Reference
from tubulus.screen.knowledge.lineages import LINEAGES, list_line, takes_from_imex
from tubulus.screen.knowledge.pair_source import PairSource
from tubulus.screen.knowledge.tiers import derive_pair_knowledge
from tubulus.screen.layers.detection import derive_detection_layer
from tubulus.screen.layers.knowledge import derive_knowledge_layer
from tubulus.screen.layers.receptor_protein import derive_receptor_protein_layer
from tubulus.screen.layers.receptor_rna import derive_receptor_rna_layer
from tubulus.screen.network.files.reading import InteractionTable
from tubulus.screen.plan import ScreenPlan
from tubulus.screen.reference import load_builtin_cargo, load_builtin_receptors
from tubulus.screen.settings import CARGO_TIERS

__all__ = ["choose_hidden_curation", "list_references"]

_KNOWN = frozenset(own.resource for own in LINEAGES)
_CURATED = frozenset(own.resource for own in LINEAGES if own.kind != "compiled")
_FEWEST = 200
"""Pairs that a curation needs to be worth hiding."""


def list_references(plan: ScreenPlan, rng: Generator) -> tuple[Reference, ...]:
    """List the reference sets of the groups that can have one.

    Parameters
    ----------
    plan : ScreenPlan
        The plan of the screen.
    rng : numpy.random.Generator
        Source of the random rows.

    Returns
    -------
    tuple of Reference
        A group for which nothing can be hidden, or of which no file speaks, has none.
    """
    found = [
        _refer_to_pairs(plan, rng),
        _refer_to_receptors(plan, rng),
        _refer_to_cargo(plan, rng),
    ]
    return tuple(reference for reference in found if reference is not None)


def choose_hidden_curation(
    sources: tuple[PairSource, ...], *, physical: Sequence[InteractionTable] = ()
) -> str | None:
    """Choose the curation whose pairs teach the group of interactions what layers are worth.

    Parameters
    ----------
    sources : tuple of PairSource
        Pair tables in use.
    physical : sequence of InteractionTable
        Physical interactions at hand.

    Returns
    -------
    str or None
        The table that leaves the most pairs in view once all that shares its curation is hidden,
        if it has at least 200 pairs; of equal ones the largest that leaves physical interactions
        in view. None where nothing would be left to learn from.

    Notes
    -----
    A table of unknown origin, for instance a user's own, may repeat any curation, so it is never
    in view. While a table that took pairs from databases of IMEx is hidden, physical interactions
    that those may have curated are out of view too.
    """
    rows = pl.concat([source.rows.select("resource", "ligand", "receptor") for source in sources])
    sizes = dict(rows.unique().group_by("resource").len().iter_rows())
    usable = sorted(name for name in sizes.keys() & _CURATED if sizes[name] >= _FEWEST)
    left = {name: sum(sizes[other] for other in _list_visible(sizes, name)) for name in usable}
    if not usable:
        return None
    measured = {name: bool(_keep_physical(physical, name)) for name in usable}
    best = max(usable, key=lambda name: (left[name], measured[name], sizes[name], name))
    return best if left[best] or measured[best] else None


def _list_visible(resources: Iterable[str], hidden: str) -> set[str]:
    """List the tables of known origin that share no curation with the hidden one."""
    return (set(resources) & _KNOWN) - list_line(hidden)


def _keep_physical(tables: Iterable[InteractionTable], hidden: str) -> tuple[InteractionTable, ...]:
    """Keep the physical interactions that the hidden curation cannot have taken over."""
    is_taken = takes_from_imex(hidden)
    return tuple(table for table in tables if not (is_taken and table.holds_imex))


def _refer_to_pairs(plan: ScreenPlan, rng: Generator) -> Reference | None:
    """Refer to the pairs of one curation; the layers see no table that shares it.

    The pairs that will be scored leave the set: a list of them would be its own proof.
    """
    evidence = plan.inputs.evidence
    hidden = choose_hidden_curation(evidence.pair_sources, physical=evidence.physical)
    if hidden is None:
        return None
    positives = pl.concat(
        [source.pairs for source in _keep(evidence.pair_sources, {hidden})]
    ).unique(maintain_order=True)
    reference = build_pair_reference(positives, plan.inputs.genes, rng, source=hidden)
    scored = plan.interactions.filter(state="present").select("ligand", "receptor").unique()
    others = reference.rows.join(
        scored, on=["ligand", "receptor"], how="anti", maintain_order="left"
    )
    reference = replace(reference, rows=others)
    named = {name for source in evidence.pair_sources for name in source.rows["resource"].unique()}
    visible = derive_pair_knowledge(_keep(evidence.pair_sources, _list_visible(named, hidden)))
    rows = reference.rows.select("ligand", "receptor")
    in_view = replace(evidence, physical=_keep_physical(evidence.physical, hidden))
    blind = replace(plan, inputs=replace(plan.inputs, evidence=in_view))
    own = pl.concat([derive_knowledge_layer(rows, visible), derive_physical(rows, blind)])
    return reference.with_evidence(own)


def _keep(sources: tuple[PairSource, ...], resources: set[str]) -> tuple[PairSource, ...]:
    """Keep the rows of some tables; a source without any is left out."""
    kept = (
        replace(source, rows=source.rows.filter(pl.col("resource").is_in(sorted(resources))))
        for source in sources
    )
    return tuple(source for source in kept if source.rows.height)


def _refer_to_receptors(plan: ScreenPlan, rng: Generator) -> Reference | None:
    """Refer to receptors that a publication places; the lines of evidence are what is learned."""
    lines = plan.inputs.evidence.lines
    if lines is None:
        return None
    reference = build_receptor_reference(load_builtin_receptors(), plan.inputs.genes, rng)
    rows = reference.rows.select(
        pl.col("receptor").alias("symbol"),
        "cell_type",
        evidence_kind=pl.lit(""),
        conflict=pl.lit(""),
        source=pl.lit(""),
    )
    own = (derive_receptor_protein_layer(rows, lines), derive_receptor_rna_layer(rows, lines))
    return reference.with_evidence(pl.concat(own))


def _refer_to_cargo(plan: ScreenPlan, rng: Generator) -> Reference | None:
    """Refer to the proteins that abstracts of other studies name, for a measured cargo."""
    named = load_builtin_cargo(("named_human_msc",))
    # a built-in protein that an abstract names stands under that abstract alone
    measured = plan.inputs.cargo.filter(~pl.col("tier").is_in(CARGO_TIERS))
    if measured.is_empty():
        return None
    reference = build_detection_reference(named, plan.inputs.genes, rng)
    layer = derive_detection_layer(
        measured, reference.rows["ligand"], detection=plan.inputs.detection
    )
    asked = reference.rows.select("ligand")
    return reference.with_evidence(layer.join(asked, on="ligand", how="semi"))
