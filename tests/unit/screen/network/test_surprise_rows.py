from tubulus.screen.network.pairing import PairingExcess
from tubulus.screen.network.reach_panel import ReachPanel
from tubulus.screen.network.surprise_rows import describe_pairing, describe_reach
from tubulus.screen.nulls.surprise import tabulate_surprise


def test_both_rows_stand_in_the_panel_under_their_nulls():
    excess = PairingExcess(60, 61.1, -1.1, 1.7, -14.3, 18.3, 0.61, 0.001, 999)
    panel = ReachPanel(12, 2, 3, 0.6, 0.55, 0.5, 0.62, 0.1, 0.001, 999)

    table = tabulate_surprise([describe_pairing(excess), describe_reach(panel, "spermatogenesis")])

    rows = {row["null"]: row for row in table.iter_rows(named=True)}
    assert (rows["rewired"]["observed"], rows["rewired"]["p"]) == (-1.1, 0.61)
    assert "60 pairs, 61.1 expected" in rows["rewired"]["reason"]
    assert rows["downstream"]["observed"] == 0.6
    assert rows["downstream"]["expected"] == 0.55
    assert "2 that are among the genes" in rows["downstream"]["reason"]
    assert "3 of which the network knows nothing" in rows["downstream"]["reason"]
    assert rows["downstream"]["state"] == "computed"


def test_no_receptor_in_the_network_is_a_row_that_was_not_computed():
    row = describe_reach(None, "spermatogenesis")

    assert (row.state, row.p) == ("not_computed", None)
