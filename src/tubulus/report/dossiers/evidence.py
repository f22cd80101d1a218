"""The evidence vector of a pair: what each layer says, in the order of a dossier."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from tubulus.report.dossiers.citations import join_sources, link_citations
from tubulus.report.dossiers.shortlist import select_pair
from tubulus.report.dossiers.words import LAYER_WORDS, StateMark, name_side, name_state
from tubulus.report.numbers import format_number

__all__ = ["LayerRow", "flag_complexes", "list_layers", "say_layer"]

_NOT_ASKED = "this run says nothing on it; it is unknown, not absent"


@dataclass(frozen=True, slots=True)
class LayerRow:
    """What one layer says of a pair.

    Parameters
    ----------
    layer : str
        Its identifier.
    name : str
        The layer for a reader.
    cells : tuple of str
        Cell types it speaks of, where it depends on them.
    mark : StateMark
        Sign and word of the state.
    value : str
        What was found, with its number and measure.
    reason : str
        Why the state is what it is.
    source : Markup
        Where it comes from, with links.
    """

    layer: str
    name: str
    cells: tuple[str, ...]
    mark: StateMark
    value: str
    reason: str
    source: Markup


def list_layers(
    evidence: Iterable[dict[str, Any]], ligand: str, receptor: str, cells: Sequence[str]
) -> tuple[LayerRow, ...]:
    """List what the layers say of a pair on some cell types.

    Cell types of which a layer says the same stand in one row. A layer without a row is unknown,
    with that as its reason.
    """
    found: dict[tuple[str, ...], list[str]] = {}
    for row in select_pair(evidence, ligand, receptor):
        if row.get("cell_type") not in {None, *cells}:
            continue
        key = tuple(
            str(part or "")
            for part in (
                row["layer"],
                row.get("state"),
                say_layer(row),
                row.get("reason"),
                row.get("source"),
            )
        )
        found.setdefault(key, []).append(row.get("cell_type") or "")
    silent = [layer for layer in LAYER_WORDS if layer not in {key[0] for key in found}]
    for layer in silent:
        found[(layer, "unknown", "", _NOT_ASKED, "")] = [""]
    order = {layer: position for position, layer in enumerate(LAYER_WORDS)}
    return tuple(
        LayerRow(
            layer=key[0],
            name=LAYER_WORDS.get(key[0], key[0].replace("_", " ")),
            cells=tuple(filter(None, dict.fromkeys(places))),
            mark=name_side(key[2]) if _is_side(*key[:3]) else name_state(key[1]),
            value="" if _is_side(*key[:3]) else key[2],
            reason=key[3],
            source=link_citations("" if key[4] == "none" else join_sources(key[4])),
        )
        for key, places in sorted(found.items(), key=lambda f: order.get(f[0][0], len(order)))
    )


def _is_side(layer: str, state: str, label: str) -> bool:
    """Tell whether a row names a known side of the barrier, which is no finding for a pair."""
    return layer == "barrier" and state == "present" and bool(label)


def flag_complexes(evidence: Iterable[dict[str, Any]], cells: Sequence[str]) -> list[str]:
    """Flag a complex of which not all subunits are known to be there, with the cell types.

    A pair that no table writes as a complex has no subunit to miss and no flag.
    """
    rows = [
        row
        for row in evidence
        if row.get("layer") == "complex" and row.get("cell_type") in {None, *cells}
    ]
    lacking: dict[str, list[str]] = {}
    for row in rows:
        reason = str(row.get("reason") or "")
        if row.get("state") != "present" and reason.startswith(("unknown: ", "absent: ")):
            state, _, names = reason.partition(": ")
            lacking.setdefault(f"{names} {state}", []).append(str(row.get("cell_type") or ""))
    return [
        f"complex incomplete: {what}"
        + (f" ({', '.join(filter(None, places))})" if len(places) < len(rows) else "")
        for what, places in lacking.items()
    ]


def say_layer(row: dict[str, Any]) -> str:
    """Say what a row of evidence holds: its label, and its number with measure where it has one."""
    label = str(row.get("label") or "")
    if row.get("value") is None:
        return label
    number = _write_amount(row["value"])
    # a measure with a colon explains a code, which the label has already put into words
    coded = ":" in str(row.get("measure") or "")
    if label and (coded or _tells(label, number, str(row.get("measure") or ""))):
        return label
    measured = f"{number} ({row['measure']})" if row.get("measure") else number
    return f"{label}; {measured}" if label else measured


def _tells(label: str, number: str, measure: str) -> bool:
    """Tell whether a label holds the number, or names its measure with a number beside it."""
    if re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", label):
        return True
    named = measure.partition(" ")[0]
    return bool(named) and bool(re.search(rf"\b{re.escape(named)} \d", label))


def _write_amount(value: float) -> str:
    return f"{value:.0f}" if float(value).is_integer() else format_number(value)
