"""The files of the best poses, with their hashes."""

from __future__ import annotations

from urllib.parse import quote

from markupsafe import Markup

from tubulus.report.material import Material
from tubulus.report.tables.docking.pairs import list_docking_origins, list_pairs, name_pair
from tubulus.report.tables.frame import Column, ShownTable

__all__ = ["make_pose_file_table", "render_file_link"]


def make_pose_file_table(material: Material) -> ShownTable | None:
    """List the file of each pair's best pose; links lead from the report's folder to it."""
    files = {(row["fixed"], row["mobile"]): row for row in material.get_rows("pose_files")}
    shown = [
        (name_pair(pair), files[pair["fixed"], pair["mobile"]])
        for pair in list_pairs(material)
        if (pair["fixed"], pair["mobile"]) in files
    ]
    if not shown:
        return None
    return ShownTable(
        id="table-pose-files",
        caption="Files of the best poses",
        stub="Fixed – mobile partner",
        columns=(Column("File"), Column("SHA-256")),
        rows=[
            (
                "",
                name,
                (render_file_link(row["file"]), Markup("<code>{}</code>").format(row["sha256"])),
            )
            for name, row in shown
        ],
        notes=(
            (
                "Links lead to the study's folder; they hold where the report lies in it as it was "
                "written. Coordinates are in the frame of the fixed partner's file."
            ),
        ),
        origins=list_docking_origins(material),
    )


def render_file_link(file: str) -> Markup:
    """Render a link from the report's folder to a file of the study's folder."""
    return Markup('<a href="../{}">{}</a>').format(quote(file), file)
