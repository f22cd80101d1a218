"""Write tests/golden/dock/freesasa_areas.csv with freesasa.

Run in an environment that has freesasa 2.2.1: python validation/peers/freesasa_areas.py
"""

from __future__ import annotations

import csv
from importlib.metadata import version
from pathlib import Path

import freesasa
import numpy as np

PATH = Path(__file__).parents[2] / "tests/golden/dock/freesasa_areas.csv"
SEED, N_ATOMS, N_SLICES = 7, 120, 2000


def main() -> None:
    """Write the area of each of 120 random spheres in a small box."""
    generator = np.random.default_rng(SEED)
    positions = generator.uniform(0.0, 16.0, (N_ATOMS, 3)).round(3)
    radii = generator.choice([1.40, 1.65, 1.76, 1.87], N_ATOMS)
    settings = freesasa.Parameters({"algorithm": freesasa.LeeRichards, "n-slices": N_SLICES})
    found = freesasa.calcCoord(positions.ravel().tolist(), radii.tolist(), settings)
    with PATH.open("w", newline="", encoding="utf-8") as stream:
        stream.write(
            f"# origin: freesasa {version('freesasa')}, Lee and Richards with {N_SLICES} slices, "
            f"probe 1.4; {N_ATOMS} random spheres, seed {SEED}; written by "
            "validation/peers/freesasa_areas.py\n"
            "# tolerance: 1.5 absolute an atom and 0.3 % of the sum, with 960 points a sphere\n"
        )
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["x", "y", "z", "radius", "area"])
        for index, (position, radius) in enumerate(zip(positions, radii, strict=True)):
            writer.writerow([*position, radius, found.atomArea(index)])


if __name__ == "__main__":
    main()
