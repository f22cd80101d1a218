"""Which of several models of a file is read, and its biological assembly."""

from __future__ import annotations

import gemmi
import numpy as np
import numpy.typing as npt

from tubulus.dock.structures.notes import Note
from tubulus.dock.structures.reading.files import refuse

__all__ = ["build_assembly", "choose_model"]

# models of one ensemble differ in shape; copies of one molecule do not
_SAME_SHAPE_ANGSTROM = 0.05
_APART_ANGSTROM = 1.0


def choose_model(
    structure: gemmi.Structure, name: str, wanted: int | None
) -> tuple[int, tuple[Note, ...]]:
    """Choose the model that is read, counted from 0.

    Parameters
    ----------
    structure : gemmi.Structure
        As parsed.
    name : str
        Name of the file.
    wanted : int, optional
        Number of the model as the file gives it. Left out, the first model of an ensemble is
        taken.

    Raises
    ------
    InputError
        If there is no such model, or the models are no ensemble of one molecule (they hold
        different atoms, or copies of one shape at different places) and none was named.
    """
    numbers = [model.num for model in structure]
    if wanted is not None:
        if wanted not in numbers:
            refuse(name, f"there is no model {wanted}", f"the models are {_list_some(numbers)}")
        note = Note("model_chosen", f"model {wanted} of {len(numbers)} is used, as asked")
        return numbers.index(wanted), (note,)
    if len(numbers) == 1:
        return 0, ()
    if not _hold_the_same(structure[0], structure[1]):
        refuse(
            name,
            f"its {len(numbers)} models hold different atoms, so that none stands for all",
            "name the model to use; for a biological assembly give the mmCIF file and the "
            "assembly's name",
        )
    if _are_copies(structure[0], structure[1]):
        refuse(
            name,
            f"its {len(numbers)} models are copies of one shape at different places, as in a "
            "biological assembly written as models",
            "give the mmCIF file and the assembly's name, or name the model to use",
        )
    text = f"the first of {len(numbers)} models is used; how far the others differ is not shown"
    return 0, (Note("model_chosen", text, len(numbers)),)


def build_assembly(
    structure: gemmi.Structure, name: str, assembly: str
) -> tuple[dict[str, str], Note]:
    """Replace a structure in place by its biological assembly.

    Copies of chain ``A`` are named ``A1``, ``A2`` and so on, each by a number that is free.

    Returns
    -------
    sources : dict of str to str
        Chain of the file that each chain of the assembly copies. Names do not tell it: the file
        may have a chain ``A1`` of its own.
    note : Note
        What was built.

    Raises
    ------
    InputError
        If the file does not describe that assembly.
    """
    known = [item.name for item in structure.assemblies]
    if assembly not in known:
        listed = f"it describes {', '.join(known)}" if known else "it describes none"
        refuse(name, f"the file has no biological assembly {assembly!r}", listed)
    # the copying keeps the segment of a residue, which nothing else here reads
    for chain in structure[0]:
        for residue in chain:
            residue.segment = chain.name
    structure.transform_to_assembly(assembly, gemmi.HowToNameCopiedChain.AddNumber)
    sources = {chain.name: chain[0].segment for chain in structure[0] if len(chain)}
    text = f"biological assembly {assembly} was built: chains {', '.join(sources)}"
    return sources, Note("assembly", text, len(sources))


def _hold_the_same(first: gemmi.Model, second: gemmi.Model) -> bool:
    """Tell whether two models hold as many atoms and the same residues in one order."""
    names = [[residue.name for chain in model for residue in chain] for model in (first, second)]
    return first.count_atom_sites() == second.count_atom_sites() and names[0] == names[1]


def _are_copies(first: gemmi.Model, second: gemmi.Model) -> bool:
    one, two = _list_traces(first), _list_traces(second)
    if len(one) < 3 or len(one) != len(two):
        return False
    result = gemmi.superpose_positions(one, two)
    moved = np.linalg.norm(_mean(one) - _mean(two))
    return bool(result.rmsd < _SAME_SHAPE_ANGSTROM and moved > _APART_ANGSTROM)


def _mean(positions: list[gemmi.Position]) -> npt.NDArray[np.float64]:
    return np.asarray(np.mean([p.tolist() for p in positions], axis=0))


def _list_traces(model: gemmi.Model) -> list[gemmi.Position]:
    traces = (residue.get_ca() for chain in model for residue in chain)
    return [atom.pos for atom in traces if atom is not None]


def _list_some(numbers: list[int]) -> str:
    if len(numbers) > 6:
        return f"{numbers[0]} to {numbers[-1]}"
    return ", ".join(str(number) for number in numbers)
