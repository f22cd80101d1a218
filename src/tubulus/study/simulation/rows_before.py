"""Rows of what is asked before treatment: consent, history, causes, examination, donor tests."""

from __future__ import annotations

from datetime import date, timedelta

from tubulus.study.simulation.men import SimulatedMan
from tubulus.study.simulation.rows import Context, Row, make_row, render_number

__all__ = [
    "write_aetiology",
    "write_allocation",
    "write_blood_count",
    "write_coagulation",
    "write_consent",
    "write_demographics",
    "write_examination",
    "write_history",
    "write_infectious_markers",
]

_AMENDED_AFTER_DAYS = 300
"""Days after the start of recruitment on which version 2.0 of the consent document is issued."""


def write_consent(man: SimulatedMan, context: Context) -> list[Row]:
    """Write his consent, and his re-consent where the document was amended while he took part."""
    first = context.settings.recruitment_start - timedelta(days=30)
    second = context.settings.recruitment_start + timedelta(days=_AMENDED_AFTER_DAYS)
    signed = man.calendar.consented
    withdrawn = man.left_as == "consent-withdrawn"
    rows = [_sign(man, "main", signed, (first, second), withdrawn)]
    came = man.calendar.follow_up
    if signed < second <= came and man.tell("observed"):
        rows.append(_sign(man, "re-consent", came, (first, second), False))
    return rows


def _sign(
    man: SimulatedMan, document: str, signed: date, issued: tuple[date, date], withdrawn: bool
) -> Row:
    amended = signed >= issued[1]
    return make_row(
        man,
        document=document,
        version="2.0" if amended else "1.0",
        version_date=issued[1] if amended else issued[0],
        signed_on=signed,
        scope_procedure=True,
        scope_data=True,
        scope_specimens=True,
        scope_genetics=True,
        scope_long_term=True,
        withdrawn=withdrawn,
        withdrawn_on=man.left_on if withdrawn else None,
        withdrawn_scope="follow-up" if withdrawn else None,
    )


def write_allocation(man: SimulatedMan, context: Context) -> list[Row]:
    """Write his arm; in this simulation men choose, or a doctor advises."""
    basis = "choice" if context.happens(0.8) else "medical"
    return [make_row(man, arm=man.arm, allocated_on=man.calendar.allocated, basis=basis)]


def write_demographics(man: SimulatedMan, context: Context) -> list[Row]:
    """Write date of birth and age so that they agree at screening."""
    born = man.calendar.screened - timedelta(days=int(man.age * 365.25))
    height = float(context.rng.normal(175, 7))
    index = float(context.rng.normal(26.5, 3.5))
    return [
        make_row(
            man,
            context.settings.visits.screening,
            birth_date=born,
            age=_count_years(born, man.calendar.screened),
            height=render_number(height, 0),
            weight=render_number(max(index, 18.5) * (height / 100) ** 2, 0),
            smoking=context.choose("never", "never", "former", "current"),
            alcohol_regular=context.happens(0.2),
        )
    ]


def _count_years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def write_history(man: SimulatedMan, context: Context) -> list[Row]:
    """Write his history; the type of infertility comes from the response draw."""
    secondary, partner = man.tell("secondary"), man.partner != "none"
    pregnancies = int(context.rng.integers(1, 3))
    age = int(context.rng.integers(22, 42))
    return [
        make_row(
            man,
            context.settings.visits.screening,
            infertility_type="secondary" if secondary else "primary",
            infertility_duration=render_number(float(context.rng.uniform(1, 9)), 1),
            earlier_pregnancies=pregnancies if secondary else "NA",
            partner_known=partner,
            partner_age=age if partner else "NA",
            earlier_retrieval=context.choose("none", "none", "none", "failed"),
            earlier_art=0,
            testosterone_use=False,
            diabetes=context.happens(0.04),
        )
    ]


