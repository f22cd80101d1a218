"""How well the project's own docking told true partners from others, as measured and shipped."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, cast

import polars as pl

from tubulus.core.files import compute_text_hash
from tubulus.dock.calibration.discrimination import AucEstimate
from tubulus.dock.calibration.wording import describe_discrimination

__all__ = [
    "DISCRIMINATION_SCHEMA",
    "PAIR_SCORE",
    "MeasuredDiscrimination",
    "compute_weights_hash",
    "load_measured_discrimination",
    "make_unmeasured",
    "tabulate_discrimination",
]

DISCRIMINATION_SCHEMA: Final[dict[str, type[pl.DataType]]] = {
    "label": pl.String,
    "source": pl.String,
    "auc": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "n_partners": pl.Int64,
    "n_non_partners": pl.Int64,
    "state": pl.String,
    "reason": pl.String,
    "sentence": pl.String,
}
PAIR_SCORE: Final = "first pose of the ranking"
"""What the score of a pair is of; what was measured of another score says nothing of this one."""
_FILE: Final = "measured.json"
_WEIGHTS: Final = (
    ("tubulus.dock.potential", "contact_potential.json"),
    ("tubulus.dock.potential", "residue_potential.json"),
    ("tubulus.dock.ranking", "ranking_weights.json"),
)
# they change how fast a search is, not what it finds
_NEUTRAL: Final = ("memory_megabytes", "fourier", "device", "seed")
# they make another score of a pair
_OF_SCORE: Final = ("clusters.rescored", "refinement.poses")


@dataclass(frozen=True, slots=True)
class MeasuredDiscrimination:
    """One area under the ROC curve, with what it was measured on.

    Attributes
    ----------
    label : str
        Which score it is of.
    source : str
        Structures and script.
    auc, low, high : float or None
        Area and its 95 % interval; None where there is none.
    n_partners, n_non_partners : int
        Pairs that counted.
    state : str
        ``estimated``, ``not estimable`` or ``not measured``.
    reason : str or None
        Why there is no area, or what its interval rests on.
    sentence : str
        For a reader; with an area below 0.60, or none, it ends in "Docking gave no usable
        evidence." Where the campaign's settings differ from the measured ones it says so.
    """

    label: str
    source: str
    auc: float | None
    low: float | None
    high: float | None
    n_partners: int
    n_non_partners: int
    state: str
    reason: str | None
    sentence: str

    @property
    def is_useful(self) -> bool | None:
        """Whether the area is at least 0.60; None where there is none."""
        return _as_estimate(asdict(self)).is_useful

    @property
    def excludes_chance(self) -> bool:
        """Whether the interval of the area lies above 0.5; not so where there is none."""
        return self.low is not None and self.low > 0.5


def load_measured_discrimination(
    settings: Mapping[str, object] | None = None,
) -> tuple[MeasuredDiscrimination, ...]:
    """Load the areas that cross-docking of known complexes gave; the p of a campaign is first.

    Parameters
    ----------
    settings : mapping, optional
        Settings of a campaign as plain data, ``DockSettings.model_dump(mode="json")``. Each
        sentence tells what differs from the measured settings. Left out: no setting is compared.

    Returns
    -------
    tuple of MeasuredDiscrimination
        Never empty: without a measurement of this score, one row with the state ``not measured``.

    Notes
    -----
    `validation/cross_docking.py --record` writes the file `measured.json` that is read here. What
    the score of a pair is, and the tables that it is made from, are compared in any case. What
    was measured of one score says nothing of another: poses ranked in another way, or refined,
    have none. Other settings change how well a score is found, and are told.
    """
    kept = _read()
    if not kept["areas"]:
        return (make_unmeasured("p-value", "no cross-docking has been recorded"),)
    differing = [] if settings is None else _list_differences(kept["settings"], settings)
    fewer = [] if settings is None else _list_fewer_decoys(kept, settings)
    others = [*_compare_scores(kept), *(said for key, said in differing if key in _OF_SCORE)]
    if others:
        return (make_unmeasured("p-value", f"another score was: {'; '.join(others)}"),)
    told = [*(said for _, said in differing), *fewer]
    return tuple(_make_row(area, kept["source"], told) for area in kept["areas"])


def make_unmeasured(label: str, reason: str) -> MeasuredDiscrimination:
    """Make the row of a score that was not tested on known partners.

    Parameters
    ----------
    label : str
        Which score it is.
    reason : str
        Why it was not tested.
    """
    empty = {"auc": None, "low": None, "high": None, "n_partners": 0, "n_non_partners": 0}
    row = {"label": label, "state": "not measured", "reason": reason, **empty}
    return _make_row(row, "not measured", [])


def tabulate_discrimination(rows: tuple[MeasuredDiscrimination, ...]) -> pl.DataFrame:
    """Tabulate rows as the table ``discrimination`` of a campaign's results."""
    return pl.DataFrame([asdict(row) for row in rows], schema=DISCRIMINATION_SCHEMA)


