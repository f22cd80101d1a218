import gzip
import io
import zipfile

import pytest

from tubulus.core.errors import InputError, StudyError
from tubulus.runs import data_files
from tubulus.runs.data_files import list_data_files
from tubulus.runs.data_kinds import DATA_KINDS, find_data_kind
from tubulus.screen.settings import EVIDENCE_FILES, EVIDENCE_FOLDERS, ScreenSettings


def zip_one(content):
    """Pack a file into a zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("table.txt", content)
    return buffer.getvalue()


def test_every_kind_says_what_for_from_where_and_under_which_terms():
    for kind in DATA_KINDS:
        assert kind.purpose
        assert kind.place
        assert kind.licence
        assert kind.check or kind.columns
        assert kind.setting


def test_the_keys_are_those_of_the_screen_that_name_files():
    own = {f"screen.{name}" for name in ScreenSettings.model_fields if name.endswith("_file")}
    evidence = {f"screen.evidence.{name}" for name in (*EVIDENCE_FILES, *EVIDENCE_FOLDERS)}

    assert {kind.setting for kind in DATA_KINDS} == own | evidence


def test_a_kind_that_needs_a_pair_source_names_one_that_there_is():
    sources = {kind.pair_source for kind in DATA_KINDS if kind.pair_source}

    assert ScreenSettings(evidence={"pair_sources": sorted(sources)}) is not None
    assert sources == {"liana", "cellphonedb", "table"}


def test_the_list_of_data_holds_every_kind():
    listed = {file.kind for file in list_data_files() if file.kind}

    assert listed == {kind.name for kind in DATA_KINDS} | {"structures", "decoys"}


def test_an_unknown_kind_is_refused_with_the_nearest():
    with pytest.raises(StudyError, match="did you mean 'biogrid'"):
        find_data_kind("biogird")


@pytest.mark.parametrize(
    ("kind", "header"),
    [
        ("string", "protein1 protein2 combined_score\n"),
        ("biogrid", ("#BioGRID Interaction ID\tOfficial Symbol Interactor A\t"
         "Official Symbol Interactor B\tExperimental System\tExperimental System Type\n")),
        ("hpa-staining", "Gene\tGene name\tTissue\tCell type\tLevel\tReliability\n"),
        ("hpa-tissue", "Gene\tGene name\tTissue\tnTPM\n"),
        ("liana", ",source,target,source_genesymbol,target_genesymbol,resource\n"),
        ("pair-complexes", "name,subunit_1,subunit_2\n"),
        ("expression", "cell_type,KIT\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("pack", [bytes, gzip.compress, zip_one])
def test_a_file_is_known_by_its_header(tmp_path, kind, header, pack):
    path = tmp_path / "file"
    path.write_bytes(pack((header + "1\n").encode()))

    find_data_kind(kind).require_format(path)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"a\tb\n", "column is missing"),
        (b"", "is empty"),
        (b"\x1f\x8b broken", "cut short or damaged"),
        (b"PK\x03\x04\xff\xfe", "cut short or damaged"),
        (b"a\tb\xff\xfe\n", "is not UTF-8 text"),
    ],
)
def test_another_file_is_refused_with_all_that_is_missing(tmp_path, content, word):
    path = tmp_path / "file"
    path.write_bytes(content)

    with pytest.raises(InputError) as caught:
        find_data_kind("string").require_format(path)

    assert word in str(caught.value)


def test_networks_and_gene_sets_are_read_whole(tmp_path):
    pairs = tmp_path / "HuRI.tsv"
    pairs.write_text("ENSG00000157404\tENSG00000049130\n", encoding="utf-8")
    sets = tmp_path / "sets.gmt"
    sets.write_text("mine\tnote\tKIT\n", encoding="utf-8")

    find_data_kind("huri").require_format(pairs)
    find_data_kind("gene-sets").require_format(sets)
    with pytest.raises(InputError, match="no gene set"):
        find_data_kind("gene-sets").require_format(pairs)


def test_a_zip_of_several_tables_is_refused_with_what_to_do(tmp_path):
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("human.txt", "a\tb\n")
        archive.writestr("mouse.txt", "a\tb\n")

    with pytest.raises(InputError, match="unpack it and name the table"):
        find_data_kind("biogrid").require_format(path)


@pytest.mark.parametrize(
    ("kind", "word"), [("cellphonedb", "is not a folder"), ("string", "is not a file")]
)
def test_a_file_for_a_folder_and_a_folder_for_a_file_are_told(tmp_path, kind, word):
    file = tmp_path / "links.txt"
    file.write_text("protein1 protein2 combined_score\n")

    with pytest.raises(InputError, match=word):
        find_data_kind(kind).require_format(file if kind == "cellphonedb" else tmp_path)


def test_a_matrix_is_known_by_its_first_bytes_or_its_header(tmp_path):
    wrong, right = tmp_path / "wrong.h5ad", tmp_path / "right.h5ad"
    wrong.write_text("cell_type,KIT\n")
    right.write_bytes(b"\x89HDF\r\n\x1a\n rest")

    find_data_kind("expression").require_format(right)
    with pytest.raises(InputError, match="is no AnnData file"):
        find_data_kind("expression").require_format(wrong)


def test_what_is_built_in_has_version_licence_and_hash():
    built_in = [file for file in list_data_files() if file.state == "built in"]

    assert {"ligand-receptor pairs", "complexes of receptors"} <= {file.name for file in built_in}
    for file in built_in:
        assert file.rows > 0
        assert file.version
        assert file.licence
        assert len(file.sha256) == 64


def test_an_installed_liana_is_found_with_version_and_hash(tmp_path, monkeypatch):
    table = tmp_path / "omni_resource.csv"
    table.write_text("abc")

    monkeypatch.setattr(data_files, "find_liana_table", lambda: (table, "1.10.0"))
    (found,) = (file for file in list_data_files() if file.state == "found")
    monkeypatch.setattr(data_files, "find_liana_table", lambda: None)
    (missing,) = (file for file in list_data_files() if file.state == "not found")

    assert (found.version, found.sha256[:8]) == ("1.10.0", "ba7816bf")
    assert (missing.version, missing.sha256) == ("", "")


HURI = "ENSG00000157404\tENSG00000049130\n"
SIGNED = "source,target,sign\nKITLG,KIT,1\nKIT,GRB2,-1\nGRB2,SOS1,\n"


@pytest.mark.parametrize(
    ("kind", "text", "word"),
    [
        ("huri", "a,b\nKITLG,KIT\n", "add a list of your own as physical"),
        ("physical", HURI, "add it as huri"),
        ("physical", "ligand,receptor\nKITLG,KIT\n", "add it as pairs"),
        ("physical", "UniprotID_A,UniprotID_B\nP21583,P10721\n", "add it as apid"),
        ("physical", SIGNED, "add it as signalling"),
        ("physical", "a,b\nNOGENE1,NOGENE2\n", "names no two human genes"),
        ("signalling", "a,b\nKITLG,KIT\n", "source, target, sign"),
        ("signalling", "source,target,sign\nKITLG,KIT,maybe\n", "1 without a sign"),
        ("signalling", "source,target,is_directed,is_stimulation,is_inhibition\nA,B,1,1,0\n",
         "add it as omnipath"),
    ],
)  # fmt: skip
def test_a_list_of_another_kind_is_refused_with_its_own(tmp_path, kind, text, word):
    path = tmp_path / "list.txt"
    path.write_text(text, "utf-8")

    with pytest.raises(InputError, match=word):
        find_data_kind(kind).require_format(path)


@pytest.mark.parametrize(
    ("kind", "text"), [("physical", "a,b\nKITLG,KIT\n"), ("signalling", SIGNED), ("huri", HURI)]
)
def test_a_list_of_your_own_is_taken(tmp_path, kind, text):
    path = tmp_path / "list.txt"
    path.write_text(text, "utf-8")

    find_data_kind(kind).require_format(path)


def test_an_unknown_kind_like_none_is_refused_with_all_kinds():
    with pytest.raises(StudyError) as caught:
        find_data_kind("zzz")

    assert all(kind.name in str(caught.value) for kind in DATA_KINDS)
