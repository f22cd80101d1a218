from itertools import pairwise

import numpy as np

from tubulus.screen.network.kernels.trades import add_rewired, rewire


def test_trades_keep_the_size_of_rows_and_the_sums_of_columns():
    table = np.random.default_rng(1).random((12, 9)) < 0.4
    starts = np.concatenate([[0], table.sum(axis=1).cumsum()]).astype(np.int32)
    columns = np.nonzero(table)[1].astype(np.int32)
    mark = np.zeros(9, np.int32)

    rewire(starts, columns, mark, np.random.default_rng(2), 50)

    assert not mark.any()
    assert np.bincount(columns, minlength=9).tolist() == table.sum(axis=0).tolist()
    rows = [columns[a:b] for a, b in pairwise(starts)]
    assert all(np.unique(row).size == row.size for row in rows)


def test_one_row_cannot_trade():
    columns = np.array([2, 0], np.int32)

    rewire(np.array([0, 2], np.int32), columns, np.zeros(3, np.int32), np.random.default_rng(3), 9)

    assert columns.tolist() == [2, 0]


def test_each_table_adds_every_pair_once():
    counts = np.zeros((2, 2), np.int64)
    table = (np.array([0, 1, 2], np.int32), np.array([0, 1], np.int32))

    add_rewired(table, counts, np.random.default_rng(4), 100, 3)

    assert counts.sum(axis=1).tolist() == [100, 100]
    assert (counts > 20).all()