def write_aetiology(man: SimulatedMan, context: Context) -> list[Row]:
    """Write the cause of azoospermia; karyotype and AZF markers of those taken in fit it."""
    cryptorchidism = context.choose("unilateral", "bilateral")
    has = man.aetiology == "cryptorchidism"
    operated = render_number(float(context.rng.uniform(1, 12)), 1)
    grade = context.choose("none", "none", "none", "none", "subclinical", "grade-1")
    return [
        make_row(
            man,
            context.settings.visits.screening,
            aetiology=man.aetiology,
            karyotype_done=True,
            karyotype="normal",
            azf_done=True,
            azf="c" if man.aetiology == "azf" else "none",
            cryptorchidism=cryptorchidism if has else "none",
            orchidopexy_age=operated if has else "NA",
            gonadotoxic_therapy=man.aetiology == "gonadotoxic",
            mumps_orchitis=man.aetiology == "mumps",
            varicocele=grade,
            histology="none",
        )
    ]


def write_examination(man: SimulatedMan, context: Context) -> list[Row]:
    """Write testis volumes of both visits: his mean volume and half a difference of the sides."""
    if "testis_volume" not in man.measurements.items:
        return []
    visits = context.settings.visits
    calendar = man.calendar
    mean = man.measure("testis_volume")
    half = float(context.rng.normal(0, 0.8))
    when = [(visits.screening, calendar.ejaculates[0]), (visits.follow_up, calendar.follow_up)]
    rows = []
    for (visit, day), volume in zip(when, mean, strict=True):
        if visit == visits.follow_up and not man.tell("observed"):
            continue
        rows.append(
            make_row(
                man,
                visit,
                examined_on=day,
                volume_method="ultrasound",
                testis_volume_left=render_number(max(volume - half, 1.0), 1),
                testis_volume_right=render_number(max(volume + half, 1.0), 1),
                vas_palpable_left=True,
                vas_palpable_right=True,
                varicocele_left=False,
                varicocele_right=False,
                virilisation_normal=True,
            )
        )
    return rows


def write_infectious_markers(man: SimulatedMan, context: Context) -> list[Row]:
    """Write the donor's markers: whoever was positive is a screening failure."""
    return [
        make_row(
            man,
            context.settings.visits.screening,
            collected_on=man.calendar.ejaculates[0],
            laboratory=man.laboratories[0],
            hiv="negative",
            hbv="negative",
            hcv="negative",
            syphilis="negative",
            htlv="negative",
        )
    ]


def write_blood_count(man: SimulatedMan, context: Context) -> list[Row]:
    """Write the blood counts before treatment, a week after day 1 and at the follow-up."""
    visits, calendar, rng = context.settings.visits, man.calendar, context.rng
    when = [
        (visits.baseline, calendar.baseline, 0),
        (visits.early, calendar.early, 0),
        (visits.follow_up, calendar.follow_up, 1),
    ]
    rows = []
    for visit, day, place in when:
        leukocytes = float(min(max(rng.normal(6.5, 1.4), 3.2), 11))
        row = make_row(
            man,
            visit,
            collected_on=day,
            laboratory=man.laboratories[place],
            haemoglobin=render_number(float(rng.normal(150, 8)), 0),
            leukocytes=render_number(leukocytes, 1),
            neutrophils=render_number(leukocytes * float(rng.uniform(0.45, 0.65)), 1),
            platelets=render_number(float(min(max(rng.normal(240, 45), 130), 420)), 0),
        )
        if visit != visits.follow_up or man.tell("observed"):
            rows.append(row)
    return rows


def write_coagulation(man: SimulatedMan, context: Context) -> list[Row]:
    """Write the coagulation tests before the harvest."""
    rng = context.rng
    return [
        make_row(
            man,
            context.settings.visits.baseline,
            collected_on=man.calendar.baseline,
            laboratory=man.laboratories[0],
            inr=render_number(float(rng.uniform(0.9, 1.15)), 2),
            aptt=render_number(float(rng.uniform(25, 36)), 0),
            fibrinogen=render_number(float(rng.uniform(2.0, 4.0)), 1),
        )
    ]
