"""The words of the report: titles of sections, names of statistics, what each part answers."""

from __future__ import annotations

from dataclasses import dataclass

from tubulus.core.unit_words import UNIT_WORDS, name_unit

__all__ = [
    "SECTION_WORDS",
    "STATISTIC_WORDS",
    "SYNTHETIC_FIGURE",
    "SYNTHETIC_SCREEN",
    "SYNTHETIC_TAG",
    "UNIT_WORDS",
    "SectionWords",
    "name_statistic",
    "name_unit",
]


@dataclass(frozen=True, slots=True)
class SectionWords:
    """Title of a section, its short name for the table of contents, and what it answers."""

    title: str
    short: str
    lead: str = ""


SECTION_WORDS: dict[str, SectionWords] = {
    "summary": SectionWords("Summary", "Summary"),
    "cautions": SectionWords(
        "What this study cannot show",
        "Limits",
        "Limits of the design and of the data. They also stand beside the sections they concern.",
    ),
    "flow": SectionWords(
        "Participants", "Flow", "How many were seen, allocated, treated, followed and analysed."
    ),
    "baseline": SectionWords(
        "Before treatment",
        "Baseline",
        "How alike the arms were before treatment. No tests: differences at baseline are "
        "described, not tested.",
    ),
    "treatment": SectionWords(
        "Treatment given",
        "Treatment",
        "What each arm was given, how much of it, and how long before the follow-up.",
    ),
    "safety": SectionWords(
        "Harms", "Harms", "What happened, and how often it could still happen unseen."
    ),
    "monitoring": SectionWords(
        "Stopping for harms",
        "Stopping",
        "The boundary that was fixed beforehand, what it does at each true share of harms, and "
        "where the study stood at each look.",
    ),
    "responders": SectionWords(
        "Responders",
        "Responders",
        "Participants with sperm in the ejaculate, each subgroup with its own denominator in "
        "every arm.",
    ),
    "hormones": SectionWords(
        "Hormones and other values between arms",
        "Hormones",
        "Ratio of geometric means at follow-up, arm against comparator.",
    ),
    "concentration": SectionWords(
        "Sperm concentration",
        "Semen",
        "Questions kept apart: whether any sperm was seen, how many where it was, and who of two "
        "men of different arms has more.",
    ),
    "surgery": SectionWords(
        "Found at surgery",
        "Surgery",
        "Sperm found in the testis and histology. Sperm found at surgery is not sperm in the "
        "ejaculate.",
    ),
    "pregnancy": SectionWords(
        "Pregnancy and birth",
        "Pregnancy",
        "Couples in whom a pregnancy could be recorded, and what became of each pregnancy.",
    ),
    "missing": SectionWords(
        "Values that are missing",
        "Missing",
        "Who has no value, why, and how much of each result hangs on what is assumed of them.",
    ),
    "adjusted": SectionWords(
        "Adjusted contrasts",
        "Adjusted",
        "The same contrasts with the arms made alike in what was measured before treatment, in "
        "several ways. None of them is a test.",
    ),
    "confounding": SectionWords(
        "Unmeasured confounding",
        "Confounding",
        "How strong something that nobody measured would have to be to explain a contrast.",
    ),
    "testing": SectionWords(
        "Planned tests",
        "Tests",
        "The tests in the order that was planned, each with the share of error that it may spend.",
    ),
    "subgroups": SectionWords(
        "Subgroups",
        "Subgroups",
        "Whether the contrast of the arms differs between levels of a stratum. Levels are "
        "described, not tested.",
    ),
    "multiverse": SectionWords(
        "Under all planned choices",
        "Multiverse",
        "One contrast under every combination of choices that could as well have been made "
        "otherwise, all of them planned.",
    ),
    "sensitivity": SectionWords(
        "Sensitivity analyses", "Sensitivity", "Whether the results hold under other assumptions."
    ),
    "regression-to-the-mean": SectionWords(
        "Regression to the mean",
        "Regression",
        "How much change is expected without any treatment, because participants were chosen "
        "for extreme values.",
    ),
    "description": SectionWords(
        "Before and after, within arms",
        "Before/after",
        "Description only, and last on purpose: a change within one arm is no effect of its "
        "treatment.",
    ),
    "further": SectionWords("Further estimates", "Further"),
    "in-silico": SectionWords(
        "In-silico screen",
        "In silico",
        "Which proteins carried by the cells' vesicles are known ligands of which receptors of "
        "the seminiferous tubule. A list of hypotheses; nothing here was observed in a "
        "participant.",
    ),
    "docking": SectionWords(
        "Docking",
        "Docking",
        "Whether candidate pairs fit together better than decoy partners of like size. A score is "
        "no binding; nothing here was observed in a participant.",
    ),
    "deviations": SectionWords(
        "Deviations", "Deviations", "Departures from the protocol that were reported."
    ),
    "power": SectionWords(
        "What the planned numbers can show",
        "Power",
        "The chance that a planned test finds a difference of the size that was assumed.",
    ),
    "findings": SectionWords(
        "Data checks", "Checks", "What the checks found in the records that were analysed."
    ),
    "operating": SectionWords(
        "Operating characteristics",
        "Simulated trials",
        "How often the plan would be right and wrong in trials of this size, under named "
        "assumptions: bias, coverage, false rejections, power and stops.",
    ),
    "methods": SectionWords(
        "Methods", "Methods", "Written from the analysis plan that the numbers were computed with."
    ),
    "plan": SectionWords("Analysis plan", "Plan"),
    "checklist": SectionWords(
        "Reporting checklist",
        "Checklist",
        "The 22 items of TREND (2004) for comparisons without randomisation, where this report "
        "meets them, and what is left to the authors.",
    ),
    "provenance": SectionWords(
        "Provenance", "Provenance", "From which data, settings and versions each number came."
    ),
}

STATISTIC_WORDS: dict[str, str] = {
    "n": "Participants",
    "missing": "Missing",
    "sd": "SD",
    "q1": "First quartile",
    "q3": "Third quartile",
    "smd": "Standardised difference",
    "p": "p-value",
    "adjusted p": "Adjusted p-value",
    "p of the joint test": "p-value of the joint test",
    "risk difference between levels": "Difference between levels of the difference in share",
    "shrunken risk difference": "Difference in share, drawn to the other levels",
    "ratio of ratios": "Ratio of the ratios of two levels",
    "shrunken geometric mean ratio": "Ratio of geometric means, drawn to the other levels",
    "difference of differences": "Difference between levels of the difference",
    "shrunken adjusted difference": "Adjusted difference, drawn to the other levels",
    "share": "Share",
    "share, worst case": "Share if all who were not followed had it",
    "risk difference": "Difference in share",
    "risk difference, stratified": "Difference in share, stratified",
    "upper limit": "One-sided upper limit",
    "largest comparator count": "Largest count of the comparator that would still differ",
    "geometric mean ratio": "Ratio of geometric means",
    "geometric mean ratio, imputed": "Ratio of geometric means, imputed",
    "geometric mean ratio, below limit": "Ratio of geometric means, values below a limit as such",
    "risk difference, imputed": "Difference in share, imputed",
}

SYNTHETIC_TAG = "Synthetic data"
SYNTHETIC_FIGURE = "Synthetic data: the participants are simulated"
SYNTHETIC_SCREEN = "Part of a study whose participants are simulated"


def name_statistic(statistic: str) -> str:
    """Name a statistic for the reader; unknown ones are shown as the analysis wrote them."""
    known = STATISTIC_WORDS.get(statistic)
    return known if known is not None else statistic[:1].upper() + statistic[1:]
