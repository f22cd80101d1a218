"""Which chains of a predicted model are which partner, by sequence where sequences are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NoReturn

from tubulus.core.errors import InputError, Problem
from tubulus.dock.external.predictions import ChainOrigin, PredictedPair
from tubulus.dock.structures.reading.files import refuse
from tubulus.dock.structures.sequences import LEAST_IDENTITY, LEAST_OVERLAP, match_sequence

__all__ = ["AssignedChains", "assign_chains"]

_SAME = (
    f"a chain is taken for a partner where at least {LEAST_IDENTITY:.0%} of the residues agree "
    f"over {LEAST_OVERLAP:.0%} of the shorter sequence"
)
_NAME_THEM = "name the chains of both partners, as PredictedPair(..., fixed_chains, mobile_chains)"


@dataclass(frozen=True, slots=True)
class AssignedChains:
    """The pair of a model.

    Attributes
    ----------
    pair : PredictedPair
        With its chains; without them where the model holds one protein chain only.
    origin : ChainOrigin
        How they were found.
    """

    pair: PredictedPair
    origin: ChainOrigin


@dataclass(frozen=True, slots=True)
class _Fit:
    """How a chain agrees with the sequence of a partner that it agrees with best.

    ``identity`` is over the overlap, ``overlap`` a share of the shorter sequence and ``cover`` of
    the longer one.
    """

    is_same: bool
    identity: float
    overlap: float
    cover: float

    @property
    def rank(self) -> tuple[bool, float, float]:
        return self.is_same, self.identity * self.overlap, self.cover

    def __str__(self) -> str:
        return f"{self.identity:.0%} agree over {self.overlap:.0%} of the shorter sequence"


def assign_chains(
    pair: PredictedPair, sequences: Mapping[str, str], *, job: str, file: str
) -> AssignedChains:
    """Assign the protein chains of a model to the partners of a pair.

    Parameters
    ----------
    pair : PredictedPair
        The pair that the model should be of.
    sequences : mapping of str to str
        Sequence of each protein chain of the model, in the order of its file.
    job, file : str
        Where the model comes from, for messages.

    Raises
    ------
    InputError
        If a chain that the pair names is absent, a chain is neither partner, a partner has none,
        or it is not clear which chain is which partner.

    Notes
    -----
    Chains that the pair names are taken. Else each chain goes to the partner whose sequence it
    agrees with best, all that agree with one partner together. Where two chains agree with both
    partners alike, or no sequences are given, the first of two chains is the fixed partner.
    """
    if pair.fixed_chains and len(sequences) > 1:
        _require_chains(pair, sequences, file)
    if pair.fixed_sequences:
        fits = {chain: _fit_both(pair, letters) for chain, letters in sequences.items()}
        _require_partners(pair, sequences, fits, job)
        if len(sequences) > 1 and not pair.fixed_chains:
            return _assign_by_sequence(pair, fits, job)
    if len(sequences) == 1:
        return AssignedChains(replace(pair, fixed_chains=(), mobile_chains=()), "")
    if pair.fixed_chains:
        return AssignedChains(pair, "named")
    return AssignedChains(_take_in_order(pair, tuple(sequences), file), "order")


def _require_chains(pair: PredictedPair, sequences: Mapping[str, str], file: str) -> None:
    named = (*pair.fixed_chains, *pair.mobile_chains)
    absent = [chain for chain in named if chain not in sequences]
    if absent:
        listed = ", ".join(sequences)
        refuse(file, f"there is no protein chain {absent[0]}", f"the chains are {listed}")


def _take_in_order(pair: PredictedPair, chains: tuple[str, ...], file: str) -> PredictedPair:
    if len(chains) > 2:
        listed = ", ".join(chains)
        refuse(
            file,
            f"the model holds {len(chains)} protein chains ({listed})",
            f"say which chains are {pair.fixed} and which are {pair.mobile}, or give the sequences "
            "of both",
        )
    return replace(pair, fixed_chains=chains[:1], mobile_chains=chains[1:])


def _fit_both(pair: PredictedPair, letters: str) -> tuple[_Fit, _Fit]:
    """Return how a chain agrees with the fixed and with the mobile partner."""
    fixed, mobile = (
        max((_fit(letters, sequence) for sequence in known), key=lambda fit: fit.rank)
        for known in (pair.fixed_sequences, pair.mobile_sequences)
    )
    return fixed, mobile


def _fit(letters: str, sequence: str) -> _Fit:
    short, long = sorted((letters, sequence), key=len)
    if short in long:
        return _Fit(is_same=True, identity=1.0, overlap=1.0, cover=len(short) / len(long))
    match = match_sequence(short, long)
    cover = match.overlap * len(short) / len(long)
    return _Fit(match.is_the_same, match.identity, match.overlap, cover)


def _require_partners(
    pair: PredictedPair,
    sequences: Mapping[str, str],
    fits: Mapping[str, tuple[_Fit, _Fit]],
    job: str,
) -> None:
    """Refuse a model with a chain that is neither partner, or not the one it is named for."""
    problems = [
        _describe_stranger(pair, chain, len(sequences[chain]), fits[chain], job)
        for chain in _list_asked(pair, fits)
        if not any(fit.is_same for fit in fits[chain])
    ]
    sides = ((pair.fixed_chains, pair.fixed, 0), (pair.mobile_chains, pair.mobile, 1))
    problems += [
        Problem(job, 0, f"chain {chain}", f"this is not {name}: {fits[chain][side]}", _SAME)
        for chains, name, side in sides
        for chain in chains
        if chain in fits and not fits[chain][side].is_same and fits[chain][1 - side].is_same
    ]
    if problems:
        raise InputError(problems)


def _list_asked(pair: PredictedPair, fits: Mapping[str, object]) -> tuple[str, ...]:
    """List the chains that must be a partner: all, or those that the pair names."""
    named = tuple(c for c in (*pair.fixed_chains, *pair.mobile_chains) if c in fits)
    return named or tuple(fits)


def _describe_stranger(
    pair: PredictedPair, chain: str, length: int, fits: tuple[_Fit, _Fit], job: str
) -> Problem:
    message = (
        f"{length} residues that are neither {pair.fixed} ({fits[0]}) nor {pair.mobile} ({fits[1]})"
    )
    remedy = f"check what was predicted under this name; {_SAME}"
    return Problem(job, 0, f"chain {chain}", message, remedy)


def _assign_by_sequence(
    pair: PredictedPair, fits: Mapping[str, tuple[_Fit, _Fit]], job: str
) -> AssignedChains:
    """Assign chains of which each agrees with at least one partner."""
    chains = tuple(fits)
    of_fixed = tuple(c for c, (fixed, mobile) in fits.items() if fixed.rank > mobile.rank)
    of_mobile = tuple(c for c, (fixed, mobile) in fits.items() if fixed.rank < mobile.rank)
    unclear = tuple(c for c in chains if c not in (*of_fixed, *of_mobile))
    if unclear or not of_fixed or not of_mobile:
        alike = all(fit.is_same for both in fits.values() for fit in both)
        if not alike or len(chains) > 2:
            _refuse_sides(pair, chains, unclear, job, has_fixed=bool(of_fixed))
        found = replace(pair, fixed_chains=chains[:1], mobile_chains=chains[1:])
        return AssignedChains(found, "order, sequences undecided")
    found = replace(pair, fixed_chains=of_fixed, mobile_chains=of_mobile)
    return AssignedChains(found, "sequence" if chains[0] in of_fixed else "sequence, turned round")


def _refuse_sides(
    pair: PredictedPair,
    chains: tuple[str, ...],
    unclear: tuple[str, ...],
    job: str,
    *,
    has_fixed: bool,
) -> NoReturn:
    if unclear:
        listed = ", ".join(unclear)
        refuse(job, f"by their sequences these chains may be either partner: {listed}", _NAME_THEM)
    there, absent = (pair.fixed, pair.mobile) if has_fixed else (pair.mobile, pair.fixed)
    remedy = f"check what was predicted under this name; {_SAME}"
    refuse(job, f"no chain is {absent}: {', '.join(chains)} are {there}", remedy)
