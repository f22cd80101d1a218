"""Draw a whole synthetic study: one table a form, as it would have been entered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl
from numpy.random import Generator

from tubulus.study.definition.forms import Form
from tubulus.study.definition.study import Study
from tubulus.study.simulation import rows_after, rows_before, rows_treatment
from tubulus.study.simulation.men import ScreenedMan, SimulatedMan, simulate_men
from tubulus.study.simulation.rows import Context, Row
from tubulus.study.simulation.rows_hormones import write_hormones
from tubulus.study.simulation.rows_semen import write_semen
from tubulus.study.simulation.settings import SimulationSettings

__all__ = ["simulate_study"]

Writer = Callable[[SimulatedMan, Context], list[Row]]

_WRITERS: Mapping[str, Writer] = {
    "adverse-event": rows_after.write_adverse_event,
    "aetiology": rows_before.write_aetiology,
    "allocation": rows_before.write_allocation,
    "blood-count": rows_before.write_blood_count,
    "cell-product": rows_treatment.write_cell_product,
    "coagulation": rows_before.write_coagulation,
    "concomitant-medication": rows_treatment.write_concomitant_medication,
    "consent": rows_before.write_consent,
    "demographics": rows_before.write_demographics,
    "deviation": rows_after.write_deviation,
    "disposition": rows_after.write_disposition,
    "examination": rows_before.write_examination,
    "history": rows_before.write_history,
    "hormone-therapy": rows_treatment.write_hormone_therapy,
    "hormones": write_hormones,
    "infectious-markers": rows_before.write_infectious_markers,
    "injection": rows_treatment.write_injection,
    "long-term-safety": rows_after.write_long_term_safety,
    "marrow-harvest": rows_treatment.write_marrow_harvest,
    "neonatal": rows_after.write_neonatal,
    "partner": rows_after.write_partner,
    "pregnancy": rows_after.write_pregnancy,
    "semen": write_semen,
    "lifestyle-programme": rows_treatment.write_lifestyle_programme,
}
_SCREENING_LOG = "screening-log"

_STREAMS = (
    *(name for name in _WRITERS if name != "lifestyle-programme"),
    _SCREENING_LOG,
    "lifestyle-programme",
)
"""Forms in the order of their streams: a form that joins later comes last and moves no draw."""


def simulate_study(
    study: Study, settings: SimulationSettings, rng: Generator
) -> dict[str, pl.DataFrame]:
    """Draw the data files of a synthetic study.

    Parameters
    ----------
    study : Study
        The definition: forms, visits, arms, laboratories.
    settings : SimulationSettings
        Marginals, correlations, rates and untidiness, each with its source.
    rng : Generator
        Source of randomness.

    Returns
    -------
    dict of str to polars.DataFrame
        For each form taken from the built-in ones its wide table of texts: ``participant``,
        ``visit`` where the form belongs to visits, the items, and units where entered. A missing
        value is an empty text. Forms of the study's own are not simulated.

    Notes
    -----
    Each form has its own stream of random numbers, so that leaving a form out of the definition
    changes no other table.
    """
    people, *streams = rng.spawn(1 + len(_STREAMS))
    screened, men = simulate_men(study, settings, people)
    by_form = dict(zip(_STREAMS, streams, strict=True))
    tables = {}
    for form in study.forms:
        if form.standard not in by_form:
            continue
        context = Context(study, settings, by_form[form.standard])
        if form.standard == _SCREENING_LOG:
            rows = [_write_screening(man, context) for man in screened]
        else:
            write = _WRITERS[form.standard]
            rows = [row for man in men for row in write(man, context) if _takes(form, man)]
        tables[form.id] = _make_table(form, rows)
    return tables


def _takes(form: Form, man: SimulatedMan) -> bool:
    return not form.arms or man.arm in form.arms


def _write_screening(man: ScreenedMan, context: Context) -> Row:
    declined = man.reason.startswith("declined")
    outcome = "declined" if declined else "failed" if man.reason else "enrolled"
    return {
        "participant": man.id,
        "visit": "",
        "screened_on": man.screened.isoformat(),
        "age": str(int(man.age)),
        "referral": context.choose("clinic", "referred", "self"),
        "outcome": outcome,
        "failure_reason": man.reason or "NA",
        "decided_on": man.decided.isoformat(),
    }


def _make_table(form: Form, rows: Sequence[Row]) -> pl.DataFrame:
    """Put rows under the form's columns; a unit column only where a unit was entered."""
    items = [item for item in form.items if not item.derive]
    columns = ["participant", *(["visit"] if form.visits else [])]
    for item in items:
        columns.append(item.id)
        unit = f"{item.id}_unit"
        if item.unit and any(row.get(unit) for row in rows):
            columns.append(unit)
    kept = [row for row in rows if not form.visits or row["visit"] in form.visits]
    return pl.DataFrame(
        {column: [row.get(column, "") for row in kept] for column in columns},
        schema=dict.fromkeys(columns, pl.String()),
    )
