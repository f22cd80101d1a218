"""Which decoy pairs a campaign docks beside the asked ones."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tubulus.dock.calibration.matching import derive_decoy_mask, include_kin, match_partners
from tubulus.dock.calibration.score_table import Partners, ScoreTable
from tubulus.dock.settings.docking import DockSettings

__all__ = ["choose_decoy_pairs"]

Flags = npt.NDArray[np.bool_]


def choose_decoy_pairs(
    fixed: Partners,
    mobile: Partners,
    asked: Flags,
    settings: DockSettings,
    *,
    excluded: Flags | None = None,
) -> Flags:
    """Choose the decoy pairs that the calibration of the asked pairs needs.

    Parameters
    ----------
    fixed, mobile : Partners
        Rows and columns.
    asked : ndarray of bool, shape (r, c)
        Pairs about which something is to be said.
    settings : DockSettings
        Decoy numbers, and the bound on size of ``calibration``.
    excluded : ndarray of bool, shape (r, c), optional
        Pairs that are never decoy pairs, for they may meet; nor is a pair that is homologous to one
        of them, with kin of its partners on both sides.

    Returns
    -------
    ndarray of bool, shape (r, c)
        True for decoy pairs; no asked pair is among them.

    Notes
    -----
    For each asked pair: the asked fixed partner with its nearest decoy mobile partners, decoy
    fixed partners with the asked mobile partner, and, where ``crossed``, these decoy partners
    with each other. A decoy pair is one that the calibration may use: evaluable, not homologous
    to an asked pair, not a protein with itself. A pair that is not evaluable gets none. Partners
    as far as the last one taken are taken too, so the order of the tables does not matter.
    """
    decoy = ~asked
    if excluded is not None:
        decoy &= ~include_kin(excluded, fixed, mobile)
    mask = derive_decoy_mask(_lay_out(fixed, mobile, asked, decoy))
    numbers, calibration = settings.decoys, settings.calibration
    matching = [
        (partners, calibration.model_copy(update={"n_nearest": n}), n > 0)
        for partners, n in ((fixed, numbers.fixed), (mobile, numbers.mobile))
    ]
    chosen = np.zeros(asked.shape, dtype=bool)
    for i, j in np.argwhere(asked).tolist():
        if fixed.reasons[i] or mobile.reasons[j]:
            continue
        rows, columns = (
            match_partners(partners, index, free & wanted, rule)
            for (partners, rule, wanted), index, free in zip(
                matching, (i, j), (mask[:, j], mask[i]), strict=True
            )
        )
        chosen[rows, j] = True
        chosen[i, columns] = True
        if numbers.crossed:
            chosen[np.ix_(rows, columns)] = True
    return np.asarray(chosen & mask, dtype=bool)


def _lay_out(fixed: Partners, mobile: Partners, asked: Flags, decoy: Flags) -> ScoreTable:
    """Return a table with nothing docked yet."""
    shape = asked.shape
    against = np.array([bool(r) for r in fixed.reasons], dtype=bool)[:, None]
    against = against | np.array([bool(r) for r in mobile.reasons], dtype=bool)
    return ScoreTable(
        fixed=fixed,
        mobile=mobile,
        scores=np.zeros(shape),
        asked=asked,
        decoy=decoy,
        reasons=np.where(np.broadcast_to(against, shape), "a partner is not evaluable", ""),
        higher_is_better=True,
    )
