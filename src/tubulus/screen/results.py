"""What a screen returns, and the sentences that go with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from tubulus.screen.nulls.comparator import ComparatorRank
from tubulus.screen.settings import ScreenSettings

__all__ = ["GlobalTest", "ScreenResult", "describe_conclusion", "list_missing_evidence"]

# Three bands instead of one line: a verdict must not turn on a p just above or below 0.05, and
# the number stands beside the word.
_CLEAR, _WEAK = 0.01, 0.1
# a panel whose least attainable p is larger than this cannot tell, whatever the cargo
_ATTAINABLE = 0.05


@dataclass(frozen=True, slots=True)
class GlobalTest:
    """The number of candidate ligand-receptor pairs against random cargo sets.

    Parameters
    ----------
    observed : int
        Candidate pairs that count in the tests (ligand and receptor, once whatever the number of
        cell types).
    expected : float
        Mean over random sets, in closed form.
    fold : float or None
        observed / expected; None where nothing is expected.
    p : float
        Add-one p of the simulation, (1 + hits) / (sets + 1): the check of ``p_exact``.
    p_exact : float
        The same probability in closed form, on which the conclusion rests.
    smallest_p : float
        The least that ``p`` can be.
    sets : int
        Random sets drawn.
    """

    observed: int
    expected: float
    fold: float | None
    p: float
    p_exact: float
    smallest_p: float
    sets: int


@dataclass(frozen=True, slots=True, eq=False)
class ScreenResult:
    """A finished screen.

    Parameters
    ----------
    interactions : polars.DataFrame
        One row a receptor, cell type and ligand of the pair table, with state, reason, sources
        and, for candidates, ``p_pair``: how often a random set holds that ligand.
    receptor_tests : polars.DataFrame
        One row a receptor and cell type: n_ligands, n_candidates, n_partners (candidates that
        count in the tests), expected, fold, p, p_exact, q (over these rows), q_receptor (over
        receptors; it decides), smallest_p, state, reason, and what places the receptor on the
        cell (grade, evidence_kind) or does not detect it there (conflict). ``p`` and ``q`` are
        null where nothing could be tested.
    global_test : GlobalTest
        All receptors together.
    comparator : ComparatorRank or None
        Rank among other vesicle proteomes, where the user gave some.
    excluded : polars.DataFrame
        Cargo proteins that make no candidates, with the reason.
    missing_evidence : tuple of str
        What the screen does not know, one sentence each.
    counts : mapping of str to int
        Sizes: cargo, receptors, cell types, pairs, exclusions.
    conclusion : str
        What the tests say, in sentences made from the numbers above.
    settings : ScreenSettings
        The settings used.
    """

    interactions: pl.DataFrame
    receptor_tests: pl.DataFrame
    global_test: GlobalTest
    comparator: ComparatorRank | None
    excluded: pl.DataFrame
    missing_evidence: tuple[str, ...]
    counts: Mapping[str, int]
    conclusion: str
    settings: ScreenSettings


def _format_p(p: float) -> str:
    return f"p = {p:.2g}" if p >= 0.001 else f"p = {p:.1e}"


def _describe_global(test: GlobalTest, settings: ScreenSettings, *, detection: bool) -> str:
    if not test.observed:
        return "No counted cargo protein makes a candidate interaction with the listed receptors."
    against = "random sets of any genes"
    if settings.null == "matched":
        matched = ["size", "topology class", *(["detection frequency"] if detection else [])]
        against = f"random sets of equal {', '.join(matched)} and study attention"
    fold = f"fold {test.fold:.2f}, " if test.fold is not None else ""
    if test.p_exact <= _CLEAR:
        verdict = "This is more than such sets give"
    elif test.p_exact <= _WEAK:
        verdict = "The evidence that this is more than such sets give is weak"
    else:
        verdict = "This is not clearly more than such sets give"
    return (
        f"The cargo makes {test.observed} candidate ligand-receptor pairs where {against} give "
        f"{test.expected:.1f} on average ({fold}{_format_p(test.p_exact)}). {verdict}."
    )


def _describe_comparator(rank: ComparatorRank | None) -> str:
    if rank is None:
        return (
            "Whether it is more than vesicles in general would give is not answered: "
            "no comparator panel was given."
        )
    if rank.smallest_p > _ATTAINABLE:
        verdict = f"with {rank.lists} lists this cannot tell whether that is unusual for vesicles"
    elif rank.p <= _CLEAR:
        verdict = "unusual for vesicles"
    elif rank.p <= _WEAK:
        verdict = "the evidence that this is unusual for vesicles is weak"
    else:
        verdict = "not clearly unusual for vesicles"
    return (
        f"Among {rank.lists} other vesicle proteomes the cargo ranks {rank.rank} in candidate "
        f"pairs per protein ({rank.score:.3f} against a median of {rank.median:.3f}, "
        f"{_format_p(rank.p)}, smallest attainable {rank.smallest_p:.3f}): {verdict}."
    )


def _describe_conflicts(found: pl.DataFrame) -> list[str]:
    """Say for each receptor found whether another line of evidence does not detect it."""
    sentences = []
    rows = found.filter(pl.col("conflict") != "").sort("receptor", "cell_type")
    for (receptor, kind, conflict), group in rows.group_by(
        "receptor", "evidence_kind", "conflict", maintain_order=True
    ):
        cells = ", ".join(group["cell_type"].to_list())
        given = "" if kind == "not stated" else f"{kind} puts it there, but "
        sentences.append(
            f"The evidence for {receptor} on {cells} is conflicting: {given}{conflict}."
        )
    return sentences


def describe_conclusion(
    test: GlobalTest,
    rank: ComparatorRank | None,
    receptor_tests: pl.DataFrame,
    settings: ScreenSettings,
    *,
    detection: bool,
) -> str:
    """Describe what the tests say, in sentences made from their numbers.

    Parameters
    ----------
    test : GlobalTest
        All receptors together.
    rank : ComparatorRank or None
        Rank among other vesicle proteomes.
    receptor_tests : polars.DataFrame
        receptor, cell_type, evidence_kind, conflict, q_receptor.
    settings : ScreenSettings
        For the null and the false discovery rate.
    detection : bool
        Whether the null was matched on detection frequency too.
    """
    tested = receptor_tests.filter(pl.col("q_receptor").is_not_null())
    passed = tested.filter(pl.col("q_receptor") <= settings.fdr_level)
    found = passed["receptor"].unique().sort().to_list()
    names = f" ({', '.join(found)})" if found else ""
    receptors = (
        f"Receptors with more cargo partners than expected at a false discovery rate of "
        f"{settings.fdr_level:g}: {len(found)} of {tested['receptor'].n_unique()} tested{names}."
    )
    overall = _describe_global(test, settings, detection=detection)
    sentences = [overall, _describe_comparator(rank), receptors, *_describe_conflicts(passed)]
    if found and not detection:
        sentences.append(
            "Detection frequency was not matched, so their partners may be proteins that any "
            "vesicle preparation carries."
        )
    if settings.null == "uniform":
        sentences.append(
            "The uniform null was asked for; it is discouraged, because almost every vesicle "
            "proteome looks enriched against it."
        )
    sentences.append(
        "A candidate interaction is a hypothesis from lists: it does not show contact, uptake "
        "or effect."
    )
    return " ".join(sentences)


def list_missing_evidence(
    *,
    detection: bool,
    comparator: bool,
    tiers: frozenset[str],
    array_in_tests: bool,
    unresolved_rows: int,
    candidates: pl.DataFrame,
) -> tuple[str, ...]:
    """List what the screen does not know, one sentence each.

    Parameters
    ----------
    detection, comparator : bool
        Whether the user gave detection frequencies and a comparator panel.
    tiers : frozenset of str
        Tiers in the cargo.
    array_in_tests : bool
        Whether proteins found by antibody array alone were counted in the tests.
    unresolved_rows : int
        Receptor rows whose side of the blood-testis barrier is not known.
    candidates : polars.DataFrame
        Candidate interactions: receptor, receptor_species, conflict.
    """
    statements = []
    if not detection:
        statements.append(
            "Detection frequency in other vesicle proteomes is missing: the null is not matched on "
            "it, so proteins that any vesicle carries may pass for enrichment (add a "
            "detection_file)."
        )
    if not comparator:
        statements.append(
            "A comparator panel of other vesicle proteomes is missing: the tests ask whether the "
            "cargo is more than random proteins, not whether it is more than vesicles in general "
            "(add a comparator_file)."
        )
    if tiers & {"named_human_msc", "ms_other_msc", "antibody_array"}:
        statements.append(
            "A complete list for human bone-marrow MSC vesicles is missing: most built-in cargo "
            "rows come from hESC-derived MSC (not bone marrow), and the bone-marrow rows are the "
            "proteins named in abstracts."
        )
    if "antibody_array" in tiers:
        counted = (
            "they were counted in the tests all the same, which makes the cargo look enriched"
            if array_in_tests
            else "they make candidates and are not counted in the tests"
        )
        statements.append(
            "Which proteins the antibody array could show is missing: proteins found by array "
            f"alone are ligands by design; {counted}."
        )
    statements += [
        "Abundance of the cargo proteins is missing: one listed protein counts like another.",
        "Receptor complexes are not modelled: each subunit is tested on its own.",
    ]
    if unresolved_rows:
        statements.append(
            f"The side of the blood-testis barrier is unresolved for {unresolved_rows} receptor "
            "rows; whether vesicles reach the adluminal side is not known."
        )
    statements += _list_receptor_gaps(candidates)
    return tuple(statements)


def _list_receptor_gaps(candidates: pl.DataFrame) -> list[str]:
    """Count the candidates whose receptor is not known from human tissue, or is contradicted."""
    statements, total = [], candidates.height
    other = candidates.filter(~pl.col("receptor_species").str.contains(r"\bhuman\b"))
    if other.height:
        kinds = other["receptor_species"].value_counts().sort("receptor_species").iter_rows()
        listed = ", ".join(f"{species} {n}" for species, n in kinds)
        statements.append(
            f"Human evidence for the receptor is missing in {other.height} of {total} candidate "
            f"rows ({listed})."
        )
    against = candidates.filter(pl.col("conflict") != "")
    if against.height:
        names = ", ".join(against["receptor"].unique().sort().to_list())
        statements.append(
            f"Agreement on the receptor is missing in {against.height} of {total} candidate rows: "
            f"another line of evidence does not detect it on that cell type ({names}; see the "
            "column conflict)."
        )
    return statements
