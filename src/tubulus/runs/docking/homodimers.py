"""Asked pairs of a protein with itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tubulus.dock.preparation.partners import PreparedPartner
from tubulus.runs.docking.reading.inputs import PreparedSides
from tubulus.runs.docking.telling.material import list_some

__all__ = ["tell_homodimers"]


Pair = tuple[str, str]


def tell_homodimers(asked: Sequence[Pair], sides: PreparedSides) -> Iterator[str]:
    """Tell the asked pairs whose two partners are the same chains of one structure file."""
    fixed = {partner.structure.name: _identify(partner) for partner in sides.fixed}
    mobile = {partner.structure.name: _identify(partner) for partner in sides.mobile}
    same = [f"{f} with {m}" for f, m in asked if fixed.get(f) == mobile.get(m, ("", ()))]
    if same:
        yield (
            f"Both partners are the same structure: {list_some(same)}. That asks whether the "
            "protein forms a homodimer; its decoy pairs are of two different proteins."
        )


def _identify(partner: PreparedPartner) -> tuple[str, tuple[str, ...]]:
    return partner.structure.source_hash, tuple(partner.structure.chains)
