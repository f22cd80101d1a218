"""What tells estimands of one endpoint apart for a reader: their own label, and their role.

Start with :func:`list_headings`.
"""

from __future__ import annotations

from collections import Counter

from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import Estimand

__all__ = ["list_headings", "name_subject"]


def list_headings(plan: Plan) -> dict[str, str]:
    """List the heading of each estimand that shares its endpoint with another.

    Returns
    -------
    dict of str to str
        Identifier of the estimand to ``label (role)``, with the identifier where label and role
        are shared too. An estimand alone on its endpoint is named by the endpoint and has none.
    """
    # endpoints of one label look like one to a reader
    used = Counter(plan.find_endpoint(e.variable).label for e in plan.estimands)
    shared = [e for e in plan.estimands if used[plan.find_endpoint(e.variable).label] > 1]
    named = Counter((e.label, e.role) for e in shared)
    return {e.id: _write(e, is_unique=named[e.label, e.role] == 1) for e in shared}


def name_subject(plan: Plan, estimand: str) -> str:
    """Name what an estimand is about: its heading where it has one, else its endpoint."""
    heading = list_headings(plan).get(estimand)
    return heading or plan.find_endpoint(plan.find_estimand(estimand).variable).label


def _write(estimand: Estimand, *, is_unique: bool) -> str:
    return f"{estimand.label} ({estimand.role}{'' if is_unique else f', {estimand.id}'})"
