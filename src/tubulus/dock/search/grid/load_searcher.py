"""The searcher that settings name: one rotation at a time, or batches on PyTorch."""

from __future__ import annotations

from tubulus.dock.search.grid.batches import load_batch_searcher
from tubulus.dock.search.grid.searchers import OneByOneSearcher, RotationSearcher
from tubulus.dock.search.grid.transforms import FourierBackEnd, load_back_end

__all__ = ["load_searcher"]


def load_searcher(name: str, device: str = "auto") -> tuple[FourierBackEnd, RotationSearcher]:
    """Load who transforms the fixed partners, once each, and who searches the rotations.

    Parameters
    ----------
    name : str
        ``torch``, or a back end of :data:`~tubulus.dock.search.grid.transforms.BACK_ENDS`.
    device : str
        Where PyTorch computes: ``auto`` (a card where there is one), ``cpu`` or ``cuda``.
        The other back ends run on the processor whatever it says.

    Raises
    ------
    UnknownBackEndError
        If the name is unknown, its package is not installed, or there is no such device.
    """
    if name == "torch":
        return load_back_end("scipy"), load_batch_searcher(device)
    back_end = load_back_end(name)
    return back_end, OneByOneSearcher(back_end)
