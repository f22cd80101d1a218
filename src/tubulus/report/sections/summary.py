"""The summary: the claims, what each can bear, and what the study cannot show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tubulus.report.dossiers.words import HYPOTHESIS
from tubulus.report.material import SEVERITIES, Material
from tubulus.report.sections.headline import write_headline
from tubulus.report.sections.section import Block, Section, make_section
from tubulus.report.vocabulary import SECTION_WORDS

__all__ = ["Claim", "ClaimGroup", "make_cautions_section", "make_summary"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim: its numbers and its sentence."""

    id: str
    title: str
    value: str
    text: str
    role: str
    section: str
    section_title: str
    provenance: str


@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """Claims that can bear the same."""

    bears: str
    claims: tuple[Claim, ...]


_CROSSED = "boundary-crossed"
"""The caution that nobody must miss: it opens the summary."""

_NO_CLAIMS = "The results hold no claims; see the sections below."
_NO_ESTIMATES = (
    "Nothing was estimated in this run: the study names no estimands, or its analysis has not run. "
    "What follows describes the records, not the effect of a treatment."
)
_NO_PARTICIPANTS = (
    "This study has no participants: it asks which proteins of the cargo could meet which "
    "receptors on cells of the seminiferous tubule, from lists alone."
)

_DOCKED_ALONE = (
    "This study has no participants: it asks whether structures of proteins fit together better "
    "than decoy partners do. Docking scores of candidate pairs show no binding and no effect."
)


def make_summary(material: Material) -> Section | None:
    """Make the summary with one card a claim, and once a group what its claims can bear."""
    claims = _group_claims(material)
    absent = Block("notice", _say_no_claims(material))
    crossed = [Block("caution", c) for c in material.cautions if c.id == _CROSSED]
    shown = Block("claims", claims) if claims else absent
    return make_section(material, "summary", [*crossed, shown])


def _say_no_claims(material: Material) -> str:
    if not material.has_participants:
        screened = material.results.get_table("interactions") is not None
        docked_alone = "dock" in material.results.manifest and not screened
        return _DOCKED_ALONE if docked_alone else f"{_NO_PARTICIPANTS} {HYPOTHESIS}"
    return _NO_CLAIMS if material.estimates else _NO_ESTIMATES


def make_cautions_section(material: Material) -> Section | None:
    """Make the section of cautions: all of them, the limits of the design first."""
    cautions = sorted(material.cautions, key=lambda c: SEVERITIES.index(c.severity))
    return make_section(material, "cautions", [Block("cautions", cautions) if cautions else None])


def _group_claims(material: Material) -> list[ClaimGroup]:
    """Put the claims together that can bear the same, in the order of the first of each."""
    found: dict[str, list[Claim]] = {}
    for row in material.get_rows("claims"):
        found.setdefault(row["bears"] or "", []).append(_read_claim(material, row))
    return [ClaimGroup(bears, tuple(claims)) for bears, claims in found.items()]


def _read_claim(material: Material, row: dict[str, Any]) -> Claim:
    section = row.get("section") or ""
    words = SECTION_WORDS.get(section)
    return Claim(
        id=row["id"],
        title=row["title"] or "",
        value=write_headline(material, row["id"], section, row["value_text"] or ""),
        text=row["text"] or "",
        role=row.get("role") or "",
        section=section if words else "",
        section_title=words.title if words else "",
        provenance=row.get("provenance") or "",
    )
