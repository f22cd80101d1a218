"""Evidence that a receptor reaches a set of genes downstream, beyond receptors of like degree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log2

import polars as pl

from tubulus.screen.gene_sets import GeneSet
from tubulus.screen.layers.record import make_evidence
from tubulus.screen.network.edges import Network
from tubulus.screen.network.reach import ReachTest, compute_reach_tests
from tubulus.screen.reference import load_pairs

__all__ = ["derive_downstream_layer", "describe_network", "tabulate_reach"]


def describe_network(network: Network, source: str) -> str:
    """Describe the network of a walk, and what it cannot know."""
    if network.directed:
        sign = "signed, directed" if network.signs is not None else "directed, without signs"
        return f"{source} ({sign})"
    return f"{source} (undirected: paths may run against the signal)"


def derive_downstream_layer(
    receptors: Sequence[str],
    network: Network,
    genes: GeneSet,
    source: str,
    *,
    pool: Iterable[str] | None = None,
    matched: int = 200,
    level: float = 0.05,
    restart: float = 0.15,
) -> pl.DataFrame:
    """Derive the layer ``downstream``: how far each receptor reaches a set of genes.

    Parameters
    ----------
    receptors : sequence of str
        Symbols; each once in the answer.
    network : Network
        Signed and directed where there is one; an undirected network will do, and is said so.
    genes : GeneSet
        What is to be reached.
    source : str
        The network and its version.
    pool : iterable of str, optional
        Nodes to compare with; the receptors of the built-in pair table where left out.
    matched : int
        Nodes of like degree to compare with.
    level : float
        Largest p at which the state is ``present``.
    restart : float
        Probability of the walker to return to the receptor.

    Returns
    -------
    polars.DataFrame
        Columns of ``EVIDENCE_SCHEMA``, and ``p``. ``value`` is log2 of reach over the mean reach
        of the matched nodes. ``present`` at a p of at most ``level``; ``absent`` where the
        receptor reaches no farther than that mean; ``unknown`` in between, and where the network
        does not hold the receptor or any of the genes.

    Notes
    -----
    ``absent`` is a statement on this network: no excess over receptors of like degree. Networks
    are incomplete, and a receptor that nobody studied has no edges. Receptors as a class reach
    more gene sets than other proteins of like degree do, so they are compared with each other.
    """
    compared = load_pairs()["receptor"].to_list() if pool is None else pool
    tests = compute_reach_tests(
        network,
        sorted(set(receptors)),
        genes.genes,
        pool=compared,
        matched=matched,
        restart=restart,
    )
    return tabulate_reach(tests, network, genes, source, level=level)


def tabulate_reach(
    tests: Sequence[ReachTest],
    network: Network,
    genes: GeneSet,
    source: str,
    *,
    level: float = 0.05,
) -> pl.DataFrame:
    """Tabulate tests of reach as the layer ``downstream``.

    Parameters
    ----------
    tests : sequence of ReachTest
        One a receptor, of this network and these genes.
    network, genes, source, level
        As in :func:`derive_downstream_layer`.

    Returns
    -------
    polars.DataFrame
        As :func:`derive_downstream_layer` returns it.
    """
    if not 0.0 < level < 1.0:
        raise ValueError(f"level must lie between 0 and 1, not {level}")
    known = len(network.find(genes.genes))
    origin = f"{describe_network(network, source)}; {genes.title} ({genes.source})"
    rows = [_describe(test, level, known) for test in tests]
    schema = {"receptor": pl.String, "value": pl.Float64, "label": pl.String, "p": pl.Float64}
    schema |= {"state": pl.String, "reason": pl.String}
    frame = pl.DataFrame(rows, schema=schema).with_columns(
        source=pl.lit(origin),
        measure=pl.lit("log2 of reach over the mean reach of matched nodes"),
    )
    return make_evidence("downstream", frame).with_columns(p=frame.sort("receptor")["p"])


def _describe(test: ReachTest, level: float, known: int) -> dict[str, object]:
    if test.p is None or test.reach is None or test.expected is None:
        return {
            "receptor": test.receptor, "value": None, "label": "", "p": None,
            "state": "unknown", "reason": test.reason,
        }  # fmt: skip
    both = test.reach > 0 and test.expected > 0
    value = log2(test.reach / test.expected) if both else None
    fold = f"{test.reach / test.expected:.2f}-fold" if test.expected > 0 else "nothing expected"
    sign = ""
    if test.net_reach is not None:
        sign = ", net activation" if test.net_reach > 0 else ", net inhibition"
        sign = sign if test.net_reach else ", signs cancel"
    if test.p <= level:
        state, verdict = "present", "reaches them farther than"
    elif test.reach <= test.expected:
        state, verdict = "absent", "reaches them no farther than the mean of"
    else:
        state, verdict = "unknown", "reaches them farther than the mean, but not clearly, of"
    reason = (
        f"{verdict} {test.matched} nodes of like degree ({test.degree} neighbours; p = "
        f"{test.p:.2g}, smallest {test.smallest_p:.2g}; {known} of the genes are in the network)"
    )
    return {
        "receptor": test.receptor, "value": value, "label": f"{fold} reach{sign}", "p": test.p,
        "state": state, "reason": reason,
    }  # fmt: skip
