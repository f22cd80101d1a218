"""Measure how long `tubulus --help` takes, against an empty program and against `import click`.

The three are measured in turns within one run, so that a busy machine slows all alike, and the
ratio of the medians is what counts. Writes build/bench/startup.json.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 15
COMMANDS = {
    "empty program": [sys.executable, "-c", "pass"],
    "import click": [sys.executable, "-c", "import click"],
    "tubulus --help": [str(Path(sys.executable).with_name("tubulus")), "--help"],
}


def measure_seconds(command: list[str]) -> float:
    """Run a command and return how long it took, in seconds."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def measure_medians() -> dict[str, float]:
    """Return the median time of each command, in seconds, after one round to warm up."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(ROUNDS + 1):
        for name, command in COMMANDS.items():
            seconds = measure_seconds(command)
            if turn:
                times[name].append(seconds)
    return {name: statistics.median(values) for name, values in times.items()}


def main() -> None:
    """Measure, print and write."""
    medians = measure_medians()
    help_seconds = medians["tubulus --help"]
    result = {
        "median_seconds": medians,
        "ratio_to_empty_program": help_seconds / medians["empty program"],
        "ratio_to_import_click": help_seconds / medians["import click"],
        "rounds": ROUNDS,
    }
    for name, seconds in medians.items():
        print(f"{name:<16} {1000 * seconds:7.1f} ms")
    print(f"tubulus --help takes {result['ratio_to_empty_program']:.2f} x an empty program,")
    print(f"                     {result['ratio_to_import_click']:.2f} x import click")
    path = Path("build/bench/startup.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
