"""Validate a study's reporting event against the released schema of CDISC's ARS, version 1.

Run from the root of the repository with the schema, which is not part of the project:
``python validation/ars_schema.py path/to/ars_ldm.schema.json`` (project/jsonschema in the
repository cdisc-org/analysis-results-standard, tag v1.0.0). Without it, it says so and ends.
The event is that of the example study; its participants are simulated.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

import jsonschema

from tubulus.core.progress import SilentProgress
from tubulus.runs.report import ARS_NAME
from tubulus.runs.simulate import simulate_data
from tubulus.runs.whole import run_study
from tubulus.runs.workspace import open_workspace

EXAMPLE = Path(__file__).parent.parent / "examples" / "noa-bmmsc" / "study.toml"


def make_event(place: Path) -> object:
    shutil.copy(EXAMPLE, place)
    simulate_data(open_workspace(place), SilentProgress())
    run_study(open_workspace(place), SilentProgress())
    return json.loads((place / "report" / ARS_NAME).read_text("utf-8"))


def main() -> int:
    if len(sys.argv) < 2:
        print("left out: name the schema file, see the head of this script")
        return 0
    schema = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    with tempfile.TemporaryDirectory() as place:
        event = make_event(Path(place))
    errors = list(jsonschema.Draft7Validator(schema).iter_errors(event))
    for error in errors[:20]:
        print(f"{'/'.join(map(str, error.absolute_path))}: {error.message}")
    print(f"{schema['$id']}: {len(errors)} errors")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
