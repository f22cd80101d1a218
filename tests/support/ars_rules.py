"""What version 1 of CDISC's Analysis Results Standard asks of the classes that we write.

Facts taken from the released model (cdisc-org/analysis-results-standard, v1.0.0): required slots,
allowed slots, and the class of the parts that are classes themselves. The full JSON schema is
checked by ``validation/ars_schema.py`` where a copy of it is at hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

CLASSES: dict[str, tuple[str, str]] = {
    "ReportingEvent": (
        "id name mainListOfContents",
        (
            "label description version referenceDocuments terminologyExtensions analysisSets "
            "analysisGroupings methods analyses outputs"
        ),
    ),
    "ListOfContents": ("name contentsList", "label description"),
    "NestedList": ("", "listItems"),
    "OrderedListItem": ("name level order", "label description sublist analysisId outputId"),
    "ReferenceDocument": ("id name", "label description location"),
    "TerminologyExtension": ("id sponsorTerms", "enumeration"),
    "SponsorTerm": ("id submissionValue", "description"),
    "AnalysisSet": ("id name level order", "label description condition compoundExpression"),
    "GroupingFactor": (
        "id name dataDriven",
        "label description groupingDataset groupingVariable groups",
    ),
    "Group": ("id name level order", "label description condition compoundExpression"),
    "WhereClauseCondition": ("", "dataset variable comparator value"),
    "AnalysisMethod": ("id name operations", "label description documentRefs codeTemplate"),
    "Operation": (
        "id name order",
        "label description resultPattern referencedOperationRelationships",
    ),
    "Analysis": (
        "id name reason purpose methodId",
        (
            "label description version analysisSetId dataset variable orderedGroupings results "
            "programmingCode dataSubsetId categoryIds documentRefs referencedAnalysisOperations"
        ),
    ),
    "Term": ("controlledTerm", "sponsorTermId"),
    "OrderedGroupingFactor": ("order groupingId resultsByGroup", ""),
    "AnalysisOutputProgrammingCode": ("context", "code documentRef parameters"),
    "OperationResult": ("operationId", "rawValue formattedValue resultGroups"),
    "ResultGroup": ("groupingId", "groupId groupValue"),
    "Output": (
        "id name displays",
        "label description version fileSpecifications documentRefs categoryIds programmingCode",
    ),
    "OrderedDisplay": ("order display", ""),
    "OutputDisplay": ("id name", "label description version displayTitle displaySections"),
    "OutputFile": ("name", "label description fileType location style"),
}
PARTS = {
    "mainListOfContents": "ListOfContents",
    "contentsList": "NestedList",
    "sublist": "NestedList",
    "listItems": "OrderedListItem",
    "referenceDocuments": "ReferenceDocument",
    "terminologyExtensions": "TerminologyExtension",
    "sponsorTerms": "SponsorTerm",
    "analysisSets": "AnalysisSet",
    "analysisGroupings": "GroupingFactor",
    "groups": "Group",
    "condition": "WhereClauseCondition",
    "methods": "AnalysisMethod",
    "operations": "Operation",
    "analyses": "Analysis",
    "reason": "Term",
    "purpose": "Term",
    "fileType": "Term",
    "orderedGroupings": "OrderedGroupingFactor",
    "programmingCode": "AnalysisOutputProgrammingCode",
    "results": "OperationResult",
    "resultGroups": "ResultGroup",
    "outputs": "Output",
    "displays": "OrderedDisplay",
    "display": "OutputDisplay",
    "fileSpecifications": "OutputFile",
}
WHOLE_NUMBERS = {"level", "order", "version"}
TRUTHS = {"dataDriven", "resultsByGroup"}
LISTS_OF_TEXT = {"value"}


def list_departures(part: Any, name: str = "ReportingEvent") -> Iterator[str]:
    """Yield what departs from the standard, with the class in which it does."""
    required, optional = (set(words.split()) for words in CLASSES[name])
    yield from (f"{name} lacks {slot}" for slot in required - set(part))
    for slot, value in part.items():
        if slot not in required | optional:
            yield f"{name} has no slot {slot}"
        elif slot in PARTS:
            for own in value if isinstance(value, list) else [value]:
                yield from list_departures(own, PARTS[slot])
        elif not isinstance(value, _find_type(slot)):
            yield f"{name}.{slot} is {type(value).__name__}"


def _find_type(slot: str) -> type:
    if slot in WHOLE_NUMBERS:
        return int
    if slot in TRUTHS:
        return bool
    return list if slot in LISTS_OF_TEXT else str
