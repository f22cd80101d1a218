"""Join the pieces of the guide to an analysis plan into the example study of three arms.

    python tools/write_three_arms.py

The page ``docs/howto/write-an-analysis-plan.md`` is the source; a test holds the two equal.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "howto" / "write-an-analysis-plan.md"
EXAMPLE = ROOT / "examples" / "three-arms" / "study.toml"

_HEAD = (
    "# A synthetic study of three arms: the pieces of docs/howto/write-an-analysis-plan.md.\n"
    "# Written by tools/write_three_arms.py; change the page. Every number is an assumption.\n"
)


def join_example() -> str:
    """Return the text of the example's definition."""
    block = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    blocks = block.findall(PAGE.read_text("utf-8"))
    return _HEAD + "\n".join(blocks)


if __name__ == "__main__":
    EXAMPLE.write_text(join_example(), encoding="utf-8")
