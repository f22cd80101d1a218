"""Models whose file of scores is not beside them: they are told, not passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tubulus.core.errors import Problem
from tubulus.dock.external.files import find_file, unpacked_name

__all__ = ["find_unscored_models"]

# how a model is called, and how its file of scores may be called
_NAMES: Final = (
    (re.compile(r"(.+)_model_(\d+)\.(?:cif|pdb)$"), r"\1_summary_confidences_\2.json"),
    (re.compile(r"(.+_model_\d+)\.(?:cif|pdb)$"), r"confidence_\1.json"),
    (re.compile(r"((?:.+_)?)model\.cif$"), r"\1summary_confidences.json"),
    (re.compile(r"(.+)_(?:un)?relaxed_(.+)\.pdb$"), r"\1_scores_\2.json"),
)


def find_unscored_models(paths: Iterable[Path]) -> tuple[Problem, ...]:
    """Find files that are named as models of AlphaFold 3, Boltz or ColabFold without scores."""
    problems = []
    for path in paths:
        expected = [
            path.with_name(match.expand(scores))
            for pattern, scores in _NAMES
            if (match := pattern.match(unpacked_name(path)))
        ]
        if expected and not any(find_file(scores).is_file() for scores in expected):
            message = "there is no file of scores for this model, so that it was not read"
            listed = " or ".join(scores.name for scores in expected)
            problems.append(Problem(path.name, 0, "", message, f"expected {listed} beside it"))
    return tuple(problems)
