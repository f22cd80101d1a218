"""Scores of fixed with mobile partners, what is asked of them, and what cannot be judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from tubulus.core.errors import InputError, Problem

__all__ = ["LEAST_RESIDUES", "Partners", "ScoreTable", "build_score_table"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

LEAST_RESIDUES: Final = 40
_ROLES: Final = ("asked", "decoy")


# Neither class has slots: what each pair asks of them anew is worked out once.
@dataclass(frozen=True, eq=False)
class Partners:
    """Partners of one side.

    Attributes
    ----------
    names : tuple of str
        One name a partner.
    n_residues : ndarray, shape (n,)
        Number of residues.
    exposed_area : ndarray, shape (n,)
        Solvent-exposed area, in square ångström.
    families : tuple of str
        Homology family; empty where unknown. Partners of one family stand in for each other in
        no null.
    reasons : tuple of str
        Why a partner is not evaluable; empty where it is.
    structures : tuple of str
        What tells one structure from another, such as a hash; empty where unknown. One structure
        under two names is kin to itself, and counts once in a null. No text at all: all unknown.
    """

    names: tuple[str, ...]
    n_residues: Floats
    exposed_area: Floats
    families: tuple[str, ...]
    reasons: tuple[str, ...]
    structures: tuple[str, ...] = ()

    @cached_property
    def log_sizes(self) -> Floats:
        """Log number of residues and log exposed area, shape (n, 2)."""
        return np.log(np.column_stack([self.n_residues, self.exposed_area]))

    @cached_property
    def kinship(self) -> npt.NDArray[np.int64]:
        """Code of each partner's kin: one family, or one structure; alone without, shape (n,)."""
        n = len(self.names)
        links = []
        for labels in (self.families, self.structures):
            first: dict[str, int] = {}
            links += [(first.setdefault(x, i), i) for i, x in enumerate(labels) if x]
        ends = np.array(links, dtype=np.int64).reshape(-1, 2)
        joined = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(n, n))
        _, codes = connected_components(joined, directed=False)
        kin: npt.NDArray[np.int64] = np.asarray(codes, dtype=np.int64)
        return kin


@dataclass(frozen=True, eq=False)
class ScoreTable:
    """Scores of all pairs that were docked.

    Attributes
    ----------
    fixed, mobile : Partners
        Rows and columns.
    scores : ndarray, shape (r, c)
        One score a pair; NaN where the pair was not scored.
    asked : ndarray of bool, shape (r, c)
        Pairs about which something is to be said.
    decoy : ndarray of bool, shape (r, c)
        Pairs that may stand in a null. No pair is both.
    reasons : ndarray of str, shape (r, c)
        Why a pair is not evaluable; empty where it is. Such pairs count in no statistic.
    higher_is_better : bool
        Whether a higher score is more favourable.
    """

    fixed: Partners
    mobile: Partners
    scores: Floats
    asked: Flags
    decoy: Flags
    reasons: npt.NDArray[np.str_]
    higher_is_better: bool

    @cached_property
    def evaluable(self) -> Flags:
        """Pairs with a score and without a reason against it."""
        flags: Flags = np.isfinite(self.scores) & (self.reasons == "")
        return flags

    @property
    def dropped(self) -> Flags:
        """Pairs that have a score, no partner against which something speaks, and a reason."""
        unfit = np.array([bool(reason) for reason in self.fixed.reasons], dtype=bool)[:, None]
        unfit = unfit | np.array([bool(reason) for reason in self.mobile.reasons], dtype=bool)
        flags: Flags = np.isfinite(self.scores) & (self.reasons != "") & ~unfit
        return flags

    @cached_property
    def favour(self) -> Floats:
        """Scores turned so that more is more favourable; NaN where not evaluable."""
        turned = self.scores if self.higher_is_better else -self.scores
        return np.where(self.evaluable, turned, np.nan)


def build_score_table(
    pairs: pl.DataFrame,
    fixed: pl.DataFrame,
    mobile: pl.DataFrame,
    *,
    higher_is_better: bool,
    least_residues: int = LEAST_RESIDUES,
) -> ScoreTable:
    """Build the score table from one row a pair and one row a partner.

    Parameters
    ----------
    pairs : polars.DataFrame
        ``fixed``, ``mobile``, ``score`` (null where the pair was not scored), ``role`` (``asked``
        or ``decoy``) and, if wanted, ``reason`` (why the pair is not evaluable, null where it is).
    fixed, mobile : polars.DataFrame
        ``name``, ``n_residues``, ``exposed_area`` (square ångström) and, if wanted, ``family``,
        ``reason`` (why no pair of this partner is evaluable) and ``structure`` (a text that two
        partners share if they are one structure under two names).
    higher_is_better : bool
        Whether a higher score is more favourable.
    least_residues : int
        A partner with fewer residues is not evaluable.

    Raises
    ------
    InputError
        If columns, values or names are wrong; all problems at once.
    """
    problems = [
        *_check_partners("fixed partners", fixed),
        *_check_partners("mobile partners", mobile),
        *_check_columns("pairs", pairs, ("fixed", "mobile", "score", "role")),
    ]
    if problems:
        raise InputError(problems)
    rows = _read_partners(fixed, least_residues)
    columns = _read_partners(mobile, least_residues)
    problems = list(_check_pairs(pairs, rows, columns))
    if problems:
        raise InputError(problems)
    return _fill_table(pairs, rows, columns, higher_is_better)


