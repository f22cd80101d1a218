"""Write the reference page on the statistical methods: what each gives, and how it was checked.

Every reference number is recomputed at every build, so that the page shows what this version does.
"""

from __future__ import annotations

from pathlib import Path

from reference_pages import write_table
from sphinx.application import Sphinx

from tubulus.report.validation import MEANING, SYNTHETIC_NOTE, write_percent
from tubulus.runs.methods import validate_methods

HEAD = """\
# Statistical methods

Every number of a report names its method; the names are those of this list.
[](../../howto/validate-the-methods.md) shows how to see every number behind the last columns.
"""


def render_methods() -> str:
    """Render the page: counts, then every method with its limits and its reference numbers."""
    validation = validate_methods()
    outcomes = [row.outcome for row in validation.rows]
    counts = (
        f"{len(outcomes)} reference numbers: {outcomes.count('met')} within tolerance, "
        f"{outcomes.count('outside')} outside, {outcomes.count('not recomputed')} not recomputed "
        "because their data are not installed or no public function gives them.\n"
    )
    rows = [
        [
            row["method"],
            row["gives"],
            row["limits"],
            row["source"],
            str(row["numbers"]),
            str(row["outside"]),
            write_percent(row["share_of_tolerance"]),
        ]
        for row in validation.methods.iter_rows(named=True)
    ]
    columns = ["method", "gives", "limits", "source", "reference numbers", "outside"]
    columns.append("most of a tolerance used")
    return "\n".join([HEAD, counts, SYNTHETIC_NOTE, MEANING, "", write_table(columns, rows)])


def write_page(app: Sphinx) -> None:
    """Write the page; leave it alone where its text is as it was."""
    path = Path(app.srcdir) / "reference" / "generated" / "methods.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = render_methods()
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.connect("builder-inited", write_page)
    return {"parallel_read_safe": True}
