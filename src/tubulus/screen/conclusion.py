"""The sentences that go with a screen, made from its numbers."""

from __future__ import annotations

import polars as pl

from tubulus.screen.nulls.comparator import ComparatorRank
from tubulus.screen.nulls.shifted_grids import GRIDS
from tubulus.screen.nulls.whole_cargo import FEWEST_PROTEINS, GlobalTest
from tubulus.screen.settings import ScreenSettings

__all__ = ["describe_conclusion", "list_missing_evidence"]

# Three bands instead of one line: a verdict must not turn on a p just above or below 0.05, and
# the number stands beside the word.
_CLEAR, _WEAK = 0.01, 0.1
# a panel whose least attainable p is larger than this cannot tell, whatever the cargo
_ATTAINABLE = 0.05
_PAIR = "candidate ligand-receptor pair"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


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
        f"The cargo makes {_count(test.observed, _PAIR)} where {against} give "
        f"{test.expected:.1f} on average ({fold}{_format_p(test.p_exact)}). {verdict}."
    )


def _describe_small(test: GlobalTest, counted: int) -> str:
    return (
        f"The cargo is too small to test as a whole: {counted} of its proteins count and "
        f"{FEWEST_PROTEINS} are needed; it makes {_count(test.observed, _PAIR)}."
    )


def _describe_comparator(rank: ComparatorRank | None) -> str:
    if rank is None:
        return (
            "Whether it is more than vesicles in general would give is not answered: "
            "no comparator panel was given."
        )
    groups = _count(rank.groups, "independent group")
    if rank.smallest_p > _ATTAINABLE:
        verdict = f"with {groups} this cannot tell whether that is unusual for vesicles"
    elif rank.p <= _CLEAR:
        verdict = "unusual for vesicles"
    elif rank.p <= _WEAK:
        verdict = "the evidence that this is unusual for vesicles is weak"
    else:
        verdict = "not clearly unusual for vesicles"
    return (
        f"Beside {_count(rank.lists, 'other vesicle proteome')} the cargo ranks {rank.rank} of "
        f"{rank.lists + 1} in candidate pairs per protein ({rank.score:.3f} against a median of "
        f"{rank.median:.3f}; {groups} of lists, {_format_p(rank.p)}, smallest attainable "
        f"{rank.smallest_p:.3f}): {verdict}."
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
    settings: ScreenSettings,
    *,
    receptor_tests: pl.DataFrame,
    cell_type_tests: pl.DataFrame,
    surprise: pl.DataFrame,
    counted: int | None = None,
) -> str:
    """Describe what the tests say, in sentences made from their numbers.

    Parameters
    ----------
    test : GlobalTest
        All receptors together.
    rank : ComparatorRank or None
        Rank among other vesicle proteomes.
    settings : ScreenSettings
        For the null and the false discovery rate.
    receptor_tests : polars.DataFrame
        receptor, cell_type, evidence_kind, conflict, q_receptor, q_shifted_low, q_shifted_high,
        fdr_exact.
    cell_type_tests : polars.DataFrame
        cell_type, q.
    surprise : polars.DataFrame
        The panel of surprise, which tells whether the null was matched on detection frequency.
    counted : int, optional
        Proteins of the cargo that count; where they are too few the whole is not judged.
    """
    computed = surprise.filter(state="computed")["null"].to_list()
    detection = "matched_detection" in computed
    sentences = [
        (
            _describe_global(test, settings, detection=detection)
            if counted is None or counted >= FEWEST_PROTEINS
            else _describe_small(test, counted)
        ),
        _describe_comparator(rank),
        *_describe_receptors(receptor_tests, settings, detection=detection),
        _describe_cell_types(cell_type_tests, settings),
        *_describe_further(surprise),
    ]
    if settings.null == "uniform":
        sentences.append(
            "The uniform null was asked for; it is discouraged, because almost every vesicle "
            "proteome looks enriched against it."
        )
    sentences.append(
        "A candidate interaction is a hypothesis from lists: it does not show contact, uptake "
        "or effect."
    )
    return " ".join(sentence for sentence in sentences if sentence)


def _describe_receptors(
    receptor_tests: pl.DataFrame, settings: ScreenSettings, *, detection: bool
) -> list[str]:
    """Name the receptors by the rate that decides, and count those of the second opinion."""
    level = settings.fdr_level
    tested = receptor_tests.filter(pl.col("q_receptor").is_not_null())
    passed = tested.filter(pl.col("q_receptor") <= level)
    found = passed["receptor"].unique().sort().to_list()
    also = tested.filter(pl.col("fdr_exact") <= level)["receptor"].unique().sort().to_list()
    names = f" ({', '.join(found)})" if found else ""
    counted = f"{len(found)} of {tested['receptor'].n_unique()} tested{names}"
    title = "Receptors with more cargo partners than expected at a false discovery rate of"
    sentences = [f"{title} {level:g}: {counted}."]
    if also != found:
        listed = f" ({', '.join(also)})" if also else ""
        sentences.append(
            f"The permutation false discovery rate, which does not decide, would name "
            f"{len(also)}{listed}."
        )
    sentences += _describe_cuts(tested, found, settings)
    sentences += _describe_conflicts(passed)
    if found and not detection:
        sentences.append(
            "Detection frequency was not matched, so their partners may be proteins that any "
            "vesicle preparation carries."
        )
    return sentences


