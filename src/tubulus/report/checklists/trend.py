"""The TREND checklist of 2004: what a report on arms without randomisation should say, and where.

The 22 items in our words (Des Jarlais et al., Am J Public Health 2004;94:361-366).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from tubulus.report.material import Material

__all__ = ["ChecklistItem", "fill_trend"]


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """An item of a checklist, filled.

    Parameters
    ----------
    number, topic, asks : str
        What the checklist asks.
    state : str
        ``reported``, ``in part`` or ``to be written``.
    sections : tuple of str
        Sections of the report where it stands.
    says : str
        What the study's file says to it, in a sentence.
    remains : str
        What the authors have to write.
    """

    number: str
    topic: str
    asks: str
    state: str
    sections: tuple[str, ...]
    says: str
    remains: str


Says = Callable[[Material], str]


@dataclass(frozen=True, slots=True)
class _Rule:
    topic: str
    asks: str
    sections: tuple[str, ...] = ()
    remains: str = ""
    says: Says = lambda _: ""
    # a section and what remains to be written where the report does not have it
    without: tuple[tuple[str, str], ...] = ()


def _say_title(material: Material) -> str:
    return f"Allocation: {material.study.identity.allocation}."


def _say_eligibility(material: Material) -> str:
    labels = [criterion.label for criterion in material.study.eligibility]
    return f"Criteria: {'; '.join(labels)}." if labels else ""


def _say_interventions(material: Material) -> str:
    told = [f"{arm.label}: {arm.intervention}" for arm in material.study.arms if arm.intervention]
    return f"{'; '.join(told)}." if told else ""


def _say_questions(material: Material) -> str:
    rows = material.get_rows("estimands")
    return " ".join(row["question"] for row in rows if row["question"])


def _say_outcomes(material: Material) -> str:
    rows = [r for r in material.get_rows("estimands") if r["role"] in {"primary", "safety"}]
    listed = "; ".join(dict.fromkeys(f"{r['variable']} ({r['role']})" for r in rows))
    return f"{listed}." if listed else ""


def _say_sample_size(material: Material) -> str:
    planned = [f"{arm.planned} in {arm.label}" for arm in material.study.arms if arm.planned]
    return f"Planned: {'; '.join(planned)}." if planned else ""


def _say_assignment(material: Material) -> str:
    basis = material.study.identity.allocation_basis
    return f"Unit: the participant. {basis}"


def _say_masking(material: Material) -> str:
    return f"{material.study.identity.masking}.".capitalize()


_RULES: tuple[_Rule, ...] = (
    _Rule(
        "Title and abstract",
        "how participants came into the arms, a structured abstract, the population",
        ("summary",),
        "the abstract",
        _say_title,
    ),
    _Rule("Background", "scientific background and rationale", (), "background and rationale"),
    _Rule(
        "Participants",
        "eligibility, how and where participants were recruited, where data were collected",
        ("flow",),
        "recruitment, settings and places",
        _say_eligibility,
    ),
    _Rule(
        "Interventions",
        "what was given in each arm, how, by whom, where, how much, over which time",
        ("treatment",),
        "who gave the treatments, where, and what was done for adherence",
        _say_interventions,
    ),
    _Rule("Objectives", "specific objectives and hypotheses", ("methods",), "", _say_questions),
    _Rule(
        "Outcomes",
        "primary and secondary outcomes, how they were measured, how measurement was improved",
        ("methods", "findings"),
        "validation of the assays and of the semen laboratory",
        _say_outcomes,
    ),
    _Rule(
        "Sample size",
        "how the number of participants was set, interim looks, stopping rules",
        ("monitoring", "power", "methods"),
        "",
        _say_sample_size,
        (("power", "why this number"), ("monitoring", "whether and when harms stop the study")),
    ),
    _Rule(
        "Assignment",
        "unit and method of assignment, and what was done against bias that follows from it",
        ("adjusted", "baseline", "cautions"),
        "",
        _say_assignment,
    ),
    _Rule("Masking", "who knew the arm", ("cautions",), "", _say_masking),
    _Rule(
        "Unit of analysis",
        "the smallest unit that was analysed",
        ("methods",),
        "",
        lambda _: "The participant, who is also the unit of assignment.",
    ),
    _Rule(
        "Statistical methods",
        "methods for outcomes, for further analyses and for missing data, and the software",
        ("methods", "plan"),
    ),
    _Rule(
        "Participant flow",
        "numbers at each stage in each arm, and departures from the protocol",
        ("flow", "deviations"),
    ),
    _Rule("Recruitment", "dates of recruitment and follow-up", (), "first and last dates"),
    _Rule(
        "Baseline data",
        "characteristics in each arm, of those followed and of those lost, and against the "
        "population",
        ("baseline",),
        "comparison of those lost and with the target population",
    ),
    _Rule(
        "Baseline equivalence",
        "how alike the arms were, and how differences were dealt with",
        ("baseline", "adjusted"),
    ),
    _Rule(
        "Numbers analysed",
        "denominators of each analysis, and who was analysed in which arm",
        ("flow", "responders", "hormones"),
    ),
    _Rule(
        "Outcomes and estimation",
        "each outcome with an estimate and its limits, null and negative results included",
        ("responders", "hormones", "concentration"),
    ),
    _Rule(
        "Ancillary analyses",
        "other analyses, subgroups and adjustments, and which of them were planned",
        ("sensitivity", "adjusted", "confounding", "subgroups", "multiverse"),
    ),
    _Rule("Adverse events", "all important harms in each arm", ("safety",)),
    _Rule(
        "Interpretation",
        "results in the light of hypotheses, bias, imprecision and multiplicity",
        ("cautions", "regression-to-the-mean"),
        "the discussion",
    ),
    _Rule("Generalisability", "to whom the findings apply", (), "the discussion"),
    _Rule("Overall evidence", "the results beside what is known", (), "the discussion"),
)


def fill_trend(material: Material, present: Collection[str]) -> Iterator[ChecklistItem]:
    """Yield the items with where the report meets them and what is left to the authors.

    Parameters
    ----------
    material : Material
        Study and results.
    present : collection of str
        Sections that the report has.
    """
    for number, rule in enumerate(_RULES, start=1):
        found = tuple(section for section in rule.sections if section in present)
        says = rule.says(material)
        lacking = [what for section, what in rule.without if section not in present]
        remains = "; ".join(filter(None, (rule.remains, *lacking)))
        yield ChecklistItem(
            str(number),
            rule.topic,
            rule.asks,
            _judge(bool(found or says), remains, expects=bool(rule.sections)),
            found,
            says,
            remains or ("" if found or says else "all of it: this run has no such results"),
        )


def _judge(is_met: bool, remains: str, *, expects: bool) -> str:
    if not is_met or not expects:
        return "to be written"
    return "in part" if remains else "reported"
