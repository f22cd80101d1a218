"""Whether a consent covers a day: signed, not withdrawn, and of the right scope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tubulus.study.records.participants import Entry
from tubulus.study.records.values import ValueState

__all__ = [
    "Consent",
    "Signature",
    "Withdrawal",
    "find_obstacle",
    "read_consent",
    "read_withdrawals",
]


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
    """

    signed_on: date
    version: str = ""
    covers_procedures: bool | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What an entry says of a withdrawal; it may stand beside a signature or alone.

    Parameters
    ----------
    withdrawn_on : date or None
        When; None where the day is not known.
    signed_on : date or None
        Signature of the same entry; None where it has none.
    scope : str
        ``treatment`` leaves follow-up allowed; anything else, also nothing, ends all.
    is_certain : bool
        False where it cannot be read whether it was withdrawn.
    """

    withdrawn_on: date | None = None
    signed_on: date | None = None
    scope: str = ""
    is_certain: bool = True

    @property
    def obstacle(self) -> str:
        """Why nothing is covered after it."""
        if not self.is_certain:
            return "it cannot be read whether the consent was withdrawn, so it may not be in force"
        if self.withdrawn_on is None:
            return "the consent was withdrawn on an unknown day"
        return "the consent had been withdrawn"

    def is_about(self, *, is_treatment: bool) -> bool:
        """Tell whether it ends treatment, or follow-up."""
        return is_treatment or self.scope != "treatment"

    def ends(self, signed_on: date, day: date) -> bool:
        """Tell whether a consent signed on one day had ended by another.

        On the day of the withdrawal itself it had not, because forms hold days and not always
        times. A signature after the withdrawal restores what was withdrawn. A withdrawal on an
        unknown day came after the signature of its own entry and before any later one; where its
        entry has no signature it may have come at any time.
        """
        if self.withdrawn_on is not None:
            return signed_on <= self.withdrawn_on < day
        return self.signed_on is None or signed_on <= self.signed_on <= day


@dataclass(frozen=True, slots=True)
class Consent:
    """What one participant signed, in the order of the dates, and what was withdrawn."""

    signatures: tuple[Signature, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()


def read_consent(entries: Sequence[Entry]) -> Consent:
    """Read the consents of one participant; a withdrawal counts from every entry, dated or not."""
    signatures = [
        Signature(
            signed_on=signed,
            version=entry.get("version").text or "",
            covers_procedures=entry.get("scope_procedure").truth,
        )
        for entry in entries
        if (signed := entry.get("signed_on").day) is not None
    ]
    ordered = sorted(signatures, key=lambda signature: signature.signed_on)
    return Consent(tuple(ordered), read_withdrawals(entries))


def read_withdrawals(entries: Iterable[Entry], prefix: str = "") -> tuple[Withdrawal, ...]:
    """Read what entries say of withdrawals; an answer that cannot be read may be one.

    Parameters
    ----------
    entries : iterable of Entry
        Consents of one person.
    prefix : str
        What the names of the items begin with before ``withdrawn`` and ``signed_on``.
    """
    found = (_read_withdrawal(entry, prefix) for entry in entries)
    return tuple(withdrawal for withdrawal in found if withdrawal is not None)


def _read_withdrawal(entry: Entry, prefix: str) -> Withdrawal | None:
    stated, dated = entry.get(f"{prefix}withdrawn"), entry.get(f"{prefix}withdrawn_on")
    is_certain = stated.truth is True or dated.day is not None
    if not is_certain and ValueState.UNREADABLE not in {stated.state, dated.state}:
        return None
    signed_on = entry.get(f"{prefix}signed_on").day
    # a withdrawal before the signature of its own entry contradicts itself: its day is not known
    is_possible = signed_on is None or dated.day is None or dated.day >= signed_on
    return Withdrawal(
        withdrawn_on=dated.day if is_possible else None,
        signed_on=signed_on,
        scope=entry.get(f"{prefix}withdrawn_scope").text or "",
        is_certain=is_certain,
    )


def find_obstacle(consent: Consent, day: date | None, *, is_treatment: bool) -> str:
    """Tell why a procedure is not covered; empty where it is.

    The consent signed last, on or before the day, decides: its version and scope replace those
    before it, and a consent signed after a withdrawal restores what was withdrawn.

    Parameters
    ----------
    consent : Consent
        What the participant signed and withdrew.
    day : date or None
        Day of the procedure. Where it is not known, a treatment cannot be shown to be covered;
        neither can another procedure of a man who has withdrawn.
    is_treatment : bool
        Whether it treats: a man may end treatment and stay in follow-up.

    Notes
    -----
    A consent signed on the day itself counts, because forms hold days and not always times.
    """
    if day is None:
        return _find_undated_obstacle(consent, is_treatment=is_treatment)
    signed = [signature for signature in consent.signatures if signature.signed_on <= day]
    if not signed:
        return "no consent was signed by that day"
    last = signed[-1]
    if not last.version:
        return "the version of the consent in force is not recorded"
    for withdrawal in consent.withdrawals:
        if withdrawal.is_about(is_treatment=is_treatment) and withdrawal.ends(last.signed_on, day):
            return withdrawal.obstacle
    if is_treatment and not last.covers_procedures:
        return "the consent in force does not cover the procedures of the arm"
    return ""


def _find_undated_obstacle(consent: Consent, *, is_treatment: bool) -> str:
    if not consent.signatures:
        return "no consent is recorded"
    withdrawals = [w for w in consent.withdrawals if w.is_about(is_treatment=is_treatment)]
    for withdrawal in withdrawals:
        if withdrawal.withdrawn_on is None:
            return withdrawal.obstacle
    if is_treatment and not any(s.covers_procedures for s in consent.signatures):
        return "no consent covers the procedures of the arm"
    if is_treatment or withdrawals:
        return "its own date is not known, so it cannot be shown to be under consent"
    return ""
