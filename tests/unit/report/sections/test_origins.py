import pytest
from tests.support.docking_material import make_docking_material

from tubulus.report.sections.origins import make_provenance_section


@pytest.mark.parametrize(("n", "folded"), [(24, False), (140, True)])
def test_a_long_list_of_inputs_is_folded_and_a_short_one_is_not(n, folded):
    material = make_docking_material()
    record = {"step": "dock", "inputs": {f"predicted/{i}.json": "ab" * 32 for i in range(n)}}
    material.results.manifest["provenance"]["00d0"] = record

    section = make_provenance_section(material)

    records = [block.content for block in section.blocks if block.template == "pairs"]
    (shown,) = (record for record in records if record.get("id") == "provenance-00d0")
    assert shown["folded"] == ({"Inputs": "140 inputs with their hashes"} if folded else {})
