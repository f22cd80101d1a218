"""Units of measurement and the audited conversions between them.

Inside one dimension a conversion is a ratio of powers of ten. Between mass and amount of
substance it needs the molar mass of the analyte, between mass and international units it needs
the factor of the laboratory's assay, because that depends on the standard against which the
assay was calibrated: without the declared factor the conversion is refused, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass

from tubulus.core.errors import StudyError

__all__ = ["MOLAR_MASSES", "UNITS", "MolarMass", "Unit", "UnitError", "convert", "is_unit"]


class UnitError(StudyError):
    """A value cannot be expressed in the wanted unit."""

    code = "E110"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its dimension and how many base units of that dimension it holds."""

    name: str
    dimension: str
    factor: float


@dataclass(frozen=True, slots=True)
class MolarMass:
    """Molar mass of an analyte in g/mol, with its source."""

    grams_per_mole: float
    source: str


def _list_units() -> dict[str, Unit]:
    # dimension: base unit in brackets, then (name, base units in one of it)
    table: dict[str, list[tuple[str, float]]] = {
        "mass concentration": [
            ("ng/L", 1.0),
            ("pg/mL", 1.0),
            ("ng/dL", 10.0),
            ("ug/L", 1e3),
            ("ng/mL", 1e3),
            ("ug/dL", 1e4),
            ("g/L", 1e9),
            ("g/dL", 1e10),
        ],
        "amount concentration": [("pmol/L", 1.0), ("nmol/L", 1e3), ("umol/L", 1e6)],
        # CDISC keeps U/L apart from IU/L: it is not a synonym and stays unknown here
        "activity concentration": [
            ("mIU/L", 1.0),
            ("uIU/mL", 1.0),
            ("IU/L", 1e3),
            ("mIU/mL", 1e3),
        ],
        "number concentration": [
            ("million/mL", 1.0),
            ("10^6/mL", 1.0),
            ("10^9/L", 1.0),
            ("thousand/mL", 1e-3),
            ("/mL", 1e-6),
        ],
        "number": [("million", 1.0), ("10^6", 1.0), ("thousand", 1e-3), ("count", 1e-6)],
        "volume": [("mL", 1.0), ("uL", 1e-3), ("L", 1e3)],
        "share": [("%", 1.0), ("fraction", 100.0)],
        "time": [("min", 1.0), ("h", 60.0), ("d", 1440.0), ("wk", 10080.0)],
        "age": [("a", 1.0)],
        "length": [("cm", 1.0), ("mm", 0.1), ("m", 100.0)],
        "mass": [("kg", 1.0), ("g", 1e-3)],
        "body mass index": [("kg/m2", 1.0)],
        "acceleration": [("g-force", 1.0)],
        "acidity": [("pH", 1.0)],
        "temperature": [("degC", 1.0)],
        "endotoxin": [("EU/mL", 1.0)],
        "light": [("RLU/s", 1.0)],
        "time ratio": [("INR", 1.0)],
        "duration in seconds": [("s", 1.0)],
    }
    return {
        name: Unit(name, dimension, factor)
        for dimension, rows in table.items()
        for name, factor in rows
    }


UNITS: dict[str, Unit] = _list_units()
"""Every unit that a study may name."""

MOLAR_MASSES: dict[str, MolarMass] = {
    # 1 ng/dL = 0.03467 nmol/L; checked against a second source because a public converter
    # prints the rule as a division
    "testosterone": MolarMass(288.43, "testosterone, C19H28O2, 288.43 g/mol"),
    # 1 pg/mL = 3.671 pmol/L
    "estradiol": MolarMass(272.38, "estradiol, C18H24O2, 272.38 g/mol"),
}
"""Analytes whose mass and amount concentrations may be converted into each other."""

_MASS, _AMOUNT, _ACTIVITY = (
    "mass concentration",
    "amount concentration",
    "activity concentration",
)


def is_unit(name: str) -> bool:
    """Tell whether a unit is in the table."""
    return name in UNITS


def convert(
    value: float,
    unit: str,
    wanted: str,
    *,
    analyte: str = "",
    activity_factor: float | None = None,
) -> float:
    """Convert a value from one unit into another.

    Parameters
    ----------
    value : float
        The value in ``unit``.
    unit, wanted : str
        Names of units in :data:`UNITS`.
    analyte : str
        What was measured; needed between mass and amount of substance.
    activity_factor : float, optional
        mIU/L in one ng/mL as declared by the laboratory for this analyte and assay; needed
        between mass and international units.

    Returns
    -------
    float
        The value in ``wanted``.

    Raises
    ------
    UnitError
        If a unit is unknown, the dimensions do not fit, or the factor that would join them was
        not declared.
    """
    source, target = _find_unit(unit), _find_unit(wanted)
    if source == target:
        return value
    base = value * source.factor
    if source.dimension == target.dimension:
        return base / target.factor
    return base * _join_dimensions(source, target, analyte, activity_factor) / target.factor


def _find_unit(name: str) -> Unit:
    try:
        return UNITS[name]
    except KeyError:
        raise UnitError(f"unknown unit '{name}'; see the list of units in the reference") from None


def _join_dimensions(
    source: Unit, target: Unit, analyte: str, activity_factor: float | None
) -> float:
    """Return base units of the target's dimension in one base unit of the source's."""
    pair = {source.dimension, target.dimension}
    of = f" of {analyte}" if analyte else ""
    if pair == {_MASS, _AMOUNT} and analyte in MOLAR_MASSES:
        # 1 ng/L of a substance of M g/mol is 1000/M pmol/L
        ratio = 1000.0 / MOLAR_MASSES[analyte].grams_per_mole
        return ratio if source.dimension == _MASS else 1.0 / ratio
    if pair == {_MASS, _ACTIVITY}:
        if activity_factor is None:
            raise UnitError(
                f"{source.name}{of} cannot become {target.name} without the laboratory's own "
                "factor (mIU/L in one ng/mL); it depends on the assay's standard, so declare it "
                "for the laboratory"
            )
        # the factor is per ng/mL, the base unit of mass concentration is ng/L
        ratio = activity_factor / 1000.0
        return ratio if source.dimension == _MASS else 1.0 / ratio
    raise UnitError(
        f"{source.name} ({source.dimension}){of} cannot become {target.name} ({target.dimension})"
    )
