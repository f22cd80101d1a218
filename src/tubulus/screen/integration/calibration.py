"""Learn the likelihood ratios of each group of layers from its reference set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.random import Generator
from numpy.typing import NDArray

from tubulus.screen.integration.categories import UNKNOWN, FittedScale, align_layer, fit_scale
from tubulus.screen.integration.groups import GROUPS, LayerGroup
from tubulus.screen.integration.ratios import (
    RatioTable,
    describe_thin,
    draw_row_weights,
    fit_ratios,
    list_members,
)
from tubulus.screen.integration.references import Reference, hide_sources
from tubulus.screen.layers.record import Layer
from tubulus.screen.settings.integration import IntegrationSettings

__all__ = ["Calibration", "GroupCalibration", "calibrate", "calibrate_group"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Known = tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class GroupCalibration:
    """What one group of layers has learned.

    Parameters
    ----------
    group : LayerGroup
        The group.
    state : str
        ``computed`` or ``not_computed``.
    reason : str
        Why it was not computed, or how many rows it learned from.
    source, meaning : str
        Of the reference set.
    scales : tuple of FittedScale
        Categories of each layer.
    tables : dict
        One table of ratios for each set of layers that may be known, keyed by which of them are:
        where one of two layers is unknown, the ratio is that of the other alone. Tables of one
        layer stand in the order of their reference rows, the most first: where the reference set
        knows too few rows of both layers, the first of them serves a row that both know.
    """

    group: LayerGroup
    state: str
    reason: str
    source: str = ""
    meaning: str = ""
    scales: tuple[FittedScale, ...] = ()
    tables: dict[Known, RatioTable] = field(default_factory=dict)

    def locate(
        self, keys: pl.DataFrame, evidence: pl.DataFrame, *, is_reference: bool = False
    ) -> dict[Known, tuple[Integers, Integers]]:
        """Locate each key in the tables.

        Returns
        -------
        dict
            For each table the rows of ``keys`` that it serves and their category there. Each row
            is in the table of the most layers that know it; a row that no layer knows is in none.
        """
        codes = [
            scale.assign(align_layer(keys, evidence, scale.scale.layer), is_reference=is_reference)
            for scale in self.scales
        ]
        found, free = {}, np.ones(keys.height, dtype=np.bool_)
        for known in self.tables:
            serves = free & _is_known(codes, known)
            free &= ~serves
            rows = np.flatnonzero(serves)
            found[known] = (rows, _find_cells(codes, self.scales, known)[rows])
        return found

    @property
    def alone(self) -> Layer | None:
        """The layer that counts alone where two layers know a key; None where both count."""
        if len(self.scales) < 2 or not self.tables or (True, True) in self.tables:
            return None
        return self.group.layers[next(iter(self.tables)).index(True)]

    def find_halved(self, keys: pl.DataFrame, evidence: pl.DataFrame) -> NDArray[np.bool_]:
        """Find the keys of which two layers know, and one alone counts."""
        if self.alone is None:
            return np.zeros(keys.height, dtype=np.bool_)
        codes = [s.assign(align_layer(keys, evidence, s.scale.layer), is_reference=False)
                 for s in self.scales]  # fmt: skip
        return _is_known(codes, (True, True))

    def tabulate(self) -> pl.DataFrame:
        """Tabulate the ratios: group, layers, category, positives, randoms, log_ratio, low, high.

        ``low`` and ``high`` hold the middle 90 % of the bootstrap replicates.
        """
        parts = [_tabulate(self, known) for known in self.tables]
        return pl.concat([pl.DataFrame(schema=_RATIO_SCHEMA), *parts])


_CIRCULAR = (
    "the reference set has no evidence made without its own source: to learn from evidence that "
    "holds the positives would be circular"
)
_RATIO_SCHEMA = {
    "group": pl.String(),
    "layers": pl.String(),
    "category": pl.String(),
    "positives": pl.Float64(),
    "randoms": pl.Float64(),
    "log_ratio": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
}


@dataclass(frozen=True, slots=True)
class Calibration:
    """What all groups have learned, and with which settings."""

    groups: tuple[GroupCalibration, ...]
    settings: IntegrationSettings

    @property
    def computed(self) -> tuple[GroupCalibration, ...]:
        """The groups that contribute to a score."""
        return tuple(group for group in self.groups if group.state == "computed")

    def tabulate_groups(self) -> pl.DataFrame:
        """Tabulate the groups: group, layers, state, reason, source, meaning."""
        rows = [
            (g.group.name, "; ".join(g.group.layers), g.state, g.reason, g.source, g.meaning)
            for g in self.groups
        ]
        names = ("group", "layers", "state", "reason", "source", "meaning")
        return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")

    def tabulate_ratios(self) -> pl.DataFrame:
        """Tabulate the ratios of all groups, as :meth:`GroupCalibration.tabulate` does."""
        parts = [group.tabulate() for group in self.groups]
        return pl.concat([pl.DataFrame(schema=_RATIO_SCHEMA), *parts])


def _is_known(codes: Sequence[Integers], known: Known) -> NDArray[np.bool_]:
    """Tell which rows the layers of a table know."""
    parts = [code != UNKNOWN for code, has in zip(codes, known, strict=True) if has]
    return np.asarray(np.all(parts, axis=0))


def _find_cells(codes: Sequence[Integers], scales: Sequence[FittedScale], known: Known) -> Integers:
    """Return the number of each row's category, counted as ``numpy.ravel`` does."""
    cells = np.zeros(codes[0].size, dtype=np.int64)
    for code, scale, has in zip(codes, scales, known, strict=True):
        if has:
            cells = cells * len(scale.categories) + code
    return cells


