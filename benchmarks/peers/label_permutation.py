"""Run one peer, in its own environment, on the problem that the benchmark of this name wrote.

Called as: python peers/label_permutation.py liana|cellphonedb|fastccc FOLDER PERMUTATIONS
The folder holds the matrix, the names and the pairs; scores, p and seconds of the processor are
written into it. Imports and the reading of the matrix are not timed.
"""

from __future__ import annotations

import importlib.metadata
import json
import resource
import sys
import tempfile
import time
from pathlib import Path

import anndata
import numpy as np
import pandas as pd
import scipy.sparse as sp

SEED = 20250612


def load(folder: Path) -> tuple[anndata.AnnData, list[list[str]]]:
    """Read the matrix of all genes and the pairs (subunits joined by an underscore)."""
    problem = json.loads((folder / "problem.json").read_text("utf-8"))
    matrix = sp.csr_matrix(sp.load_npz(folder / "matrix.npz"), dtype=np.float32)
    cells = [f"c{i}" for i in range(matrix.shape[0])]
    obs = pd.DataFrame({"label": pd.Categorical(problem["labels"])}, index=cells)
    data = anndata.AnnData(matrix, obs=obs, var=pd.DataFrame(index=problem["genes"]))
    return data, problem["pairs"]


def run_liana(data: anndata.AnnData, pairs: list, permutations: int) -> tuple[pd.DataFrame, float]:
    import liana  # noqa: PLC0415 - each environment has one peer

    table = pd.DataFrame(pairs, columns=["ligand", "receptor"])
    start = time.process_time()
    found = liana.mt.cellphonedb(
        data,
        groupby="label",
        resource=table,
        expr_prop=0.1,
        n_perms=permutations,
        seed=SEED,
        use_raw=False,
        n_jobs=1,
        verbose=False,
        inplace=False,
    )
    seconds = time.process_time() - start
    names = {
        "ligand_complex": "ligand",
        "receptor_complex": "receptor",
        "lr_means": "score",
        "cellphone_pvals": "p",
    }
    return found.rename(columns=names | {"ligand": "_", "receptor": "__"}), seconds


def run_cellphonedb(data: anndata.AnnData, pairs: list, permutations: int):
    """Run the null of CellPhoneDB itself (its helper functions), without its database and files."""
    from cellphonedb.src.core.methods import cpdb_statistical_analysis_helper as helper  # noqa: PLC0415 - each environment has one peer

    rng = np.random.default_rng(SEED)

    def shuffle(meta: pd.DataFrame) -> pd.DataFrame:
        # the same permutations for everybody; as dear as the shuffle that it stands for
        labels = np.asarray(meta["cell_type"].to_numpy(), dtype=object)
        dealt = np.empty_like(labels)
        dealt[rng.permutation(labels.size)] = labels
        return pd.DataFrame({"cell_type": dealt}, index=meta.index)

    helper.shuffle_meta = shuffle
    parts = sorted({part for pair in pairs for part in pair})
    genes = sorted({gene for part in parts for gene in part.split("_")})
    start = time.process_time()
    counts = pd.DataFrame(data[:, genes].X.toarray().T, index=genes, columns=data.obs_names)
    meta = pd.DataFrame({"cell_type": data.obs["label"].astype(str)})
    row = {gene: i for i, gene in enumerate(genes)}
    complexes = {part: [row[g] for g in part.split("_")] for part in parts if "_" in part}
    interactions = pd.DataFrame(pairs, columns=["multidata_1_id", "multidata_2_id"])
    clusters = helper.build_clusters(meta, counts, complexes, skip_percent=False)
    both = helper.get_cluster_combinations(clusters["names"])
    base = helper.build_result_matrix(interactions, both, "|")
    means = helper.mean_analysis(interactions, clusters, both, "|")
    # just below: the filter of CellPhoneDB is a strict one
    shares = helper.percent_analysis(clusters, 0.1 - 1e-12, interactions, both, "|")
    null = helper.shuffled_analysis(
        permutations, meta, counts, interactions, both, complexes, means, 1, "|"
    )
    p = helper.build_percent_result(means, shares, null, interactions, both, base, "|")
    seconds = time.process_time() - start
    kept = (shares.to_numpy() == 1) & (means.to_numpy() > 0)
    return tabulate(pairs, list(both), kept, means.to_numpy(), p.to_numpy()), seconds


def tabulate(pairs: list, both: list, kept: np.ndarray, score: np.ndarray, p: np.ndarray):
    i, j = np.nonzero(kept)
    return pd.DataFrame(
        {
            "ligand": [pairs[k][0] for k in i],
            "receptor": [pairs[k][1] for k in i],
            "source": [both[k][0] for k in j],
            "target": [both[k][1] for k in j],
            "score": score[i, j],
            "p": p[i, j],
        }
    )


def write_fastccc_database(folder: Path, pairs: list) -> None:
    """Write the pairs as the tables that FastCCC reads."""
    parts = sorted({part for pair in pairs for part in pair})
    genes = sorted({gene for part in parts for gene in part.split("_")})
    number = {name: i for i, name in enumerate([*genes, *(p for p in parts if "_" in p)])}
    complexes = [part for part in parts if "_" in part]
    rows = range(len(genes))
    pd.DataFrame({"protein_id": rows, "hgnc_symbol": genes}).to_csv(folder / "gene_table.csv")
    protein = pd.DataFrame({"id_protein": rows, "protein_multidata_id": rows})
    protein.to_csv(folder / "protein_table.csv")
    table = pd.DataFrame({"complex_multidata_id": [number[part] for part in complexes]})
    table.to_csv(folder / "complex_table.csv", index=False)
    members = [(number[part], number[gene]) for part in complexes for gene in part.split("_")]
    columns = ["complex_multidata_id", "protein_multidata_id"]
    pd.DataFrame(members, columns=columns).to_csv(folder / "complex_composition_table.csv")
    ids = [(f"I{k}", number[a], number[b]) for k, (a, b) in enumerate(pairs)]
    columns = ["id_cp_interaction", "multidata_1_id", "multidata_2_id"]
    pd.DataFrame(ids, columns=columns).to_csv(folder / "interaction_table.csv", index=False)


def run_fastccc(data: anndata.AnnData, pairs: list, _permutations: int):
    import fastccc  # noqa: PLC0415 - each environment has one peer

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_fastccc_database(folder, pairs)
        start = time.process_time()
        score, p, kept = fastccc.statistical_analysis_method(
            str(folder), None, data, meta_key="label", style="cpdb", save_path=name + "/"
        )
        seconds = time.process_time() - start
    order = [pairs[int(column[1:])] for column in score.columns]
    both = [key.split("|") for key in score.index]
    passing = np.asarray(kept.to_numpy()).astype(bool).T
    return tabulate(order, both, passing, score.to_numpy().T, p.to_numpy().T), seconds


def main() -> None:
    """Run one peer and write what it found."""
    peer, folder, permutations = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    runs = {"liana": run_liana, "cellphonedb": run_cellphonedb, "fastccc": run_fastccc}
    data, pairs = load(folder)
    found, seconds = runs[peer](data, pairs, permutations)
    columns = ["ligand", "receptor", "source", "target", "score", "p"]
    found[columns].to_csv(folder / f"{peer}.csv", index=False)
    report = {
        "version": importlib.metadata.version(peer),
        "seconds": seconds,
        "permutations": permutations,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0,
    }
    (folder / f"{peer}.json").write_text(json.dumps(report), "utf-8")


if __name__ == "__main__":
    main()
