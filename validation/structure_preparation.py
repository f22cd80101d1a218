"""Prepare every structure that lies beside the repository, and structures that are hostile.

Run from the root of the repository: ``python validation/structure_preparation.py``. It writes what
was done to each structure (counts, notes, refusals) to build/validation/structure_preparation.tsv,
prints a line for each, and prints the message that each hostile structure gets. A message that is
not the expected one ends it with an error, as do two homologous entries of the curated decoy list.
Without ``../shared`` only the hostile structures are tried.
No number here is an estimate from draws, so none has a Monte Carlo error.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from pathlib import Path

from structures.hostile import Hostile, list_hostile
from structures.material import find_decoy_sequences, list_partners, list_unbound

from tubulus.core.errors import InputError
from tubulus.dock.partners.families import derive_families
from tubulus.dock.preparation.partners import PartnerRequest, PreparedPartner
from tubulus.dock.preparation.prepare import prepare_partner

OUT = Path(__file__).parents[1] / "build/validation/structure_preparation.tsv"
CASES = 20
COLUMNS = (
    "partner", "role", "file", "state", "chains", "residues", "atoms", "sequons", "kinds", "report",
)  # fmt: skip


def describe(request: PartnerRequest) -> dict[str, object]:
    """Prepare a partner and describe what was done, or why it was refused."""
    row: dict[str, object] = {
        "partner": request.name, "role": request.role, "file": request.path.name,
    }  # fmt: skip
    try:
        partner = prepare_partner(request)
    except InputError as error:
        return row | {"state": "refused", "report": "; ".join(map(str, error.problems))}
    return row | describe_prepared(partner)


def describe_prepared(partner: PreparedPartner) -> dict[str, object]:
    """Count what is left of a partner and join its report."""
    structure = partner.structure
    return {
        "state": "evaluable" if partner.is_evaluable else "not evaluable",
        "chains": ",".join(structure.chains),
        "residues": structure.select(~structure.is_hetero).n_residues,
        "atoms": structure.n_atoms,
        "sequons": len(partner.sequons),
        "kinds": " ".join(dict.fromkeys(note.kind for note in partner.notes)),
        "report": "; ".join(partner.list_report()),
    }


def try_hostile(case: Hostile, folder: Path) -> tuple[str, bool]:
    """Return the message that a hostile structure gets, and whether it is the expected one."""
    request = case.write(folder)
    try:
        partner = prepare_partner(request, sequences={"P00000": case.sequence})
    except InputError as error:
        said = [str(problem) for problem in error.problems]
        return said[0], case.is_refused and len(said) == 1 and case.expected in said[0]
    said = [text for text in partner.list_report() if case.expected in text]
    return "; ".join(said) or "nothing was said", not case.is_refused and len(said) == 1


def write_table(rows: list[dict[str, object]]) -> None:
    """Write one row a structure."""
    OUT.parent.mkdir(parents=True, exist_ok=True)
    with OUT.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def count_related_decoys() -> int:
    """Print the curated decoy partners that are homologous to another one; return their number."""
    sequences = find_decoy_sequences()
    families = derive_families(sequences)
    related = [name for name, family in families.items() if name != family]
    sizes = sorted(sum(map(len, parts)) for parts in sequences.values())
    if sizes:
        print(
            f"\n{len(sizes)} decoy partners of the curated list, of {sizes[0]} to {sizes[-1]} "
            f"residues without copies; homologous to another one: {', '.join(related) or 'none'}"
        )
    return len(related)


def main() -> int:
    """Prepare, write, print; return 1 where something is not as expected."""
    requests = [component.request for component in list_partners()] + list_unbound(CASES)
    rows = [describe(request) for request in requests]
    if rows:
        write_table(rows)
        for row in rows:
            size = f"{row.get('residues', 0)} residues, {row.get('atoms', 0)} atoms"
            print(f"{row['partner']:<24} {row['role']:<8} {row['state']}: {size}; {row['report']}")
        states = [row["state"] for row in rows]
        counts = {state: states.count(state) for state in dict.fromkeys(states)}
        print(f"\n{len(rows)} partners: {counts}; the table is {OUT.relative_to(OUT.parents[2])}")
    else:
        print("../shared is not here: no structure to prepare")
    wrong = count_related_decoys()
    print("\nHostile structures")
    with tempfile.TemporaryDirectory() as folder:
        for case in list_hostile():
            said, right = try_hostile(case, Path(folder))
            wrong += not right
            verdict = "" if right else f"  <- NOT EXPECTED: {case.expected!r}"
            print(f"- {case.name} ({'refused' if case.is_refused else 'noted'}): {said}{verdict}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
