"""Controlled terms of the standard, and those that this project adds to them by its rules."""

from __future__ import annotations

from typing import Any

__all__ = ["list_extensions", "make_file_type", "make_purpose", "make_reason"]

_PURPOSES = {
    "primary": "PRIMARY OUTCOME MEASURE",
    "secondary": "SECONDARY OUTCOME MEASURE",
    "exploratory": "EXPLORATORY OUTCOME MEASURE",
}
_OWN_PURPOSES = {
    "safety": ("SAFETY MEASURE", "Harms, estimated outside of any error rate"),
    "sensitivity": ("SENSITIVITY ANALYSIS", "An estimate repeated under other assumptions"),
    "description": ("DESCRIPTION", "What the data are, without a comparison"),
}
_FILE_TYPE = ("FILE_HTML", "html", "One self-contained page")


def make_purpose(role: str) -> dict[str, str]:
    """Make the purpose of an analysis from the role that the plan gives its estimand."""
    if role in _PURPOSES:
        return {"controlledTerm": _PURPOSES[role]}
    own = role if role in _OWN_PURPOSES else "description"
    return {
        "controlledTerm": _OWN_PURPOSES[own][0],
        "sponsorTermId": f"PURPOSE_{own.upper()}",
    }


def make_reason(specified: str) -> dict[str, str]:
    """Make the reason of an analysis: planned, or driven by the data."""
    planned = specified.startswith(("pre-specified", "amended"))
    return {"controlledTerm": "SPECIFIED IN SAP" if planned else "DATA DRIVEN"}


def make_file_type() -> dict[str, str]:
    """Make the type of a report's file, which the standard does not know."""
    return {"controlledTerm": _FILE_TYPE[1], "sponsorTermId": _FILE_TYPE[0]}


def list_extensions() -> list[dict[str, Any]]:
    """List the terms that the file adds to the standard's extensible lists."""
    purposes = [
        {"id": f"PURPOSE_{role.upper()}", "submissionValue": value, "description": words}
        for role, (value, words) in _OWN_PURPOSES.items()
    ]
    file_type, value, words = _FILE_TYPE
    return [
        {
            "id": "EXTENSION_PURPOSE",
            "enumeration": "AnalysisPurposeEnum",
            "sponsorTerms": purposes,
        },
        {
            "id": "EXTENSION_FILE",
            "enumeration": "OutputFileTypeEnum",
            "sponsorTerms": [{"id": file_type, "submissionValue": value, "description": words}],
        },
    ]
