"""Who shows sperm at the follow-up visit, and under which search effort.

The composite responder is a man with sperm in any ejaculate of the follow-up visit. One who did
not come, and one who took a rescue treatment, is a non-responder.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

from tubulus.study.simulation.marginals import SimulationError
from tubulus.study.simulation.settings import Condition, SimulatedArm, SimulationSettings

__all__ = ["Response", "simulate_response"]

Truths = npt.NDArray[np.bool_]
_MOST_DRAWS = 200_000


@dataclass(frozen=True, eq=False)
class Response:
    """What decides the composite endpoint of the men of one arm.

    Parameters
    ----------
    secondary, third_ejaculate, direct_at_baseline, observed, rescue, sperm_seen : ndarray of bool
        One entry a man. ``sperm_seen`` tells what the follow-up examination finds, or would have
        found where the man did not come.
    draws : int
        How often the arm was drawn until it met its condition; 1 without a condition.
    """

    secondary: Truths
    third_ejaculate: Truths
    direct_at_baseline: Truths
    observed: Truths
    rescue: Truths
    sperm_seen: Truths
    draws: int = 1

    @property
    def more_sensitive(self) -> Truths:
        """Whether the follow-up was examined with a greater effort than the baseline."""
        return self.third_ejaculate | self.direct_at_baseline

    @property
    def responder(self) -> Truths:
        """The composite: sperm seen, follow-up observed, no rescue."""
        return self.sperm_seen & self.observed & ~self.rescue


def simulate_response(settings: SimulationSettings, arm: str, rng: Generator) -> Response:
    """Draw the responses of an arm, under its condition if it has one.

    Parameters
    ----------
    settings : SimulationSettings
        Rates by arm, type of infertility and examination, and the condition.
    arm : str
        The arm.
    rng : Generator
        Source of randomness.

    Raises
    ------
    SimulationError
        If the condition is not met in 200,000 draws.

    Notes
    -----
    The condition is met by rejection: type of infertility, effort, attendance, rescue and sperm
    of *all* men of the arm are drawn again until the whole arm meets it. The result has exactly
    the distribution of the arm given the condition; no man is picked or changed.
    """
    wanted = settings.condition
    for draws in range(1, _MOST_DRAWS + 1):
        drawn = _draw(settings, settings.find_arm(arm), rng, draws)
        if wanted is None or wanted.arm != arm or _meets(drawn, wanted):
            return drawn
    raise SimulationError(
        f"the condition on the arm '{arm}' was not met in {_MOST_DRAWS} draws; "
        "change simulation.condition or the rates of simulation.response"
    )


def _draw(settings: SimulationSettings, arm: SimulatedArm, rng: Generator, draws: int) -> Response:
    n, mess = arm.participants, settings.mess

    def draw(share: float) -> Truths:
        return np.asarray(rng.random(n) < share)

    secondary = draw(arm.secondary_share)
    third, direct = draw(mess.third_ejaculate), draw(mess.direct_at_baseline)
    observed, rescue = ~draw(mess.missing_follow_up), draw(mess.rescue)
    table = np.array(
        [
            [
                settings.find_rate(arm.id, infertility, examination)
                for examination in ("as at baseline", "more sensitive")
            ]
            for infertility in ("primary", "secondary")
        ]
    )
    rates = table[secondary.astype(int), (third | direct).astype(int)]
    seen = np.asarray(rng.random(n) < rates)
    return Response(secondary, third, direct, observed, rescue, seen, draws)


def _meets(drawn: Response, wanted: Condition) -> bool:
    responder = drawn.responder
    if int(responder.sum()) != wanted.responders:
        return False
    if wanted.infertility is None:
        return True
    of_stratum = drawn.secondary if wanted.infertility == "secondary" else ~drawn.secondary
    return bool(of_stratum[responder].all())
