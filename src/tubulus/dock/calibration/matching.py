"""Which pairs may stand in a null, and which decoy partners resemble an asked one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tubulus.dock.calibration.score_table import Partners, ScoreTable
from tubulus.dock.calibration.settings import CalibrationSettings

__all__ = [
    "Block",
    "choose_block",
    "derive_decoy_mask",
    "drop_copies",
    "include_kin",
    "leave_out_decoys",
    "match_partners",
]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Decoy partners of one asked pair.

    Attributes
    ----------
    rows : ndarray of int
        Decoy fixed partners, matched to the asked one, that have scores with the asked mobile
        partner.
    columns : ndarray of int
        Decoy mobile partners, likewise for the asked fixed partner.
    is_crossed : bool
        Whether these decoy partners have been scored with each other too, so that a two-way fit
        is possible.
    """

    rows: Integers
    columns: Integers
    is_crossed: bool


def derive_decoy_mask(table: ScoreTable) -> Flags:
    """Derive the pairs that may stand in a null, shape (r, c).

    Notes
    -----
    A decoy pair must be evaluable. It is left out where both its partners are homologous to those
    of an asked pair (it may be a true pair for the same reason), and where its own partners are
    one protein, one structure or one family (they may associate with themselves). Pairs of one
    structure under several names all stand here: each name may be asked about. In a null they
    count once, see :func:`drop_copies` and :func:`match_partners`.
    """
    related = include_kin(table.asked, table.fixed, table.mobile)
    for field in ("names", "families", "structures"):
        one, two = (
            np.array(getattr(side, field) or [""] * len(side.names), dtype=np.str_)
            for side in (table.fixed, table.mobile)
        )
        related |= (one[:, None] == two) & (one[:, None] != "")
    return np.asarray(table.decoy & table.evaluable & ~related, dtype=bool)


def drop_copies(mask: Flags, fixed: Partners, mobile: Partners) -> Flags:
    """Keep one of the pairs of the same structures under several names: all have the same score.

    Parameters
    ----------
    mask : ndarray of bool, shape (r, c)
        Pairs of fixed with mobile partners.
    fixed, mobile : Partners
        Rows and columns.

    Returns
    -------
    ndarray of bool, shape (r, c)
        The mask without all but the first of such pairs.
    """
    kept = mask.copy()
    for lines, partners in ((kept.T, fixed), (kept, mobile)):
        for copies in _list_copies(partners):
            block = lines[:, copies]
            lines[:, copies] = block & (np.cumsum(block, axis=1) == 1)
    return kept


def _list_copies(partners: Partners) -> list[Integers]:
    """List the places of each structure that stands under several names."""
    places: dict[str, list[int]] = {}
    for place, structure in enumerate(partners.structures):
        if structure:
            places.setdefault(structure, []).append(place)
    return [np.array(found, dtype=np.int64) for found in places.values() if len(found) > 1]


def include_kin(pairs: Flags, fixed: Partners, mobile: Partners) -> Flags:
    """Mark, beside some pairs, every pair whose partners are kin to those of one of them.

    Parameters
    ----------
    pairs : ndarray of bool, shape (r, c)
        Pairs of fixed with mobile partners.
    fixed, mobile : Partners
        Rows and columns. Kin are of one family, or one structure.

    Returns
    -------
    ndarray of bool, shape (r, c)
        True for the pairs themselves too.
    """
    rows, columns = fixed.kinship, mobile.kinship
    kin = np.zeros((int(rows.max(initial=0)) + 1, int(columns.max(initial=0)) + 1), dtype=bool)
    i, j = np.nonzero(pairs)
    kin[rows[i], columns[j]] = True
    related: Flags = kin[np.ix_(rows, columns)]
    return related


def leave_out_decoys(table: ScoreTable, pairs: Iterable[tuple[str, str]]) -> ScoreTable:
    """Return a table in which some pairs, and those homologous to them, are no decoy pairs.

    Parameters
    ----------
    table : ScoreTable
        Scores and partners.
    pairs : iterable of (str, str)
        Names of fixed and mobile partners; names that no partner bears are passed over.
    """
    marked = np.zeros(table.decoy.shape, dtype=bool)
    rows = {name: i for i, name in enumerate(table.fixed.names)}
    columns = {name: j for j, name in enumerate(table.mobile.names)}
    for fixed, mobile in pairs:
        if fixed in rows and mobile in columns:
            marked[rows[fixed], columns[mobile]] = True
    return replace(table, decoy=table.decoy & ~include_kin(marked, table.fixed, table.mobile))


def match_partners(
    partners: Partners, index: int, allowed: Flags, settings: CalibrationSettings
) -> Integers:
    """Choose the partners nearest to one of them in log size and log exposed area.

    Parameters
    ----------
    partners : Partners
        The n partners of one side.
    index : int
        The partner to be matched.
    allowed : ndarray of bool, shape (n,)
        Partners that may be taken. Its kin are not, and of one structure under several names the
        first is.

    Returns
    -------
    ndarray of int
        The ``n_nearest`` nearest, in ascending order; partners as far as the last of them are
        taken too, so that the order of the table does not matter.
    """
    step = np.abs(partners.log_sizes - partners.log_sizes[index])
    distance = np.hypot(step[:, 0], step[:, 1])
    near = allowed & (partners.kinship != partners.kinship[index])
    for copies in _list_copies(partners):
        near[copies[near[copies]][1:]] = False
    if settings.largest_fold is not None:
        near &= step.max(axis=1) <= np.log(settings.largest_fold) + 1e-9
    places = np.flatnonzero(near)
    if places.size <= settings.n_nearest:
        return places
    farthest = np.partition(distance[places], settings.n_nearest - 1)[settings.n_nearest - 1]
    return np.flatnonzero(near & (distance <= farthest + 1e-12))


def choose_block(
    table: ScoreTable, mask: Flags, pair: tuple[int, int], settings: CalibrationSettings
) -> Block:
    """Choose the decoy partners of one pair on both sides.

    Parameters
    ----------
    table : ScoreTable
        Scores and partners.
    mask : ndarray of bool, shape (r, c)
        Pairs that may stand in a null, from :func:`derive_decoy_mask`.
    pair : tuple of int
        Row and column of the asked pair.

    Notes
    -----
    Partners of the asked one's own family are left out. A two-way fit takes decoy partners that
    were scored with at least half of those of the other side; it needs ``least_decoys`` of them
    on each side. No score is looked at.
    """
    i, j = pair
    rows = match_partners(table.fixed, i, mask[:, j], settings)
    columns = match_partners(table.mobile, j, mask[i], settings)
    crossed_rows, crossed_columns = _keep_crossed(mask, rows, columns)
    if min(crossed_rows.size, crossed_columns.size) < settings.least_decoys:
        return Block(rows, columns, is_crossed=False)
    return Block(crossed_rows, crossed_columns, is_crossed=True)


def _keep_crossed(mask: Flags, rows: Integers, columns: Integers) -> tuple[Integers, Integers]:
    """Drop partners that fewer than half of the other side were scored with, till none is left."""
    while rows.size and columns.size:
        present = mask[np.ix_(rows, columns)]
        keep_rows = 2 * present.sum(axis=1) >= columns.size
        keep_columns = 2 * present.sum(axis=0) >= rows.size
        if keep_rows.all() and keep_columns.all():
            break
        rows, columns = rows[keep_rows], columns[keep_columns]
    return rows, columns
