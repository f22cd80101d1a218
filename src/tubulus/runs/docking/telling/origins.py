"""Which partners have the shape that they took on meeting, as far as that is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tubulus.dock.structures.reading.origin import StructureOrigin
from tubulus.runs.docking.reading.origins import find_pairs_of_one_entry
from tubulus.runs.docking.telling.material import CampaignMaterial, list_some

__all__ = ["tell_origins"]

_UNKNOWN = StructureOrigin()


def tell_origins(material: CampaignMaterial) -> Iterable[str]:
    """Say which asked pairs are bound, of which that is not known, and how decoys compare."""
    yield from _tell_bound(material)
    yield from _tell_unknown(material)
    yield from _tell_decoys(material)


def _tell_bound(material: CampaignMaterial) -> Iterable[str]:
    """Say which asked pairs were cut out of one entry or file, where they lie as found."""
    solved: dict[str, list[str]] = {}
    predicted: dict[str, list[str]] = {}
    for fixed, mobile in material.asked.pairs:
        place = _find_common_place(material, fixed, mobile)
        if place and (fixed, mobile) not in material.of_itself:
            places = predicted if _is_predicted(material, fixed, mobile) else solved
            places.setdefault(place, []).append(f"{fixed} with {mobile}")
    if solved:
        yield (
            f"Bound conformations: {_list_places(solved)}. Docking partners back that were solved "
            "together is easier than the real task."
        )
    if predicted:
        yield (
            f"Predicted together: {_list_places(predicted)}. Their shapes were made to fit, so "
            "docking them back says nothing of the prediction or of the pair."
        )


def _find_common_place(material: CampaignMaterial, fixed: str, mobile: str) -> str:
    """Return the entry or file that both partners were cut out of; empty where there is none."""
    files = _list_files(material)
    entries = {material.origins.get(key, _UNKNOWN).entry for key in _name(fixed, mobile)}
    if len(entries) == 1 and "" not in entries:
        return f"entry {entries.pop()}"
    same = files["fixed", fixed] == files["mobile", mobile]
    return f"file {files['fixed', fixed].name}" if same else ""


def _is_predicted(material: CampaignMaterial, fixed: str, mobile: str) -> bool:
    keys = _name(fixed, mobile)
    return any(material.origins.get(key, _UNKNOWN).state == "predicted" for key in keys)


def _list_places(places: Mapping[str, Sequence[str]]) -> str:
    told = [f"both come from {place} ({list_some(pairs)})" for place, pairs in places.items()]
    return list_some(told)


def _tell_unknown(material: CampaignMaterial) -> Iterable[str]:
    bound = _list_bound(material)
    files = _list_files(material)
    unknown = [
        f"{name} ({files[side, name].name})"
        for side, name in _list_asked(material)
        if (side, name) not in bound
        and material.origins.get((side, name), _UNKNOWN).state == "unknown"
    ]
    if unknown:
        yield (
            "Whether a partner was solved bound is not known to the program where its file names "
            "no entry or declares no sequences; look it up yourself: "
            f"{list_some(unknown)}."
        )


def _tell_decoys(material: CampaignMaterial) -> Iterable[str]:
    """Say where decoy partners are bound more often than asked ones."""
    bound = _list_bound(material)
    asked = _list_asked(material)
    decoys = [key for key in _list_files(material) if key not in asked]
    n_decoys, n_asked = (sum(key in bound for key in keys) for keys in (decoys, asked))
    if not decoys or not asked or n_decoys * len(asked) <= n_asked * len(decoys):
        return
    doubt = sum(
        key not in bound and material.origins.get(key, _UNKNOWN).state == "unknown" for key in asked
    )
    yield (
        f"{n_decoys} of {len(decoys)} decoy partners were cut out of complexes (bound), and "
        f"{n_asked} of {len(asked)} asked partners"
        + (f" (of {doubt} it is not known)" if doubt else "")
        + ": bound decoy partners against unbound asked ones is an unequal comparison."
    )


def _list_bound(material: CampaignMaterial) -> set[tuple[str, str]]:
    """List the partners that stood beside another protein: in their file, or by their entry."""
    bound = {key for key, origin in material.origins.items() if origin.state == "bound"}
    for pair in (
        *material.partners.pairs_of_one_file,
        *find_pairs_of_one_entry(material.origins),
    ):
        if pair not in material.of_itself and not _is_predicted(material, *pair):
            bound |= set(_name(*pair))
    return bound


def _list_asked(material: CampaignMaterial) -> list[tuple[str, str]]:
    return list(dict.fromkeys(key for pair in material.asked.pairs for key in _name(*pair)))


def _list_files(material: CampaignMaterial) -> dict[tuple[str, str], Path]:
    return {
        ("fixed" if r.role == "receptor" else "mobile", r.name): r.path.resolve()
        for r in material.partners.requests
    }


def _name(fixed: str, mobile: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("fixed", fixed), ("mobile", mobile)
