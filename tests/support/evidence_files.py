"""A tiny file for every key of ``[screen.evidence]``: known genes, invented numbers; SYNTHETIC."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tubulus.screen.reference import load_builtin_cargo

__all__ = ["EVIDENCE_KEYS", "write_evidence_files", "write_settings"]

GENES = ("KIT", "TGFBR1", "TGFBR2", "CSF1R", "AXL", "FGFR1", "ITGB1")
EVIDENCE_KEYS: dict[str, Any] = {
    "pair_sources": ("builtin", "liana", "cellphonedb", "table"),
    "pairs_file": "insilico/pairs.csv",
    "pair_complexes_file": "insilico/complexes.csv",
    "liana_file": "insilico/omni_resource.csv",
    "cellphonedb_folder": "insilico/cellphonedb",
    "stainings_file": "insilico/normal_ihc_data.tsv",
    "cell_rna_file": "insilico/rna_single_cell_type.tsv",
    "tissue_rna_file": "insilico/rna_tissue_consensus.tsv",
    "atlas_version": "SYNTHETIC",
    "expression_file": "insilico/cells.csv",
    "expression_disease": "NOA",
    "physical_files": ("insilico/physical.csv", "insilico/huri.tsv"),
    "signalling_file": "insilico/signor.tsv",
    "gene_sets_file": "insilico/sets.gmt",
    "gene_set": "own set",
    "rewired_graphs": 20,
}
"""Settings that name the files."""

_PAIRS = """ligand,receptor,reference
TGFB1,own-complex,PMID:22710174
FN1,ITGB1,PMID:22710174
AMH,CD63,
"""
_COMPLEXES = "name,subunit_1,subunit_2\nown-complex,TGFBR1,TGFBR2\n"
_LIANA = """,source,target,source_genesymbol,target_genesymbol,resource
1,P01137,P36897,TGFB1,TGFBR1,ramilowski2015
2,P01137,P36897,TGFB1,TGFBR1,cellchatdb
3,P09603,P07333,CSF1,CSF1R,hpmr
4,P02751,P05556,FN1,ITGB1,cellchatdb
"""
_INTERACTIONS = """partner_a,partner_b,annotation_strategy,source,is_ppi,directionality
P01137,TGFbR,curated,PMID:3,True,Ligand-Receptor
P09603,P07333,curated,uniprot,True,Ligand-Receptor
"""
_CPDB_COMPLEXES = "complex_name,uniprot_1,uniprot_2,receptor\nTGFbR,P37173,P36897,True\n"
_STAININGS = """Gene\tGene name\tTissue\tIHC tissue name\tCell type\tLevel\tReliability
ENSG00000157404\tKIT\tTestis\tTestis\tLeydig cells\tHigh\tEnhanced
ENSG00000157404\tKIT\tTestis\tTestis\tSertoli cells\tNot detected\tEnhanced
ENSG00000150093\tITGB1\tTestis\tTestis\tSertoli cells\tMedium\tSupported
ENSG00000106799\tTGFBR1\tTestis\tTestis\tSertoli cells\tNot detected\tSupported
"""
_CELL_RNA = """Gene\tGene name\tCell type\tnTPM
ENSG00000157404\tKIT\tLeydig cells\t35.1
ENSG00000157404\tKIT\tSertoli cells\t0.2
ENSG00000150093\tITGB1\tSertoli cells\t80.4
ENSG00000163513\tTGFBR2\tSertoli cells\t12.0
"""
_TISSUE_RNA = """Gene\tGene name\tTissue\tnTPM
ENSG00000157404\tKIT\ttestis\t9.5
ENSG00000150093\tITGB1\ttestis\t120.0
"""
_PHYSICAL = "a,b\nFN1,ITGB1\nTGFB1,TGFBR2\nKITLG,KIT\n"
_HURI = "ENSG00000157404\tENSG00000049130\nENSG00000150093\tENSG00000115414\n"
_SIGNOR = """ENTITYA\tTYPEA\tIDA\tENTITYB\tTYPEB\tIDB\tEFFECT\tPMID
KIT\tprotein\tP10721\tPIK3CA\tprotein\tP42336\tup-regulates activity\t1
PIK3CA\tprotein\tP42336\tAKT1\tprotein\tP31749\tup-regulates activity\t1
TGFBR1\tprotein\tP36897\tSMAD3\tprotein\tP84022\tup-regulates\t2
TGFBR2\tprotein\tP37173\tTGFBR1\tprotein\tP36897\tup-regulates\t2
ITGB1\tprotein\tP05556\tAKT1\tprotein\tP31749\tup-regulates\t3
CSF1R\tprotein\tP07333\tAKT1\tprotein\tP31749\tdown-regulates\t4
"""
_SETS = "own set\tSYNTHETIC\tAKT1\tSMAD3\n"


def _write_cells() -> str:
    """Write cells of two types: what a type has, most of its cells express."""
    lines = [",".join(("cell_type", *GENES))]
    for place in range(24):
        leydig = place < 12
        has = {"KIT", "CSF1R"} if leydig else {"ITGB1", "TGFBR2", "FGFR1"}
        counts = [str(3 + (place + k) % 4) if gene in has else "0" for k, gene in enumerate(GENES)]
        lines.append(",".join(("Leydig cell" if leydig else "Sertoli cell", *counts)))
    return "\n".join(lines) + "\n"


def _write_lists() -> tuple[str, str]:
    """Write a comparator panel of six lists, two of them of one study, and its detection."""
    genes = load_builtin_cargo()["symbol"].sort().to_list()
    panel = ["list_id,symbol,study"]
    for place in range(6):
        study = "PMID:5" if place < 2 else ""
        panel += [f"list-{place},{gene},{study}" for gene in genes[40 * place : 40 * place + 60]]
    detection = ["symbol,n_lists", *(f"{gene},{k % 7}" for k, gene in enumerate(genes))]
    return "\n".join(panel) + "\n", "\n".join(detection) + "\n"


def write_evidence_files(folder: Path) -> dict[str, Any]:
    """Write every file into ``insilico`` of a folder and return the settings that name them."""
    comparator, detection = _write_lists()
    contents = {
        "pairs.csv": _PAIRS,
        "complexes.csv": _COMPLEXES,
        "omni_resource.csv": _LIANA,
        "cellphonedb/interaction_input.csv": _INTERACTIONS,
        "cellphonedb/complex_input.csv": _CPDB_COMPLEXES,
        "normal_ihc_data.tsv": _STAININGS,
        "rna_single_cell_type.tsv": _CELL_RNA,
        "rna_tissue_consensus.tsv": _TISSUE_RNA,
        "cells.csv": _write_cells(),
        "physical.csv": _PHYSICAL,
        "huri.tsv": _HURI,
        "signor.tsv": _SIGNOR,
        "sets.gmt": _SETS,
        "comparator.csv": comparator,
        "detection.csv": detection,
    }
    for name, text in contents.items():
        path = folder / "insilico" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return dict(EVIDENCE_KEYS)


def write_settings(keys: dict[str, Any]) -> str:
    """Write the settings of the evidence as the table of a study file."""
    lines = ["[screen.evidence]"]
    for key, value in keys.items():
        text = list(value) if isinstance(value, tuple) else value
        lines.append(f"{key} = {text!r}".replace("'", '"'))
    return "\n".join(lines) + "\n"
