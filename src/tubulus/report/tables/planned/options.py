"""The table of a multiverse: what each option of each choice does to the estimate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tubulus.report.material import Material
from tubulus.report.tables.frame import Column, ShownTable
from tubulus.report.tables.planned.shrinkage import write_value

__all__ = ["make_option_table", "name_choice", "name_option"]

Rows = Sequence[Mapping[str, Any]]

_CHOICES = {
    "population": "Analysis set",
    "scale": "Scale",
    "outcome": "Outcome",
    "covariates": "Covariates",
    "missing": "Missing values",
    "errors": "Standard errors",
}
_OPTIONS = {
    ("scale", "log"): "logarithms",
    ("scale", "identity"): "values as they are",
    ("covariates", "none"): "no covariates",
    ("errors", "HC3"): "HC3 errors",
    ("errors", "classical"): "classical errors",
}


def name_choice(choice: str) -> str:
    """Name a choice for the reader."""
    return _CHOICES.get(choice, choice.capitalize())


def name_option(choice: str, option: str) -> str:
    """Name an option for the reader."""
    return _OPTIONS.get((choice, option), option)


def make_option_table(material: Material, rows: Rows, position: int) -> ShownTable:
    """Make the table of one multiverse: median and range of the specifications of each option."""
    first = rows[0]
    measure = first["measure"]
    unit = f", {first['unit']}" if first["unit"] else ""
    return ShownTable(
        id=f"table-options-{position}",
        caption=f"{first['label']}: what each choice does",
        stub="Option",
        columns=(
            Column("Specifications", align="right"),
            Column("Median", f"{measure[:1].upper()}{measure[1:]}{unit}", align="right"),
            Column("Range", f"{measure[:1].upper()}{measure[1:]}{unit}", align="right"),
        ),
        rows=[
            (
                name_choice(row["choice"]),
                name_option(row["choice"], row["option"]),
                (
                    str(row["n_estimated"]),
                    write_value(material, {**row, "statistic": measure}, "median"),
                    write_value(material, {**row, "statistic": measure}, "low", "high"),
                ),
            )
            for row in rows
        ],
        origins=[(first["estimand"], "", "specification curve", "", first["provenance"])],
    )