def _get_axes(scales: Sequence[FittedScale], known: Known) -> tuple[tuple[int, bool], ...]:
    return tuple(
        (len(scale.names), scale.is_ordered)
        for scale, has in zip(scales, known, strict=True)
        if has
    )


def _tabulate(own: GroupCalibration, known: Known) -> pl.DataFrame:
    table = own.tables[known]
    used = [scale for scale, has in zip(own.scales, known, strict=True) if has]
    shape = tuple(len(scale.categories) for scale in used)
    index = np.unravel_index(np.arange(table.log_ratio.size), shape)
    names = [
        " and ".join(
            f"{scale.scale.layer}: {scale.categories[at[i]]}"
            for scale, at in zip(used, index, strict=True)
        )
        for i in range(table.log_ratio.size)
    ]
    low, high = np.quantile(table.replicates, (0.05, 0.95), axis=0)
    return pl.DataFrame(
        {
            "group": [own.group.name] * len(names),
            "layers": ["; ".join(scale.scale.layer for scale in used)] * len(names),
            "category": names,
            "positives": table.positives,
            "randoms": table.randoms,
            "log_ratio": table.log_ratio,
            "low": low,
            "high": high,
        },
        schema=_RATIO_SCHEMA,
    )


def calibrate_group(
    group: LayerGroup,
    reference: Reference | None,
    evidence: pl.DataFrame,
    settings: IntegrationSettings,
    rng: Generator,
) -> GroupCalibration:
    """Learn the likelihood ratios of one group.

    Parameters
    ----------
    group : LayerGroup
        The group.
    reference : Reference, optional
        Its reference set; without one the group contributes nothing.
    evidence : polars.DataFrame
        Evidence of the screen, used where the reference set brings none of its own.
    settings : IntegrationSettings
        Cap, smoothing, replicates and the least number of rows.
    rng : numpy.random.Generator
        Source of the bootstrap.

    Returns
    -------
    GroupCalibration
        ``not_computed`` with its reason where the layers know too few rows of either class.
    """
    if reference is None:
        needs = f"no reference set: {group.needs}" if group.needs else "no reference set was given"
        return GroupCalibration(group, "not_computed", needs)
    if reference.needs_own_evidence and reference.evidence is None:
        return GroupCalibration(group, "not_computed", _CIRCULAR, reference.source)
    told = reference.evidence if reference.evidence is not None else evidence
    told = hide_sources(told, reference.hidden)
    rows = [align_layer(reference.rows, told, layer) for layer in group.layers]
    scales = tuple(fit_scale(s, r) for s, r in zip(group.scales, rows, strict=True))
    codes = [s.assign(r, is_reference=True) for s, r in zip(scales, rows, strict=True)]
    positive = reference.rows["is_positive"].to_numpy()
    bootstrap = draw_row_weights(reference.rows, settings.replicates, rng)
    tables, counts = {}, []
    for known in _list_patterns(len(scales)):
        used = _is_known(codes, known)
        size = int(positive[used].sum())
        counts.append((size, int(used.sum()) - size))
        axes = _get_axes(scales, known)
        if min(counts[-1]) < settings.minimum_positives or not _differs(codes, known, used):
            continue
        cells = _find_cells(codes, scales, known)[used]
        tables[known] = fit_ratios(
            cells,
            positive[used],
            axes,
            bootstrap[:, used],
            cap=settings.cap,
            smoothing=settings.smoothing,
            members=_list_cells(scales, known),
        )
    state, reason = _judge(group, tables, counts, settings)
    told_of = (reference.source, reference.meaning)
    by_size = dict(sorted(tables.items(), key=lambda item: _rank_table(*item)))
    return GroupCalibration(group, state, reason, *told_of, scales, by_size)


