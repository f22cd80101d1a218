"""Small tables of an atlas and lines of evidence."""

import gzip
import io
import zipfile

import polars as pl
import pytest

from tubulus.screen.receptor_map.lines import LINE_SCHEMA, PROTEIN

STAINING_HEADER = (
    "Gene", "Gene name", "Tissue", "IHC tissue name", "Cell type", "Level", "Reliability",
)  # fmt: skip
KIT, RET, FGFR1 = ("ENSG00000157404", "KIT"), ("ENSG00000165731", "RET"), ("", "FGFR1")


@pytest.fixture
def write_table(tmp_path):
    """Write rows under a header as the atlas offers them: zip, gzip or plain."""

    def write(name, header, rows):
        text = "\n".join("\t".join(map(str, row)) for row in [header, *rows]) + "\n"
        path = tmp_path / name
        content = text.encode("utf-8")
        if name.endswith(".zip"):
            buffer = io.BytesIO()
            with zipfile.ZipFile(buffer, "w") as archive:
                archive.writestr(name.removesuffix(".zip"), content)
            content = buffer.getvalue()
        elif name.endswith(".gz"):
            content = gzip.compress(content)
        path.write_bytes(content)
        return path

    return write


@pytest.fixture
def write_stainings(write_table):
    """Write stainings (gene, cell type, level, reliability) of the testis."""

    def write(rows, name="normal_ihc_data.tsv", tissue="Testis"):
        full = [(*gene, tissue, tissue, cell, level, trust) for gene, cell, level, trust in rows]
        return write_table(name, STAINING_HEADER, full)

    return write


@pytest.fixture
def make_lines():
    """Make lines of evidence from what matters in each."""

    def make(*rows):
        plain = dict.fromkeys(LINE_SCHEMA, "x") | {
            "value": 1.0, "kind": PROTEIN, "compartment": "basal", "species": "human",
            "disease": "not stated", "source": "atlas",
        }  # fmt: skip
        return pl.DataFrame([plain | row for row in rows], schema=LINE_SCHEMA)

    return make
