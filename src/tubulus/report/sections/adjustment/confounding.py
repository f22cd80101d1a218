"""The section on unmeasured confounding: what a trait that nobody measured could explain."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.report.figures.adjustment.confounder import draw_confounders
from tubulus.report.figures.figure import Figure
from tubulus.report.material import Material
from tubulus.report.sections.section import Block, Section, make_section
from tubulus.report.tables.adjustment.beside import make_strength_table
from tubulus.report.tables.adjustment.confounding import make_benchmark_table, make_tipping_table
from tubulus.report.tables.frame import ShownTable
from tubulus.report.tables.tall import make_tall_table

__all__ = ["make_confounding_section"]

_STRENGTHS = (
    "E-value",
    "E-value of the limit",
    "robustness value",
    "robustness value of the limit",
)

_MEANING = (
    (
        "E-value: the risk ratio that one unmeasured trait would need both with the arm and with "
        "the outcome, beyond the covariates, to explain the contrast. 1 means that nothing is "
        "needed; 3 that both would have to be as strong as a threefold risk. For a number it rests "
        "on an approximate risk ratio."
    ),
    (
        "Robustness value: the share of what is left of arm and of outcome that the trait would "
        "need to explain, of each, to take the contrast to none."
    ),
    (
        "Beside either stands the same for the limit nearest to no difference; 1 and 0 mean that "
        "the limits hold no difference already."
    ),
    (
        "A large value does not say that there is no such trait, and a small one does not say that "
        "there is. Whether one exists is a question of andrology, not of numbers: how men came "
        "into the arms, what their doctors saw and nobody wrote down."
    ),
    (
        "Negative control: an endpoint that by assumption no treatment changes. A contrast in it "
        "speaks of confounding of the same kind; none in it proves nothing."
    ),
)


def make_confounding_section(material: Material) -> Section | None:
    """Make the section; None where there is nothing to explain."""
    return make_section(material, "confounding", _list_blocks(material))


def _list_blocks(material: Material) -> Iterator[Figure | ShownTable | Block | None]:
    strengths = make_strength_table(material)
    if strengths is None:
        return
    yield strengths
    yield Block("points", {"title": "What these values say, and what not", "points": _MEANING})
    controls = [s for s in material.select("confounding") if s.row.statistic not in _STRENGTHS]
    if controls:
        caption = "Endpoints that by assumption no treatment changes"
        yield make_tall_table(material, controls, id="table-negative-controls", caption=caption)
    yield draw_confounders(material)
    tipping = make_tipping_table(material, material.get_rows("confounders"))
    benchmarks = make_benchmark_table(material, material.get_rows("benchmarks"))
    yield from (Block("folded", table) for table in (tipping, benchmarks) if table is not None)
