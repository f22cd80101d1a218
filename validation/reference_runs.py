"""Run the R scripts anew and compare what they write with the reference numbers that are kept.

Needs Rscript and the packages that a script names; what is absent is said and left out. Each
script runs in a copy of its own, so that nothing here is overwritten. ``--slow`` takes the scripts
too that run longer than a few minutes, names take some alone:

    python validation/reference_runs.py --slow proportions
"""

from __future__ import annotations

import argparse
import csv
import math
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = Path("validation/r")
TABLES = (Path("tests/golden/stats"), Path("src/tubulus/stats/reference/numbers"))
NOT_ALONE = {"golden.R": "holds what the others share"}
SLOW = {
    "exact_tables.R": "some twenty minutes",
    "unconditional_interval.R": "many minutes",
}
LIMIT_S = 3600
CLOSE = 1e-7
"""Relative distance of two runs of one script: its root searches may stop at another digit."""


def list_packages(script: Path) -> list[str]:
    """List the packages that a script loads or calls by name."""
    text = script.read_text("utf-8")
    found = re.findall(r"(?:library|requireNamespace)\(\"?([A-Za-z0-9.]+)", text)
    found += re.findall(r"\b([A-Za-z][A-Za-z0-9.]+)::", text)
    return list(dict.fromkeys(found))


def find_absent(rscript: str, packages: list[str]) -> list[str]:
    quoted = ", ".join(f"'{name}'" for name in packages)
    code = f"for (p in c({quoted})) if (!requireNamespace(p, quietly = TRUE)) cat(p, '\\n')"
    found = subprocess.run([rscript, "-e", code], capture_output=True, text=True, check=False)
    return found.stdout.split()


def read_cells(path: Path) -> list[list[str]]:
    lines = path.read_text("utf-8").splitlines()
    return list(csv.reader(line for line in lines if not line.startswith("#")))


def measure_cell(kept: str, new: str) -> float:
    """Measure how far two cells are: 0 where equal, infinite where one is no number."""
    if kept == new:
        return 0.0
    parts = [re.split(r"[| ]", text) for text in (kept, new)]
    if len(parts[0]) != len(parts[1]):
        return math.inf
    if len(parts[0]) > 1:
        return max(measure_cell(*pair) for pair in zip(*parts, strict=True))
    try:
        own, other = float(kept), float(new)
    except ValueError:
        return math.inf
    # what is 0 but for rounding has no relative distance
    return abs(own - other) / max(abs(own), 1e-8)


def compare_tables(kept: Path, new: Path) -> str:
    """Say in words how a new table differs from the kept one; nothing where it does not."""
    if not kept.is_file():
        return f"{new.name} is not kept"
    rows, others = read_cells(kept), read_cells(new)
    if [len(row) for row in rows] != [len(row) for row in others]:
        return f"{new.name} has another shape"
    distances = [
        measure_cell(cell, other)
        for row, other_row in zip(rows, others, strict=True)
        for cell, other in zip(row, other_row, strict=True)
    ]
    far = [distance for distance in distances if distance > CLOSE]
    return f"{new.name}: {len(far)} cells, up to {max(far):.1e}" if far else ""


def run_script(rscript: str, script: str) -> tuple[str, list[str]]:
    """Run a script in a copy; return why it failed, or nothing, and what it wrote."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in (SCRIPTS, *TABLES):
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("*.py*"))
        before = {path: path.stat().st_mtime_ns for part in TABLES for path in _list(copy / part)}
        done = subprocess.run(
            [rscript, str(SCRIPTS / script)],
            cwd=copy,
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
        if done.returncode:
            return (done.stderr.strip().splitlines() or ["failed"])[-1], []
        now = {path: path.stat().st_mtime_ns for part in TABLES for path in _list(copy / part)}
        written = sorted(path for path, time in now.items() if before.get(path) != time)
        told = (compare_tables(ROOT / path.relative_to(copy), path) for path in written)
        return "" if written else "wrote no table", [text or f"{len(written)}" for text in told]


def _list(folder: Path) -> Iterator[Path]:
    return folder.glob("*.csv")


def check_script(rscript: str | None, path: Path, *, slow: bool) -> tuple[str, str]:
    """Return ``same``, ``differs`` or ``left out`` for a script, and what is to be said."""
    if path.name in NOT_ALONE:
        return "left out", NOT_ALONE[path.name]
    if path.name in SLOW and not slow:
        return "left out", f"{SLOW[path.name]}; ask for it with --slow"
    if rscript is None:
        return "left out", "Rscript is not installed"
    absent = find_absent(rscript, list_packages(path))
    if absent:
        return "left out", f"R packages not installed: {', '.join(absent)}"
    try:
        failure, told = run_script(rscript, path.name)
    except subprocess.TimeoutExpired:
        return "left out", f"took longer than {LIMIT_S} s"
    if failure:
        return "differs", failure
    differing = [text for text in told if not text.isdecimal()]
    return ("differs", "; ".join(differing)) if differing else ("same", f"{len(told)} tables")


def main() -> int:
    parser = argparse.ArgumentParser(description="Run the R scripts anew and compare.")
    parser.add_argument("--slow", action="store_true", help="take scripts of many minutes too")
    parser.add_argument("scripts", nargs="*", help="names of scripts; all if left out")
    arguments = parser.parse_args()
    rscript = shutil.which("Rscript")
    outcomes = []
    for path in sorted((ROOT / SCRIPTS).glob("*.R")):
        if arguments.scripts and path.stem not in arguments.scripts:
            continue
        outcome, words = check_script(rscript, path, slow=arguments.slow)
        outcomes.append(outcome)
        print(f"{path.name}: {outcome}: {words}", flush=True)
    print(f"{outcomes.count('same')} same, {outcomes.count('differs')} differ", end=", ")
    print(f"{outcomes.count('left out')} left out")
    return int("differs" in outcomes)


if __name__ == "__main__":
    sys.exit(main())
