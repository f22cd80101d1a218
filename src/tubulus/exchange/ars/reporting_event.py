"""A study's results as one reporting event of the Analysis Results Standard, version 1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tubulus.core.estimates import Estimate
from tubulus.core.results import Results
from tubulus.exchange.ars.analyses import Analyses, make_analyses
from tubulus.exchange.ars.groupings import list_groupings
from tubulus.exchange.ars.terminology import list_extensions, make_file_type
from tubulus.study.definition.study import Study

__all__ = ["make_reporting_event"]

_SYNTHETIC = "SYNTHETIC DATA: the participants of this study are simulated. "


def make_reporting_event(study: Study, results: Results) -> dict[str, Any]:
    """Make the reporting event: sets, groupings, methods, analyses with results, and the report.

    Parameters
    ----------
    study : Study
        The definition.
    results : Results
        With the tables ``estimates``, ``analysis_sets`` and ``statistical_methods``.

    Returns
    -------
    dict
        Plain data; written as JSON it validates against the released schema
        (``ars_ldm.schema.json``, version 1.0.0 of cdisc-org/analysis-results-standard).

    Notes
    -----
    A set of participants is an expression of the study, which the standard's conditions cannot
    say: it stands in the description of the set.
    """
    rows = _read_estimates(results)
    found = make_analyses(rows, _read_methods(results))
    identity = study.identity
    return {
        "id": f"STUDY_{identity.id}",
        "name": identity.title,
        "label": identity.id,
        "description": _describe(study, results),
        "version": 1,
        "mainListOfContents": _make_contents(found),
        "referenceDocuments": _list_documents(results),
        "terminologyExtensions": list_extensions(),
        "analysisSets": list(_list_sets(results)),
        "analysisGroupings": list_groupings(study),
        "methods": found.methods,
        "analyses": found.analyses,
        "outputs": [_make_output(found)],
    }


def _read_estimates(results: Results) -> list[Estimate]:
    frame = results.get_table("estimates")
    return [] if frame is None else [Estimate(**row) for row in frame.iter_rows(named=True)]


def _read_methods(results: Results) -> Mapping[str, Mapping[str, str]]:
    frame = results.get_table("statistical_methods")
    rows = [] if frame is None else frame.iter_rows(named=True)
    return {row["method"]: row for row in rows}


def _describe(study: Study, results: Results) -> str:
    plan = results.manifest.get("plan") or {}
    stated = f"The plan is {plan['state']}: {plan['reason']}." if plan else ""
    synthetic = _SYNTHETIC if study.identity.synthetic else ""
    design = f"{study.identity.design}."
    return f"{synthetic}{design} {stated}".strip()


def _list_documents(results: Results) -> list[dict[str, str]]:
    plan = results.manifest.get("plan") or {}
    digest = plan.get("digest")
    documents = [
        {
            "id": "DOCUMENT_STUDY",
            "name": "Definition of the study with its analysis plan",
            "location": "study.toml",
            "description": f"Content hash {results.manifest.get('definition', 'unknown')}",
        }
    ]
    if digest:
        documents.append(
            {
                "id": "DOCUMENT_LOCK",
                "name": "Lock of the plan",
                "location": "plan.lock",
                "description": f"Digest {digest}, {plan['locked_at']}, data: {plan['data_state']}",
            }
        )
    return documents


def _list_sets(results: Results) -> Iterator[dict[str, Any]]:
    frame = results.get_table("analysis_sets")
    if frame is None:
        return
    for row in frame.iter_rows(named=True):
        yield {
            "id": f"SET_{row['analysis_set']}",
            "name": row["label"],
            "label": row["label"],
            "description": row["when"],
            "level": 1,
            "order": row["order"],
        }


def _make_contents(found: Analyses) -> dict[str, Any]:
    items = []
    for order, (section, analyses) in enumerate(found.sections.items(), start=1):
        entries = [
            {"name": analysis["name"], "level": 2, "order": place, "analysisId": analysis["id"]}
            for place, analysis in enumerate(analyses, start=1)
        ]
        title = section.replace("-", " ").capitalize()
        items.append({"name": title, "level": 1, "order": order, "sublist": {"listItems": entries}})
    report = {"name": "Report", "level": 1, "order": len(items) + 1, "outputId": "OUTPUT_REPORT"}
    return {"name": "Analyses by section", "contentsList": {"listItems": [*items, report]}}


def _make_output(found: Analyses) -> dict[str, Any]:
    displays = [
        {
            "order": order,
            "display": {"id": f"DISPLAY_{section}", "name": section.replace("-", " ").capitalize()},
        }
        for order, section in enumerate(found.sections, start=1)
    ]
    return {
        "id": "OUTPUT_REPORT",
        "name": "Report of the study",
        "version": 1,
        "displays": displays,
        "fileSpecifications": [
            {"name": "report.html", "location": "report.html", "fileType": make_file_type()}
        ],
    }
