"""The view that turns shows all of a pose at first, and says what it draws."""

import json
import re
import shutil
import subprocess
from importlib.resources import files

import pytest

SCRIPT = files("tubulus.report").joinpath("templates", "viewer.js").read_text("utf-8")
PARTS = files("tubulus.report").joinpath("templates", "parts.html.j2").read_text("utf-8")
# a long loop far above the mean of the atoms, near the reader
PLACES = [[0.0, 0.1 * i, 0.0] for i in range(200)] + [[5.0, 60.0, 25.0], [-4.0, -3.0, 8.0]]

# what the library does: the mean in the middle, room for every way of turning, 20 degrees
PLAY = """
const places = %s, shape = %s, HEIGHT = 150;
const mean = [0, 1, 2].map((a) => places.reduce((s, p) => s + p[a], 0) / places.length);
const radius = Math.max(5, ...places.map((p) => Math.hypot(...p.map((v, a) => v - mean[a]))));
let state = [...mean.map((v) => -v), HEIGHT - radius / Math.tan(Math.PI / 18), 0, 0, 0, 1];
const view = {
  getView: () => state,
  setView: (given) => { state = given; },
  zoom: (factor) => { state[3] = HEIGHT - (HEIGHT - state[3]) / factor; },
};
fit(view, places, shape);
const seen = places.map((p) => {
  const [x, y, z] = p.map((v, a) => v + state[a]);
  const depth = (HEIGHT - state[3] - z) * Math.tan(Math.PI / 18);
  return [x / depth / shape, y / depth];
});
console.log(JSON.stringify(seen.flat()));
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no node to run the script")
@pytest.mark.parametrize("shape", [0.8, 1.6])
def test_every_atom_is_in_the_first_view_and_the_view_is_used(shape):
    fit = re.search(r"  const HALF = .*?\n  };\n", SCRIPT, re.DOTALL).group()

    told = subprocess.run(
        ["node", "-e", fit + PLAY % (PLACES, shape)], capture_output=True, text=True, check=True
    )
    farthest = max(map(abs, json.loads(told.stdout)))

    assert 0.8 < farthest < 1.0


def test_the_words_under_a_view_change_with_what_is_drawn():
    assert 'class="legend-line drawn">Chains as tubes' in PARTS
    assert 'querySelector(".drawn")' in SCRIPT
    assert "Chains as ribbons" in SCRIPT
    assert SCRIPT.count("caption.textContent = still") == 1
