"""Whether a consent covers a day: signed, not withdrawn, and of the right scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tubulus.study.records.participants import Entry

__all__ = ["Signature", "find_obstacle", "read_signatures"]


@dataclass(frozen=True, slots=True)
class Signature:
    """One signed consent.

    Parameters
    ----------
    signed_on : date
        When it was signed.
    version : str
        Version of the document; empty where it was not recorded.
    covers_procedures : bool or None
        Whether its scope covers the procedures of the arm; None where not recorded.
    withdrawn : bool
        Whether it was withdrawn.
    withdrawn_on : date or None
        When; None also where it was withdrawn on an unknown day.
    withdrawn_scope : str
        ``treatment`` leaves follow-up allowed; anything else, also nothing, ends all.
    """

    signed_on: date
    version: str
    covers_procedures: bool | None
    withdrawn: bool
    withdrawn_on: date | None
    withdrawn_scope: str


def read_signatures(entries: Sequence[Entry]) -> list[Signature]:
    """Read the signed consents of one participant, in the order of their dates."""
    signatures = []
    for entry in entries:
        signed = entry.get("signed_on").day
        if signed is not None:
            withdrawn_on = entry.get("withdrawn_on").day
            signatures.append(
                Signature(
                    signed_on=signed,
                    version=entry.get("version").text or "",
                    covers_procedures=entry.get("scope_procedure").truth,
                    withdrawn=bool(entry.get("withdrawn").truth) or withdrawn_on is not None,
                    withdrawn_on=withdrawn_on,
                    withdrawn_scope=entry.get("withdrawn_scope").text or "",
                )
            )
    return sorted(signatures, key=lambda signature: signature.signed_on)


def find_obstacle(signatures: Sequence[Signature], day: date, *, is_treatment: bool) -> str:
    """Tell why a procedure of a day is not covered; empty where it is.

    The consent signed last, on or before the day, decides: its version and scope replace those
    before it, and a consent signed after a withdrawal restores what was withdrawn.

    Notes
    -----
    A consent signed on the day itself counts, because forms hold days and not always times. A
    procedure on the day of the withdrawal is not reported for the same reason. A withdrawal
    without a date may have come before anything, so it leaves nothing covered.
    """
    signed = [signature for signature in signatures if signature.signed_on <= day]
    if not signed:
        return "no consent was signed by that day"
    last = signed[-1]
    if not last.version:
        return "the version of the consent in force is not recorded"
    for signature in signed:
        if _has_ended(signature, last, day, is_treatment=is_treatment):
            if signature.withdrawn_on is None:
                return "the consent was withdrawn on an unknown day"
            return "the consent had been withdrawn"
    if is_treatment and not last.covers_procedures:
        return "the consent in force does not cover the procedures of the arm"
    return ""


def _has_ended(signature: Signature, last: Signature, day: date, *, is_treatment: bool) -> bool:
    if not signature.withdrawn:
        return False
    if signature.withdrawn_scope == "treatment" and not is_treatment:
        return False
    if signature.withdrawn_on is None:
        # a later signature shows that he consented again, whenever he had withdrawn
        return last.signed_on <= signature.signed_on
    return last.signed_on <= signature.withdrawn_on < day
