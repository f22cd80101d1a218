import gzip
import zipfile

import pytest

from tubulus.core.errors import InputError
from tubulus.screen.network.files import read_interactions
from tubulus.screen.network.files.formats import INTERACTION_FORMATS

BIOGRID = (
    "#BioGRID Interaction ID\tOfficial Symbol Interactor A\tOfficial Symbol Interactor B\t"
    "Experimental System Type\tOrganism ID Interactor A\tOrganism ID Interactor B\t"
    "Publication Source\n"
    "1\tKITLG\tKIT\tphysical\t9606\t9606\tPUBMED:1\n"
    "2\tKIT\tKITLG\tphysical\t9606\t9606\tPUBMED:2\n"
    "3\tKIT\tKITLG\tphysical\t9606\t9606\tPUBMED:2\n"
    "4\tKIT\tGRB2\tgenetic\t9606\t9606\tPUBMED:3\n"
    "5\tKIT\tKitl\tphysical\t9606\t10090\tPUBMED:4\n"
    "6\tKIT\tKIT\tphysical\t9606\t9606\tPUBMED:5\n"
    "7\tKIT\t-\tphysical\t9606\t9606\tPUBMED:6\n"
    "8\tKIT\tNOSUCHGENE\tphysical\t9606\t9606\tPUBMED:7\n"
)