def _rank_table(known: Known, table: RatioTable) -> tuple[int, float]:
    """Rank tables: of most layers first, then of most reference rows."""
    return -sum(known), -table.rows


def _list_cells(scales: Sequence[FittedScale], known: Known) -> Floats:
    used = [scale for scale, has in zip(scales, known, strict=True) if has]
    return list_members([len(scale.names) for scale in used], [scale.bins for scale in used])


def _list_patterns(layers: int) -> list[Known]:
    """List which layers may be known, all of them first."""
    return [(True,)] if layers == 1 else [(True, True), (True, False), (False, True)]


def _differs(codes: Sequence[Integers], known: Known, used: NDArray[np.bool_]) -> bool:
    """Tell whether each known layer puts the rows into more than one category."""
    return all(
        np.unique(code[used]).size > 1 for code, has in zip(codes, known, strict=True) if has
    )


def _judge(
    group: LayerGroup,
    tables: dict[Known, RatioTable],
    counts: list[tuple[int, int]],
    settings: IntegrationSettings,
) -> tuple[str, str]:
    best = max(counts, key=min)
    if tables:
        learned = f"learned from {best[0]} positive and {best[1]} random rows"
        return "computed", learned + describe_thin(tables.values())
    if min(best) < settings.minimum_positives:
        needs = f"; to calibrate it: {group.needs}" if group.needs else ""
        return "not_computed", (
            f"the layers know {best[0]} positive and {best[1]} random rows of the reference set; "
            f"{settings.minimum_positives} of each are needed{needs}"
        )
    return "not_computed", "the layers say the same of every row of the reference set"


def calibrate(
    evidence: pl.DataFrame,
    references: Sequence[Reference],
    rng: Generator,
    *,
    settings: IntegrationSettings | None = None,
    groups: Sequence[LayerGroup] = GROUPS,
) -> Calibration:
    """Learn the likelihood ratios of all groups.

    Parameters
    ----------
    evidence : polars.DataFrame
        The long table of evidence.
    references : sequence of Reference
        At most one for each group.
    rng : numpy.random.Generator
        Source of the bootstrap.
    settings : IntegrationSettings, optional
        Defaults where left out.
    groups : sequence of LayerGroup
        The groups.

    Raises
    ------
    ValueError
        If two reference sets name one group, or one names a group that there is not.
    """
    chosen = settings or IntegrationSettings()
    named = [reference.group for reference in references]
    strange = {*named} - {group.name for group in groups}
    if strange or len(named) != len({*named}):
        raise ValueError(f"each group takes one reference set; given: {', '.join(named)}")
    by_group = {reference.group: reference for reference in references}
    learned = [calibrate_group(g, by_group.get(g.name), evidence, chosen, rng) for g in groups]
    return Calibration(tuple(learned), chosen)
