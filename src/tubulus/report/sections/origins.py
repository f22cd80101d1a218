"""Where everything comes from: methods, the state of the plan, versions, hashes and seed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from tubulus.report.material import Material
from tubulus.report.sections.section import Block, Section, make_section
from tubulus.report.tables.frame import Column, ShownTable
from tubulus.report.vocabulary import SECTION_WORDS

__all__ = ["make_methods_section", "make_plan_section", "make_provenance_section"]


def make_methods_section(material: Material) -> Section | None:
    """Make the methods text from the sentences that were generated with the numbers."""
    rows = material.get_rows("methods")
    parts = []
    for name, group in groupby(rows, key=lambda row: row["section"] or ""):
        words = SECTION_WORDS.get(name)
        # a name keeps its capitals: FSH stays FSH
        plain = name.replace("-", " ")
        title = words.title if words else plain[:1].upper() + plain[1:]
        parts.append((title, " ".join(str(row["sentence"]).strip() for row in group)))
    return make_section(material, "methods", [Block("methods", parts) if parts else None])


def make_plan_section(material: Material) -> Section | None:
    """Make the section on the state of the analysis plan and its amendments."""
    if not material.plan:
        return None
    return make_section(material, "plan", [Block("plan", material.plan)])


def make_provenance_section(material: Material) -> Section | None:
    """Make the section of provenance: one block a record, then hashes of all tables."""
    manifest = material.results.manifest
    blocks: list[Block | ShownTable | None] = [_make_run(material)]
    records = manifest.get("provenance")
    if isinstance(records, Mapping):
        blocks += [_make_record(str(key), record) for key, record in sorted(records.items())]
    tables = manifest.get("tables")
    if isinstance(tables, Mapping) and tables:
        blocks.append(
            ShownTable(
                id="table-hashes",
                caption="Tables of the results",
                stub="Table",
                columns=(Column("SHA-256"),),
                rows=[("", f"{name}.parquet", (str(value),)) for name, value in tables.items()],
            )
        )
    return make_section(material, "provenance", blocks)


_RUN_KEYS = (
    ("generated_at", "Generated"),
    ("seed", "Seed"),
    ("snapshot", "Snapshot of the data"),
    ("snapshot_hash", "Snapshot of the data"),
    ("definition", "Definition of the study"),
    ("definition_hash", "Definition of the study"),
    ("tubulus", "Tubulus"),
)


def _make_run(material: Material) -> Block:
    manifest = material.results.manifest
    pairs = [(label, _say(manifest[key])) for key, label in _RUN_KEYS if manifest.get(key)]
    if not any(label == "Definition of the study" for label, _ in pairs):
        pairs.append(("Definition of the study", material.study.content_hash))
    return Block("pairs", {"title": "Run", "pairs": pairs})


_INPUTS_OPEN = 24
"""Inputs that are shown as they are; more are folded."""


def _make_record(key: str, record: Any) -> Block:
    if not isinstance(record, Mapping):
        return Block("pairs", {"title": key, "pairs": [("Record", _say(record))]})
    pairs = []
    for name, label in (
        ("step", "Step"),
        ("seed", "Seed"),
        ("inputs", "Inputs"),
        ("versions", "Versions"),
        ("settings", "Settings"),
        ("platform", "Platform"),
    ):
        if record.get(name) not in (None, "", {}):
            pairs.append((label, _say(record[name])))
    inputs = record.get("inputs")
    number = len(inputs) if isinstance(inputs, Mapping) else 0
    return Block(
        "pairs",
        {
            "title": f"Record {key}",
            "pairs": pairs,
            "id": f"provenance-{key}",
            "folded": (
                {"Inputs": f"{number} inputs with their hashes"} if number > _INPUTS_OPEN else {}
            ),
        },
    )


def _say(value: Any) -> str:
    """Write a value in lines; settings inside settings get the names of both."""
    if isinstance(value, Mapping):
        return "\n".join(f"{name}: {text}" for name, text in _flatten(value))
    if value is None or value == "":
        return "not set"
    if isinstance(value, str | int | float):
        return str(value)
    return json.dumps(value, ensure_ascii=False, default=str)


def _flatten(value: Mapping[str, Any], outer: str = "") -> Iterator[tuple[str, str]]:
    for key, entry in value.items():
        if isinstance(entry, Mapping) and entry:
            yield from _flatten(entry, f"{outer}{key}.")
        else:
            yield f"{outer}{key}", _say(entry)