def write(tmp_path, text, name="edges.tsv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def list_pairs(table, *columns):
    return table.pairs.select("first", "second", *columns).rows()


def test_biogrid_keeps_physical_pairs_of_two_human_genes_and_counts_publications(tmp_path):
    table = read_interactions(write(tmp_path, BIOGRID))

    assert list_pairs(table, "papers") == [("KIT", "KITLG", 2)]
    assert table.evidence == "literature"
    assert table.left_out == {
        "an end without a name": 1,
        "no physical interaction": 1,
        "not between two human proteins": 1,
        "a name is no human protein-coding gene": 1,
        "a gene with itself": 1,
    }
    assert any("NOSUCHGENE" in sentence for sentence in table.describe())


@pytest.mark.parametrize("pack", ["gzip", "zip"])
def test_a_packed_file_reads_as_the_unpacked_one(tmp_path, pack):
    path = tmp_path / "edges.bin"
    if pack == "gzip":
        path.write_bytes(gzip.compress(BIOGRID.encode()))
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("BIOGRID.tab3.txt", BIOGRID)

    assert list_pairs(read_interactions(path)) == [("KIT", "KITLG")]


def test_a_list_of_ensembl_pairs_without_header_is_a_systematic_screen(tmp_path):
    rows = "ENSG00000157404\tENSG00000049130\nENSG00000177885\tENSG00000157404\n"

    table = read_interactions(write(tmp_path, rows, "HuRI.tsv"))

    assert list_pairs(table) == [("GRB2", "KIT"), ("KIT", "KITLG")]
    assert table.evidence == "systematic"


def test_any_other_list_of_pairs_is_literature_unless_said_otherwise(tmp_path):
    path = write(tmp_path, "a;b;note\nKIT;KITLG;x\nKITLG;KIT;\n", "mine.csv")

    assert read_interactions(path).evidence == "literature"
    assert list_pairs(read_interactions(path, evidence="systematic")) == [("KIT", "KITLG")]
    assert read_interactions(path, evidence="systematic").evidence == "systematic"


def test_apid_pairs_are_named_by_their_accessions(tmp_path):
    text = (
        "InteractionID\tUniprotID_A\tGeneName_A\tUniprotID_B\tGeneName_B\n1\tP10721\tx\tP21583\ty\n"
    )

    assert list_pairs(read_interactions(write(tmp_path, text))) == [("KIT", "KITLG")]


@pytest.mark.parametrize(
    ("form", "holds"),
    [("mitab", True), ("apid", True), ("string", True), ("pairs", True), ("biogrid", False)],
)
def test_what_databases_of_imex_may_have_curated_is_marked(form, holds):
    assert next(each for each in INTERACTION_FORMATS if each.name == form).holds_imex is holds


def test_a_systematic_screen_holds_nothing_of_imex_but_a_list_of_unknown_origin_may(tmp_path):
    huri = "ENSG00000157404\tENSG00000049130\n"

    assert not read_interactions(write(tmp_path, huri, "HuRI.tsv")).holds_imex
    assert read_interactions(write(tmp_path, "a;b\nKIT;KITLG\n", "mine.csv")).holds_imex
    assert not read_interactions(write(tmp_path, BIOGRID, "grid.txt")).holds_imex


LINKS = "protein1 protein2 combined_score\n9606.P1 9606.P2 930\n9606.P2 9606.P1 930\n"
INFO = "#string_protein_id\tpreferred_name\tprotein_size\n9606.P1\tKIT\t1\n9606.P2\tKITLG\t2\n"


def test_physical_links_of_string_get_names_and_scores(tmp_path):
    links = write(tmp_path, LINKS, "9606.protein.physical.links.v12.0.txt")

    table = read_interactions(links, names=write(tmp_path, INFO, "info.txt"))

    assert list_pairs(table, "score") == [("KIT", "KITLG", 0.93)]
    assert table.evidence == "score"


def test_the_aliases_of_string_name_proteins_too(tmp_path):
    links = write(tmp_path, LINKS, "physical.links.txt")
    aliases = (
        "#string_protein_id\talias\tsource\n9606.P1\tnonsense\tother\n"
        "9606.P1\tKIT\tEnsembl_HGNC_symbol\n9606.P2\tKITLG\tEnsembl_HGNC_symbol\n"
    )

    table = read_interactions(links, names=write(tmp_path, aliases, "aliases.txt"))

    assert list_pairs(table) == [("KIT", "KITLG")]


def test_links_of_string_that_only_text_names_are_left_out(tmp_path):
    text = (
        "protein1 protein2 experimental database textmining combined_score\n"
        "9606.P1 9606.P2 0 0 900 900\n9606.P2 9606.P1 400 0 900 930\n"
    )
    links = write(tmp_path, text, "9606.protein.physical.links.detailed.txt")

    table = read_interactions(links, names=write(tmp_path, INFO, "info.txt"))

    assert list_pairs(table, "score") == [("KIT", "KITLG", 0.4)]
    assert table.left_out == {"without experiments (textmined or copied only)": 1}


@pytest.mark.parametrize(
    ("name", "head", "message"),
    [
        ("9606.protein.links.txt", "protein1 protein2 combined_score", "no binding"),
        (
            "physical.links.txt",
            "protein1 protein2 neighborhood fusion combined_score",
            "no binding",
        ),
    ],
)
def test_functional_links_are_refused(tmp_path, name, head, message):
    path = write(tmp_path, f"{head}\n9606.P1 9606.P2 930\n", name)

    with pytest.raises(InputError, match=message):
        read_interactions(path, names=write(tmp_path, INFO, "info.txt"))


def test_string_without_its_names_asks_for_them(tmp_path):
    path = write(tmp_path, LINKS, "9606.protein.physical.links.txt")

    with pytest.raises(InputError, match=r"protein\.info"):
        read_interactions(path)
    with pytest.raises(InputError, match="not a table of STRING's names"):
        read_interactions(path, names=write(tmp_path, "a\tb\n1\t2\n", "other.txt"))


def test_mitab_keeps_what_was_seen_between_two_human_proteins(tmp_path):
    head = (
        "#ID(s) interactor A\tID(s) interactor B\tPublication Identifier(s)\t"
        "Taxid interactor A\tTaxid interactor B\tInteraction type(s)\tExpansion method(s)\t"
        "Negative\n"
    )
    human = "taxid:9606(human)|taxid:9606(Homo sapiens)"
    seen = 'psi-mi:"MI:0915"(physical association)'
    rows = [
        ("uniprotkb:P10721", "uniprotkb:P21583", "pubmed:1|x:1", human, human, seen, "-", "false"),
        ("uniprotkb:P10721-2", "uniprotkb:P21583", "pubmed:2", human, human, seen, "-", "false"),
        (
            "uniprotkb:P10721", "uniprotkb:P62993", "pubmed:1", human, human,
            'psi-mi:"MI:0403"(colocalization)', "-", "false",
        ),
        ("uniprotkb:P10721", "uniprotkb:P62993", "pubmed:1", human, "taxid:96061", seen, "-", ""),
        ("uniprotkb:P10721", "uniprotkb:P62993", "pubmed:1", human, human, seen, "-", "true"),
        (
            "uniprotkb:P10721", "uniprotkb:P62993", "pubmed:1", human, human, seen,
            'psi-mi:"MI:1060"(spoke expansion)', "false",
        ),
    ]  # fmt: skip
    text = head + "".join("\t".join(row) + "\n" for row in rows)

    table = read_interactions(write(tmp_path, text))

    assert list_pairs(table, "papers") == [("KIT", "KITLG", 2)]
    assert sum(table.left_out.values()) == 4


def test_signor_gives_a_signed_directed_network_of_proteins(tmp_path):
    text = (
        "ENTITYA\tTYPEA\tIDA\tDATABASEA\tENTITYB\tTYPEB\tIDB\tDATABASEB\tEFFECT\tPMID\n"
        "KITLG\tprotein\tP21583\tUNIPROT\tKIT\tprotein\tP10721\tUNIPROT\tup-regulates activity\t1\n"
        "KIT\tprotein\tP10721\tUNIPROT\tGRB2\tprotein\tP62993\tUNIPROT\tdown-regulates\t2\n"
        "x\tchemical\tCHEBI:1\tC\tKIT\tprotein\tP10721\tUNIPROT\tdown-regulates\t3\n"
        "KIT\tprotein\tP10721\tUNIPROT\tGRB2\tprotein\tP62993\tUNIPROT\tunknown\t4\n"
    )

    table = read_interactions(write(tmp_path, text))
    network = table.make_network()

    assert list_pairs(table, "sign") == [("KIT", "GRB2", -1.0), ("KITLG", "KIT", 1.0)]
    assert network.directed
    assert network.signs is not None
    assert table.left_out == {"not between two proteins": 1, "without a sign": 1}


def test_omnipath_keeps_edges_with_an_agreed_direction_and_one_sign(tmp_path):
    head = (
        "source\ttarget\tis_directed\tis_stimulation\tis_inhibition\tconsensus_direction\t"
        "consensus_stimulation\tconsensus_inhibition\n"
    )
    text = (
        f"{head}P21583\tP10721\t1\t1\t1\t1\t1\t0\nP10721\tP62993\tTrue\tFalse\tTrue\tTrue\tFalse\tTrue\n"
        "P62993\tP21583\t1\t1\t0\t0\t1\t0\nCOMPLEX:P1_P2\tP10721\t1\t1\t0\t1\t1\t0\n"
        "P62993\tP10721\t1\t1\t1\t1\t1\t1\n"
    )

    table = read_interactions(write(tmp_path, text))

    assert list_pairs(table, "sign") == [("KIT", "GRB2", -1.0), ("KITLG", "KIT", 1.0)]
    assert table.evidence == "signalling"
    assert set(table.left_out) == {
        "without a direction",
        "without a sign, or with both",
        "a name is no human protein-coding gene",
    }


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"only\nKIT\n", "one column"),
        (b"a,b\n", "no usable interaction"),
        (b"a,b\nKit,Kitl\n", "no two human genes"),
        (b"\xff\xfe\x00", "UTF-8"),
        (BIOGRID[:-30].encode(), "middle of a line"),
        (gzip.compress(BIOGRID.encode(), mtime=0)[:-9], "cut short"),
        (b"PK\x03\x04 damaged", "damaged"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(tmp_path, content, message):
    path = tmp_path / "edges.tsv"
    path.write_bytes(content)

    with pytest.raises(InputError, match=message) as caught:
        read_interactions(path)
    assert caught.value.problems[0].file == "edges.tsv"


def test_a_missing_file_and_an_archive_of_several_are_refused(tmp_path):
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", "x")
        archive.writestr("b", "y")

    with pytest.raises(InputError, match="holds 2 files"):
        read_interactions(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_interactions(tmp_path / "none.tsv")


def test_a_signed_list_of_ones_own_is_a_directed_network(tmp_path):
    text = "Source,Target,Sign\nKITLG,KIT,+\nKIT,GRB2,-1\nGRB2,SOS1,\n"

    table = read_interactions(write(tmp_path, text, "own.csv"))

    assert table.evidence == "signalling"
    assert table.pairs["sign"].to_list() == [-1.0, 1.0]
    assert table.left_out == {"without a sign (1 or -1)": 1}
