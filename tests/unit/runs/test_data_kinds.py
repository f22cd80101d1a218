import gzip

import pytest

from tubulus.core.errors import InputError, StudyError
from tubulus.runs.data_files import list_data_files
from tubulus.runs.data_kinds import DATA_KINDS, find_data_kind
from tubulus.screen.settings import ScreenSettings


def test_every_kind_says_what_for_from_where_and_under_which_terms():
    for kind in DATA_KINDS:
        assert kind.purpose
        assert kind.place
        assert kind.licence
        assert kind.check or kind.columns


def test_every_key_is_a_setting_of_the_screen():
    keys = {kind.setting for kind in DATA_KINDS if kind.setting}

    assert keys <= set(ScreenSettings.model_fields)


def test_the_list_of_data_holds_every_kind():
    listed = {file.kind for file in list_data_files() if file.kind}

    assert listed == {kind.name for kind in DATA_KINDS}


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
        ("cellphonedb", "id_cp_interaction,partner_a,partner_b,annotation_strategy,source\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("packed", [False, True])
def test_a_file_is_known_by_its_header(tmp_path, kind, header, packed):
    content = (header + "1\n").encode()
    path = tmp_path / "file"
    path.write_bytes(gzip.compress(content) if packed else content)

    find_data_kind(kind).require_format(path)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"a\tb\n", "column is missing"),
        (b"", "the header names: nothing"),
        (b"\x1f\x8b broken", "cannot be read"),
        (b"PK\x03\x04\xff\xfe", "is not text"),
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
