"""What another program says about a pair: one shape for every program."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal, get_args

from tubulus.dock.structures.structure import Structure

__all__ = [
    "CHAIN_REMARKS",
    "PREDICTION_STATES",
    "ChainOrigin",
    "ExternalPrediction",
    "ExternalScore",
    "PredictedPair",
    "PredictionState",
]

PredictionState = Literal["evaluated", "not_evaluable"]
PREDICTION_STATES: tuple[PredictionState, ...] = get_args(PredictionState)
ChainOrigin = Literal[
    "", "named", "order", "sequence", "sequence, turned round", "order, sequences undecided"
]
CHAIN_REMARKS: Final[dict[ChainOrigin, str]] = {
    "sequence, turned round": (
        "the mobile partner stands first in the model; its chains were assigned by sequence"
    ),
    "order, sequences undecided": (
        "sequences do not tell the partners apart; the first chain was taken for the fixed partner"
    ),
}
"""What a reader must know of how chains were assigned; the other ways are as expected."""


@dataclass(frozen=True, slots=True)
class PredictedPair:
    """The pair that a prediction is about, and which of its chains are which partner.

    Parameters
    ----------
    fixed, mobile : str
        Names of the partners, for instance the genes ``TGFBR2`` and ``TGFB3``.
    fixed_chains, mobile_chains : tuple of str
        Chains of each partner as the model file names them. Both left empty: they are assigned by
        sequence; without sequences the first protein chain is the fixed partner and the second
        the mobile one, which is only allowed where there are two.
    fixed_sequences, mobile_sequences : tuple of str
        One-letter sequences that chains of each partner may have, of its structure and of whole
        entries. A chain may be a part of such a sequence, or hold it. A model with a chain that
        agrees with neither partner is refused. Both left empty: nothing is compared.

    Raises
    ------
    ValueError
        If a name or a sequence is empty, a chain belongs to both partners, or only one partner
        has chains or sequences.
    """

    fixed: str
    mobile: str
    fixed_chains: tuple[str, ...] = ()
    mobile_chains: tuple[str, ...] = ()
    fixed_sequences: tuple[str, ...] = ()
    mobile_sequences: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.fixed.strip() or not self.mobile.strip():
            raise ValueError("both partners of a pair need a name")
        if shared := set(self.fixed_chains) & set(self.mobile_chains):
            raise ValueError(f"chain {min(shared)} cannot belong to both partners")
        if bool(self.fixed_chains) != bool(self.mobile_chains):
            raise ValueError("name the chains of both partners, or of none")
        if bool(self.fixed_sequences) != bool(self.mobile_sequences):
            raise ValueError("give sequences of both partners, or of none")
        for given in (self.fixed_sequences, self.mobile_sequences):
            # of one text every letter would be a sequence
            text: object = given
            if isinstance(text, str) or not all(given):
                raise ValueError('give sequences as a tuple of texts: ("MKT...",)')

    def __str__(self) -> str:
        """Return both names with an en dash."""
        return f"{self.fixed}–{self.mobile}"


@dataclass(frozen=True, slots=True)
class ExternalScore:
    """One score of one model.

    Parameters
    ----------
    name : str
        For instance ``ipsae``.
    value : float or None
        None where it is not known; ``reason`` says why.
    unit : str
        Empty for a number without unit.
    higher_is_better : bool
        Direction.
    formula_source : str
        Where the number or its formula comes from.
    reason : str
        Why there is no value.

    Raises
    ------
    ValueError
        If the value is not finite, or is absent without a reason.
    """

    name: str
    value: float | None
    unit: str
    higher_is_better: bool
    formula_source: str
    reason: str = ""

    def __post_init__(self) -> None:
        if self.value is None and not self.reason:
            raise ValueError(f"{self.name}: a score without a value needs a reason")
        if self.value is not None and not math.isfinite(self.value):
            raise ValueError(f"{self.name}: {self.value} is no score")


@dataclass(frozen=True, slots=True)
class ExternalPrediction:
    """One model of a pair by another program.

    Attributes
    ----------
    engine : str
        ``alphafold3``, ``boltz``, ``colabfold``, ``haddock3`` or ``lightdock``.
    version : str
        As the files tell it; empty where they do not.
    pair : PredictedPair
        Partners, with their chains where a structure was read.
    model : str
        Name of the model, as its file calls it.
    rank : int
        1 is the best of its job by the program's own order.
    structure : Structure or None
        The model; None where its file is not at hand.
    scores : tuple of ExternalScore
        Each name once.
    state : PredictionState
        ``not_evaluable`` where the interface is too uncertain to say anything.
    reason : str
        Why it is not evaluable, or what a reader of the scores must know.
    source : str
        File that the scores come from; of a folder that was read, its path below that folder.
    chain_origin : ChainOrigin
        How the chains were assigned to the partners; empty where there was nothing to assign.
    """

    engine: str
    version: str
    pair: PredictedPair
    model: str
    rank: int
    structure: Structure | None
    scores: tuple[ExternalScore, ...]
    state: PredictionState
    reason: str = ""
    source: str = ""
    chain_origin: ChainOrigin = ""

    def get_score(self, name: str) -> ExternalScore:
        """Return the score of a name.

        Raises
        ------
        KeyError
            If there is no such score; names those that there are.
        """
        for score in self.scores:
            if score.name == name:
                return score
        known = ", ".join(score.name for score in self.scores)
        raise KeyError(f"{self.engine} gives no score {name}; it gives {known}")