def _check_columns(place: str, table: pl.DataFrame, needed: tuple[str, ...]) -> Iterator[Problem]:
    for name in needed:
        if name not in table.columns:
            yield Problem(place, 0, name, "the column is missing", f"add the column {name}")


def _check_partners(place: str, table: pl.DataFrame) -> Iterator[Problem]:
    missing = list(_check_columns(place, table, ("name", "n_residues", "exposed_area")))
    if missing:
        yield from missing
        return
    seen: set[str] = set()
    for line, row in enumerate(table.iter_rows(named=True), start=2):
        if not row["name"]:
            yield Problem(place, line, "name", "the name is empty", "give each partner a name")
        elif row["name"] in seen:
            yield Problem(place, line, "name", f"{row['name']} stands twice", "keep one row")
        seen.add(row["name"])
        for field in ("n_residues", "exposed_area"):
            if not _is_number(row[field]) or not row[field] > 0:
                yield Problem(
                    place, line, field, f"{row[field]!r} is no size", "give a number above 0"
                )


def _check_pairs(pairs: pl.DataFrame, rows: Partners, columns: Partners) -> Iterator[Problem]:
    known = {"fixed": set(rows.names), "mobile": set(columns.names)}
    seen: set[tuple[str, str]] = set()
    for line, row in enumerate(pairs.iter_rows(named=True), start=2):
        for side in ("fixed", "mobile"):
            if row[side] not in known[side]:
                remedy = f"add it to the {side} partners or take the pair out"
                yield Problem("pairs", line, side, f"{row[side]!r} is not known", remedy)
        if (row["fixed"], row["mobile"]) in seen:
            yield Problem("pairs", line, "", "the pair stands twice", "keep one row")
        seen.add((row["fixed"], row["mobile"]))
        if row["role"] not in _ROLES:
            yield Problem("pairs", line, "role", f"{row['role']!r} is no role", "asked or decoy")
        if row["score"] is not None and not _is_number(row["score"]):
            remedy = "give a finite number, or leave the score empty where the pair was not scored"
            yield Problem("pairs", line, "score", f"{row['score']!r} is no score", remedy)


def _is_number(value: object) -> bool:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return plain and bool(np.isfinite(float(value)))  # type: ignore[arg-type]


def _read_partners(table: pl.DataFrame, least_residues: int) -> Partners:
    def read_text(column: str) -> list[str]:
        if column not in table.columns:
            return [""] * table.height
        return [text or "" for text in table[column].to_list()]

    n_residues = table["n_residues"].to_numpy().astype(np.float64)
    small = f"fewer than {least_residues} residues"
    reasons = [
        reason or (small if n < least_residues else "")
        for reason, n in zip(read_text("reason"), n_residues, strict=True)
    ]
    return Partners(
        names=tuple(table["name"].to_list()),
        n_residues=n_residues,
        exposed_area=table["exposed_area"].to_numpy().astype(np.float64),
        families=tuple(read_text("family")),
        reasons=tuple(reasons),
        structures=tuple(read_text("structure")),
    )


def _fill_table(
    pairs: pl.DataFrame, rows: Partners, columns: Partners, higher_is_better: bool
) -> ScoreTable:
    shape = (len(rows.names), len(columns.names))
    place_fixed = {name: i for i, name in enumerate(rows.names)}
    place_mobile = {name: j for j, name in enumerate(columns.names)}
    i = np.array([place_fixed[name] for name in pairs["fixed"]], dtype=np.int64)
    j = np.array([place_mobile[name] for name in pairs["mobile"]], dtype=np.int64)
    scores = np.full(shape, np.nan)
    scores[i, j] = pairs["score"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    role = pairs["role"].cast(pl.String).to_numpy()
    asked, decoy = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    asked[i, j], decoy[i, j] = role == "asked", role == "decoy"
    own = np.full(shape, "", dtype=object)
    if "reason" in pairs.columns:
        own[i, j] = pairs["reason"].cast(pl.String).fill_null("").to_numpy()
    told = [_name_reasons(side) for side in (rows, columns)]
    reasons = [
        [_join_reasons(text, reason, other) for text, other in zip(line, told[1], strict=True)]
        for line, reason in zip(own, told[0], strict=True)
    ]
    return ScoreTable(
        fixed=rows,
        mobile=columns,
        scores=scores,
        asked=asked,
        decoy=decoy,
        reasons=np.array(reasons, dtype=np.str_).reshape(shape),
        higher_is_better=higher_is_better,
    )


def _name_reasons(partners: Partners) -> list[str]:
    """Put the name of each partner before what speaks against it."""
    return [
        f"{name}: {reason}" if reason else ""
        for name, reason in zip(partners.names, partners.reasons, strict=True)
    ]


def _join_reasons(own: str, *others: str) -> str:
    """Add the reasons of both partners to that of a pair, which may name them already."""
    return "; ".join(part for part in (own, *(o for o in others if o not in own)) if part)
