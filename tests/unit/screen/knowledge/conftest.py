"""Small tables of pairs in the formats of others, of our own making."""

import pytest

LIANA_HEADER = ["", "source", "target", "source_genesymbol", "target_genesymbol", "resource"]
LIANA_ROWS = [
    ["P01137", "P36897", "TGFB1", "TGFBR1", "hpmr"],
    ["P01137", "P36897", "TGFB1", "TGFBR1", "ramilowski2015"],
    ["P01137", "P36897", "TGFB1", "TGFBR1", "lrdb"],
    ["P01137", "COMPLEX:P36897_P37173", "TGFB1", "TGFBR1_TGFBR2", "cellchatdb"],
    ["P09603", "P07333", "CSF1", "CSF1R", "ramilowski2015"],
    ["P09603", "P07333", "CSF1", "CSF1R", "italk"],
    ["P09603", "P07333", "CSF1", "CSF1R", "consensus"],
    ["Q14393", "P30530", "GAS6", "AXL", "cellinker"],
    ["P21583", "P10721", "no such name", "KIT", "icellnet"],
    ["P08887x", "P40189", "NOSUCHGENE", "IL6ST", "icellnet"],
    ["P01137", "P36897", "Tgfb1", "Tgfbr1", "mouseconsensus"],
]
INTERACTIONS = [
    ["partner_a", "partner_b", "annotation_strategy", "source", "is_ppi", "directionality"],
    ["P01137", "TGFbR", "curated", "PMID:22710174", "True", "Ligand-Receptor"],
    ["P09603", "P07333", "curated", "uniprot;reactome", "True", "Ligand-Receptor"],
    ["P05362", "P05362", "curated", "uniprot", "True", "Adhesion-Adhesion"],
    ["Steroid_byX", "P07333", "curated", "PMID:1234567", "False", "Ligand-Receptor"],
    ["Q00000", "P07333", "curated", "4t2w;PDB", "True", "Ligand-Receptor"],
]
COMPLEXES = [
    ["complex_name", "uniprot_1", "uniprot_2", "receptor"],
    ["TGFbR", "P37173", "P36897", "True"],
    ["Steroid_byX", "P05093", "", "False"],
]


@pytest.fixture
def write_csv(tmp_path):
    def write_table(name, rows):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows) + "\n"
        path.write_text(text, encoding="utf-8")
        return path

    return write_table


@pytest.fixture
def liana_table(write_csv):
    rows = [[str(n), *row] for n, row in enumerate(LIANA_ROWS, 1)]
    return write_csv("omni_resource.csv", [LIANA_HEADER, *rows])


@pytest.fixture
def cellphonedb_folder(write_csv):
    write_csv("cellphonedb-v5.0.0/complex_input.csv", COMPLEXES)
    return write_csv("cellphonedb-v5.0.0/interaction_input.csv", INTERACTIONS).parent
