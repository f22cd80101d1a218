"""How hard sperm were looked for: method and number of ejaculates of each visit.

About 23 % of men labelled azoospermic show sperm once the ejaculate is centrifuged, so sperm that
appear under a more sensitive examination than the one at baseline are no evidence of an effect.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tubulus.study.derivations.semen import SpermFinding, derive_sperm_finding
from tubulus.study.records.participants import Entry, ParticipantData, StudyData

__all__ = [
    "METHOD_RANKS",
    "Effort",
    "MoreSensitive",
    "compare_efforts",
    "derive_effort",
    "derive_more_sensitive",
]

METHOD_RANKS = {"direct": 1, "sediment": 2}
"""Examination methods by what they can find: a centrifuged sediment holds the whole ejaculate."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard sperm were looked for.

    Parameters
    ----------
    ejaculates : int
        Ejaculates with a result.
    sediments : int
        How many of them were examined after centrifugation.
    method_rank : int
        Rank of the most sensitive method used; 0 where none is recorded.
    every_method_known : bool
        Whether each of the ejaculates has its method.
    g_min : float or None
        Greatest product of centrifugation force (multiples of gravity) and time (min) over the
        sediments; None where there is none or one of them does not state it.
    detection_limit : float or None
        Lowest detection limit, in million/mL; None where none is stated.
    """

    ejaculates: int
    sediments: int
    method_rank: int
    every_method_known: bool
    g_min: float | None
    detection_limit: float | None


class MoreSensitive(NamedTuple):
    """Whether the follow-up examination was more sensitive than the one at baseline, and why."""

    flagged: bool
    reason: str


def derive_effort(entries: Iterable[Entry]) -> Effort:
    """Derive the search effort from the semen entries of one participant.

    An entry that does not say whether sperm were seen is no examination and does not count.
    """
    looked = [e for e in entries if derive_sperm_finding(e) is not SpermFinding.UNKNOWN]
    methods = [METHOD_RANKS.get(e.get("examination_method").text or "", 0) for e in looked]
    limits = [value.number for e in looked if (value := e.get("detection_limit")).is_known]
    return Effort(
        ejaculates=len(looked),
        sediments=methods.count(METHOD_RANKS["sediment"]),
        method_rank=max(methods, default=0),
        every_method_known=all(methods),
        g_min=_find_centrifugation(looked),
        detection_limit=min((limit for limit in limits if limit is not None), default=None),
    )


def _find_centrifugation(entries: Sequence[Entry]) -> float | None:
    products = []
    for entry in entries:
        if entry.get("examination_method").text != "sediment":
            continue
        force, minutes = entry.get("centrifugation_g"), entry.get("centrifugation_min")
        if not (force.is_known and minutes.is_known):
            return None
        products.append((force.number or 0.0) * (minutes.number or 0.0))
    return max(products, default=None)


def _select(participant: ParticipantData, forms: Sequence[str]) -> list[Entry]:
    return [entry for form in forms for entry in participant.select(form)]


def derive_more_sensitive(
    data: StudyData,
    baseline_visits: Sequence[str],
    followup_visit: str,
    *,
    forms: Sequence[str] = ("semen",),
) -> dict[str, MoreSensitive]:
    """Tell for each participant whether follow-up was examined more sensitively than baseline.

    Parameters
    ----------
    data : StudyData
        The participants.
    baseline_visits : sequence of str
        The visits that make up the baseline; their ejaculates count together.
    followup_visit : str
        The visit to compare.
    forms : sequence of str
        The study's semen forms.

    Returns
    -------
    dict of str to MoreSensitive
        A row for each participant with an examined ejaculate at the follow-up visit. Where the
        methods cannot be compared because one was not recorded, the participant is flagged: the
        burden of proof lies with the response.
    """
    compared = {}
    for participant in data:
        entries = _select(participant, forms)
        after = derive_effort(e for e in entries if e.visit == followup_visit)
        if after.ejaculates:
            before = derive_effort(e for e in entries if e.visit in set(baseline_visits))
            compared[participant.id] = compare_efforts(before, after)
    return compared


def compare_efforts(before: Effort, after: Effort) -> MoreSensitive:
    """Compare two efforts; the reasons are all given, joined by semicolons.

    Notes
    -----
    More sensitive is: more ejaculates, a method of higher rank, a sediment spun with more g x min,
    or a lower detection limit. A weaker follow-up cannot create a response and is not flagged. What
    one side alone records cannot be compared; a detection limit matters so between like methods,
    because that of another method was other anyway.
    """
    if not before.ejaculates:
        return MoreSensitive(True, "no ejaculate was examined at baseline")
    reasons = []
    if after.ejaculates > before.ejaculates:
        reasons.append(f"{after.ejaculates} ejaculates instead of {before.ejaculates}")
    reasons.extend(_compare_methods(before, after))
    reasons.extend(_compare_limits(before, after))
    return MoreSensitive(bool(reasons), "; ".join(reasons))


def _compare_limits(before: Effort, after: Effort) -> list[str]:
    earlier, later = before.detection_limit, after.detection_limit
    if earlier is not None and later is not None:
        return ["lower detection limit"] if later < earlier else []
    is_one_sided = (earlier is None) != (later is None)
    if is_one_sided and before.method_rank == after.method_rank:
        return ["the detection limit is not recorded, so it cannot be compared"]
    return []


def _compare_methods(before: Effort, after: Effort) -> list[str]:
    highest = max(METHOD_RANKS.values())
    if before.method_rank == highest and after.method_rank == highest:
        return _compare_sediments(before, after)
    if before.method_rank == highest and after.every_method_known:
        return []
    if not before.every_method_known or not after.every_method_known:
        return ["the examination method is not recorded, so it cannot be compared"]
    if after.method_rank > before.method_rank:
        return ["the sediment was examined, at baseline only the direct preparation"]
    return []


def _compare_sediments(before: Effort, after: Effort) -> list[str]:
    if after.sediments > before.sediments:
        return [f"{after.sediments} sediments examined instead of {before.sediments}"]
    if before.g_min is None or after.g_min is None:
        return ["the centrifugation is not recorded, so it cannot be compared"]
    # forces are set on a dial: a part in a thousand is no difference
    if after.g_min > before.g_min * 1.001:
        return ["the sediment was centrifuged harder or longer"]
    return []