def _describe_cuts(tested: pl.DataFrame, found: list[str], settings: ScreenSettings) -> list[str]:
    """Say which verdicts hang on where the strata are cut."""
    level = settings.fdr_level
    if settings.null == "uniform":
        return []
    width = f"{settings.stratum_genes} genes or fewer"
    tried = f"Over {GRIDS} shifts of the cuts of the strata, at this one width ({width})"
    rows = tested.unique("receptor").sort("receptor")
    low, high = pl.col("q_shifted_low"), pl.col("q_shifted_high")
    torn = rows.filter(low <= level, high > level).select("receptor", low, high)
    if torn.is_empty():
        kept = "each of them passes" if found[1:] else "it passes"
        return [f"{tried}, {kept}."] if found else []
    listed = ", ".join(
        f"{name} (q_receptor from {least:.2g} to {most:.2g}, "
        f"{'named here' if name in found else 'not named here'})"
        for name, least, most in torn.iter_rows()
    )
    sentences = [f"Where the strata are cut decides on {listed}."]
    steady = [name for name in found if name not in torn["receptor"].to_list()]
    if steady:
        sentences.append(f"{tried}, {', '.join(steady)} would be named.")
    return sentences


def _describe_cell_types(cell_type_tests: pl.DataFrame, settings: ScreenSettings) -> str:
    tested = cell_type_tests.filter(pl.col("q").is_not_null())
    if tested.is_empty():
        return ""
    found = tested.filter(pl.col("q") <= settings.fdr_level)["cell_type"].sort().to_list()
    names = f" ({', '.join(found)})" if found else ""
    shared = ", which share receptors and so are not independent findings" if found[1:] else ""
    return (
        f"Cell types with more candidate pairs than expected at the same rate: {len(found)} of "
        f"{tested.height} tested{names}{shared}."
    )


_ROW_SENTENCES = {
    "rewired": "Against rewired ligand-receptor tables",
    "downstream": (
        "Downstream, whether the receptors with a counted ligand reach the chosen genes farther "
        "than those that random cargo of the same strata meets"
    ),
    "abundance": "In abundance, against other exposed cargo proteins of similar study attention",
}


def _describe_further(surprise: pl.DataFrame) -> list[str]:
    """Tell the nulls that have no sentence of their own, and name those not computed."""
    sentences = []
    for row in surprise.filter(pl.col("null").is_in(list(_ROW_SENTENCES))).iter_rows(named=True):
        if row["state"] != "computed":
            continue
        verdict = "not clearly more"
        if row["p"] <= _WEAK:
            verdict = "more" if row["p"] <= _CLEAR else "weak evidence of more"
        sentences.append(
            f"{_ROW_SENTENCES[row['null']]}: {row['statistic']}, {row['observed']:.3g} where "
            f"{row['expected']:.3g} is expected ({_format_p(row['p'])}; {verdict})."
        )
    missing = surprise.filter(state="not_computed")
    named = missing.filter(pl.col("null").is_in(list(_ROW_SENTENCES)))["null"].to_list()
    if named:
        sentences.append(f"Not computed: {', '.join(named)} (the panel of surprise says why).")
    return sentences


def list_missing_evidence(
    *,
    detection: bool,
    comparator: bool,
    abundance: bool,
    complexes: bool,
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
    abundance : bool
        Whether the abundance of candidate ligands could be compared.
    complexes : bool
        Whether evidence on receptor complexes was added.
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
    statements += _list_uncounted(abundance=abundance, complexes=complexes)
    if unresolved_rows:
        statements.append(
            f"The side of the blood-testis barrier is unresolved for {unresolved_rows} receptor "
            "rows; whether vesicles reach the adluminal side is not known."
        )
    statements += _list_receptor_gaps(candidates)
    return tuple(statements)


def _list_uncounted(*, abundance: bool, complexes: bool) -> list[str]:
    """Say what the counts of pairs leave out."""
    return [
        "Abundance of the cargo proteins does not enter the counts of pairs: one listed protein "
        "counts like another there; the panel of surprise compares abundance on its own."
        if abundance
        else "Abundance of the cargo proteins is missing: one listed protein counts like another.",
        "The tests count pairs of genes: complexes are evidence beside them, and each subunit is "
        "tested on its own."
        if complexes
        else "Receptor complexes are not modelled: each subunit is tested on its own.",
    ]


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
