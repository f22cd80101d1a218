"""Kill parts of a docking campaign at random moments and see what is lost or done twice.

    python validation/campaign_kills.py [--kills 10] [--fixed 20] [--mobile 10] [--seed 5]

Twenty made partners meet ten on a Dask cluster of two worker processes. At each of ten random
moments the scheduler, a worker or the process of the campaign itself is killed (SIGKILL) and
started again. Afterwards no record may be gone, no pair may have been begun after its record was
written, and all tables and files must equal those of a run in one process, bit by bit. Everything
listens on the loopback address. Ends with status 1 where a promise did not hold.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import polars as pl
from killing.cluster import TARGETS, Cluster
from killing.study import make_study

RECORDS = Path("results") / ".dock-records"


@dataclass
class Watch:
    """What was seen of the records: when each key was written, and files that went missing."""

    folder: Path
    written: dict[str, int] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    twice: set[str] = field(default_factory=set)

    def look(self) -> int:
        """Look at the records and return how many files there are."""
        there = {path.name: path for path in self.folder.glob("*.parquet")}
        self.lost |= self.files - set(there)
        for name in set(there) - self.files:
            time_ns = there[name].stat().st_mtime_ns
            for key in pl.read_parquet(there[name])["key"]:
                if key in self.written:
                    self.twice.add(key)
                self.written[key] = time_ns
        self.files |= set(there)
        return len(there)


def run_killed(study: Path, kills: int, rng: np.random.Generator) -> tuple[Watch, list[str], Path]:
    """Run the campaign of a study to its end while its parts are killed."""
    log = study.parent / "computed.log"
    log.touch()
    cluster, watch = Cluster(study, log), Watch(study / RECORDS)
    story: list[str] = []
    try:
        cluster.start()
        for _ in range(kills):
            reached = wait_for_records(cluster, watch, watch.look() + int(rng.integers(1, 4)))
            if not reached:
                break
            time.sleep(float(rng.uniform(0.0, 0.4)))
            target = str(rng.choice(TARGETS))
            cluster.kill(target, int(rng.integers(2)))
            story.append(f"{target} after {watch.look()} records")
            wait_until_told(cluster, target)
            cluster.start()
        while cluster.campaign.wait(600) != 0:
            # the last loss ended the campaign: what a person does is to start it again
            cluster.start()
            story.append("campaign started again")
    finally:
        cluster.stop()
    watch.look()
    return watch, story, log


def wait_for_records(cluster: Cluster, watch: Watch, count: int) -> bool:
    """Wait until so many records are there; False where the campaign ended before."""
    for _ in range(6_000):
        if watch.look() >= count:
            return True
        if cluster.campaign.poll() == 0:
            return False
        cluster.start()
        time.sleep(0.05)
    raise TimeoutError("the campaign makes no progress; see " + str(cluster.output))


def wait_until_told(cluster: Cluster, target: str) -> None:
    """Wait until a campaign whose scheduler is gone has ended with its message."""
    if target == "scheduler":
        status = cluster.campaign.wait(120)
        if status != 2:
            raise RuntimeError(f"a lost scheduler ended the campaign with status {status}")


def count_late(log: Path, written: dict[str, int]) -> int:
    """Count pairs that were begun after their record had been written."""
    entries = [line.split() for line in log.read_text("utf-8").splitlines()]
    return sum(int(began) > written[key] for began, _, key in entries if key in written)


def run_alone(study: Path) -> None:
    code = "from tubulus.cli.main import main; main()"
    command = [sys.executable, "-c", code, "dock", "run", str(study), "--workers", "1", "--json"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def read_hashes(study: Path) -> dict[str, str]:
    manifest = json.loads((study / "results" / "dock" / "manifest.json").read_text("utf-8"))
    return {**manifest["tables"], **manifest["files"]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--fixed", type=int, default=20)
    parser.add_argument("--mobile", type=int, default=10)
    parser.add_argument("--rotations", type=int, default=300)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    if find_spec("distributed") is None:
        print("not run: the package distributed is not installed (tubulus[cluster])")
        return 0
    rng = np.random.default_rng(options.seed)
    with tempfile.TemporaryDirectory() as place:
        killed, alone = Path(place) / "killed" / "study", Path(place) / "alone" / "study"
        for study in (killed, alone):
            n_pairs = make_study(
                study,
                fixed=options.fixed,
                mobile=options.mobile,
                rotations=options.rotations,
                pairs_per_chunk=4,
                seed=options.seed,
            )
        began = time.monotonic()
        watch, story, log = run_killed(killed, options.kills, rng)
        seconds = time.monotonic() - began
        run_alone(alone)
        begun = len(log.read_text("utf-8").splitlines())
        late, equal = count_late(log, watch.written), read_hashes(killed) == read_hashes(alone)
    print(f"{n_pairs} pairs, {len(story)} losses in {seconds:.0f} s: {'; '.join(story)}")
    print(f"pairs with a record: {len(watch.written)} of {n_pairs}")
    print(f"records that went missing: {len(watch.lost)}; pairs recorded twice: {len(watch.twice)}")
    print(f"pairs begun: {begun}, of these after their record was written: {late}")
    print(f"tables and files equal to a run in one process, bit by bit: {equal}")
    held = (
        len(watch.written) == n_pairs and not watch.lost and not watch.twice and not late and equal
    )
    print("held" if held else "NOT HELD")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
