"""Read gene sets of a user from GMT: one line a set, its name, a description, then the genes."""

from __future__ import annotations

from pathlib import Path

from tubulus.core.errors import InputError, Problem
from tubulus.screen.gene_sets.builtin import GeneSet
from tubulus.screen.identifiers import map_identifiers

__all__ = ["read_gene_sets"]


def read_gene_sets(path: Path) -> tuple[GeneSet, ...]:
    """Read the gene sets of a GMT file.

    Parameters
    ----------
    path : Path
        Text, cells separated by tabs. Names of genes may be symbols, aliases, Entrez ids,
        Ensembl genes or UniProt accessions.

    Returns
    -------
    tuple of GeneSet
        In the order of the file; names that are no human protein-coding gene stand in ``lost``.

    Raises
    ------
    InputError
        Naming every line without name or genes, every set that comes twice, and every set none
        of whose genes is known.
    """
    problems: list[Problem] = []
    sets: dict[str, GeneSet] = {}
    for number, line in enumerate(_read_lines(path), 1):
        if not line.strip():
            continue
        name, title, *cells = [cell.strip() for cell in line.split("\t")] + [""] * 2
        names = [cell for cell in cells if cell]
        if not name or not names:
            problems.append(
                Problem(path.name, number, "", "is no gene set", "name<TAB>description<TAB>genes")
            )
            continue
        if name in sets:
            problems.append(Problem(path.name, number, name, "comes twice", "rename one"))
        report = map_identifiers(names)
        lost = tuple(mapped.given for mapped in report.names if mapped.symbol is None)
        if not report.symbols:
            message = f"names no human protein-coding gene ({', '.join(lost[:3])})"
            problems.append(Problem(path.name, number, name, message, "give human gene symbols"))
        sets[name] = GeneSet(name, title or name, frozenset(report.symbols), path.name, lost)
    if not sets and not problems:
        problems.append(Problem(path.name, 0, "", "is empty", "expected one gene set a line"))
    if problems:
        raise InputError(problems)
    return tuple(sets.values())


def _read_lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8-sig").splitlines()
    except OSError as error:
        message = f"cannot be read ({error.strerror or error})"
        raise InputError([Problem(path.name, 0, "", message, "check the file")]) from error
    except UnicodeDecodeError as error:
        problem = Problem(path.name, 0, "", "is not UTF-8 text", "unpack it, or save it as UTF-8")
        raise InputError([problem]) from error
