"""Write the versions of an environment as a constraint file: names and versions, nothing else.

Usage: python tools/write_constraints.py ENVIRONMENT FILE
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# the package itself, and what the interpreter's own venv module brings
NOT_PINNED = {"tubulus", "pip", "setuptools", "wheel"}
HEAD = "# Written by `make lock`; versions under which the tests pass.\n"


def list_versions(environment: Path) -> list[str]:
    """List ``name==version`` of every package in an environment, in the order of names."""
    question = (
        "import importlib.metadata as m\n"
        "for d in m.distributions(): print(d.metadata['Name'], d.version)"
    )
    command = [str(environment / "bin" / "python"), "-c", question]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    pairs = {tuple(line.split()) for line in printed.splitlines()}
    return sorted(
        (f"{name}=={version}" for name, version in pairs if name.lower() not in NOT_PINNED),
        key=str.lower,
    )


if __name__ == "__main__":
    source, target = sys.argv[1:]
    Path(target).write_text(HEAD + "\n".join(list_versions(Path(source))) + "\n", "utf-8")