@cache
def compute_weights_hash() -> str:
    """Compute the hash of the shipped tables that scores of poses are made from."""
    parts = [files(room).joinpath(name).read_text("utf-8") for room, name in _WEIGHTS]
    return compute_text_hash(*parts)[:16]


def _compare_scores(kept: Mapping[str, Any]) -> Iterator[str]:
    """Yield how the score of a pair differs from the one that was measured."""
    if kept["pair_score"] != PAIR_SCORE:
        yield f"the score of a pair is that of the {PAIR_SCORE} (measured: {kept['pair_score']})"
    if kept["weights_hash"] != compute_weights_hash():
        yield "the tables of weights that scores are made from have changed since"


@cache
def _read() -> dict[str, Any]:
    text = files("tubulus.dock.calibration").joinpath(_FILE).read_text("utf-8")
    return cast("dict[str, Any]", json.loads(text))


def _make_row(area: Mapping[str, Any], source: str, differing: list[str]) -> MeasuredDiscrimination:
    said = describe_discrimination(_as_estimate(area))
    if area["auc"] is not None:
        said = f"{said} Measured by {source}."
        if differing:
            said += f" This campaign differs from what was measured: {'; '.join(differing)}."
    keys = ("label", "auc", "low", "high", "n_partners", "n_non_partners", "state")
    named = {key: area[key] for key in keys}
    return MeasuredDiscrimination(
        source=source, reason=area["reason"] or None, sentence=said, **named
    )


def _as_estimate(area: Mapping[str, Any]) -> AucEstimate:
    return AucEstimate(
        label=area["label"],
        auc=area["auc"],
        se=None,
        low=area["low"],
        high=area["high"],
        method="partners",
        n_partners=area["n_partners"],
        n_non_partners=area["n_non_partners"],
        state="estimated" if area["auc"] is not None else "not estimable",
        reason=area["reason"] or "",
    )


def _list_differences(
    measured: Mapping[str, Any], told: Mapping[str, object]
) -> list[tuple[str, str]]:
    """List the settings that were measured otherwise, by name, section by section."""
    found: list[tuple[str, str]] = []
    for section, wanted in measured.items():
        ours = told.get(section)
        if not isinstance(wanted, Mapping) or not isinstance(ours, Mapping):
            continue
        # a key of the search that is new changes the search; of other sections few matter
        keys = {*wanted, *ours} if section == "search" else {*wanted}
        for key in sorted(keys - {*_NEUTRAL}):
            name = f"{section}.{key}"
            if key not in wanted:
                found.append((name, f"{name} = {ours[key]} (no setting when measured)"))
            elif key not in ours:
                found.append((name, f"{name} (measured with {wanted[key]}) is no setting now"))
            elif wanted[key] != ours[key]:
                found.append((name, f"{name} = {ours[key]} (measured with {wanted[key]})"))
    return found


def _list_fewer_decoys(kept: Mapping[str, Any], told: Mapping[str, Any]) -> list[str]:
    """List the numbers of decoy partners that are smaller than when the area was measured."""
    beside = len(kept["cases"]) - 1
    measured = {
        "calibration.least_decoys": kept["least_decoys"],
        "decoys.fixed": beside,
        "decoys.mobile": beside,
    }
    found = []
    for name, number in measured.items():
        section, key = name.split(".")
        ours = told.get(section, {}).get(key)
        if ours is not None and ours < number:
            found.append(f"{name} = {ours} (measured with {number})")
    return found
