"""Words of the screen for the reader: layers, states, tiers, nulls, sides."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "HYPOTHESIS",
    "LAYER_WORDS",
    "NULL_WORDS",
    "SIDE_WORDS",
    "STATE_MARKS",
    "TIER_WORDS",
    "NullWords",
    "StateMark",
    "name_cargo_tier",
    "name_side",
    "name_state",
]

HYPOTHESIS = (
    "A candidate interaction is a hypothesis from lists: it shows no contact, no uptake, "
    "no signal and no effect."
)

LAYER_WORDS: dict[str, str] = {
    "knowledge": "Curated knowledge of the pair",
    "complex": "All subunits of the complex",
    "physical": "Physical interaction",
    "detection": "Ligand found in vesicles",
    "topology": "Ligand can be met from outside",
    "receptor_protein": "Receptor as protein",
    "receptor_rna": "Receptor as RNA",
    "barrier": "Side of the blood-testis barrier",
    "downstream": "Reach to spermatogenesis genes",
}
"""Layers of evidence in the order of a dossier."""


@dataclass(frozen=True, slots=True)
class StateMark:
    """A state as the reader sees it: a sign and always a word."""

    sign: str
    word: str
    css: str


STATE_MARKS: dict[str, StateMark] = {
    "present": StateMark("●", "present", "present"),
    "absent": StateMark("✕", "absent", "absent"),
    "unknown": StateMark("○", "unknown", "unknown"),
    "conflicting": StateMark("◐", "conflicting", "conflicting"),
}

TIER_WORDS: dict[int, str] = {
    3: "tier 3: rests on a paper or a structure",
    2: "tier 2: curated more than once, independently",
    1: "tier 1: inferred",
}

SIDE_WORDS: dict[str, str] = {
    "basal": "basal",
    "adluminal": "adluminal",
    "interstitial": "interstitial",
    "several sides": "several sides",
    "unresolved": "side unresolved",
    "": "side unresolved",
}

_CARGO_TIERS = {
    "user": "listed in the study's own cargo",
    "named_human_msc": "named in a human MSC study",
    "ms_other_msc": "mass spectrometry, other MSC",
    "antibody_array": "antibody array alone: found among what was spotted",
}


@dataclass(frozen=True, slots=True)
class NullWords:
    """A null model for the reader: its name, and what being above it would mean.

    ``key`` is the setting of ``[screen]`` that names the file which switches it on.
    """

    name: str
    asks: str
    key: str = ""


# the hardest question first: only the panel asks whether the cargo differs from vesicles at all
NULL_WORDS: dict[str, NullWords] = {
    "comparator": NullWords(
        "Other vesicle proteomes", "more than vesicles in general?", "comparator_file"
    ),
    "matched_detection": NullWords(
        "Sets matched on class, study attention and detection in vesicles",
        "more than proteins that vesicles carry as often?",
        "detection_file",
    ),
    "matched": NullWords(
        "Sets matched on class and study attention", "more than proteins of the same kind?"
    ),
    "rewired": NullWords(
        "Pairs rewired, every protein keeps its number of partners",
        "more than the number of known partners gives?",
    ),
    "downstream": NullWords(
        "Receptors of equal degree", "closer to spermatogenesis genes than such receptors?"
    ),
    "abundance": NullWords(
        "Amounts shuffled between proteins", "are the abundant proteins the ones with partners?"
    ),
    "uniform": NullWords("Any protein of the proteome", "more than random proteins?"),
}


def name_state(state: str | None) -> StateMark:
    """Name a state; what is not known to be present, absent or conflicting is unknown."""
    return STATE_MARKS.get(state or "", STATE_MARKS["unknown"])


def name_side(side: str) -> StateMark:
    """Name a known side of the barrier: it speaks neither for nor against a pair."""
    return StateMark("", SIDE_WORDS.get(side, side), "side")


def name_cargo_tier(tier: str | None) -> str:
    """Name the kind of detection of a cargo protein, as the screen wrote it where not known."""
    return _CARGO_TIERS.get(tier or "", tier or "")
