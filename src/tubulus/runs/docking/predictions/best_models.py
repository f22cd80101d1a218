"""Which model of each pair stands for it, and the score by which pairs are compared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tubulus.dock.external.predictions import ExternalPrediction

__all__ = ["PAIR_SCORES", "BestModel", "choose_score", "find_best_models"]

Pair = tuple[str, str]

PAIR_SCORES: Final = {
    "ipsae": "ipSAE",
    "iptm_pair": "ipTM of the chains of both partners",
    "iptm": "ipTM of the whole complex",
}
"""Scores by which pairs are compared, the one that is preferred first, with their names."""

_SHARE: Final = 0.5
"""Share of the decoy pairs that must have a score; the two-way fit asks as much of a partner."""


@dataclass(frozen=True, slots=True)
class BestModel:
    """The best model of a pair by one program.

    Attributes
    ----------
    prediction : ExternalPrediction
        Rank 1 of its job.
    n_models : int
        Models of the job, of which it is the best.
    other_jobs : int
        Further jobs of the pair, which do not count.
    """

    prediction: ExternalPrediction
    n_models: int
    other_jobs: int

    @property
    def pair(self) -> Pair:
        """Names of the fixed and of the mobile partner."""
        return self.prediction.pair.fixed, self.prediction.pair.mobile

    @property
    def is_whole(self) -> bool:
        """Whether the model holds both partners."""
        return bool(self.prediction.pair.fixed_chains)

    def get_value(self, name: str) -> float | None:
        """Return a score that pairs can be compared by; None where there is none.

        The ipTM of a complex of more than two chains is also of the chains of one partner with
        each other, and so says too little of the pair.
        """
        pair = self.prediction.pair
        if name == "iptm" and len(pair.fixed_chains) + len(pair.mobile_chains) > 2:
            return None
        return next((s.value for s in self.prediction.scores if s.name == name), None)


def find_best_models(predictions: Iterable[ExternalPrediction]) -> dict[Pair, BestModel]:
    """Find the best model of each pair among the predictions of one program.

    Parameters
    ----------
    predictions : iterable of ExternalPrediction
        By job and rank. Of several jobs of a pair the first that holds both partners counts.
    """
    jobs: dict[Pair, list[list[ExternalPrediction]]] = {}
    for model in predictions:
        of_pair = jobs.setdefault((model.pair.fixed, model.pair.mobile), [])
        if model.rank == 1:
            of_pair.append([])
        of_pair[-1].append(model)
    found = {}
    for pair, of_pair in jobs.items():
        # sorting keeps the order of jobs that are alike
        first = sorted(of_pair, key=lambda job: not job[0].pair.fixed_chains)[0]
        found[pair] = BestModel(first[0], len(first), len(of_pair) - 1)
    return found


def choose_score(models: Sequence[BestModel], asked: Collection[Pair]) -> str | None:
    """Choose the score by which the pairs of one program are compared.

    Returns
    -------
    str or None
        Of those that most asked pairs have, the first of ``PAIR_SCORES`` that at least half of
        the decoy pairs have as well; where there is none such, the one that most pairs have. None
        where no pair has any.
    """
    wanted = frozenset(asked)
    of_asked = {name: _count(models, name, wanted, inside=True) for name in PAIR_SCORES}
    of_decoys = {name: _count(models, name, wanted, inside=False) for name in PAIR_SCORES}
    known = [name for name in PAIR_SCORES if of_asked[name] + of_decoys[name]]
    if not known:
        return None
    n_decoys = sum(model.pair not in wanted for model in models)
    most = max(of_asked[name] for name in known)
    leading = [name for name in known if of_asked[name] == most]
    for name in leading:
        if of_decoys[name] >= _SHARE * n_decoys:
            return name
    return max(leading, key=lambda name: of_decoys[name])


def _count(models: Sequence[BestModel], name: str, wanted: frozenset[Pair], *, inside: bool) -> int:
    own = (model for model in models if (model.pair in wanted) is inside)
    return sum(model.get_value(name) is not None for model in own)
