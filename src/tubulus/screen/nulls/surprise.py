"""The panel of surprise: one row for each question asked of the whole cargo, and its null."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal, get_args

import polars as pl

from tubulus.screen.nulls.abundance import AbundanceTest
from tubulus.screen.nulls.comparator import ComparatorRank
from tubulus.screen.nulls.whole_cargo import GlobalTest

__all__ = [
    "NULLS",
    "SURPRISE_SCHEMA",
    "NullName",
    "SurpriseRow",
    "describe_abundance",
    "describe_global_test",
    "describe_rank",
    "explain_missing",
    "tabulate_surprise",
]

NullName = Literal[
    "uniform", "matched", "matched_detection", "comparator", "rewired", "downstream", "abundance"
]
NULLS: tuple[NullName, ...] = get_args(NullName)
"""Nulls in the order of the panel."""

_QUESTIONS: dict[NullName, str] = {
    "uniform": "More candidate pairs than random proteins of any kind?",
    "matched": "More candidate pairs than random proteins of the same class and study attention?",
    "matched_detection": (
        "More candidate pairs than random proteins of the same class, study attention and "
        "detection frequency?"
    ),
    "comparator": "More candidate pairs per protein than other vesicle proteomes?",
    "rewired": (
        "Are the cargo's ligands paired with the tissue's receptors beyond what their numbers of "
        "partners imply, more than random proteins of the same class and study attention?"
    ),
    "downstream": (
        "Do the receptors with a cargo ligand reach spermatogenesis genes farther than those that "
        "random proteins of the same class and study attention meet?"
    ),
    "abundance": (
        "Are the candidate ligands more abundant than other cargo proteins of the same class and "
        "study attention?"
    ),
}
_MISSING: dict[NullName, str] = {
    "uniform": (
        "discouraged: almost every vesicle proteome looks enriched against it (show_uniform = "
        "true shows it)"
    ),
    "matched": 'null = "uniform" was asked for',
    "matched_detection": "no detection frequencies were given (add a detection_file)",
    "comparator": "no usable list of other vesicle proteomes was given (add a comparator_file)",
    "rewired": "the pairing was not tested",
    "downstream": "no signalling network was given (add a signalling_file to [screen.evidence])",
    "abundance": (
        "no candidate ligand has a quantity beside another protein of its class (add a cargo_file "
        "with quantities)"
    ),
}

_KEYS: dict[NullName, str] = {
    "uniform": "show_uniform",
    "matched": "null",
    "matched_detection": "detection_file",
    "comparator": "comparator_file",
    "rewired": "evidence.rewired_graphs",
    "downstream": "evidence.signalling_file",
    "abundance": "cargo_file",
}

SURPRISE_SCHEMA: dict[str, pl.DataType] = {
    "question": pl.String(),
    "null": pl.String(),
    "statistic": pl.String(),
    "observed": pl.Float64(),
    "expected": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "p": pl.Float64(),
    "smallest_p": pl.Float64(),
    "draws": pl.Int64(),
    "state": pl.String(),
    "reason": pl.String(),
    "discouraged": pl.Boolean(),
    "key": pl.String(),
}
"""Columns of the panel."""


@dataclass(frozen=True, slots=True)
class SurpriseRow:
    """The answer to one question asked of the whole cargo.

    Parameters
    ----------
    null : str
        What the cargo is compared with.
    statistic : str
        What ``observed`` is, with its unit.
    observed, expected : float or None
        The cargo's number, and the middle of the null.
    low, high : float or None
        Range that holds 95 % of the null.
    p, smallest_p : float or None
        Probability of at least what was observed, and the least that it can be.
    draws : int or None
        Random draws or lists behind p; None for a p in closed form.
    reason : str
        What was compared, or why nothing was and what would switch it on.
    state : str
        ``computed`` or ``not_computed``.
    key : str
        Setting of ``[screen]`` that would switch the answer on; empty where none would.
    """

    null: NullName
    statistic: str
    observed: float | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    smallest_p: float | None = None
    draws: int | None = None
    reason: str = ""
    state: Literal["computed", "not_computed"] = "computed"
    key: str = ""

    @property
    def question(self) -> str:
        """The question in words."""
        return _QUESTIONS[self.null]


def tabulate_surprise(rows: Iterable[SurpriseRow]) -> pl.DataFrame:
    """Tabulate the panel: one row a null, in the order of ``NULLS``.

    Parameters
    ----------
    rows : iterable of SurpriseRow
        The answers; of two with one null the last is taken. A null without an answer gets a row
        that says why.

    Returns
    -------
    polars.DataFrame
        Columns of ``SURPRISE_SCHEMA``.
    """
    answers = {name: explain_missing(name) for name in NULLS}
    answers |= {row.null: row for row in rows}
    listed = [
        asdict(row) | {"question": row.question, "discouraged": name == "uniform"}
        for name, row in answers.items()
    ]
    return pl.DataFrame(listed, schema_overrides=SURPRISE_SCHEMA).select(*SURPRISE_SCHEMA)


def explain_missing(null: NullName, reason: str | None = None, *, key: str = "") -> SurpriseRow:
    """Make the row of a null that was not computed.

    Parameters
    ----------
    null : str
        The null.
    reason : str, optional
        Why, where it is another reason than that nothing was given.
    key : str, optional
        Setting that would switch it on; without a reason that of the null.
    """
    if reason is None:
        reason, key = _MISSING[null], _KEYS[null]
    return SurpriseRow(null, "", reason=reason, state="not_computed", key=key)


def describe_global_test(null: NullName, test: GlobalTest, *, drawn: bool) -> SurpriseRow:
    """Make the row of a test of the whole cargo against random sets.

    Parameters
    ----------
    null : str
        Which random sets.
    test : GlobalTest
        The test.
    drawn : bool
        Whether this is the null of the simulation, whose number of sets is then told.
    """
    check = f", checked by {test.sets} random sets (p = {test.p:.2g})" if drawn else ""
    return SurpriseRow(
        null,
        "candidate pairs",
        observed=test.observed,
        expected=test.expected,
        low=test.low,
        high=test.high,
        p=test.p_exact,
        smallest_p=test.smallest_p_exact,
        draws=test.sets if drawn else None,
        reason=f"p in closed form{check}",
    )


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def describe_rank(rank: ComparatorRank) -> SurpriseRow:
    """Make the row of the rank among other vesicle proteomes."""
    lists, groups = _count(rank.lists, "list"), _count(rank.groups, "independent group")
    told = f"rank {rank.rank} of {rank.lists + 1}: the cargo and {lists} in {groups}"
    parts = [f"{told} (lists of one study, or that share half of their content, are one group)"]
    if rank.ties:
        one = rank.ties == 1
        verbs = "ties with the cargo and stands" if one else "tie with the cargo and stand"
        parts.append(f"{_count(rank.ties, 'list')} {verbs} before it")
    if rank.size_correlation is not None:
        parts.append(f"score and length of the lists correlate by {rank.size_correlation:.2f}")
    if rank.left_out:
        parts.append(f"left out: {'; '.join(rank.left_out)}")
    return SurpriseRow(
        "comparator",
        "candidate pairs per protein",
        observed=rank.score,
        expected=rank.median,
        low=rank.low,
        high=rank.high,
        p=rank.p,
        smallest_p=rank.smallest_p,
        draws=rank.groups,
        reason=". ".join(parts),
    )


def describe_abundance(test: AbundanceTest, *, missing: int) -> SurpriseRow:
    """Make the row of the test of abundance.

    Parameters
    ----------
    test : AbundanceTest
        The test.
    missing : int
        Exposed cargo proteins without a quantity, which were left out.
    """
    reason = (
        f"p in closed form; {test.ligands} candidate ligands against {test.others} other exposed "
        f"proteins; left out: {missing} exposed proteins without a quantity, {test.not_compared} "
        "ligands with nothing to compare with"
    )
    return SurpriseRow(
        "abundance",
        "share of comparisons in which the ligand is more abundant",
        observed=test.share,
        expected=0.5,
        low=test.low,
        high=test.high,
        p=test.p,
        smallest_p=test.smallest_p,
        reason=reason,
    )
